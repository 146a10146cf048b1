/** What is left of deleted clients, and found again by others. */
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { secretIds, shownClient, shownSecrets, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { requireWrites } from './creation.ts';

/** The id of the client that a request is about, as its path ends, in lower case. */
function subjectOf({ request }: Answer): string {
  return request.path.slice(request.path.lastIndexOf('/') + 1).toLowerCase();
}

/** Records of secrets by which they are known again: an id may be given a second time, but not at the same moment. */
function recordsIn(answer: Answer): readonly string[] {
  return (shownSecrets(shownClient(answer)) ?? []).flatMap((record) => {
    const [[id], time] = [secretIds({ secrets: [record] }) ?? [], text(record.creationTime)];
    return record.id == null || time === undefined ? [] : [`secret ${id} of ${time}`];
  });
}

/** Whether a detail of the run shows secrets of a client that was deleted before. */
export const inheritedSecrets = scenario(
  'inheritedSecrets',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    const owners = new Map<string, string>();
    const deleted = new Set<string>();
    for (const answer of session.transport.answers) {
      const { operation, method } = answer.request;
      const id = subjectOf(answer);
      if (answer.ok && operation === 'delete' && method === 'DELETE') deleted.add(id);
      if (!answer.ok || operation !== 'get' || method !== 'GET') continue;
      for (const record of recordsIn(answer)) {
        const owner = owners.get(record) ?? id;
        owners.set(record, owner);
        if (owner === id || !deleted.has(owner)) continue;
        return {
          holds: false,
          message: 'A client shows a secret of one that was deleted.',
          expected: 'secrets of its own',
          actual: `${record}, which was shown at client ${owner}`,
          answer,
        };
      }
    }
    if (owners.size === 0) return NOTHING_SEEN;
    return { holds: true, message: 'secrets are shown at one client', expected: '', actual: '' };
  },
  { isLast: true },
);

/** What is left of deleted clients, and found again by others. */
import { firstSecretShown } from '../../fixtures/session/effects.ts';
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { idInPath, membersIn, secretIds, shownClient, shownSecrets, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { requireWrites } from './creation.ts';

/** Records of secrets by which they are known again: an id may be given a second time, but hardly at the same moment. */
function recordsIn(answer: Answer): readonly string[] {
  return (shownSecrets(shownClient(answer)) ?? []).flatMap((record) => {
    const [[id], time] = [secretIds({ secrets: [record] }) ?? [], text(record.creationTime)];
    return record.id == null || time === undefined ? [] : [`secret ${id} of ${time}`];
  });
}

/** How many secrets a client is created with. */
const OF_CREATION = 1;

/** What the details of a run show of secrets. */
interface Ownership {
  /** Whether a client was first read after one whose secrets were shown was deleted. */
  readonly isTried: boolean;
  readonly inherited: Observed | undefined;
}

function ownership({ transport }: Session): Ownership {
  const owners = new Map<string, string>();
  const deleted = new Set<string>();
  const seen = new Set<string>();
  const asked = new Map<string, number>();
  let isTried = false;
  for (const answer of transport.answers) {
    const { operation, method, body } = answer.request;
    const id = idInPath(answer);
    if (operation === 'generateSecret') {
      const client = text(membersIn(body).clientId)?.toLowerCase() ?? '';
      asked.set(client, (asked.get(client) ?? 0) + 1);
    }
    if (answer.ok && operation === 'delete' && method === 'DELETE') deleted.add(id);
    if (!answer.ok || operation !== 'get' || method !== 'GET') continue;
    isTried ||= !seen.has(id) && [...owners.values()].some((owner) => deleted.has(owner));
    seen.add(id);
    const records = recordsIn(answer);
    // Its own may be given an id for the second time, and in one second with the first one: only what there is too much can be of others.
    const isMore = records.length > OF_CREATION + (asked.get(id) ?? 0);
    for (const record of records) {
      const owner = owners.get(record) ?? id;
      owners.set(record, owner);
      if (isMore && owner !== id && deleted.has(owner))
        return { isTried: true, inherited: told(answer, record, owner) };
    }
  }
  return { isTried, inherited: undefined };
}

function told(answer: Answer, record: string, owner: string): Observed {
  return {
    holds: false,
    message: 'A client shows a secret of one that was deleted.',
    expected: 'secrets of its own',
    actual: `${record}, which was shown at client ${owner}`,
    answer,
  };
}

const APART: Observed = { holds: true, message: 'secrets are shown at one client', expected: '', actual: '' };

/** Whether a detail of the run shows secrets of a client that was deleted before. */
export const inheritedSecrets = scenario(
  'inheritedSecrets',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    const seen = ownership(session);
    if (seen.inherited !== undefined) return seen.inherited;
    if (seen.isTried) return APART;
    // In a short run none whose secrets were shown was followed by another one.
    const { id } = await session.client();
    await session.readUntil(id, firstSecretShown);
    await session.api.delete(id);
    const heir = await session.client();
    await session.readUntil(heir.id, firstSecretShown);
    const { isTried, inherited } = ownership(session);
    return inherited ?? (isTried ? APART : NOTHING_SEEN);
  },
  { isLast: true },
);

/** Whether reads of a client agree while nothing is done to it. */
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { essence, type ShownClient, shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import { scopesOf } from '../../fixtures/shown/scopes.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { pause } from '../../fixtures/wire/pause.ts';
import { adjacentClients } from './adjacent-clients.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';

/** Milliseconds after a write, at least, in which a read of the client may still show what was before. */
const SETTLED = 1000;

/** What a read shows of a client, secrets left out: those may expire. */
function stateOf(client: ShownClient): string {
  const scopes = scopesOf(client).map(({ name, displayName, description, type }) => ({
    name,
    displayName,
    description,
    type,
  }));
  const inOrder = scopes.sort((one, other) => String(one.name).localeCompare(String(other.name)));
  return JSON.stringify({ ...(JSON.parse(essence({ ...client, secrets: [] })) as object), scopes: inOrder });
}

/**
 * Compares each read of a client of the run with the one before it, where nothing was done to the client in between.
 * @param settled milliseconds after a write in which a read may still show what was before
 */
function compareReads(
  session: Session,
  settled: number,
): { readonly compared: number; readonly changed: Observed | undefined } {
  const { answers } = session.transport;
  const seen = new Map<string, string>();
  const lastWrite = new Map<string, number>();
  const ids = new Set(session.ledger.givenIds);
  let compared = 0;
  for (const answer of answers) {
    const { operation, method, path, body } = answer.request;
    if (operation === 'token' || operation === 'authorize') continue;
    if (method !== 'GET') {
      const about = `${path} ${body ?? ''} ${operation === 'create' ? answer.text : ''}`.toLowerCase();
      for (const id of ids)
        if (about.includes(id)) {
          lastWrite.set(id, answer.startedAt.getTime() + answer.durationMs);
          for (const what of ['get', 'list']) seen.delete(`${what} ${id}`);
        }
      continue;
    }
    const shown = operation === 'list' ? shownClients(answer) : operation === 'get' ? [shownClient(answer)] : [];
    for (const client of answer.ok ? shown : []) {
      const id = text(client?.id)?.toLowerCase();
      if (client === undefined || id === undefined || !ids.has(id)) continue;
      if (answer.startedAt.getTime() < (lastWrite.get(id) ?? 0) + settled) continue;
      const [key, state] = [`${operation} ${id}`, stateOf(client)];
      const before = seen.get(key);
      if (before === undefined) seen.set(key, state);
      else compared += 1;
      if (before !== undefined && before !== state) {
        const changed = {
          holds: false,
          message: 'A client is shown otherwise than before, and nothing was done to it in between.',
          expected: before,
          actual: state,
          answer,
        };
        return { compared, changed };
      }
    }
  }
  return { compared, changed: undefined };
}

/**
 * Whether a client, and its entry in the list, is shown alike by all reads between two writes to it: whatever is done to others in
 * between, and with whatever they have in common. Only the documented members count.
 */
export const steadyReads = scenario(
  'steadyReads',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(adjacentClients, lastingValues);
    // The mock shows effects at once, unless it was seen that it does not.
    const settled = Math.max(session.options.embedded ? 0 : SETTLED, 3 * session.polling.longestMs);
    let seen = compareReads(session, settled);
    if (seen.compared === 0 && seen.changed === undefined) {
      // In a short run everything was read too soon after it was written.
      await pause(settled);
      await session.api.list();
      await session.api.list();
      seen = compareReads(session, settled);
    }
    if (seen.changed !== undefined) return seen.changed;
    if (seen.compared === 0)
      throw new PrerequisiteFailed('list', 'no client was shown twice with nothing done to it in between');
    return { holds: true, message: 'clients are shown alike until they are changed', expected: '', actual: '' };
  },
  { isLast: true },
);

/** What reads show of one client from one write to the next: it is there, and shown alike, until something is done to it. */
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  essence,
  idOf,
  idsIn,
  Mentioned,
  type ShownClient,
  shownClient,
  shownClients,
  text,
} from '../../fixtures/shown/clients.ts';
import { scopesOf } from '../../fixtures/shown/scopes.ts';
import { type Answer, byEffect, isNotThere } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { pause } from '../../fixtures/wire/pause.ts';
import { adjacentClients } from './adjacent-clients.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';

/** Milliseconds after a write, at least, in which a read of the client may still show what was before. */
const SETTLED = 1000;

/** Milliseconds after a write in which a read is not looked at; the mock shows effects at once, unless it was seen that it does not. */
function settledOf({ options, polling }: Session): number {
  return Math.max(options.embedded ? 0 : SETTLED, 3 * polling.longestMs);
}

/** The same for a place that lags behind all others: as long as any effect may take. */
function lagOf(session: Session): number {
  const { budgetMs } = session.polling;
  return session.options.embedded ? Math.min(budgetMs, settledOf(session)) : Math.max(budgetMs, settledOf(session));
}

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

/** One look at a client of the run, or the one by which it signs in: by its detail or its entry in the list. */
interface Look {
  readonly answer: Answer;
  readonly id: string;
  /** Undefined: the client is not there. */
  readonly state: string | undefined;
  /** How many writes about the client were answered before, whether one deleted it, and how long ago the first and the last of them were. */
  readonly writes: number;
  readonly isDeleted: boolean;
  readonly sinceCreateMs: number;
  readonly sinceWriteMs: number;
}

function idsShownBy(answer: Answer): readonly string[] {
  const { operation } = answer.request;
  if (operation === 'list') return idsIn(answer);
  const id = operation === 'get' ? idOf(shownClient(answer)) : undefined;
  return id === undefined ? [] : [id];
}

/** A body, of long ones the beginning and the end: what they are made long by names nobody. */
function endsOf(body = ''): string {
  return body.length > 20_000 ? `${body.slice(0, 10_000)} ${body.slice(-10_000)}` : body;
}

/** All looks of a run by one operation, in their order, by client. */
function looksOf(session: Session, operation: 'list' | 'get'): ReadonlyMap<string, readonly Look[]> {
  const ordinary = new Set(session.api.toOrdinary);
  const isSpelled = (path: string): boolean => spelled.has(path.slice(path.lastIndexOf('/') + 1));
  const looks = new Map<string, Look[]>();
  const written = new Map<string, { readonly count: number; readonly first: number; readonly last: number }>();
  const deleted = new Set<string>();
  const { credentials } = session;
  // The application of the run was there before, and nobody takes it away meanwhile.
  const own = credentials.kind === 'client' ? credentials.clientId.toLowerCase() : undefined;
  // Where nothing may be made, those of others are looked at.
  const others = session.writes ? [] : session.transport.answers.flatMap((answer) => idsShownBy(answer));
  // In other letters an id may be nobody's.
  const spelled = new Set(session.transport.answers.flatMap((answer) => text(shownClient(answer)?.id) ?? []));
  const ids = new Set([...(own === undefined ? [] : [own]), ...session.ledger.givenIds, ...others]);
  const mentioned = new Mentioned(ids);
  for (const answer of byEffect(session.transport.answers)) {
    const { operation: asked, method, path, body } = answer.request;
    if (asked === 'token' || asked === 'authorize') continue;
    if (method !== 'GET') {
      const about = `${path} ${endsOf(body)} ${asked === 'create' ? answer.text : ''}`.toLowerCase();
      const last = answer.startedAt.getTime() + answer.durationMs;
      for (const id of mentioned.in(about)) {
        if (method === 'DELETE' && answer.ok && path.toLowerCase().endsWith(`/${id}`)) deleted.add(id);
        const { count = 0, first = last } = written.get(id) ?? {};
        written.set(id, { count: count + 1, first, last });
      }
      continue;
    }
    if (asked !== operation) continue;
    const shown = new Map(
      (operation === 'list' ? shownClients(answer) : [shownClient(answer)]).flatMap((client) => {
        const id = idOf(client);
        return answer.ok && client !== undefined && id !== undefined && ids.has(id) ? [[id, client] as const] : [];
      }),
    );
    const missing = !ordinary.has(answer)
      ? []
      : operation === 'list'
        ? [...ids].filter((id) => answer.ok && Array.isArray(answer.json) && !shown.has(id))
        : isNotThere(answer) && isSpelled(path)
          ? mentioned.in(path.toLowerCase()).filter((id) => path.toLowerCase().endsWith(`/${id}`))
          : [];
    for (const id of [...shown.keys(), ...missing]) {
      const client = shown.get(id);
      const { count = 0, first = id === own ? 0 : Number.POSITIVE_INFINITY, last = 0 } = written.get(id) ?? {};
      const [at, state] = [answer.startedAt.getTime(), client && stateOf(client)];
      const since = { sinceCreateMs: at - first, sinceWriteMs: at - last };
      const look = { answer, id, state, writes: count, isDeleted: deleted.has(id), ...since };
      const earlier = looks.get(id);
      if (earlier === undefined) looks.set(id, [look]);
      else earlier.push(look);
    }
  }
  return looks;
}

/** A client that is shown otherwise than before, and nothing was done to it in between. */
interface Change {
  readonly id: string;
  readonly was: string;
  readonly is: string;
  readonly after: Answer;
}

/** What comparing the looks at each client came to. */
interface Comparison {
  readonly compared: number;
  readonly changes: readonly Change[];
}

/** The state of one look as far as another look tells as much: a list may be a summary (K13), also that of one server of several. */
function toldByBoth(operation: 'list' | 'get', one: string, other: string): readonly [string, string] {
  const [mine, its] = [one, other].map((state) => JSON.parse(state) as { scopes: readonly unknown[] });
  if (operation === 'get' || (mine?.scopes.length ?? 0) * (its?.scopes.length ?? 0) > 0) return [one, other];
  return [JSON.stringify({ ...mine, scopes: [] }), JSON.stringify({ ...its, scopes: [] })];
}

/** Compares each look at a client with the one before it, where nothing was done to the client in between. */
function compareLooks(session: Session, settledMs: number): Comparison {
  let compared = 0;
  const changes: Change[] = [];
  for (const operation of ['list', 'get'] as const)
    for (const [id, looks] of looksOf(session, operation)) {
      // What others do to theirs nobody knows.
      if (!session.ledger.givenIds.includes(id)) continue;
      let [before, epoch, wasLate]: [Look | undefined, number, boolean] = [undefined, 0, false];
      for (const look of looks) {
        const { state, writes, sinceWriteMs } = look;
        if (epoch !== writes) [before, epoch] = [undefined, writes];
        if (state === undefined) continue;
        if (sinceWriteMs < settledMs) continue;
        if (before !== undefined) compared += 1;
        // A place that lags behind shows what was before the write.
        const isLate = sinceWriteMs < lagOf(session);
        const [was, is] = toldByBoth(operation, before?.state ?? state, state);
        const isChanged = was !== is;
        if (isChanged && isLate) continue;
        if (isChanged && !wasLate) changes.push({ id, was, is, after: look.answer });
        [before, wasLate] = [look, isLate];
      }
    }
  return { compared, changes };
}

/** What comparing came to, with the looks that it takes. */
async function comparedReads(session: Session): Promise<Comparison> {
  const settledMs = settledOf(session);
  const seen = compareLooks(session, settledMs);
  if (seen.compared > 0 || seen.changes.length > 0) return seen;
  // In a short run everything was read too soon after it was written, and what was there may be deleted by now.
  await session.client();
  await pause(settledMs);
  await session.api.list();
  await session.api.list();
  return compareLooks(session, settledMs);
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
    const { compared, changes } = await comparedReads(session);
    const [changed] = changes;
    if (changed !== undefined)
      return {
        holds: false,
        message: 'A client is shown otherwise than before, and nothing was done to it in between.',
        expected: changed.was,
        actual: changed.is,
        answer: changed.after,
        client: changed.id,
      };
    if (compared === 0)
      throw new PrerequisiteFailed('list', 'no client was shown twice with nothing done to it in between');
    return { holds: true, message: 'clients are shown alike until they are changed', expected: '', actual: '' };
  },
  { isLast: true },
);

/**
 * Whether a client is missed by a read of the run and is there again before it is deleted. A place that lags behind may miss it for as
 * long as an effect may take after its creation.
 */
export const steadyPresence = scenarios(
  'steadyPresence',
  async (session: Session, operation: 'list' | 'get'): Promise<Observed> => {
    await session.once(steadyReads).catch(() => undefined);
    const all = looksOf(session, operation);
    if (all.size === 0) requireWrites(session);
    for (const looks of all.values())
      for (const [at, look] of looks.entries()) {
        if (look.state !== undefined || look.sinceCreateMs < lagOf(session)) continue;
        // Others may have made theirs just now.
        if (!session.writes && !looks.slice(0, at).some(({ state }) => state !== undefined)) continue;
        const isThere = ({ state, isDeleted, answer }: Look): boolean =>
          state !== undefined &&
          !isDeleted &&
          answer.request.headers.authorization === look.answer.request.headers.authorization;
        if (!looks.slice(at + 1).some(isThere)) continue;
        return {
          holds: false,
          message: 'A client is not found that is there afterwards.',
          expected: `the client ${look.id}`,
          actual: `status ${look.answer.status}${operation === 'list' ? ', and no such client' : ''}`,
          answer: look.answer,
        };
      }
    return { holds: true, message: 'clients are there until they are deleted', expected: '', actual: '' };
  },
  { isLast: true },
);

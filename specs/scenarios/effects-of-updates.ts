/** Whether each update of a run took effect, whatever stood before it and whatever it left as it was: the next look at its client tells. */
import type { UpdateBody } from '../../fixtures/api/requests.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  idInPath,
  idOf,
  isObject,
  membersIn,
  type ShownClient,
  sameId,
  shownClient,
  text,
} from '../../fixtures/shown/clients.ts';
import { scopesOf } from '../../fixtures/shown/scopes.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { adjacentClients } from './adjacent-clients.ts';
import { shows } from './change.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';

/** What a client is, as far as an update can change it; only what no tenant has reason to keep in another form. */
interface State {
  readonly name: string;
  readonly redirectUri: string;
  /** Names, in order. */
  readonly scopes: readonly string[];
}

const PLAIN_NAME = /^[\w. -]+$/;
const PLAIN_URI = /^https:\/\/[\w.-]+\/callback$/;

function stateOf(members: Readonly<Record<string, unknown>>, scopes: readonly unknown[]): State | undefined {
  const [name, redirectUri] = [text(members.name), text(members.redirectUri)];
  if (name === undefined || redirectUri === undefined || scopes.length === 0) return undefined;
  if (!(PLAIN_NAME.test(name) && PLAIN_URI.test(redirectUri))) return undefined;
  return { name, redirectUri, scopes: scopes.map((scope) => (isObject(scope) ? String(scope.name) : '')).sort() };
}

function shownState(client: ShownClient | undefined): State | undefined {
  return client && stateOf(client, scopesOf(client));
}

/** What an update asks for; undefined where it names others, or something that is not ordinary. */
function askedIn(session: Session, answer: Answer): State | undefined {
  const { partitionId } = session.options;
  const { clientId = idInPath(answer), partitionGlobalId = partitionId, scopes } = membersIn(answer.request.body);
  if (!sameId(clientId, idInPath(answer)) || !sameId(partitionGlobalId, partitionId)) return undefined;
  const asked = Array.isArray(scopes) ? stateOf(membersIn(answer.request.body), scopes) : undefined;
  const known: readonly string[] = session.capabilities.scopes;
  return asked?.scopes.every((name) => known.includes(name)) ? asked : undefined;
}

/** An update whose client is shown, in one member or more, exactly as before it. */
interface Idle {
  readonly before: State;
  readonly asked: State;
  readonly member: keyof State;
}

const MEMBERS = ['name', 'redirectUri', 'scopes'] as const;

function sameIn(member: keyof State, one: State, other: State): boolean {
  return JSON.stringify(one[member]).toLowerCase() === JSON.stringify(other[member]).toLowerCase();
}

/** The updates that changed nothing of what they asked for, and how many were looked at. */
function idleUpdates(session: Session): { readonly looked: number; readonly idle: readonly Idle[] } {
  const ordinary = new Set(session.api.toOrdinary);
  const known = new Map<string, State>();
  const pending = new Map<string, { readonly asked: State; readonly before: State; readonly end: number }>();
  const idle: Idle[] = [];
  let looked = 0;
  for (const answer of session.transport.answers) {
    const { operation } = answer.request;
    const start = answer.startedAt.getTime();
    if (operation === 'update') {
      const id = idInPath(answer);
      const [before, asked] = [known.get(id), ordinary.has(answer) ? askedIn(session, answer) : undefined];
      const isAlone = start >= (pending.get(id)?.end ?? 0);
      known.delete(id);
      pending.delete(id);
      if (answer.ok && !answer.ambiguous && isAlone && before !== undefined && asked !== undefined)
        pending.set(id, { asked, before, end: start + answer.durationMs });
    }
    if ((operation !== 'get' && operation !== 'create') || !answer.ok) continue;
    const client = shownClient(answer);
    const [id, shown] = [idOf(client), shownState(client)];
    if (id === undefined || shown === undefined) continue;
    const done = pending.get(id);
    // A place that lags behind shows what was before.
    if (done !== undefined && start - done.end < 3 * session.polling.longestMs) continue;
    known.set(id, shown);
    pending.delete(id);
    if (done === undefined) continue;
    looked += 1;
    const { asked, before } = done;
    const member = MEMBERS.find((one) => !sameIn(one, asked, before) && sameIn(one, shown, before));
    if (member !== undefined) idle.push({ asked, before, member });
  }
  return { looked, idle };
}

/** The same once more, with a client of its own and in time: what was left as it was is left so again. */
async function repeated(session: Session, { asked, before, member }: Idle): Promise<Observed | undefined> {
  const client = await session.client({ redirectUri: before.redirectUri, scopes: session.scopes(...before.scopes) });
  const change: UpdateBody = {
    name: asked.name === before.name ? client.asked.name : session.data.name(),
    redirectUri: asked.redirectUri === before.redirectUri ? before.redirectUri : session.data.redirectUri(),
    scopes: session.scopes(...asked.scopes),
  };
  if (!(await session.api.update(client.id, change)).ok) return undefined;
  const answer = await session.readUntil(client.id, shows(change));
  const seen = shownState(shownClient(answer));
  const wanted = stateOf({ ...change }, change.scopes);
  if (seen === undefined || wanted === undefined || sameIn(member, seen, wanted)) return undefined;
  const kept = MEMBERS.filter((one) => sameIn(one, asked, before));
  return {
    holds: false,
    message: 'An update had no effect.',
    expected: `${member} ${JSON.stringify(wanted[member])}${kept.length > 0 ? `, with ${kept.join(' and ')} as before` : ''}`,
    actual: `${member} ${JSON.stringify(seen[member])}`,
    answer,
    client: client.id,
  };
}

/** Whether each update took effect; one that did not is sent once more to tell that it was no chance. */
export const effectsOfUpdates = scenario(
  'effectsOfUpdates',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(adjacentClients, lastingValues);
    const { looked, idle } = idleUpdates(session);
    const [first] = idle;
    const found = first && (await repeated(session, first));
    if (found !== undefined) return found;
    if (looked === 0)
      throw new NotVerified('not-applicable', 'no ordinary update was followed by a look at its client');
    return { holds: true, message: 'each update took effect', expected: '', actual: '' };
  },
  { isLast: true },
);

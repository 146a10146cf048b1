/** Updates of unusual clients, to unusual values, and of what is not there. */
import type { CreateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { nameShown, unlessRefused } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { grantsOfMany } from './asking-scopes.ts';
import { changeTo, shows, updateAsTaken } from './change.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';
import { unusualClient, unusualListed } from './kinds.ts';
import { refilledClient, refilledDetail } from './secret-deletions.ts';
import { bothTypes, manyScopes, type UnusualKind } from './unusual-requests.ts';
import { requireWorking } from './working.ts';

const MARKED = 'name with markup, a redirect URI of an application and a scope of the other type';

/** The name of a new client of this kind as it was read; empty where the tenant makes none. */
async function nameOf(session: Session, kind: UnusualKind): Promise<string> {
  return text(shownClient((await ifPossible(session.once(unusualClient(kind))))?.detail)?.name) ?? '';
}

/** Values that are legal and unusual, given by an update to a client that had no redirect URI. */
export interface UnusualUpdate {
  readonly change: UpdateBody;
  /** The answer to the first try, which names an empty certificate, as the page prints it. */
  readonly printed: Answer;
  /** The client before. */
  readonly before: Answer;
  readonly answer: Answer;
  readonly detail: Answer;
}

export const unusualUpdate = scenario('unusualUpdate', async (session: Session): Promise<UnusualUpdate> => {
  const { id } = await session.once(unusualClient('a name of digits, no redirect URI and many scopes'));
  // It is listed as it was created, and asks for tokens with all of its scopes, before it is changed.
  await session.after(unusualListed, grantsOfMany);
  const before = await session.seeThere(id);
  // As long, and with as strange a letter, as the tenant has kept in the name of a new client.
  const isLong = (await nameOf(session, 'a long name and scopes of both types')).length > 200;
  const isMarked = (await nameOf(session, MARKED)).includes('\\');
  const isJoined = (await nameOf(session, 'unicode name and a redirect URI on the own machine')).includes('\uFB01');
  const more = [
    isMarked ? ' \\  +' : '',
    isJoined ? ' \u{1F469}\u200D\u{1F4BB} \uFB01 \u2460' : '',
    isLong ? ` ${'n'.repeat(120)}` : '',
  ].join('');
  const unusual = {
    name: session.data.name(`Łódź Ωμέγα 日本語 \u{1F511} "O'Neill" %41${more}`),
    redirectUri: [session.data.redirectUri(), `${session.data.redirectUri()}?state=a%2Fb`].join(','),
    scopes: session.scopes(...manyScopes(session, session.capabilities.scopes[2])),
  };
  // Many scopes, and among them one that the client has, of the other type from now on; a tenant may keep that type from this client.
  const [, { type }] = bothTypes(session);
  const other = { ...session.scope(session.capabilities.scopes[0]), ...(type !== undefined && { type }) };
  const mixed = { ...unusual, scopes: [...unusual.scopes.filter(({ name }) => name !== other.name), other] };
  // First as the page prints it, with an empty certificate, and with a parameter that JSON does not need; no tenant has to take either.
  const printed = await session.api.update(
    id,
    { ...mixed, clientCertificates: [{}] },
    { contentType: 'application/json; charset=utf-8' },
  );
  const { change, answer } = printed.ok
    ? { change: mixed, answer: printed }
    : await updateAsTaken(session, id, mixed, unusual, { ...unusual, redirectUri: session.data.redirectUri() });
  if (answer.status >= 400 && answer.status < 500)
    throw new NotVerified('not-applicable', `the tenant refuses unusual values in an update (${answer.status})`);
  const detail = await session.readUntil(id, unlessRefused(answer, shows(change)));
  return { change, printed, before, answer, detail };
});

/** An update of which nothing is new but the types of the scopes: user scopes become those of applications, and the other way round. */
const retyping = scenario(
  'retyping',
  async (session: Session): Promise<{ id: string; asked: CreateBody; change: UpdateBody; answer: Answer }> => {
    const { id, asked } = await session.once(unusualClient('a long name and scopes of both types'));
    await session.after(unusualListed);
    const types = asked.scopes.map(({ type }) => type);
    if (new Set(types).size < 2)
      throw new NotVerified('not-applicable', 'the tenant gives this client scopes of one type alone');
    const turned = types.toReversed();
    const scopes = asked.scopes.map(({ name }, at) => session.scope(name, turned[at]));
    const change = { name: asked.name, redirectUri: asked.redirectUri ?? null, scopes };
    return { id, asked, change, answer: await session.api.update(id, change) };
  },
);

/** An update that keeps the long name with which a client was created: what one operation takes the other one may not refuse. */
export const longNameKept = scenario('longNameKept', async (session: Session): Promise<Answer> => {
  const { id, asked, change, answer } = await session.once(retyping);
  return isRefusal(answer) ? session.api.update(id, { ...change, scopes: asked.scopes }) : answer;
});

/** That update, where it was not refused for the types. */
export const retyped = scenario(
  'retyped',
  async (session: Session): Promise<{ change: UpdateBody; answer: Answer; detail: Answer }> => {
    const { id, change, answer } = await session.once(retyping);
    if (isRefusal(answer))
      throw new NotVerified('not-applicable', `the tenant refuses other types of scopes (${answer.status})`);
    return { change, answer, detail: await session.readUntil(id, unlessRefused(answer, shows(change))) };
  },
);

/**
 * Whether a redirect URI that an update takes away, by null, is none afterwards, or the one before: the page prints a text alone, so a
 * tenant may leave it, or refuse.
 */
export const updateToNone = scenario('updateToNone', async (session: Session): Promise<Observed> => {
  await requireTruthfulDetail(session);
  const { id, asked } = await session.client();
  const change = { ...changeTo(session, [session.capabilities.scopes[0]]), redirectUri: null };
  const answer = await session.api.update(id, change);
  if (isRefusal(answer))
    throw new NotVerified('not-applicable', `the tenant refuses an update to no redirect URI (${answer.status})`);
  const uriIn = (seen: Answer): unknown => shownClient(seen)?.redirectUri ?? '';
  const detail = await session.readUntil(id, nameShown(change.name));
  if (!answer.ok || !detail.ok)
    throw new PrerequisiteFailed('update', 'a single update does not do what it was asked for');
  return {
    holds: uriIn(detail) === '' || uriIn(detail) === asked.redirectUri,
    message: 'An update without redirect URI leaves one that nobody requested.',
    expected: `none, or ${asked.redirectUri ?? 'none'}`,
    actual: String(uriIn(detail)),
    answer: detail,
  };
});

/** An update of a client that does not exist. */
export interface UnknownUpdate {
  readonly answer: Answer;
  readonly name: string;
  readonly id: string;
  readonly list: Answer;
  readonly made: boolean;
}

export const unknownUpdate = scenario('unknownUpdate', async (session: Session): Promise<UnknownUpdate> => {
  requireWrites(session);
  const id = session.data.unknownGuid();
  const change = changeTo(session, [session.capabilities.scopes[0]]);
  const answer = await session.api.update(id, change);
  const list = await session.api.list();
  if (isRefusal(answer)) await requireWorking(session, 'update');
  return {
    answer,
    id,
    name: change.name,
    list,
    made: shownClients(list).some((client) => client.name === change.name),
  };
});

/** Whether a client that has no secret left is changed by an update. @throws NotVerified where none could be updated */
export const updateWithoutSecrets = scenario('updateWithoutSecrets', async (session: Session): Promise<Observed> => {
  const { id, change, update } = await session.once(refilledClient);
  if (!update.ok)
    throw new PrerequisiteFailed('update', `an update of a client without secrets answered ${update.status}`);
  const first = (await ifPossible(session.once(refilledDetail)))?.detail;
  const changed = nameShown(change.name);
  const detail = first !== undefined && changed.isSeen(first) ? first : await session.readUntil(id, changed);
  return {
    holds: changed.isSeen(detail),
    message: 'A client that has no secret left is not changed by an update.',
    expected: change.name,
    actual: text(shownClient(detail)?.name) ?? 'no name',
    answer: detail,
  };
});

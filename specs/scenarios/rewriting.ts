import { grants, oauthError, readToken } from '../../fixtures/api/bearer.ts';
import type { UpdateBody } from '../../fixtures/api/requests.ts';
import { differences, isRefusal } from '../../fixtures/expect/judged.ts';
import { effect, nameShown, secretAccepted, unlessRefused } from '../../fixtures/session/effects.ts';
import { inTurn } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { itemsOf, mentions, orNone, sameId, shownClient, shownScopes } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { completeList, requireStillThere } from './crowded-list.ts';
import { LOOK_ALIKES, OWN_PLACES, type Rewrite } from './look-alikes.ts';
import { type Subject, scopesByTwos } from './rescoping.ts';
import { clientUpdate } from './updating.ts';

/** An update that leaves members out, and what a token is granted after it. */
export interface PartialUpdate extends Rewrite {
  /** The answer to a token request that names no scope, and to one for a scope that the client does not have. */
  readonly tokens: readonly { readonly what: string; readonly answer: Answer }[];
  /** Secrets of the client that are refused after it. */
  readonly refused: readonly SecretUse[];
}

export interface PartsLeftOut {
  readonly subject: Subject;
  readonly before: readonly string[];
  readonly parts: readonly PartialUpdate[];
  /** The last of them, which names no redirect URI, and the client after it. */
  readonly last: PartialUpdate;
  readonly detail: Answer;
  /** The client before all of them. */
  readonly initial: Answer;
}

/** Updates with members left out, one after the other; whether that keeps them, clears them or is refused is the tenant's own business. */
export const partsLeftOut = scenario('partsLeftOut', async (session: Session): Promise<PartsLeftOut> => {
  const { subject, rescopings } = await session.once(scopesByTwos);
  const { client } = subject;
  const left = rescopings.findLast(({ answer }) => answer.ok)?.scopes ?? [];
  // Where scenarios act side by side another one may have updated it meanwhile; from this look on none does.
  const now = session.lanes > 1 ? shownScopes(shownClient(await session.seeThere(client.id))) : undefined;
  const before = now ?? left;
  const { partitionId } = session.api.target;
  const ids = session.capabilities.idsInUpdate ? { partitionGlobalId: partitionId, clientId: client.id } : {};
  const scopes = session.scopes(...before);
  const parts: PartialUpdate[] = [];
  for (const [what, sent] of [
    ['the ids alone', {}],
    ['a name alone', { name: LOOK_ALIKES.exponent }],
    ['a name and a redirect URI', { name: LOOK_ALIKES.hexadecimal, redirectUri: OWN_PLACES.query }],
    ['a name and scopes', { name: LOOK_ALIKES.zeros, scopes }],
  ] as const) {
    if ('name' in sent) session.ledger.announceName(client.id, sent.name);
    const departure = 'name' in sent ? {} : { rawBody: JSON.stringify(ids) };
    const answer = await session.api.update(client.id, sent, departure);
    parts.push({ what, sent, answer, ...(await afterPart(session, subject, before)) });
  }
  const last = parts.at(-1);
  if (last === undefined) throw new PrerequisiteFailed('update', 'no update was sent');
  const detail = await session.readUntil(client.id, unlessRefused(last.answer, nameShown(String(last.sent.name))));
  const { before: initial } = await session.once(clientUpdate);
  return { subject, before, parts, last, detail, initial };
});

/** The client after the last of them, where that was carried out. @throws NotVerified where the tenant refused it */
export const lastPartTaken = scenario(
  'lastPartTaken',
  async (session: Session): Promise<{ detail: Answer; name: string }> => {
    const { detail, last } = await session.once(partsLeftOut);
    const { ok, status } = last.answer;
    if (ok) return { detail, name: String(last.sent.name) };
    if (status >= 500) throw new PrerequisiteFailed('update', `an update without a redirect URI answered ${status}`);
    throw new NotVerified('not-applicable', `the tenant refuses an update without a redirect URI (${status})`);
  },
);

async function afterPart(
  session: Session,
  { client, values }: Subject,
  before: readonly string[],
): Promise<Pick<PartialUpdate, 'tokens' | 'refused'>> {
  const [value] = values;
  const refused: SecretUse[] = [];
  for (const one of values) {
    const use = await session.polling.until(() => useOf(session, client, one), secretAccepted);
    if (!use.accepted) refused.push(use);
  }
  if (value === undefined || session.capabilities.secretShows !== 'token') return { tokens: [], refused };
  const other = session.capabilities.scopes.find((scope) => !before.includes(scope));
  const asked = other === undefined || !session.capabilities.asksScope ? [] : [other];
  // A place that lags behind may grant what the client had before.
  const ask = (scope?: string): Promise<Answer> =>
    session.polling.until(
      () => session.tokens.ask(client.id, value, scope),
      effect('scopes withdrawn', (seen) => (readToken(seen)?.scopes ?? []).every((name) => before.includes(name))),
    );
  const tokens = [
    { what: 'no scope named', answer: await ask() },
    ...(await inTurn(asked, async (scope) => ({ what: `${scope} asked for`, answer: await ask(scope) }))),
  ];
  return { tokens, refused };
}

/** Whether a secret is in force, for a client that may have no scopes: what is refused must not be the secret. */
async function useOf(session: Session, { id }: Made, value: string): Promise<SecretUse> {
  const answer = await session.tokens.ask(id, value);
  return { answer, accepted: !isDenied(answer) };
}

/** Whether a token answer refuses the client, whatever scopes that may have. */
export function isDenied(answer: Answer): boolean {
  const isUnknown = oauthError(answer) === 'invalid_client' || answer.status === 401 || answer.status >= 500;
  return readToken(answer) === undefined && isUnknown;
}

/** What a read showed of a client, sent back with another name and other scopes. */
export interface SentBack {
  readonly client: Made;
  readonly name: string;
  readonly scope: string;
  readonly before: Answer;
  readonly answer: Answer;
  readonly detail: Answer;
  readonly uses: readonly SecretUse[];
}

export const sentBack = scenario('sentBack', async (session: Session): Promise<SentBack> => {
  const { subject, detail: before } = await session.once(partsLeftOut);
  const { client, values } = subject;
  const shown = shownClient(before);
  if (shown === undefined || !sameId(shown.id, client.id))
    throw new PrerequisiteFailed('get', `the detail of the client answered ${before.status}`);
  const [scope] = session.capabilities.scopes;
  const name = LOOK_ALIKES.date;
  session.ledger.announceName(client.id, name);
  const rawBody = JSON.stringify({ ...shown, name, scopes: session.scopes(scope) });
  const answer = await session.api.update(client.id, {}, { rawBody });
  const detail = await session.readUntil(client.id, unlessRefused(answer, nameShown(name)));
  const uses: SecretUse[] = [];
  for (const value of values) {
    const use = await session.polling.until(() => useOf(session, client, value), secretAccepted);
    uses.push(use);
  }
  return { client, name, scope, before, answer, detail, uses };
});

/** The same, where the tenant took it. @throws NotVerified where it refused */
export const sentBackTaken = scenario('sentBackTaken', async (session: Session): Promise<SentBack> => {
  const told = await session.once(sentBack);
  if (told.answer.ok) return told;
  throw isRefusal(told.answer)
    ? new NotVerified('not-applicable', `the tenant refuses what its reads show (${told.answer.status})`)
    : new PrerequisiteFailed('update', `an update with what a read showed answered ${told.answer.status}`);
});

/** An update that leaves nothing: no redirect URI, by an empty text, and no scopes. */
export interface Emptying {
  readonly id: string;
  readonly name: string;
  /** What took each away: one request that takes both, or, where that is not carried out, one for each. */
  readonly requests: { readonly redirectUri: readonly Rewrite[]; readonly scopes: readonly Rewrite[] };
  /** What the client was given at last. */
  readonly given: UpdateBody;
  /** What was taken away, by those that were carried out. */
  readonly taken: { readonly redirectUri: boolean; readonly scopes: boolean };
  readonly detail: Answer;
}

export const emptied = scenario('emptied', async (session: Session): Promise<Emptying> => {
  const earlier = await ifPossible(session.once(sentBack));
  const { subject } = await session.once(scopesByTwos);
  const { id } = subject.client;
  const [name, redirectUri] = [session.data.digits(), session.data.redirectUri()];
  const scopes = session.scopes(session.capabilities.scopes[0]);
  // What is to be taken away must be there.
  const shown = shownClient(earlier?.detail);
  if (orNone(shown?.redirectUri) === null || (shownScopes(shown)?.length ?? 0) === 0) {
    const full = await session.api.update(id, { name: session.data.name(), redirectUri, scopes });
    if (!full.ok) throw new PrerequisiteFailed('update', `updating a client answered ${full.status}`);
  }
  const send = async (what: string, sent: UpdateBody): Promise<Rewrite> => ({
    what,
    sent,
    answer: await session.api.update(id, sent),
  });
  const both = await send('an empty redirect URI and no scopes', { name, redirectUri: '', scopes: [] });
  const each = both.answer.ok
    ? []
    : [
        await send('no scopes', { name, redirectUri, scopes: [] }),
        await send('an empty redirect URI', { name, redirectUri: '', scopes }),
      ];
  const [noScopes, noUri] = each;
  const taken = {
    redirectUri: both.answer.ok || noUri?.answer.ok === true,
    // The later one gave a scope again.
    scopes: both.answer.ok || (noScopes?.answer.ok === true && noUri?.answer.ok !== true),
  };
  const isEmptied = effect('values shown', (seen: Answer) => {
    const client = shownClient(seen);
    const isGone = !taken.redirectUri || orNone(client?.redirectUri) === null;
    return isGone && (!taken.scopes || (shownScopes(client)?.length ?? 0) === 0);
  });
  const detail = await session.readUntil(id, isEmptied);
  // Where each alone is carried out, it is taking both that goes wrong.
  const isBoth = both.answer.ok || each.every(({ answer }) => answer.ok);
  const requests = {
    redirectUri: [both, ...each.slice(1)].slice(isBoth ? 0 : 1),
    scopes: [both, ...each.slice(0, 1)].slice(isBoth ? 0 : 1),
  };
  const given = {
    name,
    redirectUri: taken.redirectUri ? '' : redirectUri,
    scopes: taken.scopes ? [] : scopes,
  };
  return { id, name, requests, given, taken, detail };
});

/** The same, where it was carried out. @throws NotVerified where the tenant refuses to take this away */
export const emptiedOf = {
  redirectUri: scenario('emptiedOfRedirectUri', (session: Session) => takenAway(session, 'redirectUri')),
  scopes: scenario('emptiedOfScopes', (session: Session) => takenAway(session, 'scopes')),
};

async function takenAway(session: Session, what: keyof Emptying['taken']): Promise<Emptying> {
  const told = await session.once(emptied);
  if (told.taken[what]) return told;
  const requests = told.requests[what];
  const status = requests.map(({ answer }) => answer.status).join(', ');
  if (requests.some(({ answer }) => answer.status >= 500))
    throw new PrerequisiteFailed('update', `an update that takes something away answered ${status}`);
  throw new NotVerified('not-applicable', `the tenant refuses an update that takes this away (${status})`);
}

/** The emptied client in the list near the end of the run. */
export const emptiedListed = scenario(
  'emptiedListed',
  async (session: Session): Promise<Emptying & { list: Answer }> => {
    const told = await takenAway(session, 'redirectUri');
    requireStillThere(session, told.id);
    if (orNone(shownClient(told.detail)?.redirectUri) !== null)
      throw new PrerequisiteFailed('update', 'an update takes no redirect URI away');
    const { list: known } = await session.once(completeList);
    if (isUpdatedAfter(session, told))
      throw new NotVerified('not-applicable', 'the client was given another redirect URI meanwhile');
    const expected = { redirectUri: null };
    const list = await session.listUntilFrom(
      known,
      effect('values listed', (seen) => {
        const [item] = itemsOf(seen, told.id);
        return item !== undefined && differences(item, expected).length === 0;
      }),
    );
    requireStillThere(session, told.id);
    if (itemsOf(list, told.id).length === 0) throw new PrerequisiteFailed('list', 'the list does not hold the client');
    return { ...told, list };
  },
  { isLast: true },
);

/** Whether another scenario has given the client a redirect URI since then: in runs of few checks they come in another order. */
function isUpdatedAfter({ transport: { answers } }: Session, { id, detail }: Emptying): boolean {
  return answers
    .slice(answers.indexOf(detail))
    .some(
      ({ ok, request: { operation, path, body = '' } }) =>
        ok && operation === 'update' && mentions(path, id) && /"redirectUri":"[^"]/.test(body),
    );
}

/** Names that are none, in an update; and the name of the client before. */
export const namelessUpdates = scenario('namelessUpdates', async (session: Session): Promise<readonly Rewrite[]> => {
  const { id, given } = await session.once(emptied);
  const requests = await inTurn(['', '   '], async (none) => {
    const sent = { ...given, name: none };
    return { what: `the name ${JSON.stringify(none)}`, sent, answer: await session.api.update(id, sent) };
  });
  return requests;
});

/** A scope for the client from which all were taken, and its token with it. @throws NotVerified where they were not taken, or tokens tell nothing */
export const refilledScopes = scenario(
  'refilledScopes',
  async (session: Session): Promise<{ answer: Answer; scope: string }> => {
    const isNameless = (await session.once(namelessUpdates)).some(({ answer }) => answer.ok);
    // By its name the client is found, so whoever took one that is none is told it again in any case.
    if (!isNameless) await takenAway(session, 'scopes');
    const { id, given } = await session.once(emptied);
    const { subject } = await session.once(scopesByTwos);
    const [value] = subject.values;
    const [, scope] = session.capabilities.scopes;
    const update = await session.api.update(id, { ...given, scopes: session.scopes(scope) });
    await takenAway(session, 'scopes');
    if (value === undefined || session.capabilities.secretShows !== 'token' || !session.capabilities.asksScope)
      throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
    if (!update.ok) throw new PrerequisiteFailed('update', `updating a client answered ${update.status}`);
    const answer = await session.polling.until(
      () => session.tokens.ask(id, value, scope),
      effect('scopes granted', (seen) => grants(seen, scope)),
    );
    // That is no matter of scopes, and is told where secrets are looked after.
    if (isDenied(answer)) throw new PrerequisiteFailed('token', 'the secret of the client is not accepted any more');
    return { answer, scope };
  },
);

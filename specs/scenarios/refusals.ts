/** What each operation does where it must refuse: no token or a bad one, scopes that do not suffice, organizations of others. */

import type { BearerToken, DocumentedScope } from '../../fixtures/api/bearer.ts';
import { forge, pemOf } from '../../fixtures/api/forgery.ts';
import type { CreateBody, Departure } from '../../fixtures/api/requests.ts';
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { inParallel, inTurn, needsOrder } from '../../fixtures/session/parallel.ts';
import { scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { shownClients } from '../../fixtures/shown/clients.ts';
import { Answer, isRefusal } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { showsNobody } from './controls.ts';
import { requireWrites } from './creation.ts';
import { otherPartition } from './foreign.ts';
import {
  BARE_WITH_BODY,
  isByMethod,
  isRespelled,
  METHODS,
  type Presented,
  presentations,
  SPELLINGS,
} from './presentations.ts';
import { ALLOWED, ARGUABLE, insufficient, OTHER_SPELLING, SPARING, TRIED_TOGETHER } from './scopes.ts';
import { allowed } from './single-scope.ts';
import {
  expiredToken,
  publishedKeys,
  scopelessToken,
  tokenInOtherCase,
  unrelatedToken,
  weakClient,
} from './special-tokens.ts';
import { attempt, damage, type Subject, subjectFor } from './subjects.ts';
import { requireWorking } from './working.ts';

const EXPIRED = 'an expired token';
const TOGETHER = 'several scopes together';

type Whose =
  | 'nobody'
  | 'nobody, in the path alone'
  | 'somebody else'
  | 'somebody else, in capitals'
  | 'somebody else, with one scope';

/** What requests are refused for; all of one kind are made on one subject, and looked after once. */
type Kind = 'authentication' | 'scopes' | 'organizations';

/** One operation tried in one way: its answer, or why it could not be tried. */
type Trial = Answer | NotVerified;

/** Trials that must all be refused, and what they left behind. */
interface Refused {
  readonly trials: ReadonlyMap<string, Trial>;
  readonly aftermath: Observed;
}

/** How a request departs from the ordinary one; found out when it is sent. */
type Ways = Readonly<Record<string, () => Promise<Departure>>>;

function authentication(session: Session, operation: DocumentedOperation): Ways {
  const { bare, noBearer, forgeries } = presentations(operation);
  const ways = ['nothing', ...bare, ...noBearer, ...forgeries] as const;
  return {
    ...Object.fromEntries(ways.map((what) => [what, () => present(session, what)])),
    // Last: it is a good one in all other respects.
    [EXPIRED]: async () => ({ authorization: `Bearer ${await session.once(expiredToken)}` }),
  };
}

/** The presented credential, as a departure from the ordinary request. */
async function present(session: Session, what: Presented): Promise<Departure> {
  if (what === 'nothing') return { authorization: null };
  if (what === BARE_WITH_BODY) return { authorization: null, documentedBody: true };
  if (isByMethod(what)) return { authorization: null, method: METHODS[what] };
  if (isRespelled(what)) return { authorization: null, spelling: SPELLINGS[what] };
  if (what === 'a made-up token') return { authorization: `Bearer ${session.data.unknownGuid()}` };
  if (what === 'an empty token') return { authorization: 'Bearer' };
  const { value } = await session.tokens.token(session.fullScopes);
  if (what === 'a valid token under the scheme Basic') return { authorization: `Basic ${value}` };
  if (what === 'a valid token under a made-up scheme') return { authorization: `Ticket ${value}` };
  const isByPublicKey = what === 'signed with the public key (HMAC)';
  const forged = forge(value, what, isByPublicKey ? pemOf(await session.once(publishedKeys), value) : undefined);
  if (forged === undefined)
    throw new NotVerified(
      'not-applicable',
      'tokens of this tenant are opaque, or signed without a published key, so there is nothing to forge',
    );
  return { authorization: `Bearer ${forged}` };
}

function scopes(session: Session, operation: DocumentedOperation): Ways {
  const arguable = operation === 'get' ? (ARGUABLE.get ?? []) : [];
  const alone = [...insufficient(operation), ...arguable].map((scope) => [
    scope,
    async () => {
      // Where it suffices for something else it is used for that first: to have been accepted once is worth nothing here.
      if (operation === 'create' && ALLOWED.generateSecret.includes(scope))
        await allowed(session, 'generateSecret', scope).catch(() => undefined);
      return { token: await insufficientToken(session, scope) };
    },
  ]);
  const together = insufficient(operation).filter((scope) => scope !== OTHER_SPELLING);
  return {
    ...Object.fromEntries(alone),
    ...(TRIED_TOGETHER.includes(operation) && {
      [TOGETHER]: async () => ({ token: await session.tokens.token(together) }),
    }),
    'no scope': async () => ({ token: await session.once(scopelessToken) }),
    'unrelated scopes': async () => ({ token: await session.once(unrelatedToken) }),
    'other case': async () => ({ token: await session.once(tokenInOtherCase) }),
  };
}

/** A token with this scope alone. One heading alone knows the other spelling (K5), so a tenant that does not know it lacks nothing. */
async function insufficientToken(session: Session, scope: DocumentedScope): Promise<BearerToken> {
  try {
    return await session.tokenWith(scope);
  } catch (error) {
    if (!(error instanceof NotVerified) || error.cause !== 'token-not-available' || scope !== OTHER_SPELLING)
      throw error;
    throw new NotVerified('not-applicable', `the tenant knows no scope ${scope}`);
  }
}

/** Both kinds of other organizations in one group: what is looked at afterwards is the same. */
function organizations(session: Session, operation: DocumentedOperation): Ways {
  const { data, options } = session;
  const inPath = async (partitionId: string): Promise<Departure> => ({
    spelling: (path) => path.replace(options.partitionId, partitionId),
  });
  return {
    nobody: async () => ({ partitionId: data.unknownGuid() }),
    // The body of an update repeats the ids of its path; the right one there must not open the way to the wrong one.
    ...(operation === 'update' && { 'nobody, in the path alone': () => inPath(data.unknownGuid()) }),
    'somebody else': async () => ({ partitionId: otherPartition(session) }),
    // GUIDs are the same in either case (RFC 9562, 4), for whoever looks something up and for whoever guards it.
    // With the narrowest scope: a guard may know the broad one alone.
    ...(!SPARING.includes(operation) && {
      'somebody else, in capitals': async () => ({
        partitionId: otherPartition(session).toUpperCase(),
        token: await narrowToken(session, operation),
      }),
    }),
    // A guard may stand on the path of the broad scope alone.
    ...(operation === 'list' && {
      'somebody else, with one scope': async () => ({
        partitionId: otherPartition(session),
        token: await readersToken(session),
      }),
    }),
  };
}

/** A token that holds the last of the scopes that suffice, which is the narrowest; the run's own where the tenant issues none. */
async function narrowToken(session: Session, operation: DocumentedOperation): Promise<BearerToken> {
  return session.tokenWith(ALLOWED[operation].at(-1) ?? '').catch(() => session.tokens.token(session.fullScopes));
}

/** A token to read with: of a client that was made just now, where such clients get one, for they may be guarded less. */
async function readersToken(session: Session): Promise<BearerToken> {
  try {
    return (await session.once(weakClient)).token;
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    return session.tokenWith('PM.OAuthApp.Read');
  }
}

const WAYS = { authentication, scopes, organizations } as const;

/** Everything of one kind for which an operation must refuse, tried on one subject, and what it left behind. */
const refused = scenarios(
  'refused',
  async (session: Session, operation: DocumentedOperation, kind: Kind): Promise<Refused> => {
    if (operation !== 'list' && operation !== 'get') requireWrites(session);
    const needsSubject = operation !== 'list' && operation !== 'create';
    let current = needsSubject ? await subjectFor(session, operation) : undefined;
    let damaged: Observed | undefined;
    const tries = Object.entries(WAYS[kind](session, operation)).map(([what, departure]) => ({
      what,
      departure,
      asked: session.asking({}),
    }));
    const send = async ({ what, departure, asked }: (typeof tries)[number]): Promise<[string, Trial]> => {
      const trial = await tried(session, operation, departure, current, asked);
      // What was let in may have taken away what the next trial is about, which would be refused for that alone.
      if (current !== undefined && isDeletion(operation) && trial instanceof Answer && trial.ok) {
        const seen = await damage(session, current);
        if (!seen.holds) {
          damaged ??= seen;
          current = await subjectFor(session, operation);
        }
      }
      return [what, trial];
    };
    const made = needsOrder(operation) ? await inTurn(tries, send) : await inParallel(tries, send);
    if (made.every(([, one]) => one instanceof NotVerified || isRefusal(one))) await requireWorking(session, operation);
    const names = tries.map(({ asked }) => asked.name);
    return { trials: new Map(made), aftermath: damaged ?? (await aftermathOf(session, operation, current, names)) };
  },
);

async function tried(
  session: Session,
  operation: DocumentedOperation,
  departure: () => Promise<Departure>,
  subject: Subject | undefined,
  asked: CreateBody,
): Promise<Trial> {
  try {
    const how = await departure();
    const answer =
      operation === 'create' ? await createAsked(session, asked, how) : await attempt(session, operation, how, subject);
    const isPage = answer.ok && answer.json === undefined && answer.text.trim() !== '';
    const isElsewhere = how.spelling !== undefined || how.method !== undefined;
    if (how.authorization === null && isElsewhere && isPage)
      throw new NotVerified('not-applicable', 'something else than the operation answers at this path');
    return answer;
  } catch (error) {
    if (error instanceof NotVerified) return error;
    throw error;
  }
}

/** How often a create is sent that may be refused for want of room: while others look for room, there may be none again. */
const CREATES = 4;

/** A create that a tenant without room may refuse for that alone: then room is made, and it is sent once more. */
async function createAsked(session: Session, asked: CreateBody, how: Departure): Promise<Answer> {
  for (let sent = 1; ; sent += 1) {
    const { answer } = await session.create(asked, how);
    const mayBeFull = !answer.ok && ![401, 403].includes(answer.status);
    if (!mayBeFull || sent === CREATES) return answer;
    if (!(await session.quota.forClient(answer, { isFirst: true, makesRoom: true }))) return answer;
  }
}

async function aftermathOf(
  session: Session,
  operation: DocumentedOperation,
  subject: Subject | undefined,
  names: readonly string[],
): Promise<Observed> {
  if (operation === 'list' || operation === 'get') return NOTHING_SEEN;
  if (subject !== undefined) return damage(session, subject);
  const list = await session.api.list();
  const made = shownClients(list).filter((client) => names.includes(String(client.name)));
  return {
    holds: made.length === 0,
    message: 'A rejected request created a client.',
    expected: 'no client of these names',
    actual: `${made.length} made`,
    answer: list,
    unseen: showsNobody(session, list),
  };
}

function isDeletion(operation: DocumentedOperation): boolean {
  return operation === 'delete' || operation === 'deleteSecret';
}

function answerOf({ trials }: Refused, what: string): Answer {
  const trial = trials.get(what);
  if (trial === undefined) throw new Error(`"${what}" is not among the trials.`);
  if (trial instanceof NotVerified) throw trial;
  return trial;
}

type One = DocumentedOperation;

/** One way of trying an operation, of those of its kind. */
function trial<A extends readonly string[]>(name: string, kind: Kind, whatOf: (...args: A) => string) {
  return scenarios(name, async (session: Session, operation: One, ...args: A) =>
    answerOf(await session.once(refused(operation, kind)), whatOf(...args)),
  );
}

/** The operation with something else than a valid token. */
export const presenting = trial('presenting', 'authentication', (what: Presented) => what);

/** The operation with a token that has expired. What cannot be tried must not cost requests. */
export const expired = scenarios('expired', async (session: Session, operation: One) => {
  await session.once(expiredToken);
  return answerOf(await session.once(refused(operation, 'authentication')), EXPIRED);
});

/** The operation with a token that holds one documented scope alone. */
export const withScope = scenarios('withScope', async (session: Session, operation: One, scope: DocumentedScope) =>
  ALLOWED[operation].includes(scope)
    ? allowed(session, operation, scope)
    : answerOf(await session.once(refused(operation, 'scopes')), scope),
);

/** The operation with the first documented scope that does not suffice. */
export const withInsufficientScope = scenarios('withInsufficientScope', async (session: Session, operation: One) => {
  const [scope] = insufficient(operation);
  if (scope === undefined) throw new NotVerified('not-applicable', 'every documented scope suffices');
  return answerOf(await session.once(refused(operation, 'scopes')), scope);
});

/** The operation with a token that holds several documented scopes, none of which suffices. */
export const withInsufficientScopes = trial('withInsufficientScopes', 'scopes', () => TOGETHER);
/** The operation with a token that holds no scope of the document at all. */
export const withoutScope = trial('withoutScope', 'scopes', () => 'no scope');
/** The operation with a token whose only scope is a documented one in other letters (RFC 6749, 3.3: scopes are case-sensitive). */
export const withScopeInOtherCase = trial('withScopeInOtherCase', 'scopes', () => 'other case');
/** The operation with a token whose scopes are for something else. */
export const withUnrelatedScopes = trial('withUnrelatedScopes', 'scopes', () => 'unrelated scopes');
/** The operation for another organization than the one that the token and the client belong to. */
export const inPartition = trial('inPartition', 'organizations', (whose: Whose) => whose);

/** The operation by a client on itself, with a scope that does not suffice: who one is gives no right. */
export const onItself = scenarios(
  'onItself',
  async (session: Session, operation: 'update' | 'generateSecret' | 'delete') => {
    requireWrites(session);
    const { token, subject } = await session.once(weakClient);
    const answer = await attempt(session, operation, { token }, subject);
    if (isRefusal(answer)) await requireWorking(session, operation);
    return answer;
  },
);

/** The operation with a valid token that stands in the query alone (RFC 6750, 2.3): whoever takes it has authorized the request. */
export const withTokenInQuery = scenarios('withTokenInQuery', async (session: Session, operation: 'get' | 'create') => {
  if (operation === 'create') requireWrites(session);
  const subject = operation === 'get' ? await subjectFor(session, operation) : undefined;
  const { value } = await session.tokens.token(session.fullScopes);
  const how = { authorization: null, query: `?access_token=${encodeURIComponent(value)}` };
  const answer = await tried(session, operation, async () => how, subject, session.asking({}));
  if (answer instanceof NotVerified) throw answer;
  return answer;
});

/** Every answer to this operation with a bad token, or with scopes that do not suffice. */
export const refusals = scenarios('refusals', async (session: Session, operation: One): Promise<readonly Answer[]> => {
  const all = [
    await session.once(refused(operation, 'authentication')),
    await session.once(refused(operation, 'scopes')),
  ];
  return all.flatMap(({ trials }) => [...trials.values()]).filter((one) => one instanceof Answer);
});

/** Whether what was refused for its token, or its scopes, had an effect. @throws NotVerified where not one trial could be made */
export const afterRefusals = scenarios(
  'afterRefusals',
  async (session: Session, operation: One, kind: 'authentication' | 'scopes'): Promise<Observed> => {
    const { trials, aftermath } = await session.once(refused(operation, kind));
    const all = [...trials.values()];
    const [first] = all;
    if (first instanceof NotVerified && all.every((one) => one instanceof NotVerified)) throw first;
    return aftermath;
  },
);

/** Whether what was refused for its organization had an effect. */
export const afterPartition = scenarios(
  'afterPartition',
  async (session: Session, operation: One, whose: Whose): Promise<Observed> => {
    const all = await session.once(refused(operation, 'organizations'));
    answerOf(all, whose);
    return all.aftermath;
  },
);

/** Everything for which an operation must refuse, by kind: no valid token, scopes that do not suffice, other organizations. */
import type { BearerToken, DocumentedScope } from '../../fixtures/api/bearer.ts';
import { forge, pemOf } from '../../fixtures/api/forgery.ts';
import type { Departure } from '../../fixtures/api/requests.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { otherPartition } from './foreign.ts';
import {
  BARE_WITH_BODY,
  COOKIES,
  isByMethod,
  isRespelled,
  MADE_UP,
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

export const EXPIRED = 'an expired token';

export const TOGETHER = 'several scopes together';

export type Whose =
  | 'nobody'
  | 'nobody, in the path alone'
  | 'somebody else'
  | 'somebody else, in capitals'
  | 'somebody else, with one scope';

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
  if (what === COOKIES) return { authorization: null, headers: { cookie: cookiesOf(session) } };
  if (isByMethod(what)) return { authorization: null, method: METHODS[what] };
  if (isRespelled(what)) return { authorization: null, spelling: SPELLINGS[what] };
  if (what === MADE_UP) return { authorization: `Bearer ${session.data.unknownGuid()}` };
  if (what === 'an empty token') return { authorization: 'Bearer' };
  const { value } = await session.tokens.token(session.fullScopes);
  if (what === 'a valid token under the scheme Basic') return { authorization: `Basic ${value}` };
  if (what === 'a valid token under a made-up scheme') return { authorization: `Ticket ${value}` };
  const isByPublicKey = what.startsWith('signed with the public key');
  const forged = forge(value, what, isByPublicKey ? pemOf(await session.once(publishedKeys), value) : undefined);
  if (forged === undefined)
    throw new NotVerified(
      'not-applicable',
      'tokens of this tenant are opaque, or signed without a published key, so there is nothing to forge',
    );
  return { authorization: `Bearer ${forged}` };
}

/** The cookies that the answers to the run's own application have set. @throws NotVerified where there are none */
function cookiesOf({ transport: { answers } }: Session): string {
  const set = answers.filter(({ ok }) => ok).flatMap(({ headers }) => headers['set-cookie'] ?? []);
  const named = set.flatMap((one) => one.match(/^[^=;,\s]+=[^;,]*/)?.[0] ?? []);
  if (named.length === 0) throw new NotVerified('not-applicable', 'the tenant sets no cookies');
  return [...new Map(named.map((one) => [one.split('=')[0], one])).values()].join('; ');
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
      [TOGETHER]: async () => ({ token: await session.tokenWith(...together) }),
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
    // Where nobody's is asked for, so that the two can be compared. Below a base of its own it is asked for in other ways: in capitals,
    // with one scope, and from both sides.
    'somebody else': async () => ({ partitionId: otherPartition(session), here: true }),
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

export const WAYS = { authentication, scopes, organizations } as const;

/** The ways to come without a valid token. */

import { FORGERIES, type Forgery } from '../../fixtures/api/forgery.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';

/** A token that no server has given. */
export const MADE_UP = 'a made-up token';

/** Things in the place of a bearer token that are none. */
const NO_BEARER = [
  MADE_UP,
  'a valid token under the scheme Basic',
  'an empty token',
  'a valid token under a made-up scheme',
] as const;

/** Other ways to write a path that servers may route alike (RFC 3986, 6.2.2.1 and 6.2.3 leave both to them), so that a guard on the path must know them. */
export const SPELLINGS = {
  'nothing, at the path in other letters': (path: string) => path.replace('/api/ExternalClient', '/API/externalclient'),
  'nothing, at the path with a slash at its end': (path: string) => `${path}/`,
  'nothing, at the path with a letter escaped': (path: string) => path.replace('/ExternalClient', '/%45xternalClient'),
  'nothing, at the path with a slash doubled': (path: string) => path.replace('/ExternalClient', '//ExternalClient'),
  // No other spelling of the path, but a guard that compares whole addresses takes it for one.
  'nothing, with a query': (path: string) => `${path}?q=1`,
  // What an index of everything would answer, where a server has one.
  'nothing, at the path without its last part': (path: string) => path.replace(/\/[^/]+$/, ''),
} as const;
type Respelled = keyof typeof SPELLINGS;
/** Those by which every operation could be reached. */
const EVERYWHERE = (Object.keys(SPELLINGS) as readonly Respelled[]).filter(
  (what) => what !== 'nothing, at the path without its last part',
);
/** Without a token, by methods that the page does not print and servers may route to the same code. */
export const METHODS = { 'nothing, by PATCH': 'PATCH', 'nothing, by POST': 'POST' } as const;
type ByMethod = keyof typeof METHODS;
/** Without a token, and with the body that the page prints for GET and DELETE. */
export const BARE_WITH_BODY = 'nothing, with the printed body';
/** What a tenant's answers set, as a browser sends it back: no token (document, Authentication). */
export const COOKIES = 'the cookies of its answers alone';
export type Presented =
  | typeof COOKIES
  | 'nothing'
  | Respelled
  | ByMethod
  | typeof BARE_WITH_BODY
  | (typeof NO_BEARER)[number]
  | Forgery;

export function isRespelled(what: Presented): what is Respelled {
  return what in SPELLINGS;
}

export function isByMethod(what: Presented): what is ByMethod {
  return what in METHODS;
}

/**
 * The ways to present something else than a valid token, by operation. Reading the Authorization header is common to all
 * routes of a server; on those whose requests are few (rate limits) the ways that differ most are tried.
 */
export function presentations(operation: DocumentedOperation): {
  readonly bare: readonly (Respelled | ByMethod | typeof BARE_WITH_BODY | typeof COOKIES)[];
  readonly noBearer: readonly (typeof NO_BEARER)[number][];
  readonly forgeries: readonly Forgery[];
} {
  const [madeUp, otherScheme, empty] = NO_BEARER;
  const [, , unsigned, ownKey, publicKey, , , trimmed, broughtAlong] = FORGERIES;
  const usual = FORGERIES.filter((one) => one !== trimmed && one !== broughtAlong);
  switch (operation) {
    case 'get':
      return { bare: [COOKIES], noBearer: [otherScheme], forgeries: [unsigned, ownKey, publicKey, trimmed] };
    case 'list':
      return {
        bare: [
          'nothing, at the path with a slash at its end',
          'nothing, with a query',
          'nothing, at the path without its last part',
        ],
        noBearer: [madeUp, empty],
        forgeries: [unsigned, ownKey, broughtAlong],
      };
    case 'delete':
      return { bare: [BARE_WITH_BODY], noBearer: [otherScheme], forgeries: [ownKey] };
    case 'deleteSecret':
      return { bare: [], noBearer: [madeUp], forgeries: [unsigned] };
    case 'update':
      return {
        bare: [...EVERYWHERE, 'nothing, by PATCH', 'nothing, by POST', COOKIES],
        noBearer: NO_BEARER,
        forgeries: usual,
      };
    case 'create':
    case 'generateSecret':
      return { bare: EVERYWHERE, noBearer: NO_BEARER, forgeries: usual };
  }
}

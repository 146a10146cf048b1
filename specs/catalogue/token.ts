import { HEADINGS, type HeadingKey } from './build.ts';
import type { Basis, Level, Operation, Requirement } from './types.ts';

interface More {
  readonly heading?: HeadingKey;
  readonly part?: string;
  readonly standard?: string;
  readonly basis: Basis;
  readonly cites?: readonly string[];
  readonly readings?: readonly string[];
  readonly operation?: Operation;
  readonly means: string;
}

function token(level: Level, statement: string, more: More): Requirement {
  const { heading, part, standard, cites = [], readings, operation = 'token', basis, means } = more;
  const source = {
    ...(heading !== undefined && { heading: HEADINGS[heading] }),
    ...(part !== undefined && { part }),
    ...(standard !== undefined && { standard }),
  };
  return { level, operation, statement, source, basis, cites, means, ...(readings !== undefined && { readings }) };
}

/** What must hold where secrets are put to use. The document does not describe the endpoint; it promises what a secret and a scope are. */
export const tokenRequirements = {
  'TOKEN-01': token('must', 'No token is issued for a wrong secret.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    standard: 'RFC 6749, 5.2',
    basis: 'follows',
    cites: ['create/response/201/secret'],
    means:
      'somebody who does not know the secret signs in; check how secrets are compared (whole, and exactly), and whether an earlier success is remembered for the client alone',
  }),
  'TOKEN-02': token('must', 'No token is issued for a client with the secret of another client.', {
    heading: 'generateSecret',
    part: 'Request body > clientId',
    standard: 'RFC 6749, 2.3.1',
    basis: 'follows',
    cites: ['generateSecret/request/clientId'],
    means: 'any client can sign in as any other; check that the secret belongs to the client',
  }),
  'TOKEN-03': token('must', 'No token is issued to a public client with the client credentials grant.', {
    heading: 'create',
    part: 'Request body > isConfidential',
    standard: 'RFC 6749, 4.4',
    basis: 'follows',
    cites: ['create/request/isConfidential'],
    means: 'everybody who knows the public client id can sign in; reject this grant for public clients',
  }),
  'TOKEN-04': token('must', 'A client gets no scope that it is not registered for.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['create/request/scopes'],
    means: 'a client gets permissions that nobody granted; check the scope validation of the token endpoint',
  }),
  'TOKEN-05': token('must', 'A client gets a token for each scope that it is registered for.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['create/request/scopes'],
    readings: ['K15'],
    means:
      'a granted permission cannot be used; check the scope validation of the token endpoint, and what requests at the same time share',
  }),
  'TOKEN-06': token('should', 'A wrong secret is answered with the error invalid_client.', {
    standard: 'RFC 6749, 5.2',
    basis: 'standard',
    means: 'clients cannot distinguish a wrong secret from other errors; answer with the error code invalid_client',
  }),
  'TOKEN-07': token('should', 'The token response must not be cached (Cache-Control: no-store).', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'a proxy or browser may store the token; send Cache-Control: no-store',
  }),
  'TOKEN-08': token('must', 'A secret can be used any number of times.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    basis: 'follows',
    cites: ['create/response/201/secret'],
    means:
      'clients are locked out after some sign-ins, or by wrong secrets of others; a secret must stay valid when it is used',
  }),
  'TOKEN-09': token('must', 'No token is issued for an unknown client id.', {
    heading: 'create',
    part: 'Responses > 201 > id',
    standard: 'RFC 6749, 5.2',
    basis: 'follows',
    cites: ['create/response/201/id'],
    means: 'everybody can sign in with an invented id; check the lookup of the client',
  }),
  'TOKEN-10': token('should', 'The token response has status 200, token_type Bearer and expires_in in seconds.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'OAuth libraries reject the response; check the format of the token response',
  }),
  'TOKEN-11': token('should', 'A token has only the requested scopes.', {
    standard: 'RFC 6749, 3.3',
    basis: 'practice',
    means: 'clients cannot request a token with fewer permissions; check how the scope parameter is applied',
  }),
  'TOKEN-12': token('should', 'Malformed token requests never cause a server error.', {
    standard: 'RFC 6749, 5.2',
    basis: 'practice',
    means: 'anybody can cause server errors without signing in; answer malformed requests with invalid_request',
  }),
  'TOKEN-13': token('should', 'The exp claim of a JWT access token agrees with expires_in.', {
    standard: 'RFC 7519, 4.1.4',
    basis: 'standard',
    means:
      'resource servers accept the token too long, or too short; exp must be in seconds since 1970 and match expires_in',
  }),
  'TOKEN-14': token('should', 'The token response states the granted scope where it differs from the requested one.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means:
      'clients overestimate what the token allows; return the granted scopes in the member scope, or reject the request',
  }),
  'TOKEN-15': token('must', 'A token is accepted until it expires, however often it is used.', {
    heading: 'list',
    part: 'Request headers > Authorization',
    standard: 'RFC 6749, 5.1',
    basis: 'follows',
    cites: ['list/header/Authorization'],
    means:
      'clients are refused before the end that was announced; check what ends tokens: their use, new keys, clocks, a lifetime in other units',
  }),
  'TOKEN-16': token('should', 'A wrong token request is answered with the right OAuth error code.', {
    standard: 'RFC 6749, 5.2',
    basis: 'standard',
    means: 'clients cannot see what was wrong; check which error code is sent for which error',
  }),
  'TOKEN-17': token(
    'should',
    'A wrong secret in the Authorization header is answered with 401 and WWW-Authenticate: Basic.',
    {
      standard: 'RFC 6749, 5.2',
      basis: 'standard',
      means: 'HTTP libraries do not detect wrong credentials; send 401 and WWW-Authenticate: Basic',
    },
  ),
  'TOKEN-18': token(
    'should',
    'A secret is accepted with each authentication method that the discovery document lists.',
    {
      standard: 'RFC 8414, 2',
      basis: 'standard',
      means: 'libraries that use discovery cannot sign in; accept the listed methods, or remove them from the list',
    },
  ),
  'TOKEN-19': token('should', 'No error of the token endpoint repeats the secret that was sent.', {
    standard: 'RFC 6749, 10.3',
    basis: 'practice',
    means: 'logs and screens show secrets with a typing error; do not repeat the request in errors',
  }),
  'TOKEN-20': token('must', 'A token has no scope that the token response does not name.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3 and 5.1',
    basis: 'follows',
    cites: ['create/request/scopes'],
    means: 'clients pass on tokens that allow more than they know; write exactly the granted scopes into the token',
  }),
  'TOKEN-21': token('must', 'Every scope of a token counts, whatever the order in which scopes were requested.', {
    heading: 'list',
    part: 'Scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['list/scope/*'],
    means: 'a token allows less than its scopes say; check how the scope claim is parsed',
  }),
  'TOKEN-22': token(
    'should',
    'Errors of the token endpoint are JSON with a JSON Content-Type and a non-empty error code.',
    {
      standard: 'RFC 6749, 5.2',
      basis: 'standard',
      means: 'OAuth libraries cannot read the reason of the error; answer JSON with the member error',
    },
  ),
  'TOKEN-23': token('should', 'An unknown client id and a wrong secret are answered with the same error.', {
    standard: 'OWASP ASVS 5.0, 6.3.8',
    basis: 'practice',
    means: 'attackers learn which client ids exist; answer both with the same invalid_client error',
  }),
  'TOKEN-24': token('should', 'Credentials are taken from the body or the header, never from the address.', {
    standard: 'RFC 6749, 2.3.1 and 3.2',
    basis: 'standard',
    means: 'addresses end in logs and histories, and secrets with them; read parameters from the body of a POST alone',
  }),
  'TOKEN-25': token('should', 'Scopes are compared case and all.', {
    standard: 'RFC 6749, 3.3',
    basis: 'standard',
    means: 'two places that compare differently grant what the other refuses; compare scopes as they are written',
  }),
  'TOKEN-26': token('must', 'No access token holds a client secret.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    standard: 'RFC 9068, 6',
    basis: 'follows',
    cites: ['create/response/201/secret'],
    means: 'every API that is sent a token learns the secret; keep credentials out of the claims',
  }),
  'TOKEN-27': token('should', 'The client credentials grant issues no refresh token.', {
    standard: 'RFC 6749, 4.4.3',
    basis: 'standard',
    means:
      'whoever steals the response can obtain tokens for longer than the secret is valid; leave refresh_token out of it',
  }),
  'TOKEN-28': token('should', 'A token is accepted until it expires, also after its client got other tokens.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'processes that share a client end the tokens of each other; let each token live until its own end',
  }),
  'TOKEN-29': token('must', 'A token is issued to the client that asked for it.', {
    standard: 'RFC 6749, 4.4',
    basis: 'follows',
    means:
      'a client acts as another one; look for state that requests share while they wait, and for answers that are kept without the client',
  }),
  'TOKEN-30': token('should', 'A scope parameter without a value is treated as if it were omitted.', {
    standard: 'RFC 6749, 3.2',
    basis: 'standard',
    means:
      'libraries that send every parameter, also empty ones, get no token or another one; drop empty parameters before they are read',
  }),
  'TOKEN-B4': token('must', 'The token endpoint never shows internals or credentials in an error.', {
    standard: 'RFC 9457, 5',
    basis: 'practice',
    means: 'errors reveal internals or a credential to attackers; answer with a plain error of RFC 6749, 5.2',
  }),
  'TOKEN-G1': token('must', 'Well-formed token requests do not fail repeatedly with a server error.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    standard: 'RFC 9110, 15.6',
    basis: 'follows',
    means: 'clients cannot sign in; look for the errors in the log of the token endpoint',
  }),
  'TOKEN-G2': token('should', 'A well-formed token request never fails with a server error.', {
    standard: 'RFC 9110, 15.6',
    basis: 'standard',
    means: 'a correct request failed at least once; look for the error in the log of the tenant',
  }),
  'AUTHORIZE-B4': {
    ...token('must', 'The authorization endpoint never shows internals or credentials in an error.', {
      operation: 'authorize',
      standard: 'RFC 9457, 5',
      basis: 'practice',
      means: 'everybody who follows a link sees internals; show a plain error page',
    }),
    depth: 'deep',
  },
} as const;

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
  'TOKEN-01': token('must', 'A wrong secret obtains no token.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    standard: 'RFC 6749, 5.2',
    basis: 'follows',
    cites: ['create/response/201/secret'],
    means: 'anybody can sign in as any client; look at the comparison of secrets',
  }),
  'TOKEN-02': token('must', 'A secret belongs to its client: with another client’s id it obtains no token.', {
    heading: 'generateSecret',
    part: 'Request body > clientId',
    standard: 'RFC 6749, 2.3.1',
    basis: 'follows',
    cites: ['generateSecret/request/clientId'],
    means: 'any client can sign in as any other; look at the lookup of the secret',
  }),
  'TOKEN-03': token('must', 'A public client obtains no token with client credentials.', {
    heading: 'create',
    part: 'Request body > isConfidential',
    standard: 'RFC 6749, 4.4',
    basis: 'follows',
    cites: ['create/request/isConfidential'],
    means: 'who knows a public id, and everybody may, can sign in; refuse the grant to public clients',
  }),
  'TOKEN-04': token('must', 'A client obtains no scope that it is not registered for.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['create/request/scopes'],
    means: 'a client obtains permissions that nobody granted; look at the scope check of the token endpoint',
  }),
  'TOKEN-05': token('must', 'A client obtains a token for each scope that it is registered for.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['create/request/scopes'],
    readings: ['K15'],
    means: 'a permission that was granted cannot be used; look at the scope check of the token endpoint',
  }),
  'TOKEN-06': token('should', 'A wrong secret is answered with the error invalid_client.', {
    standard: 'RFC 6749, 5.2',
    basis: 'standard',
    means: 'clients cannot tell a wrong secret from other troubles',
  }),
  'TOKEN-07': token('should', 'The token answer forbids caching.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'a proxy may keep the token; send Cache-Control: no-store',
  }),
  'TOKEN-08': token('must', 'A secret goes on being accepted when it is used again.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    basis: 'follows',
    cites: ['create/response/201/secret'],
    means: 'clients are locked out after their first sign-in; secrets are not single-use',
  }),
  'TOKEN-09': token('must', 'An unknown client obtains no token.', {
    heading: 'create',
    part: 'Responses > 201 > id',
    standard: 'RFC 6749, 5.2',
    basis: 'follows',
    cites: ['create/response/201/id'],
    means: 'whoever makes up an id signs in; look at the lookup of the client',
  }),
  'TOKEN-10': token('should', 'A token is answered with 200, its type Bearer and its lifetime in seconds.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'OAuth libraries refuse the answer; look at the shape of the token answer',
  }),
  'TOKEN-11': token('should', 'A token holds only the scopes that were asked for.', {
    standard: 'RFC 6749, 3.3',
    basis: 'practice',
    means: 'clients cannot ask for less than they may have; look at how the requested scope is applied',
  }),
  'TOKEN-12': token('should', 'A request that the token endpoint cannot make sense of does not make it fail.', {
    standard: 'RFC 6749, 5.2',
    basis: 'practice',
    means: 'anybody can make the endpoint fail without signing in; refuse what is malformed with invalid_request',
  }),
  'TOKEN-13': token('should', 'A token that can be read ends, by its own words, about when its answer says.', {
    standard: 'RFC 7519, 4.1.4',
    basis: 'standard',
    means: 'whoever verifies the token takes it for years; exp is in seconds since 1970, and not far behind expires_in',
  }),
  'TOKEN-14': token('should', 'A token answer states its scope where that is not the one asked for.', {
    standard: 'RFC 6749, 5.1',
    basis: 'standard',
    means: 'clients take a token for more than it is; name what is granted in the member scope, or refuse',
  }),
  'TOKEN-15': token('must', 'A token is accepted until it ends, also after its client has obtained others.', {
    heading: 'list',
    part: 'Request headers > Authorization',
    standard: 'RFC 6749, 5.1',
    basis: 'follows',
    cites: ['list/header/Authorization'],
    means: 'of several instances of an application one locks out the others; a new token must not end older ones',
  }),
  'TOKEN-16': token('should', 'A refused token request is answered with the error code of its cause.', {
    standard: 'RFC 6749, 5.2',
    basis: 'standard',
    means: 'clients cannot tell what they did wrong; look at which code stands for which refusal',
  }),
  'TOKEN-17': token('should', 'A wrong secret in the header is answered with 401 and a challenge for that scheme.', {
    standard: 'RFC 6749, 5.2',
    basis: 'standard',
    means: 'HTTP libraries do not notice that the credentials are wrong; send 401 and WWW-Authenticate: Basic',
  }),
  'TOKEN-18': token('should', 'A secret is accepted in each of the ways that the discovery document names.', {
    standard: 'RFC 8414, 2',
    basis: 'standard',
    means: 'libraries that follow discovery cannot sign in; accept what is named, or do not name it',
  }),
  'TOKEN-19': token('should', 'No error of the token endpoint repeats the secret that was sent.', {
    standard: 'RFC 6749, 10.3',
    basis: 'practice',
    means: 'logs and screens show secrets that are nearly right; leave what was sent out of errors',
  }),
  'TOKEN-20': token('must', 'A token holds no scope that its answer does not name.', {
    heading: 'create',
    part: 'Request body > scopes',
    standard: 'RFC 6749, 3.3 and 5.1',
    basis: 'follows',
    cites: ['create/request/scopes'],
    means:
      'clients hand out tokens that may do more than anybody knows; write what was granted into the token, and nothing else',
  }),
  'TOKEN-21': token('must', 'Of several scopes in a token each counts, in whatever order they were asked for.', {
    heading: 'list',
    part: 'Scopes',
    standard: 'RFC 6749, 3.3',
    basis: 'follows',
    cites: ['list/scope/*'],
    means: 'a token opens less than its scopes say; look at how the scope claim is taken apart',
  }),
  'TOKEN-22': token(
    'should',
    'Errors of the token endpoint are JSON, labelled as such, with an error code that is not empty.',
    {
      standard: 'RFC 6749, 5.2',
      basis: 'standard',
      means: 'OAuth libraries fail to read why a request is refused; answer JSON with the member error',
    },
  ),
  'TOKEN-B4': token('must', 'The token endpoint never shows internals or credentials in an error.', {
    standard: 'RFC 9457, 5',
    basis: 'practice',
    means:
      'errors tell attackers about the inside, or repeat a credential; answer with an error of RFC 6749, 5.2 alone',
  }),
  'TOKEN-G1': token('must', 'A well-formed token request does not fail with a server error again and again.', {
    heading: 'create',
    part: 'Responses > 201 > secret',
    standard: 'RFC 9110, 15.6',
    basis: 'follows',
    means: 'clients cannot sign in; look for the errors in the log of the token endpoint',
  }),
  'TOKEN-G2': token('should', 'A well-formed token request never fails with a server error.', {
    standard: 'RFC 9110, 15.6',
    basis: 'standard',
    means: 'a client that did all as it should was not served, if only once; look for the error in the log',
  }),
  'AUTHORIZE-B4': {
    ...token('must', 'The authorization endpoint never shows internals or credentials in an error.', {
      operation: 'authorize',
      standard: 'RFC 9457, 5',
      basis: 'practice',
      means: 'whoever follows a link learns about the inside; show users a plain page',
    }),
    depth: 'deep',
  },
} as const;

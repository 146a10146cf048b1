import { HEADINGS, type HeadingKey } from './build.ts';
import type { Basis, Level, Operation, Requirement } from './types.ts';

/** Prefixes of requirement ids, by operation. */
export const PREFIXES = {
  list: 'LIST',
  get: 'GET',
  create: 'CREATE',
  update: 'UPDATE',
  delete: 'DELETE',
  generateSecret: 'GENSECRET',
  deleteSecret: 'DELSECRET',
} as const;

export type DocumentedOperation = keyof typeof PREFIXES;
export type Prefix = (typeof PREFIXES)[DocumentedOperation];
/** Operations that change something. */
export type WritingOperation = Exclude<DocumentedOperation, 'list' | 'get'>;
export const WRITES: readonly WritingOperation[] = ['create', 'update', 'delete', 'generateSecret', 'deleteSecret'];

export function isWrite(operation: Operation | undefined): operation is WritingOperation {
  return WRITES.some((one) => one === operation);
}

const READS: readonly Operation[] = ['list', 'get'];

interface Everywhere {
  readonly level: Level;
  readonly statement: (operation: string) => string;
  readonly part: string;
  readonly basis: Basis;
  readonly standard?: string;
  readonly cites: (key: HeadingKey) => readonly string[];
  readonly means: string;
  readonly readings?: readonly string[];
  readonly depth?: 'deep';
}

/** How each operation is called in a sentence. */
const CALLED: Record<DocumentedOperation, string> = {
  list: 'Listing clients',
  get: 'Reading a client',
  create: 'Creating a client',
  update: 'Updating a client',
  delete: 'Deleting a client',
  generateSecret: 'Generating a secret',
  deleteSecret: 'Deleting a secret',
};

function entry(operation: DocumentedOperation, rule: Everywhere): Requirement {
  return {
    level: rule.level,
    operation,
    statement: rule.statement(CALLED[operation]),
    source: {
      heading: HEADINGS[operation],
      part: rule.part,
      ...(rule.standard !== undefined && { standard: rule.standard }),
    },
    basis: rule.basis,
    cites: rule.cites(operation),
    means: rule.means,
    ...(rule.readings !== undefined && { readings: rule.readings }),
    ...(rule.depth !== undefined && { depth: rule.depth }),
  };
}

/** One requirement for each of the seven operations, e.g. `LIST-A1` to `DELSECRET-A1`. */
function each<S extends string>(suffix: S, rule: Everywhere): Record<`${Prefix}-${S}`, Requirement> {
  const entries = Object.entries(PREFIXES).map(([operation, prefix]) => [
    `${prefix}-${suffix}`,
    entry(operation as DocumentedOperation, rule),
  ]);
  return Object.fromEntries(entries) as Record<`${Prefix}-${S}`, Requirement>;
}

/** One requirement for each of the five operations that change something. */
function eachWrite<S extends string>(
  suffix: S,
  rule: Everywhere,
): Record<`${Exclude<Prefix, 'LIST' | 'GET'>}-${S}`, Requirement> {
  const all = Object.entries<Requirement>(each(suffix, rule)).filter(
    ([, requirement]) => !READS.includes(requirement.operation),
  );
  return Object.fromEntries(all) as Record<`${Exclude<Prefix, 'LIST' | 'GET'>}-${S}`, Requirement>;
}

const AUTHORIZATION = (key: HeadingKey): readonly string[] => [`${key}/header/Authorization`];
const SCOPES = (key: HeadingKey): readonly string[] => [`${key}/scope/*`];
const PARTITION = (key: HeadingKey): readonly string[] => [`${key}/request/partitionGlobalId`];
const NOTHING = (): readonly string[] => [];

/** Authentication: the page demands a bearer token for every operation. */
export const authenticationRequirements = {
  ...each('A1', {
    level: 'must',
    statement: (what) => `${what} without a token is rejected.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 2.1',
    cites: AUTHORIZATION,
    means:
      'anybody on the network can do this; check the authentication of the route, and what may answer before it: a cache, or what a kept connection remembers',
  }),
  ...each('A2', {
    level: 'must',
    statement: (what) => `${what} is rejected when Authorization holds no valid bearer token.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 2.1',
    cites: AUTHORIZATION,
    means: 'the token is not validated; check how the Authorization header is parsed',
  }),
  ...each('A3', {
    level: 'must',
    statement: (what) => `${what} with a forged token is rejected.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 8725, 3.1',
    cites: AUTHORIZATION,
    means: 'anybody can forge a token; check the verification of the signature and its algorithm',
  }),
  ...eachWrite('A4', {
    level: 'must',
    statement: (what) => `${what} without a valid token has no effect.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    cites: AUTHORIZATION,
    means: 'the request is executed before it is rejected; check the token first',
  }),
  ...each('A5', {
    level: 'should',
    statement: (what) => `${what} without a token is answered with 401 and a Bearer challenge.`,
    part: 'Request headers > Authorization',
    basis: 'standard',
    standard: 'RFC 6750, 3; RFC 9110, 11.6.1',
    cites: AUTHORIZATION,
    means: 'clients do not learn that a token is required; send 401 with WWW-Authenticate: Bearer',
  }),
  ...each('A6', {
    level: 'must',
    statement: (what) => `${what} with an expired token is rejected.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 3.1',
    cites: AUTHORIZATION,
    means: 'a leaked token works forever; check the expiry of tokens',
  }),
  // One guard reads the tokens of all operations, so one requirement tells of it.
  'GET-A7': entry('get', {
    level: 'should',
    statement: () => 'No operation accepts a token in the query string, not even a valid one.',
    part: 'Request headers > Authorization',
    basis: 'practice',
    standard: 'RFC 6750, 2.3 and 5.3; RFC 9700, 4.3.2',
    cites: NOTHING,
    means: 'URLs, and tokens in them, are stored in logs and browser histories; read only the Authorization header',
  }),
  // The same guard.
  'CREATE-A8': entry('create', {
    level: 'should',
    statement: () => 'A valid token is accepted only with the Bearer scheme.',
    part: 'Request headers > Authorization',
    basis: 'practice',
    standard: 'RFC 6750, 2.1',
    cites: NOTHING,
    means: 'gateways and logs that look for the Bearer scheme miss the token; require the scheme',
  }),
  'LIST-A9': entry('list', {
    level: 'should',
    statement: () => 'The Bearer scheme is accepted in any case.',
    part: 'Request headers > Authorization',
    basis: 'standard',
    standard: 'RFC 9110, 11.1',
    cites: NOTHING,
    means:
      'clients that copy the token_type of a token response ("bearer") are rejected; compare the scheme without case',
  }),
  // The same guard.
  'LIST-A10': entry('list', {
    level: 'should',
    statement: () => 'Every operation answers a token that is made up, forged or expired with 401.',
    part: 'Request headers > Authorization',
    basis: 'standard',
    standard: 'RFC 6750, 3.1',
    cites: NOTHING,
    means:
      'clients take the refusal for final and do not ask for a new token; answer 401 wherever the token is not valid, and 403 only for its scopes',
  }),
} as const;

/** Authorization: the page lists the scopes of every operation. */
export const scopeRequirements = {
  ...each('S1', {
    level: 'must',
    statement: (what) => `${what} is allowed with each of the documented scopes on its own.`,
    part: 'Scopes',
    basis: 'stated',
    cites: SCOPES,
    readings: ['K5'],
    means: 'a client with least privilege is rejected; check the scopes that the route accepts',
  }),
  ...each('S2', {
    level: 'must',
    statement: (what) => `${what} with none of the documented scopes is rejected.`,
    part: 'Scopes',
    basis: 'stated',
    cites: SCOPES,
    readings: ['K5'],
    means: 'a token allows more than its scopes say; compare whole scope names, per route',
  }),
  ...eachWrite('S3', {
    level: 'must',
    statement: (what) => `${what} with none of the documented scopes has no effect.`,
    part: 'Scopes',
    basis: 'follows',
    cites: SCOPES,
    means: 'the request is executed before it is rejected; check the scope first',
  }),
  ...each('S4', {
    level: 'should',
    statement: (what) => `${what} with insufficient scope is answered with 403.`,
    part: 'Scopes',
    basis: 'standard',
    standard: 'RFC 6750, 3.1',
    cites: SCOPES,
    means: 'clients cannot distinguish insufficient scope from other errors; answer 403',
  }),
  // The page prints the address of the detail under “Generate a new secret” as well, with scopes of its own: whoever follows it allows them.
  'GET-S5': entry('get', {
    level: 'should',
    statement: () => 'Reading a client is rejected with scopes for writing alone.',
    part: 'Scopes',
    basis: 'practice',
    standard: 'RFC 9700, 2.3',
    cites: SCOPES,
    readings: ['K2'],
    means: 'whoever may only write reads all clients; accept the scopes that “Get details” lists',
  }),
} as const;

/** Isolation: every operation names the organization it is for. */
export const isolationRequirements = {
  ...each('X1', {
    level: 'must',
    statement: (what) => `${what} in an organization that does not exist is rejected and has no effect.`,
    part: 'Request body > partitionGlobalId',
    basis: 'follows',
    cites: PARTITION,
    means: 'the organization of the request is ignored; compare it with the token and with the client',
  }),
  ...each('X2', {
    level: 'must',
    statement: (what) => `${what} in an organization of others is rejected and has no effect.`,
    part: 'Request body > partitionGlobalId',
    basis: 'follows',
    cites: PARTITION,
    means: 'one organization can access another; check how the organization of the token is compared',
  }),
  ...each('X3', {
    level: 'should',
    statement: (what) =>
      `${what} is rejected in the same way for an organization of others and for one that does not exist.`,
    part: 'Request body > partitionGlobalId',
    basis: 'practice',
    standard: 'RFC 9110, 15.5.5',
    cites: NOTHING,
    means: 'attackers learn which organizations exist; answer both in the same way',
  }),
  ...each('X4', {
    level: 'must',
    statement: (what) => `${what} across organizations is refused from either side and has no effect.`,
    part: 'Request body > partitionGlobalId',
    basis: 'follows',
    cites: PARTITION,
    means:
      'one organization reaches what another one owns; look clients and secrets up within the organization of the token',
  }),
} as const;

/** What an id that was meant for something must not do to something else. */
const byId: Everywhere = {
  level: 'must',
  statement: (what) => `${what} with a truncated or changed id finds nothing.`,
  part: 'API Endpoint',
  basis: 'follows',
  cites: NOTHING,
  means: 'a mistyped id deletes or changes something; compare whole ids',
};

/** Bad input: the page promises nothing about errors, so what must hold is what any error must not do. */
export const badInputRequirements = {
  ...each('B1', {
    level: 'must',
    statement: (what) => `${what} with malformed input never causes a server error.`,
    part: 'Request body',
    basis: 'follows',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'malformed input causes a 5xx; validate the input before it is used',
  }),
  ...eachWrite('B2', {
    level: 'must',
    statement: (what) => `${what} with malformed input that is rejected has no effect.`,
    part: 'Request body',
    basis: 'follows',
    cites: NOTHING,
    means: 'the request is executed, at least in part, before it is rejected; validate before anything is stored',
  }),
  ...each('B3', {
    level: 'should',
    statement: (what) => `${what} with malformed input is rejected with 4xx.`,
    part: 'Request body',
    basis: 'standard',
    standard: 'RFC 9110, 15.5',
    cites: NOTHING,
    readings: ['leniency'],
    means: 'mistakes of callers are reported as success; validate the documented members',
  }),
  ...each('B4', {
    level: 'must',
    statement: (what) => `${what} never shows internals or credentials in an error.`,
    part: 'Responses',
    basis: 'practice',
    standard: 'RFC 9457, 5',
    cites: NOTHING,
    means: 'errors reveal internals or a credential to attackers; answer with a plain problem document',
  }),
  'UPDATE-B5': entry('update', byId),
  'DELETE-B5': entry('delete', byId),
  'GENSECRET-B5': entry('generateSecret', byId),
  'DELSECRET-B5': entry('deleteSecret', byId),
} as const;

/** Duties that HTTP lays on every answer. */
export const dutyRequirements = {
  ...each('H1', {
    level: 'should',
    statement: (what) => `${what} is answered with the headers that HTTP requires.`,
    part: 'Responses',
    basis: 'standard',
    standard: 'RFC 9110, 8.3, 8.6 and 15.5.6',
    cites: NOTHING,
    means: 'libraries and gateways misread the response; check the headers that the framework or a filter sets',
  }),
  ...each('H2', {
    level: 'should',
    statement: (what) => `${what} is answered without allowing shared caches or foreign origins to read the response.`,
    part: 'Responses',
    basis: 'practice',
    standard: 'RFC 9111, 5.2.2; Fetch, 3.2.5',
    cites: NOTHING,
    means:
      'shared caches or foreign web pages can read the clients of an organization; check the Cache-Control and CORS headers',
  }),
  // One server reads the bodies of all operations, so one requirement tells of it.
  'GENSECRET-H3': entry('generateSecret', {
    level: 'should',
    statement: () => 'A request body is accepted in chunks, and with the character set beside its media type.',
    part: 'Request body',
    basis: 'standard',
    standard: 'RFC 9112, 7.1; RFC 8259, 11',
    cites: NOTHING,
    means:
      'clients that send bodies of unknown length, or name UTF-8 beside the media type (many .NET and Java clients), are rejected; let the server, and what is in front of it, read Transfer-Encoding: chunked, and ignore parameters of application/json',
  }),
  ...each('G1', {
    level: 'must',
    statement: (what) => `${what} with a well-formed request does not fail repeatedly with a server error.`,
    part: 'Responses',
    basis: 'follows',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'correct requests fail; look for the errors in the log of the tenant',
  }),
  ...each('G2', {
    level: 'should',
    statement: (what) => `${what} with a well-formed request never fails with a server error.`,
    part: 'Responses',
    basis: 'standard',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'a correct request failed at least once; look for the error in the log of the tenant',
  }),
} as const;

/** Sequences: what holds of one operation holds wherever it stands in a life. */
export const sequenceRequirements = {
  ...each('Q1', {
    level: 'must',
    statement: (what) => `${what} works as documented in any sequence of operations.`,
    part: 'Responses',
    basis: 'follows',
    cites: NOTHING,
    means: 'each step works alone, but a sequence fails; the report shows the sequence',
  }),
} as const;

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
    statement: (what) => `${what} without a token is refused.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 2.1',
    cites: AUTHORIZATION,
    means: 'everybody on the network may do this; look at the authentication of the route',
  }),
  ...each('A2', {
    level: 'must',
    statement: (what) => `${what} with something that is no bearer token is refused.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 2.1',
    cites: AUTHORIZATION,
    means: 'the token is not read, only its presence; look at how the Authorization header is parsed',
  }),
  ...each('A3', {
    level: 'must',
    statement: (what) => `${what} with a forged token is refused.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 8725, 3.1',
    cites: AUTHORIZATION,
    means: 'whoever can write a token may do this; look at the verification of the signature and its algorithm',
  }),
  ...eachWrite('A4', {
    level: 'must',
    statement: (what) => `${what} without a valid token has no effect.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    cites: AUTHORIZATION,
    means: 'the refusal comes after the deed; check the token before anything else',
  }),
  ...each('A5', {
    level: 'should',
    statement: (what) => `${what} without a token is answered with 401 and a Bearer challenge.`,
    part: 'Request headers > Authorization',
    basis: 'standard',
    standard: 'RFC 6750, 3; RFC 9110, 11.6.1',
    cites: AUTHORIZATION,
    means: 'clients do not learn that a token is wanted; send 401 with WWW-Authenticate: Bearer',
  }),
  ...each('A6', {
    level: 'must',
    statement: (what) => `${what} with an expired token is refused.`,
    part: 'Request headers > Authorization',
    basis: 'follows',
    standard: 'RFC 6750, 3.1',
    cites: AUTHORIZATION,
    means: 'a leaked token works for ever; look at the check of its expiry',
  }),
  // One guard reads the tokens of all operations, so one requirement tells of it.
  'GET-A7': entry('get', {
    level: 'should',
    statement: () => 'No operation takes a token from the query of a request, not even a valid one.',
    part: 'Request headers > Authorization',
    basis: 'practice',
    standard: 'RFC 6750, 2.3 and 5.3; RFC 9700, 4.3.2',
    cites: NOTHING,
    means: 'addresses, and the tokens in them, are kept in logs and histories; read the Authorization header alone',
  }),
  // The same guard.
  'CREATE-A8': entry('create', {
    level: 'should',
    statement: () => 'A valid token is taken behind the word Bearer alone.',
    part: 'Request headers > Authorization',
    basis: 'practice',
    standard: 'RFC 6750, 2.1',
    cites: NOTHING,
    means: 'what is taken for a token depends on the reader; whoever filters or logs by the scheme misses it',
  }),
} as const;

/** Authorization: the page lists the scopes of every operation. */
export const scopeRequirements = {
  ...each('S1', {
    level: 'must',
    statement: (what) => `${what} is allowed with each documented scope alone.`,
    part: 'Scopes',
    basis: 'stated',
    cites: SCOPES,
    readings: ['K5'],
    means: 'a client with least privilege is refused; look at the scopes that the route accepts',
  }),
  ...each('S2', {
    level: 'must',
    statement: (what) => `${what} with none of the documented scopes is refused.`,
    part: 'Scopes',
    basis: 'stated',
    cites: SCOPES,
    readings: ['K5'],
    means: 'a token can do more than its scopes say; compare scopes whole, and per route',
  }),
  ...eachWrite('S3', {
    level: 'must',
    statement: (what) => `${what} with none of the documented scopes has no effect.`,
    part: 'Scopes',
    basis: 'follows',
    cites: SCOPES,
    means: 'the refusal comes after the deed; check the scope before anything else',
  }),
  ...each('S4', {
    level: 'should',
    statement: (what) => `${what} with too little scope is answered with 403.`,
    part: 'Scopes',
    basis: 'standard',
    standard: 'RFC 6750, 3.1',
    cites: SCOPES,
    means: 'clients cannot tell too little scope from other refusals',
  }),
} as const;

/** Isolation: every operation names the organization it is for. */
export const isolationRequirements = {
  ...each('X1', {
    level: 'must',
    statement: (what) => `${what} for an organization that does not exist is refused and has no effect.`,
    part: 'Request body > partitionGlobalId',
    basis: 'follows',
    cites: PARTITION,
    means: 'the organization of the request is ignored; look at how it is checked against the token and the client',
  }),
  ...each('X2', {
    level: 'must',
    statement: (what) => `${what} for somebody else’s organization is refused and has no effect.`,
    part: 'Request body > partitionGlobalId',
    basis: 'follows',
    cites: PARTITION,
    means: 'one organization reaches into another; look at how the token’s organization is compared',
  }),
  ...each('X3', {
    level: 'should',
    statement: (what) => `${what} is refused alike for somebody else’s organization and for one that does not exist.`,
    part: 'Request body > partitionGlobalId',
    basis: 'practice',
    standard: 'RFC 9110, 15.5.5',
    cites: NOTHING,
    means: 'whoever guesses learns which organizations exist; answer both in the same way',
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
  statement: (what) => `${what} by an id that is cut off or altered reaches nothing.`,
  part: 'API Endpoint',
  basis: 'follows',
  cites: NOTHING,
  means: 'a slip of a caller destroys or changes something; compare ids whole, as they are stored',
};

/** Bad input: the page promises nothing about errors, so what must hold is what any error must not do. */
export const badInputRequirements = {
  ...each('B1', {
    level: 'must',
    statement: (what) => `${what} with bad input never fails with a server error.`,
    part: 'Request body',
    basis: 'follows',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'one caller’s mistake is an outage for the operator; validate before use',
  }),
  ...eachWrite('B2', {
    level: 'must',
    statement: (what) => `${what} with bad input that is refused has no effect.`,
    part: 'Request body',
    basis: 'follows',
    cites: NOTHING,
    means: 'the refusal comes after the deed, or half of it; validate before anything is stored',
  }),
  ...each('B3', {
    level: 'should',
    statement: (what) => `${what} with bad input is refused with 4xx.`,
    part: 'Request body',
    basis: 'standard',
    standard: 'RFC 9110, 15.5',
    cites: NOTHING,
    readings: ['leniency'],
    means: 'mistakes of callers pass for success; validate what the page shows',
  }),
  ...each('B4', {
    level: 'must',
    statement: (what) => `${what} never shows internals or credentials in an error.`,
    part: 'Responses',
    basis: 'practice',
    standard: 'RFC 9457, 5',
    cites: NOTHING,
    means: 'errors tell attackers about the inside, or repeat a credential; answer with a plain problem',
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
    statement: (what) => `${what} is answered with the headers that HTTP demands.`,
    part: 'Responses',
    basis: 'standard',
    standard: 'RFC 9110, 8.3, 8.6 and 15.5.6',
    cites: NOTHING,
    means: 'libraries and gateways misread such an answer; look at what the framework, or a filter, makes of headers',
  }),
  ...each('H2', {
    level: 'should',
    statement: (what) => `${what} is answered for the caller alone, and for no cache or site of others.`,
    part: 'Responses',
    basis: 'practice',
    standard: 'RFC 9111, 5.2.2; Fetch, 3.2.5',
    cites: NOTHING,
    means: 'caches or foreign sites get to see the clients of an organization; look at the headers that a filter adds',
  }),
  ...each('G1', {
    level: 'must',
    statement: (what) => `${what} with a well-formed request does not fail with a server error again and again.`,
    part: 'Responses',
    basis: 'follows',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'callers that do all as documented are not served; look for the errors in the log of the tenant',
  }),
  ...each('G2', {
    level: 'should',
    statement: (what) => `${what} with a well-formed request never fails with a server error.`,
    part: 'Responses',
    basis: 'standard',
    standard: 'RFC 9110, 15.6',
    cites: NOTHING,
    means: 'a request that was right was not served, if only once; look for the error in the log of the tenant',
  }),
} as const;

/** Sequences: what holds of one operation holds wherever it stands in a life. */
export const sequenceRequirements = {
  ...each('Q1', {
    level: 'must',
    statement: (what) => `${what} keeps its promises in any sequence of operations.`,
    part: 'Responses',
    basis: 'follows',
    cites: NOTHING,
    depth: 'deep',
    means: 'single steps look right, and a sequence goes wrong; the report shows the shortest one that does',
  }),
} as const;

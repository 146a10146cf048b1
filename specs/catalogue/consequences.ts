import type { RequirementId } from './index.ts';

/**
 * What cannot hold, or cannot be seen to hold, where something else is broken. Reports tell such failures below their likely
 * reason; the proof does not count them as blame for the wrong one.
 */
interface Consequence {
  /** Why, as a plain sentence. */
  readonly because: string;
  readonly of: readonly RequirementId[];
  readonly fail: readonly RequirementId[];
}

const PREFIXES = ['LIST', 'GET', 'CREATE', 'UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET'] as const;
type Prefix = (typeof PREFIXES)[number];
const WRITES = ['CREATE', 'UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET'] as const;

/** Requirements of one kind that several operations have. */
function each<
  const P extends Prefix,
  const K extends 'A2' | 'A3' | 'A6' | 'B1' | 'B2' | 'B3' | 'X1' | 'X2' | 'X3' | 'X4',
>(kind: K, prefixes: readonly P[]): readonly `${P}-${K}`[] {
  return prefixes.map((prefix) => `${prefix}-${kind}` as const);
}

/** Requirements by which clients that an operation is not about are found changed. */
const OTHERS: readonly RequirementId[] = [
  'CREATE-12',
  'UPDATE-09',
  'DELETE-05',
  'DELETE-08',
  'GENSECRET-12',
  'DELSECRET-09',
  'LIFE-06',
  'LIFE-07',
];
/** Requirements by which a refused request is found to have had an effect. */
const EFFECTS: readonly RequirementId[] = [
  'UPDATE-A4',
  'DELETE-A4',
  'GENSECRET-A4',
  'DELSECRET-A4',
  'UPDATE-S3',
  'DELETE-S3',
  'GENSECRET-S3',
  'DELSECRET-S3',
  ...each('B2', WRITES),
  ...each('X1', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
  ...each('X2', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
  ...each('X4', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
];
/** Requirements that are seen by putting a secret to use that was made before. */
const SECRETS_IN_USE: readonly RequirementId[] = [
  'GET-07',
  'UPDATE-08',
  'UPDATE-15',
  'GENSECRET-07',
  'GENSECRET-08',
  'GENSECRET-09',
  'GENSECRET-10',
  'GENSECRET-S1',
  'DELSECRET-06',
  'DELSECRET-11',
  'LIFE-01',
  'LIFE-02',
  'LIFE-03',
  'RACE-01',
  'RACE-02',
  'RACE-04',
  'TOKEN-05',
  'TOKEN-08',
  'LIFE-07',
];

export const consequences: readonly Consequence[] = [
  {
    because: 'What a read does to a client, or shows of another one, looks like the work of what was done in between.',
    of: ['GET-04', 'GET-07', 'GET-11'],
    fail: [
      ...OTHERS,
      ...EFFECTS,
      ...SECRETS_IN_USE,
      'GET-10',
      'CREATE-10',
      'CREATE-11',
      'CREATE-14',
      'UPDATE-14',
      'UPDATE-16',
      'GENSECRET-11',
      'DELSECRET-03',
      'DELSECRET-05',
      'DELSECRET-07',
      'DELSECRET-08',
      'LIST-09',
      'LIST-11',
      'GENSECRET-06',
      'GENSECRET-13',
      'GENSECRET-15',
      'GET-11',
      'GET-S1',
    ],
  },
  {
    because: 'What listing does to clients looks like the work of what was done in between.',
    of: ['LIST-11'],
    fail: [...OTHERS, ...EFFECTS, 'LIST-09', 'UPDATE-08', 'UPDATE-14', 'UPDATE-16'],
  },
  {
    because: 'Clients that a list lacks, or shows in another shape, cannot be found or compared in it.',
    of: ['LIST-01', 'LIST-03', 'LIST-04', 'LIST-07', 'LIST-08'],
    fail: [
      ...OTHERS,
      'CREATE-B2',
      'LIST-03',
      'LIST-04',
      'LIST-05',
      'LIST-07',
      'LIST-08',
      'LIST-10',
      'LIST-12',
      'UPDATE-S1',
    ],
  },
  {
    because:
      'Clients that change when something is done to others are not what they were when they are looked at next.',
    of: [
      ...OTHERS,
      'UPDATE-A4',
      'UPDATE-S3',
      ...each('X1', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
      ...each('X2', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
      ...each('X4', ['UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET']),
      ...each('B2', WRITES),
    ],
    fail: [
      ...OTHERS,
      ...EFFECTS,
      'LIST-05',
      'CREATE-14',
      'CREATE-06',
      'UPDATE-03',
      'UPDATE-05',
      'UPDATE-15',
      'UPDATE-16',
      'UPDATE-B3',
      'GENSECRET-11',
      'TOKEN-05',
      'TOKEN-08',
      'CREATE-07',
      'CREATE-10',
      'UPDATE-01',
      'UPDATE-04',
      'UPDATE-S1',
      'GENSECRET-07',
      'GENSECRET-08',
      'UPDATE-08',
      'LIST-04',
    ],
  },
  {
    because: 'Where the secrets that are made are not accepted, none of them can be seen to live or to end later.',
    of: ['CREATE-10', 'GENSECRET-07', 'TOKEN-08', 'CREATE-06', 'CREATE-13'],
    fail: [...OTHERS, ...SECRETS_IN_USE, 'CREATE-10', 'CREATE-13', 'GENSECRET-01', 'GENSECRET-04', 'SECRET-01'],
  },
  {
    because: 'A secret that work on something else has ended is missed wherever it is put to use.',
    of: ['LIFE-07'],
    fail: SECRETS_IN_USE.filter((id) => id !== 'LIFE-07'),
  },
  {
    because: 'A detail that is refused, or answered with another status, has no form that could be read.',
    of: ['GET-01'],
    fail: ['GET-03', 'GET-09', 'LIST-13'],
  },
  {
    because: 'A detail that is behind the times shows changes too late.',
    of: ['GET-05'],
    fail: ['UPDATE-03', 'UPDATE-10', 'UPDATE-13', 'UPDATE-14', 'UPDATE-16', 'UPDATE-18', 'LIFE-03', 'RACE-03'],
  },
  {
    because: 'A client that a list repeats looks like a second one, made by whatever was done to it.',
    of: ['LIST-08'],
    fail: ['UPDATE-06', 'UPDATE-14', 'DELETE-04'],
  },
  {
    because: 'A client that goes by another id than it is said to cannot be reached.',
    of: ['CREATE-05', 'UPDATE-06'],
    fail: [
      'GET-03',
      'UPDATE-01',
      'UPDATE-03',
      'UPDATE-05',
      'UPDATE-07',
      'UPDATE-17',
      'DELETE-01',
      'DELETE-10',
      'DELETE-11',
    ],
  },
  {
    because: 'Two clients with one id are one for whoever changes or deletes them.',
    of: ['CREATE-13', 'RACE-01'],
    fail: [
      'CREATE-13',
      'CREATE-14',
      'CREATE-15',
      'UPDATE-16',
      'DELETE-03',
      'DELETE-04',
      'DELETE-07',
      'DELETE-11',
      'DELETE-S1',
      'GENSECRET-04',
      'LIFE-05',
      'LIST-04',
      'LIST-08',
    ],
  },
  {
    because: 'What the detail does not show of secrets cannot be read there.',
    of: ['GET-03', 'GET-10', 'GENSECRET-06'],
    fail: [
      'GET-03',
      'GET-10',
      'GET-11',
      'CREATE-14',
      'GENSECRET-06',
      'GENSECRET-09',
      'GENSECRET-12',
      'GENSECRET-13',
      'GENSECRET-15',
      'LIST-09',
      'LIFE-02',
      'RACE-02',
      'RACE-04',
      'DELSECRET-03',
      'DELSECRET-04',
      'DELSECRET-10',
      'DELSECRET-S1',
      'GET-07',
    ],
  },
  {
    because: 'A client that is not created as it was asked for is not so later, and not in every kind of it.',
    of: ['CREATE-01', 'CREATE-03', 'CREATE-04', 'CREATE-05', 'CREATE-06', 'CREATE-07', 'CREATE-B3'],
    fail: [
      'LIST-09',
      'TOKEN-08',
      'UPDATE-07',
      'CREATE-04',
      'CREATE-06',
      'CREATE-08',
      'CREATE-12',
      'CREATE-13',
      'CREATE-15',
      'CREATE-16',
      'CREATE-B2',
      'AUTHORIZE-01',
      'LIFE-06',
      'RACE-01',
      'TOKEN-04',
      'TOKEN-05',
      'DELETE-05',
      'UPDATE-10',
    ],
  },
  {
    because: 'Lives, races, sequences and unusual clients meet whatever an update does wrong.',
    of: [
      'UPDATE-01',
      'UPDATE-02',
      'UPDATE-03',
      'UPDATE-04',
      'UPDATE-05',
      'UPDATE-06',
      'UPDATE-07',
      'UPDATE-08',
      'UPDATE-13',
      'UPDATE-17',
      'UPDATE-18',
      'UPDATE-B3',
      'UPDATE-19',
      'LIFE-01',
    ],
    fail: [
      'UPDATE-08',
      'UPDATE-19',
      'UPDATE-20',
      'UPDATE-10',
      'UPDATE-13',
      'UPDATE-14',
      'UPDATE-15',
      'UPDATE-16',
      'UPDATE-18',
      'UPDATE-A5',
      'UPDATE-S1',
      'UPDATE-S4',
      'LIFE-01',
      'LIFE-02',
      'LIFE-03',
      'LIFE-06',
      'RACE-03',
      'RACE-04',
      'AUTHORIZE-02',
      'GENSECRET-08',
      'GENSECRET-12',
      'DELSECRET-01',
      'UPDATE-04',
      'GET-10',
    ],
  },
  {
    because:
      'A client without its scopes, their tokens, its confidentiality or its id cannot sign in, whichever secret it shows.',
    of: ['UPDATE-05', 'UPDATE-06', 'UPDATE-07', 'DELSECRET-09', 'TOKEN-05'],
    fail: [...SECRETS_IN_USE],
  },
  {
    because: 'Lives, races and sequences meet whatever a delete does wrong, of a client of any kind.',
    of: [
      'DELETE-01',
      'DELETE-02',
      'DELETE-03',
      'DELETE-04',
      'DELETE-06',
      'DELETE-07',
      'DELETE-09',
      'DELETE-11',
      'LIFE-04',
      'LIFE-05',
      'RACE-05',
      'TOKEN-09',
      'AUTHORIZE-05',
    ],
    fail: [
      'DELETE-03',
      'DELETE-04',
      'DELETE-07',
      'DELETE-09',
      'DELETE-10',
      'DELETE-11',
      'DELETE-S1',
      'LIFE-04',
      'LIFE-05',
      'RACE-05',
    ],
  },
  {
    because:
      'Whatever is done with several secrets of a client meets secrets that end, or are lost, when another one is made.',
    of: ['GENSECRET-08', 'GENSECRET-04', 'GENSECRET-12', 'GENSECRET-Q1', 'LIFE-02', 'RACE-02', 'UPDATE-Q1'],
    fail: [
      ...OTHERS,
      ...SECRETS_IN_USE,
      'DELSECRET-05',
      'GENSECRET-06',
      'GENSECRET-13',
      'GENSECRET-15',
      'LIFE-06',
      'RACE-03',
      'CREATE-13',
      'CREATE-14',
      'UPDATE-16',
      'DELSECRET-03',
      'DELSECRET-04',
      'DELSECRET-S1',
      'TOKEN-02',
      'DELETE-04',
    ],
  },
  {
    because:
      'Whatever is done with several secrets of a client meets secrets that stay, or go along, when one is deleted.',
    of: [
      'DELSECRET-01',
      'DELSECRET-02',
      'DELSECRET-03',
      'DELSECRET-04',
      'DELSECRET-05',
      'DELSECRET-06',
      'DELSECRET-07',
      'DELSECRET-08',

      'LIFE-03',
      'DELSECRET-09',
      'DELSECRET-Q1',
    ],
    fail: [
      ...OTHERS,
      ...EFFECTS,
      'GET-10',
      ...SECRETS_IN_USE,
      'DELSECRET-01',
      'DELSECRET-03',
      'DELSECRET-04',
      'DELSECRET-05',
      'DELSECRET-07',
      'DELSECRET-08',
      'DELSECRET-10',
      'DELSECRET-S1',
      'DELETE-05',
      'UPDATE-09',
    ],
  },
  {
    because: 'A tenant that takes a wrong secret for a right one takes a deleted or another client’s one as well.',
    of: ['TOKEN-01', 'TOKEN-02'],
    fail: ['GENSECRET-10', 'CREATE-13', 'DELSECRET-S1', 'TOKEN-06'],
  },
  {
    because: 'Answers of another shape, or with another status, are not taken for the secret that was asked for.',
    of: ['GENSECRET-01', 'GENSECRET-03'],
    fail: ['GENSECRET-07', 'GENSECRET-09', 'GENSECRET-15', 'SECRET-01'],
  },
  {
    because: 'A first secret that stays is shown among those that were made after it.',
    of: ['DELSECRET-11'],
    fail: ['DELSECRET-03', 'GET-07'],
  },
  {
    because: 'Values that are alike cannot be told apart where one of them is shown.',
    of: ['SECRET-01', 'GENSECRET-04'],
    fail: ['GENSECRET-03'],
  },
  {
    because: 'What the detail shows otherwise than the tenant holds it differs from the list.',
    of: ['GET-13'],
    fail: ['LIST-09'],
  },
  {
    because:
      'A secret without an expiry, or without a description, is one of the unusual ones; and what cannot be asked for is bad input.',
    of: ['GENSECRET-09', 'GENSECRET-15'],
    fail: ['GENSECRET-15', 'GENSECRET-B1', 'GENSECRET-B3'],
  },
  {
    because: 'Where one scope is taken for another, a token that was narrowed is not.',
    of: ['CREATE-S2', 'GENSECRET-S2', 'PRIVILEGE-01', 'PRIVILEGE-02'],
    fail: ['PRIVILEGE-01', 'PRIVILEGE-02', 'CREATE-S2', 'GENSECRET-S2'],
  },
  {
    because: 'Redirect URIs that must not be registered are bad input, and several of them are an unusual client.',
    of: ['CREATE-B1', 'UPDATE-B1', 'CREATE-15'],
    fail: ['AUTHORIZE-01', 'AUTHORIZE-02'],
  },
  {
    because: 'What goes wrong in a sequence of operations may be met by any check that goes the same way.',
    of: ['LIST-Q1', 'CREATE-Q1', 'UPDATE-Q1', 'DELETE-Q1', 'GENSECRET-Q1', 'DELSECRET-Q1'],
    fail: ['LIST-04', 'LIST-07', 'LIST-08', 'GENSECRET-08', 'UPDATE-08', 'UPDATE-15', 'RACE-04', 'GENSECRET-S1'],
  },
  {
    because: 'Where an unknown id is not refused, none of the malformed ones is.',
    of: ['GET-08', 'UPDATE-11', 'GENSECRET-11'],
    fail: [
      'DELETE-03',
      'DELETE-09',
      'DELETE-10',
      'DELETE-11',
      'LIFE-04',
      'LIFE-05',
      'LIST-07',
      ...each('B1', ['GET', 'UPDATE', 'GENSECRET']),
      ...each('B3', ['GET', 'UPDATE', 'DELETE', 'GENSECRET']),
    ],
  },
  {
    because: 'Where no token is asked for, it does not matter where one stands.',
    of: ['CREATE-A1'],
    fail: ['GET-A7'],
  },
];

/** Kinds that operations have in common, and the kinds of the same operation that break with them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  // Where no token is asked for, forged ones pass as well.
  A1: ['A2', 'A3', 'A4', 'A5', 'A6', 'A7'],
  A2: ['A3', 'A4'],
  // Whoever does not look at the signature does not look at the expiry.
  A3: ['A2', 'A4', 'A6'],
  A6: ['A2', 'A4'],
  S2: ['S3', 'S4'],
  S3: ['S4'],
  // An organization that does not exist is bad input as well.
  X1: ['X2', 'X3', 'X4', 'B1', 'B3'],
  X2: ['X3', 'X4'],
  B1: ['B3'],
  // What an altered id reaches is not refused.
  B5: ['B3'],
  G1: ['G2'],
};

const byCause = new Map<string, Set<string>>();
for (const { of, fail } of consequences)
  for (const cause of of)
    byCause.set(cause, new Set([...(byCause.get(cause) ?? []), ...fail.filter((id) => id !== cause)]));

/** Ids of the requirements that cannot hold, or cannot be seen to hold, where this one is broken. */
export function consequencesOf(id: string): ReadonlySet<string> {
  const at = id.lastIndexOf('-');
  const alike = (KINDS[id.slice(at + 1)] ?? []).map((kind) => `${id.slice(0, at)}-${kind}`);
  return new Set([...(byCause.get(id) ?? []), ...alike]);
}

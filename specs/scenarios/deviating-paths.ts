import type { Departure } from '../../fixtures/api/calls.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import type { Mistake } from './mistake.ts';

const NIL_GUID = '00000000-0000-0000-0000-000000000000';
const UNKNOWN_GUID = '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6b';

/** Ids that are none; each could at most hit the subject that it is made from. */
const CLIENT_IDS: readonly Mistake[] = [
  { kind: 'a client id that is cut off', id: (own) => own.slice(0, -1) },
  { kind: 'a client id with a letter too many', id: (own) => `${own}0` },
  { kind: 'a client id with a wildcard', id: (own) => `${own.slice(0, -6)}%25` },
  { kind: 'a client id with a quote', id: (own) => `${own}%27` },
  { kind: 'a client id with NUL', id: (own) => `${own}%00` },
  { kind: 'a client id with a line break', id: (own) => `${own}%0d%0aX-Injected:%20yes` },
  { kind: 'a client id in broken UTF-8', id: (own) => `${own}%ff%fe` },
  { kind: 'a client id with a broken escape', id: (own) => `${own}%zz`, arguable: true },
  { kind: 'a client id with a semicolon', id: (own) => `${own};a=b`, arguable: true },
  { kind: 'two client ids', id: (own) => `${own},${own}` },
  { kind: 'a client id behind an encoded slash', id: (own) => `x%2f${own}` },
  { kind: 'a client id behind dots', id: (own) => `..%2f${own}` },
  { kind: 'a client id that is a file', id: '..%2f..%2f..%2fetc%2fpasswd' },
  { kind: 'the nil client id', id: NIL_GUID },
  { kind: 'the word null as client id', id: 'null' },
  { kind: 'the name of another route as client id', id: 'GenerateSecret' },
  { kind: 'a client id of 8 kB', id: 'a'.repeat(8000) },
];

/** Spellings of a GUID that some readers take for the same. */
const SPELLINGS: readonly Mistake[] = [
  { kind: 'a client id in upper case', id: (own) => own.toUpperCase(), arguable: true },
  { kind: 'a client id in braces', id: (own) => `%7B${own}%7D`, arguable: true },
  { kind: 'a client id without hyphens', id: (own) => own.replaceAll('-', ''), arguable: true },
  { kind: 'a client id between blanks', id: (own) => `%20${own}%20`, arguable: true },
];

const SECRET_IDS: readonly Mistake[] = [
  { kind: 'letters as secret id', id: 'abc' },
  { kind: 'the word null as secret id', id: 'null' },
  { kind: 'the word NaN as secret id', id: 'NaN' },
  { kind: 'an infinite secret id', id: '1e400' },
  { kind: 'a secret id of four hundred digits', id: '9'.repeat(400) },
  { kind: 'a GUID as secret id', id: UNKNOWN_GUID },
  { kind: 'a secret id with a quote', id: (own) => `${own}%27` },
  { kind: 'a secret id with NUL', id: (own) => `${own}%00` },
  { kind: 'two secret ids', id: (own) => `${own},${own}` },
  {
    kind: 'a secret id beyond 32 bits',
    id: (own) => (/^\d+$/.test(own) ? String(BigInt(own) + 2n ** 32n) : `${own}0`),
  },
  { kind: 'a secret id with a half', id: (own) => `${own}.5` },
  { kind: 'a secret id with an exponent', id: (own) => `${own}e1` },
  { kind: 'a secret id behind dots', id: (own) => `..%2fsecrets%2f${own}x` },
];

const partition = (kind: string, partitionId: string, arguable = false): Mistake => ({
  kind: `${kind} as organization id`,
  departure: { partitionId },
  arguable,
});

const PARTITIONS: readonly Mistake[] = [
  partition('a quote', '%27'),
  partition('NUL', '%00'),
  partition('broken UTF-8', '%ff%fe'),
  partition('dots', '..%2f..'),
  partition('the word null', 'null'),
  partition('a number', '1'),
  partition('a text of 8 kB', 'a'.repeat(8000)),
  partition('the name of another route', 'secrets'),
];

const sent = (kind: string, departure: Departure, arguable = false): Mistake => ({ kind, departure, arguable });

/** The page prints a body for reads as well. Tenants may ignore it, whatever it holds. */
const READ_BODIES: readonly Mistake[] = [
  sent('a printed body that is cut off', { rawBody: '{"partitionGlobalId": "', contentType: 'application/json' }, true),
  sent('a printed body that is an array', { rawBody: '[]', contentType: 'application/json' }, true),
  sent(
    'a printed body for nobody',
    { rawBody: `{"partitionGlobalId":"${UNKNOWN_GUID}"}`, contentType: 'application/json' },
    true,
  ),
  sent('a printed body declared as XML', { rawBody: '<a/>', contentType: 'application/xml' }, true),
];

const QUERIES: readonly Mistake[] = [
  sent('parameters that nobody knows', { query: '?%24filter=a&page=-1&limit=x&%24top=%27' }, true),
  sent('a query that is broken', { query: '?%zz=%ff&&=&a[]=b' }, true),
  sent('a media type that nobody has', { headers: { accept: 'application/x-nothing' } }, true),
  sent('a header of 6 kB', { headers: { 'x-long': 'h'.repeat(6000) } }, true),
];

/** Methods that a path does not have. None of them could do more than what is documented for the subject. */
const method = (name: string, rawBody?: string): Mistake => ({
  kind: `the method ${name}`,
  departure: { method: name, ...(rawBody !== undefined && { rawBody }) },
});

/** What can be wrong outside the body, by operation. DELETE is never sent to an address that could stand for many. */
export const PATHS: Readonly<Record<DocumentedOperation, readonly Mistake[]>> = {
  list: [...PARTITIONS, ...READ_BODIES, ...QUERIES, method('PATCH', '{}'), method('POST', '{}')],
  get: [
    ...CLIENT_IDS,
    ...SPELLINGS,
    ...PARTITIONS,
    ...READ_BODIES,
    ...QUERIES,
    method('POST', '{}'),
    method('PATCH', '{}'),
  ],
  create: [method('PATCH'), { kind: 'an update without an id', departure: { method: 'PUT' } }],
  update: [...CLIENT_IDS, method('PATCH'), method('POST')],
  delete: CLIENT_IDS.filter(({ id }) => id !== NIL_GUID),
  generateSecret: [method('PATCH'), method('PUT')],
  deleteSecret: SECRET_IDS,
};

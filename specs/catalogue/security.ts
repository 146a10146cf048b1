import type { Requirement } from './types.ts';

/** Whole families: who may do what, with which token, in which organization; what secrets and errors give away. */
const FAMILIES = /^(?:TOKEN|SECRET|PRIVILEGE|AUTHORIZE)-|-(?:A|S|X)\d+$|-(?:B[45]|H2)$/;

/** Single requirements that guard a credential, a permission, or the clients of others. */
const SINGLE: ReadonlySet<string> = new Set([
  'LIST-06',
  'GET-06',
  'GET-07',
  'GET-11',
  'CREATE-07',
  'CREATE-11',
  'CREATE-12',
  'CREATE-13',
  'CREATE-17',
  'UPDATE-05',
  'UPDATE-07',
  'UPDATE-09',
  'UPDATE-12',
  'UPDATE-15',
  'UPDATE-16',
  'DELETE-03',
  'DELETE-05',
  'DELETE-07',
  'DELETE-09',
  'GENSECRET-04',
  'GENSECRET-10',
  'GENSECRET-12',
  'GENSECRET-14',
  'DELSECRET-04',
  'DELSECRET-09',
  'LIFE-04',
  'RACE-01',
  'RACE-02',
  'RACE-07',
  'RACE-08',
]);

/**
 * Whether a tenant that breaks a requirement lets somebody do or learn what they must not. Verdicts say so where a profile
 * leaves such a requirement out.
 */
export function isOfSecurityImportance(id: string, { operation }: Pick<Requirement, 'operation'>): boolean {
  return FAMILIES.test(id) || SINGLE.has(id) || operation === 'token' || operation === 'authorize';
}

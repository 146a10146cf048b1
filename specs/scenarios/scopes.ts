/** Which scopes suffice for what, as the document says. */
import { DOCUMENTED_SCOPES, type DocumentedScope } from '../../fixtures/api/bearer.ts';
import { OPERATIONS } from '../../schemas/openapi/operations.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';

/** The scopes that the document lists for each operation; any one of them suffices. */
export const ALLOWED = Object.fromEntries(OPERATIONS.map(({ id, scopes }) => [id, scopes])) as Readonly<
  Record<DocumentedOperation, readonly DocumentedScope[]>
>;

/** The spelling that only one heading has (K5): allowing and refusing it on the secret operations are both fair. */
export const OTHER_SPELLING: DocumentedScope = 'PM.OAuthSecret.Write';

/** Scopes that suffice under one reading: those of the heading that prints the same address for another operation (K2), and the other spelling. */
export const ARGUABLE: Readonly<Partial<Record<DocumentedOperation, readonly DocumentedScope[]>>> = {
  get: ['PM.OAuthApp.Write', OTHER_SPELLING],
  generateSecret: [OTHER_SPELLING],
  deleteSecret: [OTHER_SPELLING],
};

/** The documented scopes that do not suffice for an operation, under every reading. */
export function insufficient(operation: DocumentedOperation): readonly DocumentedScope[] {
  const sufficient = [...ALLOWED[operation], ...(ARGUABLE[operation] ?? [])];
  return DOCUMENTED_SCOPES.filter((scope) => !sufficient.includes(scope));
}

/** Operations that cloud tenants allow few of, so that each trial must tell something new. */
export const SPARING: readonly DocumentedOperation[] = ['get', 'delete', 'deleteSecret'];

/** Operations, of those that have several scopes which do not suffice, whose requests are not few. */
export const TRIED_TOGETHER: readonly DocumentedOperation[] = ['create', 'update'];

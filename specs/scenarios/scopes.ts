/** Which scopes suffice for what, as the document says. */
import { DOCUMENTED_SCOPES, type DocumentedScope } from '../../fixtures/api/tokens.ts';
import { OPERATIONS } from '../../schemas/openapi/operations.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';

/** The scopes that the document lists for each operation; any one of them suffices. */
export const ALLOWED = Object.fromEntries(OPERATIONS.map(({ id, scopes }) => [id, scopes])) as Readonly<
  Record<DocumentedOperation, readonly DocumentedScope[]>
>;

/** The spelling that only one heading has (K5): allowing and refusing it on the secret operations are both fair. */
export const OTHER_SPELLING: DocumentedScope = 'PM.OAuthSecret.Write';

/** The documented scopes that do not suffice for an operation, under every reading. */
export function insufficient(operation: DocumentedOperation): readonly DocumentedScope[] {
  const secretOperation = operation === 'generateSecret' || operation === 'deleteSecret';
  return DOCUMENTED_SCOPES.filter(
    (scope) => !ALLOWED[operation].includes(scope) && !(secretOperation && scope === OTHER_SPELLING),
  );
}

/** Operations that cloud tenants allow few of, so that each trial must tell something new. */
export const SPARING: readonly DocumentedOperation[] = ['get', 'delete', 'deleteSecret'];

/** Operations, of those that have several scopes which do not suffice, whose requests are not few. */
export const TRIED_TOGETHER: readonly DocumentedOperation[] = ['create', 'update'];

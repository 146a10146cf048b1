import { createRequirements } from './create.ts';
import { deleteRequirements } from './delete.ts';
import {
  authenticationRequirements,
  badInputRequirements,
  isolationRequirements,
  scopeRequirements,
} from './everywhere.ts';
import { getRequirements } from './get.ts';
import { lifecycleRequirements } from './lifecycle.ts';
import { listRequirements } from './list.ts';
import { deleteSecretRequirements, generateSecretRequirements } from './secrets.ts';
import { tokenRequirements } from './token.ts';
import type { Requirement } from './types.ts';
import { updateRequirements } from './update.ts';

/** The catalogue: every testable statement about a tenant, by its permanent id. */
export const requirements = {
  ...listRequirements,
  ...getRequirements,
  ...createRequirements,
  ...updateRequirements,
  ...deleteRequirements,
  ...generateSecretRequirements,
  ...deleteSecretRequirements,
  ...tokenRequirements,
  ...authenticationRequirements,
  ...scopeRequirements,
  ...isolationRequirements,
  ...badInputRequirements,
  ...lifecycleRequirements,
} satisfies Record<string, Requirement>;

export type RequirementId = keyof typeof requirements;

/** Whether a text is the id of a requirement. */
export function isRequirementId(id: string): id is RequirementId {
  return Object.hasOwn(requirements, id);
}

export type { Basis, Level, Operation, Requirement, Source } from './types.ts';

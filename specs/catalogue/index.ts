import { authorizationEndpointRequirements } from './authorization-endpoint.ts';
import { authorizeRequirements } from './authorize.ts';
import { createRequirements } from './create.ts';
import { deepRaceRequirements } from './deep-races.ts';
import { deleteRequirements } from './delete.ts';
import {
  authenticationRequirements,
  badInputRequirements,
  dutyRequirements,
  isolationRequirements,
  scopeRequirements,
  sequenceRequirements,
} from './everywhere.ts';
import { getRequirements } from './get.ts';
import { lifecycleRequirements } from './lifecycle.ts';
import { listRequirements } from './list.ts';
import { privilegeRequirements } from './privilege.ts';
import { raceRequirements } from './races.ts';
import { readingRequirements } from './readings.ts';
import { secretQualityRequirements } from './secret-quality.ts';
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
  ...dutyRequirements,
  ...lifecycleRequirements,
  ...raceRequirements,
  ...deepRaceRequirements,
  ...secretQualityRequirements,
  ...privilegeRequirements,
  ...authorizeRequirements,
  ...authorizationEndpointRequirements,
  ...sequenceRequirements,
  ...readingRequirements,
} satisfies Record<string, Requirement>;

export type RequirementId = keyof typeof requirements;

/**
 * The catalogue for a run.
 * @param strict whether every departure from the printed document counts: the readings are then demanded
 */
export function catalogueFor(strict: boolean): Readonly<Record<string, Requirement>> {
  if (!strict) return requirements;
  const entries = Object.entries<Requirement>(requirements);
  return Object.fromEntries(
    entries.map(([id, entry]) => [id, id in readingRequirements ? { ...entry, level: 'must' } : entry]),
  );
}

/** Whether a text is the id of a requirement. */
export function isRequirementId(id: string): id is RequirementId {
  return Object.hasOwn(requirements, id);
}

export type { Requirement } from './types.ts';

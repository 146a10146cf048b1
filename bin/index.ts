/** What the package offers to programs: judging a tenant, the mock tenant, the catalogue, and the type of a result. */

import { requirements } from '../specs/catalogue/index.ts';
import { observedReadings } from '../specs/catalogue/observed-readings.ts';
import type { Reading, Requirement } from '../specs/catalogue/types.ts';

export type { OrganizationSeed, RunningTenant } from '../fixtures/mock/index.ts';
export { SettingsError } from '../fixtures/preflight/settings.ts';
export type { ConformanceResult } from '../reports/verdict/result.ts';
export { MockProblem } from './mock/alterations.ts';
export { type RunningMock, type StartOptions, startMock } from './mock/start.ts';
export { judge } from './plain-run.ts';
export type { Reading, Requirement };

/** Every requirement, by its permanent id. */
export const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** The contradictions and gaps of the document whose reading a run observes, by id. */
export const readings: Readonly<Record<string, Reading>> = observedReadings;

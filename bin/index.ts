/** What the package offers to programs: the mock tenant, the catalogue, and the type of a result. */
import { observedReadings } from '../specs/readings.ts';
import { requirements } from '../specs/requirements/index.ts';
import type { Reading, Requirement } from '../specs/requirements/types.ts';

export type { OrganizationSeed, RunningTenant } from '../fixtures/tenant/index.ts';
export type { ConformanceResult } from '../reports/result.ts';
export { MockProblem } from './mock/alterations.ts';
export { type RunningMock, type StartOptions, startMock } from './mock/start.ts';
export type { Reading, Requirement };

/** Every requirement, by its permanent id. */
export const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** The contradictions and gaps of the document whose reading a run observes, by id. */
export const readings: Readonly<Record<string, Reading>> = observedReadings;

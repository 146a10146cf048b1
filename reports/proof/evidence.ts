import type { Cause, Finding } from '../verdict/result.ts';

/** A body that departed from the schema of a documented payload. Holds secrets of the mock, which are worth nothing. */
export interface Departure {
  readonly payload: string;
  readonly body: unknown;
}

/** What one test that did not pass said about one requirement. */
export interface TestEvidence {
  readonly requirement: string;
  readonly title: string;
  /** `fail` by an assertion of the test, and by nothing else. */
  readonly status: 'fail' | 'skip';
  readonly cause?: Cause;
  readonly detail?: string;
  /** The assertions that failed, e.g. `specs/create.spec.ts:14`. */
  readonly sites: readonly string[];
  readonly departures: readonly Departure[];
  /** Kept where nothing should fail. */
  readonly findings: readonly Finding[];
}

/** One tenant of the proof and what the tests made of it. */
export interface ArmEvidence {
  readonly kind: 'control' | 'persona' | 'fault';
  /** Of the persona or fault; `control` for the tenant without either. */
  readonly id: string;
  /** Requirements of which a test passed, each once. */
  readonly passed: readonly string[];
  readonly tests: readonly TestEvidence[];
  /** Milliseconds spent in its tests. */
  readonly durationMs: number;
}

/** What the runner hands to the judge of the proof. */
export interface Evidence {
  readonly startedAt: string;
  readonly durationMs: number;
  /** Milliseconds of it that faults took with their own tests. */
  readonly faultsMs?: number;
  readonly arms: readonly ArmEvidence[];
  /** Assertions that were carried out in any arm. */
  readonly sites: readonly string[];
  /** Sentences on what went wrong outside any test. */
  readonly problems: readonly string[];
}

/** Files in which the reporter leaves the evidence, inside the working folder of the proof. */
export const EVIDENCE_FILES = { tests: 'evidence.json', own: 'own.json', matrix: 'matrix.json' } as const;

import type { ConformanceResult } from '../../reports/verdict/result.ts';
import type { GoldenDifference } from './golden.ts';

/**
 * What became of a fault. `caught`: a check of a requirement that it declares failed by a finding. `missed`: those checks had their
 * say and passed. `unproved`: none of them came to an assertion. `unmet`: the meeting did not end. `equivalent`: listed with a
 * reason, and rightly not caught. `disproved`: listed as equivalent, but something turned red.
 */
export type FaultOutcome = 'caught' | 'missed' | 'unproved' | 'unmet' | 'equivalent' | 'disproved';

/** One fault, as met. */
export interface FaultRow {
  readonly fault: string;
  readonly sentence: string;
  /** At least one of these must turn red. */
  readonly declares: readonly string[];
  /** Requirements of which a check failed, of all checks whose evidence was there. */
  readonly red: readonly string[];
  readonly outcome: FaultOutcome;
  /** The requirement whose failure reports tell first. */
  readonly first?: string;
  /** Checks that failed, by their ids. */
  readonly checks: readonly string[];
  /** Why the meeting did not end. */
  readonly problem?: string;
  /** Reason, where the fault is listed as equivalent. */
  readonly equivalent?: string;
  /** Declared requirements that could not be verified, with the reason. */
  readonly unverified: readonly Unverified[];
  /** Requirements whose checks ended in an error of the suite itself. */
  readonly crashed: readonly Unverified[];
}

export interface Unverified {
  readonly requirement: string;
  readonly cause: string;
  readonly detail: string;
}

/** A legal variant of the mock, as judged. */
export interface PersonaRow {
  readonly persona: string;
  readonly sentence: string;
  readonly green: boolean;
  /** Sentences that tell why it is not green. */
  readonly problems: readonly string[];
  /** Readings in which it departs from the printed document. */
  readonly departures: readonly { readonly reading: string; readonly observed: string }[];
}

/** One keyword taken out of a schema. */
export interface LooseningRow {
  /** Place of the keyword, e.g. `client.schema.json#/required/0`. */
  readonly id: string;
  readonly noticed: boolean;
  /** A fault that a requirement which it declares would miss without the keyword. */
  readonly by?: { readonly fault: string; readonly requirement: string };
  /** Why nothing can notice. */
  readonly equivalent?: string;
}

/** A row of the committed matrix that is not what was seen; undefined where there is no such row. */
export interface MatrixDifference {
  readonly fault: string;
  readonly committed?: string;
  readonly seen?: string;
}

/** The content of `proof.json`. */
export interface ProofResult {
  readonly faults: Readonly<Record<FaultOutcome, number>> & {
    /** Of those met. */
    readonly total: number;
    /** How many there are. */
    readonly of: number;
    /** Of how many the failure that is told first is a declared requirement. */
    readonly toldFirst: number;
  };
  readonly personas: {
    readonly total: number;
    readonly of: number;
    readonly green: number;
    /** With how many seeds each was judged, where that is more than one. */
    readonly seeds?: number;
  };
  readonly loosenings: { readonly total: number; readonly noticed: number; readonly equivalent: number };
  readonly requirements: { readonly total: number; readonly proved: number };
  readonly verdict: 'proved' | 'not-proved';
  /** Whether everything was tried. */
  readonly whole: boolean;
  /** Sentences that tell what keeps the proof from holding. */
  readonly problems: readonly string[];
  readonly formatVersion: string;
  readonly suite: ConformanceResult['suite'];
  readonly document: ConformanceResult['document'];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly requests: number;
  /** The meetings that took longest, the longest first. */
  readonly slowest: readonly { readonly guest: string; readonly durationMs: number; readonly requests: number }[];
  readonly control: { readonly green: boolean; readonly problems: readonly string[] } | null;
  readonly matrixDifferences: readonly MatrixDifference[];
  readonly goldenDifferences: readonly GoldenDifference[];
  /** Caught faults of which the failure that is told first is not a declared requirement. */
  readonly toldFirstOthers: readonly {
    readonly fault: string;
    readonly declares: readonly string[];
    readonly first: string;
  }[];
  /** Requirements that a tenant can break, but that no fault turned red. */
  readonly unprovedRequirements: readonly string[];
  readonly faultRows: readonly FaultRow[];
  readonly personaRows: readonly PersonaRow[];
  readonly looseningRows: readonly LooseningRow[];
}

/** Names of the files inside the results folder. */
export const PROOF_FILE = 'proof.json';
export const PROOF_PAGE = 'proof.html';

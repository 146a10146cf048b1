import type { ConformanceResult } from '../verdict/result.ts';

/**
 * What became of a fault. `exact`: caught, and nothing turned red but what it declares. `overBroad`: caught, and more turned red.
 * `caught`: caught, in a quick proof, which cannot tell more. `missed`: its tests had their say and passed. `unproved`: none of
 * its tests came to an assertion. `equivalent`: listed with a reason, and rightly not caught. `disproved`: listed as equivalent, but caught.
 */
export type FaultOutcome = 'exact' | 'overBroad' | 'caught' | 'missed' | 'unproved' | 'equivalent' | 'disproved';

/** One row of the matrix. */
export interface MatrixRow {
  readonly fault: string;
  /** What the fault breaks, and what follows from that; beside these nothing should turn red. */
  readonly declares: readonly string[];
  /** The former of these alone: at least one of them must turn red. */
  readonly breaks: readonly string[];
  /** Requirements of which an assertion failed. */
  readonly red: readonly string[];
  readonly outcome: FaultOutcome;
  readonly sentence: string;
  /** Whether the requirement under which it stands, the first that it declares, noticed it. */
  readonly own: boolean;
  /** Whether the tenant with the fault was seen to answer differently, by a script that no check has a part in; null: not probed. */
  readonly applied: boolean | null;
  /** Reason, where the fault is listed as equivalent. */
  readonly equivalent?: string;
  /** Declared requirements that could not be verified, with the reason. */
  readonly unverified?: readonly { readonly requirement: string; readonly cause: string; readonly detail: string }[];
  /** Requirements whose tests ended in an error of the suite itself. */
  readonly crashed?: readonly { readonly requirement: string; readonly detail: string }[];
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

/** One rule taken out of the judge. */
export interface LooseningRow {
  /** Place of the keyword, e.g. `client.schema.json#/required/0`, or of the assertion, e.g. `specs/create.spec.ts:14`. */
  readonly id: string;
  readonly kind: 'keyword' | 'assertion';
  readonly noticed: boolean;
  /** A mark of the matrix that is lost without the rule. */
  readonly by?: { readonly fault: string; readonly requirement: string };
  /** Why nothing can notice. */
  readonly equivalent?: string;
}

/** The content of `proof.json`. */
export interface ProofResult {
  readonly faults: {
    readonly total: number;
    readonly caught: number;
    readonly exact: number;
    readonly overBroad: number;
    readonly missed: number;
    readonly unproved: number;
    readonly equivalent: number;
    readonly disproved: number;
    readonly notApplied: number;
  };
  readonly personas: {
    readonly total: number;
    readonly green: number;
    /** With how many seeds each was judged, where that is more than one. */
    readonly seeds?: number;
  };
  readonly loosenings: { readonly total: number; readonly noticed: number; readonly equivalent: number };
  readonly requirements: { readonly total: number; readonly proved: number };
  readonly matrix: readonly MatrixRow[];
  readonly formatVersion: string;
  readonly suite: ConformanceResult['suite'];
  readonly document: ConformanceResult['document'];
  readonly mode: 'full' | 'quick';
  readonly startedAt: string;
  readonly durationMs: number;
  /** Milliseconds that the parts took which ran: faults with their own tests, and all tests with all faults (or seeds). */
  readonly parts: { readonly faultsMs?: number; readonly matrixMs?: number };
  readonly verdict: 'proved' | 'not-proved';
  /** Sentences that tell what keeps the proof from holding. */
  readonly problems: readonly string[];
  readonly control: { readonly green: boolean; readonly problems: readonly string[] } | null;
  readonly personaRows: readonly PersonaRow[];
  readonly looseningRows: readonly LooseningRow[];
  /** Requirements that a tenant can break, but that no fault turned red. */
  readonly unprovedRequirements: readonly string[];
}

/** Names of the files inside the results folder. */
export const PROOF_FILE = 'proof.json';
export const PROOF_PAGE = 'proof.html';

import { compareFailures } from './diff.ts';
import { digestOf } from './files.ts';
import type { BaselineResult, ConformanceResult, Gate, WaiverResult } from './result.ts';
import { plural } from './text.ts';
import { EXIT_CODES } from './verdict.ts';

const GATE_CODES: Readonly<Record<Gate['outcome'], 0 | 1 | 2>> = { passed: 0, failed: 1, undecided: 2 };

/** The exit code of a run: the gate's, and without one the verdict's. */
export function exitCodeOf(result: Pick<ConformanceResult, 'gate' | 'verdict'>): 0 | 1 | 2 {
  return result.gate === undefined ? EXIT_CODES[result.verdict] : GATE_CODES[result.gate.outcome];
}

/** The result with what waivers and a baseline make of it. Pure. */
export function withGate(
  result: ConformanceResult,
  given: {
    readonly waivers: readonly WaiverResult[];
    readonly baseline?: ConformanceResult;
    readonly failOn: 'must' | 'should';
  },
): ConformanceResult {
  const baseline = given.baseline === undefined ? undefined : standing(result, given.baseline, given.failOn);
  return {
    ...result,
    gate: gate(result, given.waivers, baseline),
    ...(given.waivers.length > 0 && { waivers: given.waivers }),
    ...(baseline !== undefined && { baseline }),
  };
}

function standing(result: ConformanceResult, earlier: ConformanceResult, failOn: 'must' | 'should'): BaselineResult {
  const { fresh, changed, known, fixed, noLongerVerified } = compareFailures(earlier, result, failOn);
  return {
    startedAt: earlier.startedAt,
    digest: earlier.digest ?? digestOf(earlier),
    fresh: [...fresh, ...changed],
    known,
    fixed,
    unverified: noLongerVerified,
  };
}

function gate(result: ConformanceResult, waivers: readonly WaiverResult[], baseline?: BaselineResult): Gate {
  const rotten = waivers.flatMap(({ sentence }) => sentence ?? []);
  if (result.verdict === 'non-conformant') {
    const fresh = baseline?.fresh ?? [];
    if (baseline === undefined)
      return {
        outcome: 'failed',
        reasons: [waivers.length > 0 ? 'Requirements fail that are not waived.' : 'Requirements fail.', ...rotten],
      };
    if (fresh.length > 0)
      return {
        outcome: 'failed',
        reasons: [
          `${plural(fresh.length, 'failure')} since the baseline of ${baseline.startedAt}: ${fresh.join(', ')}.`,
          ...rotten,
        ],
      };
  }
  if (rotten.length > 0) return { outcome: 'failed', reasons: rotten };
  // Failures that are known do not excuse what nobody could verify.
  if (result.problems.length > 0) return { outcome: 'undecided', reasons: [...result.problems] };
  return {
    outcome: 'passed',
    reasons:
      baseline === undefined || baseline.known.length === 0
        ? []
        : [`Every failure was there in the baseline of ${baseline.startedAt}.`],
  };
}

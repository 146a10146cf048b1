import { compareFailures } from '../publish/diff.ts';
import { digestOf } from '../publish/files.ts';
import { plural } from '../terminal/text.ts';
import type { BaselineResult, ConformanceResult, FailOn, Gate, WaiverResult } from './result.ts';
import { wordsOf } from './words.ts';

/** Exit code per outcome of the gate. */
export const EXIT_CODES: Readonly<Record<Gate['outcome'], 0 | 1 | 2>> = { passed: 0, failed: 1, undecided: 2 };

/** The exit code of a run. */
export function exitCodeOf({ gate }: Pick<ConformanceResult, 'gate'>): 0 | 1 | 2 {
  return EXIT_CODES[gate.outcome];
}

/** A result before its verdict is put in words. */
export type Unconcluded = Omit<ConformanceResult, 'verdict' | 'word' | 'headline' | 'gate'>;

/** The result with its verdict, and with what waivers and a baseline make of it. Pure. */
export function concluded(
  result: Unconcluded,
  given: {
    readonly waivers: readonly WaiverResult[];
    readonly baseline?: ConformanceResult;
    readonly failOn: FailOn;
    /** Requirements whose warnings count whatever `failOn` says. */
    readonly failOnIds?: readonly string[];
    /** What keeps the gate alone from telling. */
    readonly obstacles?: readonly string[];
  },
): ConformanceResult {
  const { failOn, waivers } = given;
  const baseline = given.baseline === undefined ? undefined : standing(result, given.baseline, failOn);
  const told = {
    ...result,
    ...(waivers.length > 0 && { waivers }),
    ...(baseline !== undefined && { baseline }),
  };
  const { verdict, word, headline } = wordsOf(told);
  const { formatVersion, suite, document, tenant, seed, startedAt, durationMs, ...rest } = told;
  const concluding = { verdict, word, headline, gate: gate(told, given) };
  // In the order in which people read it; what was concluded before is not taken over.
  const about = { formatVersion, suite, document, tenant, seed, startedAt, durationMs, ...concluding };
  return { ...about, ...rest, ...about };
}

function standing(result: Unconcluded, earlier: ConformanceResult, failOn: FailOn): BaselineResult {
  const level = failOn === 'should' ? 'should' : 'must';
  const { fresh, changed, known, fixed, noLongerVerified } = compareFailures(earlier, result, level);
  return {
    startedAt: earlier.startedAt,
    digest: earlier.digest ?? digestOf(earlier),
    fresh: [...fresh, ...changed],
    known,
    fixed,
    unverified: noLongerVerified,
  };
}

function gate(
  result: Unconcluded,
  { failOn, failOnIds = [], obstacles = [] }: Omit<Parameters<typeof concluded>[1], 'waivers' | 'baseline'>,
): Gate {
  const { waivers = [], baseline, requirements, problems } = result;
  const rotten = waivers.flatMap(({ sentence }) => sentence ?? []);
  const failed = (...why: readonly string[]): Gate => ({
    passes: false,
    outcome: 'failed',
    why: [...why, ...rotten],
    failing: counting.map(({ id }) => id),
  });
  const undecided = (why: readonly string[]): Gate => ({ passes: false, outcome: 'undecided', why, failing: [] });
  const known = new Set(baseline?.known);
  const counting = requirements.filter(
    ({ id, verdict, level }) =>
      !known.has(id) &&
      (verdict === 'fail' ||
        (verdict === 'warn' && ((failOn === 'should' && level === 'should') || failOnIds.includes(id)))),
  );
  if (counting.length > 0) return failed(...failing(counting, baseline, waivers.length > 0));
  if (rotten.length > 0) return failed();
  // Failures that are known do not excuse what nobody could verify.
  if (problems.length + obstacles.length > 0) return undecided([...problems, ...obstacles]);
  const { unverified, accepted } = wordsOf(result);
  if (failOn === 'unverified' && unverified.length > 0)
    return undecided([`Not verified, which --fail-on unverified counts: ${unverified.join(', ')}.`]);
  return {
    passes: true,
    outcome: 'passed',
    why: accepted === undefined ? [] : [`Every failure is accepted ${accepted}.`],
    failing: [],
  };
}

function failing(
  counting: readonly ConformanceResult['requirements'][number][],
  baseline: BaselineResult | undefined,
  isWaived: boolean,
): readonly string[] {
  if (baseline !== undefined)
    return [
      `${plural(counting.length, 'failure')} since the baseline of ${baseline.startedAt}: ${counting.map(({ id }) => id).join(', ')}.`,
    ];
  const warnings = counting.filter(({ verdict }) => verdict === 'warn').map(({ id }) => id);
  return [
    ...(warnings.length < counting.length
      ? [isWaived ? 'Requirements fail that are not waived.' : 'Requirements fail.']
      : []),
    ...(warnings.length > 0
      ? [`${plural(warnings.length, 'warning')}, which --fail-on counts: ${warnings.join(', ')}.`]
      : []),
  ];
}

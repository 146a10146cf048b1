import { verdictOf } from '../terminal/sentences.ts';
import type { ConformanceResult } from '../verdict/result.ts';
import { difference, formatDifference } from './diff.ts';

/** What is told of the run before this one. */
export interface Since {
  /** ISO 8601. */
  readonly startedAt: string;
  /** Whether the verdict, what it names as not verified, or what the gate makes of it, is another one. */
  readonly isNew: boolean;
  /** What differs, line by line, the verdict last. */
  readonly lines: readonly string[];
  /** Requirements that fail anew or in another way, and those that hold again. */
  readonly broken: readonly string[];
  readonly mended: readonly string[];
}

/** What a verdict says, less its numbers: the word, and by name what was not verified, or who accepts a failure. */
function saidBy(result: ConformanceResult): string {
  const { unverified, accepted } = verdictOf(result);
  return [result.word, ...unverified, accepted].join('\n');
}

/** In what a run differs from the last one on the same tenant; undefined where there is none. */
export function sinceLast(result: ConformanceResult, history: readonly ConformanceResult[]): Since | undefined {
  const last = history.findLast(({ startedAt }) => startedAt < result.startedAt);
  if (last === undefined) return undefined;
  // What this run was not to look at is no news of the tenant.
  const asked = new Set(result.requirements.filter(({ cause }) => cause !== 'not-selected').map(({ id }) => id));
  const narrowed = (one: ConformanceResult) => ({
    ...one,
    requirements: one.requirements.filter(({ id }) => asked.has(id)),
  });
  const found = difference(narrowed(last), narrowed(result));
  return {
    startedAt: last.startedAt,
    isNew: last.gate.outcome !== result.gate.outcome || saidBy(last) !== saidBy(result),
    lines: formatDifference(found, result),
    broken: [...found.fresh, ...found.changed],
    mended: found.fixed,
  };
}

import { observedReadings } from '../../specs/catalogue/observed-readings.ts';
import type { Reading } from '../../specs/catalogue/types.ts';
import { membersOf, rootsOf } from '../causes/roots.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, Finding, ReadingResult, RequirementResult, Step } from '../verdict/result.ts';
import { findingKind } from '../verdict/signature.ts';
import { type Words, wordsOf } from '../verdict/words.ts';

/** Where the document, or else the standard, says so. */
export function sourceOf({ source }: Pick<RequirementResult, 'source'>): string {
  const place = [source.heading, source.part].filter((part) => part !== undefined).join(' > ');
  return [place, source.standard].filter((part) => part !== undefined && part !== '').join('; ');
}

/** Findings that say the same, told once. */
export interface Told {
  readonly finding: Finding;
  /** How many findings say so. */
  readonly times: number;
  /** The checks that found it, by their titles. */
  readonly checks: readonly string[];
  /** On which of several things it was found. */
  readonly tried: readonly string[];
}

/**
 * The command that checks a requirement again, with the same data; the whole run, where what was found may have been met by any part of it.
 * @param command words that repeat the run, up to the flags that are still to come
 */
export function commandAgain({ id, findings }: RequirementResult, command: string, seed: number): string {
  const isOfWholeRun = findings.length > 0 && findings.every(({ ofWholeRun }) => ofWholeRun === true);
  return `${command}${isOfWholeRun ? '' : ` --only ${id}`} --seed ${seed}`;
}

/** Findings without repetition, in their order. */
export function toldOnce(findings: readonly Finding[]): readonly Told[] {
  return [...groupBy(findings, findingKind).values()].flatMap((alike) => {
    const [finding] = alike;
    if (finding === undefined) return [];
    const checks = new Set(alike.flatMap(({ check }) => check ?? []));
    const tried = new Set(alike.flatMap(({ subject }) => subject ?? []));
    return [{ finding, times: alike.length, checks: [...checks], tried: [...tried] }];
  });
}

/** What was observed of a reading, as answer to its question, and what the document prints. */
export function readingInWords({ id, observed, printed }: ReadingResult): {
  readonly question: string;
  readonly seen: string;
  readonly prints: string | undefined;
} {
  const { question = id, candidates = {} } = (observedReadings as Readonly<Record<string, Reading>>)[id] ?? {};
  const inWords = (candidate: string) => candidates[candidate] ?? candidate;
  return {
    question,
    seen: observed === 'not-observed' ? 'was not observed' : inWords(observed),
    prints: printed === undefined ? undefined : inWords(printed),
  };
}

/** The verdict of a run in words, with the number of likely causes where these are fewer than the failures. */
export function verdictOf(result: ConformanceResult): Words {
  return wordsOf(result, reasons(result));
}

/** How many causes there are likely to be, where these are fewer than the failures. */
function reasons(result: ConformanceResult): string {
  const roots = rootsOf(result).filter(({ lead }) => lead.verdict === 'fail');
  const failures = roots.flatMap((root) => membersOf(root)).filter(({ verdict }) => verdict === 'fail').length;
  if (roots.length === 0 || roots.length === failures) return '';
  return `, probably for ${roots.length === 1 ? 'one reason' : `${roots.length} reasons`}`;
}

/** Where a finding was seen, and of which client where the request does not name it. */
export function placeOf({ seenIn = '', client }: Finding): string {
  return client === undefined ? seenIn : `${seenIn}, client ${client}`;
}

/** Steps in a few words: `create, generateSecret (2 times), update refused`; undefined where there are none but its creation. */
function stepsInWords(steps: readonly Step[] = []): string | undefined {
  // That a client was created goes without saying.
  if (steps.every(({ operation }) => operation === 'create')) return undefined;
  const words = steps.map(({ operation, method, status }) => `${operation ?? method}${status < 300 ? '' : ' refused'}`);
  const runs: { readonly word: string; times: number }[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last?.word === word) last.times += 1;
    else runs.push({ word, times: 1 });
  }
  return runs.map(({ word, times }) => (times === 1 ? word : `${word} (${times} times)`)).join(', ') || undefined;
}

/** How many kinds of requests are told that may have brought something about. */
const FEW = 2;

/**
 * What was done to others between the last good look and the first bad one: `create of other clients`; undefined where something was done
 * to the client itself, which its steps tell, or too much else.
 */
export function meanwhileInWords({ suspects = [] }: Pick<Finding, 'suspects'>): string | undefined {
  const done = suspects.filter(({ refused }) => refused !== true);
  if (done.length === 0 || done.length > FEW || done.some(({ on }) => on === 'it')) return undefined;
  return `${done.map(({ operation }) => operation).join(' and ')} of other clients`;
}

/** What led to a finding, in words, by what it is called: what was done to its client before, and to others meanwhile. */
export function circumstancesOf({
  steps,
  suspects = [],
}: Finding): readonly (readonly [label: string, words: string])[] {
  const [after, meanwhile] = [stepsInWords(steps), meanwhileInWords({ suspects })];
  return [
    ...(after === undefined ? [] : [['after', after] as const]),
    ...(meanwhile === undefined ? [] : [['meanwhile', meanwhile] as const]),
  ];
}

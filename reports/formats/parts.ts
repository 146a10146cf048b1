import { meaningOf } from '../causes/advice.ts';
import { invocation } from '../terminal/invocation.ts';
import {
  circumstancesOf,
  commandAgain,
  placeOf,
  sourceOf,
  type Told,
  toldOnce,
  verdictOf,
} from '../terminal/sentences.ts';
import { disturbancesInWords } from '../verdict/disturbances.ts';
import type { Check, ConformanceResult, RequirementResult, RunStory } from '../verdict/result.ts';

/** What was selected; the rest of the catalogue is not this run's business. */
export function selectedOf({ requirements }: Pick<ConformanceResult, 'requirements'>): readonly RequirementResult[] {
  return requirements.filter(({ cause }) => cause !== 'not-selected');
}

/** Seconds that the checks of each requirement took. */
export function secondsOf(checks: readonly Check[]): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  for (const { requirements, durationMs } of checks)
    for (const id of requirements) seconds.set(id, (seconds.get(id) ?? 0) + durationMs / 1000);
  return seconds;
}

/** A finding in plain text. */
function findingText({ finding, times, checks, tried }: Told): string {
  const { message, expected, actual, seenIn, curl } = finding;
  return [
    times > 1 ? `${message} (${times} times)` : message,
    ...(checks.length === 0 ? [] : [`check:    ${checks.join('; ')}`]),
    ...(tried.length === 0 ? [] : [`tried:    ${tried.join('; ')}`]),
    ...(expected === '' && actual === '' ? [] : [`expected: ${expected}`, `actual:   ${actual}`]),
    ...(seenIn === undefined ? [] : [`seen in:  ${placeOf(finding)}`]),
    ...circumstancesOf(finding).map(([label, words]) => `${`${label}:`.padEnd(9)} ${words}`),
    ...(curl === undefined ? [] : [curl]),
  ].join('\n');
}

/** The command that checks a requirement again, with the same data. */
export function againOf(one: RequirementResult, { command, result }: RunStory): string {
  return commandAgain(one, command, result.seed);
}

/** The command that shows a failure again, request by request. */
export function replayOf({ id }: Pick<RequirementResult, 'id'>): string {
  return invocation('replay', id);
}

/** Everything that is to be said of a failure or a warning, in plain text: each finding once, then where the document says so, what it means, its signature, and how to see it again. */
export function failureText(one: RequirementResult, story: RunStory): string {
  const means = meaningOf(one);
  const about = [
    `document:  ${sourceOf(one)}`,
    ...(means === undefined ? [] : [`means:     ${means}`]),
    ...(one.signature === undefined ? [] : [`signature: ${one.signature}`]),
    `again:     ${againOf(one, story)}`,
    `by steps:  ${replayOf(one)}`,
  ];
  return [...toldOnce(one.findings).map(findingText), about.join('\n')].join('\n\n');
}

/** Name of the test that stands for the gate, in formats that know tests alone. */
export const GATE_TEST = 'The gate lets this run pass';

/** What the gate says, in plain text: verdict, reasons, what was not verified, what disturbed the run, what it left behind. */
export function gateText({ result }: Pick<RunStory, 'result'>): string {
  const { gate, verified, leftovers } = result;
  const asked = verified.missing.filter(({ cause }) => cause !== 'not-selected');
  const ids = asked.length === 0 ? '' : ` Not verified: ${asked.map(({ id }) => id).join(', ')}.`;
  const hows = [...new Set(verified.missing.map(({ how }) => how))].join(' ');
  return [
    verdictOf(result).sentence,
    `gate ${gate.outcome}${gate.why.length === 0 ? '' : `: ${gate.why.join(' ')}`}`,
    `${verified.verified} of ${verified.of} requirements verified.${ids}${hows === '' ? '' : ` ${hows}`}`,
    ...disturbancesInWords(result),
    ...leftovers.map(({ kind, id, reason }) => `left behind: ${kind} ${id}: ${reason}`),
  ].join('\n');
}

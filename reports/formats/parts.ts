import type { Check, ConformanceResult, Finding, RequirementResult } from '../verdict/result.ts';

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
export function findingText({ message, expected, actual, seenIn, curl }: Finding): string {
  return [
    message,
    ...(expected === '' && actual === '' ? [] : [`expected: ${expected}`, `actual:   ${actual}`]),
    ...(seenIn === undefined ? [] : [`seen in:  ${seenIn}`]),
    ...(curl === undefined ? [] : [curl]),
  ].join('\n');
}

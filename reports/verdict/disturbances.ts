import { plural } from '../terminal/text.ts';
import type { ConformanceResult, Disturbance, RequirementResult } from './result.ts';

/** What each kind is called in reports. */
const WORDS: Readonly<Record<Disturbance['kind'], string>> = {
  'sent-again': 'sent again',
  'rate-limit': 'rate limit of the tenant',
  'own-limit': 'own limit of requests',
  unanswered: 'given up without an answer',
  'server-error': 'server error outside of findings',
  repeated: 'done anew from the beginning',
  'clean-up': 'clean-up in a second try',
};

/** Adds up what is of one kind, place and wording. */
export function summedUp(all: readonly Disturbance[]): readonly Disturbance[] {
  const sums = new Map<string, Disturbance>();
  for (const one of all) {
    const key = [one.kind, one.where, one.what].join('\t');
    const known = sums.get(key);
    sums.set(key, known === undefined ? one : { ...one, times: known.times + one.times, ms: known.ms + one.ms });
  }
  return [...sums.values()];
}

/** Takes away the server errors that findings show: those are told there. */
export function outsideOfFindings(
  all: readonly Disturbance[],
  requirements: readonly RequirementResult[],
): readonly Disturbance[] {
  const shown = new Map<string, Set<string>>();
  for (const { exchange } of requirements.flatMap(({ findings }) => findings)) {
    if (exchange?.response === undefined || exchange.response.status < 500) continue;
    const key = `${exchange.operation ?? exchange.request.method}\tanswered ${exchange.response.status}`;
    shown.set(key, (shown.get(key) ?? new Set()).add(`${exchange.startedAt} ${exchange.request.url}`));
  }
  return all.flatMap((one) => {
    if (one.kind !== 'server-error') return [one];
    const times = one.times - (shown.get(`${one.where}\t${one.what}`)?.size ?? 0);
    return times > 0 ? [{ ...one, times }] : [];
  });
}

/** One line for each: what, where, how often and how long. */
export function disturbancesInWords({ disturbances = [] }: Pick<ConformanceResult, 'disturbances'>): readonly string[] {
  return disturbances.map(
    ({ kind, where, what, times, ms }) =>
      `disturbance: ${WORDS[kind]}: ${where}${what === '' ? '' : `, ${what}`}, ${plural(times, 'time')}${ms < 1 ? '' : `, ${(ms / 1000).toFixed(1)} s`}`,
  );
}

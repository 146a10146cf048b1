import type { Met } from '../../prove/meet.ts';
import { meetAll } from '../../prove/meet-all.ts';
import { type Guest, planProof } from '../../prove/plan.ts';

/** How often the failure that is told first is a requirement that the fault declares, in runs like those of users. */
export interface FirstTrial {
  /** Faults that were caught. */
  readonly caught: number;
  /** Those of them of which a declared requirement was told first, in percent. */
  readonly share: number;
  /** The others: the fault, what it declares, and what was told first. */
  readonly others: readonly string[];
  /** Faults that no check of an ordinary run caught. */
  readonly missed: readonly string[];
  /** How long the runs took, against that of the tenant without a fault beside them: the median, the longest, and the ten slowest. */
  readonly times: { readonly median: number; readonly longest: number; readonly slowest: readonly string[] };
}

/** Lets a sample of the faults meet every check of an ordinary run; the proof lets each meet its own, and what needs no more requests. */
export async function firstTrial(size: number): Promise<FirstTrial> {
  const plan = planProof({ personas: false, faults: true, loosenings: false, only: [] });
  const faults = plan.guests.filter(({ kind, equivalent }) => kind === 'fault' && equivalent === undefined);
  const step = Math.max(1, faults.length / size);
  const sample = Array.from({ length: Math.min(size, faults.length) }, (_, at) => faults[Math.floor(at * step)]);
  const guests = sample.flatMap((one) => (one === undefined ? [] : [inFull(one)]));
  const [control, ...met] = await meetAll([...plan.guests.filter(isControl).map(inFull), ...guests], () => undefined);
  const caught = met.filter(({ first }) => first !== undefined);
  const others = caught.filter(({ guest, first }) => first !== undefined && !guest.declares.includes(first));
  return {
    caught: caught.length,
    share: Math.round((1000 * (caught.length - others.length)) / Math.max(1, caught.length)) / 10,
    others: others.map(({ guest, first }) => `${guest.id}: ${first}, declared ${guest.declares.join(' ')}`),
    missed: met.filter(({ first }) => first === undefined).map(({ guest }) => guest.id),
    times: timesOf(met, control?.durationMs ?? Number.NaN),
  };
}

const isControl = ({ kind }: Guest): boolean => kind === 'control';
const inFull = (guest: Guest): Guest => ({ ...guest, checks: 'default' });

function timesOf(met: readonly Met[], controlMs: number): FirstTrial['times'] {
  const ratio = ({ durationMs }: Met): number => Math.round((10 * durationMs) / controlMs) / 10;
  const sorted = [...met].sort((one, other) => other.durationMs - one.durationMs);
  const [slowest, median] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  return {
    median: median === undefined ? 0 : ratio(median),
    longest: slowest === undefined ? 0 : ratio(slowest),
    slowest: sorted.slice(0, 10).map((one) => `${one.guest.id}: ${ratio(one)}`),
  };
}

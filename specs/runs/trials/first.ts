import type { TenantOptions } from '../../../fixtures/mock/index.ts';
import { allFaults } from '../../../fixtures/variants/faults/index.ts';
import { rootsOf } from '../../../reports/causes/roots.ts';
import type { ConformanceResult } from '../../../reports/verdict/result.ts';
import { requirements } from '../../catalogue/index.ts';
import type { Requirement } from '../../catalogue/types.ts';
import { LiveTenant } from '../support/live.ts';

/** How often the failure that is told first is a requirement that the fault declares, in runs like those of users. */
export interface FirstTrial {
  /** Faults that were caught. */
  readonly caught: number;
  /** Those of them of which a declared requirement was told first, in percent. */
  readonly share: number;
  /** The others: the fault, what it declares, and what was told first. */
  readonly others: readonly string[];
  /** Faults that an ordinary run did not catch. */
  readonly missed: readonly string[];
  /** How long the runs took, against that of the tenant without a fault before them: the median, the longest, and the ten slowest. */
  readonly times: { readonly median: number; readonly longest: number; readonly slowest: readonly string[] };
}

interface Met {
  readonly id: string;
  readonly declares: readonly string[];
  /** The failure that is told first, or, where nothing failed, a warning that the fault declares. */
  readonly first: string | undefined;
  readonly ms: number;
}

/**
 * Judges tenants with faults as users judge theirs: from outside, by all checks of an ordinary run, with the settings as they are. The proof
 * meets each fault inside, by the checks that must catch it.
 * @param size how many faults, spread over all that an ordinary run can catch
 * @param only ids of faults in their place
 */
export async function firstTrial(size: number, seed: number, only: readonly string[]): Promise<FirstTrial> {
  const all = allFaults().filter(({ equivalent, declares }) => equivalent === undefined && declares.some(isOrdinary));
  const step = Math.max(1, all.length / size);
  const sample =
    only.length > 0
      ? allFaults().filter(({ id }) => only.includes(id))
      : all.slice(0, size).flatMap((_, at) => all[Math.floor(at * step)] ?? []);
  const controlMs = await timed(() => judged({}, seed));
  const met: Met[] = [];
  for (const fault of sample) {
    const began = performance.now();
    const result = await judged({ ...fault.options, variants: fault.variants }, seed);
    const declares: readonly string[] = fault.declares;
    const first = firstOf(declares, result);
    met.push({ id: fault.id, declares, first, ms: performance.now() - began });
    const said = first === undefined ? 'MISSED' : declares.includes(first) ? 'ok' : 'OTHER';
    process.stderr.write(`${met.length}/${sample.length} ${said} ${fault.id}: ${first ?? result.verdict}\n`);
  }
  const caught = met.filter(({ first }) => first !== undefined);
  const others = caught.filter(({ declares, first }) => first !== undefined && !declares.includes(first));
  return {
    caught: caught.length,
    share: Math.round((1000 * (caught.length - others.length)) / Math.max(1, caught.length)) / 10,
    others: others.map(({ id, declares, first }) => `${id}: ${first}, declared ${declares.join(' ')}`),
    missed: met.filter(({ first }) => first === undefined).map(({ id }) => id),
    times: timesOf(met, controlMs),
  };
}

/** Whether an ordinary run looks at a requirement. */
function isOrdinary(id: keyof typeof requirements): boolean {
  const { depth }: Requirement = requirements[id];
  return depth !== 'deep';
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function judged(options: TenantOptions, seed: number): Promise<ConformanceResult> {
  const tenant = await LiveTenant.start(options);
  try {
    return await tenant.judge({ CONFORMANCE_SEED: String(seed) });
  } finally {
    await tenant.close();
  }
}

function firstOf(declares: readonly string[], result: ConformanceResult): string | undefined {
  const failed = rootsOf(result).find(({ lead }) => lead.verdict === 'fail')?.lead.id;
  const warned = result.requirements.find(({ id, verdict }) => verdict === 'warn' && declares.includes(id))?.id;
  return failed ?? warned;
}

function timesOf(met: readonly Met[], controlMs: number): FirstTrial['times'] {
  const ratio = ({ ms }: Met): number => Math.round((10 * ms) / controlMs) / 10;
  const sorted = [...met].sort((one, other) => other.ms - one.ms);
  const [slowest, median] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  return {
    median: median === undefined ? 0 : ratio(median),
    longest: slowest === undefined ? 0 : ratio(slowest),
    slowest: sorted.slice(0, 10).map((one) => `${one.id}: ${ratio(one)}`),
  };
}

import type { Reply, Variant } from '../../../fixtures/mock/index.ts';
import { LiveTenant } from '../support/live.ts';

/** The answer of a gateway in the place of the tenant's own. */
export const gateway = (status: number): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><body><h1>Gateway</h1></body></html>',
  raw: true,
});

/** One request in fifty meets a gateway, a reset, a cut answer or a rate limit. */
export function disturbances(share = 0.02): Variant {
  const lost: Reply = { status: 500, headers: {}, body: undefined };
  const limited = (when: string): Reply => ({ status: 429, headers: { 'Retry-After': when }, body: {} });
  const kinds: readonly ((next: () => Promise<Reply>) => Reply | Promise<Reply>)[] = [
    () => gateway(502),
    () => gateway(503),
    () => gateway(504),
    () => ({ ...lost, destroy: 'before' }),
    // The tenant has done what it was asked for, and only the answer is lost.
    async (next) => ({ ...(await next()), destroy: 'within' }),
    () => limited('1'),
    () => limited(new Date(Date.now() + 1000).toUTCString()),
  ];
  let met = 0;
  return {
    around: (_call, next) => {
      if (Math.random() >= share) return next();
      met += 1;
      return kinds[met % kinds.length]?.(next) ?? next();
    },
  };
}

/** A tenant that keeps one promise less: it forgets to delete. */
const broken: Variant = { points: () => ({ removeClient: () => {} }) };

/** How runs with lost and limited requests ended, by verdict. */
export interface DisturbancesTrial {
  readonly runs: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** Requirements that failed, with the number of runs. */
  readonly failed: Readonly<Record<string, number>>;
  /** Clients left on the tenants. */
  readonly left: number;
  /** What kept runs from telling. */
  readonly problems: readonly string[];
}

/**
 * Judges a tenant with lost and limited requests.
 * @param runs how many
 * @param isBroken whether the tenant is one that does not delete
 * @param settings more settings of the runs
 */
export async function disturbancesTrial(
  runs: number,
  isBroken: boolean,
  settings: Readonly<Record<string, string>> = {},
): Promise<DisturbancesTrial> {
  const verdicts: Record<string, number> = {};
  const failed: Record<string, number> = {};
  const problems: string[] = [];
  let left = 0;
  for (let run = 0; run < runs; run += 1) {
    const tenant = await LiveTenant.start({ variants: [...(isBroken ? [broken] : []), disturbances()] });
    const result = await tenant.judge({ CONFORMANCE_CONSISTENCY_MS: isBroken ? '300' : '5000', ...settings });
    const { verdict } = result;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    for (const one of result.requirements) if (one.verdict === 'fail') failed[one.id] = (failed[one.id] ?? 0) + 1;
    if (verdict === 'inconclusive')
      problems.push(
        ...result.problems,
        ...result.requirements
          .filter(({ cause }) => cause === 'environment' || cause === 'timeout' || cause === 'suite-error')
          .map(({ id, cause, detail }) => `${id} ${cause}: ${detail}`),
      );
    left += isBroken ? 0 : tenant.ours().length;
    await tenant.close();
  }
  return { runs, verdicts, failed, left, problems };
}

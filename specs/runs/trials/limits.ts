import type { Variant } from '../../../fixtures/mock/index.ts';
import { LiveTenant } from '../support/live.ts';

/** What a run sent to a tenant that enforces half of the cloud's limits. */
export interface LimitsTrial {
  readonly verdict: string | undefined;
  readonly sent: Readonly<Record<string, number>>;
  /** Requests that the tenant refused with 429. */
  readonly refused: number;
  readonly seconds: number;
}

/** Half of what Automation Cloud allows in five minutes. */
const HALF: Readonly<Record<string, number>> = { GET: 150, PUT: 80, DELETE: 80 };

/** Runs the whole suite against a tenant that refuses what exceeds half of the limits. */
export async function limitsTrial(): Promise<LimitsTrial> {
  const sent: Record<string, number> = {};
  let refused = 0;
  const enforcing: Variant = {
    around: (call, next) => {
      const count = (sent[call.method] ?? 0) + 1;
      sent[call.method] = count;
      if (count <= (HALF[call.method] ?? Number.POSITIVE_INFINITY)) return next();
      refused += 1;
      // Lets the run end: what counts is that this never happens.
      return refused % 2 === 0 ? next() : { status: 429, headers: { 'Retry-After': '1' }, body: {} };
    },
  };
  const tenant = await LiveTenant.start({ variants: [enforcing] });
  const { result, ms } = await tenant.run(['run']);
  await tenant.close();
  return { verdict: result?.verdict, sent, refused, seconds: ms / 1000 };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { LiveTenant } from '../support/live.ts';

/** How long a run takes against a tenant that is slow. */
export interface LatencyTrial {
  readonly latencyMs: number;
  readonly verdict: string | undefined;
  readonly seconds: number;
  /** The same run against a tenant that answers at once. */
  readonly secondsWithout: number;
  /** Requests that had to wait for each other, at least: the time of the run over the latency. */
  readonly chain: number;
  readonly requests: number;
}

/** @param latencyMs milliseconds by which every answer is held back */
export async function latencyTrial(latencyMs: number): Promise<LatencyTrial> {
  const measure = async (milliseconds: number) => {
    const tenant = await LiveTenant.start({
      variants: [
        {
          around: async (_call, next) => {
            await sleep(milliseconds);
            return next();
          },
        },
      ],
    });
    const { result } = await tenant.run(['run']);
    await tenant.close();
    return result;
  };
  const [fast, slow] = [await measure(0), await measure(latencyMs)];
  const [seconds, secondsWithout] = [(slow?.durationMs ?? 0) / 1000, (fast?.durationMs ?? 0) / 1000];
  const chain = Math.round(((seconds - secondsWithout) * 1000) / latencyMs);
  return { latencyMs, verdict: slow?.verdict, seconds, secondsWithout, chain, requests: slow?.requests.total ?? 0 };
}

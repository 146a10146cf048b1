import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveTenant } from '../support/live.ts';
import { longestChain, type Sent } from './chain.ts';

/** How long a run takes against a tenant that is slow. */
export interface LatencyTrial {
  readonly latencyMs: number;
  readonly verdict: string | undefined;
  readonly seconds: number;
  /** The same run against a tenant that answers at once. */
  readonly secondsWithout: number;
  /** The longest chain of requests that must come one after the other, first phase included. */
  readonly chain: number;
  /** The time that latency added, in chains: how often that chain could have been gone through meanwhile. */
  readonly chains: number;
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
    const partitions = tenant.running.organizations.map(({ partitionId }) => partitionId);
    const chain = longestChain(sentIn(join(tenant.out, 'exchanges.har')), partitions);
    await tenant.close();
    return { ...result, chain };
  };
  const [fast, slow] = [await measure(0), await measure(latencyMs)];
  const [seconds, secondsWithout] = [slow, fast].map(({ durationMs = 0 }) => durationMs / 1000) as [number, number];
  const { chain, verdict, requests } = slow;
  const chains = ((seconds - secondsWithout) * 1000) / (latencyMs * chain);
  const rounded = Math.round(chains * 100) / 100;
  return { latencyMs, verdict, seconds, secondsWithout, chain, chains: rounded, requests: requests?.total ?? 0 };
}

function sentIn(har: string): readonly Sent[] {
  const { log } = JSON.parse(readFileSync(har, 'utf8')) as { log: { entries: readonly HarEntry[] } };
  return log.entries.map(({ request, response }) => ({
    method: request.method,
    url: request.url,
    body: request.postData?.text ?? '',
    answer: response.content.text ?? '',
  }));
}

interface HarEntry {
  readonly request: { readonly method: string; readonly url: string; readonly postData?: { readonly text?: string } };
  readonly response: { readonly content: { readonly text?: string } };
}

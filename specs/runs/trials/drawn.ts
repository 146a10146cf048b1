/** Honest tenants that are drawn: slow ones, of several servers that lag behind, or whose answers are lost. None may be accused. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Reply, Variant } from '../../../fixtures/mock/index.ts';
import { Data } from '../../../fixtures/session/data.ts';
import { lagging } from '../../../fixtures/variants/personas/lagging.ts';
import { LiveTenant } from '../support/live.ts';
import { gateway } from './disturbances.ts';

/** A tenant that was drawn, and what it is like, in words. */
interface Drawn {
  readonly variant: Variant;
  readonly words: string;
}

/** Longest time, in milliseconds, by which a server lags behind. */
const MOST_LATE_MS = 900;

/** Two to four servers, each behind by a time of its own; which of them answers a read, or a token request, is drawn. */
function severalServers(seed: number): Drawn {
  const data = new Data(seed, 'trial', 'servers');
  const lags = [0, ...Array.from({ length: 1 + (seed % 3) }, () => data.index(MOST_LATE_MS + 1))];
  const variant = lagging(MOST_LATE_MS, () => () => lags[data.index(lags.length)] ?? 0);
  return { variant, words: `servers behind by ${lags.join(', ')} ms` };
}

/** How long the slowest answers take on their way there, and back, at least and at most, in milliseconds. */
const SLOWEST = { least: 30, most: 120 } as const;

/** Requests and answers take each a time of their own, so that they overtake each other; scenarios act side by side on such a tenant. */
function slow(seed: number): Drawn {
  const data = new Data(seed, 'trial', 'slow');
  const [there, back] = [0, 1].map(() => SLOWEST.least + data.index(SLOWEST.most - SLOWEST.least)) as [number, number];
  const variant: Variant = {
    around: async (_call, next) => {
      await delay(data.index(there));
      const reply = await next();
      await delay(data.index(back));
      return reply;
    },
  };
  return { variant, words: `requests that take up to ${there} ms, answers up to ${back} ms` };
}

/** Ways in which an answer is lost: before it was worked out, within it, or after what it tells of was done. */
const LOSSES: Readonly<Record<string, (next: () => Promise<Reply>) => Promise<Reply> | Reply>> = {
  'cut off': async (next) => ({ ...(await next()), destroy: 'within' }),
  'never worked out': () => ({ status: 500, headers: {}, body: undefined, destroy: 'before' }),
  'refused by a gateway': () => gateway(503),
  'done, and answered by a gateway with 502': async (next) => {
    await next();
    return gateway(502);
  },
  'done, and answered by a gateway with 503': async (next) => {
    await next();
    return gateway(503);
  },
};
const METHODS = [['DELETE'], ['POST'], ['PUT'], ['PUT', 'DELETE', 'POST', 'GET'], ['GET']] as const;

/** Of a hundred requests so many are lost, and so many of these for longer than a request is sent anew. */
const LOST = { all: 30, long: 2 };
const LONG = 9;

function timesLost(drawn: number): number {
  return drawn < LOST.long ? LONG : Number(drawn < LOST.all);
}

/** A third of the requests by some methods is lost, in one way. */
function losing(seed: number): Drawn {
  const data = new Data(seed, 'trial', 'lost answers');
  const methods: readonly string[] = METHODS[seed % METHODS.length] ?? [];
  const ways = Object.entries(LOSSES);
  const [how = '', lose] = ways[Math.floor(seed / METHODS.length) % ways.length] ?? [];
  const left = new Map<string, number>();
  const variant: Variant = {
    around: ({ method, path, body }, next) => {
      if (!methods.includes(method) || lose === undefined) return next();
      const key = `${method} ${path} ${body}`;
      const times = left.get(key) ?? timesLost(data.index(100));
      left.set(key, Math.max(0, times - 1));
      return times > 0 ? lose(next) : next();
    },
  };
  return { variant, words: `${methods.join(', ')} ${how}` };
}

/** What is drawn, by the name of its trial. */
export const DRAWN = {
  slow: { what: 'tenants on which requests overtake each other', takes: '20 s', draw: slow },
  servers: { what: 'tenants of several servers that lag behind', takes: '30 s', draw: severalServers },
  'lost-answers': { what: 'tenants of whose answers a third is lost', takes: '20 s', draw: losing },
} as const;

/** How runs against drawn tenants ended. */
export interface DrawnTrial {
  readonly runs: number;
  readonly verdicts: Readonly<Record<string, number>>;
  /** Those that were accused: the seed, what the tenant is like, and what was told. */
  readonly accused: readonly {
    readonly seed: number;
    readonly tenant: string;
    readonly findings: readonly unknown[];
  }[];
  /** Clients left on the tenants. */
  readonly left: number;
}

/**
 * Judges honest tenants that are drawn.
 * @param draw of {@link DRAWN}
 * @param runs how many
 * @param from the first seed; each run takes the next one
 */
export async function drawnTrial(draw: (seed: number) => Drawn, runs: number, from: number): Promise<DrawnTrial> {
  const verdicts: Record<string, number> = {};
  const accused: DrawnTrial['accused'][number][] = [];
  let left = 0;
  for (let seed = from; seed < from + runs; seed += 1) {
    const { variant, words } = draw(seed);
    const tenant = await LiveTenant.start({ variants: [variant] });
    const { verdict, requirements } = await tenant.judge({ CONFORMANCE_SEED: String(seed) });
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    const failed = requirements.filter((one) => one.verdict === 'fail');
    if (failed.length > 0)
      accused.push({ seed, tenant: words, findings: failed.flatMap(({ id, findings }) => [id, ...findings]) });
    left += tenant.ours().length;
    await tenant.close();
  }
  return { runs, verdicts, accused, left };
}

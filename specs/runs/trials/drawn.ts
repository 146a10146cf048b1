/** Honest tenants that are drawn: of several servers that lag behind, or whose answers are lost. None may be accused. */
import type { Client, Organization, Reply, Subject, Variant } from '../../../fixtures/mock/index.ts';
import { LiveTenant } from '../support/live.ts';

/** What is drawn of a tenant. */
export const KINDS = ['servers', 'lost answers'] as const;
export type Kind = (typeof KINDS)[number];

/** Numbers from 0 to below 1 that are the same for the same seed: mulberry32. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Longest time, in milliseconds, by which a server lags behind. */
const MOST_LATE_MS = 900;

/** Two to four servers, each behind by a time of its own; which of them answers a read, or a token request, is drawn. */
function severalServers(seed: number): { variant: Variant; words: string } {
  const draw = drawing(seed);
  const lags = [0, ...Array.from({ length: 1 + (seed % 3) }, () => Math.round(draw() * MOST_LATE_MS))];
  const variant: Variant = {
    points: (base) => {
      // What an organization looked like before each change.
      let past: { at: number; organization: Organization; clients: Client[] }[] = [];
      const after =
        <E extends Subject, R>(effect: (subject: E) => R) =>
        (subject: E): R => {
          const { organization } = subject;
          past = past.filter(({ at }) => at > Date.now() - MOST_LATE_MS);
          past.push({ at: Date.now(), organization, clients: structuredClone(organization.clients) });
          return effect(subject);
        };
      const seen = (organization: Organization): Organization => {
        const since = Date.now() - (lags[Math.floor(draw() * lags.length)] ?? 0);
        const before = past.find((one) => one.organization === organization && one.at > since);
        return before === undefined ? organization : { ...organization, clients: before.clients };
      };
      return {
        storeClient: after(base.storeClient),
        applyUpdate: after(base.applyUpdate),
        removeClient: after(base.removeClient),
        addSecret: after(base.addSecret),
        removeSecret: after(base.removeSecret),
        listClients: (organization, call) =>
          base.listClients(call.operation === 'list' ? seen(organization) : organization, call),
        findClient: (organization, clientId, call) =>
          base.findClient(call?.operation === 'get' ? seen(organization) : organization, clientId, call),
        findCredentials: (clientId) => {
          const id = clientId.toLowerCase();
          const found = base.findCredentials(clientId);
          const places = found === undefined ? past.map(({ organization }) => organization) : [found.organization];
          for (const organization of places) {
            const client = seen(organization).clients.find((one) => one.id === id);
            if (client !== undefined) return { organization, client };
          }
          return undefined;
        },
      };
    },
  };
  return { variant, words: `servers behind by ${lags.join(', ')} ms` };
}

const gateway = (status: number): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><body><h1>Gateway</h1></body></html>',
  raw: true,
});

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

/** Share of the requests that are lost once, and of those that are lost for longer than a request is sent anew. */
const LOST = { once: 0.3, long: 0.02 };
const LONG = 9;

/** A third of the requests by some methods is lost, in one way. */
function losing(seed: number): { variant: Variant; words: string } {
  const draw = drawing(seed);
  const methods: readonly string[] = METHODS[seed % METHODS.length] ?? [];
  const ways = Object.entries(LOSSES);
  const [how = '', lose] = ways[Math.floor(seed / METHODS.length) % ways.length] ?? [];
  const left = new Map<string, number>();
  const variant: Variant = {
    around: ({ method, path, body }, next) => {
      if (!methods.includes(method) || lose === undefined) return next();
      const key = `${method} ${path} ${body}`;
      const drawn = draw();
      const times = left.get(key) ?? (drawn < LOST.long ? LONG : drawn < LOST.once ? 1 : 0);
      left.set(key, Math.max(0, times - 1));
      return times > 0 ? lose(next) : next();
    },
  };
  return { variant, words: `${methods.join(', ')} ${how}` };
}

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
 * @param runs how many
 * @param from the first seed; each run takes the next one
 */
export async function drawnTrial(kind: Kind, runs: number, from: number): Promise<DrawnTrial> {
  const verdicts: Record<string, number> = {};
  const accused: DrawnTrial['accused'][number][] = [];
  let left = 0;
  for (let seed = from; seed < from + runs; seed += 1) {
    const { variant, words } = kind === 'servers' ? severalServers(seed) : losing(seed);
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

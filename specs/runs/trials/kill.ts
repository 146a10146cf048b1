import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { killAll, LiveTenant } from '../support/live.ts';

/** What came of runs that were killed. */
export interface KillTrial {
  readonly runs: number;
  /** Runs that left something when they were killed. */
  readonly leaving: number;
  /** Clients that were left at those moments, in all. */
  readonly left: number;
  /** Clients of the suite that are still there after each sweep, in all. */
  readonly remaining: number;
  /** Runs after which something that was there before had changed. */
  readonly changed: number;
  /** Longest time from the signal to the end of a run, in milliseconds. */
  readonly longestMs: number;
  /** What the sweeps, or the runs that were to clean up themselves, said where something remained. */
  readonly complaints: readonly string[];
}

/** How runs are ended. */
export interface Killing {
  /** The latest moment, counted in requests that the tenant was sent. */
  readonly most: number;
  /** Whether the journals of killed runs are at hand; else sweeping goes by names. */
  readonly hasJournal: boolean;
  /** With SIGKILL a sweep has to remove what is left, with SIGTERM the run itself. */
  readonly signal: 'SIGKILL' | 'SIGTERM';
  /** Milliseconds that the tenant takes for each answer. */
  readonly latencyMs: number;
}

/** Without a word, while answers come at once. */
const AT_ONCE: Killing = { most: 150, hasJournal: true, signal: 'SIGKILL', latencyMs: 3 };

/** Ends runs at random moments. After each that could not clean up it sweeps once. */
export async function killTrial(runs: number, how: Partial<Killing> = {}): Promise<KillTrial> {
  const { most, hasJournal, signal, latencyMs } = { ...AT_ONCE, ...how };
  // A name like those of the suite, which no run ever gave.
  const decoys = hasJournal ? [{ name: 'ecc-00000000-0.1 looks like ours' }] : [];
  const clients = [...decoys, { name: 'Payroll', secrets: [{}, {}] }];
  let [leaving, left, remaining, changed, longestMs] = [0, 0, 0, 0, 0];
  const complaints: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const last = randomInt(1, most);
    let requests = 0;
    let reached: (value: unknown) => void = () => {};
    const moment = new Promise((done) => {
      reached = done;
    });
    const tenant = await LiveTenant.start({
      organizations: [{ clients }, {}],
      variants: [
        {
          around: async (_call, next) => {
            requests += 1;
            if (requests === last) reached(undefined);
            // So that something is under way when the run is killed.
            await sleep(latencyMs);
            return next();
          },
        },
      ],
    });
    const before = JSON.stringify(tenant.running.store.organizations);
    const started = tenant.start(['run', '--operation', 'generateSecret,delete,update']);
    await Promise.race([moment, started.ended]);
    await sleep(randomInt(20));
    const sent = performance.now();
    if (signal === 'SIGKILL') killAll(started);
    else started.child.kill(signal);
    const ended = await started.ended;
    longestMs = Math.max(longestMs, Math.round(performance.now() - sent));
    // What was on the way arrives.
    await sleep(100);
    const found = tenant.ours().length - decoys.length;
    if (found > 0) leaving += 1;
    left += found;
    if (!hasJournal) rmSync(tenant.journal, { recursive: true, force: true });
    const sweep = hasJournal ? ['sweep'] : ['sweep', '--by-name', '--older-than', '0'];
    const swept = signal === 'SIGKILL' ? await tenant.run(sweep) : { ...ended, code: 0 };
    const still = tenant.ours().length - decoys.length;
    remaining += Math.max(0, still);
    if (still > 0 || swept.code !== 0) complaints.push(swept.output.trim());
    if (still === 0 && JSON.stringify(tenant.running.store.organizations) !== before) changed += 1;
    if (still < 0) changed += 1;
    await tenant.close();
  }
  return { runs, leaving, left, remaining, changed, longestMs, complaints };
}

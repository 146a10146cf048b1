import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Announcement } from '../mock/announce.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';

/** What issue and documentation promise. */
const WANTED_READY_MS = 1000;
const WANTED_PER_SECOND = 2000;
/** With the administrator of the organization. */
const CLIENTS = 10;
const CONNECTIONS = 10;
const WARM_UP_SECONDS = 2;

interface Started {
  readonly child: ChildProcess;
  readonly announcement: Announcement;
  /** Milliseconds from the start of the process to the end of the first answer. */
  readonly readyMs: number;
  /** Processor time that the mock took for it, in milliseconds. */
  readonly readyCpuMs: number;
}

/**
 * Measures the mock as a client sees it: how long it takes until it answers, and how many lists of ten clients a second it answers
 * on one core, with tokens verified. The machine should be idle: what else runs takes its time from both; so the mock's own
 * processor time is told as well, where the system tells it.
 * @param rounds starts, and rounds of load, of which the medians count
 * @param seconds length of one round of load
 */
export async function benchMock({ rounds, seconds }: { rounds: number; seconds: number }): Promise<VerbOutcome> {
  const autocannon = await import('autocannon').catch(() => undefined);
  if (autocannon === undefined)
    return unusable('The load generator autocannon is not installed; run npm ci in a clone.');
  const folder = mkdtempSync(join(tmpdir(), 'conformance-bench-mock-'));
  const seedFile = join(folder, 'seed.json');
  const secrets = [{ description: 'first' }, { description: 'second', expiryTime: '2099-01-31T00:00:00Z' }];
  const client = (index: number) => ({ name: `Client ${index}`, scopes: ['OR.Jobs', 'OR.Folders.Read'], secrets });
  const clients = Array.from({ length: CLIENTS - 1 }, (_, index) => client(index));
  writeFileSync(seedFile, JSON.stringify({ organizations: [{ clients }] }));
  const children: ChildProcess[] = [];
  try {
    print(`${availableParallelism()} cores, load average ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`);
    const ready: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const { child, readyMs, readyCpuMs } = await start([]);
      children.push(child);
      await end(child);
      // The first start fills the caches of compiler and disk.
      if (round === 0) continue;
      ready.push(readyMs);
      const cpu = Number.isNaN(readyCpuMs) ? '' : `, ${readyCpuMs.toFixed(0)} ms of its processor time`;
      print(`start ${round}: first answer after ${readyMs.toFixed(0)} ms${cpu}`);
    }
    const { child, announcement } = await start(['--seed-file', seedFile]);
    children.push(child);
    const { url, headers, bytes } = await listOf(announcement);
    const load = (duration: number) => autocannon.default({ url, headers, connections: CONNECTIONS, duration });
    await load(WARM_UP_SECONDS);
    const rates: number[] = [];
    const perCpu: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const before = cpuSeconds(child);
      const { '2xx': good, non2xx, errors, duration, latency } = await load(seconds);
      const used = cpuSeconds(child) - before;
      if (non2xx + errors > 0)
        return { code: 1, problems: [`${non2xx + errors} requests did not succeed; there is nothing to measure.`] };
      rates.push(good / duration);
      perCpu.push(good / used);
      const cpu = Number.isNaN(used) ? '' : `, ${(good / used).toFixed(0)} per second of its processor time`;
      print(`load ${round}: ${(good / duration).toFixed(0)} lists a second (p99 ${latency.p99} ms)${cpu}`);
    }
    print(
      `median: first answer after ${median(ready).toFixed(0)} ms (wanted: below ${WANTED_READY_MS}); ${median(rates).toFixed(0)} lists of ${CLIENTS} clients (${bytes} bytes) a second on one core (wanted: at least ${WANTED_PER_SECOND})${Number.isNaN(median(perCpu)) ? '' : `, ${median(perCpu).toFixed(0)} per second of processor time`}; ${memory(child)}`,
    );
    await end(child);
    return { code: median(ready) < WANTED_READY_MS && median(rates) >= WANTED_PER_SECOND ? 0 : 1 };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the mock as users do, on the first core alone where the system can pin it, and waits for its first answer. */
async function start(flags: readonly string[]): Promise<Started> {
  const launcher = fileURLToPath(new URL('../external-client-conformance.js', import.meta.url));
  const command = [...pinned(), process.execPath, launcher, 'mock', '--json', ...flags];
  const begin = performance.now();
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const announcement = await new Promise<Announcement>((done, failed) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('}\n')) done(JSON.parse(text) as Announcement);
    });
    child.once('error', failed);
    child.once('close', (code) => failed(new Error(`The mock ended with ${code} before it was ready.`)));
  });
  const answer = await fetch(`${announcement.identityUrl}/.well-known/openid-configuration`);
  await answer.arrayBuffer();
  return { child, announcement, readyMs: performance.now() - begin, readyCpuMs: cpuSeconds(child) * 1000 };
}

function pinned(): readonly string[] {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('close', () => done());
    child.kill('SIGTERM');
  });
}

/** The list of the mock's clients, with a token for it, after a look at whether it is what is to be measured. */
async function listOf({ identityUrl, tokenUrl, organizations: [organization] }: Announcement): Promise<{
  url: string;
  headers: { authorization: string };
  bytes: number;
}> {
  const { clientId = '', clientSecret = '' } = organization?.administrator ?? {};
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const granted = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await granted.json()) as { access_token: string };
  const url = `${identityUrl}/api/ExternalClient/${organization?.partitionId}`;
  const headers = { authorization: `Bearer ${access_token}` };
  const text = await (await fetch(url, { headers })).text();
  const { length } = JSON.parse(text) as unknown[];
  if (length !== CLIENTS) throw new Error(`The mock lists ${length} clients instead of ${CLIENTS}.`);
  return { url, headers, bytes: Buffer.byteLength(text) };
}

/** Processor time of a process so far, in seconds; NaN where the system does not tell (it is read from Linux' /proc). */
function cpuSeconds({ pid }: ChildProcess): number {
  try {
    // Fields 14 and 15 of proc(5), in hundredths of a second; the name of the program before them may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

function memory({ pid }: ChildProcess): string {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return `${Math.round(Number(kilobytes) / 1024)} MB resident at the end`;
  } catch {
    return 'memory unknown';
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ConformanceResult } from '../../reports/verdict/result.ts';
import type { VerbOutcome } from './outcome.ts';
import { ownCommandLine, PLAYWRIGHT_CLI } from './processes.ts';

interface Timed {
  readonly seconds: number;
  /** When it ended, in milliseconds since the epoch. */
  readonly endedAt: number;
  readonly code: number | null;
  readonly output: string;
}

function timed(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Timed {
  return timedNode(cwd, [PLAYWRIGHT_CLI, 'test', ...args], env);
}

function timedNode(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Timed {
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...withoutTenant(), ...env },
    encoding: 'utf8',
  });
  return { seconds: (performance.now() - start) / 1000, endedAt: Date.now(), code: status, output: stdout };
}

/** The environment without settings of a tenant or a run: the benchmark measures the mock. */
function withoutTenant(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TENANT|CONFORMANCE)_/.test(name)));
}

/** A Playwright project of empty tests, as many and in as many files as the suite has. */
function emptyProject(tests: number, files: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-bench-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'playwright.config.ts'),
    "import { defineConfig } from '@playwright/test';\nexport default defineConfig({ testDir: 'specs', workers: 2, reporter: 'line' });\n",
  );
  mkdirSync(join(folder, 'specs'));
  for (let file = 0; file < files; file += 1) {
    const own = Math.floor(((file + 1) * tests) / files) - Math.floor((file * tests) / files);
    const lines = Array.from({ length: own }, (_, index) => `test('empty ${index}', async () => {});`);
    writeFileSync(
      join(folder, 'specs', `empty-${file}.spec.ts`),
      `import { test } from '@playwright/test';\n${lines.join('\n')}\n`,
    );
  }
  return folder;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Times full runs on the embedded mock, plain and as Playwright tests, against the same number of empty Playwright tests, in turn, and
 * prints the ratios.
 * @param rounds rounds that count; one more goes first and warms the caches
 */
export function bench({ rounds }: { rounds: number }): VerbOutcome {
  const listed = timed(process.cwd(), ['--list', '--reporter', 'line'], {});
  const [, tests, files] = /Total: (\d+) tests? in (\d+) files?/.exec(listed.output) ?? [];
  if (tests === undefined || files === undefined)
    return { code: 2, problems: ['The tests of the suite could not be counted.'] };
  const empty = emptyProject(Number(tests), Number(files));
  const out = mkdtempSync(join(tmpdir(), 'conformance-bench-out-'));
  const ours: number[] = [];
  const theirs: number[] = [];
  const told: number[] = [];
  const plain: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const run = timedNode(process.cwd(), [...ownCommandLine(), 'run'], { CONFORMANCE_OUT: out });
      const suite = timed(process.cwd(), [], { CONFORMANCE_OUT: out });
      const bare = timed(empty, [], {});
      if (suite.code !== 0 || run.code !== 0)
        return { code: 1, problems: ['The run on the mock was not conformant; there is nothing to time.'] };
      if (round === 0) continue;
      ours.push(suite.seconds);
      told.push(secondsAfterChecks(out, suite));
      theirs.push(bare.seconds);
      plain.push(run.seconds);
      console.log(
        `round ${round}: run ${run.seconds.toFixed(2)} s, as Playwright tests ${suite.seconds.toFixed(2)} s, ${tests} empty tests ${bare.seconds.toFixed(2)} s`,
      );
    }
    const ratio = (seconds: readonly number[]): string =>
      median(seconds.map((one, index) => one / (theirs[index] ?? Number.NaN))).toFixed(2);
    console.log(`median: empty tests ${median(theirs).toFixed(2)} s`);
    console.log(`median: run ${median(plain).toFixed(2)} s, ratio ${ratio(plain)} (at most 1.0)`);
    console.log(`median: the same checks as Playwright tests ${median(ours).toFixed(2)} s, ratio ${ratio(ours)}`);
    const shares = told.map((seconds, index) => (seconds / (ours[index] ?? Number.NaN)) * 100);
    console.log(
      `median: everything after the last check (all reports, Playwright's own among them) ${median(told).toFixed(2)} s, ${median(shares).toFixed(1)} % of the run (at most 10 %)`,
    );
    return { code: 0 };
  } finally {
    rmSync(empty, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  }
}

/** Seconds from the end of the last check to the end of the process: writing all reports, and whatever else is done then. */
function secondsAfterChecks(out: string, { endedAt }: Timed): number {
  const { startedAt, durationMs } = JSON.parse(
    readFileSync(join(out, 'conformance.json'), 'utf8'),
  ) as ConformanceResult;
  return (endedAt - Date.parse(startedAt) - durationMs) / 1000;
}

/**
 * Runs the suite on the mock with different seeds and compares the verdicts, that of every requirement included.
 * @param runs how many runs
 */
export function seeds({ runs }: { runs: number }): VerbOutcome {
  const out = mkdtempSync(join(tmpdir(), 'conformance-seeds-'));
  const seen = new Map<string, number[]>();
  try {
    for (let run = 1; run <= runs; run += 1) {
      const seed = run * 7919;
      timed(process.cwd(), [], { CONFORMANCE_OUT: out, CONFORMANCE_SEED: String(seed) });
      const result = JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8')) as ConformanceResult;
      const key = `${result.verdict}: ${result.requirements.map(({ id, verdict }) => `${id} ${verdict}`).join(', ')}`;
      seen.set(key, [...(seen.get(key) ?? []), seed]);
      console.log(`seed ${seed}: ${result.verdict}`);
    }
    console.log(
      `${runs} runs with different seeds: ${seen.size === 1 ? 'the same verdict, and the same per requirement' : `${seen.size} different outcomes`}`,
    );
    return { code: seen.size === 1 ? 0 : 1 };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { conclude, type RunOptions, telling } from './conclude.ts';
import { ALLURE_FOLDER, completeAllure } from './formats/allure.ts';
import { RUN_FOLDER, readResult, removeStaleResults, storing } from './publish/files.ts';
import { Progress } from './terminal/progress.ts';
import { refuse } from './terminal/refusal.ts';
import {
  checkOf,
  judgedOutcomes,
  NOTHING_MATCHES,
  outcomesOf,
  problemsFrom,
  requirementsOf,
  shownTitle,
} from './verdict/outcomes.ts';
import { restricts } from './verdict/selection.ts';
import { readWorkerRecords } from './verdict/worker-records.ts';

/** What the configuration tells the reporter. */
export interface ReporterOptions extends RunOptions {
  /** Whether tests are listed only, and none is run. */
  readonly listing?: boolean;
  /** Set where Playwright replays the reports of shards: the folders of their records, and when they ran. */
  readonly merged?: { readonly records: readonly string[]; readonly startedAt: string; readonly durationMs: number };
}

/** Playwright's part in the end of a run: which tests were selected, which had their turn, and what went wrong outside of them. */
export default class ConformanceReporter implements Reporter {
  readonly #options: ReporterOptions;
  /** Playwright only lists tests. */
  readonly #idle: boolean;
  #tests: readonly TestCase[] = [];
  readonly #ended: { readonly test: TestCase; readonly result: TestResult }[] = [];
  readonly #problems: string[] = [];
  readonly #covered = new Set<string>();
  readonly #progress = telling().quiet ? undefined : new Progress(telling().output);
  readonly #startedAt = new Date();
  /** When the last check was done; what comes after is writing. */
  #endedAt = Date.now();
  #begun = false;
  #narrowed = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#idle = options.listing === true;
    // Before the first phase of the run, which leaves a record of its own.
    if (!this.#idle) removeStaleResults(options.out);
  }

  printsToStdio(): boolean {
    return !this.#idle;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    if (this.#idle) return;
    const tests = suite.allTests();
    this.#tests = tests;
    for (const test of tests) for (const id of requirementsOf(test)) this.#covered.add(id);
    // Reporters that come after this one show it like that: Playwright's page, Allure's, and lists on a terminal.
    for (const test of tests) test.title = shownTitle(test);
    this.#begun = true;
    // Specs that could not be loaded are missing as well; the error that says so came before.
    const wholeFiles =
      this.#problems.length > 0 ||
      restricts(this.#options.selection, this.#options.profile) ||
      !lacksFiles(config, suite);
    this.#narrowed = this.#options.merged === undefined && (isFiltered(config, process.argv.slice(2)) || !wholeFiles);
    this.#progress?.begin(tests.length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#ended.push({ test, result });
    this.#progress?.advance(test.title);
  }

  onStdOut(chunk: string | Buffer): void {
    this.#progress?.clear();
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    this.#progress?.clear();
    process.stderr.write(chunk);
  }

  onError(error: TestError): void {
    for (const problem of problemsFrom(error)) if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }

  async onEnd(full: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#idle) return undefined;
    this.#endedAt = Date.now();
    this.#progress?.clear();
    const { out, merged } = this.#options;
    // There is nothing to be told of a run that looked at nothing.
    if (this.#problems.includes(NOTHING_MATCHES)) return exits(refuse([NOTHING_MATCHES], out));
    const records = readWorkerRecords(...(merged?.records ?? [join(out, RUN_FOLDER)]));
    const ended = this.#ended.map(({ test, result }) => ({
      test,
      result,
      outcomes: outcomesOf(test, result, records.checks),
    }));
    const reached = new Set(this.#ended.map(({ test }) => test));
    // The session acts ahead of the tests: what it has seen is judged, whether or not the test had its turn.
    const ahead = this.#tests
      .filter((test) => !reached.has(test))
      .flatMap((test) => judgedOutcomes(test, records.checks));
    const isInterrupted = full.status === 'interrupted' || full.status === 'timedout';
    const code = await conclude(this.#options, {
      records,
      outcomes: [...ended.flatMap((one) => one.outcomes), ...ahead],
      checks: ended.map((one) => checkOf(one.test, one.result, one.outcomes, records.checks)),
      covered: this.#covered,
      narrowed: this.#narrowed,
      problems: this.#problems,
      isInterrupted,
      hasBegun: this.#begun,
      startedAt: merged?.startedAt ?? this.#startedAt.toISOString(),
      durationMs: merged?.durationMs ?? this.#endedAt - this.#startedAt.getTime(),
    });
    const result = readResult(out);
    const unstored = result === undefined ? [] : storing(ALLURE_FOLDER, () => completeAllure(out, result));
    for (const problem of unstored) process.stderr.write(`${problem}\n`);
    return exits(code);
  }
}

/** Playwright knows passed and failed only; the third exit code is set behind its back, at the last moment. */
function exits(code: number): { status: FullResult['status'] } {
  process.on('exit', () => {
    process.exitCode = code;
  });
  return { status: code === 0 ? 'passed' : 'failed' };
}

/** Whether Playwright was told to leave out tests by one of its own filters. */
function isFiltered(config: FullConfig, args: readonly string[]): boolean {
  const filters =
    /^(-[gG].*|--(grep|grep-invert|project|last-failed|only-changed|shard|test-list|test-list-invert)(=.*)?)$/;
  return config.shard !== null || args.some((arg) => filters.test(arg));
}

/** Whether whole spec files are left out, which is what file names on the command line do. Places of tests may be those of sources. */
function lacksFiles(config: FullConfig, suite: Suite): boolean {
  const loaded = new Set(suite.suites.flatMap((project) => project.suites.map((file) => file.location?.file)));
  return config.projects.some((project) => specFiles(project.testDir).some((file) => !loaded.has(file)));
}

/** The specs themselves; folders below hold other tools' tests. */
function specFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.spec\.[jt]s$/.test(name))
    .map((name) => resolve(folder, name));
}

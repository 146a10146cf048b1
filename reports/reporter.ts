import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { catalogueFor } from '../specs/catalogue/index.ts';
import type { Requirement } from '../specs/catalogue/types.ts';
import { identity, RUN_FOLDER, removeStaleResults, writeResult } from './publish/files.ts';
import { printReport } from './terminal/index.ts';
import { Progress } from './terminal/progress.ts';
import { exitCodeOf } from './verdict/gate.ts';
import { confronted } from './verdict/left-out.ts';
import { checkOf, judgedOutcomes, outcomesOf, problemsFrom, requirementsOf } from './verdict/outcomes.ts';
import { type ConformanceResult, type FailOn, type ProfileResult } from './verdict/result.ts';
import { restricts, type Selection, select } from './verdict/selection.ts';
import { type Evidence, judge, type Outcome } from './verdict/verdict.ts';
import { type MergedRecords, readWorkerRecords } from './verdict/worker-records.ts';

/** What the configuration tells the reporter: settings without credentials. */
export interface ReporterOptions {
  /** Folder for results. */
  readonly out: string;
  readonly seed: number;
  readonly failOn: FailOn;
  /** Whether every departure from the printed document fails. */
  readonly strict?: boolean;
  readonly selection: Selection;
  /** Facts on the tenant that are known before anything is sent. */
  readonly tenant: ConformanceResult['tenant'];
  /** File of waivers. */
  readonly waivers?: string;
  /** File of an earlier result; what fails there as well does not fail the gate. */
  readonly baseline?: string;
  /** What the tenant is declared not to have. */
  readonly profile?: ProfileResult;
  /** Folder of earlier results, for the trend. */
  readonly history?: string;
  /** Words that go before `--only ID` to repeat a check, flags of this run included. */
  readonly command: string;
  /** Which part of the suite this run is, `1/4` for instance. */
  readonly shard?: string;
  /** Set where Playwright replays the reports of shards: the folders of their workers' records, and when they ran. */
  readonly merged?: { readonly records: readonly string[]; readonly startedAt: string; readonly durationMs: number };
  /** Requirements to judge by, for tests of the reporter itself. */
  readonly catalogue?: Readonly<Record<string, Requirement>>;
}

/** Collects outcomes, writes `conformance.json`, prints the verdict and sets the exit code. */
export default class ConformanceReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #catalogue: Readonly<Record<string, Requirement>>;
  /** Playwright only lists tests, or merges results of others. */
  readonly #idle: boolean;
  #tests: readonly TestCase[] = [];
  readonly #ended: { readonly test: TestCase; readonly result: TestResult }[] = [];
  readonly #problems: string[] = [];
  readonly #covered = new Set<string>();
  readonly #progress = new Progress(process.stdout);
  readonly #startedAt = new Date();
  /** When the last check was done; what comes after is writing. */
  #endedAt = Date.now();
  #begun = false;
  #narrowed = false;

  constructor(options: ReporterOptions & { readonly _mode?: string }) {
    this.#options = options;
    this.#catalogue = options.catalogue ?? catalogueFor(options.strict ?? false);
    this.#idle = options._mode === 'list';
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
    this.#begun = true;
    // Specs that could not be loaded are missing as well; the error that says so came before.
    const wholeFiles =
      this.#problems.length > 0 ||
      restricts(this.#options.selection, this.#options.profile) ||
      !lacksFiles(config, suite);
    this.#narrowed = this.#options.merged === undefined && (isFiltered(config, process.argv.slice(2)) || !wholeFiles);
    this.#progress.begin(tests.length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#ended.push({ test, result });
    this.#progress.advance(test.title);
  }

  onStdOut(chunk: string | Buffer): void {
    this.#progress.clear();
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    this.#progress.clear();
    process.stderr.write(chunk);
  }

  onError(error: TestError): void {
    for (const problem of problemsFrom(error)) if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }

  async onEnd(full: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#idle) return undefined;
    this.#endedAt = Date.now();
    this.#progress.clear();
    const { out, command, history, merged, shard, failOn, strict = false, selection, profile } = this.#options;
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
    const outcomes = [...ended.flatMap((one) => one.outcomes), ...ahead];
    const checks = ended.map((one) => checkOf(one.test, one.result, one.outcomes));
    const result = await this.#judge(full, records, outcomes);
    const path = writeResult(out, result);
    if (shard !== undefined) {
      const { writeShardOptions } = await import('./publish/shards.ts');
      writeShardOptions(out, { failOn, strict, selection, command, ...(profile !== undefined && { profile }) });
    }
    const { writeReports } = await import('./publish/write.ts');
    const earlier = history === undefined ? [] : (await import('./publish/history.ts')).readHistory(history);
    const told = { result, checks, exchanges: records.exchanges, history: earlier, command };
    for (const problem of writeReports(out, told)) process.stderr.write(`${problem}\n`);
    printReport(result, { catalogue: this.#catalogue, command, path: fromHere(path) });
    const code = exitCodeOf(result);
    // Playwright knows passed and failed only; the third exit code is set behind its back, at the last moment.
    process.on('exit', () => {
      process.exitCode = code;
    });
    return { status: code === 0 ? 'passed' : 'failed' };
  }

  async #judge(full: FullResult, records: MergedRecords, seen: readonly Outcome[]): Promise<ConformanceResult> {
    const { seed, failOn, tenant, shard, merged, profile, strict = false, selection } = this.#options;
    const selected = this.#selected();
    const ended = full.status === 'interrupted' || full.status === 'timedout';
    if (ended) this.#problems.push('The run was ended before all checks had their turn.');
    return this.#gated({
      catalogue: this.#catalogue,
      selected: selected.ids,
      // Tests that had not begun when the run was ended are reported as skipped, without a cause.
      outcomes: ended ? seen.filter(({ cause }) => cause !== 'never-ran') : seen,
      failOn,
      deep: selection.depth === 'deep',
      narrowed: this.#narrowed,
      strict,
      problems: [...this.#problems, ...selected.problems, ...records.problems],
      cutShort: ended || !this.#begun,
      facts: {
        formatVersion: '2.0',
        ...identity(),
        tenant: { ...tenant, ...records.tenant },
        seed,
        startedAt: merged?.startedAt ?? this.#startedAt.toISOString(),
        durationMs: merged?.durationMs ?? this.#endedAt - this.#startedAt.getTime(),
        requests: records.requests,
        readings: records.readings,
        leftovers: records.leftovers,
        latency: records.latency,
        ...(shard !== undefined && { shard }),
        ...(profile !== undefined && { profile: confronted(profile, records.exchanges) }),
      },
    });
  }

  /** Judges twice where there are waivers: what they accept is only known once it is known how requirements fail. */
  async #gated(evidence: Evidence): Promise<ConformanceResult> {
    const { waivers: file, baseline: earlier } = this.#options;
    if (file === undefined && earlier === undefined) return judge(evidence);
    // Loaded on demand: most runs have neither.
    const { readGateFiles } = await import('./verdict/gate-files.ts');
    const { applyWaivers } = await import('./verdict/waivers.ts');
    const files = readGateFiles(
      { ...(file !== undefined && { waivers: file }), ...(earlier !== undefined && { baseline: earlier }) },
      Object.keys(this.#catalogue),
    );
    const { baseline } = files;
    const known = {
      ...evidence,
      problems: [...evidence.problems, ...files.problems],
      ...(baseline !== undefined && { baseline }),
    };
    return judge({ ...known, waivers: applyWaivers(files.waivers, judge(known).requirements) });
  }

  /**
   * The selection of the settings. Where Playwright's own arguments narrow the run as well, what they leave out is not selected;
   * without them a requirement that no test covers is a gap.
   */
  #selected(): { ids: ReadonlySet<string>; problems: readonly string[] } {
    const chosen = select(this.#catalogue, this.#options.selection);
    const unknown = [...this.#covered].filter((id) => !Object.hasOwn(this.#catalogue, id));
    const problems = [
      ...chosen.problems,
      ...unknown.map((id) => `A test carries the id ${id}, which the catalogue does not have.`),
    ];
    // A run that ended before any test was loaded left nothing out on purpose.
    const neverBegan = this.#covered.size === 0 && this.#problems.length > 0;
    if (!this.#narrowed || neverBegan) return { ids: chosen.ids, problems };
    return { ids: new Set([...chosen.ids].filter((id) => this.#covered.has(id))), problems };
  }
}

/** A path as people would type it. */
function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
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

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
import { catalogueFor } from '../specs/requirements/index.ts';
import type { Requirement } from '../specs/requirements/types.ts';
import { identity, RUN_FOLDER, removeStaleResults, writeResult } from './files.ts';
import { exitCodeOf, withGate } from './gate.ts';
import { outcomesOf, problemsFrom, requirementsOf } from './outcomes.ts';
import { Progress } from './progress.ts';
import type { ConformanceResult } from './result.ts';
import { restricts, type Selection, select } from './selection.ts';
import { readStoredResult, UnusableFile } from './stored.ts';
import { printReport } from './terminal.ts';
import { type Evidence, judge, type Outcome } from './verdict.ts';
import { applyWaivers, readWaivers } from './waivers.ts';
import { readWorkerRecords } from './worker-records.ts';

/** What the configuration tells the reporter: settings without credentials. */
export interface ReporterOptions {
  /** Folder for results. */
  readonly out: string;
  readonly seed: number;
  readonly failOn: 'must' | 'should';
  /** Whether every departure from the printed document fails. */
  readonly strict?: boolean;
  readonly selection: Selection;
  /** Facts on the tenant that are known before anything is sent. */
  readonly tenant: ConformanceResult['tenant'];
  /** File of waivers. */
  readonly waivers?: string;
  /** File of an earlier result; what fails there as well does not fail the gate. */
  readonly baseline?: string;
  /** Words that go before `--only ID` to repeat a check, flags of this run included. */
  readonly command: string;
  /** Requirements to judge by, for tests of the reporter itself. */
  readonly catalogue?: Readonly<Record<string, Requirement>>;
}

/** Collects outcomes, writes `conformance.json`, prints the verdict and sets the exit code. */
export default class ConformanceReporter implements Reporter {
  readonly #options: ReporterOptions;
  readonly #catalogue: Readonly<Record<string, Requirement>>;
  /** Playwright only lists tests, or merges results of others. */
  readonly #idle: boolean;
  readonly #outcomes: Outcome[] = [];
  readonly #problems: string[] = [];
  readonly #covered = new Set<string>();
  readonly #progress = new Progress(process.stdout);
  readonly #startedAt = new Date();
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
    for (const test of tests) for (const id of requirementsOf(test)) this.#covered.add(id);
    this.#begun = true;
    // Specs that could not be loaded are missing as well; the error that says so came before.
    const wholeFiles = this.#problems.length > 0 || restricts(this.#options.selection) || !lacksFiles(config, tests);
    this.#narrowed = isFiltered(config, process.argv.slice(2)) || !wholeFiles;
    this.#progress.begin(tests.length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#outcomes.push(...outcomesOf(test, result));
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
    this.#progress.clear();
    const result = this.#judge(full);
    const path = writeResult(this.#options.out, result);
    printReport(result, { catalogue: this.#catalogue, command: this.#options.command, path: fromHere(path) });
    const code = exitCodeOf(result);
    // Playwright knows passed and failed only; the third exit code is set behind its back, at the last moment.
    process.on('exit', () => {
      process.exitCode = code;
    });
    return { status: code === 0 ? 'passed' : 'failed' };
  }

  #judge(full: FullResult): ConformanceResult {
    const { out, seed, failOn, tenant } = this.#options;
    const records = readWorkerRecords(join(out, RUN_FOLDER));
    const selected = this.#selected();
    const ended = full.status === 'interrupted' || full.status === 'timedout';
    if (ended) this.#problems.push('The run was ended before all checks had their turn.');
    return this.#gated({
      catalogue: this.#catalogue,
      selected: selected.ids,
      // Tests that had not begun when the run was ended are reported as skipped, without a cause.
      outcomes: ended ? this.#outcomes.filter(({ cause }) => cause !== 'never-ran') : this.#outcomes,
      failOn,
      problems: [...this.#problems, ...selected.problems, ...records.problems],
      cutShort: ended || !this.#begun,
      facts: {
        formatVersion: '1.0',
        ...identity(),
        tenant: { ...tenant, ...records.tenant },
        seed,
        startedAt: this.#startedAt.toISOString(),
        durationMs: Date.now() - this.#startedAt.getTime(),
        requests: records.requests,
        readings: records.readings,
        leftovers: records.leftovers,
      },
    });
  }

  /** Judges twice where there are waivers: what they accept is only known once it is known how requirements fail. */
  #gated(evidence: Omit<Evidence, 'waived'>): ConformanceResult {
    const { waivers: file, baseline: earlier, failOn } = this.#options;
    const read = file === undefined ? undefined : readWaivers(file, Object.keys(this.#catalogue));
    const problems = [...(read?.problems ?? [])];
    let baseline: ConformanceResult | undefined;
    try {
      baseline = earlier === undefined ? undefined : readStoredResult(earlier);
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      problems.push(error.message);
    }
    const asked = { ...evidence, problems: [...evidence.problems, ...problems] };
    const plain = judge({ ...asked, waived: new Set() });
    const waivers = applyWaivers(read?.waivers ?? [], plain.requirements);
    const waived = new Set(waivers.filter(({ state }) => state === 'applied').map(({ requirement }) => requirement));
    const result = waived.size > 0 ? judge({ ...asked, waived }) : plain;
    return withGate(result, { waivers, failOn, ...(baseline !== undefined && { baseline }) });
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
    if (!this.#narrowed) return { ids: chosen.ids, problems };
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

/** Whether whole spec files are left out, which is what file names on the command line do. */
function lacksFiles(config: FullConfig, tests: readonly TestCase[]): boolean {
  const loaded = new Set(tests.map((test) => test.location.file));
  return config.projects.some((project) => specFiles(project.testDir).some((file) => !loaded.has(file)));
}

/** The specs themselves; folders below hold other tools' tests. */
function specFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => resolve(folder, name));
}

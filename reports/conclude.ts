import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { catalogueFor } from '../specs/catalogue/index.ts';
import type { Requirement } from '../specs/catalogue/types.ts';
import { annotations } from './formats/annotations.ts';
import { digestOf, EVIDENCE_FILE, identity, RESULT_FILE, replaceFile, storing, writeResult } from './publish/files.ts';
import { belongsInHistory, keepInHistory, readHistory } from './publish/history.ts';
import { notify } from './publish/notify.ts';
import { sinceLast } from './publish/since.ts';
import { writeReports } from './publish/write.ts';
import { printReport } from './terminal/index.ts';
import { checkId } from './verdict/check-id.ts';
import { EXIT_CODES, exitCodeOf } from './verdict/gate.ts';
import { confronted } from './verdict/left-out.ts';
import type { Check, ConformanceResult, FailOn, ProfileResult } from './verdict/result.ts';
import { type Selection, select } from './verdict/selection.ts';
import { type Evidence, judge, type Outcome } from './verdict/verdict.ts';
import type { MergedRecords } from './verdict/worker-records.ts';

/** What a run was asked for: settings without credentials. */
export interface RunOptions {
  /** Folder for results. */
  readonly out: string;
  readonly seed: number;
  readonly failOn: FailOn;
  /** Requirements whose warnings count whatever `failOn` says. */
  readonly failOnIds?: readonly string[];
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
  /** Folder of earlier results, for the trend, in which this one is kept as well. */
  readonly history?: string;
  /** Words that go before `--only ID` to repeat a check, flags of this run included. */
  readonly command: string;
  /** Which part of the suite this run is, `1/4` for instance. */
  readonly shard?: string;
  /** Requirements to judge by, for tests of the reporter itself. */
  readonly catalogue?: Readonly<Record<string, Requirement>>;
}

/** What came of a run. */
export interface RunOutcome {
  readonly records: MergedRecords;
  readonly outcomes: readonly Outcome[];
  readonly checks: readonly Check[];
  /** Requirements that the checks of this run are about. */
  readonly covered: ReadonlySet<string>;
  /** Whether a filter of the runner left out checks. */
  readonly narrowed: boolean;
  /** Sentences on what went wrong outside of any check. */
  readonly problems: readonly string[];
  readonly isInterrupted: boolean;
  /** Whether it came as far as its checks. */
  readonly hasBegun: boolean;
  /** Sentences on what could not be written before. */
  readonly unstored?: readonly string[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Where a run tells what it finds, and whether it tells the verdict alone. */
export interface Telling {
  readonly output: NodeJS.WriteStream;
  readonly quiet: boolean;
}

/** What `--json` and `--quiet` ask for: with the former, standard output is for the result alone. */
export function telling(): Telling {
  const asked = process.env.CONFORMANCE_OUTPUT;
  return { output: asked === 'json' ? process.stderr : process.stdout, quiet: asked === 'quiet' };
}

/** Judges a run, writes its result and reports, and prints the verdict. @returns the exit code */
export async function conclude(options: RunOptions, run: RunOutcome, told = telling()): Promise<0 | 1 | 2> {
  const { out, command, history, shard, failOn, failOnIds = [], strict = false, selection, profile } = options;
  const catalogue = options.catalogue ?? catalogueFor(strict);
  const judged = await gated(options, evidenceOf(options, run, catalogue), catalogue);
  let evidenceDigest: string | undefined;
  const unkept = storing(EVIDENCE_FILE, () => {
    evidenceDigest = completeEvidence(out, options, run);
  });
  const result = { ...judged, ...(evidenceDigest !== undefined && { evidenceDigest }) };
  const path = join(out, RESULT_FILE);
  const problems = [...(run.unstored ?? []), ...unkept, ...storing(RESULT_FILE, () => writeResult(out, result))];
  if (shard !== undefined) {
    const { writeShardOptions } = await import('./publish/shards.ts');
    const common = { failOn, failOnIds, strict, selection, command, ...(profile !== undefined && { profile }) };
    problems.push(...storing('shard.json', () => writeShardOptions(out, common)));
  }
  const earlier = history === undefined ? [] : readHistory(history, result);
  const { checks, records } = run;
  const story = { result, checks, exchanges: records.exchanges, history: earlier, command };
  problems.push(...writeReports(out, story));
  const page = join(out, 'report.html');
  const since = sinceLast(result, earlier);
  printReport(
    result,
    {
      catalogue,
      command,
      path: fromHere(path),
      ...(since !== undefined && { since }),
      ...(existsSync(page) && { page: fromHere(page) }),
    },
    told,
  );
  if (process.env.GITHUB_ACTIONS === 'true') told.output.write(`${annotations(story).join('\n')}\n`);
  if (history !== undefined && belongsInHistory(result)) {
    problems.push(...storing('the history', () => keepInHistory(history, result)));
    const notice = await notify(process.env, result, earlier);
    if (notice !== undefined) process.stderr.write(`${notice}\n`);
  }
  // Whoever collects the results must notice that they are not whole.
  for (const problem of new Set(problems)) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) return EXIT_CODES.undecided;
  return exitCodeOf(result);
}

/** What `evidence.json` says of a run beside what was seen: enough to derive its result again, and a digest of it all. */
export interface StoredRun {
  readonly options: Omit<RunOptions, 'out' | 'catalogue' | 'history' | 'waivers' | 'baseline'>;
  readonly suite: ConformanceResult['suite'];
  readonly document: ConformanceResult['document'];
  readonly outcome: Omit<RunOutcome, 'outcomes' | 'checks' | 'records' | 'covered'> & {
    readonly records: Omit<MergedRecords, 'checks' | 'exchanges'>;
    readonly covered: readonly string[];
  };
  /** Ids of the checks that the run was asked for. */
  readonly asked: readonly string[];
}

/**
 * Adds to the evidence of a run what was asked for and how it ended.
 * @returns its digest; undefined where there is no evidence, as of shards that are merged
 */
function completeEvidence(out: string, options: RunOptions, run: RunOutcome): string | undefined {
  const path = join(out, EVIDENCE_FILE);
  if (!existsSync(path)) return undefined;
  const {
    out: _out,
    catalogue: _catalogue,
    history: _history,
    waivers: _waivers,
    baseline: _baseline,
    ...asked
  } = options;
  const { outcomes: _outcomes, checks, covered, records, ...ended } = run;
  const { checks: _checks, exchanges: _exchanges, ...facts } = records;
  const stored: StoredRun = {
    options: asked,
    ...identity(),
    outcome: { ...ended, records: facts, covered: [...covered] },
    asked: checks.map((check) => checkId([...check.path, check.title])),
  };
  const whole = { ...(JSON.parse(readFileSync(path, 'utf8')) as object), run: stored };
  const digest = digestOf(whole);
  replaceFile(path, `${JSON.stringify({ ...whole, digest })}\n`);
  return digest;
}

/** Derives the result of a run again from what it was asked for and what became of its checks. */
export async function derive(options: RunOptions, run: RunOutcome): Promise<ConformanceResult> {
  const catalogue = options.catalogue ?? catalogueFor(options.strict ?? false);
  return gated(options, evidenceOf(options, run, catalogue), catalogue);
}

function evidenceOf(options: RunOptions, run: RunOutcome, catalogue: Readonly<Record<string, Requirement>>): Evidence {
  const { seed, failOn, failOnIds = [], tenant, shard, profile, strict = false, selection } = options;
  const { records, outcomes, isInterrupted, narrowed } = run;
  const selected = selectedBy(options, run, catalogue);
  const cut = isInterrupted ? ['The run was ended before all checks had their turn.'] : [];
  return {
    catalogue,
    selected: selected.ids,
    // Tests that had not begun when the run was ended are reported as skipped, without a cause.
    outcomes: isInterrupted ? outcomes.filter(({ cause }) => cause !== 'never-ran') : outcomes,
    failOn,
    failOnIds,
    deep: selection.depth === 'deep',
    narrowed,
    strict,
    problems: [...run.problems, ...cut, ...selected.problems, ...records.problems],
    cutShort: isInterrupted || !run.hasBegun,
    facts: {
      formatVersion: '2.0',
      ...identity(),
      tenant: { ...tenant, ...records.tenant },
      seed,
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      requests: records.requests,
      readings: records.readings,
      leftovers: records.leftovers,
      disturbances: records.disturbances,
      latency: records.latency,
      ...(shard !== undefined && { shard }),
      ...(profile !== undefined && { profile: confronted(profile, records.exchanges) }),
    },
  };
}

/** Judges twice where there are waivers: what they accept is only known once it is known how requirements fail. */
async function gated(
  { waivers: file, baseline: earlier }: RunOptions,
  evidence: Evidence,
  catalogue: Readonly<Record<string, Requirement>>,
): Promise<ConformanceResult> {
  if (file === undefined && earlier === undefined) return judge(evidence);
  // Loaded on demand: most runs have neither.
  const { readGateFiles } = await import('./verdict/gate-files.ts');
  const { applyWaivers } = await import('./verdict/waivers.ts');
  const files = readGateFiles(
    { ...(file !== undefined && { waivers: file }), ...(earlier !== undefined && { baseline: earlier }) },
    Object.keys(catalogue),
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
 * The selection of the settings. Where filters of the runner narrow the run as well, what they leave out is not selected; without
 * them a requirement that no check covers is a gap.
 */
function selectedBy(
  { selection }: RunOptions,
  { covered, narrowed, problems: earlier }: RunOutcome,
  catalogue: Readonly<Record<string, Requirement>>,
): { ids: ReadonlySet<string>; problems: readonly string[] } {
  const chosen = select(catalogue, selection);
  const unknown = [...covered].filter((id) => !Object.hasOwn(catalogue, id));
  const problems = [
    ...chosen.problems,
    ...unknown.map((id) => `A test carries the id ${id}, which the catalogue does not have.`),
  ];
  // A run that ended before any test was loaded left nothing out on purpose.
  const neverBegan = covered.size === 0 && earlier.length > 0;
  if (!narrowed || neverBegan) return { ids: chosen.ids, problems };
  return { ids: new Set([...chosen.ids].filter((id) => covered.has(id))), problems };
}

/** A path as people would type it. */
function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

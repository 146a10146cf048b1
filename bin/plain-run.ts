import { resolve } from 'node:path';
import type { Check } from '../fixtures/check.ts';
import { allChecks, scenariosOf } from '../fixtures/judge.ts';
import { readSettings, type Settings } from '../fixtures/preflight/settings.ts';
import { keep, type OpenSession, openSession, type SessionEnd } from '../fixtures/session/open.ts';
import { InconclusiveError } from '../fixtures/wire/errors.ts';
import { conclude, derive, type RunOutcome, type Telling, telling } from '../reports/conclude.ts';
import { EVIDENCE_FILE, RUN_FOLDER, removeStaleResults, storing } from '../reports/publish/files.ts';
import { Progress } from '../reports/terminal/progress.ts';
import {
  type ConformanceResult,
  type ProfileResult,
  reasonOf,
  type Check as TakenCheck,
} from '../reports/verdict/result.ts';
import { type Outcome, outcomeOfCheck } from '../reports/verdict/verdict.ts';
import { type MergedRecords, mergeRecords, readWorkerRecords } from '../reports/verdict/worker-records.ts';
import { type Requirement, requirements } from '../specs/catalogue/index.ts';
import { gateOf, runOptions } from './run-options.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Judges the tenant of the settings in this process, without a runner: acts what the selected checks need, judges them, cleans up,
 * writes the result and the reports, and prints the verdict.
 * @returns the exit code
 */
export async function plainRun(settings: Settings): Promise<0 | 1 | 2> {
  const startedAt = new Date();
  // The same for everything that asks for the settings later.
  process.env.CONFORMANCE_SEED = String(settings.seed);
  const { profile } = gateOf(settings);
  const options = runOptions(settings, profile);
  removeStaleResults(options.out);
  const checks = selectedChecks(await allChecks(), settings, profile);
  const told = telling();
  const acted = await act(settings, checks, told);
  const { end } = acted;
  const unstored = end === undefined ? [] : storing(EVIDENCE_FILE, () => keep(settings, end));
  const records =
    end === undefined
      ? readWorkerRecords(resolve(options.out, RUN_FOLDER))
      : { ...mergeRecords([end.record]), problems: [] };
  return conclude(options, { ...outcomeOf(checks, acted, records, startedAt), unstored }, told);
}

/**
 * Judges a tenant from a program, e.g. from a test of `node:test`, vitest or jest. Prints nothing, writes no result, and takes nothing
 * from the environment of the process.
 * @param tenant settings as they stand in `.env`, e.g. `TENANT_IDENTITY_URL`; none: the embedded mock tenant
 * @param options settings of the run under their names, e.g. `{ CONFORMANCE_DEPTH: 'deep', CONFORMANCE_ONLY: 'CREATE-01' }`
 * @throws SettingsError with one sentence per problem
 */
export async function judge(
  tenant: Readonly<Record<string, string>> = {},
  options: Readonly<Record<string, string>> = {},
): Promise<ConformanceResult> {
  const startedAt = new Date();
  const settings = readSettings({ ...tenant, ...options });
  const checks = selectedChecks(await allChecks(), settings, undefined);
  const acted = await act(settings, checks, undefined);
  const records = mergeRecords(acted.end === undefined ? [] : [acted.end.record]);
  return derive(runOptions(settings, undefined), outcomeOf(checks, acted, { ...records, problems: [] }, startedAt));
}

function outcomeOf(
  checks: readonly Check[],
  { problems, isInterrupted, hasBegun, endedAt }: Acted,
  records: MergedRecords,
  startedAt: Date,
): RunOutcome {
  return {
    records,
    ...judged(checks, records, startedAt),
    covered: new Set(checks.map(({ requirement }) => requirement)),
    narrowed: false,
    problems,
    isInterrupted,
    hasBegun,
    startedAt: startedAt.toISOString(),
    durationMs: endedAt - startedAt.getTime(),
  };
}

/** The checks that the settings select, less what a profile leaves out. */
export function selectedChecks(
  all: readonly Check[],
  { only, operation, level, depth }: Settings,
  profile: ProfileResult | undefined,
): readonly Check[] {
  const has = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);
  const leftOut = new Set(profile?.leftOut.map(({ requirement }) => requirement));
  return all.filter(({ requirement: id, deep, needs }) => {
    const requirement: Requirement = requirements[id];
    return (
      (depth === 'deep' || !deep) &&
      has(only, id) &&
      has(operation, requirement.operation) &&
      has(level, requirement.level) &&
      !leftOut.has(id) &&
      !(needs !== undefined && profile?.operations.includes(needs))
    );
  });
}

interface Acted {
  /** What is left of the session; undefined where it did not come about. */
  readonly end?: SessionEnd;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly problems: readonly string[];
  readonly isInterrupted: boolean;
  readonly hasBegun: boolean;
}

/** Where a run tells how far it is; undefined: nowhere. */
type Output = Telling | undefined;

/** Acts what the checks need. A signal ends that at once, and cleans up first. */
async function act(settings: Settings, checks: readonly Check[], told: Output): Promise<Acted> {
  const output = told?.quiet === true ? undefined : told?.output;
  let isInterrupted = false;
  let interrupt = (): void => {};
  const progress = output === undefined ? undefined : new Progress(output);
  const onSignal = (): void => {
    if (isInterrupted) return;
    isInterrupted = true;
    told?.output.write('\nThe run is being ended: what it created is removed first.\n');
    interrupt();
  };
  // A program that judges a tenant keeps its own signals.
  if (told !== undefined) for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const opened = await openSession(settings, output, (opening) => {
      interrupt = () => opening.interrupt();
      if (progress !== undefined) progress.waiting = () => opening.waiting();
      if (isInterrupted) interrupt();
    });
    await follow(opened.runner, checks, progress);
    progress?.now('clean-up');
    const end = await opened.end();
    return { end, endedAt: Date.now(), problems: [], isInterrupted, hasBegun: true };
  } catch (error) {
    if (!(error instanceof InconclusiveError)) throw error;
    return { endedAt: Date.now(), problems: error.problems, isInterrupted, hasBegun: false };
  } finally {
    progress?.end();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/** Waits for the evidence of all checks, and tells how far the run is. */
async function follow(
  runner: OpenSession['runner'],
  checks: readonly Check[],
  progress: Progress | undefined,
): Promise<void> {
  progress?.begin(checks.length);
  runner.expect(scenariosOf(checks));
  for (const { scenarios, title } of checks) {
    progress?.now(title);
    await Promise.all(scenarios.map(({ scenario }) => runner.evidence(scenario)));
    progress?.advance(title);
  }
}

/** What the session says of the checks. */
function judged(
  checks: readonly Check[],
  records: MergedRecords,
  startedAt: Date,
): { readonly outcomes: readonly Outcome[]; readonly checks: readonly TakenCheck[] } {
  const taken = checks.flatMap((check) => {
    const outcome = records.checks[check.id];
    const told = outcomeOfCheck(check, outcome);
    return outcome === undefined || told === undefined ? [] : [{ check, outcome, told }];
  });
  return {
    outcomes: taken.map(({ told }) => told),
    checks: taken.map(({ check, outcome }) => ({
      title: check.title,
      path: check.path,
      requirements: [check.requirement],
      status: outcome.verdict,
      scenarios: outcome.scenarios,
      ...reasonOf(outcome),
      startedAt: startedAt.toISOString(),
      durationMs: 0,
    })),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Check, CheckResult } from '../../fixtures/check.ts';
import { checkOutcome, judgeCheck } from '../../fixtures/check.ts';
import { allChecks, fails, judgeByRunner } from '../../fixtures/judge.ts';
import { type RunningTenant, startTenant, type TenantOptions } from '../../fixtures/mock/index.ts';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import type { ScenarioEvidence } from '../../fixtures/session/evidence.ts';
import { embeddedOptions } from '../../fixtures/session/run.ts';
import { ScenarioRunner } from '../../fixtures/session/runner.ts';
import { Session } from '../../fixtures/session/session.ts';
import { Trails } from '../../fixtures/session/trails.ts';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import { rootsOf } from '../../reports/causes/roots.ts';
import { type Finding, type Reason, reasonOf } from '../../reports/verdict/result.ts';
import { type Outcome, outcomeOfCheck } from '../../reports/verdict/verdict.ts';
import { sectionOf } from './golden.ts';
import type { Guest } from './plan.ts';
import { verdictOn } from './verdict.ts';

/** A body that departed from the schema of a documented payload. */
export interface Departure {
  readonly payload: string;
  readonly body: unknown;
}

/** What became of one check on one tenant. */
export interface JudgedCheck extends Reason {
  readonly id: string;
  readonly requirement: string;
  readonly verdict: CheckResult['verdict'];
  readonly findings: readonly Pick<Finding, 'message' | 'expected' | 'actual'>[];
  /** Of the findings that a schema led to. */
  readonly departures: readonly Departure[];
}

/** What came of one meeting. Plain data. */
export interface Met {
  readonly guest: Guest;
  readonly checks: readonly JudgedCheck[];
  /** The requirement whose failure reports would tell first; undefined where none failed. */
  readonly first?: string;
  /** What the terminal says of each declared requirement that failed, judged alone. */
  readonly sections?: Readonly<Record<string, string>>;
  /** Readings in which it departs from the printed document. */
  readonly departures: readonly { readonly reading: string; readonly observed: string }[];
  readonly requests: number;
  readonly durationMs: number;
  /** One sentence, where the meeting could not take place or did not end. */
  readonly problem?: string;
}

/** Starts the tenant, lets it meet its checks, and judges by what was seen also every other check that needs no further request. */
export async function meet(guest: Guest): Promise<Met> {
  const begun = performance.now();
  const running = await startTenant(optionsOf(guest));
  const session = sessionOf(guest, running);
  const limit = new AbortController();
  try {
    const met = acquaint(guest, session);
    // Nobody waits any more for a meeting that has taken too long.
    met.catch(() => undefined);
    const tooLong = sleep(guest.limitMs, undefined, { signal: limit.signal }).then(() => {
      throw new Error(`it did not end within ${guest.limitMs / 1000} s`);
    });
    tooLong.catch(() => undefined);
    return { guest, ...(await Promise.race([met, tooLong])), ...costs(session, begun) };
  } catch (error) {
    return { ...notMet(guest, error instanceof Error ? error.message : String(error)), ...costs(session, begun) };
  } finally {
    limit.abort();
    // The tenant ends here, so there is nothing to clean up.
    await session.abandon();
    await running.close();
  }
}

/** A meeting that did not come about, or to its end. */
export function notMet(guest: Guest, problem: string): Met {
  return { guest, checks: [], departures: [], requests: 0, durationMs: 0, problem };
}

function costs({ transport }: Session, begun: number): Pick<Met, 'requests' | 'durationMs'> {
  return { requests: transport.answers.length, durationMs: Math.round(performance.now() - begun) };
}

async function acquaint(
  guest: Guest,
  session: Session,
): Promise<Pick<Met, 'checks' | 'first' | 'sections' | 'departures'>> {
  await session.prepare();
  const runner = new ScenarioRunner(session, fails);
  const all = await allChecks();
  const results = await judgePlanned(runner, all, guest);
  const evidence = new Map<string, ScenarioEvidence>();
  for (const name of runner.acted()) evidence.set(name, await runner.evidence(name));
  const judged: [Check, CheckResult][] = all.flatMap((check) => {
    const seen = check.scenarios.map(({ scenario }) => evidence.get(scenario));
    if (!results.has(check.id) && seen.includes(undefined)) return [];
    return [[check, results.get(check.id) ?? judgeCheck(check, seen)] as [Check, CheckResult]];
  });
  const trails = new Trails((await runner.all()).exchanges);
  const outcomes = judged.flatMap(
    ([check, result]) => outcomeOfCheck(check, checkOutcome(check, result, trails)) ?? [],
  );
  const first = rootsOf(verdictOn(outcomes))[0]?.lead.id;
  return {
    checks: judged.map(([check, result]) => plain(check, result)),
    ...(first !== undefined && { first }),
    ...(guest.kind === 'fault' && { sections: sectionsOf(guest, outcomes) }),
    departures: departuresOf(session),
  };
}

/** Judges the checks that the guest is there to meet. A fault meets deep ones where the others do not catch it. */
async function judgePlanned(
  runner: ScenarioRunner,
  all: readonly Check[],
  guest: Guest,
): Promise<Map<string, CheckResult>> {
  const planned = all.filter(({ requirement }) => guest.checks !== 'declared' || guest.declares.includes(requirement));
  const results = new Map(
    await judgeByRunner(
      runner,
      planned.filter(({ deep }) => guest.checks === 'all' || !deep),
    ),
  );
  const isCaught = [...results.values()].some(({ verdict }) => verdict === 'fail');
  // The tenant without a fault is caught by nothing; what a run does last must not come before the rest of it.
  if (guest.kind === 'control' || guest.checks !== 'declared' || isCaught) return results;
  const deeper = await judgeByRunner(
    runner,
    planned.filter(({ deep }) => deep),
  );
  return new Map([...results, ...deeper]);
}

function plain({ id, requirement }: Check, result: CheckResult): JudgedCheck {
  const { verdict, findings } = result;
  return {
    id,
    requirement,
    verdict,
    ...reasonOf(result),
    findings: findings.map(({ message, expected, actual }) => ({ message, expected, actual })),
    departures: findings.flatMap(({ departure }) => (departure === undefined ? [] : [departure])),
  };
}

function sectionsOf({ declares }: Guest, outcomes: readonly Outcome[]): Readonly<Record<string, string>> {
  const entries = declares.map((id) => [id, outcomes.filter(({ requirement }) => requirement === id)] as const);
  return Object.fromEntries(
    entries.filter(([, all]) => all.some(({ status }) => status === 'fail')).map(([id, all]) => [id, sectionOf(all)]),
  );
}

function departuresOf(session: Session): Met['departures'] {
  return session.readings
    .filter(({ observed, printed }) => printed !== undefined && observed !== printed && observed !== 'not-observed')
    .map(({ id, observed }) => ({ reading: id, observed }));
}

function optionsOf({ kind, id }: Guest): TenantOptions {
  if (kind === 'control') return {};
  const { options, variants } = kind === 'fault' ? faultById(id) : (personas[id] ?? { options: {}, variants: [] });
  return { ...options, variants };
}

/** Milliseconds for one answer; some faults keep theirs back. */
const TIMEOUT_MS = 5000;

function sessionOf({ kind, seed, sideBySide, consistencyMs, checks }: Guest, running: RunningTenant): Session {
  // Whatever the environment says: a proof is the same everywhere. Legal tenants that take their time are met as they are in a run.
  const { sideBySide: _never, ...options } = embeddedOptions(readSettings({}), running);
  const isForced = sideBySide !== undefined || kind !== 'persona';
  return new Session({
    ...options,
    ...(isForced && { sideBySide: sideBySide ?? false }),
    seed,
    runId: 'proof',
    consistencyMs,
    requestTimeoutMs: TIMEOUT_MS,
    deep: checks === 'all',
  });
}

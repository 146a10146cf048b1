import type { Level, Requirement } from '../specs/requirements/types.ts';
import { groupBy } from './group.ts';
import {
  CAUSES,
  type Cause,
  type ConformanceResult,
  type Counts,
  type Finding,
  type Leftover,
  type RequirementResult,
  type RequirementVerdict,
  type RunVerdict,
} from './result.ts';
import { signatureOf } from './signature.ts';

/** What one test said about one requirement. */
export interface Outcome {
  readonly requirement: string;
  readonly status: 'pass' | 'fail' | 'skip';
  /** Why it was not verified; given with `skip` only. */
  readonly cause?: Cause;
  /** One sentence on the cause. */
  readonly detail?: string;
  readonly findings: readonly Finding[];
}

/** Everything that a run brought to light. */
export interface Evidence {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  /** Ids that this run was asked to verify. */
  readonly selected: ReadonlySet<string>;
  readonly outcomes: readonly Outcome[];
  /** Requirements whose failure is accepted for now. */
  readonly waived: ReadonlySet<string>;
  readonly failOn: 'must' | 'should';
  /** Sentences on what kept the run from telling: settings, environment, errors outside any check. */
  readonly problems: readonly string[];
  /** Whether the run was ended before all checks had their turn. */
  readonly cutShort: boolean;
  /** What the verdict does not depend on. */
  readonly facts: Omit<ConformanceResult, 'verdict' | 'problems' | 'summary' | 'requirements'>;
}

/** Exit code per verdict of a run. */
export const EXIT_CODES: Readonly<Record<RunVerdict, 0 | 1 | 2>> = {
  conformant: 0,
  'non-conformant': 1,
  inconclusive: 2,
};

/** The one place where outcomes become verdicts. Pure: reporters, gates and exit codes only read what it returns. */
export function judge(evidence: Evidence): ConformanceResult {
  const requirements = Object.entries(evidence.catalogue).map(([id, requirement]) =>
    judgeRequirement(id, requirement, evidence),
  );
  const verified = requirements.filter((result) => evidence.selected.has(result.id));
  // A run that never began has one reason, not one more per level.
  const problems = [
    ...evidence.problems,
    ...(neverBegan(evidence) ? [] : gaps(verified, evidence.failOn)),
    ...leftBehind(evidence.facts.leftovers),
  ];
  if (evidence.selected.size === 0 && evidence.problems.length === 0) {
    problems.push('The selection holds no requirement; nothing was verified.');
  }
  const failed = verified.some(
    (result) =>
      result.verdict === 'fail' ||
      (evidence.failOn === 'should' && result.verdict === 'warn' && result.level === 'should'),
  );
  const { formatVersion, suite, document, tenant, seed, startedAt, durationMs, requests, readings, leftovers } =
    evidence.facts;
  const { latency, shard, profile } = evidence.facts;
  return {
    formatVersion,
    suite,
    document,
    tenant,
    seed,
    startedAt,
    durationMs,
    verdict: failed ? 'non-conformant' : problems.length > 0 ? 'inconclusive' : 'conformant',
    problems,
    summary: {
      must: count(requirements, 'must'),
      should: count(requirements, 'should'),
      may: count(requirements, 'may'),
    },
    requests,
    requirements,
    readings,
    leftovers,
    ...(latency !== undefined && { latency }),
    ...(shard !== undefined && { shard }),
    ...(profile !== undefined && { profile }),
  };
}

function neverBegan({ outcomes, problems }: Evidence): boolean {
  return outcomes.length === 0 && problems.length > 0;
}

function judgeRequirement(id: string, requirement: Requirement, evidence: Evidence): RequirementResult {
  const { level, operation, statement, source } = requirement;
  const base = { id, level, operation, statement, source };
  if (!evidence.selected.has(id)) return { ...base, verdict: 'skip', cause: 'not-selected', findings: [] };
  const outcomes = evidence.outcomes.filter((outcome) => outcome.requirement === id);
  const failed = outcomes.filter((outcome) => outcome.status === 'fail');
  if (failed.length > 0) {
    const findings = failed.flatMap((outcome) => outcome.findings);
    const signature = signatureOf({ id, findings });
    return {
      ...base,
      verdict: verdictOfFailure(id, level, evidence),
      findings,
      ...(signature !== undefined && { signature }),
    };
  }
  // After failures: what a profile leaves out and a check found broken all the same is broken.
  const leftOut = evidence.facts.profile?.leftOut.find(({ requirement: left }) => left === id);
  if (leftOut !== undefined) {
    const detail = `left out by the profile ${evidence.facts.profile?.name}: ${leftOut.reason}`;
    return { ...base, verdict: 'skip', cause: 'not-applicable', detail, findings: [] };
  }
  // Of several reasons, the one that counts against the run speaks: half a verification is none.
  const skipped = outcomes.filter((outcome) => outcome.status === 'skip');
  const skip =
    skipped.find(isBlocking) ?? (outcomes.some((outcome) => outcome.status === 'pass') ? undefined : skipped[0]);
  if (skip !== undefined) {
    return {
      ...base,
      verdict: 'skip',
      cause: skip.cause ?? 'suite-error',
      ...(skip.detail !== undefined && { detail: skip.detail }),
      findings: [],
    };
  }
  if (outcomes.length > 0) return { ...base, verdict: 'pass', findings: [] };
  // A run that met its end in the first phase verified nothing, and no test is to blame for that.
  const ended = evidence.cutShort || neverBegan(evidence);
  return { ...base, verdict: 'skip', cause: ended ? 'interrupted' : 'never-ran', findings: [] };
}

function verdictOfFailure(id: string, level: Level, evidence: Evidence): RequirementVerdict {
  if (evidence.waived.has(id)) return 'waived';
  return level === 'must' ? 'fail' : 'warn';
}

function isBlocking(outcome: { readonly cause?: Cause }): boolean {
  return CAUSES[outcome.cause ?? 'suite-error'].blocking;
}

/** One sentence per level that decides the verdict and was not verified in full. */
function gaps(verified: readonly RequirementResult[], failOn: 'must' | 'should'): string[] {
  const sentences: string[] = [];
  for (const level of failOn === 'should' ? (['must', 'should'] as const) : (['must'] as const)) {
    const ofLevel = verified.filter((result) => result.level === level);
    const missing = ofLevel.filter((result) => result.verdict === 'skip' && isBlocking(result));
    if (missing.length === 0) continue;
    const causes = [...groupBy(missing, (result) => result.cause)].map(
      ([cause, results]) => `${cause} (${results.length})`,
    );
    sentences.push(
      `${missing.length} of ${ofLevel.length} ${level} requirements could not be verified: ${causes.join(', ')}.`,
    );
  }
  if (verified.length > 0 && verified.every((result) => result.verdict === 'skip') && sentences.length === 0) {
    sentences.push('None of the selected requirements could be verified on this tenant.');
  }
  return sentences;
}

/** What the tenant itself kept from being removed; what the weather kept is for the next run, or for `sweep`. */
function leftBehind(leftovers: readonly Leftover[]): string[] {
  const kept = leftovers.filter(({ reason }) => /answered [45]\d\d|still listed/.test(reason));
  const [first] = kept;
  if (first === undefined) return [];
  return [
    `The tenant did not let ${kept.length === 1 ? 'a client' : `${kept.length} clients`} of this run be removed (${first.id}: ${first.reason}).`,
  ];
}

function count(requirements: readonly RequirementResult[], level: Level): Counts {
  const counts = { pass: 0, fail: 0, skip: 0, waived: 0, warn: 0 };
  for (const result of requirements) if (result.level === level) counts[result.verdict] += 1;
  return counts;
}

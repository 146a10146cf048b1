import { visible } from '../../schemas/visible.ts';
import type { Level, Requirement } from '../../specs/catalogue/types.ts';
import { isOfWholeRun } from './check-id.ts';
import { outsideOfFindings } from './disturbances.ts';
import { concluded } from './gate.ts';
import { groupBy } from './group.ts';
import {
  CAUSES,
  type Cause,
  type CheckOutcome,
  type ConformanceResult,
  type Counts,
  type FailOn,
  type Finding,
  type Leftover,
  type Reason,
  type RequirementResult,
  type RequirementVerdict,
  reasonOf,
  type WaiverResult,
} from './result.ts';
import { signatureOf } from './signature.ts';
import { verifiedOf } from './verified.ts';

/** A finding without anything that terminals would obey: what it quotes was written by the tenant. */
function inSight(finding: Finding): Finding {
  const { message, expected, actual, seenIn } = finding;
  return {
    ...finding,
    message: visible(message),
    expected: visible(expected),
    actual: visible(actual),
    ...(seenIn !== undefined && { seenIn: visible(seenIn) }),
  };
}

/** What one test said about one requirement. */
export interface Outcome extends Reason {
  readonly requirement: string;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly findings: readonly Finding[];
}

/**
 * What became of a check, as its requirement is told it.
 * @returns undefined where it was not judged: there is no outcome, or the run was ended before it
 */
export function outcomeOfCheck(
  { id, requirement, title }: { readonly id: string; readonly requirement: string; readonly title: string },
  outcome: Omit<CheckOutcome, 'scenarios'> | undefined,
): Outcome | undefined {
  if (outcome === undefined || outcome.cause === 'interrupted') return undefined;
  const told = { check: title, ...(isOfWholeRun(id) && { ofWholeRun: true }) };
  const findings = outcome.findings.map((finding) => ({ ...finding, ...told }));
  return { requirement, status: outcome.verdict, ...reasonOf(outcome), findings };
}

/** Everything that a run brought to light. */
export interface Evidence {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  /** Ids that this run was asked to verify. */
  readonly selected: ReadonlySet<string>;
  readonly outcomes: readonly Outcome[];
  /** What became of each waiver; default: there are none. */
  readonly waivers?: readonly WaiverResult[];
  /** An earlier result, whose failures are known. */
  readonly baseline?: ConformanceResult;
  readonly failOn: FailOn;
  /** Requirements whose warnings count whatever `failOn` says. */
  readonly failOnIds?: readonly string[];
  /** Whether what deep runs alone look at was to be looked at as well; default: no. */
  readonly deep?: boolean;
  /** Whether tests were left out by other means than a selection of requirements; default: no. */
  readonly narrowed?: boolean;
  /** Whether every departure from the printed document fails; default: no. */
  readonly strict?: boolean;
  /** Sentences on what kept the run from telling: settings, environment, errors outside any check. */
  readonly problems: readonly string[];
  /** Whether the run was ended before all checks had their turn. */
  readonly cutShort: boolean;
  /** What the verdict does not depend on. */
  readonly facts: Facts;
}

/** What is known of a run besides what its checks tell. */
export type Facts = Omit<
  ConformanceResult,
  | 'verdict'
  | 'word'
  | 'headline'
  | 'gate'
  | 'selection'
  | 'verified'
  | 'problems'
  | 'summary'
  | 'requirements'
  | 'waivers'
  | 'baseline'
>;

/** The one place where outcomes become verdicts of requirements. Pure: reporters, gates and exit codes only read what it returns. */
export function judge(evidence: Evidence): ConformanceResult {
  const requirements = Object.entries(evidence.catalogue).map(([id, requirement]) =>
    judgeRequirement(id, requirement, evidence),
  );
  const verified = requirements.filter((result) => evidence.selected.has(result.id));
  // A run that never began has one reason, not one more per level.
  const problems = [
    ...evidence.problems.map(visible),
    ...(neverBegan(evidence) ? [] : gaps(verified)),
    ...leftBehind(evidence.facts.leftovers),
  ];
  if (evidence.selected.size === 0 && evidence.problems.length === 0) {
    problems.push('The selection holds no requirement; nothing was verified.');
  }
  const { catalogue, selected, deep = false, narrowed = false, strict = false, facts } = evidence;
  const isBeyond = (id: string) => !deep && catalogue[id]?.depth === 'deep' && !selected.has(id);
  const leftOut = new Set(facts.profile?.leftOut.map(({ requirement }) => requirement));
  const {
    requests,
    readings: observed,
    leftovers: left,
    disturbances: all = [],
    latency,
    shard,
    profile,
    ...about
  } = facts;
  const readings = observed.map((one) => ({
    ...one,
    observed: visible(one.observed),
    ...(one.evidence !== undefined && { evidence: visible(one.evidence) }),
  }));
  const leftovers = left.map((one) => ({ ...one, ...(one.name !== undefined && { name: visible(one.name) }) }));
  const disturbances = outsideOfFindings(all, requirements);
  const ids = Object.keys(catalogue);
  const standard = ids.filter((id) => !isBeyond(id));
  const selection = {
    partial: narrowed || standard.some((id) => !selected.has(id)),
    of: standard.filter((id) => !leftOut.has(id)).length,
    deeper: ids.length - standard.length,
    strict,
  };
  return concluded(
    {
      ...about,
      selection,
      verified: verifiedOf(requirements, isBeyond),
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
      ...(disturbances.length > 0 && { disturbances }),
      ...(latency !== undefined && { latency }),
      ...(shard !== undefined && { shard }),
      ...(profile !== undefined && { profile }),
    },
    {
      waivers: evidence.waivers ?? [],
      failOn: evidence.failOn,
      failOnIds: evidence.failOnIds ?? [],
      obstacles: evidence.failOn === 'should' ? gap(verified, 'should') : [],
      ...(evidence.baseline !== undefined && { baseline: evidence.baseline }),
    },
  );
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
    const findings = failed.flatMap((outcome) => outcome.findings.map(inSight));
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
    skipped.find(isBlocking) ??
    skipped.find(({ cause }) => CAUSES[cause ?? 'suite-error'].setting) ??
    (outcomes.some((outcome) => outcome.status === 'pass') ? undefined : skipped[0]);
  if (skip !== undefined) {
    const { cause = 'suite-error', detail, blockedBy } = skip;
    const reason = reasonOf({
      cause,
      ...(detail !== undefined && { detail: visible(detail) }),
      ...(blockedBy !== undefined && { blockedBy }),
    });
    return { ...base, verdict: 'skip', ...reason, findings: [] };
  }
  if (outcomes.length > 0) return { ...base, verdict: 'pass', findings: [] };
  // A run that met its end in the first phase verified nothing, and no test is to blame for that.
  const ended = evidence.cutShort || neverBegan(evidence);
  return { ...base, verdict: 'skip', cause: ended ? 'interrupted' : 'never-ran', findings: [] };
}

function verdictOfFailure(id: string, level: Level, evidence: Evidence): RequirementVerdict {
  if (evidence.waivers?.some(({ requirement, state }) => requirement === id && state === 'applied')) return 'waived';
  return level === 'must' ? 'fail' : 'warn';
}

function isBlocking(outcome: { readonly cause?: Cause }): boolean {
  return CAUSES[outcome.cause ?? 'suite-error'].blocking;
}

/** Why the verdict cannot be told: a `must` that something kept from being verified, or that nothing was. */
function gaps(verified: readonly RequirementResult[]): readonly string[] {
  const sentences = gap(verified, 'must');
  if (verified.length > 0 && verified.every((result) => result.verdict === 'skip') && sentences.length === 0)
    return ['None of the selected requirements could be verified on this tenant.'];
  return sentences;
}

/** A sentence where requirements of a level could not be verified, for another reason than a setting that is not given. */
function gap(verified: readonly RequirementResult[], level: Level): readonly string[] {
  const ofLevel = verified.filter((result) => result.level === level);
  const missing = ofLevel.filter((result) => result.verdict === 'skip' && isBlocking(result));
  if (missing.length === 0) return [];
  const causes = [...groupBy(missing, (result) => result.cause)].map(
    ([cause, results]) => `${cause} (${results.length})`,
  );
  return [`${missing.length} of ${ofLevel.length} ${level} requirements could not be verified: ${causes.join(', ')}.`];
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

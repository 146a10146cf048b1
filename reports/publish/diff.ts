import type { ConformanceResult, RequirementResult } from '../verdict/result.ts';
import { signatureOf } from '../verdict/signature.ts';

/** How the failures of two results stand to each other; lists hold ids of requirements in the order of the later catalogue. */
export interface FailureComparison {
  /** Fails now and did not. */
  readonly fresh: readonly string[];
  /** Fails in both, in another way. */
  readonly changed: readonly string[];
  /** Fails in both, alike. */
  readonly known: readonly string[];
  /** Failed and holds now. */
  readonly fixed: readonly string[];
  /** Failed and could not be verified, or was not selected, now. */
  readonly noLongerVerified: readonly string[];
}

/** Everything in which a later result differs from an earlier one. */
export interface Difference extends FailureComparison {
  /** Held or failed before, not verified now; with the causes. */
  readonly lost: readonly { readonly id: string; readonly cause: string }[];
  /** Not verified before, verified now. */
  readonly gained: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What the results are about and differs: tenant, suite, document, seed; as sentences. */
  readonly context: readonly string[];
  readonly verdicts: readonly [string, string];
}

type Levels = 'must' | 'should' | 'may';

/**
 * Compares what fails.
 * @param failOn the lowest level whose failures count
 */
export function compareFailures(
  earlier: Pick<ConformanceResult, 'requirements'>,
  later: Pick<ConformanceResult, 'requirements'>,
  failOn: Levels,
): FailureComparison {
  const before = new Map(earlier.requirements.map((one) => [one.id, one]));
  const counts = (one: RequirementResult | undefined): one is RequirementResult =>
    one !== undefined && isFailure(one, failOn);
  const failing = later.requirements.filter(counts);
  const earlierFailing = later.requirements.filter((one) => counts(before.get(one.id)));
  const ids = (list: readonly RequirementResult[]) => list.map(({ id }) => id);
  const alike = (one: RequirementResult) => sameFailure(one, before.get(one.id));
  const old = failing.filter(({ id }) => counts(before.get(id)));
  return {
    fresh: ids(failing.filter(({ id }) => !counts(before.get(id)))),
    changed: ids(old.filter((one) => !alike(one))),
    known: ids(old.filter(alike)),
    fixed: ids(earlierFailing.filter(({ verdict }) => verdict === 'pass')),
    noLongerVerified: ids(earlierFailing.filter(({ verdict }) => verdict === 'skip')),
  };
}

function isFailure({ verdict, level }: RequirementResult, failOn: Levels): boolean {
  if (verdict === 'fail') return true;
  return verdict === 'warn' && (failOn === 'may' || (failOn === 'should' && level === 'should'));
}

function sameFailure(one: RequirementResult, other: RequirementResult | undefined): boolean {
  return other !== undefined && (one.signature ?? signatureOf(one)) === (other.signature ?? signatureOf(other));
}

/** Compares two results in full. */
export function difference(earlier: ConformanceResult, later: ConformanceResult): Difference {
  const before = new Map(earlier.requirements.map((one) => [one.id, one]));
  const after = new Set(later.requirements.map(({ id }) => id));
  const both = later.requirements.filter(({ id }) => before.has(id));
  const wasSkipped = (id: string) => before.get(id)?.verdict === 'skip';
  return {
    ...compareFailures(earlier, later, 'may'),
    lost: both
      .filter(({ id, verdict }) => verdict === 'skip' && !wasSkipped(id))
      .map(({ id, cause = 'suite-error' }) => ({ id, cause })),
    gained: both.filter(({ id, verdict }) => verdict !== 'skip' && wasSkipped(id)).map(({ id }) => id),
    added: later.requirements.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    context: context(earlier, later),
    verdicts: [earlier.headline, later.headline],
  };
}

function context(earlier: ConformanceResult, later: ConformanceResult): readonly string[] {
  const sentences: string[] = [];
  type Fact = string | number | boolean | undefined;
  const say = (what: string, before: Fact, after: Fact) => {
    if (before !== after) sentences.push(`${what} changed: ${String(before ?? 'none')} -> ${String(after ?? 'none')}`);
  };
  // Measurements of a run say nothing on which tenant it was.
  for (const fact of ['tenant', 'partition', 'persona', 'writes'])
    say(`tenant (${fact})`, earlier.tenant[fact], later.tenant[fact]);
  say('suite', earlier.suite.version, later.suite.version);
  say('document', earlier.document.edition, later.document.edition);
  say('digest of the document', earlier.document.digest.slice(0, 12), later.document.digest.slice(0, 12));
  const reading = new Map(earlier.readings.map(({ id, observed }) => [id, observed]));
  for (const { id, observed } of later.readings) if (reading.has(id)) say(`reading ${id}`, reading.get(id), observed);
  return sentences;
}

/** The difference as lines; one that says so where there is none. */
export function formatDifference(found: Difference, later: ConformanceResult): readonly string[] {
  const statements = new Map(later.requirements.map(({ id, statement }) => [id, statement]));
  const section = (title: string, ids: readonly string[]) =>
    ids.length === 0
      ? []
      : [`${title} (${ids.length})`, ...ids.map((id) => `      ${id}  ${statements.get(id) ?? ''}`.trimEnd())];
  const causes = new Map(found.lost.map(({ id, cause }) => [id, cause]));
  const lines = [
    ...found.context,
    ...section('new failures', found.fresh),
    ...section('failing in another way', found.changed),
    ...section('fixed', found.fixed),
    ...section('no longer verified', [...causes.keys()]).map((line) => withCause(line, causes)),
    ...section('verified again', found.gained),
    ...section('requirements added', found.added),
    ...section('requirements removed', found.removed),
    ...(found.known.length > 0 ? [`failing as before (${found.known.length}): ${found.known.join(', ')}`] : []),
  ];
  const [before, after] = found.verdicts;
  return [
    ...(lines.length > 0 ? lines : ['No difference.']),
    `verdict ${before === after ? after : `${before} -> ${after}`}`,
  ];
}

function withCause(line: string, causes: ReadonlyMap<string, string>): string {
  const cause = causes.get(line.trim().split(' ', 1)[0] ?? '');
  return cause === undefined ? line : `${line} (${cause})`;
}

import { catalogueFor, requirements } from '../../specs/catalogue/index.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { contradictionsOfProfile } from '../verdict/profiles.ts';
import {
  CAUSES,
  type Cause,
  type ConformanceResult,
  type ProfileResult,
  type RequirementVerdict,
} from '../verdict/result.ts';
import { beginning } from '../verdict/user-files.ts';
import { type Judged, verifiedIds } from '../verdict/verified.ts';
import { wordsOf } from '../verdict/words.ts';
import { digestOf, identity } from './files.ts';
import { UnusableFile } from './stored.ts';

/** What a vendor publishes on a run: short, complete over the catalogue, and open to recomputation. */
export interface Statement {
  readonly kind: 'external-client-conformance-statement';
  readonly formatVersion: '2.0';
  readonly suite: ConformanceResult['suite'];
  readonly document: ConformanceResult['document'];
  readonly tenant: ConformanceResult['tenant'];
  readonly startedAt: string;
  readonly seed: number;
  readonly verdict: ConformanceResult['verdict'];
  readonly word: ConformanceResult['word'];
  readonly headline: string;
  readonly selection: ConformanceResult['selection'];
  readonly verified: ConformanceResult['verified'];
  readonly problems: readonly string[];
  /** Every requirement of the catalogue, in its order. */
  readonly requirements: readonly {
    readonly id: string;
    readonly verdict: RequirementVerdict;
    readonly cause?: Cause;
  }[];
  readonly waivers: NonNullable<ConformanceResult['waivers']>;
  /** The earlier run whose failures are accepted. */
  readonly baseline?: Pick<NonNullable<ConformanceResult['baseline']>, 'startedAt' | 'digest' | 'known'>;
  /** Without one, every requirement applies. */
  readonly profile?: ProfileResult;
  /** SHA-256 of the catalogue and of the result, as JSON with sorted keys and no white space. */
  readonly catalogueDigest: string;
  readonly resultDigest: string;
  /** The same of the evidence that the result was derived from. */
  readonly evidenceDigest?: string;
  /** SHA-256 of everything else here. */
  readonly digest: string;
}

const KIND = 'external-client-conformance-statement';
const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** The statement on a result. @throws UnusableFile when the result is of another catalogue than this suite's */
export function statementOn(result: ConformanceResult): Statement {
  const unsigned = {
    kind: KIND,
    formatVersion: '2.0',
    suite: result.suite,
    document: result.document,
    tenant: result.tenant,
    startedAt: result.startedAt,
    seed: result.seed,
    verdict: result.verdict,
    word: result.word,
    headline: result.headline,
    selection: result.selection,
    verified: result.verified,
    problems: result.problems,
    requirements: result.requirements.map(({ id, verdict, cause }) => ({
      id,
      verdict,
      ...(cause !== undefined && { cause }),
    })),
    waivers: result.waivers ?? [],
    ...(result.baseline !== undefined && { baseline: acceptedBy(result.baseline) }),
    ...(result.profile !== undefined && { profile: result.profile }),
    catalogueDigest: digestOf(catalogue),
    resultDigest: digestOf(result),
    ...(result.evidenceDigest !== undefined && { evidenceDigest: result.evidenceDigest }),
  } as const;
  const statement = { ...unsigned, digest: digestOf(unsigned) };
  const [contradiction] = contradictions(statement);
  if (contradiction !== undefined) throw new UnusableFile(`The result cannot be stated: ${contradiction}`);
  return statement;
}

/**
 * Reads a statement and recomputes what it says, offline.
 * @param path for sentences
 * @throws UnusableFile with one sentence on the first thing that is not in order
 */
export function checkStatement(value: unknown, path: string, result?: ConformanceResult): Statement {
  const refuse = (what: string): never => {
    throw new UnusableFile(`${path} ${what}`);
  };
  if (!isStatement(value))
    return refuse('is not a conformance statement of this suite; name one as the verb statement wrote it.');
  if (value.digest !== digestOf(value))
    return refuse('does not match its own digest: it was altered; ask its issuer for the original.');
  const installed = identity().suite.version;
  if (value.suite.version !== installed)
    return refuse(
      `was issued by version ${beginning(value.suite.version)} of the suite and this is ${installed}; verify it with that version.`,
    );
  if (value.catalogueDigest !== digestOf(catalogue))
    return refuse('was made with another catalogue than the one of this version; verify it with an unaltered suite.');
  const [contradiction] = contradictions(value);
  if (contradiction !== undefined) return refuse(`contradicts itself: ${contradiction}`);
  if (result !== undefined) {
    if (value.resultDigest !== digestOf(result))
      return refuse('was made of another result than the one given; name the result that it was made of.');
    if (value.digest !== statementOn(result).digest)
      return refuse('does not say what its result says: it was altered; ask its issuer for the original.');
  }
  return value;
}

function isStatement(value: unknown): value is Statement {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Partial<Record<keyof Statement, unknown>>;
  const texts = [one.startedAt, one.verdict, one.word, one.headline, one.catalogueDigest, one.resultDigest, one.digest];
  const objects = [one.suite, one.document, one.tenant, one.selection, one.verified];
  return (
    one.kind === KIND &&
    one.formatVersion === '2.0' &&
    texts.every((text) => typeof text === 'string') &&
    objects.every((object) => typeof object === 'object' && object !== null) &&
    typeof (one.suite as { version?: unknown }).version === 'string' &&
    Array.isArray((one.verified as { missing?: unknown }).missing) &&
    Array.isArray(one.problems) &&
    Array.isArray(one.waivers) &&
    Array.isArray(one.requirements) &&
    one.requirements.every(
      (entry: unknown) => typeof entry === 'object' && entry !== null && 'id' in entry && 'verdict' in entry,
    )
  );
}

/** One sentence each on requirements that are missing or unknown, and on a verdict that does not follow from theirs. */
function contradictions(statement: Statement): readonly string[] {
  const ids = statement.requirements.map(({ id }) => id);
  const missing = Object.keys(catalogue).filter((id) => !ids.includes(id));
  const surplus = ids.filter((id, index) => !Object.hasOwn(catalogue, id) || ids.indexOf(id) !== index);
  const sentences: string[] = [];
  if (missing.length > 0)
    sentences.push(
      `it omits ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}.`,
    );
  if (surplus.length > 0)
    sentences.push(
      `it lists ${surplus.slice(0, 5).map(String).map(beginning).join(', ')} twice, or without a place in the catalogue.`,
    );
  const failed = statement.requirements.filter(({ verdict }) => verdict === 'fail');
  const open = statement.requirements.filter(
    ({ id, cause }) => catalogue[id]?.level === 'must' && cause !== undefined && CAUSES[cause]?.blocking,
  );
  const waivers = new Set(
    statement.waivers.flatMap(({ requirement, state }) => (state === 'applied' ? requirement : [])),
  );
  const unexplained = statement.requirements.find(({ id, verdict }) => verdict === 'waived' && !waivers.has(id));
  if (unexplained !== undefined) sentences.push(`${unexplained.id} is waived without a waiver.`);
  sentences.push(...contradictionsOfProfile(statement.profile, statement.requirements));
  if (statement.verdict === 'conformant' && failed.length > 0)
    sentences.push(`it says conformant, and ${failed[0]?.id} fails.`);
  if (statement.verdict === 'conformant' && open.length > 0)
    sentences.push(`it says conformant, and ${open[0]?.id} could not be verified.`);
  const accepted = statement.requirements.some(({ verdict }) => verdict === 'waived');
  if (statement.verdict === 'non-conformant' && failed.length === 0 && !accepted)
    sentences.push('it says non-conformant, and nothing fails.');
  return sentences.length > 0 ? sentences : contradictionsOfWords(statement);
}

/** One sentence where the words of the verdict are not those that follow from all the rest. */
function contradictionsOfWords(statement: Statement): readonly string[] {
  const judged = judgedIn(statement);
  const deep = statement.selection.deeper === 0;
  const isBeyond = (id: string) => !deep && catalogue[id]?.depth === 'deep';
  const { of, missing } = verifiedIds(judged.requirements, isBeyond);
  const stated = statement.verified;
  const leftOut = new Set(statement.profile?.leftOut.map(({ requirement }) => requirement));
  const standard = Object.keys(catalogue).filter((id) => !isBeyond(id));
  const told = [
    stated.of === of && stated.verified === of - missing.length,
    stated.missing.map(({ id }) => id).join() === missing.join(),
    stated.missing.every(({ id, cause }) => judged.requirements.find((one) => one.id === id)?.cause === cause),
    statement.selection.of === standard.filter((id) => !leftOut.has(id)).length,
    statement.selection.deeper === Object.keys(catalogue).length - standard.length,
  ];
  if (told.includes(false)) return ['its numbers of what was verified are not those of its requirements.'];
  const asked = judged.requirements.filter(({ id }) => !isBeyond(id));
  if (!statement.selection.partial && asked.some(({ cause }) => cause === 'not-selected'))
    return ['it does not say that it is on a part of the requirements.'];
  const { verdict, word, headline } = wordsOf(judged);
  return verdict === statement.verdict && word === statement.word && headline === statement.headline
    ? []
    : [`it says ${beginning(statement.headline)}, and its requirements say ${headline}.`];
}

/** A statement with the levels of its requirements, as far as the words of the verdict go by it. */
export function judgedIn(statement: Statement): Judged {
  const levels = catalogueFor(statement.selection.strict);
  return {
    ...statement,
    requirements: statement.requirements.map((one) => ({ ...one, level: levels[one.id]?.level ?? 'must' })),
  };
}

function acceptedBy({ startedAt, digest, known }: NonNullable<ConformanceResult['baseline']>) {
  return { startedAt, digest, known };
}

/**
 * In what a statement differs from the result that its evidence leads to; undefined where in nothing. What waivers and a baseline accept
 * is no matter of evidence, so it must fail there as well.
 * @param derived the result as it follows from the evidence, without waivers and baseline
 */
export function firstDifference(statement: Statement, derived: ConformanceResult): string | undefined {
  for (const name of [
    'suite',
    'document',
    'tenant',
    'startedAt',
    'seed',
    'selection',
    'problems',
    'profile',
  ] as const) {
    const [stated, seen] = [statement[name], derived[name]].map((value) => JSON.stringify(value ?? null));
    if (stated !== seen)
      return `its ${name} is ${beginning(stated ?? '')}, and the evidence says ${beginning(seen ?? '')}`;
  }
  const found = new Map(derived.requirements.map((one) => [one.id, one]));
  for (const { id, verdict, cause } of statement.requirements) {
    const seen = found.get(id);
    const stated = verdict === 'waived' ? (seen?.level === 'must' ? 'fail' : 'warn') : verdict;
    if (seen?.verdict !== stated || seen.cause !== cause)
      return `${id} is ${verdict}${cause === undefined ? '' : ` (${cause})`} in it, and the evidence leads to ${seen?.verdict ?? 'nothing'}${seen?.cause === undefined ? '' : ` (${seen.cause})`}`;
  }
  return undefined;
}

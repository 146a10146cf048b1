import { consequencesOf } from '../../specs/catalogue/consequences.ts';
import type { RequirementId } from '../../specs/catalogue/index.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import type { Operation, Requirement } from '../../specs/catalogue/types.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, RequirementResult } from '../verdict/result.ts';
import { findingKind } from '../verdict/signature.ts';

/**
 * Failures that are likely to have one cause. A guess, so that the reader looks at one thing before sixty: nothing is left out, and no
 * verdict depends on it.
 */
export interface Root {
  /** The failure to look at first. */
  readonly lead: RequirementResult;
  /** The same promise, broken by other operations. */
  readonly alike: readonly RequirementResult[];
  /** Failures that are likely to go away with the others. */
  readonly following: readonly RequirementResult[];
  /** What could not be verified because of it. */
  readonly blocked: readonly RequirementResult[];
}

/** Where an operation does not do its main deed: most of its other promises cannot hold then. */
const DEEDS: readonly string[] = ['CREATE-05', 'UPDATE-03', 'DELETE-03', 'GENSECRET-06', 'DELSECRET-03'];
/** What an operation does to others than its subject, or shows of secrets, is another matter than whether it does its deed. */
const APART = /-(0[12])$|^(CREATE-1[23]|UPDATE-(08|09|12)|DELETE-0[58]|GENSECRET-(08|12)|DELSECRET-0[569])$/;
const GUARD = /-[ASXB]\d$/;

/** What shows the same deviation once more, where it was found in words about the same matter. */
const MATTERS: Partial<Record<RequirementId, readonly [matter: RegExp, ids: readonly RequirementId[]]>> = {
  'CREATE-06': [/value/, ['CREATE-04', 'CREATE-15', 'CREATE-16']],
  'CREATE-07': [/scope/, ['CREATE-08', 'CREATE-15', 'CREATE-16', 'TOKEN-05']],
  'UPDATE-05': [
    /scope|mix/,
    ['UPDATE-10', 'UPDATE-13', 'UPDATE-15', 'UPDATE-16', 'UPDATE-18', 'LIFE-01', 'LIFE-03', 'RACE-03'],
  ],
  'UPDATE-03': [/./, ['RACE-03']],
  'UPDATE-08': [/secret/, ['LIFE-01', 'RACE-04']],
  'GENSECRET-07': [/accepted|refused|rejected/, ['LIFE-02', 'RACE-02']],
  'GENSECRET-08': [/secret/, ['LIFE-02', 'DELSECRET-06', 'RACE-02']],
  'DELSECRET-04': [/refused|rejected/, ['DELSECRET-11', 'LIFE-03']],
  'DELETE-04': [/./, ['DELETE-11', 'LIFE-04', 'LIFE-05']],
  'DELETE-07': [/./, ['LIFE-04']],
};

/** Failures that put a tenant's users at risk, whatever else is broken. */
const DANGEROUS =
  /-(A[1-4]|A6|B5|S[23]|X[124])$|^(LIST-06|GET-06|GET-11|UPDATE-12|DELETE-07|DELSECRET-04|GENSECRET-10|CREATE-07|CREATE-13|TOKEN-0[1-49])$/;

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** Failures and warnings by likely cause, in the order in which they deserve a look. */
export function rootsOf({ requirements: all }: Pick<ConformanceResult, 'requirements'>): readonly Root[] {
  const failing = all.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const ids = new Set(failing.map(({ id }) => id));
  const parents = new Map<RequirementResult, RequirementResult>();
  for (const one of failing) {
    // Of two that could explain each other, the first one does.
    const parent = failing.find((other) => explains(other, one, ids) && top(other, parents) !== one);
    if (parent !== undefined) parents.set(one, parent);
  }
  const leads = failing.filter((one) => top(one, parents) === one);
  const groups: RequirementResult[][] = [];
  for (const lead of leads) {
    const group = groups.find(([first]) => first !== undefined && isAlike(first, lead));
    if (group === undefined) groups.push([lead]);
    else group.push(lead);
  }
  const blocked = groupBy(
    all.filter(({ cause }) => cause === 'prerequisite'),
    ({ blockedBy }) => blockedBy?.operation,
  );
  const taken = new Set<Operation>();
  return groups
    .map(([lead, ...alike]): Root => {
      const members = new Set([lead, ...alike]);
      const operations = [...members].flatMap((one) =>
        one === undefined || taken.has(one.operation) ? [] : one.operation,
      );
      for (const operation of operations) taken.add(operation);
      return {
        lead: lead as RequirementResult,
        alike,
        following: failing.filter((one) => !members.has(one) && members.has(top(one, parents))),
        blocked: operations.flatMap((operation) => blocked.get(operation) ?? []),
      };
    })
    .sort((a, b) => compare(weigh(b), weigh(a)));
}

/** Everything that a root is about, but what it blocks. */
export function membersOf({ lead, alike, following }: Root): readonly RequirementResult[] {
  return [lead, ...alike, ...following];
}

/** A must before a should; what blocks others before what does not; then danger, then number. */
function weigh(root: Root): readonly number[] {
  const { lead, blocked } = root;
  return [
    Number(lead.verdict === 'fail'),
    blocked.length > 5 ? blocked.length : 0,
    Number(isDangerous(lead)),
    membersOf(root).length,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** The failure at the end of the explanations. */
function top(one: RequirementResult, parents: ReadonlyMap<RequirementResult, RequirementResult>): RequirementResult {
  let at = one;
  for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
  return at;
}

/**
 * Whether one failure is likely to be the reason of another. A warning explains no failure.
 * @param failing ids of everything that fails
 */
function explains(cause: RequirementResult, one: RequirementResult, failing: ReadonlySet<string>): boolean {
  if (cause === one || (cause.verdict === 'warn' && one.verdict === 'fail')) return false;
  const [, kind] = split(cause.id);
  const [, otherKind] = split(one.id);
  if (isIdle(cause, one, failing)) return true;
  const [matter, shown = []] = MATTERS[cause.id as RequirementId] ?? [];
  const isListed = shown.some((id) => id === one.id);
  if (isListed ? one.findings.every(({ message }) => matter?.test(message)) : isConsequence(cause, one)) return true;
  // Sequences of operations meet whatever single ones do wrong.
  if (otherKind === 'Q1' && cause.operation === one.operation && !GUARD.test(cause.id) && kind !== 'Q1') return true;
  return answersAlike(cause, one) || isMisread(cause, one) || isSameAnswer(cause, one);
}

/** How matchers say that what ought to be accepted was not. */
const LOSS = /^The secret (is|was) not accepted/;

/** How matchers say that something was changed. */
const EFFECT = /\beffect\b|\bchanged\b|\bdisturbed\b/;

/** The catalogue of consequences says so. What is dangerous stands for itself, beside the same guard failing in another way. */
function isConsequence(cause: RequirementResult, one: RequirementResult): boolean {
  if (!consequencesOf(cause.id).has(one.id)) return false;
  if (consequencesOf(one.id).has(cause.id) && order(cause.id) > order(one.id)) return false;
  const isSameGuard = GUARD.test(cause.id) && split(cause.id)[0] === split(one.id)[0];
  // Effects are seen by reading; where that has effects of its own, nobody knows whether there were others.
  const isSeenByReading = cause.id === 'GET-07' && one.findings.every(({ message }) => EFFECT.test(message));
  return isSameGuard || isSeenByReading || !isDangerous(one);
}

/** Somebody may do what he may not. That somebody may not do what he may is a loss, whichever requirement it breaks. */
function isDangerous({ id, findings }: RequirementResult): boolean {
  return DANGEROUS.test(id) && (findings.length === 0 || !findings.every(({ message }) => LOSS.test(message)));
}

/** The operation says yes and does nothing: then it says so to everybody, and its other effects are missing as well. */
function isIdle(cause: RequirementResult, one: RequirementResult, failing: ReadonlySet<string>): boolean {
  const deed = DEEDS.includes(cause.id) && cause.operation === one.operation;
  if (!deed || APART.test(one.id)) return false;
  const [prefix] = split(one.id);
  // Where refused requests have effects, the operation is anything but idle.
  if (GUARD.test(one.id)) return !failing.has(`${prefix}-A4`) && !failing.has(`${prefix}-S3`);
  return true;
}

function split(id: string): readonly string[] {
  const at = id.lastIndexOf('-');
  return [id.slice(0, at), id.slice(at + 1)];
}

/** The operation answers with this one error, whatever is asked; or its success has another status than the documented one everywhere. */
function answersAlike(cause: RequirementResult, one: RequirementResult): boolean {
  const [first] = cause.findings;
  const status = first?.exchange?.response?.status ?? 0;
  if (!cause.id.endsWith('-01') || cause.id.startsWith('TOKEN') || one.id.endsWith('-01')) return false;
  return (
    one.findings.length > 0 &&
    one.findings.every(
      ({ exchange, message, expected }) =>
        exchange?.operation === cause.operation &&
        exchange.response?.status === status &&
        (status >= 400 || (message === first?.message && expected === first.expected)),
    )
  );
}

/** The answer has not the documented shape, and the other failure was read off answers of that operation. */
function isMisread(cause: RequirementResult, one: RequirementResult): boolean {
  const shape = { list: 'LIST-03', get: 'GET-03', create: 'CREATE-03', generateSecret: 'GENSECRET-03' };
  if (shape[cause.operation as keyof typeof shape] !== cause.id) return false;
  if (/-(0[123]|[A-Z]\d)$/.test(one.id) || DANGEROUS.test(one.id)) return false;
  return one.findings.length > 0 && one.findings.every(({ exchange }) => exchange?.operation === cause.operation);
}

/** Both were seen in one and the same answer to the operation whose promise they are. */
function isSameAnswer(cause: RequirementResult, one: RequirementResult): boolean {
  const [a, b] = [cause, one].map(({ findings }) => findings[0]?.exchange);
  if (a === undefined || b === undefined || cause.operation !== one.operation) return false;
  const same = a.startedAt === b.startedAt && a.request.url === b.request.url && a.request.method === b.request.method;
  return same && cause.verdict === one.verdict && !DANGEROUS.test(one.id) && order(cause.id) < order(one.id);
}

const ORDER = new Map(Object.keys(catalogue).map((id, index) => [id, index]));
const order = (id: string): number => ORDER.get(id) ?? 0;

/** The same promise of another operation, or server errors all over the place: the catalogue explains both alike, or both were found in the same words. */
function isAlike(a: RequirementResult, b: RequirementResult): boolean {
  if (a.verdict === b.verdict && isServerError(a) && isServerError(b)) return true;
  if (a.verdict !== b.verdict || a.operation === b.operation) return false;
  const [one, other] = [catalogue[a.id]?.means, catalogue[b.id]?.means];
  if (one !== undefined && one === other) return !a.id.startsWith('READING-');
  const kinds = [a, b].map(({ findings }) => findings.map((finding) => findingKind(finding)).join('\n'));
  return kinds[0] !== '' && kinds[0] === kinds[1];
}

/** Whether nothing but server errors was seen, whatever was to be seen. */
export function isServerError({ findings }: RequirementResult): boolean {
  return findings.length > 0 && findings.every(({ exchange }) => (exchange?.response?.status ?? 0) >= 500);
}

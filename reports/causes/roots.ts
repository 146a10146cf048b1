import { isWrite } from '../../specs/catalogue/everywhere.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import type { Operation, Requirement } from '../../specs/catalogue/types.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, RequirementResult } from '../verdict/result.ts';
import { findingKind } from '../verdict/signature.ts';
import { BROAD, OTHER, spreads, type View, viewOf } from './views.ts';

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

/** Failures that put a tenant's users at risk, whatever else is broken. */
const DANGEROUS =
  /-(A[1-4]|A6|B5|S[23]|X[124])$|^(LIST-06|GET-06|GET-11|UPDATE-12|DELETE-07|DELSECRET-04|GENSECRET-10|CREATE-07|CREATE-13|TOKEN-0[1-49])$/;
/** Where an operation does not do its main deed: most of its other promises cannot hold then. */
const DEEDS: readonly string[] = ['CREATE-05', 'UPDATE-03', 'DELETE-03', 'GENSECRET-06', 'DELSECRET-03'];
/** What an operation does to others than its subject, or shows of secrets, is another matter than whether it does its deed. */
const APART = /-(0[12])$|^(CREATE-1[23]|UPDATE-(08|09|12)|DELETE-0[58]|GENSECRET-(08|12)|DELSECRET-0[569])$/;
/** Who may do what: authentication, scopes, bad input, other organizations. */
const GUARD = /-[ASXB]\d$/;
/** A refused request had an effect. */
const EFFECT = /-(A4|S3|B2|X[124])$/;
/** A client was changed by a read. */
const BY_READING = /^(GET-0[47]|LIST-11)$/;
/** Other clients go, or lose their secrets, with a deleted one: whatever looks at them later meets that. */
const TAKES_OTHERS = /^DELETE-0[58]$/;
/** The same with clients that are changed with another one. */
const CHANGES_OTHERS = /^UPDATE-09$/;
/** A client was changed by what was done to another one. */
const ON_OTHERS = /^(CREATE-12|UPDATE-09|GENSECRET-12|DELSECRET-09)$/;
/** Something was changed that should not have been. */
const EFFECTS = [EFFECT, BY_READING, TAKES_OTHERS, ON_OTHERS];

/** Kinds that operations have in common, and the kinds of the same operation that break with them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  // Where no token is asked for, forged ones pass as well.
  A1: ['A2', 'A3', 'A4', 'A5', 'A6', 'A7'],
  A2: ['A4'],
  // Whoever does not look at the signature does not look at the expiry.
  A3: ['A2', 'A4', 'A6'],
  A6: ['A2', 'A4'],
  S2: ['S3', 'S4'],
  S3: ['S4'],
  // An organization that does not exist is bad input as well.
  X1: ['X2', 'X3', 'X4', 'B1', 'B3'],
  X2: ['X3', 'X4'],
  B1: ['B3'],
  // What an altered id reaches is not refused.
  B5: ['B3'],
  G1: ['G2'],
};

/** In which order the operations come in the life of a client: what is wrong early is met again later. Reads are how all else is seen. */
const LIFE: readonly Operation[] = [
  'list',
  'get',
  'create',
  'token',
  'generateSecret',
  'update',
  'deleteSecret',
  'delete',
  'authorize',
];
const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** Failures and warnings by likely cause, in the order in which they deserve a look. */
export function rootsOf({ requirements: all }: Pick<ConformanceResult, 'requirements'>): readonly Root[] {
  const failing = all.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').map(viewOf);
  const suspects = new Set(failing.map(({ result }) => result.operation));
  const rank = new Map(failing.map((one) => [one, primacy(one, failing, suspects)] as const));
  const waiting = failing.toSorted((a, b) => compare(rank.get(a) ?? [], rank.get(b) ?? []));
  const groups: { readonly leads: View[]; readonly following: View[] }[] = [];
  while (waiting.length > 0) {
    const lead = waiting.shift() as View;
    const following: View[] = [];
    for (const one of waiting.filter((other) => explains(lead, other, failing))) {
      following.push(one);
      waiting.splice(waiting.indexOf(one), 1);
    }
    const group = groups.find(({ leads: [first] }) => first !== undefined && isAlike(first.result, lead.result));
    if (group === undefined) groups.push({ leads: [lead], following });
    else {
      group.leads.push(lead);
      group.following.push(...following);
    }
  }
  const blocked = groupBy(
    all.filter(({ cause }) => cause === 'prerequisite'),
    ({ blockedBy }) => blockedBy?.operation,
  );
  const taken = new Set<Operation>();
  return groups
    .map(({ leads, following }): Root => {
      const [lead, ...alike] = leads.map(({ result }) => result);
      const operations = leads.flatMap(({ result: { operation } }) => (taken.has(operation) ? [] : operation));
      for (const operation of operations) taken.add(operation);
      return {
        lead: lead as RequirementResult,
        alike,
        following: all.filter((one) => following.some(({ result }) => result === one)),
        blocked: [...new Set(operations)].flatMap((operation) => blocked.get(operation) ?? []),
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
    Number(isDangerous(viewOf(lead))),
    membersOf(root).length,
  ];
}

/**
 * Which of several failures the others are likely to come from: the smaller, the more so.
 * @param failing everything that fails
 * @param suspects operations of which something fails
 */
function primacy(self: View, failing: readonly View[], suspects: ReadonlySet<Operation>): readonly number[] {
  const { result, ways } = self;
  const { id, operation, verdict } = result;
  const [prefix, kind = ''] = split(id);
  const isBelow = failing.some(({ result: other }) => {
    const [otherPrefix, otherKind = ''] = split(other.id);
    return otherPrefix === prefix && KINDS[otherKind]?.includes(kind) === true;
  });
  const doesNothing = failing.some(({ result: other }) => other.operation === operation && DEEDS.includes(other.id));
  const misread = failing.some((other) => isMisread(other, self));
  const harm = [TAKES_OTHERS, CHANGES_OTHERS].findIndex((kind) => kind.test(id) && !doesNothing && !misread);
  const read = operation === 'list' || operation === 'get';
  const byWay = ways.map(({ writes, matter }) => {
    const others = new Set(writes.filter((one) => one !== operation && suspects.has(one)));
    // What a read shows is its own doing; that a secret is lost after it may be that of any write before.
    const isOwn = read && matter !== 'loss';
    const isLast = operation === 'token' ? others.size === 0 : !isWrite(operation) || writes.at(-1) === operation;
    return [
      isOwn ? 0 : others.size,
      Number(!isLast),
      LIFE.indexOf(read && (matter === 'status' || matter === 'loss') ? 'token' : operation),
      // A client is given several secrets: of those that are lost, the one after the fewest generations tells most.
      operation !== 'generateSecret' ? 0 : matter === 'loss' ? writes.length : Number.MAX_SAFE_INTEGER,
    ];
  });
  const [purest = [0, 0, LIFE.indexOf(operation)]] = byWay.sort(compare);
  return [
    Number(verdict === 'warn'),
    Number(misread || !isByReading(self)),
    Number(!isMixedUp(self)),
    harm < 0 ? 2 : harm,
    Number(BROAD.test(id)),
    Number(isBelow),
    ...purest,
    order(id),
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * Whether one failure is likely to be the reason of another. A warning explains no failure.
 * @param failing everything that fails
 */
function explains(cause: View, one: View, failing: readonly View[]): boolean {
  const [{ result: a }, { result: b }] = [cause, one];
  if (a.verdict === 'warn' && b.verdict === 'fail') return false;
  const [prefix, kind = ''] = split(a.id);
  const [otherPrefix, otherKind = ''] = split(b.id);
  if (prefix === otherPrefix && KINDS[kind]?.includes(otherKind)) return true;
  if (isIdle(a, b, failing) || answersAlike(a, b) || isSameAnswer(a, b)) return true;
  if (isMisread(cause, one)) return true;
  if (isMixedUp(cause) && one.ways.length > 0)
    return one.ways.every(({ matter }) => matter === 'gain') || isMixedUp(one);
  // Effects are seen by reading; where that has effects of its own, nobody knows whether there were others.
  if (isByReading(cause) && isEffect(one)) return true;
  if (isDangerous(one)) return false;
  // Whatever changes clients that it should not is met by everything that looks at them.
  if (isEffect(cause)) return isEffect(one) || (!GUARD.test(b.id) && spreads(OTHER, one));
  if (isEffect(one) || GUARD.test(a.id) || GUARD.test(b.id)) return false;
  // Sequences of operations meet whatever single ones do wrong.
  if (/-Q\d$/.test(b.id) && a.operation === b.operation) return true;
  return (
    one.ways.every((way) => a.operation === way.seenThrough || way.writes.includes(a.operation)) && spreads(cause, one)
  );
}

/** The answers to an operation have not the documented shape, or disagree with those of the other read, and the other failure was read off them. */
function isMisread(cause: View, one: View): boolean {
  if (
    !/^((LIST|GET|CREATE|GENSECRET)-03|(LIST|GET)-05)$/.test(cause.result.id) ||
    /-(0[123]|[A-Z]\d)$/.test(one.result.id) ||
    DANGEROUS.test(one.result.id)
  )
    return false;
  return one.ways.length > 0 && one.ways.every(({ seenThrough }) => seenThrough === cause.result.operation);
}

/** Whether a read changed something. That a secret is lost may have any reason, also where only reads came before. */
function isByReading({ result: { id }, ways }: View): boolean {
  return BY_READING.test(id) && !ways.every(({ matter }) => matter === 'loss');
}

/** Whether ids or secrets are not told from each other: then one is accepted, or found, in the place of another. */
function isMixedUp({ result: { findings } }: View): boolean {
  return findings.length > 0 && findings.every(({ kind }) => kind === 'toBeAllDifferent');
}

/** Whether something was changed that should not have been. */
function isEffect({ result: { id }, ways }: View): boolean {
  return EFFECTS.some((kind) => kind.test(id)) && ways.some(({ matter }) => matter !== 'refusal');
}

/** Somebody may do what he may not. That somebody may not do what he may is a loss, whichever requirement it breaks. */
function isDangerous({ result: { id }, ways }: View): boolean {
  return DANGEROUS.test(id) && (ways.length === 0 || ways.some(({ matter }) => matter !== 'loss'));
}

/** The operation says yes and does nothing: then it says so to everybody, and its other effects are missing as well. */
function isIdle(cause: RequirementResult, one: RequirementResult, failing: readonly View[]): boolean {
  if (!DEEDS.includes(cause.id) || cause.operation !== one.operation || APART.test(one.id)) return false;
  const [prefix] = split(one.id);
  // Where refused requests have effects, the operation is anything but idle.
  const hasEffect = failing.some(({ result: { id } }) => id === `${prefix}-A4` || id === `${prefix}-S3`);
  return !GUARD.test(one.id) || !hasEffect;
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
      ({ exchange, kind, expected }) =>
        exchange?.operation === cause.operation &&
        exchange.response?.status === status &&
        (status >= 400 || cause.findings.some((own) => own.kind === kind && own.expected === expected)),
    )
  );
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

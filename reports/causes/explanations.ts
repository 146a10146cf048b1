import { requirements } from '../../specs/catalogue/index.ts';
import type { Operation } from '../../specs/catalogue/types.ts';
import type { RequirementResult } from '../verdict/result.ts';
import { GUARD, ON_OTHERS, precedes } from './precedence.ts';
import { isByTime, isMixedUp } from './signs.ts';
import { BROAD, doersOf, everyWay, OTHER, showsServerError, spreads, type View } from './views.ts';

/** Failures that put a tenant's users at risk, whatever else is broken. */
const DANGEROUS =
  /-(A[1-4]|A6|B5|S[23]|X[124])$|^(LIST-06|GET-06|GET-11|UPDATE-12|DELETE-07|DELSECRET-04|GENSECRET-10|CREATE-07|CREATE-13|TOKEN-0[1-49]|SECRET-02|AUTHORIZE-0[3-7])$/;
/** Where an operation does not do its core effect: most of its other promises cannot hold then. */
export const CORE_EFFECTS: readonly string[] = ['CREATE-05', 'UPDATE-03', 'DELETE-03', 'GENSECRET-06', 'DELSECRET-03'];
/** What an operation does to others than its subject, or shows of secrets, is another matter than whether it has its core effect. */
const APART = /-(0[12])$|^(CREATE-1[23]|UPDATE-(08|09|12)|DELETE-0[58]|GENSECRET-(08|12)|DELSECRET-0[569])$/;
/** What headers say is another matter than what was done. */
const HEADERS = /-H\d$|^(CREATE-17|GENSECRET-14|TOKEN-(07|17|22))$/;
/** A refused request had an effect. */
export const EFFECT = /-(A4|S3|B2|X[124])$/;
/** A client was changed by a read. */
export const BY_READING = /^(GET-0[47]|LIST-11)$/;
/** Other clients go, or lose their secrets, with a deleted one: whatever looks at them later meets that. */
export const TAKES_OTHERS = /^DELETE-0[58]$/;
/** Where an operation answers for what nobody has, it answers for what others have as well. */
const UNKNOWN = /^(GET-08|UPDATE-11|GENSECRET-11|DELSECRET-07)$/;
/** What the answer to a write shows, against what is stored. */
const ANSWER = /^UPDATE-10$/;
/** To delete what nobody has takes something away. */
const HARMLESS = /^(DELETE-08|DELSECRET-07)$/;
/** Something was changed that should not have been. */
const EFFECTS = [EFFECT, TAKES_OTHERS, ON_OTHERS, HARMLESS];

/** Kinds that operations have in common, and the kinds of the same operation that break with them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  // Where no token is asked for, forged ones pass as well, and those for something else.
  A1: ['A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'S2', 'S3', 'S4', 'S5'],
  A2: ['A4'],
  // Whoever does not look at the signature does not look at the expiry.
  A3: ['A2', 'A4', 'A6'],
  A6: ['A2', 'A4'],
  S2: ['S3', 'S4', 'S5'],
  S3: ['S4'],
  // An organization that does not exist is bad input as well.
  X1: ['X2', 'X3', 'X4', 'B1', 'B3'],
  X2: ['X3', 'X4'],
  B1: ['B3'],
  // What an altered id reaches is not refused.
  B5: ['B3'],
  G1: ['G2'],
};

/**
 * Whether one failure is likely to be the reason of another. A warning explains no failure.
 * @param failing everything that fails
 */
export function explains(cause: View, one: View, failing: readonly View[]): boolean {
  const [{ result: a }, { result: b }] = [cause, one];
  if (a.verdict === 'warn' && b.verdict === 'fail') return false;
  if (breaksWith(cause, one) || isOfScopes(cause, one, failing)) return true;
  if (a.id === 'LIFE-07' && isByTime(one, failing)) return true;
  // What a tenant should do better, each for its own reason, unless one answer shows both.
  if (a.verdict === 'warn') return isSameAnswer(a, b);
  if (a.id.endsWith('-G1') && isFailureOf(a.operation, one)) return isAtTimes(cause, failing);
  if (HEADERS.test(b.id) && !HEADERS.test(a.id)) return false;
  if (isIdle(a, b, failing) || answersAlike(a, b) || isSameAnswer(a, b)) return true;
  if (isMisread(cause, one)) return true;
  if (isMixedUp(cause) && one.ways.length > 0)
    return one.ways.every(({ matter }) => matter === 'gain') || isMixedUp(one);
  // Effects are seen by reading; where that has effects of its own, nobody knows whether there were others.
  if (isByReading(cause) && isEffect(one)) return true;
  // Reads come between all that is done.
  const mayHave =
    isByReading(cause) ||
    one.ways.every(
      ({ suspects, seenThrough }) =>
        suspects === undefined ||
        seenThrough === a.operation ||
        suspects.some(({ operation }) => operation === a.operation),
    );
  if (isEffect(cause) && isEffect(one) && mayHave && one.ways.some(({ suspects }) => suspects !== undefined))
    return true;
  if (isDangerous(one)) return false;
  // Whatever changes clients that it should not is met by everything that looks at them.
  if (!mayHave) return false;
  if (isEffect(cause)) return isEffect(one) || (!GUARD.test(b.id) && spreads(OTHER, one));
  if (isEffect(one) || GUARD.test(a.id) || GUARD.test(b.id)) return false;
  // Sequences of operations meet whatever single ones do wrong.
  if (/-Q\d$/.test(b.id) && a.operation === b.operation) return true;
  return (
    one.ways.every((way) => a.operation === way.seenThrough || way.writes.includes(a.operation)) && spreads(cause, one)
  );
}

/**
 * Whether one of these two is told first: tokens that hold too much, and an operation that allows too much. It is the tokens where so many
 * operations allow what a token was not asked for, and none what its client is not registered for; else it is the operation.
 */
export function isOfScopes(cause: View, one: View, failing: readonly View[]): boolean {
  const [a, b] = [cause.result, one.result];
  const [isOperation, isTokens] = [a, b].map(({ id }) => id.endsWith('-S2'));
  if (isOperation === isTokens || ![a, b].some(({ id }) => id.startsWith('PRIVILEGE-'))) return false;
  const open = failing.filter(({ result }) => result.id.endsWith('-S2')).map(({ result }) => result.findings);
  const areTokens = open.length > 4 && !open.flat().some(({ kind }) => kind === 'toBeRefusedWhateverItAsks');
  return areTokens ? a.id === 'PRIVILEGE-01' : isOperation === true && a.operation === b.operation;
}

/** Whether one promise cannot be kept where another one is broken, whatever it is worth otherwise. */
export function breaksWith(cause: View, one: View): boolean {
  const [{ result: a }, { result: b }] = [cause, one];
  const [prefix, kind = ''] = split(a.id);
  const [otherPrefix, otherKind = ''] = split(b.id);
  const isThrough = everyWay(one, ({ seenThrough }) => seenThrough === a.operation);
  const only = (matter: View['ways'][number]['matter']): boolean => everyWay(one, (way) => way.matter === matter);
  if (prefix === otherPrefix && KINDS[kind]?.includes(otherKind)) return true;
  if (UNKNOWN.test(a.id) && prefix === otherPrefix && /-(X\d|B3)$/.test(b.id)) return only('refusal');
  if (HARMLESS.test(a.id) && prefix === otherPrefix && /-(X\d|B2|08)$/.test(b.id)) return isEffect(cause);
  if (a.id === 'UPDATE-07') return everyWay(one, isOfPublic);
  if (ANSWER.test(a.id) && a.operation === b.operation && a.id !== b.id && !/-02$|-[A-Z]\d$/.test(b.id))
    return isThrough && !only('status');
  if (/^(CREATE-1[56]|UPDATE-16)$/.test(a.id) && b.id === 'TOKEN-03') return true;
  if (a.id === 'LIST-04' && isNeverListed(cause)) return isThrough && only('presence');
  if (precedes(cause, one)) return true;
  if (a.id === 'TOKEN-01') return only('gain') && b.id !== 'TOKEN-01';
  // Allowed with each scope, and without the effect that it does not have with all of them either.
  if (otherKind === 'S1' && prefix === otherPrefix && !GUARD.test(a.id) && !only('status') && !only('refusal'))
    return everyWay(one, ({ matter }) => cause.ways.some((way) => way.matter === matter));
  return a.id.endsWith('-S1') && b.id === 'TOKEN-21' && isThrough;
}

/** What an updated client meets that has become public by that: no token by its secrets, and no further secret. */
function isOfPublic({ matter, seenThrough, writes }: View['ways'][number]): boolean {
  const isRefused = matter === 'loss' || (matter === 'status' && seenThrough === 'generateSecret');
  return isRefused && writes.includes('update');
}

/** Whether a client that was created, and nothing more, was never in the list: whatever else is missing there says nothing of its own. */
function isNeverListed({ ways }: View): boolean {
  return ways.some(
    ({ matter, suspects = [] }) =>
      matter === 'presence' &&
      suspects.length > 0 &&
      suspects.every(({ operation, on }) => operation === 'create' && on === 'it'),
  );
}

/** Whether an operation fails for one request and not for the next: too many different ones meet it to depend on what is asked. */
export function isAtTimes({ result: { operation } }: View, failing: readonly View[]): boolean {
  return failing.filter((one) => isFailureOf(operation, one)).length > 4;
}

/** Whether nothing but server errors of this operation was seen. */
function isFailureOf(operation: Operation, { result, ways }: View): boolean {
  return isServerError(result) && ways.every(({ seenThrough }) => seenThrough === operation);
}

/** The answers to an operation have not the documented shape, or disagree with those of the other read, and the other failure was read off them. */
export function isMisread(cause: View, one: View): boolean {
  if (
    !/^((LIST|GET|CREATE|GENSECRET)-03|(LIST|GET)-05)$/.test(cause.result.id) ||
    /-(0[123]|[A-Z]\d)$/.test(one.result.id) ||
    DANGEROUS.test(one.result.id)
  )
    return false;
  return everyWay(one, ({ seenThrough }) => seenThrough === cause.result.operation);
}

/** Whether a requirement speaks of what an operation does beyond its own client. */
export function isOfOthers(id: string): boolean {
  return BROAD.test(id) || [TAKES_OTHERS, ON_OTHERS, HARMLESS].some((kind) => kind.test(id));
}

/** Whether a read changed something. That a secret is lost may have any reason, also where only reads came before. */
export function isByReading({ result: { id }, ways }: View): boolean {
  const seen = ways.filter(({ matter }) => matter !== 'loss' && matter !== 'status');
  const known = seen.filter(({ suspects }) => suspects !== undefined);
  return (
    BY_READING.test(id) &&
    (known.length > 0 ? known.some(({ suspects = [] }) => doersOf(suspects).length === 0) : seen.length > 0)
  );
}

/** Whether something was changed that should not have been. */
function isEffect(view: View): boolean {
  const {
    result: { id },
    ways,
  } = view;
  if (BY_READING.test(id)) return isByReading(view);
  return (
    EFFECTS.some((kind) => kind.test(id)) && ways.some(({ matter }) => matter !== 'refusal' && matter !== 'status')
  );
}

/** Somebody may do what he may not. That somebody may not do what he may is a loss, whichever requirement it breaks. */
export function isDangerous({ result: { id }, ways }: View): boolean {
  return (
    DANGEROUS.test(id) && (ways.length === 0 || ways.some(({ matter }) => matter !== 'loss' && matter !== 'status'))
  );
}

/** The operation says yes and does nothing: then it says so to everybody, and its other effects are missing as well. */
function isIdle(cause: RequirementResult, one: RequirementResult, failing: readonly View[]): boolean {
  if (!CORE_EFFECTS.includes(cause.id) || cause.operation !== one.operation || APART.test(one.id)) return false;
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
export function answersAlike(cause: RequirementResult, one: RequirementResult): boolean {
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

const ORDER = new Map(Object.keys(requirements).map((id, index) => [id, index]));
/** The place of a requirement in the catalogue. */
export const order = (id: string): number => ORDER.get(id) ?? 0;

/** Whether nothing but server errors was seen, whatever was to be seen. */
export function isServerError({ findings }: RequirementResult): boolean {
  return findings.length > 0 && findings.every(showsServerError);
}

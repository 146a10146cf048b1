import { isWrite } from '../../specs/catalogue/everywhere.ts';
import type { Operation } from '../../specs/catalogue/types.ts';
import type { Suspect } from '../verdict/result.ts';
import {
  answersAlike,
  BY_READING,
  breaksWith,
  CORE_EFFECTS,
  EFFECT,
  isAtTimes,
  isByReading,
  isMisread,
  isOfOthers,
  isOfScopes,
  order,
  TAKES_OTHERS,
} from './explanations.ts';
import { GUARD, ON_OTHERS, precedes } from './precedence.ts';
import { isByTime, isMixedUp, isSwapped, isWorn } from './signs.ts';
import { BROAD, doersOf, type View } from './views.ts';

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

/** What the answers of an operation look like. */
const FORMAT = /^(LIST|GET|CREATE|GENSECRET)-03$/;

/**
 * Which of several failures the others are likely to come from: the smaller, the more so.
 * @param failing everything that fails
 * @param suspects operations of which something fails
 * @param working operations that keep more promises than they break
 */
export function primacy(
  self: View,
  failing: readonly View[],
  suspects: ReadonlySet<Operation>,
  working: ReadonlySet<Operation>,
): readonly number[] {
  const { result, ways } = self;
  const { id, operation, verdict } = result;
  const isBelow = failing.some(
    (other) => breaksWith(other, self) || answersAlike(other.result, result) || isOfScopes(other, self, failing),
  );
  const doesNothing = failing.some(
    ({ result: other }) => other.operation === operation && CORE_EFFECTS.includes(other.id),
  );
  const misread = failing.some((other) => isMisread(other, self));
  const takesOthers = TAKES_OTHERS.test(id) && !doesNothing && !misread;
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
  // Whoever answers in another format does so whatever the operation does; and what a sequence shows of an operation counts for its own promises.
  const doubted = failing.filter(
    (one) => one === self || (one.result.operation === operation && (FORMAT.test(id) || BROAD.test(one.result.id))),
  );
  const isFormless = failing.some(
    (one) =>
      one.result.operation === operation &&
      FORMAT.test(one.result.id) &&
      one.ways.some(({ matter }) => matter === 'format'),
  );
  const certainty = Math.min(...doubted.map((one) => doubt(one, failing)));
  // Whatever was done to others at the same time.
  const wears = id === 'TOKEN-08' && isWorn(failing);
  const isPreceded = failing.some((other) => precedes(other, self));
  const failsAtTimes = id.endsWith('-G1') && working.has(operation) && isAtTimes(self, failing);
  return [
    Number(verdict === 'warn'),
    // What everything else is seen through: reads that change things, ids that are not told apart, answers that fail at times.
    Number(misread || !isByReading(self)),
    Number(!(isSwapped(self) || (isMixedUp(self) && !isPreceded)) || isFormless),
    Number(!failsAtTimes),
    // What was sent when it happened.
    Number(isUnlikely(self) && !isOfRefused(self, failing)),
    Number(!wears && (isPreceded || isByTime(self, failing))),
    certainty,
    // What it does to others; then single promises before sequences, and what breaks with another one after that.
    Number(!takesOthers),
    Number((BROAD.test(id) && !isSwapped(self)) || isLate(self)),
    Number(isBelow),
    // The fewest operations of which something fails, the earliest in the life of a client, the catalogue's order.
    ...purest,
    order(id),
  ];
}

/** Compares by the first number that differs. */
export function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Whether something else than the operation brought it about: between good and bad it was not carried out, and others were. */
export function isUnlikely({ result: { id, operation }, ways }: View): boolean {
  const known = ways.flatMap(({ suspects }) => (suspects === undefined ? [] : [suspects]));
  if (known.length === 0 || known.length < ways.length) return false;
  // Who is asked for and not answered is seen in one answer: nothing had to change for it.
  if (EFFECT.test(id) || (BY_READING.test(id) && id !== 'GET-04'))
    return known.every((suspects) => doersOf(suspects).length > 0);
  const mayBe = (one: Suspect): boolean =>
    one.operation === operation && (isOfOthers(id) || (one.on === 'it' && one.refused !== true));
  return isWrite(operation) && !known.some((suspects) => suspects.some(mayBe));
}

/** Whether a refused request to a client was all that was sent to it, and nothing else fails that does something to others. */
function isOfRefused({ result: { id }, ways }: View, failing: readonly View[]): boolean {
  if (
    !EFFECT.test(id) ||
    failing.some(({ result: other }) => [TAKES_OTHERS, ON_OTHERS, BY_READING].some((kind) => kind.test(other.id)))
  )
    return false;
  return ways.every(({ suspects }) => {
    const own = suspects?.filter(({ on }) => on === 'it') ?? [];
    return own.length > 0 && own.every(({ refused }) => refused === true);
  });
}

/**
 * How many others than the operation may have brought it about: 0, nothing else was sent between good and bad; 1, nothing else was sent
 * about the same client; 2, others may have.
 */
function doubt({ result: { id, operation }, ways }: View, failing: readonly View[]): number {
  if (isWorn(failing)) return id === 'TOKEN-08' ? 0 : 2;
  if (!isWrite(operation) || GUARD.test(id)) return 2;
  // What a read shows tells nothing of when it changed where its answers are no good.
  const misleading = failing.flatMap(({ result }) =>
    /^(LIST-0[13478]|GET-0[13])$/.test(result.id) ? [result.operation] : [],
  );
  const known = ways.flatMap(({ suspects = [], seenThrough }) =>
    suspects.some((one) => one.operation === operation) && !misleading.some((one) => one === seenThrough)
      ? [suspects]
      : [],
  );
  const isAlone = (suspects: readonly Suspect[]): boolean => suspects.every((one) => one.operation === operation);
  if (known.some(isAlone)) return 0;
  return known.some((suspects) => {
    const own = suspects.filter(({ on }) => on === 'it');
    return own.length > 0 && isAlone(own);
  })
    ? 1
    : 2;
}

/** Whether a promise about the status of success was found broken by something else than a status. */
function isLate({ result: { id }, ways }: View): boolean {
  if (!/^(LIST|GET|CREATE|UPDATE|DELETE|GENSECRET|DELSECRET)-01$/.test(id) || ways.length === 0) return false;
  return ways.every(({ matter }) => matter !== 'status' && matter !== 'format');
}

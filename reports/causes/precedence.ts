/** Which of two failures is told first, where one is what the other one comes from, whatever else it is worth. */
import type { Operation } from '../../specs/catalogue/types.ts';
import type { Finding } from '../verdict/result.ts';
import {
  isAfterMany,
  isAnsweredLike,
  isByOwn,
  isBySiblings,
  isDeletedTwice,
  isFirstUpdate,
  isGain,
  isGone,
  isLostSecret,
  isMixedUp,
  isNeverAccepted,
  isOfAlikes,
  isOfAll,
  isOfAnything,
  isOfCreationTimes,
  isOfLoss,
  isOfMore,
  isOfValues,
  isOnOthers,
  isPublic,
  isReplaced,
  isSeenIn,
  isSwapped,
  isUnauthorized,
  isUnrecorded,
  isWrittenAfter,
} from './signs.ts';
import { everyWay, showsServerError, type View, type Way } from './views.ts';

/** Who may do what: authentication, scopes, bad input, other organizations. */
export const GUARD = /-[ASXB]\d$/;
/** A client was changed by what was done to another one. */
export const ON_OTHERS = /^(CREATE-12|UPDATE-09|GENSECRET-12|DELSECRET-09)$/;

/** What two failures must have shown, the one that is told first and the later one. */
type Condition = (first: View, later: View) => boolean;
type Order = readonly [first: RegExp, later: RegExp, ...conditions: readonly Condition[]];

/** Every finding of the later one. */
const eachLater =
  (is: (finding: Finding) => boolean): Condition =>
  (_, { result: { findings } }) =>
    findings.every((finding) => is(finding));
/** Every way in which the later one was found. */
const eachWayLater =
  (is: (way: Way) => boolean): Condition =>
  (_, later) =>
    everyWay(later, is);
/** Some finding of the first one. */
const someFirst =
  (is: (finding: Finding) => boolean): Condition =>
  ({ result: { findings } }) =>
    findings.some((finding) => is(finding));
const someWayFirst =
  (is: (way: Way) => boolean): Condition =>
  ({ ways }) =>
    ways.some((way) => is(way));
const not =
  (condition: Condition): Condition =>
  (first, later) =>
    !condition(first, later);
/** Every finding of both. */
const eachOfBoth =
  (is: (finding: Finding) => boolean): Condition =>
  (...both) =>
    both.every(({ result: { findings } }) => findings.length > 0 && findings.every((finding) => is(finding)));

const ofKind =
  (wanted: string) =>
  ({ kind }: Finding): boolean =>
    kind === wanted;
const throughOnly =
  (...reads: readonly Operation[]) =>
  ({ seenThrough }: Way): boolean =>
    reads.some((read) => read === seenThrough);
const after =
  (write: Operation) =>
  ({ writes }: Way): boolean =>
    writes.includes(write);
const isMixedUpLater: Condition = (_, later) => isMixedUp(later);
const isAnswerOfFirst: Condition = ({ result: first }, { result: later }) =>
  isAnsweredLike(later.findings, first.findings);

/** Rows: what is told first, what is told later, and what both must have shown for that. The reason stands above. */
const ORDERS: readonly Order[] = [
  // What is wrong with ordinary values is wrong with unusual ones, and what can still be read is listed.
  [/^CREATE-0[457]$/, /^CREATE-15$/],
  [/^UPDATE-0[3457]$/, /^UPDATE-(18|19|20)$/],
  [/^GENSECRET-0[56]$/, /^GENSECRET-15$/],
  [/^DELETE-03$/, /^DELETE-04$/],
  // Users are sent where the client is said to have its redirect URI.
  [/^UPDATE-(04|13|16)$/, /^AUTHORIZE-03$/],
  // What an update does to a client is seen under the id that it has.
  [/^UPDATE-06$/, /^UPDATE-(0[34578]|1[3568])$/, eachLater(isGone)],
  // Who is not there does not sign in, is not listed, and is not deleted.
  [/^CREATE-05$/, /^(CREATE-10|LIST-04|DELETE-01)$/],
  // What single requests are given that are sent one after the other, those at once are given as well.
  [/^GENSECRET-04$/, /^RACE-02$/, someFirst(ofKind('toBeAllDifferentWhereGiven'))],
  // Twins are sent at once: where that alone is answered with an error, it is not of their likeness.
  [/^RACE-01$/, /^CREATE-13$/, eachLater(showsServerError), isAnswerOfFirst],
  [/^RACE-02$/, /^GENSECRET-04$/, eachLater(showsServerError), isAnswerOfFirst],
  // Whom a create answers under another id is one more of that name.
  [/^CREATE-05$/, /^CREATE-13$/, eachLater(ofKind('toHoldNoDuplicate'))],
  // Who lets any secret in, or those of others, lets those of the dead and of namesakes in.
  [/^TOKEN-0[12]$/, /^CREATE-13$/, eachWayLater(isGain)],
  // What stands in the place of all secrets is the same each time, and is accepted of nobody.
  [/^CREATE-10$/, /^CREATE-13$/, isMixedUpLater],
  // Sent at once with others each time: what is lost then is told of that; and otherwise not.
  [/^RACE-01$/, /^CREATE-10$/, eachWayLater(isBySiblings)],
  [
    /^CREATE-10$/,
    /^RACE-01$/,
    not((first) => everyWay(first, isBySiblings)),
    eachLater((finding) => isLostSecret(finding) || isOfAlikes(finding)),
  ],
  // What a refused update leaves behind is mixed with the others that were sent at once.
  [/^UPDATE-B2$/, /^RACE-03$/],
  // Who is shown in the place of another one is shown so after whatever was done.
  [/^GET-04$/, /-Q\d$/, eachLater(({ expected }) => expected.startsWith('id '))],
  // Who comes after the end of a list is not in it.
  [/^LIST-07$/, /^LIST-04$/, someFirst(ofKind('toHaveNoEnd'))],
  // Whose secrets outlive it is let in after whatever was done before.
  [/^DELETE-07$/, /-Q\d$/, eachLater(({ actual }) => /^a token after [^:]*: delete client/.test(actual))],
  // A sign that is lost on the way is met wherever secrets are used that hold it.
  [/^CREATE-10$/, /./, someFirst(ofKind('toTellNoSign')), eachLater(isLostSecret)],
  // Who gives a token to whom nobody knows gives that of another one.
  [/^TOKEN-09$/, /^TOKEN-(04|29)$/],
  // Whoever holds the token of another client may do what that one may.
  [/^TOKEN-29$/, /^(?!TOKEN-09$)/, eachLater(({ exchange }) => exchange?.operation === 'token')],
  // What is made twice is listed twice.
  [/^CREATE-13$/, /^UPDATE-14$/, someFirst(ofKind('toHoldNoDuplicate'))],
  // Whoever is brought back has secrets that are accepted.
  [/^DELETE-09$/, /^DELETE-07$/, eachWayLater(({ writes }) => isWrittenAfter(writes, 'delete'))],
  [/^UPDATE-(0[345]|18)$/, /^UPDATE-13$/, someWayFirst(isFirstUpdate)],
  // Later updates that change nothing at all show none of the values that only later updates are sent with.
  [/^UPDATE-13$/, /^UPDATE-(0[3457]|1[058])$/, isOfAll, (_, later) => !later.ways.some(isFirstUpdate)],
  // Who is nobody is answered like everybody else who is not there: those that were deleted.
  [/^GET-08$/, /^(GET-04|DELETE-(03|Q1))$/, isAnswerOfFirst],
  // What befalls a client in a race is met by whoever looks at it later.
  [/^RACE-05$/, /^DELETE-0[347]$/, eachWayLater(isDeletedTwice)],
  [/^RACE-/, /^LIFE-07$/, (first, later) => isSeenIn(later, first)],
  // A public client that is kept as a confidential one is shown as that, and has secrets; one that is not kept is not shown.
  [/^CREATE-16$/, /./, eachOfBoth(isPublic)],
  [/^CREATE-16$/, /^(CREATE-15|UPDATE-16|DELETE-11)$/, eachOfBoth(isGone)],
  // A secret that was never accepted is not lost by what was done to others.
  [/^GENSECRET-07$/, ON_OTHERS, eachWayLater(isNeverAccepted)],
  // Where secrets share an id, one takes the place of the other.
  [/^GENSECRET-04$/, /^(?!CREATE-10$)/, isMixedUp, eachLater(isLostSecret)],
  // Who lets any secret in lets those in that have ended, and so does who takes the end away.
  [
    /^DELSECRET-05$/,
    /^GENSECRET-10$/,
    someFirst(({ actual }) => /expiryTime none|no expiry/.test(actual)),
    eachWayLater(({ suspects = [] }) => suspects.some(({ operation }) => operation === 'deleteSecret')),
  ],
  // Expiry is enforced by those who look at the secret; whoever remembers that it was accepted looks at nothing.
  [/^(DELSECRET-04|TOKEN-01)$/, /^GENSECRET-10$/, (...both) => both.every(({ ways }) => ways.every(isGain))],
  // Tokens that end early are refused everywhere, and what they were sent with is not done.
  [/^TOKEN-15$/, /./, (_, { result }) => result.findings.some(isUnauthorized)],
  // Secrets that a detail numbers in its own way are all the same there, and none is the one that was generated.
  [/^GENSECRET-06$/, /^GET-11$/, eachLater(ofKind('toShareNoSecretWith')), ({ result }) => isUnrecorded(result)],
  // Whose secret is not accepted is granted nothing.
  [/^(CREATE-10|GENSECRET-07|TOKEN-08)$/, /^TOKEN-05$/, eachLater(isUnauthorized)],
  // Whoever is listed again was not lost in between.
  [/^LIST-04$/, /^CREATE-12$/, someFirst(ofKind('toHold')), eachWayLater(throughOnly('list'))],
  // A client that is listed otherwise than it is after an update, and no client that is so before one.
  [/^LIST-12$/, /^LIST-0[59]$/, eachWayLater(after('update'))],
  // What the list alone does not show was done.
  [/^LIST-(05|12)$/, /-S1$/, eachWayLater(throughOnly('list'))],
  // A detail that shows other values than the list shows none of an update either.
  [/^GET-05$/, /^UPDATE-/, eachWayLater(throughOnly('get'))],
  // Whoever looks at what a client did before instead of at its token lets an expired one in as well.
  [/^PRIVILEGE-0[12]$|-S2$/, /-A6$/],
  // Scopes that no answer to a create shows are missing from those to creates of public clients as well.
  [/^CREATE-0[78]$/, /^CREATE-16$/, eachLater(ofKind('toShowScopes'))],
  // A secret that is accepted again after something else was done to its client was revoked before that.
  [/^LIFE-08$/, /^DELSECRET-04$/, eachWayLater(({ writes }) => isWrittenAfter(writes, 'deleteSecret'))],
  // What an operation on others takes away does not wear out, and what it adds is accepted from them.
  [/./, /^TOKEN-0[28]$/, isOnOthers],
  // Secrets that were never lost while their client was given another one, and nothing else was done to it, may be lost by anything.
  [/^LIFE-07$/, /^GENSECRET-08$/, (_, later) => isOfLoss(later) && isOfMore(later)],
  // What was lost at some time while nearly everything was done is no matter of what was done first, or at once.
  [/^LIFE-07$/, /^(CREATE-10|DELSECRET-06|RACE-0[17])$/, (first) => isOfLoss(first), eachWayLater(isOfAnything)],
  // Secrets that end with an expired one of their client are missing among many, of which one has expired.
  [
    /^LIFE-07$/,
    /^GENSECRET-0[78]$/,
    someFirst(ofKind('toOutliveExpired')),
    not(someWayFirst(isReplaced)),
    eachWayLater(isAfterMany),
  ],
  // What befalls other clients as well is not that of public ones.
  [/^UPDATE-13$/, /^UPDATE-16$/, eachLater(isOfValues), someFirst(isOfValues)],
  // Who never showed a secret did not lose it, and a request that is answered with an error is so whatever else is unusual in it.
  [/^GENSECRET-09$/, /^GENSECRET-(08|15)$/, (...both) => both.every(({ result }) => isUnrecorded(result))],
  [
    /^GENSECRET-09$/,
    /^GENSECRET-(08|15)$/,
    ({ result: first }, { result: later }) =>
      first.findings.every(showsServerError) && isAnsweredLike(later.findings.filter(showsServerError), first.findings),
  ],
  // What one read shows wrongly of a secret, the other one disagrees with, and it shows it as well after another secret was deleted.
  [
    /^GET-13$/,
    /^(LIST-09|DELSECRET-05)$/,
    eachWayLater(throughOnly('get', 'list')),
    someWayFirst((way) => !after('deleteSecret')(way)),
  ],
  // A read that changes the client shows what it did instead of the client.
  [/^GET-07$/, /^GET-04$/, eachLater(({ actual }) => actual === 'no client')],
  // A creation time that moves with the use of a secret is another one at every later look; one that moves with a read, at that.
  [
    /^GENSECRET-13$/,
    /./,
    (_, { result, ways }) => !(result.id === 'LIST-11' && ways.some(({ suspects }) => suspects?.length === 0)),
    someFirst(ofKind('toKeepCreationTimesOf')),
    eachLater(isOfCreationTimes),
  ],
  // Scopes that fall back are in no token either.
  [/^LIFE-06$/, /^UPDATE-15$/, someFirst(({ expected }) => /\bscopes\b/.test(expected))],
  // A secret whose expiry is kept otherwise than it was asked for ends at another time.
  [
    /^GENSECRET-06$/,
    /^GENSECRET-07$/,
    someFirst(({ expected }) => expected.startsWith('expiryTime')),
    eachLater(ofKind('toBeAcceptedUntil')),
  ],
  // So does one that is unusual: those that are not are accepted.
  [
    /^GENSECRET-15$/,
    /^GENSECRET-07$/,
    eachLater(({ subject, kind }) => subject !== undefined && kind === 'toBeAccepted'),
  ],
  // What went with another secret is not there to be deleted.
  [/^DELSECRET-05$/, /^DELSECRET-11$/, eachLater(isGone)],
  // What a further secret does to its client is no matter of its creation.
  [
    /^GENSECRET-12$/,
    /^CREATE-/,
    someFirst(ofKind('toBeUnchangedButForSecrets')),
    eachWayLater(({ suspects }) => isByOwn(suspects, 'generateSecret')),
  ],
  // A secret that stays when it is deleted is there to the end.
  [
    /^DELSECRET-(03|11)$/,
    /^DELSECRET-09$/,
    eachWayLater(({ suspects = [] }) => suspects.length > 0 && suspects.every(({ on }) => on === 'it')),
  ],
  // A public client that can still be read is listed as well; what confidential clients meet too is not that of public ones.
  [
    /^DELETE-11$/,
    /^DELETE-04$/,
    someFirst(ofKind('toShowNoMore')),
    (_, { ways }) => !ways.some(after('generateSecret')),
  ],
  [/^DELETE-04$/, /^DELETE-11$/, someWayFirst(after('generateSecret'))],
  // What is met after updates alone is told of that.
  [/^LIFE-02$/, /^GENSECRET-0[79]$/, eachWayLater(after('update'))],
];

/** What answers to creates show, where those that are sent at once are mixed up. */
const MET_BY_SWAPS = /^(CREATE-(04|13|15)|LIFE-06|TOKEN-04)$/;

/** Whether one promise comes before another: without it nothing can be said of the other. */
export function precedes(cause: View, one: View): boolean {
  const [{ result: a }, { result: b }] = [cause, one];
  if (a.verdict !== 'fail' || a.id === b.id) return false;
  if (isSwapped(cause)) return MET_BY_SWAPS.test(b.id);
  return ORDERS.some(
    ([first, later, ...conditions]) =>
      first.test(a.id) && later.test(b.id) && conditions.every((condition) => condition(cause, one)),
  );
}

/** Which of two failures is told first, where one is what the other one comes from, whatever else it is worth. */
import type { Operation } from '../../specs/catalogue/types.ts';
import type { Finding, Suspect } from '../verdict/result.ts';
import { everyWay, type View } from './views.ts';

/** Who may do what: authentication, scopes, bad input, other organizations. */
export const GUARD = /-[ASXB]\d$/;
/** A client was changed by what was done to another one. */
export const ON_OTHERS = /^(CREATE-12|UPDATE-09|GENSECRET-12|DELSECRET-09)$/;
/** What is wrong with ordinary values is wrong with unusual ones, and what can still be read is listed. */
const FIRST_OF: readonly (readonly [RegExp, RegExp])[] = [
  [/^CREATE-0[457]$/, /^CREATE-15$/],
  [/^UPDATE-0[3457]$/, /^UPDATE-(18|19|20)$/],
  [/^GENSECRET-0[56]$/, /^GENSECRET-15$/],
  [/^DELETE-03$/, /^DELETE-04$/],
];
/** What answers to creates show, where those that are sent at once are mixed up. */
const MET_BY_SWAPS = /^(CREATE-(04|13|15)|LIFE-06|TOKEN-04)$/;
/** What is done to public clients, among others. */
const OF_PUBLIC = /^(CREATE-15|UPDATE-16|DELETE-11)$/;
/** What an update does to a client, seen under the id that it has. */
const GONE_WITH_ITS_ID = /^UPDATE-(0[34578]|1[3568])$/;

/** Whether a finding was seen after the client had been updated once. */
function isFirstUpdate({ writes }: View['ways'][number]): boolean {
  return writes.filter((operation) => operation === 'update').length === 1;
}

/** The requirement of each write that it leaves other clients alone. */
const LEAVES_OTHERS: Partial<Record<Operation, string>> = {
  create: 'CREATE-12',
  update: 'UPDATE-09',
  delete: 'DELETE-05',
  generateSecret: 'GENSECRET-12',
  deleteSecret: 'DELSECRET-09',
};

/** Whether among what may have brought something about is an operation on other clients. */
function isByOther(suspects: readonly Suspect[] | undefined, by: Operation): boolean {
  return suspects?.some(({ operation, on }) => operation === by && on === 'others') ?? false;
}

/** Whether among it is one on the client itself. */
function isByOwn(suspects: readonly Suspect[] | undefined, by: Operation): boolean {
  return suspects?.some(({ operation, on }) => operation === by && on === 'it') ?? false;
}

/** What may have brought about each way in which a failure was found, where that is known. */
function suspectsOf({ ways }: View): readonly (readonly Suspect[])[] {
  return ways.flatMap(({ suspects = [] }) => (suspects.length > 0 ? [suspects] : []));
}

function isWrittenAfter(writes: readonly Operation[], removal: 'delete' | 'deleteSecret'): boolean {
  return writes.includes(removal) && writes.at(-1) !== removal;
}

/** Whether nothing but the creation times of secrets are other ones. */
function isOfCreationTimes({ expected, actual }: Finding): boolean {
  const [was, is] = [expected, actual].map((words) =>
    words.replaceAll(/\b(?:created [^,)]+|creationTime "[^"]*")/g, 'created'),
  );
  return expected !== actual && was === is;
}

/** Whether a secret is refused that ought to be accepted, or is no longer on the record of its client. */
function isLostSecret({ exchange, expected, actual }: Finding): boolean {
  const isRefused = exchange?.operation === 'token' && (exchange.response?.status ?? 0) >= 400;
  return isRefused ? /accepted|a token/.test(expected) : /\bsecret\b/.test(expected) && /\bno secret\b/.test(actual);
}

/** Whether every finding is that a secret was lost. */
function isOfLoss({ result: { findings } }: View): boolean {
  return (
    findings.length > 0 &&
    findings.every((finding) => isLostSecret(finding) || /from secret .* to no secret/.test(finding.actual))
  );
}

/** Whether a secret was refused after it was accepted, and nothing was done meanwhile but to use it. */
export function isWorn(failing: readonly View[]): boolean {
  return failing.some(({ ways }) => ways.some(({ matter, suspects }) => matter === 'loss' && suspects?.length === 0));
}

/** What comes before every loss of a secret. */
const GIVES_SECRETS = /^(create|generateSecret)$/;

/** From so many operations that each looks like the one to blame it is none of them. */
const MANY = 3;

/**
 * Whether a loss of secrets is that of time: they are lost whatever was done, and no operation was carried out on their clients each
 * time, or on others each time and takes from them.
 */
export function isByTime(one: View, failing: readonly View[]): boolean {
  if (one.result.id === 'LIFE-07' || !isOfLoss(one)) return false;
  const ids = new Set(failing.map(({ result: { id } }) => id));
  const losses = failing.filter((other) => isOfLoss(other));
  if (!ids.has('LIFE-07') || new Set(losses.map(({ result }) => result.operation)).size < MANY) return false;
  const known = losses.flatMap(suspectsOf);
  if (isWorn(losses)) return false;
  // Lost each time after its client was given another one, and more than once after nothing else: that one takes its place.
  const isAfterAnother = known.every((suspects) => isByOwn(suspects, 'generateSecret'));
  if (isAfterAnother && losses.flatMap(({ ways }) => ways).filter(isReplaced).length > 1) return false;
  const always = (is: (suspects: readonly Suspect[]) => boolean): boolean => known.length > 0 && known.every(is);
  return !Object.entries(LEAVES_OTHERS).some(
    ([operation, id]) =>
      (!GIVES_SECRETS.test(operation) && always((suspects) => isByOwn(suspects, operation as Operation))) ||
      (ids.has(id) && always((suspects) => isByOther(suspects, operation as Operation))),
  );
}

/** Whether a client is shown with other values or scopes than it was given. */
function isOfValues({ kind, expected }: Finding): boolean {
  return (kind === 'toShow' || kind === 'toShowScopes') && expected !== 'isConfidential false';
}

/** Whether a client that is to be public is shown as confidential, or with a secret. */
function isPublic({ expected }: Finding): boolean {
  return expected === 'isConfidential false' || /^(no secret value|secrets none$)/.test(expected);
}

/** Whether a secret was refused, and was not seen to be accepted since it was generated. */
function isNeverAccepted({ matter, suspects }: View['ways'][number]): boolean {
  return matter === 'loss' && isByOwn(suspects, 'generateSecret');
}

/** Whether it was seen after a client had been given several secrets. */
function isAfterMany({ writes }: View['ways'][number]): boolean {
  return writes.filter((operation) => operation === 'generateSecret').length > 2;
}

/** Whether a secret was lost, and nothing was done since but to give its client another one. */
function isReplaced({ matter, suspects = [] }: View['ways'][number]): boolean {
  return matter === 'loss' && suspects.length === 1 && isByOwn(suspects, 'generateSecret');
}

function isGain({ matter }: View['ways'][number]): boolean {
  return matter === 'gain';
}

/** Whether a token was not accepted, or not by one of two requests that ought to be answered alike. */
function isUnauthorized({ exchange, expected }: Finding): boolean {
  return exchange?.response?.status === 401 || expected.startsWith('status 401');
}

/** Whether nothing is left under the id of the client. */
function isGone({ exchange }: Finding): boolean {
  return (exchange?.response?.status ?? 0) >= 400;
}

/** Whether one promise comes before another: without it nothing can be said of the other. */
export function precedes(cause: View, one: View): boolean {
  const [{ result: a }, { result: b }] = [cause, one];
  if (a.verdict !== 'fail' || a.id === b.id) return false;
  if (isSwapped(cause)) return MET_BY_SWAPS.test(b.id);
  if (a.id === 'UPDATE-06') return GONE_WITH_ITS_ID.test(b.id) && b.findings.every((finding) => isGone(finding));
  // Who is not there does not sign in, is not listed, and is not deleted.
  if (a.id === 'CREATE-05' && /^(CREATE-10|LIST-04|DELETE-01)$/.test(b.id)) return true;
  // What single requests are given that are sent one after the other, those at once are given as well.
  if (b.id === 'RACE-02' && a.id === 'GENSECRET-04')
    return a.findings.some(({ kind }) => kind === 'toBeAllDifferentWhereGiven');
  // Whom a create answers under another id is one more of that name; who lets any secret in lets those of the dead in.
  if (b.id === 'CREATE-13')
    return (
      (a.id === 'CREATE-05' && b.findings.every(({ kind }) => kind === 'toHoldNoDuplicate')) ||
      (a.id === 'TOKEN-01' && everyWay(one, isGain))
    );
  // Sent at once with others each time: what is lost then is told of that.
  if (b.id === 'CREATE-10') return a.id === 'RACE-01' && everyWay(one, ({ suspects }) => isByOther(suspects, 'create'));
  // Who comes after the end of a list is not in it.
  if (b.id === 'LIST-04') return a.id === 'LIST-07' && a.findings.some(({ kind }) => kind === 'toHaveNoEnd');
  // A sign that is lost on the way is met wherever secrets are used that hold it.
  if (a.id === 'CREATE-10' && a.findings.some(({ kind }) => kind === 'toTellNoSign'))
    return b.findings.every((finding) => isLostSecret(finding));
  // Who gives a token to whom nobody knows gives that of another one.
  if (a.id === 'TOKEN-09' && /^TOKEN-(04|29)$/.test(b.id)) return true;
  // Whoever holds the token of another client may do what that one may.
  if (a.id === 'TOKEN-29')
    return b.id !== 'TOKEN-09' && b.findings.every(({ exchange }) => exchange?.operation === 'token');
  // What is made twice is listed twice.
  if (b.id === 'UPDATE-14') return a.id === 'CREATE-13' && a.findings.some(({ kind }) => kind === 'toHoldNoDuplicate');
  // Whoever is brought back has secrets that are accepted.
  if (b.id === 'DELETE-07')
    return a.id === 'DELETE-09' && everyWay(one, ({ writes }) => isWrittenAfter(writes, 'delete'));
  if (b.id === 'UPDATE-13') return /^UPDATE-(0[345]|18)$/.test(a.id) && cause.ways.some(isFirstUpdate);
  // A public client that is kept as a confidential one is shown as that, and has secrets; one that is not kept is not shown.
  if (a.id === 'CREATE-16') {
    const are = (is: (finding: Finding) => boolean): boolean =>
      [a, b].every(({ findings }) => findings.length > 0 && findings.every(is));
    return are(isPublic) || (OF_PUBLIC.test(b.id) && are(isGone));
  }
  // A secret that was never accepted is not lost by what was done to others.
  if (a.id === 'GENSECRET-07' && ON_OTHERS.test(b.id)) return everyWay(one, isNeverAccepted);
  // Where secrets share an id, one takes the place of the other.
  if (a.id === 'GENSECRET-04' && isMixedUp(cause)) return b.findings.every((finding) => isLostSecret(finding));
  // Expiry is enforced by those who look at the secret; whoever remembers that it was accepted looks at nothing.
  // Who lets any secret in lets those in that have ended, and so does who takes the end away.
  if (b.id === 'GENSECRET-10' && a.id === 'DELSECRET-05')
    return (
      a.findings.some(({ actual }) => /expiryTime none|no expiry/.test(actual)) &&
      everyWay(one, ({ suspects = [] }) => suspects.some(({ operation }) => operation === 'deleteSecret'))
    );
  if (b.id === 'GENSECRET-10')
    return /^(DELSECRET-04|TOKEN-01)$/.test(a.id) && [cause, one].every(({ ways }) => ways.every(isGain));
  // Tokens that end early are refused everywhere, and what they were sent with is not done.
  if (a.id === 'TOKEN-15') return b.findings.some((finding) => isUnauthorized(finding));
  // Secrets that a detail numbers in its own way are all the same there, and none is the one that was generated.
  if (b.id === 'GET-11')
    return a.id === 'GENSECRET-06' && b.findings.every(({ kind }) => kind === 'toShareNoSecretWith') && isUnrecorded(a);
  // Whose secret is not accepted is granted nothing.
  if (b.id === 'TOKEN-05')
    return /^(CREATE-10|GENSECRET-07|TOKEN-08)$/.test(a.id) && b.findings.every((finding) => isUnauthorized(finding));
  // Whoever is listed again was not lost in between.
  if (b.id === 'CREATE-12' && a.id === 'LIST-04')
    return (
      a.findings.some(({ kind }) => kind === 'toHold') && everyWay(one, ({ seenThrough }) => seenThrough === 'list')
    );
  // A client that is listed otherwise than it is after an update, and no client that is so before one.
  if (a.id === 'LIST-12' && /^LIST-0[59]$/.test(b.id)) return everyWay(one, ({ writes }) => writes.includes('update'));
  // What the list alone does not show was done.
  if (a.id === 'LIST-05' && b.id.endsWith('-S1')) return everyWay(one, ({ seenThrough }) => seenThrough === 'list');
  // A detail that shows other values than the list shows none of an update either.
  if (a.id === 'GET-05' && b.id.startsWith('UPDATE-'))
    return one.ways.every(({ seenThrough }) => seenThrough === 'get');
  // Whoever looks at what a client did before instead of at its token lets an expired one in as well.
  if (b.id.endsWith('-A6')) return /^PRIVILEGE-0[12]$|-S2$/.test(a.id);
  // Scopes that no answer to a create shows are missing from those to creates of public clients as well.
  if (b.id === 'CREATE-16' && /^CREATE-0[78]$/.test(a.id))
    return b.findings.every(({ kind }) => kind === 'toShowScopes');
  // A secret that is accepted again after something else was done to its client was revoked before that.
  if (b.id === 'DELSECRET-04')
    return a.id === 'LIFE-08' && everyWay(one, ({ writes }) => isWrittenAfter(writes, 'deleteSecret'));
  // What an operation on others takes away does not wear out, and what it adds is accepted from them.
  if (/^TOKEN-0[28]$/.test(b.id)) {
    const known = suspectsOf(one);
    return (
      LEAVES_OTHERS[a.operation] === a.id &&
      known.length > 0 &&
      known.every((suspects) => isByOther(suspects, a.operation))
    );
  }
  // Secrets that were never lost while their client was given another one, and nothing else was done to it, may be lost by anything.
  if (a.id === 'LIFE-07' && b.id === 'GENSECRET-08' && isOfLoss(one)) {
    const known = suspectsOf(one).map((suspects) => suspects.filter(({ on }) => on === 'it'));
    const isGenerated = (own: readonly Suspect[]): boolean =>
      own.length > 0 && own.every(({ operation }) => operation === 'generateSecret');
    if (known.length > 0 && !known.some(isGenerated)) return true;
  }
  // Secrets that end with an expired one of their client are missing among many, of which one has expired.
  if (a.id === 'LIFE-07' && a.findings.some(({ kind }) => kind === 'toOutliveExpired') && !cause.ways.some(isReplaced))
    return /^GENSECRET-0[78]$/.test(b.id) && one.ways.every(isAfterMany);
  // What befalls other clients as well is not that of public ones.
  if (b.id === 'UPDATE-16' && a.id === 'UPDATE-13')
    return b.findings.every((finding) => isOfValues(finding)) && a.findings.some((finding) => isOfValues(finding));
  // Who never showed a secret did not lose it.
  if (a.id === 'GENSECRET-09' && /^GENSECRET-(08|15)$/.test(b.id)) return [a, b].every(isUnrecorded);
  // What one read shows wrongly of a secret, the other one disagrees with, and it shows it as well after another secret was deleted.
  if (a.id === 'GET-13')
    return (
      /^(LIST-09|DELSECRET-05)$/.test(b.id) &&
      one.ways.every(({ seenThrough }) => seenThrough === 'get' || seenThrough === 'list') &&
      cause.ways.some(({ writes }) => !writes.includes('deleteSecret'))
    );
  // A read that changes the client shows what it did instead of the client.
  if (b.id === 'GET-04') return a.id === 'GET-07' && b.findings.every(({ actual }) => actual === 'no client');
  // A creation time that moves with the use of a secret is another one at every later look; one that moves with a read, at that.
  if (a.id === 'GENSECRET-13')
    return (
      !(b.id === 'LIST-11' && one.ways.some(({ suspects }) => suspects?.length === 0)) &&
      a.findings.some(({ kind }) => kind === 'toKeepCreationTimesOf') &&
      b.findings.every((finding) => isOfCreationTimes(finding))
    );
  // Scopes that fall back are in no token either.
  if (b.id === 'UPDATE-15') return a.id === 'LIFE-06' && a.findings.some(({ expected }) => /\bscopes\b/.test(expected));
  // A secret whose expiry is kept otherwise than it was asked for ends at another time.
  if (a.id === 'GENSECRET-06' && b.id === 'GENSECRET-07')
    return (
      a.findings.some(({ expected }) => expected.startsWith('expiryTime')) &&
      b.findings.every(({ kind }) => kind === 'toBeAcceptedUntil')
    );
  // What a further secret does to its client is no matter of its creation.
  if (a.id === 'GENSECRET-12' && b.operation === 'create')
    return (
      a.findings.some(({ kind }) => kind === 'toBeUnchangedButForSecrets') &&
      everyWay(one, ({ suspects }) => isByOwn(suspects, 'generateSecret'))
    );
  // A secret that stays when it is deleted is there to the end.
  if (b.id === 'DELSECRET-09' && /^DELSECRET-(03|11)$/.test(a.id))
    return everyWay(one, ({ suspects = [] }) => suspects.length > 0 && suspects.every(({ on }) => on === 'it'));
  // A public client that can still be read is listed as well.
  if (b.id === 'DELETE-04' && a.id === 'DELETE-11') return a.findings.some(({ kind }) => kind === 'toShowNoMore');
  // What is met after updates alone is told of that.
  if (/^GENSECRET-0[79]$/.test(b.id))
    return a.id === 'LIFE-02' && one.ways.every(({ writes }) => writes.includes('update'));
  return FIRST_OF.some(([first, later]) => first.test(a.id) && later.test(b.id));
}

/** Whether every finding is that a read does not show a secret that was generated. */
function isUnrecorded({ findings }: View['result']): boolean {
  return findings.length > 0 && findings.every(({ kind }) => kind?.startsWith('toRecord'));
}

/** Whether ids or secrets are not told from each other: then one is accepted, or found, in the place of another. */
export function isMixedUp({ result: { findings } }: View): boolean {
  return findings.length > 0 && findings.every(({ kind }) => kind?.startsWith('toBeAllDifferent'));
}

/** Whether a request was answered with what another one asked for at the same time. */
export function isSwapped({ result: { findings } }: View): boolean {
  return findings.some(({ kind }) => kind === 'toBeForItsOwnRequest');
}

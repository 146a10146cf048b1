/** What the findings of a failure have in common: what they are signs of. */
import type { Operation } from '../../specs/catalogue/types.ts';
import type { Finding, RequirementResult, Suspect } from '../verdict/result.ts';
import { everyWay, type View, type Way } from './views.ts';

/** Whether a finding was seen after the client had been updated once. */
export function isFirstUpdate({ writes }: Way): boolean {
  return writes.filter((operation) => operation === 'update').length === 1;
}

/** Whether values and scopes alike are not those of the second update of a client. */
export function isOfAll({ ways }: View): boolean {
  const isSecond = ({ writes }: Way): boolean => writes.filter((operation) => operation === 'update').length === 2;
  return (['values', 'scopes'] as const).every((matter) => ways.some((way) => way.matter === matter && isSecond(way)));
}

/** Whether every answer in which something was found is the very answer in which something else was. */
export function isAnsweredLike(some: readonly Finding[], others: readonly Finding[]): boolean {
  const [answers, known] = [some, others].map((findings) =>
    findings.map(({ exchange }) => JSON.stringify([exchange?.response?.status, exchange?.response?.body])),
  ) as [string[], string[]];
  return answers.length > 0 && answers.every((answer) => known.includes(answer));
}

export function isDeletedTwice({ writes }: Way): boolean {
  return writes.filter((operation) => operation === 'delete').length > 1;
}

/** Whether each way of one failure is one of another failure as well. */
export function isSeenIn(one: View, other: View): boolean {
  const known = new Set(other.ways.map((way) => JSON.stringify(way)));
  return everyWay(one, (way) => known.has(JSON.stringify(way)));
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
export function isByOwn(suspects: readonly Suspect[] | undefined, by: Operation): boolean {
  return suspects?.some(({ operation, on }) => operation === by && on === 'it') ?? false;
}

/** What may have brought about each way in which a failure was found, where that is known. */
function suspectsOf({ ways }: View): readonly (readonly Suspect[])[] {
  return ways.flatMap(({ suspects = [] }) => (suspects.length > 0 ? [suspects] : []));
}

export function isWrittenAfter(writes: readonly Operation[], removal: 'delete' | 'deleteSecret'): boolean {
  return writes.includes(removal) && writes.at(-1) !== removal;
}

/** Whether nothing but the creation times of secrets are other ones. */
export function isOfCreationTimes({ expected, actual }: Finding): boolean {
  const [was, is] = [expected, actual].map((words) =>
    words.replaceAll(/\b(?:created [^,)]+|creationTime "[^"]*")/g, 'created'),
  );
  return expected !== actual && was === is;
}

/** Whether a secret is refused that ought to be accepted, or is no longer on the record of its client. */
export function isLostSecret({ exchange, expected, actual }: Finding): boolean {
  const isRefused = exchange?.operation === 'token' && (exchange.response?.status ?? 0) >= 400;
  return isRefused ? /accepted|a token/.test(expected) : /\bsecret\b/.test(expected) && /\bno secret\b/.test(actual);
}

/** Whether every finding is that a secret was lost. */
export function isOfLoss({ result: { findings } }: View): boolean {
  return (
    findings.length > 0 &&
    findings.every((finding) => isLostSecret(finding) || /from secret .* to no secret/.test(finding.actual))
  );
}

/** Whether a secret was refused after it was accepted, and nothing was done meanwhile but to use it. */
export function isWorn(failing: readonly View[]): boolean {
  return failing.some(({ ways }) => ways.some(({ matter, suspects }) => matter === 'loss' && suspects?.length === 0));
}

/** Among so many kinds of requests nobody knows which one it was. */
const NEARLY_ALL = 8;

/** Whether a secret was lost while requests of nearly all kinds were sent. */
export function isOfAnything({ matter, suspects = [] }: Way): boolean {
  return matter === 'loss' && suspects.length >= NEARLY_ALL;
}

/** What comes before every loss of a secret. */
const GIVES_SECRETS = /^(create|generateSecret)$/;

/** From so many operations that each looks like the one to blame it is none of them. */
const MANY = 3;

/** What came before this share of all losses brought them about: a request to a client in a way of its own is not told as one of its steps. */
const MOSTLY = 0.9;

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
  const always = (is: (suspects: readonly Suspect[]) => boolean): boolean =>
    known.length > 0 && known.filter(is).length >= MOSTLY * known.length;
  return !Object.entries(LEAVES_OTHERS).some(
    ([operation, id]) =>
      (!GIVES_SECRETS.test(operation) && always((suspects) => isByOwn(suspects, operation as Operation))) ||
      (ids.has(id) && always((suspects) => isByOther(suspects, operation as Operation))),
  );
}

/** Whether a client is shown with other values or scopes than it was given. */
export function isOfValues({ kind, expected }: Finding): boolean {
  return (kind === 'toShow' || kind === 'toShowScopes') && expected !== 'isConfidential false';
}

/** Whether a client that is to be public is shown as confidential, or with a secret. */
export function isPublic({ expected }: Finding): boolean {
  return expected === 'isConfidential false' || /^(no secret value|secrets none$)/.test(expected);
}

/** Whether a secret was refused, and was not seen to be accepted since it was generated. */
export function isNeverAccepted({ matter, suspects }: Way): boolean {
  return matter === 'loss' && isByOwn(suspects, 'generateSecret');
}

/** Whether it was seen after a client had been given several secrets. */
export function isAfterMany({ writes }: Way): boolean {
  return writes.filter((operation) => operation === 'generateSecret').length > 2;
}

/** Whether a secret was lost, and nothing was done since but to give its client another one. */
export function isReplaced({ matter, suspects = [] }: Way): boolean {
  return matter === 'loss' && suspects.length === 1 && isByOwn(suspects, 'generateSecret');
}

export function isGain({ matter }: Way): boolean {
  return matter === 'gain';
}

/** Whether a token was not accepted, or not by one of two requests that ought to be answered alike. */
export function isUnauthorized({ exchange, expected }: Finding): boolean {
  return exchange?.response?.status === 401 || expected.startsWith('status 401');
}

/** Whether nothing is left under the id of the client. */
export function isGone({ exchange }: Finding): boolean {
  return (exchange?.response?.status ?? 0) >= 400;
}

/** Whether every finding is that a read does not show a secret that was generated. */
export function isUnrecorded({ findings }: RequirementResult): boolean {
  return findings.length > 0 && findings.every(({ kind }) => kind?.startsWith('toRecord'));
}

export function isOfAlikes({ kind }: Finding): boolean {
  return kind?.startsWith('toBeAllDifferent') ?? false;
}

/** Whether other clients were created meanwhile. */
export function isBySiblings({ suspects }: Way): boolean {
  return isByOther(
    suspects?.filter(({ refused }) => refused !== true),
    'create',
  );
}

/** Whether ids or secrets are not told from each other: then one is accepted, or found, in the place of another. */
export function isMixedUp({ result: { findings } }: View): boolean {
  return findings.length > 0 && findings.every(isOfAlikes);
}

/** Whether a request was answered with what another one asked for at the same time. */
export function isSwapped({ result: { findings } }: View): boolean {
  return findings.some(({ kind }) => kind === 'toBeForItsOwnRequest');
}

/** Whether each way of a failure may have come about by the operation on other clients that another failure is about. */
export function isOnOthers({ result: { id, operation } }: View, later: View): boolean {
  const known = suspectsOf(later);
  return (
    LEAVES_OTHERS[operation] === id && known.length > 0 && known.every((suspects) => isByOther(suspects, operation))
  );
}

/** Whether nothing was found after the client of a secret had been given another one and nothing else. */
export function isOfMore(view: View): boolean {
  const known = suspectsOf(view).map((suspects) => suspects.filter(({ on }) => on === 'it'));
  return (
    known.length > 0 &&
    !known.some((own) => own.length > 0 && own.every(({ operation }) => operation === 'generateSecret'))
  );
}

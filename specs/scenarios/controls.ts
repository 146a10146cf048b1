import { differences } from '../../fixtures/expect/judged.ts';
import { effect, listed, secretsShown } from '../../fixtures/session/effects.ts';
import type { Disturbed } from '../../fixtures/session/observed.ts';
import { memberIn } from '../../fixtures/session/partition-in.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import {
  essence,
  itemsOf,
  mentions,
  type ShownClient,
  sameId,
  secretIds,
  shownClient,
  shownScopes,
} from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { pause as sleep } from '../../fixtures/wire/pause.ts';
import { brief, type Change, changed, changesBetween, relevant } from './list-changes.ts';

/** A client of the worker that nothing is ever done to, with two secrets. */
export interface ControlClient {
  readonly control: Made;
  /** Absent where the tenant generates no secrets. */
  readonly controlSecret: MadeSecret | undefined;
  /** How it was last seen. */
  readonly detail: Answer;
}

/** Clients that an operation must leave alone, as they were before it. */
export interface Controls extends ControlClient {
  /** Absent where the operation is not expected to reach beyond its client. */
  readonly list: Answer | undefined;
}

/** A new client with two secrets, as its detail shows it. */
export async function newControl(session: Session): Promise<ControlClient> {
  const control = await session.client();
  const controlSecret = await ifMade(session.secret(control));
  const detail = await session.readUntil(control.id, secretsShown(controlSecret?.id));
  return { control, controlSecret, detail };
}

const controlClient = scenario('controlClient', newControl);

/** What was arranged, or undefined where the tenant did not make it: another requirement tells that. */
export async function ifMade<T>(arranging: Promise<T>): Promise<T | undefined> {
  try {
    return await arranging;
  } catch (error) {
    if (error instanceof PrerequisiteFailed) return undefined;
    throw error;
  }
}

/** The control, made on first demand. */
export async function controlOf(session: Session): Promise<ControlClient> {
  const told = await session.once(controlClient);
  // Every look moves this on, so that a change is told once.
  return { ...told, detail: session.lastLookAt(told.control.id) ?? told.detail };
}

/**
 * Looks at everybody before an operation that a mistake could let reach beyond its client.
 * @param there ids of clients whose creation must have reached the reads before anything is done to them
 */
export async function controls(session: Session, there: readonly string[] = []): Promise<Controls> {
  const control = await controlOf(session);
  return { ...control, list: await session.listUntilFrom(latestList(session), listed(...there)) };
}

/** The list as it was read last, where this worker has sent nothing since then that could change it: requests are few. */
export function latestList({ transport, options }: Session): Answer | undefined {
  for (const answer of transport.answers.toReversed()) {
    const { operation, method, path } = answer.request;
    if (operation === 'token') continue;
    if (method !== 'GET') return undefined;
    if (operation === 'list' && answer.ok && path.endsWith(`/${options.partitionId}`)) return answer;
  }
  return undefined;
}

/** Whether a list says nothing of whom it leaves out: it shows nobody, while there are clients of this run. */
export function showsNobody(session: Session, list: Answer): boolean {
  return !Array.isArray(list.json) || (list.json.length === 0 && session.ledger.kept().length > 0);
}

/** Looks at the control alone before an operation on secrets, which lists do not show. */
export async function onlyControl(session: Session): Promise<Controls> {
  return { ...(await controlOf(session)), list: undefined };
}

/** The same, looked at just now: what others have done to it before is not told of what follows. */
export async function controlNow(session: Session): Promise<Controls> {
  const { control, controlSecret } = await controlOf(session);
  const detail = await session.readUntil(control.id, secretsShown(controlSecret?.id));
  return { control, controlSecret, detail, list: undefined };
}

/** Carries the operation out once more: the ids of the clients that it was about, and the list after it. */
export type Again = () => Promise<{ readonly ids: readonly string[]; readonly list: Answer }>;

/**
 * Looks again after the operation and tells who was disturbed.
 * @param subjects ids of the clients that the operation was about
 * @param list the list after the operation, where it was read already
 * @param again repeats the operation, to tell its doing from that of other people
 */
export async function watch(
  session: Session,
  before: Controls,
  subjects: readonly string[],
  list?: Answer,
  again?: Again,
): Promise<readonly Disturbed[]> {
  // Where the list that was read after the operation shows the control whole and as before, the detail is not asked for: reads are few.
  const isListed = list !== undefined && isListedAsBefore(list, before.detail);
  const detail = isListed ? before.detail : await session.seeAgain(before.control.id, before.detail);
  const disturbed: Disturbed[] = [];
  const note = (sentence: string): number => disturbed.push({ id: before.control.id, sentence, seen: detail });
  const [was, is] = [before.detail, detail].map((seen) => essence(shownClient(seen), false));
  // A detail that never showed the control rightly is no witness.
  if (sameId(shownClient(before.detail)?.id, before.control.id)) {
    if (!detail.ok) note(`another client can no longer be read (${detail.status})`);
    else if (was !== is) note(`another client ${changed(was, is)}`);
  }
  const isWitness = sameId(shownClient(before.detail)?.id, before.control.id);
  if (!isWitness && (before.list === undefined || relevant(session, before.list).length === 0))
    throw new PrerequisiteFailed(
      'get',
      'neither the detail nor the list shows another client, so nobody could be watched',
    );
  if (before.list === undefined) return disturbed;
  const earlier = before.list;
  // A list that lacks what the operation removed may also be one of before others of this worker were made.
  const isStale = list === undefined || changesBetween(session, earlier, list, subjects).some(({ isOwn }) => isOwn);
  const later = isStale ? await settledList(session, earlier, subjects) : list;
  const changes = changesBetween(session, earlier, later, subjects);
  const ofOthers = changes.filter(({ isOwn }) => !isOwn);
  const counts = ofOthers.length === 0 || (await isOurDoing(session, ofOthers, { earlier, later }, again));
  for (const change of changes)
    if ((change.isOwn || counts) && !(await isNoChange(session, change)))
      disturbed.push({ id: String(change.was.id), sentence: change.sentence, seen: later });
  return disturbed;
}

/**
 * Whether a client is shown otherwise by the list alone, or not at all: then it is the list that shows it wrongly, and nothing has changed it. Nor has
 * the operation, where the client has fallen back to what an update of its own asked for: whether updates last is looked at in the whole run.
 */
async function isNoChange(session: Session, { was }: Change): Promise<boolean> {
  const id = String(was.id);
  const client = shownClient(await session.seeThere(id));
  const given = session.ledger.given.get(id);
  if (client === undefined) return false;
  const isAsGiven = given !== undefined && differences(client, given).length === 0;
  return brief(client) === brief(was) || isAsGiven || hasAskedFor(session, id, client);
}

/** Whether an update of a client asked for the name that it is shown with. */
function hasAskedFor({ transport }: Session, id: string, { name }: ShownClient): boolean {
  return transport.answers.some(
    ({ ok, request }) =>
      ok &&
      request.operation === 'update' &&
      mentions(request.path.toLowerCase(), id.toLowerCase()) &&
      memberIn(request.body ?? '', 'name') === name,
  );
}

/** Whether a list shows a client as a detail did, with its scopes and secrets; a summary tells nothing. */
export function isListedAsBefore(list: Answer, before: Answer): boolean {
  const was = shownClient(before);
  const items = was === undefined ? [] : itemsOf(list, String(was.id));
  return (
    items.length === 1 &&
    (secretIds(items[0])?.length ?? 0) > 0 &&
    (shownScopes(items[0])?.length ?? 0) > 0 &&
    essence(items[0], false) === essence(was, false)
  );
}

/** The list, read until it shows everybody else as before, within the consistency budget. */
async function settledList(session: Session, earlier: Answer, subjects: readonly string[]): Promise<Answer> {
  return session.listUntil(
    effect('others listed as before', (seen) => changesBetween(session, earlier, seen, subjects).length === 0),
  );
}

/** Shortest and longest time, in milliseconds, in which others are watched at their work, and how many times as long as an operation. */
const QUIET = { least: 5000, most: 30_000, times: 20 } as const;
/** Looks in that time: who is seen at work early is not watched for long. */
const LOOKS = 4;

/**
 * Whether an operation is what changed other people's clients. On a live tenant those are also created, changed and removed by
 * their owners at any time. The operation's doing are only changes that leave a name of ours, or that come with it a second time
 * while nothing changes for long without it. It is repeated once at most, and never among people at work: on a broken tenant every
 * repetition may do harm.
 */
async function isOurDoing(
  session: Session,
  changes: readonly Change[],
  lists: { readonly earlier: Answer; readonly later: Answer },
  again: Again | undefined,
): Promise<boolean> {
  if (session.options.embedded || changes.some(({ isMarked }) => isMarked)) return true;
  if (again === undefined) return false;
  const { earlier, later } = lists;
  const took = later.startedAt.getTime() + later.durationMs - earlier.startedAt.getTime();
  const before = await quietSince(session, later, Math.min(QUIET.most, Math.max(QUIET.least, QUIET.times * took)));
  if (before === undefined) return false;
  const begun = performance.now();
  const { ids, list } = await again();
  if (!othersChanged(session, before, list, ids)) return false;
  return (await quietSince(session, list, performance.now() - begun)) !== undefined;
}

/** The list after this time, in milliseconds; undefined as soon as other people's clients have changed in it. */
async function quietSince(session: Session, since: Answer, time: number): Promise<Answer | undefined> {
  let list = since;
  for (let look = 0; look < LOOKS; look += 1) {
    await sleep(time / LOOKS);
    list = await session.api.list();
    if (othersChanged(session, since, list, [])) return undefined;
  }
  return list;
}

function othersChanged(session: Session, from: Answer, to: Answer, subjects: readonly string[]): boolean {
  return changesBetween(session, from, to, subjects).some(({ isOwn }) => !isOwn);
}

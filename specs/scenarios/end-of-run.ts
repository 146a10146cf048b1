import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientGone, secretRefused, secretsGone, unlisted } from '../../fixtures/session/effects.ts';
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { inParallel, inParallelElseInTurn } from '../../fixtures/session/parallel.ts';
import { isConflict } from '../../fixtures/session/recovery.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { itemsOf, secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';
import { unusualClient } from './kinds.ts';
import { earlierDeletions, lastingSecrets } from './later.ts';
import { redirectsAtTheEnd } from './later-redirects.ts';
import { together } from './rivals.ts';
import { refilledClient, refilledDetail } from './secret-deletions.ts';
import { generatedSecret, requireDeleted } from './secrets.ts';
import { UNUSUAL_KINDS } from './unusual-requests.ts';
import { unusualSecrets, updatedWithMany } from './unusual-secrets.ts';
import { unusualUpdate } from './unusual-updates.ts';

/** The deletes of all clients that a worker has left, whatever has happened to them. */
export interface Farewell {
  /** Ids of those that were told to be gone. */
  readonly ids: readonly string[];
  readonly answers: readonly Answer[];
  /** Whether no delete of a client that is there was refused, by whether the client is confidential. */
  readonly refused: Readonly<Record<'confidential' | 'public', Observed>>;
  /** Whether no client can be read whose deletion was confirmed: one that can be is listed rightly. */
  readonly read: Observed;
  /** Whether those that were updated at the same time are gone as well. */
  readonly updated: Observed;
  readonly list: Answer;
}

/** The answer, or undefined where it was lost on the way. */
async function unlessLost(sending: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

/** The deletion of the only secret of a client, which was generated without a description where the tenant takes that. */
export const undescribedRemoval = scenario(
  'undescribedRemoval',
  async (session: Session): Promise<{ id: string; made: MadeSecret; removal: Answer }> => {
    await session.after(refilledDetail, lastingValues, lastingSecrets);
    const { id, made, use } = await session.once(refilledClient);
    if (made === undefined || use?.accepted !== true || !session.ledger.kept().includes(id))
      throw new PrerequisiteFailed('generateSecret', 'a client without secrets has no new one that is accepted');
    return { id, made, removal: await session.api.deleteSecret(made.id) };
  },
  { isLast: true },
);

/** What became of that secret. */
export const undescribedGone = scenario(
  'undescribedGone',
  async (session: Session): Promise<{ secretId: string; detail: Answer; use: SecretUse }> => {
    const { id, made, removal } = await session.once(undescribedRemoval);
    requireDeleted(removal);
    return {
      secretId: made.id,
      detail: await session.readUntil(id, secretsGone(made.id)),
      use: await session.useUntil(false, id, made.value),
    };
  },
  { isLast: true },
);

/** So many of the clients are updated while they are deleted. */
const UPDATED = 3;

/** What became of the other secrets of a client with many when its oldest one was deleted, near the end of the run. */
export interface OldestDeleted {
  readonly detail: Answer;
  /** Those that were there before, and last. */
  readonly ids: readonly string[];
  /** The use of the one that was generated first. */
  readonly use: SecretUse;
}

export const oldestDeleted = scenario(
  'oldestDeleted',
  async (session: Session): Promise<OldestDeleted> => {
    const { lastingIds } = await session.once(unusualSecrets);
    await session.after(updatedWithMany, lastingSecrets);
    const { client, made } = await session.once(generatedSecret);
    const shown = secretIds(shownClient(await session.seeThere(client.id))) ?? [];
    // The one of its creation: of those that are shown the only one that was never generated.
    const own = shown.filter((id) => !session.ledger.givenSecretIds.includes(id));
    const [oldest] = own;
    const ids = lastingIds.filter((id) => shown.includes(id) && id !== oldest);
    if (oldest === undefined || own.length > 1 || ids.length < 2)
      throw new NotVerified('not-applicable', 'the detail does not show which secret is the oldest of many');
    if (!(await session.use(client.id, made.value)).accepted)
      throw new PrerequisiteFailed('token', 'a generated secret is not accepted before the oldest one goes');
    const answer = await session.api.deleteSecret(oldest);
    if (!answer.ok) throw new PrerequisiteFailed('deleteSecret', `deleting a secret answered ${answer.status}`);
    const detail = await session.readUntil(client.id, secretsGone(oldest));
    return { detail, ids, use: await session.useUntil(true, client.id, made.value) };
  },
  { isLast: true },
);

/** Clients of every kind, used and updated ones among them, go one after the other: it is what a run does at its end anyway. */
export const finalRemoval = scenario(
  'finalRemoval',
  async (session: Session): Promise<Farewell> => {
    requireWrites(session);
    await session.after(...UNUSUAL_KINDS.map((kind) => unusualClient(kind)), unusualUpdate);
    // The others look at these clients first, and one of them goes without a secret.
    await session.after(lastingValues, lastingSecrets, redirectsAtTheEnd, undescribedGone, oldestDeleted);
    const ids = session.ledger.kept();
    if (ids.length === 0) throw new PrerequisiteFailed('create', 'no client was created');
    const deletedBefore = new Set(ids.filter((id) => session.api.mayHaveDeleted(id)));
    // Where the weather hides what came of one of so many, the list tells.
    const updated = ids.filter((id) => !deletedBefore.has(id)).slice(0, UPDATED);
    // Who refuses two writes at once is asked again for the deletion alone.
    const racing = new Set(updated);
    const remove = async (id: string) => {
      // Who reads, waits and writes a whole record writes back what was deleted meanwhile.
      // That it may fail then is no matter here.
      const { capabilities, api } = session;
      const named = capabilities.idsInUpdate ? { partitionGlobalId: api.target.partitionId, clientId: id } : {};
      const rawBody = JSON.stringify({ ...named, ...changeTo(session, [capabilities.scopes[0]]) });
      const updating = racing.delete(id) ? [unlessLost(session.api.update(id, {}, { rawBody }))] : [];
      const [answer] = await together([unlessLost(session.api.delete(id)), ...updating]);
      return { id, answer };
    };
    const sent = await inParallelElseInTurn(ids, remove, ({ answer }) => answer !== undefined && isConflict(answer));
    const answers = sent.flatMap(({ answer }) => answer ?? []);
    const list = await session.listUntil(unlisted(...ids));
    if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
    for (const id of ids) if (itemsOf(list, id).length === 0) session.ledger.gone(id);
    const refused = sent.flatMap(({ id, answer }) => {
      const [item] = itemsOf(list, id);
      // One that was deleted before is rightly unknown: that the list still shows it is another matter.
      const isThere = answer !== undefined && isRefusal(answer) && item !== undefined && !deletedBefore.has(id);
      return isThere ? [{ id, answer, isPublic: item.isConfidential === false }] : [];
    });
    const told = sent.flatMap(({ id, answer }) => {
      const isUnknown = answer === undefined && itemsOf(list, id).length > 0;
      return isUnknown || refused.some((one) => one.id === id) ? [] : [id];
    });
    const back = updated.filter((id) => told.includes(id) && itemsOf(list, id).length > 0);
    const read = await readThough(
      session,
      sent.flatMap(({ id, answer }) =>
        answer?.ok === true && !back.includes(id) && itemsOf(list, id).length > 0 ? [id] : [],
      ),
    );
    const observed = (isPublic: boolean): Observed => {
      const [one] = refused.filter((each) => each.isPublic === isPublic);
      return {
        holds: one === undefined,
        message: 'A client that is in the list could not be deleted.',
        expected: 'status 204',
        actual: `status ${one?.answer.status}`,
        ...(one !== undefined && { answer: one.answer }),
      };
    };
    return {
      ids: told.filter((id) => !back.includes(id) && !read.ids.includes(id)),
      answers,
      read: read.observed,
      refused: { confidential: observed(false), public: observed(true) },
      updated: {
        holds: back.length === 0,
        message: 'A client that was deleted during updates is still there.',
        expected: `no client ${back[0]}`,
        actual: 'its place in the list',
        answer: list,
      },
      list,
    };
  },
  { isLast: true },
);

/** So many clients that are still listed are read. */
const READ = 4;

/** Which clients can be read though their deletion was confirmed, and what is told of the first one. */
async function readThough(
  session: Session,
  listedIds: readonly string[],
): Promise<{ ids: readonly string[]; observed: Observed }> {
  const looks = await inParallel(listedIds.slice(0, READ), async (id) => ({
    id,
    answer: await session.readUntil(id, clientGone),
  }));
  const there = looks.filter(({ answer }) => answer.ok);
  const [first] = there;
  return {
    // Of those that were not read the same is to be expected.
    ids: there.length === looks.length ? listedIds : there.map(({ id }) => id),
    observed: first === undefined ? GONE : readOfGone(first.answer, NEVER_DELETED),
  };
}

const GONE: Observed = { holds: true, message: 'no deleted client can be read', expected: '', actual: '' };

const NEVER_DELETED = 'The client was not deleted.';

/** A read of a client whose deletion was confirmed. @param message what is told where it shows the client */
function readOfGone(answer: Answer, message: string): Observed {
  const actual = `status ${answer.status}, and the client`;
  return { holds: isRefusal(answer), message, expected: 'status 4xx', actual, answer };
}

/** So many secrets of the client that has the most of them are shown once more after it was deleted. */
const SHOWN_AGAIN = 4;

/** Secrets of a client with many, first and last ones, after it was deleted. @throws NotVerified where none was accepted before */
export const secretsAfterRemoval = scenario(
  'secretsAfterRemoval',
  async (session: Session): Promise<readonly SecretUse[]> => {
    const { ids } = await session.once(finalRemoval);
    const accepted = (await session.once(lastingSecrets)).filter(
      ({ clientId, use }) => use.accepted && ids.includes(clientId),
    );
    const ofClient = (id: string) => accepted.filter(({ clientId }) => clientId === id);
    const [many = []] = ids.map(ofClient).sort((one, other) => other.length - one.length);
    if (many.length === 0) throw new NotVerified('not-applicable', 'no secret of a deleted client was accepted before');
    // Whoever removes some of them removes the first, or the last, it met.
    const chosen = new Set([...many.slice(-SHOWN_AGAIN / 2), ...many.slice(0, SHOWN_AGAIN / 2)]);
    return inParallel([...chosen], ({ clientId, value }) =>
      session.polling.until(
        () => session.use(clientId, value, session.ledger.registeredFor(clientId)?.[0]),
        secretRefused,
      ),
    );
  },
  { isLast: true },
);

/** Whether a read has shown that a client is gone. */
function wasSeenGone({ transport: { answers } }: Session, id: string): boolean {
  const path = `/${id.toLowerCase()}`;
  return answers.some(
    ({ status, request }) => status === 404 && request.operation === 'get' && request.path.toLowerCase().endsWith(path),
  );
}

/** One of the clients that were gone before, read near the end of the run: one that is listed again, where there is any. */
export const readAtTheEnd = scenario(
  'readAtTheEnd',
  async (session: Session): Promise<Observed> => {
    const { list, ids } = await session.once(earlierDeletions);
    // Of those that made room for others nobody is asked anything.
    const known = ids.filter((one) => !session.ledger.madeRoom.has(one));
    const [id = known.at(-1)] = known.filter((one) => itemsOf(list, one).length > 0);
    if (id === undefined) return NOTHING_SEEN;
    const again = 'A client that was deleted, and was gone, is there again.';
    return readOfGone(await session.readUntil(id, clientGone), wasSeenGone(session, id) ? again : NEVER_DELETED);
  },
  { isLast: true },
);

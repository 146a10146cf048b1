import type { UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientGone, firstSecretShown, listed, unlisted } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { itemsOf } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { SENT_ANYWAY } from '../../fixtures/wire/options.ts';
import { pause as sleep } from '../../fixtures/wire/pause.ts';
import { changeTo, shows } from './change.ts';
import { requireTruthfulDetail } from './creation.ts';
import { scopeSets, secretFor, shownBriefly } from './races.ts';
import { rivalOf, together } from './rivals.ts';
import { updatedClient } from './updating.ts';

/** How often requests are made to meet. */
const ROUNDS = 4;

/** A client that is known to be as asked for, with so many further secrets. */
async function settledClient(session: Session): Promise<Made> {
  await requireTruthfulDetail(session);
  const client = await session.client();
  await session.polling.untilSteady(() => session.api.get(client.id), firstSecretShown);
  return client;
}

/** Reads during updates: the first answer that shows a state that never was. */
export interface ReadsDuringUpdates {
  readonly answers: readonly Answer[];
  readonly whole: Observed;
}

export const readsDuringUpdates = scenarioAlone(
  'readsDuringUpdates',
  async (session: Session): Promise<ReadsDuringUpdates> => {
    const { stored } = await session.once(updatedClient);
    if (!stored.detailAsAsked)
      throw new PrerequisiteFailed('update', 'a single update does not do what it was asked for');
    const client = await settledClient(session);
    const { name, redirectUri = null, scopes } = client.asked;
    const states: UpdateBody[] = [{ name, redirectUri, scopes }];
    const read: Answer[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const change = changeTo(session, scopeSets(session)[round % 3] ?? []);
      states.push(change);
      const [, ...seen] = await together([
        session.api.update(client.id, change),
        ...Array.from({ length: 4 }, () => session.api.get(client.id)),
      ]);
      read.push(...seen);
    }
    const torn = read.find((seen) => seen.ok && !states.some((state) => shows(state).isSeen(seen)));
    return {
      answers: read,
      whole: {
        holds: torn === undefined,
        message: 'A read during an update shows a client that never existed.',
        expected: states.map((state) => state.name).join(' or '),
        actual: torn === undefined ? '' : shownBriefly(torn),
        ...(torn !== undefined && { answer: torn }),
      },
    };
  },
);

/** A client deleted while secrets were generated for it. */
export interface DeletionMeetsSecrets {
  readonly answers: readonly Answer[];
  readonly id: string;
  readonly detail: Answer;
  readonly list: Answer;
  readonly uses: readonly SecretUse[];
}

export const deletionMeetsSecrets = scenarioAlone(
  'deletionMeetsSecrets',
  async (session: Session): Promise<DeletionMeetsSecrets> => {
    const client = await settledClient(session);
    const generate = (): Promise<Answer> => session.api.generateSecret(client.id, secretFor(session), {}, SENT_ANYWAY);
    const [before, deletion, ...behind] = (await together([
      generate(),
      session.api.delete(client.id),
      generate(),
      generate(),
    ])) as [Answer, Answer, ...Answer[]];
    if (isRefusal(deletion))
      throw new NotVerified(
        'not-applicable',
        `the tenant refuses to delete a client during writes (${deletion.status})`,
      );
    if (!deletion.ok) throw new PrerequisiteFailed('delete', `deleting a client answered ${deletion.status}`);
    const answers = [before, ...behind];
    const values = [
      client.secret,
      ...answers.flatMap((answer) => rivalOf(client.id, answer)).map(({ value }) => value),
    ];
    const detail = await session.readUntil(client.id, clientGone);
    const list = await session.listUntil(unlisted(client.id));
    if (!detail.ok && itemsOf(list, client.id).length === 0) session.ledger.gone(client.id);
    return {
      answers,
      id: client.id,
      detail,
      list,
      uses: await together(
        values.flatMap((value) => (value === undefined ? [] : session.useUntil(false, client.id, value))),
      ),
    };
  },
);

/** Clients that were deleted while they were updated. */
export interface DeletionsMeetUpdates {
  readonly answers: readonly Answer[];
  /** The first one that is still there: its id, and the read that shows it. */
  readonly gone: Observed;
}

export const deletionsMeetUpdates = scenarioAlone(
  'deletionsMeetUpdates',
  async (session: Session): Promise<DeletionsMeetUpdates> => {
    await requireTruthfulDetail(session);
    const answers: Answer[] = [];
    const deleted: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await settledClient(session);
      const update = (): Promise<Answer> =>
        session.api.update(id, changeTo(session, scopeSets(session)[round % 3] ?? []));
      const [before, deletion, ...behind] = await together([update(), session.api.delete(id), update(), update()]);
      answers.push(...[before, ...behind].filter((answer) => answer !== undefined));
      if (deletion !== undefined && isRefusal(deletion)) continue;
      if (deletion?.ok !== true)
        throw new PrerequisiteFailed('delete', `deleting a client answered ${deletion?.status}`);
      deleted.push(id);
    }
    if (deleted.length === 0)
      throw new NotVerified('not-applicable', 'the tenant refuses to delete a client during writes');
    const list = await session.listUntil(unlisted(...deleted));
    for (const id of deleted) {
      const detail = await session.readUntil(id, clientGone);
      const isListed = itemsOf(list, id).length > 0;
      if (!detail.ok && !isListed) session.ledger.gone(id);
      else
        return {
          answers,
          gone: {
            holds: false,
            message: 'A client that was deleted during updates is still there.',
            expected: `no client ${id}`,
            actual: detail.ok ? 'its detail' : 'its place in the list',
            answer: detail.ok ? detail : list,
          },
        };
    }
    return { answers, gone: { holds: true, message: 'deleted clients are gone', expected: '', actual: '' } };
  },
);

/** Lists read while clients come and go. */
export interface ListsInMotion {
  readonly lists: readonly Answer[];
  /** Clients that nobody touched. */
  readonly still: readonly string[];
}

export const listsInMotion = scenarioAlone('listsInMotion', async (session: Session): Promise<ListsInMotion> => {
  await requireTruthfulDetail(session);
  // Clients that nobody touches stand behind those that go: a list that is read by position skips one there.
  const passing: Made[] = [];
  const ids: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    passing.push(await session.client());
    ids.push((await session.client()).id, (await session.client()).id);
  }
  const known = [...ids, ...passing.map(({ id }) => id)];
  const { durationMs } = await session.polling.untilSteady(() => session.api.list(), listed(...known));
  const lists: Answer[] = [];
  for (const [round, { id }] of passing.entries()) {
    // Lists that begin one after the other are at different places when the client goes; when that is, differs by the round.
    const [deletion, , ...seen] = await together([
      sleep(durationMs * (0.4 + round / 5)).then(() => session.api.delete(id)),
      session.createGood(session.asking({})).then(({ answer }) => answer),
      ...[0, 0.1, 0.2, 0.3].map((part) => sleep(durationMs * part).then(() => session.api.list())),
    ]);
    if (deletion?.ok === true) session.ledger.gone(id);
    lists.push(...seen);
  }
  return { lists, still: ids };
});

import { isRefusal } from '../../fixtures/expect/judged.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import { unlisted } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import {
  essence,
  itemsOf,
  type ShownSecret,
  sameId,
  secretIds,
  shownClient,
  shownClients,
  shownSecrets,
  text,
} from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { controlOf, ifMade, newControl } from './controls.ts';
import { creation, foundClient, requireWrites, shownDetail } from './creation.ts';
import { deletedClient } from './deletion.ts';
import { unusualRequest } from './kinds.ts';
import { wholeLife } from './lifecycle.ts';
import { publicCreation } from './public-clients.ts';
import { refilledClient } from './secret-deletions.ts';
import { generatedSecret } from './secrets.ts';
import { subjectFor } from './subjects.ts';

/** The list as it is, whoever is in it: the last one that was read, where there is one. */
export const listRead = scenario('listRead', async (session: Session): Promise<Answer> => {
  const { partitionId } = session.options;
  const earlier = session.transport.answers.findLast(
    ({ request, ok }) => request.operation === 'list' && ok && request.path.endsWith(`/${partitionId}`),
  );
  return earlier ?? session.api.list();
});

/** A list that can be looked into. */
export const readableList = scenario('readableList', async (session: Session): Promise<Answer> => {
  const listing = await session.once(listRead);
  if (!listing.ok) throw new PrerequisiteFailed('list', `the list answered ${listing.status}`);
  return listing;
});

/** A detail: of a created client, or, where nothing may be written, of one that is there already. */
export const anyDetail = scenario('anyDetail', async (session: Session): Promise<{ detail: Answer }> => {
  if (session.writes) return { detail: (await session.once(foundClient)).detail };
  return { detail: (await subjectFor(session, 'get')).seen };
});

/** The same, where it was not refused. */
export const readableDetail = scenario('readableDetail', async (session: Session): Promise<{ detail: Answer }> => {
  const { detail } = await session.once(anyDetail);
  if (!detail.ok) throw new PrerequisiteFailed('get', `the detail answered ${detail.status}`);
  return { detail };
});

/** Most clients of others that are read to see whether the list tells the truth about them, by the depth of a run. */
const SAMPLE = { default: 1, deep: 2 } as const;

/** Whether clients that the list shows, and that this run did not make, can be read. Others may remove them at any time. */
export const listedReadable = scenario('listedReadable', async (session: Session): Promise<Observed> => {
  const listing = await session.once(readableList);
  const ids = shownClients(listing)
    .filter(({ name }) => text(name)?.startsWith(NAME_PREFIX) !== true)
    .flatMap(({ id }) => text(id) ?? []);
  if (ids.length === 0)
    throw new NotVerified('not-applicable', 'the organization holds no clients but those of this run');
  // The last stands where filters and joins go wrong; another one is drawn.
  const sample = new Set(
    [ids.at(-1), ids[session.data.index(ids.length)]].slice(0, SAMPLE[session.options.deep ? 'deep' : 'default']),
  );
  for (const id of sample) {
    if (id === undefined) continue;
    const detail = await session.api.get(id);
    if (!isRefusal(detail)) continue;
    const listedStill = await session.listUntil(unlisted(id));
    if (itemsOf(listedStill, id).length === 0) continue;
    const again = await session.api.get(id);
    if (!isRefusal(again)) continue;
    return {
      holds: false,
      message: session.ledger.givenIds.some((given) => given !== id && sameId(given, id))
        ? 'The list shows an id in other letters than the one that the client was given, and no client can be read by it.'
        : 'The list holds a client that cannot be read.',
      expected: `the detail of ${id}`,
      actual: `status ${again.status}`,
      answer: again,
    };
  }
  return { holds: true, message: 'what is listed can be read', expected: '', actual: '' };
});

/** A client that was never read before, read again and again. */
export interface Reading {
  readonly before: Answer;
  readonly afterReads: Answer;
  readonly afterLists: Answer;
  readonly documentedList: Answer;
  readonly documentedDetail: Answer;
  readonly use: SecretUse;
}

export const reading = scenario('reading', async (session: Session): Promise<Reading> => {
  requireWrites(session);
  const { control, detail: before } = await newControl(session);
  if (!before.ok) throw new PrerequisiteFailed('get', `the detail answered ${before.status}`);
  const documentedDetail = await session.seeThere(control.id, { documentedBody: true });
  const afterReads = await session.seeAgain(control.id, before, true);
  const documentedList = await session.api.list({ documentedBody: true });
  const afterLists = await session.seeAgain(control.id, before, true);
  // What a read minted, or dropped, shows at the latest when the older secret is used.
  const use = await session.useUntil(true, control.id, control.secret);
  return { before, afterReads, afterLists, documentedList, documentedDetail, use };
});

/** The same, where reads alone show the client as it was. @throws PrerequisiteFailed where each shows it otherwise */
export const readingLists = scenario('readingLists', async (session: Session): Promise<Reading> => {
  const told = await session.once(reading);
  if (essence(shownClient(told.afterReads)) !== essence(shownClient(told.before)))
    throw new PrerequisiteFailed('get', 'each detail shows the client otherwise');
  return told;
});

/** A read of an id that no client has. Where there is one that may be read, it differs from that in one digit: whoever compares carelessly finds it. */
export const unknownGet = scenario('unknownGet', async (session: Session): Promise<Answer> => {
  // Where no client can be read, it means nothing that this one cannot.
  const found = session.writes ? await session.once(shownDetail) : undefined;
  return session.api.get(found === undefined ? session.data.unknownGuid() : nextTo(found.id));
});

/** A read of an id of the run without its last letter: whoever compares how ids begin finds the client. */
export const cutGet = scenario('cutGet', async (session: Session): Promise<Answer> => {
  const { id } = await session.once(shownDetail);
  if (id.length < LONG_ID)
    throw new NotVerified('not-applicable', 'ids are so short that a part of one may be another one');
  return session.api.get(id.slice(0, -1));
});

/** Letters of an id of which no part is another one by chance. */
const LONG_ID = 16;

/** An id whose last group begins otherwise: ids that are given in turn, or with the time in them, differ elsewhere. */
function nextTo(id: string): string {
  const at = id.lastIndexOf('-') + 1;
  return `${id.slice(0, at)}${id[at] === '0' ? '8' : '0'}${id.slice(at + 1)}`;
}

/** Two clients with secrets of their own. */
export const twoClients = scenario(
  'twoClients',
  async (session: Session): Promise<{ detail: Answer; otherDetail: Answer }> => {
    const { detail } = await controlOf(session);
    const { detail: otherDetail } = await session.once(shownDetail);
    if (!detail.ok) throw new PrerequisiteFailed('get', `the detail answered ${detail.status}`);
    return { detail, otherDetail };
  },
);

/** All ids and values that this worker was given so far. */
export interface Sample {
  readonly ids: readonly string[];
  readonly secretIds: readonly string[];
  /** Those of new clients, and each generated one once: that two of these are the same is no matter of creates. */
  readonly values: readonly string[];
}

/** Two clients and two secrets at least; what was given before counts as well. */
export const runSample = scenario('runSample', async (session: Session): Promise<Sample> => {
  requireWrites(session);
  await ifMade(session.once(creation));
  await ifMade(session.once(publicCreation));
  await ifMade(session.once(generatedSecret));
  return sampleOf(session.ledger);
});

/** The same after a client was deleted and another one created. */
export const laterSample = scenario('laterSample', async (session: Session): Promise<Sample> => {
  await session.once(deletedClient);
  // One of these names the id of another client.
  await session.after(unusualRequest('a long name and scopes of both types'));
  await ifMade(session.once(wholeLife));
  await session.after(refilledClient);
  return sampleOf(session.ledger);
});

function sampleOf({ givenIds, givenSecretIds, createdValues, generatedValues }: Session['ledger']): Sample {
  if (givenIds.length < 2) throw new PrerequisiteFailed('create', 'the tenant created no two clients');
  const values = [...createdValues, ...new Set(generatedValues)];
  return { ids: [...givenIds], secretIds: [...givenSecretIds], values };
}

/** The record of a new client's first secret. */
export const firstRecord = scenario(
  'firstRecord',
  async (session: Session): Promise<{ answer: Answer; detail: Answer; record: ShownSecret | undefined }> => {
    const { answer, detail, before } = await session.once(shownDetail);
    // Where the detail never shows secrets, the detail is to blame, not the creation.
    if (
      [detail, ...(before === undefined ? [] : [before.detail])].every(
        (seen) => (secretIds(shownClient(seen))?.length ?? 0) === 0,
      )
    )
      throw new PrerequisiteFailed('get', 'the detail shows no secrets');
    return { answer, detail, record: shownSecrets(shownClient(detail))?.[0] };
  },
);

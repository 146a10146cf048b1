import { differences, isRefusal } from '../../fixtures/expect/judged.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import {
  essence,
  idsIn,
  itemsOf,
  type ShownSecret,
  sameId,
  secretIds,
  shownClient,
  shownClients,
  shownSecrets,
  text,
} from '../../fixtures/shown/clients.ts';
import { type Answer, isNotThere } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { controlOf, ifMade, newControl } from './controls.ts';
import { creation, foundClient, requireWrites, shownDetail } from './creation.ts';
import { deletedClient } from './deletion.ts';
import { bareClient, publicCreation, unusualListed, unusualRequest } from './kinds.ts';
import { wholeLife } from './lifecycle.ts';
import { namesake } from './namesakes.ts';
import { parallelCreations } from './races.ts';
import { together } from './rivals.ts';
import { refilledClient } from './secret-deletions.ts';
import { generatedSecret } from './secrets.ts';
import { subjectFor } from './subjects.ts';
import { repeatedUpdate } from './updating.ts';

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
    const listedStill = await session.polling.until(
      () => session.api.list(),
      (seen) => itemsOf(seen, id).length === 0,
    );
    if (itemsOf(listedStill, id).length === 0) continue;
    const again = await session.api.get(id);
    if (!isRefusal(again)) continue;
    return {
      holds: false,
      message: 'The list holds a client that cannot be read.',
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
  // A replica may not know it yet.
  const documentedDetail = await session.polling.until(
    () => session.api.get(control.id, { documentedBody: true }),
    ({ ok }) => ok,
  );
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

/** Clients that exist at one time, those of others included: more than any common page size up to twenty, or, where requests do not matter, a hundred. */
const CROWD = { default: 21, deep: 101 } as const;

/** The run's own application, where the tenant shows it as a client of the organization. */
async function ownClient(session: Session, list: Answer): Promise<readonly string[]> {
  const { credentials } = session;
  if (credentials.kind !== 'client') return [];
  if (itemsOf(list, credentials.clientId).length > 0) return [credentials.clientId];
  const detail = await session.api.get(credentials.clientId);
  return sameId(shownClient(detail)?.id, credentials.clientId) ? [credentials.clientId] : [];
}

/**
 * The clients that the list holds or the detail shows: one that neither knows is gone, and no matter of the list; nor is one that the
 * detail still shows after it was deleted.
 */
async function existing(session: Session, list: Answer, ids: readonly string[]): Promise<readonly string[]> {
  const held = new Set(idsIn(list));
  const kept: string[] = [];
  for (const id of ids) if (held.has(id.toLowerCase()) || (await isShown(session, id))) kept.push(id);
  return kept;
}

/** Whether the detail shows a client that was not deleted. */
async function isShown({ api, transport }: Session, id: string): Promise<boolean> {
  const isDeleted = transport.answers.some(
    ({ request, ok }) => ok && request.operation === 'delete' && request.path.toLowerCase().includes(id.toLowerCase()),
  );
  return !isDeleted && sameId(shownClient(await api.get(id))?.id, id);
}

/** A crowd of clients, and the list that must hold them all. */
const crowdedList = scenario(
  'crowdedList',
  async (session: Session): Promise<{ list: Answer; ids: readonly string[] }> => {
    requireWrites(session);
    const first = await session.once(creation);
    if (first.id === undefined)
      throw new PrerequisiteFailed('create', `creating a client answered ${first.answer.status}`);
    // These belong to the crowd as well.
    await session.after(parallelCreations);
    await session.once(bareClient);
    await ifMade(session.once(recased));
    await session.after(unusualListed);
    const kept = session.ledger.kept();
    const wanted = CROWD[session.options.deep ? 'deep' : 'default'] - session.preExisting.count;
    const more = await crowd(session, Math.max(0, wanted - kept.length));
    const ids = [...kept, ...more.map((client) => client.id)].filter((id) => !session.ledger.hasRemoved(id));
    const holdsAll = (seen: Answer): boolean => {
      const held = new Set(idsIn(seen));
      return ids.every((id) => held.has(id.toLowerCase()));
    };
    const list = await session.polling.until(() => session.api.list(), holdsAll);
    return { list, ids };
  },
  { isLast: true },
);

/** That list, whatever it is; where nothing may be created, the list of those that are there. */
export const lastList = scenario(
  'lastList',
  async (session: Session) => (session.writes ? (await session.once(crowdedList)).list : session.api.list()),
  { isLast: true },
);

/** The same, where it can be looked into. */
export const completeList = scenario(
  'completeList',
  async (session: Session): Promise<{ list: Answer; ids: readonly string[]; own: readonly string[] }> => {
    const { list, ids } = await session.once(crowdedList);
    if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
    return { list, ids: await existing(session, list, ids), own: await ownClient(session, list) };
  },
  { isLast: true },
);

/** A list: of the end of a run, or, where nothing may be written, any. */
export const anyList = scenario(
  'anyList',
  async (session: Session): Promise<Answer> =>
    session.writes ? (await session.once(completeList)).list : session.once(readableList),
  { isLast: true },
);

/** So many more clients, or as many as the tenant has room for. */
async function crowd(session: Session, count: number): Promise<readonly Made[]> {
  const made = await together(
    Array.from({ length: count }, () =>
      session.client({}, { makesRoom: false }).catch((error: unknown) => {
        if (error instanceof NotVerified && error.cause === 'quota') return undefined;
        throw error;
      }),
    ),
  );
  return made.filter((client) => client !== undefined);
}

/** An update of which nothing is new but the case of letters, for who compares without; the list near the end of the run shows it. */
const recased = scenario('recased', async (session: Session): Promise<Answer | undefined> => {
  // Who looks at it as it was created comes first.
  await ifMade(session.once(shownDetail));
  await session.after(namesake);
  const { id, asked } = await session.once(creation);
  const given = id === undefined ? undefined : session.ledger.given.get(id);
  if (id === undefined || given === undefined) return undefined;
  const { tag } = session.data;
  const change = {
    name: tag + given.name.slice(tag.length).toUpperCase(),
    redirectUri: given.redirectUri?.replace('/callback', '/CALLBACK') ?? null,
    scopes: asked.scopes,
  };
  // A tenant whose names are unique in any case may take it for a second client of that name; that is its own business.
  return session.api.update(id, change);
});

/**
 * Whether the clients of this run are, near its end, what they were last given: nothing that was done to others, and no work that a
 * tenant puts off, has changed them. The list is one witness; a client that it alone shows otherwise is the list's matter.
 */
export const lastingValues = scenario(
  'lastingValues',
  async (session: Session): Promise<Observed> => {
    await ifMade(session.once(repeatedUpdate));
    const { list, ids } = await session.once(completeList);
    const vanished = await firstVanished(session, list);
    if (vanished !== undefined) return vanished;
    for (const id of ids) {
      const given = session.ledger.given.get(id);
      const item = itemsOf(list, id)[0];
      if (given === undefined || item === undefined || differences(item, given).length === 0) continue;
      const earlier = session.transport.answers.length;
      const detail = await session.polling.until(
        () => session.api.get(id),
        (seen) => differences(shownClient(seen), given).length === 0,
      );
      const found = differences(shownClient(detail), given);
      if (!detail.ok || found.length === 0 || wasNeverSo(session, id, given, earlier)) continue;
      return {
        holds: false,
        message: 'A client lost the values of its last update.',
        expected: found.map(([wanted]) => wanted).join(', '),
        actual: found.map(([, seen]) => seen).join(', '),
        answer: detail,
      };
    }
    return { holds: true, message: 'clients are what they were last given', expected: '', actual: '' };
  },
  { isLast: true },
);

/** A client of this worker that nobody has asked to delete, and that neither the list nor the detail knows any more. */
async function firstVanished(session: Session, list: Answer): Promise<Observed | undefined> {
  const held = new Set(idsIn(list));
  for (const id of session.ledger.kept()) {
    if (held.has(id.toLowerCase()) || session.api.hasAskedToDelete(id)) continue;
    const detail = await session.polling.until(
      () => session.api.get(id),
      ({ ok }) => ok,
    );
    if (!isNotThere(detail)) continue;
    return {
      holds: false,
      message: 'A client that nobody deleted is gone.',
      expected: `the client ${id}`,
      actual: `status ${detail.status}, and not in the list`,
      answer: detail,
    };
  }
  return undefined;
}

/**
 * Whether a client was looked at after it was given something, and not shown so once: then it never took it, which is for the
 * requirements of that operation to tell.
 * @param before how many answers there were before the look that raised the question
 */
function wasNeverSo(
  session: Session,
  id: string,
  given: { name: string; redirectUri: string | null },
  before: number,
): boolean {
  const looks = session.transport.answers
    .slice(session.lastChangeOf(id) + 1, before)
    .filter(({ request, ok }) => request.operation === 'get' && ok);
  const shown = looks.map(shownClient).filter((client) => sameId(client?.id, id));
  return shown.length > 0 && shown.every((client) => differences(client, given).length > 0);
}

/** All ids and values that this worker was given so far. */
export interface Sample {
  readonly ids: readonly string[];
  readonly secretIds: readonly string[];
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

function sampleOf({ givenIds, givenSecretIds, givenValues }: Session['ledger']): Sample {
  if (givenIds.length < 2) throw new PrerequisiteFailed('create', 'the tenant created no two clients');
  return { ids: [...givenIds], secretIds: [...givenSecretIds], values: [...givenValues] };
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

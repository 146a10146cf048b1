/** Lists of many clients, near the end of a run: who is in them, and as what. */
import { differences } from '../../fixtures/expect/judged.ts';
import { clientGone, effect, listed } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, Session } from '../../fixtures/session/session.ts';
import { idsIn, itemsOf, redirectUris, sameId, shownClient, text } from '../../fixtures/shown/clients.ts';
import { type Answer, isNotThere } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { ifMade } from './controls.ts';
import { creation, requireWrites, shownDetail } from './creation.ts';
import { bareClient, unusualListed } from './kinds.ts';
import { namesake } from './namesakes.ts';
import { parallelCreations } from './races.ts';
import { readableList } from './reading.ts';
import { together } from './rivals.ts';
import { repeatedUpdate } from './updating.ts';

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

/** So many of the clients of others that are listed no more are read. */
const READ_OF_OTHERS = 2;

/** Clients that were there before the run, are listed no more, and are shown by their detail all the same, however long one waits. */
async function lostOfOthers(session: Session, list: Answer): Promise<readonly string[]> {
  const held = new Set(idsIn(list));
  const first = session.transport.answers.find(({ ok, request }) => ok && request.path === list.request.path);
  const lost = idsIn(first).filter((id) => !held.has(id) && !session.ledger.givenIds.includes(id));
  const read = await inParallel(lost.slice(0, READ_OF_OTHERS), async (id) => {
    const answer = await session.readUntil(id, clientGone);
    return sameId(shownClient(answer)?.id, id) ? [id] : [];
  });
  return read.flat();
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
    return { list: await session.listUntil(listed(...ids)), ids };
  },
  { isLast: true },
);

/** That list, whatever it is; where nothing may be created, the list of those that are there. */
export const lastList = scenario(
  'lastList',
  async (session: Session) => (session.writes ? (await session.once(crowdedList)).list : session.api.list()),
  { isLast: true },
);

/** @throws NotVerified where the client was removed since the tenant had no room for others */
export function requireStillThere({ ledger }: Session, id: string): void {
  if (ledger.hasRemoved(id)) throw new NotVerified('not-applicable', 'the tenant had no room for the client any more');
}

/** The same, where it can be looked into. */
export const completeList = scenario(
  'completeList',
  async (session: Session): Promise<CompleteList> => {
    const { list, ids } = await session.once(crowdedList);
    if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
    const there = await existing(session, list, ids);
    const own = [...(await ownClient(session, list)), ...(await lostOfOthers(session, list))];
    return { list, ids: there, end: endOf(session, list, there), own };
  },
  { isLast: true },
);

interface CompleteList {
  readonly list: Answer;
  readonly ids: readonly string[];
  /** The number of clients after which lists end; undefined where none is known. */
  readonly end: number | undefined;
  /** The run's own application, where it is a client, and clients of others that were listed first and can still be read. */
  readonly own: readonly string[];
}

/** So many clients were made, at least, while lists grew no longer: less may be what it is about those clients. */
const WITHOUT_EFFECT = 3;

/** How long lists are that lack clients, where none was ever longer though clients were made; and nobody is in them who is gone, as in old ones. */
function endOf(
  { transport: { answers }, ledger }: Session,
  list: Answer,
  there: readonly string[],
): number | undefined {
  const held = idsIn(list);
  const missing = there.filter((id) => !held.includes(id.toLowerCase()));
  const lengthOf = ({ ok, request, json }: Answer): number =>
    ok && request.operation === 'list' && Array.isArray(json) ? json.length : 0;
  if (missing.length === 0 || answers.some((one) => lengthOf(one) > held.length)) return undefined;
  const first = answers.findIndex((one) => lengthOf(one) === held.length);
  const numberOf = (operation: 'create' | 'delete'): number =>
    answers.slice(first, answers.indexOf(list)).filter(({ ok, request }) => ok && request.operation === operation)
      .length;
  const isOld = held.some((id) => ledger.hasRemoved(id));
  return !isOld && numberOf('create') - numberOf('delete') >= WITHOUT_EFFECT ? held.length : undefined;
}

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
    Array.from({ length: count }, () => ifPossible(session.client({}, { makesRoom: false }), 'quota')),
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

/** What became of values that a client does not show near the end of a run. */
const FATES = {
  created: 'A client has other values than those that it was created with.',
  lost: 'A client lost the values of its last update.',
  never: 'An update had no effect.',
} as const;
type Fate = keyof typeof FATES;

/**
 * The first client of this run that is not, near its end, what it was last given, the first that never was, and the first that was not
 * even created so: nothing that was done to others, and no work that a tenant puts off, has changed them. The list is one witness; a
 * client that it alone shows otherwise is the list's matter.
 */
export const lastValues = scenario(
  'lastValues',
  async (session: Session): Promise<Readonly<Record<Fate, Observed | undefined>>> => {
    await ifMade(session.once(repeatedUpdate));
    const { list, ids } = await session.once(completeList);
    const found: Record<Fate, Observed | undefined> = {
      created: undefined,
      lost: await firstVanished(session, list),
      never: undefined,
    };
    for (const id of ids) {
      const given = session.ledger.given.get(id);
      const item = itemsOf(list, id)[0];
      if (given === undefined || item === undefined || differences(item, given).length === 0) continue;
      const earlier = session.transport.answers.length;
      const detail = await session.readUntil(
        id,
        effect('values still shown', (seen) => differences(shownClient(seen), given).length === 0),
      );
      const other = differences(shownClient(detail), given);
      if (!detail.ok || other.length === 0) continue;
      const fate = fateOf(session, id, detail, !wasNeverSo(session, id, given, earlier));
      if (fate === undefined) continue;
      found[fate] ??= {
        holds: false,
        message: FATES[fate],
        expected: other.map(([wanted]) => wanted).join(', '),
        actual: `${other.map(([, seen]) => seen).join(', ')}${fate === 'created' ? ownerInWords(session, id, detail) : ''}`,
        answer: detail,
      };
    }
    // Where others lost what was seen, those that nobody looked at in time have lost it as well.
    return found.lost === undefined ? found : { ...found, never: undefined };
  },
  { isLast: true },
);

/** Whose redirect URI a client is shown with, where it is that of another one of the run: each is drawn for one client. */
function ownerInWords({ ledger }: Session, id: string, detail: Answer): string {
  const shown = text(shownClient(detail)?.redirectUri);
  const [owner] = [...ledger.given].find(([other, { redirectUri }]) => other !== id && redirectUri === shown) ?? [];
  return shown === undefined || owner === undefined ? '' : `, which is that of client ${owner}`;
}

/** Undefined: values that were altered when they were stored, which are neither those of before nor lost. */
function fateOf(session: Session, id: string, detail: Answer, isLost: boolean): Fate | undefined {
  if (isAsCreated(session, id, detail)) return 'created';
  if (isLost) return 'lost';
  return isAsBefore(session, id, detail) ? 'never' : undefined;
}

/** Whether every client that nobody updated is what it was created as. */
export const createdValues = scenario(
  'createdValues',
  async (session: Session): Promise<Observed> => (await session.once(lastValues)).created ?? KEPT,
  { isLast: true },
);

/** Whether every client keeps to the end what it was last given. */
export const lastingValues = scenario(
  'lastingValues',
  async (session: Session): Promise<Observed> => (await session.once(lastValues)).lost ?? KEPT,
  { isLast: true },
);

export const KEPT: Observed = {
  holds: true,
  message: 'clients are what they were last given',
  expected: '',
  actual: '',
};

/** A client of this worker that nobody has asked to delete, and that neither the list nor the detail knows any more. */
async function firstVanished(session: Session, list: Answer): Promise<Observed | undefined> {
  const held = new Set(idsIn(list));
  for (const id of session.ledger.kept()) {
    if (held.has(id.toLowerCase()) || session.api.hasAskedToDelete(id)) continue;
    const detail = await session.seeThere(id);
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

/** Whether a client was created, and nothing more, and shows the name and the redirect URI that the answer to that told. */
function isAsCreated({ transport }: Session, id: string, detail: Answer): boolean {
  const isIts = ({ request, ok }: Answer): boolean =>
    ok && request.operation === 'update' && request.path.toLowerCase().includes(id.toLowerCase());
  const creation = transport.answers.find(
    (answer) => answer.ok && answer.request.operation === 'create' && sameId(shownClient(answer)?.id, id),
  );
  const [was, is] = [shownClient(creation), shownClient(detail)];
  return (
    was !== undefined &&
    !transport.answers.some(isIts) &&
    was.name === is?.name &&
    redirectUris(was.redirectUri) === redirectUris(is?.redirectUri)
  );
}

/** Whether a client shows the name and the redirect URI that it showed before the last request that could have changed it. */
function isAsBefore(session: Session, id: string, detail: Answer): boolean {
  const [was, is] = [shownClient(session.lastLookAt(id, session.lastChangeOf(id))), shownClient(detail)];
  return (
    sameId(was?.id, id) && was?.name === is?.name && redirectUris(was?.redirectUri) === redirectUris(is?.redirectUri)
  );
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

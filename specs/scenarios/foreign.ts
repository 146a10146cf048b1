import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { idsIn, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { requireWorking } from './working.ts';

/** @throws NotVerified where no second organization is named */
export function otherPartition({ options: { otherPartitionId } }: Session): string {
  if (otherPartitionId !== undefined) return otherPartitionId;
  throw new NotVerified('setting-not-given', 'TENANT_OTHER_PARTITION_ID names no second organization');
}

/** The id that stands for nobody (RFC 9562, 5.9). */
export const NIL_GUID = '00000000-0000-0000-0000-000000000000';

/** The list of the organization that has this id. */
export function askForNobody({ api }: Session): Promise<Answer> {
  return api.list({ partitionId: NIL_GUID });
}

/** Ways from the own organization to another one, for whoever looks at a path before it is unescaped. */
const WAYS = ['%2F..%2F', '/..%2F', '/%2E%2E/', '/../', '%2F%2E%2E/'] as const;

/** The list of another organization, behind the own one. */
export const listsBehindOwn = scenario('listsBehindOwn', async (session: Session): Promise<readonly Answer[]> => {
  const other = otherPartition(session);
  const answers: Answer[] = [];
  for (const way of WAYS) {
    const partitionId = `${session.api.target.partitionId}${way}${other}`;
    answers.push(await insist(() => session.api.list({ partitionId })));
  }
  return answers;
});

/** The list of the own organization, with a body that names another one: refused, ignored, or obeyed. */
export const listForOther = scenario('listForOther', async (session: Session): Promise<Observed> => {
  const rawBody = JSON.stringify({ partitionGlobalId: otherPartition(session) });
  const ask = (): Promise<Answer> => session.api.list({ rawBody, contentType: 'application/json' });
  return foreignIn(session, await insist(ask), ask);
});

/** Which of two organizations that one create names is the own one. */
export type OwnStands = 'first' | 'last';

/** A create that names two organizations: whoever takes one for the guard and the other for the deed makes a client elsewhere. */
async function createForTwo(session: Session, ownStands: OwnStands): Promise<Observed & { readonly id?: string }> {
  requireWrites(session);
  const other = otherPartition(session);
  const both = [session.api.target.partitionId, other];
  const [first, last] = ownStands === 'first' ? both : both.toReversed();
  const asked = session.asking({});
  const rest = JSON.stringify({ partitionGlobalId: last, ...asked });
  const rawBody = rest.replace('{', `{"partitionGlobalId":${JSON.stringify(first)},`);
  const { answer, id } = await session.create(asked, { rawBody, contentType: 'application/json' });
  const told = {
    message: 'A client was created outside the organization of the token.',
    expected: 'a refusal (4xx), or a client of this organization',
    answer,
  };
  if (id === undefined) await requireWorking(session, 'create');
  if (id === undefined) return { ...told, holds: true, actual: '' };
  const detail = await session.seeThere(id);
  if (detail.ok) return { ...told, holds: true, actual: '', id };
  const removal = await session.api.delete(id, { partitionId: other });
  if (removal.ok) session.ledger.gone(id);
  return { ...told, holds: false, actual: `status ${answer.status}, and ${detail.status} where the client is read` };
}

/** For either order the story of such a create. */
export const createdForTwo = scenarios('createdForTwo', createForTwo);

/** An update whose path names the own organization, and its body another one: refusing it and going by the path are both fair. */
export const updatedForOther = scenario('updatedForOther', async (session: Session): Promise<Observed> => {
  const other = otherPartition(session);
  requireWrites(session);
  // Whatever became of it by then has been looked at.
  const id = (await session.once(createdForTwo('first'))).id ?? (await readableClient(session));
  const change = changeTo(session, [session.capabilities.scopes[0]]);
  const rawBody = JSON.stringify({ partitionGlobalId: other, clientId: id, ...change });
  const answer = await session.api.update(id, {}, { rawBody, contentType: 'application/json' });
  const detail = await session.seeThere(id);
  if (detail.status >= 500) throw new PrerequisiteFailed('get', `the detail answered ${detail.status}`);
  if (!detail.ok && (await session.api.delete(id, await session.elsewhere(other))).ok) session.ledger.gone(id);
  return {
    holds: detail.ok,
    message: 'An update took a client out of the organization of its path.',
    expected: `the client ${id} where it was`,
    actual: `status ${answer.status}, and ${detail.status} where the client is read`,
    answer,
  };
});

/** The id of a new client, once it can be read. @throws PrerequisiteFailed where it cannot */
async function readableClient(session: Session): Promise<string> {
  const { id } = await session.client();
  const { ok, status } = await session.seeThere(id);
  if (!ok) throw new PrerequisiteFailed('create', `the detail of a created client answered ${status}`);
  return id;
}

/** How often a list that shows unknown clients is asked for again, with the own list before each time. */
const LOOKS = 2;

/**
 * Whether a list shows clients that are not of the organization. Others create and remove clients at any time, other workers of the run
 * among them, so an id that any own list has shown is not foreign; and a foreign one is there each time, while no own list between
 * shows it.
 * @param again asks for the list once more
 */
export async function foreignIn(session: Session, list: Answer, again: () => Promise<Answer>): Promise<Observed> {
  const told = {
    message: 'The response shows clients of another organization.',
    expected: 'a refusal (4xx), nothing, or clients of this organization',
    answer: list,
  };
  let foreign = unknownIn(session, list);
  let last = list;
  for (let look = 0; look < LOOKS && foreign.length > 0; look += 1) {
    const own = await session.api.list();
    if (!own.ok)
      throw new PrerequisiteFailed(
        'list',
        `the own list answered ${own.status}, so nobody knows whose clients these are`,
      );
    last = await insist(again);
    const stillThere = unknownIn(session, last);
    foreign = foreign.filter((id) => stillThere.includes(id));
  }
  // What came between the last two lists is in one that begins after both.
  if (foreign.length > 0 && (await session.api.list()).ok)
    foreign = unknownIn(session, last).filter((id) => foreign.includes(id));
  const { length } = foreign;
  return {
    ...told,
    answer: last,
    holds: length === 0,
    actual: `${length === 1 ? 'one other' : `${length} others`}${length === 0 ? '' : `, ${foreign[0]} among them`}`,
  };
}

/** Ids, in lower case, of the clients in a list that neither this run has made nor any list of the own organization has shown. */
function unknownIn({ transport, options, ledger, preExisting, data }: Session, list: Answer): readonly string[] {
  if (!list.ok) return [];
  const own = transport.answers.filter(
    ({ request: { operation, method, path, body }, ok }) =>
      ok &&
      operation === 'list' &&
      method === 'GET' &&
      (body?.includes(options.partitionId) ?? true) &&
      path.endsWith(`/${options.partitionId}`),
  );
  const known = new Set([...ledger.givenIds, ...own.flatMap((answer) => idsIn(answer))]);
  return shownClients(list).flatMap(({ id, name }) => {
    const shown = text(id)?.toLowerCase();
    const isOfThisRun = text(name)?.startsWith(data.tag) === true;
    return shown === undefined || isOfThisRun || known.has(shown) || preExisting.ownsClient(shown) ? [] : [shown];
  });
}

import type { UpdateBody } from '../../fixtures/api/calls.ts';
import { grants } from '../../fixtures/api/tokens.ts';
import { differences, isRefusal } from '../../fixtures/expect/judged.ts';
import { notGranted, type Tried, tryUntilRefused } from '../../fixtures/session/granted.ts';
import { allInLanes } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, World } from '../../fixtures/session/world.ts';
import { itemsOf, secretIds, shownClient, shownClients } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { type Again, type Bystanders, bystanders, ifMade, onlyNeighbour, watch } from './bystanders.ts';
import { changeTo, shows } from './change.ts';
import { evidence, expected, requireTruthfulDetail, requireWrites, type StoredEvidence } from './creation.ts';
import { bothTypes, manyScopes, unusualClient, unusualListed } from './kinds.ts';
import type { Aftermath } from './trials.ts';

/** An update that replaces everything which can be replaced, and its answer. */
export interface Update {
  readonly client: Made;
  /** Absent where the tenant generates no secrets. */
  readonly newer: MadeSecret | undefined;
  readonly before: Answer;
  readonly others: Bystanders;
  readonly change: UpdateBody;
  readonly answer: Answer;
}

/** What an update led to. */
export interface Updated extends Update {
  readonly detail: Answer;
  readonly list: Answer;
  readonly stored: StoredEvidence;
  readonly disturbed: readonly string[];
  readonly firstSecret: SecretUse;
}

/** Token requests for the scope that an update added, and for the one that it dropped. */
export interface Rescoped {
  readonly added: Answer;
  readonly dropped: Tried;
  readonly scopes: { readonly added: string; readonly dropped: string };
}

export const clientUpdate = scenario('clientUpdate', async (world: World): Promise<Update> => {
  requireWrites(world);
  const client = await world.client();
  const others = await bystanders(world, [client.id]);
  const newer = await ifMade(world.secret(client));
  const [, second, third] = world.habits.scopes;
  const ready = (seen: Answer): boolean =>
    seen.ok && (newer === undefined || (secretIds(shownClient(seen))?.includes(newer.id) ?? false));
  const before = await world.patience.until(() => world.api.get(client.id), ready);
  const change = changeTo(world, [second, third]);
  return {
    client,
    newer,
    before,
    others,
    change,
    answer: await world.api.update(client.id, change),
  };
});

/** On a client of its own: the first one is looked at later on. */
async function updateAgain(world: World): ReturnType<Again> {
  const { id } = await world.client();
  const change = changeTo(world, [world.habits.scopes[1], world.habits.scopes[2]]);
  await world.api.update(id, change);
  const list = await world.patience.until(
    () => world.api.list(),
    (seen) => differences(itemsOf(seen, id)[0], expected(change)).length === 0,
  );
  return { ids: [id], list };
}

export const updatedClient = scenario('updatedClient', async (world: World): Promise<Updated> => {
  await requireTruthfulDetail(world);
  const update = await world.tell(clientUpdate);
  const { client, change, answer, others, before } = update;
  if (!answer.ok) throw new PrerequisiteFailed(`updating a client answered ${answer.status}`);
  const { detail, list } = await allInLanes({
    detail: () => world.patience.until(() => world.api.get(client.id, world.api.unlessSame(before)), shows(change)),
    list: () =>
      world.patience.until(
        () => world.api.list(world.api.unlessSame(others.list)),
        (seen) => differences(itemsOf(seen, client.id)[0], expected(change)).length === 0,
      ),
  });
  return {
    ...update,
    detail,
    list,
    stored: evidence(detail, list, client.id, change),
    disturbed: await watch(world, others, [client.id], list, () => updateAgain(world)),
    firstSecret: await world.useUntilWithAnyScope(client.id, client.secret),
  };
});

/** How often a list is asked for right after an update: clients that come and go meanwhile change it as well. */
const UPDATES = 4;

/** Lists for whoever asks for what is new alone, each right after an update. @throws NotVerified where the tenant gives lists no strong mark */
export const listsOfChanges = scenario(
  'listsOfChanges',
  async (world: World): Promise<{ id: string; lists: readonly Answer[] }> => {
    const { id } = await world.client();
    const first = await world.patience.until(
      () => world.api.list(),
      (seen) => itemsOf(seen, id).length > 0,
    );
    if (world.api.unlessSame(first).headers === undefined)
      throw new NotVerified('not-applicable', 'the tenant gives its lists no strong mark (ETag)');
    const lists = [first];
    for (let round = 0; round < UPDATES; round += 1) {
      const change = changeTo(world, [world.habits.scopes[round % 2 === 0 ? 1 : 0]]);
      const { ok, status } = await world.api.update(id, change);
      if (!ok) throw new PrerequisiteFailed(`updating a client answered ${status}`);
      const isNew = (seen: Answer): boolean => itemsOf(seen, id)[0]?.name === change.name;
      const last = lists.at(-1);
      const asked = await world.api.list(world.api.unlessSame(last));
      const plain = isNew(asked) ? asked : await world.patience.until(() => world.api.list(), isNew);
      // A list that lags behind says rightly that nothing is new, but not under the mark of the one that shows the change.
      lists.push(asked.status === 304 && isNew(plain) && plain.headers.etag === last?.headers.etag ? asked : plain);
    }
    return { id, lists };
  },
);

export const rescoped = scenario('rescoped', async (world: World): Promise<Rescoped> => {
  const { client, change } = await world.tell(updatedClient);
  if (world.habits.secretShows !== 'token' || !world.habits.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
  const [dropped, , added] = world.habits.scopes;
  const ask = (scope: string) => (): Promise<Answer> => world.tokens.ask(client.id, client.secret, scope);
  const holder = { id: client.id, registered: change.scopes.map(({ name }) => name) };
  const told = await allInLanes({
    added: () => world.patience.until(ask(added), (seen) => grants(seen, added)),
    dropped: () => tryUntilRefused(world, ask(dropped), dropped, holder),
  });
  return { ...told, scopes: { added, dropped } };
});

/** Whether the scope that an update dropped is granted no more. */
export const dropped = scenario('dropped', async (world: World): Promise<Aftermath> => {
  const { dropped, scopes } = await world.tell(rescoped);
  return notGranted(dropped, scopes.dropped, 'The scope is granted.');
});

/** A second update of the client. */
export interface SecondUpdate {
  readonly client: Made;
  readonly change: UpdateBody;
  readonly answer: Answer;
}

export const secondUpdate = scenario('secondUpdate', async (world: World): Promise<SecondUpdate> => {
  const { client } = await world.tell(updatedClient);
  // The scopes that tokens get after the first update are looked at before the second takes them away.
  await world.tell(rescoped).catch(() => undefined);
  const change = changeTo(world, [world.habits.scopes[0]]);
  return { client, change, answer: await world.api.update(client.id, change) };
});

/** What the second update led to, the same one once more, and a third. */
export interface Repeated extends SecondUpdate {
  readonly detail: Answer;
  readonly again: Answer;
  readonly detailAgain: Answer;
  readonly listAgain: Answer;
  readonly stored: StoredEvidence;
  readonly thirdChange: UpdateBody;
  readonly third: Answer;
  readonly detailThird: Answer;
}

export const repeatedUpdate = scenario('repeatedUpdate', async (world: World): Promise<Repeated> => {
  const second = await world.tell(secondUpdate);
  const { client, change, answer } = second;
  if (!answer.ok) throw new PrerequisiteFailed(`a second update answered ${answer.status}`);
  const detail = await world.patience.until(() => world.api.get(client.id), shows(change));
  const again = await world.api.update(client.id, change);
  const { detailAgain, listAgain } = await allInLanes({
    detailAgain: () => world.seeAgain(client.id, detail, true),
    listAgain: () => world.api.list(),
  });
  // Back to what it was created with: whoever compares with that finds nothing to change.
  const { name, redirectUri, scopes } = client.asked;
  const thirdChange: UpdateBody = { name, redirectUri: redirectUri ?? null, scopes };
  const third = await world.api.update(client.id, thirdChange);
  return {
    ...second,
    detail,
    again,
    detailAgain,
    listAgain,
    stored: evidence(detail, listAgain, client.id, change),
    thirdChange,
    third,
    detailThird: third.ok
      ? await world.patience.until(() => world.api.get(client.id), shows(thirdChange))
      : detailAgain,
  };
});

/** An update whose body names another client than its path. */
export const crossedUpdate = scenario(
  'crossedUpdate',
  async (world: World): Promise<{ disturbed: readonly string[] }> => {
    await world.tell(repeatedUpdate);
    const { client } = await world.tell(clientUpdate);
    const before = await onlyNeighbour(world);
    const rawBody = JSON.stringify({
      partitionGlobalId: world.api.target.partitionId,
      clientId: before.neighbour.id,
      id: before.neighbour.id,
      ...changeTo(world, [world.habits.scopes[0]]),
    });
    // Refusing it and going by the path are both fair.
    await world.api.update(client.id, {}, { rawBody });
    return { disturbed: await watch(world, before, [client.id]) };
  },
);

/** Values that are legal and unusual, given by an update to a client that had no redirect URI. */
export interface UnusualUpdate {
  readonly change: UpdateBody;
  readonly answer: Answer;
  readonly detail: Answer;
}

export const unusualUpdate = scenario('unusualUpdate', async (world: World): Promise<UnusualUpdate> => {
  const { id } = await world.tell(unusualClient('a name of digits, no redirect URI and many scopes'));
  // It is listed as it was created, before it is changed.
  await world.tell(unusualListed).catch(() => undefined);
  const unusual = {
    name: world.data.name('Łódź Ωμέγα 日本語 \u{1F511} "O\'Neill" %41'),
    redirectUri: [world.data.redirectUri(), `${world.data.redirectUri()}?state=a%20b`].join(','),
    scopes: world.scopes(...manyScopes(world, world.habits.scopes[2])),
  };
  // Many scopes, and among them one that the client has, of the other type from now on; a tenant may keep that type from this client.
  const [, { type }] = bothTypes(world);
  const other = { ...world.scope(world.habits.scopes[0]), ...(type !== undefined && { type }) };
  const mixed = { ...unusual, scopes: [...unusual.scopes.filter(({ name }) => name !== other.name), other] };
  // First as the page prints it, with an empty certificate, and with a parameter that JSON does not need; no tenant has to take either.
  const printed = await world.api.update(
    id,
    { ...mixed, clientCertificates: [{}] },
    { contentType: 'application/json; charset=utf-8' },
  );
  const first = printed.ok ? printed : await world.api.update(id, mixed);
  const [change, answer] =
    first.status === 400 || first.status === 422 ? [unusual, await world.api.update(id, unusual)] : [mixed, first];
  if (answer.status >= 400 && answer.status < 500)
    throw new NotVerified('not-applicable', `the tenant refuses unusual values in an update (${answer.status})`);
  const detail = await world.patience.until(
    () => world.api.get(id),
    (seen) => !answer.ok || shows(change)(seen),
  );
  return { change, answer, detail };
});

/**
 * Whether a redirect URI that an update takes away, by null, is none afterwards, or the one before: the page prints a text alone, so a
 * tenant may leave it, or refuse.
 */
export const updateToNone = scenario('updateToNone', async (world: World): Promise<Aftermath> => {
  await requireTruthfulDetail(world);
  const { id, asked } = await world.client();
  const change = { ...changeTo(world, [world.habits.scopes[0]]), redirectUri: null };
  const answer = await world.api.update(id, change);
  if (isRefusal(answer))
    throw new NotVerified('not-applicable', `the tenant refuses an update to no redirect URI (${answer.status})`);
  const uriIn = (seen: Answer): unknown => shownClient(seen)?.redirectUri ?? '';
  const detail = await world.patience.until(
    () => world.api.get(id),
    (seen) => shownClient(seen)?.name === change.name,
  );
  if (!answer.ok || !detail.ok) throw new PrerequisiteFailed('a single update does not do what it was asked for');
  return {
    holds: uriIn(detail) === '' || uriIn(detail) === asked.redirectUri,
    message: 'An update to no redirect URI leaves one that nobody gave.',
    expected: `none, or ${asked.redirectUri ?? 'none'}`,
    actual: String(uriIn(detail)),
    answer: detail,
  };
});

/** An update of a client that does not exist. */
export interface UnknownUpdate {
  readonly answer: Answer;
  readonly name: string;
  readonly id: string;
  readonly list: Answer;
  readonly made: boolean;
}

export const unknownUpdate = scenario('unknownUpdate', async (world: World): Promise<UnknownUpdate> => {
  requireWrites(world);
  const id = world.data.unknownGuid();
  const change = changeTo(world, [world.habits.scopes[0]]);
  const answer = await world.api.update(id, change);
  const list = await world.api.list();
  return {
    answer,
    id,
    name: change.name,
    list,
    made: shownClients(list).some((client) => client.name === change.name),
  };
});

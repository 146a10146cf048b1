import type { CreateBody, GenerateBody } from '../../fixtures/api/calls.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { inTurn } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, World } from '../../fixtures/session/world.ts';
import { givenSecret, itemsOf, sameId, secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { expected, type StoredEvidence, shownDetail } from './creation.ts';
import { type Rival, rivalOf, together } from './rivals.ts';
import { type Harm, look, type Member } from './row.ts';
import type { Aftermath } from './trials.ts';

/** One of several requests with the same body, and its answer. */
export interface Equal {
  readonly which: string;
  readonly answer: Answer;
}

/** One of several clients that were asked for alike. */
export interface Twin extends Equal, Made {}

/** Creates with one and the same body: one after the other, and two at the same time. */
export interface EqualCreations {
  readonly asked: CreateBody;
  readonly requests: readonly Equal[];
  /** Those that were answered with a client; an id may be that of another one. */
  readonly twins: readonly Twin[];
}

export const equalCreations = scenario('equalCreations', async (world: World): Promise<EqualCreations> => {
  const { id, asked, answer, secret } = await world.tell(shownDetail);
  const first = { which: 'the first request', answer, id };
  const second = { which: 'the same request after it', ...(await world.createGood(asked)) };
  const atOnce = await together(
    ['one', 'the other'].map(async (which) => ({
      which: `${which} of the same two requests at the same time`,
      ...(await world.create(asked, {}, { isOneOfSeveral: true })),
    })),
  );
  const requests = [first, second, ...atOnce];
  const twins = requests.flatMap((one) =>
    one.id === undefined
      ? []
      : [{ ...one, id: one.id, asked, secret: one === first ? secret : givenSecret(shownClient(one.answer)) }],
  );
  for (const twin of twins.slice(1)) if (!sameId(twin.id, id)) world.idle(twin.id);
  return { asked, requests, twins };
});

/** The use of the secrets of two of them, the second and the first one of those that were asked for at the same time. */
export const equalCreationsInUse = scenario(
  'equalCreationsInUse',
  async (world: World): Promise<readonly { which: string; use: SecretUse }[]> => {
    const { twins } = await world.tell(equalCreations);
    const later = twins.slice(1, 3);
    if (later.length === 0) throw new NotVerified('not-applicable', 'the tenant refuses a request that it had before');
    return inTurn(later, async ({ which, id, secret }) => ({ which, use: await world.useUntil(true, id, secret) }));
  },
);

/** Creates with names that are none. */
export const namelessCreations = scenario('namelessCreations', async (world: World): Promise<readonly Equal[]> => {
  await world.tell(shownDetail);
  return inTurn(['', '   '], async (name) => {
    const { answer, id } = await world.create(world.asking({ name }), {}, { isOneOfSeveral: true });
    // By which name a client is shown that was given none, nobody says.
    if (id !== undefined) world.given.delete(id);
    world.idle(id);
    return { which: `the name ${JSON.stringify(name)}`, answer };
  });
});

/** An ordinary client to do with as one likes: one of those that were created at the same time, or, where that is not one of its own, another one. */
export async function spareClient(world: World, place: 'first' | 'last'): Promise<Made> {
  const { twins } = (await unlessNotVerified(world.tell(equalCreations))) ?? { twins: [] };
  const [first, second, third, fourth] = twins;
  const twin = place === 'first' ? third : fourth;
  const isOwn = [first, second, third, fourth].every(
    (one) => one === twin || (!sameId(one?.id, twin?.id) && one?.secret !== twin?.secret),
  );
  if (twin?.secret === undefined || !isOwn || world.hasRemoved(twin.id)) return world.client();
  world.take(twin.id);
  return twin;
}

async function unlessNotVerified<T>(telling: Promise<T>): Promise<T | undefined> {
  try {
    return await telling;
  } catch (error) {
    if (error instanceof NotVerified) return undefined;
    throw error;
  }
}

/** A create with the name of a client that exists; allowing and refusing it are both fair. */
export const sameNameClient = scenario(
  'sameNameClient',
  async (world: World): Promise<{ answer: Answer; id: string | undefined; asked: CreateBody }> => {
    const { requests, twins, asked } = await world.tell(equalCreations);
    const [first, second] = twins;
    if (second !== undefined) {
      if (sameId(second.id, first?.id))
        throw new PrerequisiteFailed('the tenant answers a create with a client that it had made before');
      return { answer: second.answer, id: second.id, asked };
    }
    // A tenant may refuse the redirect URI of another client alone.
    const plain = world.asking({ name: asked.name });
    const made = await world.createGood(plain);
    return { ...made, answer: made.answer.ok ? made.answer : (requests[1]?.answer ?? made.answer), asked: plain };
  },
);

/** The client of the name that another one has. @throws NotVerified where the tenant refuses it */
async function twinOf(world: World): Promise<Made> {
  const { answer, id, asked } = await world.tell(sameNameClient);
  if (id === undefined)
    throw new NotVerified('not-applicable', `the tenant refuses a second client of the same name (${answer.status})`);
  return { id, asked, answer, secret: givenSecret(shownClient(answer)) };
}

/** GenerateSecret with one and the same body: one after the other, and two at the same time. */
export interface EqualSecrets {
  readonly client: Made;
  readonly asked: GenerateBody;
  readonly requests: readonly Equal[];
  readonly made: readonly (Rival & { readonly which: string })[];
  readonly uses: readonly { readonly which: string; readonly use: SecretUse }[];
}

export const equalSecrets = scenario('equalSecrets', async (world: World): Promise<EqualSecrets> => {
  const client = (await unlessNotVerified(twinOf(world))) ?? (await world.client());
  const asked = world.askingSecret();
  const first = { which: 'the first request', answer: await world.generate(client.id, asked) };
  const second = { which: 'the same request after it', answer: await world.generate(client.id, asked) };
  const atOnce = await together(
    ['one', 'the other'].map(async (which) => ({
      which: `${which} of the same two requests at the same time`,
      answer: await world.generate(client.id, asked, {}, { isOneOfSeveral: true }),
    })),
  );
  const requests = [first, second, ...atOnce];
  const made = requests.flatMap(({ which, answer }) =>
    rivalOf(client.id, answer).map((rival) => ({ ...rival, which })),
  );
  const uses = await inTurn(made, async ({ which, value }) => ({
    which,
    use: await world.useUntil(true, client.id, value),
  }));
  return { client, asked, requests, made, uses };
});

/** The operations on a client whose name another one has. */
export const TWIN_OPERATIONS = ['generateSecret', 'update', 'deleteSecret', 'delete'] as const;
type TwinOperation = (typeof TWIN_OPERATIONS)[number];

/** A second client of the same name, on which everything is done, and the first one before and after. */
export interface Namesake {
  readonly asked: CreateBody;
  readonly stored: StoredEvidence;
  readonly twin: string;
  readonly id: string;
  readonly between: Answer;
  /** Whether the list shows the first one as before, while the second one exists. */
  readonly spared: boolean;
  /** Whether each operation changed the first one, as a plain statement. */
  readonly harms: Readonly<Record<TwinOperation, Aftermath>>;
}

export const namesake = scenario('namesake', async (world: World): Promise<Namesake> => {
  const { id, asked, stored, detail, answer, secret } = await world.tell(shownDetail);
  const twin = await twinOf(world);
  const between = await world.patience.until(
    () => world.api.list(),
    (seen) => itemsOf(seen, twin.id).length > 0,
  );
  if (!between.ok) throw new PrerequisiteFailed(`the list answered ${between.status}`);
  const spared = !stored.listAsAsked || differences(itemsOf(between, id)[0], expected(asked)).length === 0;
  const first: Member = {
    place: 'the other client of the same name',
    client: { id, asked, answer, secret },
    secret: undefined,
    lost: new Set(),
    seen: detail,
  };
  const atOnce = await touch(world, first, twin, false);
  // Only where something happened is it all done again, with a look after each operation, so that the right one is blamed.
  const again = atOnce.length > 0 && spared ? await touchAgain(world) : [];
  const found = again.length > 0 ? again : atOnce;
  const harm = (operation: TwinOperation): Aftermath => {
    const own = found.filter(({ after }) => after === undefined || after === operation);
    return {
      holds: own.length === 0,
      message: 'An operation on one client changed another one of the same name.',
      expected: own.map(({ was }) => was).join('; '),
      actual: own.map(({ is }) => is).join('; '),
      ...(own[0] !== undefined && { answer: own[0].answer }),
    };
  };
  const harms = Object.fromEntries(TWIN_OPERATIONS.map((one) => [one, harm(one)])) as Namesake['harms'];
  return { asked, stored, twin: twin.id, id, between, spared, harms };
});

/** The same with two new clients of one name, and a look after each operation. */
async function touchAgain(world: World): Promise<readonly Harm[]> {
  const client = await world.client();
  const { id, answer } = await world.createGood(client.asked);
  if (id === undefined) return [];
  const seen = await world.patience.until(
    () => world.api.get(client.id),
    ({ ok }) => ok,
  );
  const first: Member = {
    place: 'the other client of the same name',
    client,
    secret: undefined,
    lost: new Set(),
    seen,
  };
  const twin = { id, asked: client.asked, answer, secret: givenSecret(shownClient(answer)) };
  const found = await touch(world, first, twin, true);
  world.idle(client.id);
  return found;
}

/** Does everything to a client, so that it has the name of the first one to its end. */
async function touch(world: World, first: Member, twin: Made, lookingEachTime: boolean): Promise<readonly Harm[]> {
  const found: Harm[] = [];
  // A secret that was never accepted cannot have been lost.
  const { secret } = first.client;
  const wasAccepted = secret !== undefined && (await world.useUntil(true, first.client.id, secret)).accepted;
  const watched = wasAccepted ? first : { ...first, client: { ...first.client, secret: undefined } };
  const see = async (after: TwinOperation): Promise<void> => {
    if (lookingEachTime) found.push(...(await look(world, [watched], after)));
    else if (wasAccepted && found.length === 0) found.push(...(await lostSecret(world, watched, after)));
  };
  const made = lookingEachTime
    ? rivalOf(twin.id, await world.generate(twin.id, world.askingSecret()))
    : (await world.tell(equalSecrets)).made;
  await see('generateSecret');
  const { name } = twin.asked;
  const [, second] = world.habits.scopes;
  const change = { name, redirectUri: world.data.redirectUri(), scopes: world.scopes(second) };
  const updated = await world.api.update(twin.id, change);
  await see('update');
  const [generated] = made;
  if (generated !== undefined && (await isRecorded(world, twin.id, generated, updated))) {
    await world.api.deleteSecret(generated.id);
    await see('deleteSecret');
  }
  const removal = await world.api.delete(twin.id);
  if (removal.ok) world.gone(twin.id);
  await see('delete');
  if (!lookingEachTime) found.push(...(await look(world, [watched], undefined)));
  return found;
}

/** Whether the client itself shows the secret: deleting goes by its id alone. */
async function isRecorded(world: World, id: string, secret: Rival, updated: Answer): Promise<boolean> {
  const shown = sameId(shownClient(updated)?.id, id) ? secretIds(shownClient(updated)) : undefined;
  const ids = shown ?? secretIds(shownClient(await world.api.get(id)));
  return secret.clientId === id && (ids?.includes(secret.id) ?? false);
}

async function lostSecret(world: World, { place, client }: Member, after: TwinOperation): Promise<readonly Harm[]> {
  const { accepted, answer } = await world.useUntil(true, client.id, client.secret);
  return accepted ? [] : [{ after, was: `the secret of ${place} accepted`, is: 'it is refused', answer }];
}

/** As {@link namesake}, where the creation of the second client did nothing to the first. */
export const namesakeTouched = scenario('namesakeTouched', async (world: World): Promise<Namesake> => {
  const told = await world.tell(namesake);
  if (!told.spared) throw new PrerequisiteFailed('the creation of a client changed the one of the same name');
  return told;
});

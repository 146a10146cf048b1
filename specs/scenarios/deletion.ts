import type { CreateBody } from '../../fixtures/api/calls.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { allInLanes, inLanes } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, World } from '../../fixtures/session/world.ts';
import { givenSecret, itemsOf, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { type Again, type Bystanders, bystanders, ifMade, watch } from './bystanders.ts';
import { changeTo } from './change.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';
import { bareClient, unusualListed } from './kinds.ts';
import { spareClient } from './namesakes.ts';

/** A delete of a client with two secrets, and its answer. */
export interface Deletion {
  readonly client: Made;
  /** Absent where the tenant generates no secrets. */
  readonly newer: MadeSecret | undefined;
  readonly others: Bystanders;
  readonly answer: Answer;
}

/** What a delete led to. */
export interface Deleted extends Deletion {
  readonly detail: Answer;
  /** The statuses of several looks at the client, where it came and went. */
  readonly sequence?: readonly number[];
  readonly list: Answer;
  readonly disturbed: readonly string[];
  readonly firstSecret: SecretUse;
  /** The same, shown in the other way in which a client can prove itself. */
  readonly firstOtherwise: SecretUse | undefined;
}

/** Attempts to go on with a deleted client. */
export interface AfterLife {
  readonly id: string;
  readonly second: Answer;
  readonly update: Answer;
  readonly generate: Answer;
  readonly detail: Answer;
  readonly list: Answer;
}

export const clientDeletion = scenario('clientDeletion', async (world: World): Promise<Deletion> => {
  requireWrites(world);
  // Others are watched over in the list, like everybody else: one with the same redirect URI, and one with neither that nor scopes.
  const alike = await alikeIn(world);
  const client = await world.client(alike === undefined ? {} : { redirectUri: alike.asked.redirectUri ?? null });
  await world.tell(bareClient);
  const others = await bystanders(world, [client.id]);
  const newer = await ifMade(world.secret(client));
  // A secret that never lived cannot die.
  const values = [client.secret, ...(newer === undefined ? [] : [newer.value])];
  await inLanes(values, (value) => world.useUntil(true, client.id, value));
  return { client, newer, others, answer: await world.api.delete(client.id) };
});

/** A client with a redirect URI that nobody needs to look at any more, where there is one. */
async function alikeIn(world: World): Promise<{ readonly asked: CreateBody } | undefined> {
  const listed = await world.tell(unusualListed).catch((error: unknown) => {
    if (error instanceof NotVerified) return undefined;
    throw error;
  });
  const { clients = [] } = listed ?? {};
  const isPlain = ({ asked }: { readonly asked: CreateBody }): boolean => /^https:[^,]+$/.test(asked.redirectUri ?? '');
  return clients.find((one) => isPlain(one) && one.asked.isConfidential && !world.hasRemoved(one.id));
}

export const deletedClient = scenario('deletedClient', async (world: World): Promise<Deleted> => {
  await requireTruthfulDetail(world);
  const deletion = await world.tell(clientDeletion);
  const { client, others, answer } = deletion;
  if (!answer.ok) throw new PrerequisiteFailed(`deleting a client answered ${answer.status}`);
  const {
    looks: { detail, sequence },
    list,
  } = await allInLanes({
    looks: () => world.detailOfGone(client.id),
    list: () =>
      world.patience.until(
        () => world.api.list(),
        (seen) => seen.ok && itemsOf(seen, client.id).length === 0,
      ),
  });
  if (isRefusal(detail) && itemsOf(list, client.id).length === 0) world.gone(client.id);
  const disturbed = await watch(world, others, [client.id], list, () => deleteAgain(world));
  return {
    ...deletion,
    detail,
    ...(sequence !== undefined && { sequence }),
    list,
    disturbed,
    firstSecret: await world.useUntil(false, client.id, client.secret),
    firstOtherwise: await world.useOtherwiseUntilRefused(client.id, client.secret),
  };
});

async function deleteAgain(world: World): ReturnType<Again> {
  const { id } = await world.client();
  await world.api.delete(id);
  const list = await world.patience.until(
    () => world.api.list(),
    (seen) => seen.ok && itemsOf(seen, id).length === 0,
  );
  if (itemsOf(list, id).length === 0) world.gone(id);
  return { ids: [id], list };
}

/** The generated secret of a deleted client. */
export const generatedSecretAfterDeletion = scenario(
  'generatedSecretAfterDeletion',
  async (world: World): Promise<SecretUse> => {
    const { client, newer } = await world.tell(deletedClient);
    if (newer === undefined) throw new PrerequisiteFailed('the tenant generated no secret');
    return world.useUntil(false, client.id, newer.value);
  },
);

export const afterDeletion = scenario('afterDeletion', async (world: World): Promise<AfterLife> => {
  const { client } = await world.tell(deletedClient);
  const second = await world.api.delete(client.id);
  const update = await world.api.update(client.id, changeTo(world, [world.habits.scopes[0]]));
  const generate = await world.generate(client.id, world.askingSecret());
  const looks = await allInLanes({ detail: () => world.api.get(client.id), list: () => world.api.list() });
  return { id: client.id, second, update, generate, ...looks };
});

/** A create with the name of a client that was deleted, and that nobody has. */
export const nameAgain = scenario(
  'nameAgain',
  async (world: World): Promise<{ answer: Answer; id: string | undefined }> => {
    const { client } = await world.tell(deletedClient);
    return world.createGood(world.asking({ name: client.asked.name }));
  },
);

/** The new client, and the old secret used with it. */
export const nameReused = scenario(
  'nameReused',
  async (world: World): Promise<{ oldId: string; newId: string; oldSecret: SecretUse }> => {
    const { client } = await world.tell(deletedClient);
    const { answer, id } = await world.tell(nameAgain);
    if (answer.status >= 400 && answer.status < 500)
      throw new NotVerified('not-applicable', `the tenant refuses the name of a deleted client (${answer.status})`);
    if (id === undefined) throw new PrerequisiteFailed(`creating a client answered ${answer.status}`);
    const oldSecret = await world.use(id, client.secret);
    world.idle(id);
    return { oldId: client.id, newId: id, oldSecret };
  },
);

/** A new client without scopes that has the name of one that was deleted. @throws NotVerified where the tenant makes none */
export const scopelessSuccessor = scenario(
  'scopelessSuccessor',
  async (world: World): Promise<{ id: string; secret: string | undefined; answer: Answer }> => {
    const { client } = await world.tell(deletedClient);
    const { answer, id } = await world.createGood(world.asking({ name: client.asked.name, scopes: [] }));
    if (id !== undefined) return { id, secret: givenSecret(shownClient(answer)), answer };
    throw new NotVerified(
      'not-applicable',
      `the tenant makes no client of that name without scopes (${answer.status})`,
    );
  },
);

/** A delete of a client that does not exist. */
export const unknownDelete = scenario(
  'unknownDelete',
  async (world: World): Promise<{ answer: Answer; disturbed: readonly string[] }> => {
    requireWrites(world);
    const before = await bystanders(world);
    const deleteUnknown = () => world.api.delete(world.data.unknownGuid());
    const answer = await deleteUnknown();
    const again: Again = async () => {
      await deleteUnknown();
      return { ids: [], list: await world.api.list() };
    };
    return { answer, disturbed: await watch(world, before, [], await world.api.list(), again) };
  },
);

/** The secret of a client that was deleted before it was ever used: what a cache of sign-ins does not know must end as well. */
export const unusedSecretAfterDeletion = scenario(
  'unusedSecretAfterDeletion',
  async (world: World): Promise<SecretUse> => {
    const { answer, detail, secret, id } = await world.tell(documentedDelete);
    if (!answer.ok || !isRefusal(detail)) throw new PrerequisiteFailed(`deleting a client answered ${answer.status}`);
    return world.useUntil(false, id, secret);
  },
);

/** A delete with the headers and the body that the document prints. */
export const documentedDelete = scenario(
  'documentedDelete',
  async (world: World): Promise<{ answer: Answer; detail: Answer; id: string; secret: string | undefined }> => {
    requireWrites(world);
    const client = await spareClient(world, 'last');
    const answer = await world.api.delete(client.id, { documentedBody: true });
    const detail = await world.patience.until(
      () => world.api.get(client.id),
      (seen) => !answer.ok || isRefusal(seen),
    );
    if (isRefusal(detail)) world.gone(client.id);
    return { answer, detail, id: client.id, secret: client.secret };
  },
);

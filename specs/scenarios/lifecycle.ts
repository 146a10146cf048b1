import type { AskedScope, CreateBody, GenerateBody, UpdateBody } from '../../fixtures/api/calls.ts';
import { readToken } from '../../fixtures/api/tokens.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { allInLanes, inLanes } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, World } from '../../fixtures/session/world.ts';
import { isObject, itemsOf, secretIds, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { ifMade } from './bystanders.ts';
import { changeTo, shows } from './change.ts';
import { requireTruthfulDetail } from './creation.ts';
import { publicLife, unusualListed } from './kinds.ts';
import { spareClient } from './namesakes.ts';
import { isOwn } from './secrets.ts';

/** Scopes of the same type as were asked for, and others. */
function otherScopes(world: World, { scopes: [first] }: CreateBody): readonly AskedScope[] {
  return [world.scope(world.habits.scopes[1], first?.type)];
}

/** An update of the public client. */
export interface PublicUpdate {
  readonly id: string;
  readonly change: UpdateBody;
  readonly answer: Answer;
}

export const publicUpdate = scenario('publicUpdate', async (world: World): Promise<PublicUpdate> => {
  const { id, asked } = await world.tell(publicLife);
  // It is listed as it was created, before it is changed.
  await world.tell(unusualListed).catch(() => undefined);
  const change = { name: world.data.name(), redirectUri: world.data.redirectUri(), scopes: otherScopes(world, asked) };
  const answer = await world.api.update(id, change);
  if (answer.status !== 400 && answer.status !== 422) return { id, change, answer };
  // A tenant may keep a scope from public clients; the one that this client was created with it has allowed.
  const modest = { ...change, scopes: asked.scopes };
  return { id, change: modest, answer: await world.api.update(id, modest) };
});

export const publicUpdated = scenario(
  'publicUpdated',
  async (world: World): Promise<PublicUpdate & { detail: Answer }> => {
    const update = await world.tell(publicUpdate);
    if (!update.answer.ok) throw new PrerequisiteFailed(`updating a public client answered ${update.answer.status}`);
    return { ...update, detail: await world.patience.until(() => world.api.get(update.id), shows(update.change)) };
  },
);

/** A GenerateSecret for the public client, whether or not it gets one; the page does not say. */
export interface PublicSecret {
  readonly answer: Answer;
  readonly before: Answer;
  readonly detail: Answer;
  /** Token requests with the secret, where it got one. */
  readonly uses: readonly SecretUse[];
}

export const publicSecret = scenario('publicSecret', async (world: World): Promise<PublicSecret> => {
  // The update looks at the secrets of the client, so it comes first.
  const updated = await ifMade(world.tell(publicUpdated));
  const { id, detail: created } = await world.tell(publicLife);
  const answer = await world.generate(id, world.askingSecret());
  const before = updated?.detail ?? created;
  const value = answer.ok && isObject(answer.json) ? text(answer.json.secret) : undefined;
  const uses = value === undefined ? [] : await useWithAndWithoutScope(world, id, value);
  return { answer, before, detail: answer.ok ? before : await world.seeAgain(id, before), uses };
});

async function useWithAndWithoutScope(world: World, id: string, secret: string): Promise<readonly SecretUse[]> {
  return inLanes([undefined, ...world.habits.scopes], async (scope) => {
    const answer = await world.tokens.ask(id, secret, scope);
    return { answer, accepted: readToken(answer) !== undefined };
  });
}

/** Token requests with the secret of a public client. @throws NotVerified where it is given none */
export const publicSecretUses = scenario('publicSecretUses', async (world: World): Promise<readonly SecretUse[]> => {
  const { answer, uses } = await world.tell(publicSecret);
  if (uses.length === 0)
    throw new NotVerified('not-applicable', `the tenant gives public clients no secret (${answer.status})`);
  return uses;
});

/** The end of the public client, after its update. */
export interface PublicEnd {
  readonly id: string;
  readonly answer: Answer;
}

export const publicEnd = scenario('publicEnd', async (world: World): Promise<PublicEnd> => {
  const { id } = await world.tell(publicLife);
  // The rest of its life comes before; its own requirements tell when that fails.
  await ifMade(world.tell(publicUpdated));
  await ifMade(world.tell(publicSecret));
  return { id, answer: await world.api.delete(id) };
});

export const publicEnded = scenario(
  'publicEnded',
  async (world: World): Promise<PublicEnd & { detail: Answer; list: Answer }> => {
    const { id, answer } = await world.tell(publicEnd);
    if (!answer.ok) throw new PrerequisiteFailed(`deleting a public client answered ${answer.status}`);
    const detail = await world.patience.until(() => world.api.get(id), isRefusal);
    const list = await world.patience.until(
      () => world.api.list(),
      (seen) => itemsOf(seen, id).length === 0,
    );
    if (isRefusal(detail)) world.gone(id);
    return { id, answer, detail, list };
  },
);

/** First part of a whole life: created, given a secret, updated. */
export interface LifeUpdated {
  readonly client: Made;
  readonly generated: MadeSecret;
  readonly change: UpdateBody;
  readonly update: Answer;
}

export const lifeUpdated = scenario('lifeUpdated', async (world: World): Promise<LifeUpdated> => {
  await requireTruthfulDetail(world);
  const client = await spareClient(world, 'first');
  const generated = await world.secret(client);
  const change = changeTo(world, [world.habits.scopes[1]]);
  return { client, generated, change, update: await world.api.update(client.id, change) };
});

/** Second part: the generated secret is used, and another one generated. */
export interface LifeLater extends LifeUpdated {
  readonly generatedAfterUpdate: SecretUse;
  readonly later: Answer;
  readonly laterAsked: GenerateBody;
}

export const lifeLater = scenario('lifeLater', async (world: World): Promise<LifeLater> => {
  const life = await world.tell(lifeUpdated);
  if (!life.update.ok) throw new PrerequisiteFailed(`updating a client answered ${life.update.status}`);
  // Its scopes decide what the secret is granted, so that waiting for that waits for the update as well.
  const generatedAfterUpdate = await world.useUntilWithAnyScope(life.client.id, life.generated.value);
  const laterAsked = world.askingSecret();
  const later = await world.generate(life.client.id, laterAsked);
  await world.room.require(later, life.client.id);
  return { ...life, generatedAfterUpdate, laterAsked, later };
});

/** Third part: old and new secrets side by side, and one of them deleted. */
export interface Life extends LifeLater {
  readonly laterSecret: MadeSecret;
  readonly laterUse: SecretUse;
  readonly firstUse: SecretUse;
  readonly generatedUse: SecretUse;
  readonly detail: Answer;
}

export const wholeLife = scenario('wholeLife', async (world: World): Promise<Life> => {
  const life = await world.tell(lifeLater);
  const { client, generated } = life;
  const laterSecret = world.secretOf(life.later, life.laterAsked);
  const use = (secret: string | undefined): Promise<SecretUse> => world.useUntilWithAnyScope(client.id, secret);
  const uses = await allInLanes({
    laterUse: () => use(laterSecret.value),
    firstUse: () => use(client.secret),
    generatedUse: () => use(generated.value),
  });
  const detail = await world.patience.until(
    () => world.api.get(client.id),
    (seen) => secretIds(shownClient(seen))?.includes(laterSecret.id) ?? false,
  );
  return { ...life, laterSecret, ...uses, detail };
});

/** The deletion of the secret that was generated before the update. */
export const lifeRemoval = scenario('lifeRemoval', async (world: World): Promise<Life & { removal: Answer }> => {
  const life = await world.tell(wholeLife);
  if (!isOwn(life.detail, life.generated))
    throw new PrerequisiteFailed('the client does not show its generated secret');
  return { ...life, removal: await world.api.deleteSecret(life.generated.id) };
});

/** Fourth part: after the deletion of a secret. */
export interface LifeReduced {
  readonly change: UpdateBody;
  readonly detail: Answer;
  readonly removedUse: SecretUse;
  readonly laterUse: SecretUse;
}

export const lifeReduced = scenario('lifeReduced', async (world: World): Promise<LifeReduced> => {
  const { client, generated, change, laterSecret, removal } = await world.tell(lifeRemoval);
  if (!removal.ok) throw new PrerequisiteFailed(`deleting a secret answered ${removal.status}`);
  const [, scope] = world.habits.scopes;
  const told = await allInLanes({
    detail: () =>
      world.patience.until(
        () => world.api.get(client.id),
        (seen) => shows(change)(seen) && !(secretIds(shownClient(seen))?.includes(generated.id) ?? true),
      ),
    removedUse: () =>
      world.patience.until(
        () => world.use(client.id, generated.value, scope),
        (use) => !use.accepted,
      ),
    laterUse: () => world.useUntilWithAnyScope(client.id, laterSecret.value),
  });
  return { change, ...told };
});

/** The end of that life. */
export interface LifeEnd {
  readonly client: Made;
  readonly answer: Answer;
}

export const lifeEnd = scenario('lifeEnd', async (world: World): Promise<LifeEnd> => {
  await ifMade(world.tell(lifeReduced));
  const { client } = await world.tell(wholeLife);
  return { client, answer: await world.api.delete(client.id) };
});

export const lifeEnded = scenario(
  'lifeEnded',
  async (
    world: World,
  ): Promise<LifeEnd & { detail: Answer; list: Answer; firstUse: SecretUse; laterUse: SecretUse }> => {
    const end = await world.tell(lifeEnd);
    const { client, answer } = end;
    if (!answer.ok) throw new PrerequisiteFailed(`deleting a client answered ${answer.status}`);
    const { laterSecret } = await world.tell(wholeLife);
    const [, scope] = world.habits.scopes;
    const refused = (use: SecretUse): boolean => !use.accepted;
    const told = await allInLanes({
      detail: () => world.patience.until(() => world.api.get(client.id), isRefusal),
      list: () =>
        world.patience.until(
          () => world.api.list(),
          (seen) => itemsOf(seen, client.id).length === 0,
        ),
      firstUse: () => world.patience.until(() => world.use(client.id, client.secret, scope), refused),
      laterUse: () => world.patience.until(() => world.use(client.id, laterSecret.value, scope), refused),
    });
    if (isRefusal(told.detail)) world.gone(client.id);
    return { ...end, ...told };
  },
);

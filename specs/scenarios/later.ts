import { oauthError } from '../../fixtures/api/tokens.ts';
import { notGranted, tryScope, tryUntilRefused } from '../../fixtures/session/granted.ts';
import { inLanes } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, World } from '../../fixtures/session/world.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { scopelessSuccessor } from './deletion.ts';
import { bareClient } from './kinds.ts';
import { type Bold, LOOK_ALIKES, type Rewrite, rewrite } from './look-alikes.ts';
import { completeList, lastingValues } from './reading.ts';
import { isDenied, partsLeftOut, scopesByTwos } from './rewriting.ts';
import { type Rival, rivalOf } from './rivals.ts';
import { deletedSecret } from './secrets.ts';
import type { Aftermath } from './trials.ts';

/** A deleted secret, used once more after its client was changed and given another secret of the same description. */
export const deletedSecretLater = scenario('deletedSecretLater', async (world: World): Promise<SecretUse> => {
  const { client, doomed, doomedUse } = await world.tell(deletedSecret);
  if (doomedUse.accepted) throw new PrerequisiteFailed('the deleted secret is accepted from the beginning');
  await rewrite(world, client, changeTo(world, [world.habits.scopes[0]]), { name: LOOK_ALIKES.notANumber });
  // Whether the tenant gives one is for others to judge.
  await world.generate(client.id, world.askingSecret({ description: doomed.asked.description ?? null }));
  return world.useUntil(false, client.id, doomed.value);
});

/** An update of a client that has neither scopes nor a redirect URI, with an unusual name, and its use after that. */
interface BareUpdate {
  readonly bare: Made & { readonly secret: string };
  readonly scope: string;
  readonly bold: Bold;
  readonly done: Bold;
}

/** The client that was made without scopes. @throws NotVerified where there is none that tells which scopes it has */
async function bareOf(world: World): Promise<BareUpdate['bare']> {
  // Until here nothing has been done to it.
  await world.tell(lastingValues);
  const bare = await world.tell(bareClient);
  const { secret } = bare ?? {};
  if (bare === undefined || secret === undefined)
    throw new NotVerified('not-applicable', 'the tenant makes no client without scopes');
  return { ...bare, secret };
}

function requireScopesByName({ habits }: World): void {
  if (habits.secretShows !== 'token' || !habits.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
}

/** A secret for a client that has neither scopes nor a redirect URI, and its update. */
export const bareUpdate = scenario(
  'bareUpdate',
  async (world: World): Promise<BareUpdate & { generation: Answer; generated: Rival | undefined }> => {
    const bare = await bareOf(world);
    const generation = await world.generate(bare.id, world.askingSecret());
    const [generated] = rivalOf(bare.id, generation);
    const [scope] = world.habits.scopes;
    const told = await rewrite(world, bare, changeTo(world, [scope]), { name: LOOK_ALIKES.letter });
    return { bare, scope, ...told, generation, generated };
  },
);

/** Whether a client that was made without scopes has the one that an update gives it. */
export const scopesGivenBack = scenario('scopesGivenBack', async (world: World): Promise<Aftermath> => {
  const { bare, scope, done } = await world.tell(bareUpdate);
  requireScopesByName(world);
  if (!done.answer.ok)
    throw new NotVerified('not-applicable', `the tenant updates no client without scopes (${done.answer.status})`);
  const { accepted, answer } = await world.useUntil(true, bare.id, bare.secret);
  // What a client may do beside having scopes can be settled when it is made; an error that is not about the scope says nothing.
  return {
    holds: accepted || oauthError(answer) !== 'invalid_scope',
    message: 'A client that had no scopes does not have the one that it was given.',
    expected: `a token with ${scope}`,
    actual: `status ${answer.status}, ${oauthError(answer)}`,
    answer,
  };
});

/** The use of the secret that was generated for a client which had no scopes, after it was given one. */
export const bareSecretInUse = scenario('bareSecretInUse', async (world: World): Promise<SecretUse> => {
  const { bare, done, generated } = await world.tell(bareUpdate);
  if (generated === undefined) throw new PrerequisiteFailed('a client without scopes was given no secret');
  // Whether updates work is another requirement's question, and a profile may have none.
  if (!done.answer.ok)
    throw new NotVerified('not-applicable', `no client without scopes can be given one (${done.answer.status})`);
  // One that is not accepted with the first secret either tells nothing of the second.
  if (!(await world.useUntil(true, bare.id, bare.secret)).accepted)
    throw new PrerequisiteFailed('the first secret of the client is not accepted');
  return world.useUntil(true, bare.id, generated.value);
});

/** The update that takes all scopes away from it again, and its redirect URI, by null. */
export const bareAgain = scenario('bareAgain', async (world: World): Promise<BareUpdate> => {
  if (world.options.deep) await world.tell(scopelessUnchanged).catch(() => undefined);
  const { bare, scope } = await world.tell(bareUpdate);
  // It is used before.
  await world.tell(scopesGivenBack).catch(() => undefined);
  await world.tell(bareSecretInUse).catch(() => undefined);
  const change = changeTo(world, []);
  const told = await rewrite(world, bare, change, { name: LOOK_ALIKES.signs, redirectUri: null });
  // To some, null says that it is to stay.
  world.given.delete(bare.id);
  return { bare, scope, ...told };
});

/** Whether a client whose scopes an update took away, all of them, is still granted one. */
export const scopesTakenAway = scenario('scopesTakenAway', async (world: World): Promise<Aftermath> => {
  await world.tell(scopesGivenBack);
  const { bare, scope, done } = await world.tell(bareAgain);
  const { status, ok } = done.answer;
  if (status >= 500) throw new PrerequisiteFailed(`an update to an empty list of scopes answered ${status}`);
  if (!ok) throw new NotVerified('not-applicable', `the tenant takes no update to an empty list of scopes (${status})`);
  const ask = (): Promise<Answer> => world.tokens.ask(bare.id, bare.secret, scope);
  const tried = await tryUntilRefused(world, ask, scope, { id: bare.id, registered: [] });
  return notGranted(tried, scope, 'A client whose scopes an update took away obtains one of them.');
});

/** Another client without scopes, after an update gave one to the first: what they were made with is not one and the same. */
export const scopelessUnchanged = scenario('scopelessUnchanged', async (world: World): Promise<Aftermath> => {
  const { id, secret } = await world.tell(scopelessSuccessor);
  await world.tell(scopesGivenBack);
  const [scope] = world.habits.scopes;
  const { answer } = await world.use(id, secret, scope);
  const tried = await tryScope(world, answer, scope, { id, registered: [] });
  return notGranted(tried, scope, 'A scope that an update gave to one client is granted to another one.');
});

/** The list near the end of the run, and the clients that were gone from reads before. */
export const earlierDeletions = scenario(
  'earlierDeletions',
  async (world: World): Promise<{ list: Answer; ids: readonly string[] }> => {
    requireWrites(world);
    await world.tell(lastingValues);
    const { list } = await world.tell(completeList);
    return { list, ids: world.removed() };
  },
  { isLast: true },
);

/** Every secret that this worker was given, near the end of the run. */
export const allSecretValues = scenario(
  'allSecretValues',
  async (world: World): Promise<readonly string[]> => {
    await world.tell(lastingValues);
    return [...world.givenValues];
  },
  { isLast: true },
);

/** The newest secret of each client, of those that were accepted before and that nothing was done to, near the end of the run. */
export const lastingSecrets = scenario(
  'lastingSecrets',
  async (world: World): Promise<readonly { clientId: string; use: SecretUse }[]> => {
    await world.tell(lastingValues);
    const soon = new Date(Date.now() + SOON_MS);
    return inLanes(world.lasting(soon), async ({ clientId, value }) => {
      const answer = await world.patience.until(
        () => world.tokens.ask(clientId, value),
        (seen) => !isDenied(seen),
      );
      return { clientId, use: { answer, accepted: !isDenied(answer) } };
    });
  },
  { isLast: true },
);

/** How far ahead, in milliseconds, the end of a secret must lie that is expected to be accepted. */
const SOON_MS = 600_000;

/** All updates with unusual values, and what they were answered. */
export const unusualRewrites = scenario(
  'unusualRewrites',
  async (world: World): Promise<{ bolds: readonly Rewrite[]; parts: readonly Rewrite[] }> => {
    requireWrites(world);
    const bolds: Rewrite[] = [];
    bolds.push(...(await ifTold(world.tell(scopesByTwos).then((told) => told.bolds))));
    const parts = await ifTold(world.tell(partsLeftOut).then((told) => told.parts));
    for (const story of [bareUpdate, bareAgain])
      bolds.push(...(await ifTold(world.tell(story).then(({ bold, done }) => (done.answer.ok ? [bold] : [])))));
    if (bolds.length + parts.length === 0) throw new PrerequisiteFailed('no client could be updated');
    return { bolds, parts };
  },
  { isLast: true },
);

async function ifTold(telling: Promise<readonly Rewrite[]>): Promise<readonly Rewrite[]> {
  try {
    return await telling;
  } catch (error) {
    if (error instanceof NotVerified) return [];
    throw error;
  }
}

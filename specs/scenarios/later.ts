import { oauthError } from '../../fixtures/api/tokens.ts';
import { notGranted, tryScope, tryUntilRefused } from '../../fixtures/session/granted.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, World } from '../../fixtures/session/world.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { scopelessSuccessor } from './deletion.ts';
import { bareClient } from './kinds.ts';
import { completeList, lastingValues } from './reading.ts';
import { deletedSecret } from './secrets.ts';
import type { Aftermath } from './trials.ts';

/** A deleted secret, used once more after its client was changed and given another secret of the same description. */
export const deletedSecretLater = scenario('deletedSecretLater', async (world: World): Promise<SecretUse> => {
  const { client, doomed, doomedUse } = await world.tell(deletedSecret);
  if (doomedUse.accepted) throw new PrerequisiteFailed('the deleted secret is accepted from the beginning');
  await world.api.update(client.id, changeTo(world, [world.habits.scopes[0]]));
  // Whether the tenant gives one is for others to judge.
  await world.generate(client.id, world.askingSecret({ description: doomed.asked.description ?? null }));
  return world.useUntil(false, client.id, doomed.value);
});

/** Whether a client that was made without scopes has the one that an update gives it. */
export const scopesGivenBack = scenario('scopesGivenBack', async (world: World): Promise<Aftermath> => {
  // Until here nothing has been done to it.
  await world.tell(lastingValues);
  const bare = await world.tell(bareClient);
  if (bare?.secret === undefined) throw new NotVerified('not-applicable', 'the tenant makes no client without scopes');
  if (world.habits.secretShows !== 'token' || !world.habits.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
  const [scope] = world.habits.scopes;
  const updated = await world.api.update(bare.id, changeTo(world, [scope]));
  if (!updated.ok)
    throw new NotVerified('not-applicable', `the tenant updates no client without scopes (${updated.status})`);
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

/** Whether a client whose scopes an update took away, all of them, is still granted one. */
export const scopesTakenAway = scenario('scopesTakenAway', async (world: World): Promise<Aftermath> => {
  if (world.options.deep) await world.tell(scopelessUnchanged).catch(() => undefined);
  await world.tell(scopesGivenBack);
  const bare = await world.tell(bareClient);
  if (bare?.secret === undefined) throw new NotVerified('not-applicable', 'the tenant makes no client without scopes');
  const [scope] = world.habits.scopes;
  const updated = await world.api.update(bare.id, changeTo(world, []));
  if (!updated.ok)
    throw new NotVerified(
      'not-applicable',
      `the tenant takes no update to an empty list of scopes (${updated.status})`,
    );
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

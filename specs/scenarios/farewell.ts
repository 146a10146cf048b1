import { inLanes } from '../../fixtures/session/lanes.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { World } from '../../fixtures/session/world.ts';
import { itemsOf } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';
import { UNUSUAL_KINDS, unusualClient } from './kinds.ts';
import { lastingSecrets } from './later.ts';
import { lastingValues } from './reading.ts';
import { refilledClient, refilledDetail } from './secrets.ts';
import { unusualUpdate } from './updating.ts';

/** The deletes of all clients that a worker has left, whatever has happened to them. */
export interface Farewell {
  readonly ids: readonly string[];
  readonly answers: readonly Answer[];
  readonly list: Answer;
}

/** The answer, or undefined where it was lost on the way. */
async function unlessLost(sending: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

/** Clients of every kind, used and updated ones among them, go one after the other: it is what a run does at its end anyway. */
export const finalRemoval = scenario(
  'finalRemoval',
  async (world: World): Promise<Farewell> => {
    requireWrites(world);
    for (const story of UNUSUAL_KINDS.map(unusualClient)) await world.tell(story).catch(() => undefined);
    await world.tell(unusualUpdate).catch(() => undefined);
    // One of them goes without a secret.
    await world.tell(refilledDetail).catch(() => undefined);
    const refilled = await world.tell(refilledClient).catch(() => undefined);
    // The others look at these clients first.
    await world.tell(lastingValues).catch(() => undefined);
    await world.tell(lastingSecrets).catch(() => undefined);
    const ids = world.kept();
    if (ids.length === 0) throw new PrerequisiteFailed('no client was created');
    if (refilled?.made !== undefined && refilled.use?.accepted === true && ids.includes(refilled.id))
      await world.api.deleteSecret(refilled.made.id);
    // Where the weather hides what came of one of so many, the list tells.
    const sent = await inLanes(ids, (id) => unlessLost(world.api.delete(id)));
    const answers = sent.filter((answer) => answer !== undefined);
    const list = await world.patience.until(
      () => world.api.list(),
      (seen) => ids.every((id) => itemsOf(seen, id).length === 0),
    );
    if (!list.ok) throw new PrerequisiteFailed(`the list answered ${list.status}`);
    for (const id of ids) if (itemsOf(list, id).length === 0) world.gone(id);
    return { ids, answers, list };
  },
  { isLast: true },
);

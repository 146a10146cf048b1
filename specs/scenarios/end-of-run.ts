import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
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
  async (session: Session): Promise<Farewell> => {
    requireWrites(session);
    for (const story of UNUSUAL_KINDS.map(unusualClient)) await session.once(story).catch(() => undefined);
    await session.once(unusualUpdate).catch(() => undefined);
    // One of them goes without a secret.
    await session.once(refilledDetail).catch(() => undefined);
    const refilled = await session.once(refilledClient).catch(() => undefined);
    // The others look at these clients first.
    await session.once(lastingValues).catch(() => undefined);
    await session.once(lastingSecrets).catch(() => undefined);
    const ids = session.ledger.kept();
    if (ids.length === 0) throw new PrerequisiteFailed('create', 'no client was created');
    if (refilled?.made !== undefined && refilled.use?.accepted === true && ids.includes(refilled.id))
      await session.api.deleteSecret(refilled.made.id);
    // Where the weather hides what came of one of so many, the list tells.
    const sent = await inParallel(ids, (id) => unlessLost(session.api.delete(id)));
    const answers = sent.filter((answer) => answer !== undefined);
    const list = await session.polling.until(
      () => session.api.list(),
      (seen) => ids.every((id) => itemsOf(seen, id).length === 0),
    );
    if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
    for (const id of ids) if (itemsOf(list, id).length === 0) session.ledger.gone(id);
    return { ids, answers, list };
  },
  { isLast: true },
);

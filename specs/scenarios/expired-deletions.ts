/** The deletion of a secret that has expired. */
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import { secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { expiredRequest, expiredSecret, usedThenExpired } from './expiries.ts';
import { requireOwn } from './secrets.ts';
import { unusualSecrets } from './unusual-secrets.ts';

/** An update of a client with an expired secret, and the deletion of that secret, with its id. */
export interface ExpiredGone {
  readonly update: Answer;
  readonly removal: Answer;
  readonly id: string;
}

/** A secret that has expired, seen among the others before it goes. @throws NotVerified where the tenant takes no expiry that a run can wait for */
async function expiredAndSeen(session: Session): Promise<{ client: Made; made: MadeSecret; detail: Answer }> {
  const { client, made } = await session.once(expiredRequest);
  if (made === undefined) {
    const later = await session.once(usedThenExpired);
    return { client: later.client, made: later.made, detail: await session.api.get(later.client.id) };
  }
  await session.once(expiredSecret);
  return { client, made, detail: (await session.once(unusualSecrets)).detail };
}

export const expiredSecretDeletion = scenario(
  'expiredSecretDeletion',
  async (session: Session): Promise<ExpiredGone> => {
    const { client, made, detail } = await expiredAndSeen(session);
    if (detail.ok && !(secretIds(shownClient(detail))?.includes(made.id) ?? true))
      throw new NotVerified('not-applicable', 'the tenant shows a secret no more when it has expired');
    // Only what the client shows as its own can be deleted without hitting another one.
    requireOwn(detail, made);
    const update = await session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]));
    return { update, removal: await session.api.deleteSecret(made.id), id: made.id };
  },
);

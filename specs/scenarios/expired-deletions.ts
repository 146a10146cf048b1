/** The deletion of a secret that has expired. */
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { expiredRequest, expiredSecret } from './expiries.ts';
import { requireOwn } from './secrets.ts';
import { unusualSecrets } from './unusual-secrets.ts';

/** An update of a client with an expired secret, and the deletion of that secret, with its id. */
export interface ExpiredGone {
  readonly update: Answer;
  readonly removal: Answer;
  readonly id: string;
}

export const expiredSecretDeletion = scenario(
  'expiredSecretDeletion',
  async (session: Session): Promise<ExpiredGone> => {
    const { client, made } = await session.once(expiredRequest);
    if (made === undefined) throw new NotVerified('not-applicable', 'the tenant refuses a secret that has expired');
    await session.once(expiredSecret);
    // It is seen among the others before it goes, and only where the client shows it as its own.
    const { detail } = await session.once(unusualSecrets);
    if (detail.ok && !(secretIds(shownClient(detail))?.includes(made.id) ?? true))
      throw new NotVerified('not-applicable', 'the tenant shows a secret no more when it has expired');
    requireOwn(detail, made);
    const update = await session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]));
    return { update, removal: await session.api.deleteSecret(made.id), id: made.id };
  },
);

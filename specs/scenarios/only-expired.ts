/** A client whose only secret has expired: it is still a client, and nothing opens it. */
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientShown, listed, secretsGone } from '../../fixtures/session/effects.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { onlyControl } from './controls.ts';
import { completeList, requireStillThere } from './crowded-list.ts';
import {
  BRIEFLY,
  EXPIRED_SINCE,
  expiredRequest,
  expiredSecret,
  generatePassing,
  requireExact,
  requireExpiry,
} from './expiries.ts';
import { requireFirstSecret } from './secret-deletions.ts';
import { requireDeleted } from './secrets.ts';

export interface OnlyExpired {
  /** The client with its first secret alone. */
  readonly before: Answer;
  /** The client with the expired one alone. Nothing is done to it afterwards: it must be listed until the end of the run. */
  readonly detail: Answer;
  /** The use of the expired secret. */
  readonly use: SecretUse;
}

/** @throws NotVerified where the tenant takes no expiry that a run could wait for, or keeps the first secret */
export const onlyExpired = scenario('onlyExpired', async (session: Session): Promise<OnlyExpired> => {
  const { observed } = await session.once(expiredRequest);
  // What becomes of expired secrets beside others is told by itself.
  await session.after(expiredSecret);
  const client = await session.client();
  const before = await session.readUntil(client.id, clientShown);
  const first = requireFirstSecret(before, (await onlyControl(session)).detail);
  const seconds = observed === 'accepted' ? -EXPIRED_SINCE : BRIEFLY;
  const passing = await generatePassing(session, client, seconds, before.date);
  if (passing === undefined || passing.client.id !== client.id)
    throw new NotVerified('not-applicable', 'the tenant gives this client no secret that expires within seconds');
  requireExpiry(passing.made);
  if (observed === 'refused') requireExact(passing.made);
  const removal = await session.api.deleteSecret(first);
  if (isRefusal(removal))
    throw new NotVerified('not-applicable', 'the tenant keeps a secret that is the last one in force');
  requireDeleted(removal);
  await passing.end();
  const detail = await session.readUntil(client.id, secretsGone(first));
  // It goes first where there is no room.
  session.ledger.idle(client.id);
  return { before, detail, use: await session.useUntil(false, client.id, passing.made.value) };
});

/** That client in the list near the end of the run. */
export const onlyExpiredListed = scenario(
  'onlyExpiredListed',
  async (session: Session): Promise<{ readonly list: Answer; readonly id: string }> => {
    const { detail } = await session.once(onlyExpired);
    if (!detail.ok) throw new PrerequisiteFailed('get', `reading the client answered ${detail.status}`);
    const id = String(shownClient(detail)?.id);
    // In a selection of checks the client may have been made after that list.
    const list = await session.listUntilFrom((await session.once(completeList)).list, listed(id));
    requireStillThere(session, id);
    return { list, id };
  },
  { isLast: true },
);

/** What becomes of a client that has as many secrets as its tenant allows. */
import { secretsGone, secretsShown } from '../../fixtures/session/effects.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { MadeSecret, Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';
import { requireDeleted, requireOwn } from './secrets.ts';
import { unusualSecret } from './unusual-secrets.ts';

/** More secrets than this, beside the first one, a client is not given here. */
const MOST = 20;

/**
 * A secret for a client that had as many as the tenant allows, and of which one was deleted: else secrets cannot be rotated.
 * @throws NotVerified where the run met no such limit, or it is one of requests in a time (429; RFC 6585, 4)
 */
export const rotationAtLimit = scenario(
  'rotationAtLimit',
  async (session: Session): Promise<Answer> => {
    requireWrites(session);
    // The one that comes after a dozen others meets a limit, if any does.
    await session.once(unusualSecret('an expiry with an offset')).catch(() => undefined);
    await session.once(lastingValues);
    if (!session.quota.hasMetLimit)
      throw new NotVerified('not-applicable', 'the tenant refused no client another secret');
    const client = await session.client();
    const last = await filled(session, client.id);
    if (last === undefined) throw new NotVerified('not-applicable', 'the tenant has no limit that a run could reach');
    requireOwn(await session.readUntil(client.id, secretsShown(last.id)), last);
    requireDeleted(await session.api.deleteSecret(last.id));
    await session.readUntil(client.id, secretsGone(last.id));
    const answer = await session.generate(client.id, session.askingSecret());
    if (answer.status === 429) throw new NotVerified('not-applicable', 'the tenant limits how many are made in a time');
    return answer;
  },
  { isLast: true },
);

/** Gives a client as many secrets as the tenant allows. @returns the last of them; undefined where it was given none, or no end was met */
async function filled(session: Session, clientId: string): Promise<MadeSecret | undefined> {
  let last: MadeSecret | undefined;
  for (let count = 0; count < MOST; count += 1) {
    const asked = session.askingSecret();
    const answer = await session.generate(clientId, asked);
    if (!answer.ok) return last;
    last = session.secretOf(answer, asked);
  }
  return undefined;
}

import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { repeatedUpdate } from './updating.ts';

/** The scope that the caller holds, and one that it does not and that says more. */
const HELD = 'PM.OAuthApp.Write';
const BEYOND = 'PM.OAuthApp';

/** Whether a caller may give a client a scope that its own token does not hold. */
export async function observeGrants(session: Session): Promise<readonly [observed: string, evidence: Answer | string]> {
  const { client, lastChange } = await session.once(repeatedUpdate);
  const change = { ...lastChange, scopes: session.scopes(BEYOND) };
  const control = await session.api.update(client.id, change);
  if (!control.ok) return ['unknown', control];
  try {
    const token = await session.tokens.token([HELD]);
    const answer = await session.api.update(client.id, change, { token });
    return [answer.ok ? 'granted' : 'refused', answer];
  } catch (error) {
    if (error instanceof NotVerified && error.cause === 'token-not-available') return ['unknown', error.detail];
    throw error;
  }
}

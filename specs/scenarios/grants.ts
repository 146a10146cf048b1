import type { World } from '../../fixtures/session/world.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { repeatedUpdate } from './updating.ts';

/** The scope that the caller holds, and one that it does not and that says more. */
const HELD = 'PM.OAuthApp.Write';
const BEYOND = 'PM.OAuthApp';

/** Whether a caller may give a client a scope that its own token does not hold. */
export async function observeGrants(world: World): Promise<readonly [observed: string, evidence: Answer | string]> {
  const { client, thirdChange } = await world.tell(repeatedUpdate);
  const change = { ...thirdChange, scopes: world.scopes(BEYOND) };
  const control = await world.api.update(client.id, change);
  if (!control.ok) return ['unknown', control];
  try {
    const token = await world.tokens.token([HELD]);
    const answer = await world.api.update(client.id, change, { token });
    return [answer.ok ? 'granted' : 'refused', answer];
  } catch (error) {
    if (error instanceof NotVerified && error.cause === 'token-not-available') return ['unknown', error.detail];
    throw error;
  }
}

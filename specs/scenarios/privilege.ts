import { holdsOnly, readToken } from '../../fixtures/api/tokens.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { World } from '../../fixtures/session/world.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { createdClient } from './creation.ts';
import { scopeGrants } from './signing-in.ts';

const READ = 'PM.OAuthApp.Read';
const WRITE = 'PM.OAuthApp.Write';

/** What a client that may read and write does with a token that it asked for to read alone. */
export interface Narrowed {
  readonly creation: Answer;
  readonly generation: Answer;
}

export const narrowed = scenario('narrowed', async (world: World): Promise<Narrowed> => {
  const { registered } = await world.tell(scopeGrants);
  const { id } = await world.tell(createdClient);
  const asked = registered.get(READ);
  if (asked === undefined || !registered.has(WRITE))
    throw new NotVerified('not-applicable', `clients of this tenant are not registered for ${READ} and ${WRITE}`);
  const token = readToken(asked, [READ]);
  if (token === undefined || !holdsOnly(token, READ))
    throw new NotVerified('not-applicable', 'the tenant grants other scopes than those asked for; see TOKEN-05 and 11');
  return {
    creation: (await world.create(world.asking({ scopes: world.scopes(READ) }), { token })).answer,
    generation: await world.generate(id, { description: world.data.description(), expiryTime: null }, { token }),
  };
});

import { holdsOnly, readToken } from '../../fixtures/api/bearer.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { scopeGrants } from './asking-scopes.ts';
import { createdClient } from './creation.ts';

const READ = 'PM.OAuthApp.Read';
const WRITE = 'PM.OAuthApp.Write';

/** What a client that may read and write does with a token that it asked for to read alone. */
export interface Narrowed {
  readonly creation: Answer;
  readonly generation: Answer;
}

export const narrowed = scenario('narrowed', async (session: Session): Promise<Narrowed> => {
  const { registered } = await session.once(scopeGrants);
  const { id } = await session.once(createdClient);
  const asked = registered.get(READ);
  if (asked === undefined || !registered.has(WRITE))
    throw new NotVerified('not-applicable', `clients of this tenant are not registered for ${READ} and ${WRITE}`);
  const token = readToken(asked, [READ]);
  if (token === undefined || !holdsOnly(token, READ))
    throw new NotVerified('not-applicable', 'the tenant grants other scopes than those asked for; see TOKEN-05 and 11');
  return {
    creation: (await session.create(session.asking({ scopes: session.scopes(READ) }), { token })).answer,
    generation: await session.generate(id, { description: session.data.description(), expiryTime: null }, { token }),
  };
});

/** A client that manages clients with a token of its own: it makes another one, and deletes itself. */
import { readToken } from '../../fixtures/api/bearer.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientGone, clientShown } from '../../fixtures/session/effects.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';

export interface OwnManagement {
  readonly id: string;
  /** The client after it was told that its deletion was done. */
  readonly detail: Answer;
  /** The name of the client that it made, and that client after the deletion; undefined where the tenant let it make none. */
  readonly made: { readonly name: string; readonly detail: Answer } | undefined;
}

/** @throws NotVerified where the tenant lets no new client do so: the page names scopes alone, but a tenant may know owners */
export const ownManagement = scenario('ownManagement', async (session: Session): Promise<OwnManagement> => {
  requireWrites(session);
  const scope = 'PM.OAuthApp.Write';
  const { id, secret } = await session.client({ scopes: session.scopes(scope) });
  const { asksScope, secretShows } = session.capabilities;
  const token =
    asksScope && secretShows === 'token' ? readToken(await session.tokens.ask(id, secret, scope), [scope]) : undefined;
  if (token?.scopes?.includes(scope) !== true)
    throw new NotVerified('not-applicable', `the tenant grants new clients no token with ${scope}`);
  const asked = session.asking({ scopes: session.scopes(scope) });
  const creation = await session.create(asked, { token });
  const made = creation.id === undefined ? undefined : { name: asked.name, id: creation.id };
  if (made !== undefined) await session.readUntil(made.id, clientShown);
  const answer = await session.api.delete(id, { token });
  if (!answer.ok) throw new NotVerified('not-applicable', `no client may delete itself (${answer.status})`);
  const detail = await session.readUntil(id, clientGone);
  if (isRefusal(detail)) session.ledger.gone(id);
  return { id, detail, made: made && { name: made.name, detail: await session.readUntil(made.id, clientShown) } };
});

/** The same, where it made another client. */
export const ownCreation = scenario(
  'ownCreation',
  async (session: Session): Promise<OwnManagement['made'] & object> => {
    const { made } = await session.once(ownManagement);
    if (made !== undefined) return made;
    throw new NotVerified('not-applicable', 'no new client may make others');
  },
);

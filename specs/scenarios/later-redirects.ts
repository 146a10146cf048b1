/** Redirect URIs at the authorization endpoint near the end of the run. */
import { effect } from '../../fixtures/session/effects.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { type Presented, sendsThere } from '../../fixtures/shown/authorization.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { present } from './authorization.ts';
import { lastingValues } from './crowded-list.ts';
import { ONLY, refusedRedirects } from './redirects.ts';

/** Those that tell most, presented once more: what was taken or refused before stays so, whatever was done meanwhile. */
export interface LaterRedirects {
  /** The only one of a client that nobody has changed. */
  readonly own: Presented;
  /** That of a client that was deleted before the first look. */
  readonly gone: Presented | undefined;
}

/** Redirect URIs near the end of the run. @throws NotVerified where the first look tells nothing */
export const redirectsAtTheEnd = scenario(
  'redirectsAtTheEnd',
  async (session: Session): Promise<LaterRedirects> => {
    const { own, deleted: dead } = await session.once(refusedRedirects);
    const only = own.get(ONLY);
    await session.once(lastingValues);
    if (only === undefined || !sendsThere(only))
      throw new NotVerified('not-applicable', 'the redirect URI of an ordinary client was not taken before');
    return {
      own: await presentAgain(session, only, true),
      gone: dead === undefined || sendsThere(dead) ? undefined : await presentAgain(session, dead, false),
    };
  },
  { isLast: true },
);

/** The same, of a client that is deleted. @throws NotVerified where its redirect URI was not looked at, or taken even before */
export const deletedRedirectAtTheEnd = scenario(
  'deletedRedirectAtTheEnd',
  async (session: Session): Promise<Presented> => {
    const { gone } = await session.once(redirectsAtTheEnd);
    if (gone !== undefined) return gone;
    throw new NotVerified('not-applicable', 'no redirect URI of a deleted client was refused before');
  },
  { isLast: true },
);

/** Sends a request for authorization again, until it is answered as before. */
async function presentAgain(session: Session, earlier: Presented, taken: boolean): Promise<Presented> {
  const { searchParams } = new URL(earlier.answer.request.path, 'https://nowhere.invalid');
  const [id, scope] = ['client_id', 'scope'].map((name) => searchParams.get(name) ?? '');
  const { signIn } = earlier;
  return session.polling.until(
    async () => ({
      ...(await present(session, id ?? '', earlier.uri, { scope: scope ?? '' })),
      ...(signIn !== undefined && { signIn }),
    }),
    effect(taken ? 'redirect URI accepted' : 'redirect URI refused', (one) => sendsThere(one) === taken),
  );
}

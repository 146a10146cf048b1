import { secretAccepted } from '../../fixtures/session/effects.ts';
import { notGranted, tryScope } from '../../fixtures/session/granted.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { allInParallel } from '../../fixtures/session/parallel.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';

/** What two clients that are alike in one thing, and have one scope of their own each, obtain of what is the other one's. */
export interface Alike {
  /** The scope of the other one, asked for by each of them, or held by a token for which none was named. */
  readonly scopes: readonly { readonly scope: string; readonly statement: Observed }[];
  /** The secret of the other one, used by each of them for a scope that both have. */
  readonly secrets: readonly SecretUse[];
}

/** Scopes for two clients: one that is the first one's alone, one that both have, and one that is the second one's alone. */
export function scopesApart({ capabilities }: Session): readonly [string, string, string] | undefined {
  const isTold = capabilities.secretShows === 'token' && capabilities.asksScope;
  return isTold && new Set(capabilities.scopes).size === 3 ? capabilities.scopes : undefined;
}

/**
 * Has two clients ask for what is the other one's: a tenant that looks clients up by what they have in common mixes them up.
 * @param pair registered for the scopes of {@link scopesApart}, the first one for the first two and the second one for the last two
 * @returns undefined where a client does not obtain a scope of its own: that it does not obtain others then tells nothing
 */
export async function mixUps(session: Session, pair: readonly [Made, Made], what: string): Promise<Alike | undefined> {
  const scopes = scopesApart(session);
  if (scopes === undefined) return undefined;
  const [first, second] = pair;
  const [one, both, other] = scopes;
  const all = [
    { client: first, companion: second, own: one, scope: other },
    { client: second, companion: first, own: other, scope: one },
  ];
  const found: { scopes: Alike['scopes'][number][]; secrets: SecretUse[] } = { scopes: [], secrets: [] };
  for (const { client, companion, own, scope } of all) {
    const { id, secret } = client;
    if (secret === undefined || companion.secret === undefined) return undefined;
    const obtains = await session.polling.until(() => session.use(id, secret, own), secretAccepted);
    if (!obtains.accepted) return undefined;
    const told = await allInParallel({
      asked: () => session.tokens.ask(id, secret, scope),
      plain: () => session.tokens.ask(id, secret),
      borrowed: () => session.use(id, companion.secret, both),
    });
    for (const answer of [told.asked, told.plain]) {
      const tried = await tryScope(session, answer, scope, { id, registered: [own, both] });
      const message = `A client obtains a scope that only another one with ${what} has.`;
      // Without a scope in it a request may be refused in whatever way.
      if (tried.granted === true || (tried.granted === false && answer === told.asked))
        found.scopes.push({ scope, statement: notGranted(tried, scope, message) });
    }
    found.secrets.push(told.borrowed);
  }
  return found;
}

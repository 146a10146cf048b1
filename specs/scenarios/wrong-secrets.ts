/** Wrong secrets in the forms of a token request that a tenant may read by another rule: the header, and parameters in another order. */
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { accepted, guessedClient, otherLetter, rightInHeader, swapCase, useInHeader } from './signing-in.ts';

/** What is presented in the header for a client: what is like its own secret, and the secret of another client. */
export interface WrongInHeader {
  readonly alike: ReadonlyMap<string, SecretUse>;
  readonly foreign: SecretUse;
}

/** @throws NotVerified where the right secret is refused there, so that refusing a wrong one tells nothing */
export const wrongInHeader = scenario('wrongInHeader', async (session: Session): Promise<WrongInHeader> => {
  if (!(await session.once(rightInHeader)).accepted)
    throw new NotVerified('not-applicable', 'the tenant refuses the right secret in the header');
  const { id, secret } = await session.once(guessedClient);
  const other = await session.once(accepted);
  const alike = {
    'a truncated secret': secret.slice(0, -1),
    'a secret with more behind it': `${secret}x`,
    'a secret in other case': swapCase(secret),
    'the client id': id,
  };
  const uses = await inParallel(
    Object.entries(alike),
    async ([what, value]) => [what, await useInHeader(session, id, value)] as const,
  );
  return { alike: new Map(uses), foreign: await useInHeader(session, id, other.secret) };
});

/**
 * A wrong secret with the parameters of the form in each order, by the one that comes first (RFC 6749, 4.4.2 knows no order).
 * @throws NotVerified where no right secret is accepted so
 */
export const wrongInAnyOrder = scenario(
  'wrongInAnyOrder',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const right = await session.once(accepted);
    const guessed = await session.once(guessedClient);
    const ask = async (id: string, secret: string, first: number): Promise<SecretUse> => {
      const parameters: [string, string][] = [
        ['scope', session.capabilities.scopes[0]],
        ['client_secret', secret],
        ['client_id', id],
        ['grant_type', 'client_credentials'],
      ];
      const turned = [...parameters.slice(first), ...parameters.slice(0, first)].filter(
        ([name]) => name !== 'scope' || session.capabilities.asksScope,
      );
      const answer = await session.tokens.askRaw(new URLSearchParams(turned).toString());
      return { answer, accepted: session.accepts(answer) };
    };
    const uses: (readonly [string, SecretUse])[] = [];
    for (const [first, name] of ['scope', 'client_secret', 'client_id', 'grant_type'].entries()) {
      if (!(await ask(right.id, right.secret, first)).accepted) continue;
      uses.push([`${name} first`, await ask(guessed.id, otherLetter(guessed.secret), first)]);
    }
    if (uses.length === 0) throw new NotVerified('not-applicable', 'the tenant refuses the right secret in the form');
    return new Map(uses);
  },
);

/** Updates that give and take scopes by twos, and what tokens hold after each. */
import { readToken } from '../../fixtures/api/bearer.ts';
import { effect } from '../../fixtures/session/effects.ts';
import { inTurn } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { requireTruthfulDetail } from './creation.ts';
import { type Bold, LOOK_ALIKES, OWN_PLACES, rewrite } from './look-alikes.ts';
import { clientUpdate, crossedUpdate } from './updating.ts';

/** The client of the updates, with its secrets. */
export interface Subject {
  readonly client: Made;
  /** Its secrets that are known to be accepted. */
  readonly values: readonly string[];
}

/** An update that changes several scopes at once, and what tokens are granted after it. */
export interface Rescoping extends Bold {
  readonly scopes: readonly string[];
  /** The answer to a token request for each scope; none where the tenant grants no scopes by name. */
  readonly tokens: readonly { readonly scope: string; readonly isRegistered: boolean; readonly answer: Answer }[];
}

export interface Rescopings {
  readonly subject: Subject;
  readonly bolds: readonly Bold[];
  readonly rescopings: readonly Rescoping[];
}

/** Updates that add two scopes at once, and that drop two which stand side by side. */
export const scopesByTwos = scenario('scopesByTwos', async (session: Session): Promise<Rescopings> => {
  await requireTruthfulDetail(session);
  // Nobody looks at the client afterwards.
  await session.once(crossedUpdate);
  const { client, newer } = await session.once(clientUpdate);
  const values: string[] = [];
  for (const value of [client.secret, newer?.value])
    if (value !== undefined && (await session.useUntilWithAnyScope(client.id, value)).accepted) values.push(value);
  const [first, second, third] = session.capabilities.scopes;
  if (new Set([first, second, third]).size < 3)
    throw new NotVerified('not-applicable', 'no three scopes are known that a client can be registered for');
  const bolds: Bold[] = [];
  const rescopings: Rescoping[] = [];
  for (const [what, scopes, unusual] of [
    ['all three scopes', [first, second, third], { name: LOOK_ALIKES.digits, redirectUri: OWN_PLACES.port }],
    ['the first of three scopes', [first], { name: LOOK_ALIKES.truth, redirectUri: OWN_PLACES.scheme }],
    ['the two other scopes', [second, third], { name: LOOK_ALIKES.nothing, redirectUri: OWN_PLACES.loopback }],
  ] as const) {
    const change = {
      name: session.data.name(),
      redirectUri: session.data.redirectUri(),
      scopes: session.scopes(...scopes),
    };
    const { bold, done } = await rewrite(session, client, change, unusual);
    if (done.answer.ok) bolds.push(bold);
    const tokens = done.answer.ok ? await tokensOf(session, { client, values }, scopes) : [];
    rescopings.push({ ...done, what, scopes, tokens });
  }
  if (!rescopings.some(({ answer }) => answer.ok))
    throw new PrerequisiteFailed('update', 'no update of the client was carried out');
  return { subject: { client, values }, bolds, rescopings };
});

async function tokensOf(
  session: Session,
  { client, values: [value] }: Subject,
  scopes: readonly string[],
): Promise<Rescoping['tokens']> {
  if (value === undefined || session.capabilities.secretShows !== 'token' || !session.capabilities.asksScope) return [];
  return inTurn(session.capabilities.scopes, async (scope) => {
    const isRegistered = scopes.includes(scope);
    const answer = await session.polling.until(
      () => session.tokens.ask(client.id, value, scope),
      effect(
        isRegistered ? 'scopes granted' : 'scopes withdrawn',
        (seen) => isRegistered === (readToken(seen)?.scopes?.includes(scope) ?? false),
      ),
    );
    return { scope, isRegistered, answer };
  });
}

/** The same, where tokens tell. @throws NotVerified where they do not */
export const scopesByTwosInTokens = scenario(
  'scopesByTwosInTokens',
  async (session: Session): Promise<readonly Rescoping[]> => {
    const { rescopings } = await session.once(scopesByTwos);
    const told = rescopings.filter(({ tokens }) =>
      tokens.some(({ answer }) => readToken(answer)?.scopes !== undefined),
    );
    if (told.length > 0) return told;
    throw new NotVerified('not-applicable', 'neither tokens nor their answers tell the scopes of new clients');
  },
);

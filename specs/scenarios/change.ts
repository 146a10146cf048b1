import type { CreateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { differences, type ExpectedClient } from '../../fixtures/expect/judged.ts';
import { type Effect, effect } from '../../fixtures/session/effects.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { itemsOf, shownClient } from '../../fixtures/shown/clients.ts';
import { showsScopes } from '../../fixtures/shown/scopes.ts';
import { type Answer, refusesValues } from '../../fixtures/wire/answer.ts';

/** A change of name, redirect URI and scopes. */
export function changeTo(session: Session, scopes: readonly string[]): UpdateBody {
  return { name: session.data.name(), redirectUri: session.data.redirectUri(), scopes: session.scopes(...scopes) };
}

/** Updates a client, and where the values are refused with the next ones: a tenant need not take unusual ones. */
export async function updateAsTaken(
  session: Session,
  id: string,
  change: UpdateBody,
  ...others: readonly UpdateBody[]
): Promise<{ readonly change: UpdateBody; readonly answer: Answer }> {
  const answer = await session.api.update(id, change);
  const [next, ...more] = others;
  return next !== undefined && refusesValues(answer) ? updateAsTaken(session, id, next, ...more) : { change, answer };
}

/** The values that reads of a client are expected to show. */
export function expected(asked: CreateBody | { name: string; redirectUri: string | null }): ExpectedClient {
  const { name, redirectUri } = asked;
  return {
    name,
    redirectUri: redirectUri ?? null,
    ...('isConfidential' in asked && { isConfidential: asked.isConfidential }),
  };
}

/** Whether a read shows a client as it was asked for, or changed to. */
export function shows(asked: CreateBody | UpdateBody): Effect<Answer> {
  return effect(
    'values shown',
    (seen) =>
      differences(shownClient(seen), expected(asked)).length === 0 && showsScopes(shownClient(seen), asked.scopes),
  );
}

/** Whether a list shows a client with the name and the redirect URI that it was asked for with, or changed to. */
export function listsAs(id: string, asked: CreateBody | UpdateBody): Effect<Answer> {
  return effect('values listed', (seen) => differences(itemsOf(seen, id)[0], expected(asked)).length === 0);
}

import type { CreateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { shownClient } from '../../fixtures/shown/clients.ts';
import { showsScopes } from '../../fixtures/shown/scopes.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { expected } from './creation.ts';

/** A change of name, redirect URI and scopes. */
export function changeTo(session: Session, scopes: readonly string[]): UpdateBody {
  return { name: session.data.name(), redirectUri: session.data.redirectUri(), scopes: session.scopes(...scopes) };
}

/** Whether a read shows a client as it was asked for, or changed to. */
export function shows(asked: CreateBody | UpdateBody): (seen: Answer) => boolean {
  return (seen) =>
    differences(shownClient(seen), expected(asked)).length === 0 && showsScopes(shownClient(seen), asked.scopes);
}

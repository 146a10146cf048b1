/** What two lists show differently of clients that an operation must leave alone. */

import { compared, differences } from '../../fixtures/expect/judged.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { type ShownClient, sameId, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';

/** A client that a later list shows otherwise than an earlier one. */
export interface Change {
  readonly was: ShownClient;
  readonly sentence: string;
  /** Whether the run made the client. */
  readonly isOwn: boolean;
  /** Whether the client has been given a name of the run. */
  readonly isMarked: boolean;
}

/** The clients that a later list shows otherwise than an earlier one, but for those that an operation was about. */
export function changesBetween(
  session: Session,
  before: Answer,
  after: Answer,
  subjects: readonly string[],
): readonly Change[] {
  if (!after.ok) return [];
  const own = new Set(session.ledger.kept().map((id) => id.toLowerCase()));
  const items = new Map(shownClients(after).map((client) => [String(client.id).toLowerCase(), client]));
  return relevant(session, before).flatMap((was) => {
    if (subjects.some((id) => sameId(id, was.id)) || hasTouched(session, String(was.id), before)) return [];
    // A list of before its removal may still show what the run has removed.
    if (session.ledger.hasRemoved(String(was.id))) return [];
    const is = items.get(String(was.id).toLowerCase());
    // It may have been renamed to anything.
    const isOwn = text(was.name)?.startsWith(session.data.tag) === true || own.has(String(was.id).toLowerCase());
    if (is !== undefined && (brief(is) === brief(was) || isAsGiven(session, was, is))) return [];
    // What became of a client that was last sent something unusual may come late as well; it must be there, no more.
    if (is !== undefined && isOwn && !session.ledger.given.has(String(was.id))) return [];
    const sentence =
      is === undefined
        ? `client ${String(was.id)} is missing from the list`
        : `client ${String(was.id)} in the list: ${changed(brief(was), brief(is))}`;
    const isMarked = text(is?.name)?.startsWith(session.data.tag) ?? false;
    return [{ was, sentence, isOwn, isMarked }];
  });
}

/** Whether a client is what the run last made of it: then it is the earlier list, of a replica that lagged behind, that is wrong. */
function isAsGiven(session: Session, was: ShownClient, is: ShownClient): boolean {
  const given = session.ledger.given.get(String(was.id));
  return given !== undefined && is.isConfidential === was.isConfidential && differences(is, given).length === 0;
}

/** Whether the run has sent a request to a client since a list was read that could change it: that is for another scenario to look at. */
function hasTouched(session: Session, id: string, since: Answer): boolean {
  return session.lastChangeOf(id) > session.transport.answers.lastIndexOf(since);
}

/** Two views of a client, in words. */
export function changed(was = '', is = ''): string {
  const { expected, actual } = compared(was, is);
  return `changed from ${expected} to ${actual}`;
}

/** Clients in a list that nobody else is at work on: not those of other runs and workers of the suite. */
export function relevant(session: Session, list: Answer): readonly ShownClient[] {
  return shownClients(list).filter((client) => {
    const name = text(client.name) ?? '';
    return !name.startsWith(NAME_PREFIX) || name.startsWith(session.data.tag);
  });
}

/** What of a client every list shows. */
export function brief(client: ShownClient): string {
  const { name, isConfidential, redirectUri = null } = client;
  return JSON.stringify({ id: String(client.id).toLowerCase(), name, isConfidential, redirectUri });
}

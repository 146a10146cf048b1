/** What wrong requests leave behind: refused ones must not have done anything, and what was accepted is looked after. */
import { isRefusal } from '../../../fixtures/expect/judged.ts';
import { NOTHING_SEEN, type Observed } from '../../../fixtures/session/observed.ts';
import { inTurn } from '../../../fixtures/session/parallel.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import {
  essence,
  idsIn,
  isObject,
  membersIn,
  secretIds,
  shownClient,
  shownClients,
  text,
} from '../../../fixtures/shown/clients.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';
import { showsNobody } from '../controls.ts';
import { damage, type Subject } from '../subjects.ts';
import { isAnswer, type Sent } from './sending.ts';
import type { Variation } from './variation.ts';

/** The answers to what ought to have been refused and was not. */
export function senseless(taken: ReadonlyMap<Variation, Sent>): readonly Answer[] {
  return [...taken].flatMap(([{ arguable }, sent]) => (arguable !== true && isAnswer(sent) && sent.ok ? [sent] : []));
}

/** Whether the list can still be read after malformed input was accepted. */
export function afterAccepting(taken: ReadonlyMap<Variation, Sent>, list: Answer | undefined): Observed {
  const kinds = [...taken].flatMap(([{ kind }, sent]) => (isAnswer(sent) && sent.ok ? [kind] : []));
  if (list === undefined || kinds.length === 0) return NOTHING_SEEN;
  return {
    holds: list.status < 500,
    message: 'The list fails after malformed input was accepted.',
    expected: 'status 200',
    actual: `status ${list.status}, after ${kinds.slice(0, 5).join('; ')}`,
    answer: list,
  };
}

/** Removes a client whose values are the run's own mistake, so that no list is judged by them. */
export async function takeBack({ api, ledger }: Session, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const { answer } = await api.remove(id);
  if (answer.ok) ledger.gone(id);
}

/** Whether refused creates left clients behind, nameless ones included. */
export async function strays(
  session: Session,
  names: readonly string[],
  answers: readonly Answer[],
): Promise<Observed> {
  const begun = answers[0]?.startedAt.getTime() ?? 0;
  const lists = session.transport.answers.filter(
    ({ ok, request, startedAt }) => ok && request.operation === 'list' && startedAt.getTime() < begun,
  );
  const known = new Set(lists.flatMap((list) => idsIn(list)));
  const list = await session.api.list();
  const allowed = new Set(
    answers.filter((answer) => answer.ok).map((answer) => String(shownClient(answer)?.id).toLowerCase()),
  );
  // Where an answer names no id, its client is known by the name that was asked for.
  const unnamed = answers
    .filter((answer) => answer.ok && text(shownClient(answer)?.id) === undefined)
    .map(({ request }) => membersIn(request.body).name);
  const made = shownClients(list).filter(
    (client) =>
      !unnamed.includes(client.name) &&
      !known.has(String(client.id).toLowerCase()) &&
      !allowed.has(String(client.id).toLowerCase()) &&
      !session.ledger.lostNames.has(String(client.name)) &&
      (names.includes(String(client.name)) || typeof client.name !== 'string' || client.name === ''),
  );
  return {
    holds: made.length === 0,
    message: 'A rejected request created a client.',
    expected: 'no new client',
    // One of them, the same in whatever order they are listed.
    actual: `${made.length} made, such as ${made
      .map((client) => JSON.stringify(client.name))
      .sort()
      .at(-1)}`,
    answer: list,
    unseen: showsNobody(session, list),
  };
}

/**
 * Whether a client has changed, or has secrets that no answer gave; those that were given are no effect of what was refused.
 * @param isUncertain whether an answer was lost: then nobody knows how many secrets were given, and the client alone is compared
 */
export function afterGenerating(
  before: Answer | undefined,
  after: Answer,
  answers: readonly Answer[],
  isUncertain: boolean,
): Observed {
  const [was, is] = [before, after].map((seen) => {
    const client = shownClient(seen);
    return client === undefined ? 'not shown' : essence({ ...client, secrets: [] });
  });
  const seen = { message: 'A rejected request had an effect.', answer: after };
  if (was !== is) return { ...seen, holds: false, expected: was ?? '', actual: is ?? '' };
  if (isUncertain && was !== 'not shown') return { ...seen, holds: true, expected: was ?? '', actual: is ?? '' };
  const [wereThere, ids] = [before, after].map((one) => secretIds(shownClient(one)));
  if (ids === undefined || wereThere === undefined) return NOTHING_SEEN;
  const given = answers.flatMap(({ ok, json }) => (ok && isObject(json) ? [String(json.id)] : []));
  const more = ids.filter((id) => !wereThere.includes(id) && !given.includes(id));
  return {
    ...seen,
    holds: more.length === 0,
    expected: `${wereThere.length} secrets, and the ${given.length} that answers gave`,
    actual: `${more.length} more`,
  };
}

/** Makes another client: what a refused request left in a session that was not rolled back is written with it. */
export async function writeElsewhere(session: Session): Promise<void> {
  const { id } = await session.client();
  session.ledger.idle(id);
}

/** The same once more without those that were accepted, which write over what the refused ones before them may have done. */
export async function damageOf(
  refused: readonly (() => Promise<Answer>)[],
  session: Session,
  subject: Subject | undefined,
  seen: Observed,
): Promise<Observed> {
  if (refused.length === 0) return seen;
  const again = await inTurn(refused, (send) => send());
  await writeElsewhere(session);
  return again.every(isRefusal) ? damageTo(session, subject) : seen;
}

/** Whether refused requests changed their subject. */
export async function damageTo(session: Session, subject: Subject | undefined): Promise<Observed> {
  return subject === undefined ? NOTHING_SEEN : damage(session, subject);
}

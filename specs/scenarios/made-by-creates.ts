/** What creates made, near the end of the run: the client that each answered, and no other. */
import type { Observed } from '../../fixtures/session/observed.ts';
import { memberIn } from '../../fixtures/session/partition-in.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { idInPath, idsIn, shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import { type Answer, byEffect, isNotThere } from '../../fixtures/wire/answer.ts';
import { completeList } from './crowded-list.ts';

/** Clients in the list that have the name of a created one, and that no create answered. */
export interface Duplicates {
  readonly list: Answer;
  readonly count: number;
  /** One of them, and the ids of the clients that creates answered under its name. */
  readonly such?: { readonly name: string; readonly id: string; readonly answered: readonly string[] };
}

/**
 * Clients that creates made beside the ones that they answered. Where it is uncertain how often a create arrived, nothing is told; nor
 * where another one of the same name was refused: whether refusals make clients is looked at elsewhere.
 */
export const duplicates = scenario(
  'duplicates',
  async (session: Session): Promise<Duplicates> => {
    const { list } = await session.once(completeList);
    const { ledger, transport } = session;
    const given = new Set(ledger.givenIds);
    const created = new Map<string, string[]>();
    const refused = new Set<unknown>();
    const updated = new Set<unknown>();
    const listed = new Set<string>();
    // Those that were not listed before an update had their name: they may be its work.
    const ofUpdates = new Set<string>();
    for (const answer of byEffect(transport.answers)) {
      const { operation, body = '' } = answer.request;
      if (operation === 'create' && !answer.ok) refused.add(memberIn(body, 'name'));
      if (operation === 'update') updated.add(memberIn(body, 'name'));
      if (operation === 'list')
        for (const client of shownClients(answer)) {
          const id = String(client.id).toLowerCase();
          if (!listed.has(id) && updated.has(client.name)) ofUpdates.add(id);
          listed.add(id);
        }
      const { name, id } = shownClient(answer) ?? {};
      const isTold = typeof name === 'string' && typeof id === 'string' && id !== '';
      if (operation !== 'create' || !answer.ok || answer.ambiguous || !isTold) continue;
      created.set(name, [...(created.get(name) ?? []), String(id)]);
    }
    const found = shownClients(list).flatMap((client) => {
      const [name, id] = [text(client.name) ?? '', String(client.id)];
      const answered = created.get(name);
      const isKnown =
        answered === undefined ||
        // Which client that is nobody can tell.
        text(client.id) === undefined ||
        given.has(id.toLowerCase()) ||
        ofUpdates.has(id.toLowerCase()) ||
        ledger.lostNames.has(name) ||
        refused.has(name);
      return isKnown ? [] : [{ name, id, answered }];
    });
    return { list, count: found.length, ...(found[0] !== undefined && { such: found[0] }) };
  },
  { isLast: true },
);

/** Whether some client that a create answered was never there: in no list, and in no detail, before anybody deleted it. */
export const neverThere = scenario(
  'neverThere',
  async (session: Session): Promise<Observed> => {
    const { list } = await session.once(completeList);
    const { answers } = session.transport;
    const held = new Set(answers.flatMap((answer) => (answer.ok ? [...idsIn(answer)] : [])));
    // Who was asked to go may be gone, whatever was answered.
    const untilDeleted = (id: string): readonly Answer[] => {
      const all = answers.filter((answer) => idInPath(answer) === id.toLowerCase());
      const first = all.findIndex(({ request }) => request.method === 'DELETE');
      return first < 0 ? all : all.slice(0, first);
    };
    const ofDetail = (id: string): readonly Answer[] =>
      untilDeleted(id).filter(({ request }) => request.method === 'GET' && request.operation === 'get');
    const lost = session.ledger
      .kept()
      .filter((id) => !held.has(id.toLowerCase()) && !session.api.mayHaveDeleted(id))
      .find((id) => ofDetail(id).length > 0 && untilDeleted(id).every(isNotThere));
    return {
      holds: lost === undefined,
      message: 'A client that a create answered was never there.',
      expected: `client ${lost}`,
      actual: 'in no list, and no detail',
      answer: (lost === undefined ? undefined : ofDetail(lost)[0]) ?? list,
    };
  },
  { isLast: true },
);

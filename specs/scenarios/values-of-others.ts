/** What an update was sent for one client: no other one may be shown with it, however soon afterwards. */
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  idInPath,
  idOf,
  isObject,
  membersIn,
  redirectUris,
  shownClient,
  shownClients,
  text,
} from '../../fixtures/shown/clients.ts';
import { scopesOf } from '../../fixtures/shown/scopes.ts';
import { type Answer, byEffect } from '../../fixtures/wire/answer.ts';
import { adjacentClients } from './adjacent-clients.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';

/** Texts of a client by the member that holds them. */
type Texts = ReadonlyMap<string, string>;

/** The texts that a client was sent with, or is shown with: those of its scopes as well. */
function textsBy(
  client: Readonly<Record<string, unknown>>,
  scopes: readonly Readonly<Record<string, unknown>>[],
): Texts {
  const all: readonly (readonly [string, unknown])[] = [
    ['name', client.name],
    ['redirectUri', redirectUris(client.redirectUri)],
    ...scopes.flatMap(({ name, displayName, description }) => [
      [`displayName of ${String(name)}`, displayName] as const,
      [`description of ${String(name)}`, description] as const,
    ]),
  ];
  return new Map(
    all.flatMap(([member, value]) => {
      // A tenant may take a number or a flag as the text of its digits or its word.
      const isText = typeof value === 'number' || typeof value === 'boolean' || text(value) !== undefined;
      return isText ? [[member, String(value)] as const] : [];
    }),
  );
}

function sentIn({ request: { body } }: Answer): Texts {
  const sent = membersIn(body);
  return textsBy(sent, Array.isArray(sent.scopes) ? sent.scopes.filter(isObject) : []);
}

/** Goes through the answers of the run in their order, and compares what each client is shown with. */
class Comparison {
  /** Whether a client was looked at after another one was updated. */
  hasLooked = false;
  /** By member and value: the client that an update gave it to. */
  readonly #updates = new Map<string, string>();
  /** What anybody was sent or shown with, by member and value: what was there before an update is no mark of it. */
  readonly #known = new Set<string>();
  /** By client, what it was sent or shown with, and what it was shown with last. */
  readonly #own = new Map<string, Set<string>>();
  readonly #last = new Map<string, Texts>();

  sent(id: string, texts: Texts, isUpdate: boolean): void {
    for (const [member, value] of texts) {
      if (isUpdate && !this.#known.has(`${member} ${value}`)) this.#updates.set(`${member} ${value}`, id);
      this.#add(id, `${member} ${value}`);
    }
  }

  /** @returns the text that an update of another client was sent, and what stood in its place; undefined where there is none */
  shown(
    id: string,
    texts: Texts,
  ): { member: string; value: string; was: string | undefined; other: string } | undefined {
    const own = this.#ownOf(id);
    this.hasLooked ||= this.#updates.size > 0;
    const last = this.#last.get(id);
    this.#last.set(id, texts);
    for (const [member, value] of texts) {
      const other = this.#updates.get(`${member} ${value}`);
      if (other !== undefined && other !== id && !own.has(`${member} ${value}`))
        return { member, value, was: last?.get(member), other };
      this.#add(id, `${member} ${value}`);
    }
    return undefined;
  }

  #add(id: string, one: string): void {
    this.#ownOf(id).add(one);
    this.#known.add(one);
  }

  #ownOf(id: string): Set<string> {
    const own = this.#own.get(id) ?? new Set();
    this.#own.set(id, own);
    return own;
  }
}

/** Whether a client is shown with what an update of another one was sent, and what it never had itself: no place that lags behind has it. */
export const updatesOfOthers = scenario(
  'updatesOfOthers',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(adjacentClients, lastingValues);
    const comparison = new Comparison();
    const given = new Set(session.ledger.givenIds);
    for (const answer of byEffect(session.transport.answers)) {
      const { operation, method } = answer.request;
      if (!answer.ok) continue;
      if (operation === 'create' || operation === 'update') {
        const id = operation === 'create' ? idOf(shownClient(answer)) : idInPath(answer);
        if (id !== undefined) comparison.sent(id, sentIn(answer), operation === 'update');
      }
      if (method !== 'GET' || (operation !== 'get' && operation !== 'list')) continue;
      for (const client of operation === 'get' ? [shownClient(answer)] : shownClients(answer)) {
        const id = idOf(client);
        if (client === undefined || id === undefined || !given.has(id)) continue;
        const found = comparison.shown(id, textsBy(client, scopesOf(client)));
        if (found === undefined) continue;
        const { member, value, was, other } = found;
        return {
          holds: false,
          message: 'A client is shown with a value that an update of another client was sent.',
          expected: was === undefined ? `no ${member} of another client` : `${member} ${JSON.stringify(was)}`,
          actual: `${member} ${JSON.stringify(value)}, which client ${other} was updated to`,
          answer,
          client: id,
          by: 'update',
        };
      }
    }
    if (!comparison.hasLooked) return NOTHING_SEEN;
    return { holds: true, message: 'updates change their own client alone', expected: '', actual: '' };
  },
  { isLast: true },
);

import type { Departure } from '../../fixtures/api/requests.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import { essence, sameId, secretIds, shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { changeTo } from './change.ts';
import { ifMade } from './controls.ts';
import { isOwn } from './secrets.ts';

/** A client with two secrets on which requests are tried that must have no effect. */
export interface Subject {
  readonly client: Made;
  /** Absent where the tenant generates none, or where it is not certain that its id is its own. */
  readonly secret: MadeSecret | undefined;
}

/**
 * Subjects for requests that must have no effect. One serves all operations but delete: whoever tries something looks
 * at it afterwards, and a subject that was damaged is not used again.
 */
export class Subjects {
  readonly #session: Session;
  readonly #kept = new Map<'delete' | 'others', Promise<Subject>>();
  readonly #lastSeen = new Map<Subject, Answer>();
  /** Every state in which a subject was seen before something was accepted. */
  readonly #essences = new Map<Subject, Set<string>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** A whole subject for trials of this operation. */
  of(operation: DocumentedOperation): Promise<Subject> {
    const key = operation === 'delete' ? 'delete' : 'others';
    const kept = this.#kept.get(key) ?? this.#make();
    this.#kept.set(key, kept);
    return kept;
  }

  /** Takes another subject next time, because this one may not be whole any more. */
  async forget(subject: Subject): Promise<void> {
    for (const [key, kept] of this.#kept) if ((await kept) === subject) this.#kept.delete(key);
    this.#session.ledger.idle(subject.client.id);
  }

  /** How a subject was seen last. */
  lastSeen(subject: Subject): Answer | undefined {
    return this.#lastSeen.get(subject);
  }

  /** Looks at a subject and compares it with how it was seen last. */
  async damage(subject: Subject): Promise<Observed> {
    const before = this.#lastSeen.get(subject);
    const after = await this.#session.seeAgain(subject.client.id, before);
    if (!sameId(shownClient(before)?.id, subject.client.id))
      throw new PrerequisiteFailed('get', 'the detail does not show the client, so an effect could not be seen');
    const [was, is] = [essence(shownClient(before), false), essence(shownClient(after), false)];
    if (was !== is) await this.forget(subject);
    return {
      holds: was === is,
      message: 'A rejected request had an effect.',
      expected: was,
      actual: after.ok ? is : `status ${after.status}`,
      answer: after,
    };
  }

  /** How the subject with this id was seen last, for comparison. */
  async essenceOf(clientId: string): Promise<string> {
    for (const kept of this.#kept.values()) {
      const subject = await kept;
      if (subject.client.id === clientId) return essence(shownClient(this.#lastSeen.get(subject)), false);
    }
    return essence(undefined);
  }

  /**
   * Takes how a subject is now as what it was. Where reads are known to lag behind, one that shows nothing new is not believed at
   * once: a later one would pass for an effect of something else.
   */
  async look(subject: Subject): Promise<void> {
    const { api, polling } = this.#session;
    const earlier = this.#essences.get(subject) ?? new Set();
    this.#essences.set(subject, earlier.add(essence(shownClient(this.#lastSeen.get(subject)), false)));
    // One that shows no client at all may be of before it was made.
    const isNew = (seen: Answer): boolean => {
      const shown = shownClient(seen);
      return shown !== undefined && !earlier.has(essence(shown, false));
    };
    const read = (): Promise<Answer> => api.get(subject.client.id);
    this.#lastSeen.set(subject, polling.longestMs === 0 ? await read() : await polling.until(read, isNew));
  }

  async #make(): Promise<Subject> {
    if (!this.#session.writes) return this.#find();
    const client = await this.#session.client();
    const made = await ifMade(this.#session.secret(client));
    const settled = (seen: Answer): boolean =>
      made === undefined || (secretIds(shownClient(seen))?.includes(made.id) ?? false);
    const seen = await this.#session.polling.until(() => this.#session.api.get(client.id), settled);
    const subject = { client, secret: made !== undefined && isOwn(seen, made) ? made : undefined };
    this.#lastSeen.set(subject, seen);
    return subject;
  }

  /** Where nothing may be written, a client that is there already, whosever it is: it is read, and nothing else is done to it. */
  async #find(): Promise<Subject> {
    const list = await this.#session.api.list();
    const shown = shownClients(list).find(({ name }) => text(name)?.startsWith(NAME_PREFIX) !== true);
    const id = text(shown?.id);
    if (id === undefined)
      throw new NotVerified('writes-not-allowed', 'no client is there that could be read, and none may be created');
    // What it was asked for with nobody knows; what it shows stands for it.
    const asked = {
      name: text(shown?.name) ?? '',
      isConfidential: shown?.isConfidential === true,
      redirectUri: text(shown?.redirectUri) ?? null,
      scopes: [],
    };
    const subject = { client: { id, asked, answer: list, secret: undefined }, secret: undefined };
    this.#lastSeen.set(subject, await this.#session.api.get(id));
    return subject;
  }
}

/** The subjects of a worker, shared by all who try what must be refused: each one costs a client. */
export const trialSubjects = scenario('trialSubjects', async (session: Session): Promise<Subjects> => {
  return new Subjects(session);
});

/** One request of an operation on a subject, other than a create. */
export async function attempt(
  session: Session,
  operation: DocumentedOperation,
  departure: Departure,
  subject: (Pick<Subject, 'secret'> & { readonly client: Pick<Made, 'id'> }) | undefined,
): Promise<Answer> {
  const { api } = session;
  if (operation === 'list') return api.list(departure);
  if (subject === undefined) throw new Error(`${operation} needs a client to be tried on.`);
  const { client, secret } = subject;
  switch (operation) {
    case 'get':
      return api.get(client.id, departure);
    case 'update':
      return api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]), departure);
    case 'delete':
      return api.delete(client.id, departure);
    case 'generateSecret':
      return session.generate(client.id, session.askingSecret(), departure);
    case 'deleteSecret':
      if (secret === undefined)
        throw new PrerequisiteFailed('generateSecret', 'no secret of our own is there to be deleted');
      return api.deleteSecret(secret.id, departure);
    case 'create':
      throw new Error('A create has no subject.');
  }
}

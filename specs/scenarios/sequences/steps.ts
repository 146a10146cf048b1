import { effect } from '../../../fixtures/session/effects.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import {
  givenSecret,
  idsIn,
  isObject,
  secretIds,
  shownClient,
  shownSecrets,
  text,
} from '../../../fixtures/shown/clients.ts';
import { type Answer, isNotThere } from '../../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import { changeTo } from '../change.ts';
import { secretFor } from '../races.ts';
import { deviation, type KnownClient, type KnownSecret, living } from './model.ts';

/** One step as it is drawn: what is done, to which of the clients, and with which of the choices that there are. */
export interface Step {
  readonly what: 'create' | 'update' | 'generateSecret' | 'deleteSecret' | 'delete' | 'get' | 'list' | 'token';
  readonly which: number;
  readonly choice: number;
}

/** A promise that a sequence broke, and the operation whose promise it is. */
export class Broken extends Error {
  readonly operation: DocumentedOperation;
  readonly expected: string;
  readonly actual: string;
  readonly answer: Answer;

  constructor(operation: DocumentedOperation, expected: string, actual: string, answer: Answer) {
    super(`${operation}: expected ${expected}, was ${actual}`);
    this.operation = operation;
    this.expected = expected;
    this.actual = actual;
    this.answer = answer;
  }
}

/** Most clients and secrets that one sequence makes: fewer than tenants are known to allow. */
const MOST = { clients: 6, secrets: 4 };

/** One walk through a tenant and the model side by side. Each step is followed by a look at what it was about. */
export class Walk {
  readonly #session: Session;
  readonly clients: KnownClient[] = [];
  /** Names for the ids that the tenant gave, those of secrets with what stands before them in a path. */
  readonly names = new Map<string, string>();
  /** What was done, in words. */
  readonly told: string[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes one step; one that does not fit is left out. @throws Broken where the tenant leaves the model */
  async take({ what, which, choice }: Step): Promise<void> {
    if (what === 'create') return this.#create();
    if (what === 'list') return this.#list();
    const everybody = what === 'get' ? this.clients : living(this.clients);
    // Mostly the first, so that much happens to one client.
    const client = everybody[Math.max(0, which - 1) % Math.max(1, everybody.length)];
    if (client === undefined) return;
    const name = `client ${this.clients.indexOf(client) + 1}`;
    if (what === 'update') return this.#update(client, name, choice);
    if (what === 'generateSecret') return this.#generate(client, name);
    if (what === 'deleteSecret') return this.#deleteSecret(client, name, choice);
    if (what === 'delete') return this.#delete(client, name);
    this.told.push(what === 'get' ? `read ${name}` : `take tokens of ${name}`);
    await (what === 'get' ? this.#look(client, 'get') : this.#useAll(client, undefined));
  }

  /** Removes what the walk has made, whatever became of it. */
  async leave(): Promise<void> {
    for (const { id } of living(this.clients)) {
      const answer = await this.#session.api.delete(id);
      if (answer.ok || isNotThere(answer)) this.#session.ledger.gone(id);
    }
  }

  #name({ id }: KnownClient, secretId: string): void {
    const count = [...this.names.keys()].filter((key) => key.startsWith('/secrets/')).length;
    this.names.set(`/secrets/${secretId}`, `SECRET_${count + 1}_OF_${this.names.get(id)}`);
  }

  async #create(): Promise<void> {
    if (this.clients.length >= MOST.clients) return;
    this.told.push('create a client');
    const session = this.#session;
    const asked = session.asking({});
    const { answer, id } = await session.createGood(asked);
    const value = givenSecret(shownClient(answer));
    if (id === undefined || value === undefined)
      throw new Broken('create', '201 with a secret', `status ${answer.status}`, answer);
    const state = { name: asked.name, redirectUri: asked.redirectUri ?? null, scopes: asked.scopes };
    const client: KnownClient = {
      id,
      state,
      secrets: [{ id: undefined, value }],
      dead: [],
      isGone: false,
      showsSecrets: false,
    };
    // The record of the first secret is not in the answer that the page prints for certain, so it is learned from a read.
    const first = await session.readUntil(
      id,
      effect('secret shown', (seen) => secretIds(shownClient(seen))?.length === 1),
    );
    let firstId: string | undefined;
    const [record] = shownSecrets(shownClient(first)) ?? [];
    if (record !== undefined) {
      client.secrets = [{ id: String(record.id), value }];
      firstId = String(record.id);
      client.showsSecrets = true;
    }
    this.clients.push(client);
    this.names.set(id, `CLIENT_${this.clients.length}`);
    if (firstId !== undefined) this.#name(client, firstId);
    await this.#check(client, 'create');
  }

  async #update(client: KnownClient, name: string, choice: number): Promise<void> {
    this.told.push(`update ${name}`);
    const session = this.#session;
    const [first, second, third] = session.capabilities.scopes;
    const sets = [[first], [first, second], [first, third], [first, second, third]];
    const change = changeTo(session, sets[choice % sets.length] ?? [first]);
    // Every other one leaves the redirect URI as it is.
    const full = choice % 2 === 0 ? change : { ...change, redirectUri: client.state.redirectUri };
    const answer = await session.api.update(client.id, full);
    if (!answer.ok) throw new Broken('update', 'status 200', `status ${answer.status}`, answer);
    client.state = full;
    await this.#check(client, 'update');
  }

  async #generate(client: KnownClient, name: string): Promise<void> {
    if (client.secrets.length >= MOST.secrets) return;
    this.told.push(`generate a secret for ${name}`);
    const asked = secretFor(this.#session);
    const answer = await this.#session.generate(client.id, asked);
    if (!answer.ok && (await this.#isFull(client, answer))) return;
    const { id, secret } = answer.ok && isObject(answer.json) ? answer.json : {};
    const value = text(secret);
    if (value === undefined || (typeof id !== 'number' && typeof id !== 'string'))
      throw new Broken('generateSecret', 'status 200 with id and value', `status ${answer.status}`, answer);
    const known = this.clients
      .flatMap(({ secrets }) => secrets)
      .find((one) => one.id === String(id) || one.value === value);
    if (known !== undefined || this.#session.preExisting.ownsSecret(String(id)))
      throw new Broken('generateSecret', 'an id and a value of its own', 'those of another secret', answer);
    client.secrets.push({ id: String(id), value, asked });
    this.#name(client, String(id));
    await this.#check(client, 'generateSecret');
  }

  /** Whether a refused GenerateSecret shows a limit of the tenant on the number of secrets: then the step was without effect. */
  async #isFull(client: KnownClient, answer: Answer): Promise<boolean> {
    try {
      await this.#session.quota.require(answer, client.id);
      return false;
    } catch (error) {
      if (error instanceof NotVerified && error.cause === 'not-applicable') return true;
      throw error;
    }
  }

  async #deleteSecret(client: KnownClient, name: string, choice: number): Promise<void> {
    // Tenants may keep the last one; and only what the client shows as its own can be deleted without hitting others.
    const own = client.showsSecrets ? client.secrets : [];
    const doomed = own[choice % Math.max(1, own.length)];
    if (own.length < 2 || doomed?.id === undefined) return;
    this.told.push(`delete secret ${own.indexOf(doomed) + 1} of ${name}`);
    const answer = await this.#session.api.deleteSecret(doomed.id);
    if (!answer.ok) throw new Broken('deleteSecret', 'status 204', `status ${answer.status}`, answer);
    client.secrets = client.secrets.filter((one) => one !== doomed);
    client.dead.push(doomed.value);
    await this.#check(client, 'deleteSecret');
  }

  async #delete(client: KnownClient, name: string): Promise<void> {
    this.told.push(`delete ${name}`);
    const answer = await this.#session.api.delete(client.id);
    if (!answer.ok) throw new Broken('delete', 'status 204', `status ${answer.status}`, answer);
    client.isGone = true;
    client.dead.push(...client.secrets.map(({ value }) => value));
    client.secrets = [];
    await this.#check(client, 'delete');
    this.#session.ledger.gone(client.id);
  }

  async #list(): Promise<void> {
    this.told.push('list the clients');
    const session = this.#session;
    const wrong = (seen: Answer): KnownClient | undefined =>
      this.clients.find(
        ({ id, isGone }) => idsIn(seen).filter((one) => one === id.toLowerCase()).length !== (isGone ? 0 : 1),
      );
    const list = await session.listUntil(effect('list as known', (seen) => seen.ok && wrong(seen) === undefined));
    const client = wrong(list);
    if (!list.ok) throw new Broken('list', 'status 200', `status ${list.status}`, list);
    if (client !== undefined)
      throw new Broken(
        'list',
        `client ${this.clients.indexOf(client) + 1} ${client.isGone ? 'not at all' : 'once'}`,
        'otherwise',
        list,
      );
  }

  /** Looks at the client that a step was about, puts its secrets to use, and looks at the others' secrets as well. */
  async #check(client: KnownClient, operation: DocumentedOperation): Promise<void> {
    await this.#look(client, operation);
    await this.#useAll(client, operation);
    for (const other of living(this.clients))
      if (other !== client) await this.#use(other, other.secrets.at(-1), operation);
  }

  async #look(client: KnownClient, operation: DocumentedOperation): Promise<void> {
    const detail = await this.#session.readUntil(
      client.id,
      effect('client as known', (seen) => deviation(client, seen) === undefined),
    );
    const found = deviation(client, detail);
    if (found !== undefined) throw new Broken(operation, found.expected, found.actual, detail);
  }

  /** @param operation the one that is at fault; a use that nothing came before puts it on the one that made the secret */
  async #useAll(client: KnownClient, operation: DocumentedOperation | undefined): Promise<void> {
    for (const secret of client.secrets) await this.#use(client, secret, operation);
    for (const value of client.dead.slice(-2)) {
      const use = await this.#session.useUntil(false, client.id, value);
      if (use.accepted)
        throw new Broken(
          operation ?? (client.isGone ? 'delete' : 'deleteSecret'),
          'no token for a secret that was deleted',
          'a token',
          use.answer,
        );
    }
  }

  async #use(
    client: KnownClient,
    secret: KnownSecret | undefined,
    operation: DocumentedOperation | undefined,
  ): Promise<void> {
    if (secret === undefined) throw new PrerequisiteFailed('generateSecret', 'a client has no secret left');
    const use = await this.#session.useUntil(true, client.id, secret.value);
    const maker = secret.asked === undefined ? 'create' : 'generateSecret';
    if (!use.accepted)
      throw new Broken(
        operation ?? maker,
        'a token for a secret that is alive',
        `status ${use.answer.status}`,
        use.answer,
      );
  }
}

import type { CreateBody, UpdateBody } from '../../../fixtures/api/requests.ts';
import { isRefusal } from '../../../fixtures/expect/judged.ts';
import { effect } from '../../../fixtures/session/effects.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import { givenSecret, isObject, secretIds, shownClient, shownSecrets, text } from '../../../fixtures/shown/clients.ts';
import { type Answer, isNotThere, refusesValues } from '../../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import { changeTo } from '../change.ts';
import { secretFor } from '../races.ts';
import { deviation, type KnownClient, type KnownSecret, listedOtherwise, living } from './model.ts';

/** What a step asks for, where its sequence is written down; what is left out is ordinary. */
export interface Wish {
  readonly redirectUri?: 'none' | 'null' | 'several' | 'same';
  readonly scopes?: 'none' | 'first' | 'all' | 'same';
  /** The name that it has, or that of another client. */
  readonly name?: 'same' | 'other';
  /** A secret without description and expiry. */
  readonly isPlain?: boolean;
  /** A step after which the client is not read. */
  readonly isUnseen?: boolean;
}

/** One step: what is done, to which of the clients, and with which of the choices that there are. */
export interface Step {
  readonly what: 'create' | 'update' | 'generateSecret' | 'deleteSecret' | 'delete' | 'get' | 'list' | 'token';
  readonly which: number;
  readonly choice: number;
  readonly wish?: Wish;
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

/** Wishes as a sequence tells them. */
const WORDS: { readonly [Member in keyof Wish]: Readonly<Record<string, string>> } = {
  redirectUri: {
    none: 'no redirect URI',
    null: 'null as redirect URI',
    several: 'several redirect URIs',
    same: 'the same redirect URI',
  },
  scopes: { none: 'no scopes', first: 'one scope', all: 'all scopes', same: 'the same scopes' },
  name: { same: 'the same name', other: 'the name of another client' },
};

/** Redirect URIs of a client that has several: together longer than what columns of databases are usually made for. */
const SEVERAL = 7;

function inWords(wish: Wish = {}): string {
  const words = Object.entries(wish).flatMap(([member, value]) => WORDS[member as keyof Wish]?.[String(value)] ?? []);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function isBody(asked: UpdateBody | Wish): asked is UpdateBody {
  return Array.isArray(asked.scopes);
}

/** Most clients and secrets that one sequence makes: fewer than tenants are known to allow. */
const MOST = { clients: 6, secrets: 4 };

/** Looks several times at once. @throws what the first of them throws that throws */
async function allOf(looks: readonly (() => Promise<void>)[]): Promise<void> {
  const settled = await Promise.allSettled(looks.map((look) => look()));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** One walk through a tenant and the model side by side. Each step is followed by a look at what it was about. */
export class Walk {
  readonly #session: Session;
  readonly clients: KnownClient[] = [];
  /** Names for the ids that the tenant gave, those of secrets with what stands before them in a path. */
  readonly names = new Map<string, string>();
  /** What was done, in words. */
  readonly told: string[] = [];

  readonly #isBrief: boolean;

  /** @param isBrief after each step only those secrets are put to use that it can have harmed at once */
  constructor(session: Session, isBrief: boolean) {
    this.#session = session;
    this.#isBrief = isBrief;
  }

  /** Takes one step; one that does not fit is left out. @throws Broken where the tenant leaves the model */
  async take({ what, which, choice, wish }: Step): Promise<void> {
    if (what === 'create') return this.#create(wish);
    if (what === 'list') return this.#list();
    const everybody = what === 'get' ? this.clients : living(this.clients);
    // Mostly the first, so that much happens to one client.
    const client = everybody[Math.max(0, which - 1) % Math.max(1, everybody.length)];
    if (client === undefined) return;
    const name = `client ${this.clients.indexOf(client) + 1}`;
    if (what === 'update') return this.#update(client, wish ?? this.#drawn(client, choice), `${name}${inWords(wish)}`);
    if (what === 'generateSecret') return this.#generate(client, name, wish);
    if (what === 'deleteSecret') return this.#deleteSecret(client, name, choice, wish);
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

  async #create(wish: Wish = {}): Promise<void> {
    if (this.clients.length >= MOST.clients) return;
    this.told.push(`create a client${inWords(wish)}`);
    const session = this.#session;
    const { asked, answer, id } = await this.#made(wish);
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

  /** A client as wished, or an ordinary one where the tenant refuses to make it so: two things that it takes it need not take together. */
  async #made(wish: Wish): Promise<{ asked: CreateBody; answer: Answer; id: string | undefined }> {
    const session = this.#session;
    if (Object.keys(wish).length > 0) {
      const asked = session.asking(this.#values(wish));
      const made = await session.createGood(asked);
      if (!refusesValues(made.answer)) return { asked, ...made };
    }
    const asked = session.asking({});
    return { asked, ...(await session.createGood(asked)) };
  }

  /** The values that a wish is about. */
  #values({ redirectUri, scopes }: Wish): Partial<Pick<UpdateBody, 'redirectUri' | 'scopes'>> {
    const { data, capabilities } = this.#session;
    const uris = Array.from({ length: redirectUri === 'several' ? SEVERAL : 0 }, () => data.redirectUri());
    const sets = { none: [], first: capabilities.scopes.slice(0, 1), all: capabilities.scopes };
    return {
      ...(redirectUri !== undefined && redirectUri !== 'same' && { redirectUri: uris.join(',') || null }),
      ...(scopes !== undefined && scopes !== 'same' && { scopes: this.#session.scopes(...sets[scopes]) }),
    };
  }

  #wished(client: KnownClient, wish: Wish): UpdateBody {
    const { data } = this.#session;
    const names = { same: client.state.name, other: this.clients.find((one) => one !== client)?.state.name };
    const values = this.#values(wish);
    return {
      ...client.state,
      ...(wish.redirectUri === undefined && { redirectUri: data.redirectUri() }),
      ...values,
      // An empty text says that there is none.
      ...(wish.redirectUri === 'none' && { redirectUri: '' }),
      name: (wish.name && names[wish.name]) ?? data.name(),
    };
  }

  #drawn(client: KnownClient, choice: number): UpdateBody {
    const [first, second, third] = this.#session.capabilities.scopes;
    const sets = [[first], [first, second], [first, third], [first, second, third]];
    const change = changeTo(this.#session, sets[choice % sets.length] ?? [first]);
    // Every other one leaves the redirect URI as it is.
    return choice % 2 === 0 ? change : { ...change, redirectUri: client.state.redirectUri };
  }

  /** What is drawn is ordinary; what is wished for may be refused where it meets what the client is, and then must change nothing. */
  async #update(client: KnownClient, asked: UpdateBody | Wish, told: string): Promise<void> {
    this.told.push(`update ${told}`);
    const isOrdinary = isBody(asked);
    const change = isOrdinary ? asked : this.#wished(client, asked);
    const answer = await this.#session.api.update(client.id, change);
    const isNamesake = this.clients.some((one) => one !== client && one.state.name === change.name);
    if (!answer.ok && (isOrdinary || !isRefusal(answer)))
      throw new Broken('update', 'status 200', `status ${answer.status}`, answer);
    client.orRedirectUri = answer.ok && change.redirectUri === null ? client.state.redirectUri : undefined;
    if (answer.ok) client.state = { ...change, redirectUri: change.redirectUri || null };
    await this.#check(client, 'update');
    if (isNamesake) await this.#lookAtOthers(client, 'update');
  }

  async #generate(client: KnownClient, name: string, { isPlain = false }: Wish = {}): Promise<void> {
    if (client.secrets.length >= MOST.secrets) return;
    this.told.push(`generate a secret for ${name}`);
    const plain = isPlain ? await this.#session.generate(client.id, {}) : undefined;
    // A tenant may demand an expiry.
    const asked = plain === undefined || refusesValues(plain) ? secretFor(this.#session) : {};
    const answer = plain?.ok === true ? plain : await this.#session.generate(client.id, asked);
    // A tenant need not give secrets to who has no scopes.
    if (isRefusal(answer) && client.state.scopes.length === 0) return;
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

  async #deleteSecret(client: KnownClient, name: string, choice: number, { isUnseen }: Wish = {}): Promise<void> {
    // Tenants may keep the last one; and only what the client shows as its own can be deleted without hitting others.
    const own = client.showsSecrets ? client.secrets : [];
    const doomed = own[choice % Math.max(1, own.length)];
    if (own.length < 2 || doomed?.id === undefined) return;
    this.told.push(`delete secret ${own.indexOf(doomed) + 1} of ${name}`);
    const answer = await this.#session.api.deleteSecret(doomed.id);
    if (!answer.ok) throw new Broken('deleteSecret', 'status 204', `status ${answer.status}`, answer);
    client.secrets = client.secrets.filter((one) => one !== doomed);
    client.dead.push(doomed.value);
    if (isUnseen !== true) await this.#check(client, 'deleteSecret');
  }

  async #delete(client: KnownClient, name: string): Promise<void> {
    this.told.push(`delete ${name}`);
    const answer = await this.#session.api.delete(client.id);
    if (!answer.ok) throw new Broken('delete', 'status 204', `status ${answer.status}`, answer);
    client.isGone = true;
    client.dead.push(...client.secrets.map(({ value }) => value));
    client.secrets = [];
    await this.#check(client, 'delete');
    await this.#lookAtOthers(client, 'delete');
    this.#session.ledger.gone(client.id);
  }

  async #lookAtOthers(client: KnownClient, operation: DocumentedOperation): Promise<void> {
    await allOf(this.#others(client).map((other) => () => this.#look(other, operation)));
  }

  /** Those that are there beside a client. */
  #others(client: KnownClient): readonly KnownClient[] {
    return living(this.clients).filter((one) => one !== client);
  }

  async #list(): Promise<void> {
    this.told.push('list the clients');
    const found = (seen: Answer): { readonly expected: string; readonly actual: string } | undefined =>
      this.clients
        .map((client, at) => listedOtherwise(client, `client ${at + 1}`, seen))
        .find((one) => one !== undefined);
    const list = await this.#session.listUntil(effect('list as known', (seen) => seen.ok && found(seen) === undefined));
    if (!list.ok) throw new Broken('list', 'status 200', `status ${list.status}`, list);
    const { expected, actual } = found(list) ?? {};
    if (expected !== undefined) throw new Broken('list', expected, String(actual), list);
  }

  /** Looks at the client that a step was about, puts its secrets to use, and looks at the others' secrets as well. */
  async #check(client: KnownClient, operation: DocumentedOperation): Promise<void> {
    const looks = [() => this.#look(client, operation)];
    if (this.#isBrief && operation === 'update') looks.push(() => this.#use(client, client.secrets.at(-1), operation));
    else looks.push(() => this.#useAll(client, operation));
    if (!this.#isBrief || operation.startsWith('delete'))
      for (const other of this.#others(client)) looks.push(() => this.#use(other, other.secrets.at(-1), operation));
    await allOf(looks);
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
    await allOf(client.secrets.map((secret) => () => this.#use(client, secret, operation)));
    // A tenant may lock whoever shows wrong secrets in a row.
    const isTried = !this.#isBrief || operation?.startsWith('delete') === true;
    for (const value of isTried ? client.dead.slice(this.#isBrief ? -1 : -2) : []) {
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
    // No token is issued for no scope, whatever the secret is worth.
    if (client.state.scopes.length === 0) return;
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

import { type Dispatcher, request } from 'undici';
import { decodeToken, isObject, type RunningTenant } from '../../../fixtures/mock/index.ts';

/** What a step of the walk got for an answer. */
export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

/** How one request departs from the ordinary one. */
export interface Step {
  readonly body?: unknown;
  /** The whole Authorization header; null: none; absent: a token with all scopes. */
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The path of the collection, where it is written otherwise. */
  readonly collection?: string;
}

export interface Pair {
  readonly id: string;
  readonly secret: string;
}

/** Thrown to end a walk at the first answer that differs. */
export class Different extends Error {
  readonly step: string;
  constructor(step: string) {
    super(step);
    this.step = step;
  }
}

/** The clock of the tenants that are walked through: it stands still unless it is moved. */
export class Clock {
  #now = Date.UTC(2026, 2, 1, 10, 0, 0);
  readonly now = (): Date => new Date(this.#now);
  /** @param seconds how far to move on */
  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }
  in(seconds: number): string {
    return new Date(this.#now + seconds * 1000).toISOString();
  }
}

/**
 * Sends a fixed sequence of requests and notes each answer in a form that does not depend on chance: ids, values of secrets and
 * tokens stand by the order in which they first appeared. Knows nothing of what would be right.
 */
export class Walker {
  readonly tenant: RunningTenant;
  readonly clock: Clock;
  readonly lines: string[] = [];
  readonly #expected: readonly string[] | undefined;
  readonly #dispatcher: Dispatcher;
  readonly #labels = new Map<string, string>();
  #full: { readonly token: string; readonly until: string } | undefined;

  /** @param expected the lines of an earlier walk; the first one that differs ends this one */
  constructor(tenant: RunningTenant, clock: Clock, dispatcher: Dispatcher, expected?: readonly string[]) {
    this.tenant = tenant;
    this.clock = clock;
    this.#dispatcher = dispatcher;
    this.#expected = expected;
  }

  /** Partition of the organization that the walk belongs to, and of the other one. */
  get own(): string {
    return this.tenant.organizations[0]?.partitionId ?? '';
  }

  get foreign(): string {
    return this.tenant.organizations[1]?.partitionId ?? '';
  }

  get administrator(): Pair {
    const { clientId = '', clientSecret = '' } = this.tenant.organizations[0]?.administrator ?? {};
    return { id: clientId, secret: clientSecret };
  }

  /** Ids of the clients with which an organization began; `which` 0 is the own one. */
  seeded(which: 0 | 1 = 0): readonly string[] {
    return this.tenant.store.organizations[which]?.clients.map(({ id }) => id) ?? [];
  }

  /** Asks for a token by client credentials. @returns the token; undefined where there is none in the answer */
  async token(
    label: string,
    form: Readonly<Record<string, string | readonly string[] | undefined>>,
    authorization?: string,
  ): Promise<string | undefined> {
    const given = Object.entries({ grant_type: 'client_credentials', ...form }).flatMap(
      ([name, value]): [string, string][] => [value ?? []].flat().map((one) => [name, one]),
    );
    const seen = await this.#exchange(`token ${label}`, 'POST', this.tenant.tokenUrl, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(authorization !== undefined && { authorization }),
      },
      body: new URLSearchParams(given).toString(),
    });
    return isObject(seen.json) && typeof seen.json.access_token === 'string' ? seen.json.access_token : undefined;
  }

  /** Whether the secrets of a client obtain tokens. */
  async use(label: string, { id, secret }: Pair): Promise<void> {
    await this.token(label, { client_id: id, client_secret: secret });
  }

  /** A token with all scopes, not older than half an hour. */
  async full(): Promise<string> {
    if (this.#full === undefined || this.#full.until < this.clock.in(0)) {
      const { id, secret } = this.administrator;
      const token = await this.token('with all scopes', { client_id: id, client_secret: secret });
      this.#full = { token: token ?? 'none', until: this.clock.in(1800) };
    }
    return this.#full.token;
  }

  /** Sends a request below the collection of external clients. */
  async send(label: string, method: string, path: string, step: Step = {}): Promise<Seen> {
    const authorization = step.authorization === undefined ? `Bearer ${await this.full()}` : step.authorization;
    const body =
      step.body === undefined ? undefined : typeof step.body === 'string' ? step.body : JSON.stringify(step.body);
    const url = `${this.tenant.identityUrl}${step.collection ?? '/api/ExternalClient'}${path}`;
    return this.#exchange(`${label}: ${method}`, method, url, {
      headers: {
        ...(authorization !== null && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...step.headers,
      },
      ...(body !== undefined && { body }),
    });
  }

  /**
   * Sends requests at the same time. Which comes first is left to chance, so that only their statuses are noted, sorted.
   * @param sent method, path and body of each
   */
  async together(
    label: string,
    sent: readonly (readonly [method: string, path: string, body?: unknown])[],
  ): Promise<readonly Seen[]> {
    const headers = { authorization: `Bearer ${await this.full()}`, 'content-type': 'application/json' };
    const seen = await Promise.all(
      sent.map(async ([method, path, body]) => {
        const url = `${this.tenant.identityUrl}/api/ExternalClient${path}`;
        const answer = await this.#ask(method, url, {
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { status: answer.status, text: answer.text, json: parse(answer.text), headers: answer.headers };
      }),
    );
    this.note(
      label,
      seen.map(({ status }) => status).sort((a, b) => a - b),
    );
    return seen;
  }

  /** Asks without noting the answer, where its words depend on chance; the caller notes what does not. */
  async quietly(method: string, path: string, body?: unknown): Promise<Seen> {
    const headers = {
      authorization: `Bearer ${await this.full()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const { status, text } = await this.#ask(method, `${this.tenant.identityUrl}/api/ExternalClient${path}`, {
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status, text, json: parse(text) };
  }

  /** Asks the authorization endpoint, which answers without a token. */
  authorize(label: string, query: Readonly<Record<string, string>>): Promise<Seen> {
    const url = `${this.tenant.identityUrl}/connect/authorize?${new URLSearchParams(query).toString()}`;
    return this.#exchange(`authorize ${label}`, 'GET', url, { headers: {} });
  }

  /** Notes a fact. */
  note(label: string, fact: unknown): void {
    this.#add(label, `${label} ${JSON.stringify(fact)}`);
  }

  /** The keys that tokens are signed with. */
  keys(): Promise<Seen> {
    const url = `${this.tenant.identityUrl}/.well-known/openid-configuration/jwks`;
    return this.#exchange('keys', 'GET', url, { headers: {} });
  }

  /** Looks at a client, in the detail and in the list. */
  async look(label: string, id: string): Promise<void> {
    await this.send(`${label}, detail`, 'GET', `/${this.own}/${id}`);
    await this.send(`${label}, list`, 'GET', `/${this.own}`);
  }

  /** Creates a client as usual. @param change members that differ */
  async create(label: string, change: Readonly<Record<string, unknown>> = {}): Promise<Pair> {
    const { json } = await this.send(label, 'POST', '', { body: this.client(change) });
    const made = isObject(json) ? json : {};
    return { id: plain(made.id, 'none'), secret: plain(made.secret, 'none') };
  }

  /** Generates a secret as usual. @returns the record's id with the value */
  async generate(label: string, clientId: string, change: Readonly<Record<string, unknown>> = {}): Promise<Pair> {
    const body = { clientId, partitionGlobalId: this.own, description: 'second', expiryTime: null, ...change };
    const { json } = await this.send(label, 'POST', '/GenerateSecret', { body });
    const made = isObject(json) ? json : {};
    return { id: plain(made.id, '0'), secret: plain(made.secret, 'none') };
  }

  /** The body of an ordinary create request. */
  client(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return {
      partitionGlobalId: this.own,
      name: 'A client of the walk',
      isConfidential: true,
      redirectUri: 'https://walk.example/signed/in?from=here',
      scopes: scopes('PM.OAuthApp.Read', 'OR.Jobs'),
      clientCertificates: [],
      ...change,
    };
  }

  async #exchange(
    label: string,
    method: string,
    url: string,
    init: { headers: Record<string, string>; body?: string },
  ): Promise<Seen> {
    const seen = await this.#ask(method, url, init);
    const line = `${label} ${seen.status} ${this.#plain(seen.headers)} ${this.#plain(seen.text)}`;
    this.#add(label, line);
    return { status: seen.status, text: seen.text, json: parse(seen.text) };
  }

  #add(label: string, line: string): void {
    if (this.#expected !== undefined && this.#expected[this.lines.length] !== line) throw new Different(label);
    this.lines.push(line);
  }

  async #ask(method: string, url: string, init: { headers: Record<string, string>; body?: string }) {
    try {
      const answer = await request(url, { method: method as 'GET', ...init, dispatcher: this.#dispatcher });
      const headers = Object.entries(answer.headers).filter(([name]) => !CHANGING.includes(name));
      return { status: answer.statusCode, headers: JSON.stringify(headers), text: await answer.body.text() };
    } catch (error) {
      return { status: 0, headers: '', text: error instanceof Error ? error.name : 'no answer' };
    }
  }

  /** A text in which everything that is drawn by chance is replaced. */
  #plain(text: string): string {
    return text
      .replaceAll(this.tenant.tenant.origin, '<origin>')
      .replaceAll(/eyJ[\w-]+\.[\w-]*\.[\w-]*/g, (token) => {
        const { jti: _, ...claims } = { jti: '', ...decodeToken(token) };
        return `<token ${this.#plain(JSON.stringify(claims))}>`;
      })
      .replaceAll(RANDOM, (value) => {
        const label = this.#labels.get(value) ?? `<${this.#labels.size}>`;
        this.#labels.set(value, label);
        return label;
      });
  }
}

const CHANGING = ['date', 'connection', 'keep-alive', 'content-length'];
/** GUIDs, and what is too long for a word: values of secrets, digests, encoded forms of both. */
const RANDOM = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\w+/=-]{36,}/gi;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A scope for people and one for applications, as requests name them. */
export const ofBothTypes: readonly Readonly<Record<string, string>>[] = [
  { name: 'OR.Jobs', type: 'user' },
  { name: 'OR.Folders', type: 'application' },
];

/** Scopes as requests name them. */
export function scopes(...names: readonly string[]): readonly Readonly<Record<string, string>>[] {
  return names.map((name) => ({ name, displayName: name, description: `Scope ${name}`, type: 'user' }));
}

function plain(value: unknown, otherwise: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

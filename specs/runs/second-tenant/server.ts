import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, Directory, type Key, KINDS, type Org, SHELF, sameId } from './directory.ts';
import * as input from './input.ts';
import { bad, type Fields, Turned } from './input.ts';
import { decide, LIFETIME, Mint } from './tokens.ts';

type Operation = 'list' | 'get' | 'create' | 'update' | 'delete' | 'generate' | 'revoke';

/** Which scopes the page lists for what; any one is enough. */
const GATES: Readonly<Record<Operation, readonly string[]>> = {
  list: ['PM.OAuthApp', 'PM.OAuthApp.Read'],
  get: ['PM.OAuthApp', 'PM.OAuthApp.Read'],
  create: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  update: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  delete: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  generate: ['PM.OAuthApp', 'PM.OAuthApp.Write', 'PM.OAuthSecret.Write', 'PM.OAuthAppSecret.Write'],
  revoke: ['PM.OAuthApp', 'PM.OAuthApp.Write', 'PM.OAuthAppSecret.Write'],
};
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const LARGEST_BODY = 2_000_000;

/** What a call asks for, read off method and path. */
interface Target {
  readonly operation: Operation;
  readonly partition?: string;
  /** The client or the secret. */
  readonly id?: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A second tenant, written from the page alone, to settle disputes between the suite and its mock. */
export class SecondTenant {
  readonly #directory = new Directory();
  readonly #mint = new Mint();
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  /** Listens on a free port of this machine. @returns the settings that reach it */
  async listen(): Promise<Readonly<Record<string, string>>> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const [own, other] = this.#directory.orgs;
    const { admin, otherAdmin } = this.#directory;
    return {
      TENANT_IDENTITY_URL: this.#base(own),
      TENANT_PARTITION_ID: own.id,
      TENANT_CLIENT_ID: admin.id,
      TENANT_CLIENT_SECRET: admin.keys[0]?.value ?? '',
      TENANT_TOKEN_URL: `${this.#base(own)}/connect/token`,
      TENANT_OTHER_PARTITION_ID: other.id,
      TENANT_OTHER_CLIENT_ID: otherAdmin.id,
      TENANT_OTHER_CLIENT_SECRET: otherAdmin.keys[0]?.value ?? '',
      // Each organization has a token endpoint of its own.
      TENANT_OTHER_TOKEN_URL: `${this.#base(other)}/connect/token`,
    };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #base(org: Org): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${org.slug}/identity_`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#answer(request).catch((error: unknown): Reply => {
      if (!(error instanceof Turned)) return { status: 500, body: { succeeded: false, fault: 'Unexpected' } };
      const { status, headers, code, message } = error;
      return { status, headers, body: { succeeded: false, fault: code, explanation: message } };
    });
    const typed = reply.body === undefined ? {} : { 'content-type': 'application/json' };
    response.writeHead(reply.status, { 'cache-control': 'no-store', ...typed, ...reply.headers });
    response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const text = await slurp(request);
    const [path = '', query] = (request.url ?? '').split('?');
    const org = this.#directory.orgs.find(({ slug }) => path.startsWith(`/${slug}/identity_/`));
    const rest = org === undefined ? '' : path.slice(`/${org.slug}/identity_`.length);
    if (org !== undefined && rest === '/connect/token') return this.#token(org, request, text);
    const below = /^\/api\/externalclient(\/.*)?$/i.exec(rest);
    if (org === undefined || below === null)
      throw new Turned(404, 'NoSuchResource', `No such resource ${query ?? ''}.`);
    const target = route(request.method ?? '', segments(below[1] ?? ''));
    const bearer = this.#admit(request, target.operation);
    const writes = ['create', 'update', 'generate'].includes(target.operation);
    const body = writes ? input.fields(request.headers['content-type'] ?? '', text) : {};
    const home = this.#enter(bearer.org, target.partition ?? body.partitionGlobalId);
    return this.#perform(target, home, body);
  }

  #token(org: Org, request: IncomingMessage, body: string): Reply {
    const headers = { pragma: 'no-cache' };
    if (request.method !== 'POST') throw new Turned(405, 'Method', 'POST only.', { allow: 'POST' });
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const outcome = decide(this.#directory, org, { authorization, contentType, body });
    if ('app' in outcome) {
      const { app, scopes } = outcome;
      const access_token = this.#mint.issue(this.#base(org), org, app, scopes);
      const answer = { access_token, expires_in: LIFETIME, token_type: 'Bearer', scope: scopes.join(' ') };
      return { status: 200, headers, body: answer };
    }
    const { error, basic = false } = outcome;
    if (!basic) return { status: 400, headers, body: { error } };
    return { status: 401, headers: { ...headers, 'www-authenticate': 'Basic realm="identity"' }, body: { error } };
  }

  #admit(request: IncomingMessage, operation: Operation) {
    const token = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const bearer = token === undefined ? undefined : this.#mint.read(token);
    if (bearer === undefined) {
      const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
      throw new Turned(401, 'Unauthenticated', 'A valid access token is needed.', { 'www-authenticate': challenge });
    }
    if (!GATES[operation].some((scope) => bearer.scopes.includes(scope))) {
      const challenge = 'Bearer error="insufficient_scope"';
      throw new Turned(403, 'Forbidden', 'The token lacks a scope for this.', { 'www-authenticate': challenge });
    }
    return bearer;
  }

  /** The organization that is named, if it is the caller's. */
  #enter(callers: string, named: unknown): Org {
    if (typeof named !== 'string' || !GUID.test(named)) throw new Turned(400, 'BadPartition', 'Not a GUID.');
    const org = this.#directory.orgs.find(({ id }) => sameId(id, named));
    if (org === undefined || org.id !== callers) throw new Turned(403, 'Forbidden', 'This organization is not yours.');
    return org;
  }

  #perform({ operation, partition = '', id = '' }: Target, org: Org, body: Fields): Reply {
    switch (operation) {
      case 'list':
        return { status: 200, body: org.apps.map((app) => view(app)) };
      case 'get':
        return { status: 200, body: view(this.#need(org, id)) };
      case 'create':
        return this.#create(org, body);
      case 'update':
        input.agree(body, 'partitionGlobalId', partition);
        input.agree(body, 'clientId', id);
        return this.#update(this.#need(org, id), body);
      case 'delete':
        this.#directory.remove(org, this.#need(org, id));
        return { status: 204 };
      case 'generate':
        return this.#generate(org, body);
      case 'revoke':
        return this.#revoke(org, id);
    }
  }

  #need(org: Org, id: string): App {
    const app = this.#directory.find(org, id);
    if (app === undefined) throw new Turned(404, 'Unknown', 'There is no such client.');
    return app;
  }

  #create(org: Org, body: Fields): Reply {
    const app = this.#directory.add(org, {
      name: input.name(body.name),
      confidential: input.confidentiality(body.isConfidential),
      redirect: input.redirect(body.redirectUri),
      scopes: input.scopes(body.scopes),
      certificates: input.certificates(body.clientCertificates) ?? [],
    });
    const first = app.confidential ? this.#directory.mint(app, 'first', null) : undefined;
    return { status: 201, body: { ...view(app), secret: first?.value ?? null } };
  }

  #update(app: App, body: Fields): Reply {
    // All is read before anything is changed, so that a mistake leaves nothing half done.
    const change: Partial<App> = {
      ...('name' in body && { name: input.name(body.name) }),
      ...('redirectUri' in body && { redirect: input.redirect(body.redirectUri) }),
      ...('scopes' in body && { scopes: input.scopes(body.scopes) }),
      certificates: input.certificates(body.clientCertificates) ?? app.certificates,
    };
    Object.assign(app, change);
    const { name, redirect: redirectUri, scopes, certificates: clientCertificates } = app;
    return { status: 200, body: { name, redirectUri, scopes: scopes.map(viewScope), clientCertificates } };
  }

  #generate(org: Org, body: Fields): Reply {
    if (typeof body.clientId !== 'string' || body.clientId === '') throw bad('clientId', 'required');
    const text = input.description(body.description);
    const dies = input.expiry(body.expiryTime);
    const app = this.#need(org, body.clientId);
    if (!app.confidential) throw bad('clientId', 'a public client has no secrets');
    const key = this.#directory.mint(app, text, dies);
    return { status: 200, body: { ...viewKey(key), secret: key.value } };
  }

  #revoke(org: Org, id: string): Reply {
    if (!/^\d{1,15}$/.test(id)) throw bad('secretId', 'a number is needed');
    const app = this.#directory.holder(org, Number(id));
    if (app === undefined) throw new Turned(404, 'Unknown', 'There is no such secret.');
    app.keys = app.keys.filter(({ number }) => number !== Number(id));
    return { status: 204 };
  }
}

async function slurp(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const body = Buffer.concat(parts);
  if (body.length > LARGEST_BODY) throw new Turned(413, 'TooLarge', 'The body is too large.');
  return body.toString();
}

function segments(tail: string): readonly string[] {
  try {
    const parts = tail.split('/').slice(1).map(decodeURIComponent);
    return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  } catch {
    throw new Turned(400, 'BadPath', 'The path cannot be decoded.');
  }
}

function route(method: string, parts: readonly string[]): Target {
  const pick = (offered: Readonly<Record<string, Operation>>, more: Omit<Target, 'operation'>): Target => {
    const operation = offered[method];
    if (operation !== undefined) return { operation, ...more };
    const allow = Object.keys(offered).join(', ');
    throw new Turned(405, 'MethodNotAllowed', `${method} is not offered here.`, { allow });
  };
  const [partition = '', id = '', last = ''] = parts;
  if (parts.length === 0) return pick({ POST: 'create' }, {});
  if (parts.length === 1 && method === 'POST' && sameId(partition, 'GenerateSecret')) return { operation: 'generate' };
  if (parts.length === 1) return pick({ GET: 'list' }, { partition });
  if (parts.length === 2) return pick({ GET: 'get', PUT: 'update', DELETE: 'delete' }, { partition, id });
  if (parts.length === 3 && sameId(id, 'secrets')) return pick({ DELETE: 'revoke' }, { partition, id: last });
  throw new Turned(404, 'NoSuchResource', 'No such resource.');
}

function view(app: App): object {
  const resources = new Map<string, { name: string; displayName: string; description: null; scopes: object[] }>();
  for (const scope of app.scopes) {
    const { resource = '', label = '' } = SHELF.get(scope.name) ?? {};
    const group = resources.get(resource) ?? { name: resource, displayName: label, description: null, scopes: [] };
    group.scopes.push(viewScope(scope));
    resources.set(resource, group);
  }
  return {
    name: app.name,
    id: app.id,
    secret: null,
    isConfidential: app.confidential,
    redirectUri: app.redirect,
    resources: [...resources.values()],
    secrets: app.keys.map(viewKey),
  };
}

function viewScope({ name, kind }: App['scopes'][number]): object {
  const { displayName, description } = SHELF.get(name) ?? {};
  return { name, displayName, description, type: KINDS[kind] };
}

function viewKey({ number, text, born, dies }: Key): object {
  const stamp = (time: number): string => new Date(time).toISOString();
  return {
    id: number,
    description: text,
    secret: null,
    creationTime: stamp(born),
    expiryTime: dies === null ? null : stamp(dies),
  };
}

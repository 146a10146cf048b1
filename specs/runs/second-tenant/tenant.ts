/**
 * A tenant that was written from the page alone, on Koa and oidc-provider, so that the judge does not take the ways of the mock tenant for
 * the page. It shares no code with either. Started, it prints the settings that reach it as JSON, and serves until it is ended.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { type CryptoKey, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import Koa, { type Context, type Next } from 'koa';
import { type Adapter, type AdapterPayload, type ClientMetadata, Provider } from 'oidc-provider';

type Text = string | null;
type Scope = { readonly name: string } & { readonly [member in 'displayName' | 'description' | 'type']?: Text };
type Client = ReturnType<typeof newClient>;
type Secret = ReturnType<typeof newSecret>;

/** What the body of a request may hold; which of it must be there say the schemas. */
type Asked = { readonly [member in 'redirectUri' | 'description' | 'expiryTime']?: Text } & {
  readonly [member in 'partitionGlobalId' | 'clientId' | 'name']: string;
} & { readonly isConfidential?: boolean; readonly scopes?: readonly Scope[] | null };

const BASE = '/contoso/identity_';
const API = `${BASE}/api/ExternalClient`;
const AUDIENCE = 'urn:contoso:identity';
const CATALOGUE: Readonly<Record<string, readonly string[]>> = {
  Identity: ['PM.OAuthApp', 'PM.OAuthApp.Read', 'PM.OAuthApp.Write', 'PM.OAuthAppSecret.Write', 'PM.OAuthSecret.Write'],
  Warehouse: ['WH.Stock', 'WH.Stock.Read', 'WH.Orders'],
};
const SCOPES = Object.values(CATALOGUE).flat();
const READ = ['PM.OAuthApp', 'PM.OAuthApp.Read'];
const WRITE = ['PM.OAuthApp', 'PM.OAuthApp.Write'];
const SECRETS = [...WRITE, 'PM.OAuthAppSecret.Write'];

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
// No control characters, and no halves of pairs.
const note = { type: 'string', nullable: true, maxLength: 2000, pattern: '^[^\\p{Cc}\\p{Cs}]*$' };
const time = { type: 'string', nullable: true, format: 'date-time' };
const scope = {
  name: { type: 'string', enum: SCOPES },
  displayName: note,
  description: note,
  type: { type: 'string', enum: ['user', 'application', null], nullable: true },
};
const stored = {
  name: { type: 'string', maxLength: 500, pattern: '^(?=.*\\S)[^\\p{Cc}\\p{Cs}]+$' },
  redirectUri: note,
  scopes: { type: 'array', nullable: true, items: { type: 'object', required: ['name'], properties: scope } },
  clientCertificates: { type: 'array', nullable: true, items: { type: 'object' } },
};
const ajv = formats.default(new Ajv());
const schema = (required: readonly string[], properties: object): ValidateFunction<Asked> => {
  const texts = Object.fromEntries(required.map((name) => [name, { type: 'string' }]));
  return ajv.compile<Asked>({ type: 'object', required, properties: { ...texts, ...properties } });
};
const creation = schema(['partitionGlobalId', 'name'], { ...stored, isConfidential: { type: 'boolean' } });
const update = schema([], stored);
const generation = schema(['partitionGlobalId', 'clientId'], { description: note, expiryTime: time });

const clients = new Map<string, Client>();
/** The organization of every client that there ever was: a token outlives its client. */
const organizations = new Map<string, string>();
let lastSecret = 4000;

function newSecret(description: Text, expiryTime: Text) {
  const value = randomBytes(24).toString('base64url');
  return { id: ++lastSecret, description, value, creationTime: new Date().toISOString(), expiryTime };
}

function newClient(organization: string, asked: Pick<Asked, 'name' | 'isConfidential' | 'redirectUri' | 'scopes'>) {
  const { name, isConfidential = true, redirectUri, scopes } = asked;
  const secrets = isConfidential ? [newSecret(null, null)] : [];
  const own = { name, isConfidential, redirectUri: redirectUri || null, scopes: kept(scopes), secrets };
  return { id: randomUUID() as string, organization, ...own };
}

/** Each scope once, as it is shown: the last one of a name and type stands. */
function kept(scopes: readonly Scope[] | null | undefined): readonly Scope[] {
  const all = (scopes ?? []).map(({ name, displayName, description = null, type }) => {
    return { name, displayName: displayName ?? name, description, type: type ?? 'user' };
  });
  return [...new Map(all.map((one) => [`${one.name} ${one.type}`, one])).values()];
}

function keep(client: Client): Client {
  clients.set(client.id, client);
  organizations.set(client.id, client.organization);
  return client;
}

const shownSecret = ({ value, ...record }: Secret, isNew = false) => ({ ...record, secret: isNew ? value : null });

function shown({ id, name, isConfidential, redirectUri, scopes, secrets }: Client, isNew = false): object {
  const resources = Object.entries(CATALOGUE).flatMap(([name, all]) => {
    const own = scopes.filter((one) => all.includes(one.name));
    return own.length > 0 ? [{ name, displayName: name, description: null, scopes: own }] : [];
  });
  const secret = isNew ? (secrets[0]?.value ?? null) : null;
  const records = secrets.map((one) => shownSecret(one));
  return { name, id, secret, isConfidential, redirectUri, resources, secrets: records };
}

/** A client as oidc-provider knows it. */
function metadata({ id: client_id, isConfidential, redirectUri, scopes }: Client): ClientMetadata {
  const redirects = redirectUri?.split(',') ?? [];
  const grants = [...(isConfidential ? ['client_credentials'] : []), ...(redirects[0] ? ['authorization_code'] : [])];
  return {
    client_id,
    application_type: redirects.every((uri) => /^https?:/i.test(uri)) ? 'web' : 'native',
    token_endpoint_auth_method: isConfidential ? 'client_secret_post' : 'none',
    ...(isConfidential && { client_secret: 'unused' }),
    grant_types: grants,
    response_types: redirects[0] ? ['code'] : [],
    redirect_uris: redirects,
    scope: ['openid', ...scopes.map(({ name }) => name)].join(' '),
  };
}

const remembered = new Map<string, AdapterPayload>();
const memory = (model: string): Adapter => ({
  find: async (key) => {
    const client = clients.get(key);
    return model !== 'Client' ? remembered.get(model + key) : client && metadata(client);
  },
  upsert: async (key, payload) => void remembered.set(model + key, payload),
  destroy: async (key) => void remembered.delete(model + key),
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  revokeByGrantId: async () => {},
});

function authorizationServer(issuer: string, key: object): Provider {
  const format = { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } } as const;
  const provider = new Provider(issuer, {
    adapter: memory,
    jwks: { keys: [key] },
    scopes: ['openid', ...SCOPES],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    cookies: { keys: [randomUUID()] },
    routes: { token: '/connect/token', authorization: '/connect/authorize' },
    ttl: { ClientCredentials: 3600, Interaction: 600, Session: 600 },
    interactions: { url: (_, { uid }) => `${BASE}/sign-in/${uid}` },
    renderError: (ctx, { error }) => void (ctx.body = { error }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: () => ({ audience: AUDIENCE, scope: SCOPES.join(' '), ...format }),
      },
    },
  });
  const isCurrent = ({ expiryTime }: Secret): boolean => expiryTime === null || Date.parse(expiryTime) > Date.now();
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { readonly clientId: string }, given: string): boolean {
      return clients.get(this.clientId)?.secrets.some((one) => one.value === given && isCurrent(one)) === true;
    },
  });
  return provider;
}

async function read(ctx: Context, isValid: ValidateFunction<Asked>): Promise<Asked> {
  if (!ctx.is('application/json')) ctx.throw(415, 'The body must be JSON.');
  let text = '';
  for await (const part of ctx.req.setEncoding('utf8')) {
    text += String(part);
    if (text.length > 200_000) ctx.throw(413, 'The body is too large.');
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    ctx.throw(400, 'The body is no JSON.');
  }
  if (!isValid(body)) ctx.throw(400, ajv.errorsText(isValid.errors, { dataVar: 'body' }));
  return body as Asked;
}

function api(provider: Provider, publicKey: CryptoKey): Router {
  const within = (ctx: Context, organization: string): void => {
    if (!GUID.test(organization)) ctx.throw(400, 'The organization is not a GUID.');
    if (organization.toLowerCase() !== ctx.state.organization) ctx.throw(403, 'The organization is another one.');
  };
  const needs = (scopes: readonly string[]) => async (ctx: Context, next: Next) => {
    const [, token = ''] = /^Bearer ([\w\-.~+/]+=*)$/i.exec(ctx.get('authorization')) ?? [];
    const { payload } = (await jwtVerify(token, publicKey, { audience: AUDIENCE }).catch(() => undefined)) ?? {};
    ctx.state.organization = organizations.get(String(payload?.client_id));
    ctx.set('Cache-Control', 'no-store');
    if (ctx.state.organization === undefined) ctx.throw(401, { headers: { 'WWW-Authenticate': 'Bearer' } });
    const headers = { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"` };
    const held = typeof payload?.scope === 'string' ? payload.scope.split(' ') : [];
    if (!scopes.some((one) => held.includes(one))) ctx.throw(403, { headers });
    if (ctx.params.organization !== undefined) within(ctx, ctx.params.organization);
    await next();
  };
  const named = (ctx: Context, key = ''): Client => {
    const client = clients.get(key.toLowerCase());
    if (client?.organization !== ctx.state.organization) ctx.throw(404, 'There is no such client.');
    return client as Client;
  };
  /** Refuses redirect URIs that the authorization endpoint could not use. */
  const requireUsable = (ctx: Context, client: Client): void => {
    if (/[\s"<>\\^`{|}]/.test(client.redirectUri ?? '')) ctx.throw(400, 'redirectUri holds what no URI does.');
    try {
      void Reflect.construct(provider.Client, [metadata(client)]);
    } catch {
      ctx.throw(400, 'redirectUri holds no redirect URIs.');
    }
  };
  return new Router({ prefix: API })
    .get('/:organization', needs(READ), (ctx) => {
      const own = [...clients.values()].filter(({ organization }) => organization === ctx.state.organization);
      ctx.body = own.map((client) => shown(client));
    })
    .get('/:organization/:client', needs(READ), (ctx) => {
      ctx.body = shown(named(ctx, ctx.params.client));
    })
    .post('/', needs(WRITE), async (ctx) => {
      const asked = await read(ctx, creation);
      within(ctx, asked.partitionGlobalId);
      const client = newClient(ctx.state.organization, asked);
      requireUsable(ctx, client);
      ctx.status = 201;
      ctx.body = shown(keep(client), true);
    })
    .post('/GenerateSecret', needs(SECRETS), async (ctx) => {
      const { partitionGlobalId, clientId, description = null, expiryTime = null } = await read(ctx, generation);
      within(ctx, partitionGlobalId);
      if (expiryTime !== null && !(Date.parse(expiryTime) > Date.now())) ctx.throw(400, 'expiryTime must lie ahead.');
      const client = named(ctx, clientId);
      if (!client.isConfidential) ctx.throw(400, 'A client that is not confidential has no secrets.');
      const secret = newSecret(description, expiryTime && new Date(expiryTime).toISOString());
      client.secrets = [...client.secrets, secret];
      ctx.body = shownSecret(secret, true);
    })
    .put('/:organization/:client', needs(WRITE), async (ctx) => {
      const asked: Partial<Asked> = await read(ctx, update);
      const client = named(ctx, ctx.params.client);
      const { name = client.name, redirectUri: uris = client.redirectUri, scopes = client.scopes } = asked;
      const change = { name, redirectUri: uris || null, scopes: kept(scopes) };
      requireUsable(ctx, { ...client, ...change });
      Object.assign(client, change);
      ctx.body = { ...change, clientCertificates: [] };
    })
    .delete('/:organization/secrets/:secret', needs(SECRETS), (ctx) => {
      const is = (one: Secret): boolean => String(one.id) === ctx.params.secret;
      const own = [...clients.values()].filter(({ organization }) => organization === ctx.state.organization);
      const holder = own.find(({ secrets }) => secrets.some(is));
      if (holder === undefined) return ctx.throw(404, 'There is no such secret.');
      holder.secrets = holder.secrets.filter((one) => !is(one));
      ctx.status = 204;
    })
    .delete('/:organization/:client', needs(WRITE), (ctx) => {
      clients.delete(named(ctx, ctx.params.client).id);
      ctx.status = 204;
    });
}

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const provider = authorizationServer(issuer, { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' });
const router = api(provider, publicKey);
const app = new Koa().use(router.routes()).use(router.allowedMethods());
const oauth = provider.callback();
app.use(async (ctx) => {
  if (ctx.path.startsWith(API) || !ctx.path.startsWith(`${BASE}/`)) ctx.throw(404, 'There is nothing here.');
  ctx.respond = false;
  const request = ctx.req as IncomingMessage & { originalUrl?: string; url: string };
  request.originalUrl = request.url;
  request.url = request.url.slice(BASE.length);
  await oauth(request, ctx.res);
});
const answer = app.callback();
server.on('request', (request, response) => void answer(request, response));
const everything = SCOPES.map((name) => ({ name, type: 'application' }));
const [own, other] = ['Headquarters', 'Subsidiary'].map((name) => {
  return keep(newClient(randomUUID(), { name, scopes: everything }));
}) as [Client, Client];
const hourAgo = Math.floor(Date.now() / 1000) - 3600;
const expired = new SignJWT({ client_id: own.id, scope: SCOPES.join(' '), aud: AUDIENCE, iat: hourAgo })
  .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
  .setExpirationTime(hourAgo + 60);
const settings = {
  TENANT_IDENTITY_URL: issuer,
  TENANT_PARTITION_ID: own.organization,
  TENANT_CLIENT_ID: own.id,
  TENANT_CLIENT_SECRET: own.secrets[0]?.value,
  TENANT_OTHER_PARTITION_ID: other.organization,
  TENANT_OTHER_CLIENT_ID: other.id,
  TENANT_OTHER_CLIENT_SECRET: other.secrets[0]?.value,
  TENANT_EXPIRED_TOKEN: await expired.sign(privateKey),
};
process.stdout.write(`${JSON.stringify(settings)}\n`);

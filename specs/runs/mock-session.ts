/** A started mock tenant with a caller who holds all scopes, for the tests of the mock itself. */
import { gunzipSync } from 'node:zlib';
import { test as base, expect } from '@playwright/test';
import { request } from 'undici';
import { type RunningTenant, startTenant, type TenantOptions } from '../../fixtures/mock/index.ts';
import { readJson } from '../../schemas/json.ts';

export type Body = Record<string, unknown>;
/** What is sent, beside the address. */
export interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}
export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}
export interface Session extends RunningTenant {
  api: string;
  partition: string;
  token(scope?: string, credentials?: { clientId: string; clientSecret: string }): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  create(member?: Body): Promise<Body>;
}

/** Sends one request and reads the answer; JSON is parsed, anything else stands under `text`. */
export async function exchange(url: string, init: Init): Promise<Answer> {
  // Not `fetch`, which refuses to send the body that the documentation prints for GET.
  const response = await request(url, init);
  const bytes = Buffer.from(await response.body.arrayBuffer());
  const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  const headers = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  const json = /json/i.test(headers.get('content-type') ?? '') && text !== '';
  return { status: response.statusCode, headers, body: (json ? readJson(text) : { text }) as Body };
}

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** A tenant and a caller who holds all scopes. */
export async function open(options: TenantOptions): Promise<Session> {
  const running = await startTenant(options);
  const [first] = running.organizations;
  if (first === undefined) throw new Error('There is no organization.');
  const api = `${running.identityUrl}/api/ExternalClient`;
  const token: Session['token'] = (scope, credentials = first.administrator) =>
    exchange(running.tokenUrl, {
      method: 'POST',
      headers: formType,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        ...(scope === undefined ? {} : { scope }),
      }).toString(),
    });
  const { body: granted } = await token();
  const usual = { authorization: `Bearer ${granted.access_token}`, 'content-type': 'application/json' };
  const send: Session['send'] = (method, path, body, headers = {}) =>
    exchange(`${api}${path}`, {
      method,
      headers: { ...usual, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const create: Session['create'] = async (member = {}) => {
    const scopes = [{ name: 'OR.Jobs.Read', type: 'user' }];
    const input = { partitionGlobalId: first.partitionId, name: 'New', isConfidential: true, scopes, ...member };
    const { status, body } = await send('POST', '', input);
    expect(status).toBe(201);
    return body;
  };
  return { ...running, api, partition: first.partitionId, token, send, create };
}

/** A test with a tenant of its own, started with `options`. */
export const test = base.extend<{ options: TenantOptions; tenant: Session }>({
  options: [{}, { option: true }],
  tenant: async ({ options }, use) => {
    const session = await open(options);
    await use(session);
    await session.close();
  },
});

import { expect } from '@playwright/test';
import * as oauth from 'oauth4webapi';
import { decodeToken } from '../../fixtures/mock/index.ts';
import { exchange, formType, test } from './mock-session.ts';

test('tokens are taken from a good header only', async ({ tenant }) => {
  const { body } = await tenant.token();
  const good = String(body.access_token);
  const claims = decodeToken(good);
  const unsigned = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const list = (authorization: string, query = '') =>
    tenant.send('GET', `/${tenant.partition}${query}`, undefined, { authorization });
  expect((await list(`bEARER ${good}`)).status).toBe(200);
  for (const token of [`${good.slice(0, -4)}AAAA`, `${unsigned.join('.')}.`, 'x']) {
    const answer = await list(`Bearer ${token}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  }
  for (const answer of [await list(`Basic ${good}`), await list('', `?access_token=${good}`)]) {
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="identity"');
  }
});

test.describe('with a clock that can be moved', () => {
  let ahead = 0;
  test.use({ options: { now: () => new Date(Date.now() + ahead) } });
  test('a token lives for an hour', async ({ tenant }) => {
    ahead = 3_590_000;
    expect((await tenant.send('GET', `/${tenant.partition}`)).status).toBe(200);
    ahead = 3_601_000;
    expect((await tenant.send('GET', `/${tenant.partition}`)).status).toBe(401);
  });
});

test('each operation accepts its documented scopes and no other', async ({ tenant }) => {
  const { partition } = tenant;
  const { id } = await tenant.create();
  const all = [
    'PM.OAuthApp',
    'PM.OAuthApp.Read',
    'PM.OAuthApp.Write',
    'PM.OAuthSecret.Write',
    'PM.OAuthAppSecret.Write',
  ];
  const calls: readonly (readonly [method: string, path: string, allowed: readonly number[]])[] = [
    ['GET', `/${partition}`, [0, 1]],
    ['GET', `/${partition}/${id}`, [0, 1]],
    ['POST', '', [0, 2]],
    ['PUT', `/${partition}/${id}`, [0, 2]],
    ['DELETE', `/${partition}/${crypto.randomUUID()}`, [0, 2]],
    ['POST', '/GenerateSecret', [0, 2, 3, 4]],
    ['DELETE', `/${partition}/secrets/0`, [0, 2, 3, 4]],
  ];
  for (const [index, scope] of all.entries()) {
    const { body } = await tenant.token(scope);
    for (const [method, path, allowed] of calls) {
      const answer = await tenant.send(method, path, method === 'GET' ? undefined : {}, {
        authorization: `Bearer ${body.access_token}`,
      });
      expect(answer.status === 403, `${method} ${path} with ${scope}`).toBe(!allowed.includes(index));
    }
  }
});

test('the token endpoint words its errors as RFC 6749 does', async ({ tenant }) => {
  const { clientId, clientSecret } = tenant.organizations[0]?.administrator ?? { clientId: '', clientSecret: '' };
  const good = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const mobile = tenant.store.organizations[0]?.clients.find((client) => !client.isConfidential);
  const ask = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await exchange(tenant.tokenUrl, { method: 'POST', body, headers: { ...formType, ...headers } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return [answer.status, answer.body.error];
  };
  const form = (members: Record<string, string>) => new URLSearchParams(members).toString();
  expect(await ask(form({ ...good, client_secret: 'x' }))).toEqual([400, 'invalid_client']);
  expect(await ask(form({ ...good, client_id: mobile?.id ?? '' }))).toEqual([400, 'unauthorized_client']);
  expect(await ask(form({ ...good, grant_type: 'password' }))).toEqual([400, 'unsupported_grant_type']);
  expect(await ask(form({ ...good, scope: 'OR.Jobs' }))).toEqual([400, 'invalid_scope']);
  expect(await ask(`${form(good)}&scope=PM.OAuthApp&scope=PM.OAuthApp`)).toEqual([400, 'invalid_request']);
  expect(await ask(JSON.stringify(good), { 'content-type': 'application/json' })).toEqual([400, 'invalid_request']);
  const basic = { authorization: `Basic ${btoa(`${clientId}:x`)}` };
  expect(await ask(form({ grant_type: 'client_credentials' }), basic)).toEqual([401, 'invalid_client']);
});
test('the authorization endpoint redirects to registered URIs only', async ({ tenant }) => {
  const { id } = await tenant.create({ redirectUri: 'https://a.example/cb, https://a.example/other?x=1' });
  const authorize = (redirect: string) => {
    const query = new URLSearchParams({
      client_id: String(id),
      redirect_uri: redirect,
      response_type: 'code',
      state: 's',
    });
    return exchange(`${tenant.identityUrl}/connect/authorize?${query}`, {});
  };
  const known = await authorize('https://a.example/other?x=1');
  expect(known.status).toBe(302);
  expect(known.headers.get('location')).toBe('https://a.example/other?x=1&error=login_required&state=s');
  for (const redirect of ['https://a.example/cb/', 'https://a.example/cb2', 'https://a.example', '']) {
    expect((await authorize(redirect)).status, redirect).toBe(400);
  }
});

test('a kept OAuth library obtains tokens', async ({ tenant }) => {
  const local = { [oauth.allowInsecureRequests]: true } as const;
  const issuer = new URL(tenant.identityUrl);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...local });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const { clientId, clientSecret } = tenant.organizations[0]?.administrator ?? { clientId: '', clientSecret: '' };
  const client: oauth.Client = { client_id: clientId };
  for (const authentication of [oauth.ClientSecretBasic(clientSecret), oauth.ClientSecretPost(clientSecret)]) {
    const scope = new URLSearchParams({ scope: 'PM.OAuthApp.Read' });
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, scope, local);
    const token = await oauth.processClientCredentialsResponse(server, client, response);
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'PM.OAuthApp.Read' });
    const headers = new Headers();
    const url = new URL(`${tenant.api}/${tenant.partition}`);
    const listed = await oauth.protectedResourceRequest(token.access_token, 'GET', url, headers, null, local);
    expect(listed.status).toBe(200);
    const request = new Request(url, { headers: { authorization: `Bearer ${token.access_token}` } });
    await oauth.validateJwtAccessToken(server, request, 'UiPath.Identity', local);
  }
});

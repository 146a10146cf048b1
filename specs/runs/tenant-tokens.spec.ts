import { expect } from '@playwright/test';
import * as oauth from 'oauth4webapi';
import { exchange, formType, test } from './mock-session.ts';

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

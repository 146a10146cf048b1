import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type RunningTenant, startTenant } from '../../fixtures/mock/index.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import { type Answer, type Body, exchange, formType, type Init } from './mock-session.ts';

/** Asks again as long as the weather or a window of consistency is in the way. */
async function insist(url: string, init: Init, expected: number | ((answer: Answer) => boolean)): Promise<Body> {
  const good = (answer: Answer) => (typeof expected === 'number' ? answer.status === expected : expected(answer));
  for (let tries = 0; ; tries += 1) {
    const answer = await exchange(url, init).catch(() => undefined);
    if (answer !== undefined && good(answer)) return answer.body;
    if (tries === 12)
      throw new Error(`${init.method} ${url} answers ${answer?.status} ${JSON.stringify(answer?.body)}`);
    await delay(150);
  }
}

/** What any legal tenant lets a tolerant client do. */
async function walk(tenant: RunningTenant, isByHeader = false): Promise<void> {
  const [organization] = tenant.organizations;
  if (organization === undefined) throw new Error('There is no organization.');
  const { partitionId, administrator } = organization;
  const api = `${tenant.identityUrl}/api/ExternalClient`;
  const credentials = { client_id: administrator.clientId, client_secret: administrator.clientSecret };
  const token = (members: Record<string, string>, expected: Parameters<typeof insist>[2] = 200) => {
    const { client_id: id, client_secret: secret, ...others } = members;
    const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
    const asked = { grant_type: 'client_credentials', ...(isByHeader ? others : members) };
    const body = new URLSearchParams(asked).toString();
    const headers = { ...formType, ...(isByHeader && basic) };
    return insist(tenant.tokenUrl, { method: 'POST', headers, body }, expected);
  };
  const send = async (method: string, path: string, expected: Parameters<typeof insist>[2], body?: Body) => {
    const { access_token: bearer } = await token({ ...credentials, scope: 'PM.OAuthApp' });
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return insist(`${api}${path}`, { method, headers, ...json }, expected);
  };
  const refused = ({ status }: Answer) => status >= 400 && status < 500 && status !== 429;

  const scopes = [{ name: 'OR.Jobs', type: 'application' }];
  const member = { name: `Walk ${Math.random()}`, redirectUri: 'https://a.example/cb', scopes };
  const created = await send('POST', '', 201, { partitionGlobalId: partitionId, isConfidential: true, ...member });
  const id = String(created.id);
  await send('GET', `/${partitionId}`, (answer) => answer.status === 200 && JSON.stringify(answer.body).includes(id));
  const detail = await send('GET', `/${partitionId}/${id}`, 200);
  expect(JSON.stringify(detail)).not.toContain(String(created.secret));
  await send('PUT', `/${partitionId}/${id}`, 200, { ...member, name: `${member.name} again` });
  const expiryTime = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const request = { partitionGlobalId: partitionId, clientId: id, description: 'walk', expiryTime };
  const made = await send('POST', '/GenerateSecret', 200, request);
  const own = { client_id: id, client_secret: String(made.secret), scope: 'OR.Jobs' };
  await token(own);
  await token({ ...own, client_secret: String(created.secret) });
  await send('DELETE', `/${partitionId}/secrets/${made.id}`, 204, {
    partitionGlobalId: partitionId,
    secretId: made.id,
  });
  await token(own, refused);
  await send('DELETE', `/${partitionId}/${id}`, 204, { partitionGlobalId: partitionId, clientId: id });
  await send('GET', `/${partitionId}/${id}`, refused);
  await token({ ...own, client_secret: String(created.secret) }, refused);
}

test('the reference lets a tolerant client through', async () => {
  const tenant = await startTenant();
  await walk(tenant);
  await tenant.close();
});

for (const { id, sentence, variants, options } of Object.values(personas)) {
  test(`${id} lets a tolerant client through`, async () => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    const tenant = await startTenant({ ...options, variants });
    await walk(tenant, id.startsWith('header-'));
    await tenant.close();
  });
}

test('there are enough personas, each with an id of its own', () => {
  const ids = Object.entries(personas).map(([key, { id }]) => [key, id]);
  expect(ids.length).toBeGreaterThanOrEqual(25);
  for (const [key, id] of ids) expect(key).toBe(id);
});

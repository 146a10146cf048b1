import { expect } from '@playwright/test';
import { Refusal, type Variant } from '../../fixtures/mock/index.ts';
import { type Body, exchange, test } from './mock-session.ts';

test('a client lives from create to delete', async ({ tenant }) => {
  const { partition } = tenant;
  const created = await tenant.create({ redirectUri: 'https://a.example/cb,https://b.example/cb' });
  expect(created).toMatchObject({ name: 'New', isConfidential: true, redirectUri: expect.stringContaining(',') });
  expect(created.resources).toMatchObject([{ scopes: [{ name: 'OR.Jobs.Read', type: 'user' }] }]);
  const credentials = { clientId: String(created.id), clientSecret: String(created.secret) };
  expect((await tenant.token('OR.Jobs.Read', credentials)).status).toBe(200);

  const path = `/${partition.toUpperCase()}/${String(created.id).toUpperCase()}`;
  const detail = await tenant.send('GET', path, { partitionGlobalId: partition, clientId: created.id });
  expect(detail.body).toEqual({ ...created, secret: null });

  const change = { name: 'Rénamed 🤖', redirectUri: null, scopes: [{ name: 'OR.Folders', type: 1 }] };
  const updated = await tenant.send('PUT', path, change);
  expect(updated).toMatchObject({
    status: 200,
    body: { name: 'Rénamed 🤖', redirectUri: null, secrets: created.secrets },
  });
  expect((await tenant.send('GET', path)).body).toEqual(updated.body);

  const request = { partitionGlobalId: partition, clientId: created.id, expiryTime: '2099-01-02' };
  const generated = await tenant.send('POST', '/GenerateSecret', request);
  expect(generated).toMatchObject({ status: 200, body: { expiryTime: '2099-01-02T00:00:00.000Z' } });
  expect((await tenant.send('DELETE', `/${partition}/secrets/${generated.body.id}`)).status).toBe(204);
  expect((await tenant.token(undefined, { ...credentials, clientSecret: String(generated.body.secret) })).status).toBe(
    400,
  );
  expect((await tenant.token(undefined, credentials)).status).toBe(200);

  expect((await tenant.send('DELETE', path)).status).toBe(204);
  expect((await tenant.send('GET', path)).status).toBe(404);
  expect((await tenant.token(undefined, credentials)).body).toEqual({ error: 'invalid_client' });
});

test('the plaintext of a secret is nowhere in the store', async ({ tenant }) => {
  const created = await tenant.create();
  expect(created.secret).toEqual(expect.stringMatching(/^[\w-]{43}$/));
  expect(JSON.stringify(tenant.store)).not.toContain(created.secret);
});

const bad: readonly (readonly [what: string, member: Body, field: string])[] = [
  ['a blank name', { name: ' ' }, 'name'],
  ['a NUL in a name', { name: 'a\0b' }, 'name'],
  ['a name of 257 characters', { name: 'x'.repeat(257) }, 'name'],
  ['a string as isConfidential', { isConfidential: 'true' }, 'isConfidential'],
  ['a scope that does not exist', { scopes: [{ name: 'OR.Nothing' }] }, 'scopes'],
  ['a scope type that does not exist', { scopes: [{ name: 'OR.Jobs', type: 'robot' }] }, 'scopes'],
  ['a javascript: URI', { redirectUri: 'https://a.example,javascript:alert(1)' }, 'redirectUri'],
  ['a relative URI', { redirectUri: '/cb' }, 'redirectUri'],
  ['a URI with a fragment', { redirectUri: 'https://a.example/#x' }, 'redirectUri'],
  ['a malformed partition', { partitionGlobalId: '{x}' }, 'partitionGlobalId'],
];
for (const [what, member, field] of bad) {
  test(`${what} is refused without effect`, async ({ tenant }) => {
    const before = JSON.stringify(tenant.store);
    const input = { partitionGlobalId: tenant.partition, name: 'x', isConfidential: true, scopes: [], ...member };
    const answer = await tenant.send('POST', '', input);
    expect(answer).toMatchObject({ status: 400, body: { status: 400, errors: { [field]: [expect.any(String)] } } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.stringify(tenant.store)).toBe(before);
  });
}

test('what is not JSON, not an object or too large is refused', async ({ tenant }) => {
  expect((await tenant.send('POST', '', '{')).status).toBe(400);
  expect((await tenant.send('POST', '', '[]')).status).toBe(400);
  expect((await tenant.send('POST', '')).status).toBe(400);
  expect((await tenant.send('POST', '', `"${'x'.repeat(2 ** 20)}"`)).status).toBe(413);
  expect((await tenant.send('POST', '', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await tenant.send('POST', '', '['.repeat(10_000))).status).toBe(400);
});

test('paths that lead nowhere are refused', async ({ tenant }) => {
  const { partition } = tenant;
  expect((await tenant.send('GET', '/GenerateSecret')).status).toBe(400);
  expect((await tenant.send('GET', `/${partition}/secrets`)).status).toBe(404);
  expect((await tenant.send('DELETE', `/${partition}/secrets/-1`)).status).toBe(400);
  expect((await tenant.send('DELETE', `/${partition}/secrets/999`)).status).toBe(404);
  expect((await tenant.send('GET', `/${partition}/..%2f${partition}`)).status).toBe(404);
  expect((await tenant.send('PATCH', `/${partition}`)).headers.get('allow')).toBe('GET');
  expect((await tenant.send('DELETE', '')).headers.get('allow')).toBe('POST');
  expect((await tenant.send('POST', '/a/b/c/d')).status).toBe(404);
  const elsewhere = await exchange(tenant.api.replace('/acme/', '/nobody/'), {});
  expect(elsewhere.status).toBe(404);
  expect(elsewhere.headers.get('content-type')).toContain('text/html');
});

test.describe('altered from outside', () => {
  test.use({
    options: {
      variants: [
        { points: () => ({ newClientId: () => '00000000-0000-4000-8000-000000000001' }) },
        { around: async (_call, next) => ({ ...(await next()), status: 207 }) },
        { around: (call, next) => (call.method === 'TRACK' ? { status: 418, headers: {}, body: null } : next()) },
      ],
    },
  });
  test('points and arounds take effect in order', async ({ tenant }) => {
    const input = { partitionGlobalId: tenant.partition, name: 'x', scopes: [] };
    const answer = await tenant.send('POST', '', input);
    expect(answer).toMatchObject({ status: 207, body: { id: '00000000-0000-4000-8000-000000000001' } });
    expect(tenant.requests().at(-1)).toMatchObject({ method: 'POST', status: 207, operation: 'create' });
  });
});

const late: Variant = {
  points: (base) => ({
    authorize: async (call, caller) => {
      try {
        await base.authorize(call, caller);
      } catch (refusal) {
        call.notes.set('late', refusal);
      }
    },
  }),
  around: async (call, next) => {
    const reply = await next();
    const refusal = call.notes.get('late');
    return refusal instanceof Refusal ? refusal.reply : reply;
  },
};
test.describe('with a check that comes too late', () => {
  test.use({ options: { variants: [late] } });
  test('a variant can let a refused call have its effect', async ({ tenant }) => {
    const { id } = await tenant.create();
    const { body } = await tenant.token('PM.OAuthApp.Read');
    const path = `/${tenant.partition}/${id}`;
    const answer = await tenant.send('DELETE', path, undefined, { authorization: `Bearer ${body.access_token}` });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect((await tenant.send('GET', path)).status).toBe(404);
  });
});

const minting: Variant = {
  points: (base, { points }) => ({
    showClient: (client, view) => {
      if (view.operation === 'get') void points.mintSecret({ ...view, client, description: null, expiryTime: null });
      return base.showClient(client, view);
    },
    listClients: ({ clients }, { tenant }) => [...clients, ...(tenant.store.organizations[1]?.clients ?? [])],
  }),
};
test.describe('with reads that do too much', () => {
  test.use({ options: { variants: [minting] } });
  test('a variant can reach the points, the store and other organizations', async ({ tenant }) => {
    const { id } = await tenant.create();
    const path = `/${tenant.partition}/${id}`;
    expect((await tenant.send('GET', path)).body.secrets).toHaveLength(2);
    const listed = (await tenant.send('GET', `/${tenant.partition}`)).body as unknown as { name: string }[];
    expect(listed.filter(({ name }) => name === 'Administration')).toHaveLength(2);
  });
});

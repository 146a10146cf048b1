import { expect } from '@playwright/test';
import { exchange, formType } from './mock-session.ts';
import { test } from './support/mock.ts';

type Listed = readonly { resources: readonly { scopes: readonly { type: unknown }[] }[] }[];

test('personas, faults and latency are switched while the mock runs, and off again', async ({ session }) => {
  const { console: send, listClients } = session;
  const types = async (): Promise<unknown[]> =>
    ((await listClients()).body as unknown as Listed).flatMap(({ resources }) =>
      resources.flatMap(({ scopes }) => scopes.map(({ type }) => type)),
    );
  expect(await types()).toContain('application');
  const changes = { personas: ['integer-scope-types'], faults: ['list-answers-201'], latencyMs: 1 };
  expect(await send('PATCH', '/state', changes)).toMatchObject({ status: 200, body: changes });
  expect((await listClients()).status).toBe(201);
  expect(await types()).toContain(1);
  // What a change does not name stays.
  expect((await send('PATCH', '/state', { faults: [] })).body).toMatchObject({ ...changes, faults: [] });
  expect((await listClients()).status).toBe(200);
  expect(await types()).toContain(1);
  await send('PATCH', '/state', { personas: [], latencyMs: 0 });
  expect(await types()).toContain('application');
});

test('several faults and personas are in force at once, and latency holds every answer back', async ({ session }) => {
  const { console: send, listClients } = session;
  await send('PATCH', '/state', { personas: ['extra-fields', 'integer-scope-types'], latencyMs: 60 });
  const start = performance.now();
  const { body } = await listClients();
  // Two answers, that of the token endpoint included; timers may be a little early.
  expect(performance.now() - start).toBeGreaterThan(110);
  expect(JSON.stringify(body)).toContain('"etag"');
  expect(JSON.stringify(body)).toContain('"type":1');
});

test('changes that arrive together build on each other', async ({ session }) => {
  await Promise.all([
    session.console('PATCH', '/state', { personas: ['observed'] }),
    session.console('PATCH', '/state', { faults: ['list-answers-201'] }),
    session.console('PATCH', '/state', { latencyMs: 3 }),
  ]);
  expect(session.mock.switches()).toEqual({ personas: ['observed'], faults: ['list-answers-201'], latencyMs: 3 });
});

const refused: readonly (readonly [what: string, body: unknown, problem: RegExp])[] = [
  [
    'an unknown fault',
    { faults: ['create-grants-mor'] },
    /no fault "create-grants-mor"; did you mean create-grants-more\?/,
  ],
  ['an unknown persona', { personas: ['obseved'] }, /no persona "obseved"; did you mean observed\?/],
  ['a persona that fills the store', { personas: ['large'] }, /start it with --persona large/],
  ['an unknown member', { fault: [] }, /fault is not known/],
  ['names that are none', { faults: [1] }, /faults must be an array of names/],
  ['a negative latency', { latencyMs: -1 }, /latencyMs must be a whole number/],
  ['no JSON', '{', /must be a JSON object/],
];
for (const [what, body, problem] of refused) {
  test(`${what} changes nothing and is answered with a sentence`, async ({ session }) => {
    await session.console('PATCH', '/state', { latencyMs: 2 });
    const answer = await session.console('PATCH', '/state', body);
    expect(answer).toMatchObject({ status: 400, body: { problem: expect.stringMatching(problem) } });
    expect(session.mock.switches()).toEqual({ personas: [], faults: [], latencyMs: 2 });
  });
}

test.describe('started with a fault', () => {
  test.use({ options: { faults: ['list-answers-201'] } });
  test('a reset brings back clients, secrets, credentials and behaviour of the start', async ({ session }) => {
    const { mock, console: send, listClients } = session;
    const before = (await send('GET', '/state')).body;
    const [organization] = mock.tenant.store.organizations;
    const token = await session.token();
    await send('PATCH', '/state', { faults: [], latencyMs: 5 });
    organization?.clients.splice(0, 2);
    expect((await send('POST', '/reset')).body).toEqual(before);
    expect((await send('GET', '/state')).body).toEqual(before);
    expect(mock.tenant.requests()).toEqual([]);
    expect((await listClients()).status).toBe(201);
    const url = `${mock.tenant.identityUrl}/api/ExternalClient/${organization?.partitionId}`;
    expect((await exchange(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(201);
  });
});

test('neither state nor page nor requests hold a secret or a token', async ({ session }) => {
  const { mock, console: send, token, listClients } = session;
  const granted = await token();
  await listClients();
  const secrets = mock.tenant.organizations.flatMap(({ administrator, clients }) =>
    [administrator, ...clients].flatMap(({ clientSecret }) => clientSecret ?? []),
  );
  const { identityUrl, tenant, tokenUrl } = mock.tenant;
  const made = 'v'.repeat(43);
  for (const value of [granted, made, ...secrets]) {
    await exchange(`${identityUrl}/${value}?secret=${value}`, { headers: { authorization: `Bearer ${value}` } });
    await exchange(`${tenant.origin}/x/${value}`, {});
  }
  const form = new URLSearchParams({ client_id: made, client_secret: 'wrong one', grant_type: 'client_credentials' });
  const basic = `Basic ${Buffer.from(`x:${made}`).toString('base64')}`;
  await exchange(tokenUrl, { method: 'POST', headers: { ...formType, authorization: basic }, body: form.toString() });
  const remembered = mock.tenant.requests().map(({ number }) => `/requests/${number}`);
  for (const path of ['/state', '/requests', '/', ...remembered]) {
    const answer = await send('GET', path);
    expect(answer.status, path).toBe(200);
    const text = JSON.stringify(answer.body);
    for (const value of [basic.slice(6), 'wrong one', 'wrong+one']) expect(text).not.toContain(value);
    for (const value of [granted, made, ...secrets]) expect(text).not.toContain(value);
    for (const { clients } of mock.tenant.store.organizations)
      for (const { hash } of clients.flatMap((client) => client.secrets)) expect(text).not.toContain(hash);
  }
  const requests = (await send('GET', '/requests')).body as unknown as { path: string; operation?: string }[];
  expect(requests.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['token', 'list']));
  expect(requests[1]?.path).toMatch(/^\/x\/\[secret-\d+\]$/);
});

test.describe('started with a short secret', () => {
  const administrator = { clientSecret: 'short one' };
  test.use({ options: { organizations: [{ name: 'mine', administrator }] } });
  test('that is redacted in a path, in any encoding', async ({ session: { mock } }) => {
    await exchange(`${mock.identityUrl}/short%20one/x`, {});
    expect(mock.requests()[0]?.path).toMatch(/^\/mine\/identity_\/\[secret-\d+\]\/x$/);
  });
});

test('requests tell why they were refused, the console is not among them, and there are at most a thousand', async ({
  session,
}) => {
  const { mock, console: send } = session;
  await exchange(`${mock.tenant.identityUrl}/api/ExternalClient/x`, {});
  const [latest] = (await send('GET', '/requests')).body as unknown as object[];
  expect(latest).toMatchObject({ method: 'GET', status: 401, operation: 'list', cause: 'no_token' });
  for (let round = 0; round < 12; round += 1)
    await Promise.all(Array.from({ length: 100 }, () => exchange(`${mock.tenant.identityUrl}/nothing`, {})));
  expect((await send('GET', '/requests')).body).toHaveLength(1000);
  expect((await send('DELETE', '/requests')).status).toBe(204);
  expect((await send('GET', '/requests')).body).toEqual([]);
  expect((await send('GET', '/requests/1')).status).toBe(404);
});

test('a body of more than a quarter of a megabyte is refused', async ({ session: { console: send } }) => {
  expect((await send('PATCH', '/state', { personas: ['x'.repeat(256 * 1024)] })).status).toBe(413);
});

const strangers: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ['a page of another site', { origin: 'https://evil.example' }],
  ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a page without origin', { origin: 'null' }],
  ['a browser that says so', { 'sec-fetch-site': 'cross-site' }],
  ['a name that was made to point here', { host: 'evil.example' }],
];
for (const [what, headers] of strangers) {
  test(`${what} switches nothing`, async ({ session: { mock, console: send } }) => {
    const answers = [
      await send('PATCH', '/state', { latencyMs: 9 }, headers),
      await send('POST', '/state', 'latencyMs=9', { ...headers, 'content-type': 'application/x-www-form-urlencoded' }),
      await send('POST', '/reset', undefined, headers),
      await send('DELETE', '/requests', undefined, headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(mock.switches().latencyMs).toBe(0);
  });
}

test('a name that was made to point here reads nothing either, but localhost and addresses do', async ({ session }) => {
  const { port } = new URL(session.consoleUrl);
  expect((await session.console('GET', '/state', undefined, { host: `evil.example:${port}` })).status).toBe(403);
  for (const host of ['localhost', '127.0.0.1', '[::1]', '192.0.2.7'])
    expect((await session.console('GET', '/state', undefined, { host: `${host}:${port}` })).status, host).toBe(200);
});

test('the OpenAPI document names this mock', async ({ session: { mock, console: send } }) => {
  const { identityUrl, tokenUrl } = mock.tenant;
  const { body } = await send('GET', '/openapi.json');
  expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: identityUrl }] });
  expect(JSON.stringify(body)).toContain(tokenUrl);
});

test('lists of personas and faults say what is on', async ({ session: { console: send } }) => {
  await send('PATCH', '/state', { faults: ['create-grants-more'] });
  const faults = (await send('GET', '/faults')).body as unknown as {
    id: string;
    on: boolean;
    requirements: string[];
  }[];
  expect(faults.filter(({ on }) => on)).toMatchObject([
    { id: 'create-grants-more', requirements: expect.arrayContaining(['CREATE-07']) },
  ]);
  expect((await send('GET', '/personas')).body).toContainEqual(expect.objectContaining({ id: 'observed', on: false }));
  expect((await send('GET', '/nothing')).status).toBe(404);
});

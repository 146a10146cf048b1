import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { shellWord } from '../../bin/replay/script.ts';
import { textWith } from '../../bin/replay/values.ts';
import type { TenantOptions } from '../../fixtures/mock/index.ts';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { LiveTenant } from './support/live.ts';
import { type Collection, runCollection } from './support/postman.ts';
import { CLI, ROOT, run } from './support/small-project.ts';

const { options, variants } = faultById('create-grants-more');

const test = base.extend<{ tenantOptions: TenantOptions; tenant: LiveTenant }>({
  tenantOptions: [{ ...options, variants }, { option: true }],
  tenant: async ({ tenantOptions }, use) => {
    const tenant = await LiveTenant.start(tenantOptions);
    await use(tenant);
    await tenant.close();
  },
});

const call = (tenant: LiveTenant, ...args: string[]) => run([...CLI, ...args], { cwd: ROOT, env: tenant.env() });

test('replay tells each exchange, what it shows, and leaves a script that shows the same', async ({ tenant }) => {
  const { code, stdout, stderr } = await call(tenant, 'replay', 'create-07', '--seed', '5');
  expect(code, stderr).toBe(1);
  expect(stdout).toMatch(/^ *\d+ {2}creates a client "ecc-.*" with PM\.OAuthApp\.Read, PM\.OAuthApp\.Write$/m);
  expect(stdout).toMatch(/^FAIL {2}grants exactly the scopes asked for$/m);
  const [, number] = /shown by {2}request (\d+)$/m.exec(stdout) ?? [];
  expect(stdout).toContain('removed   everything that was created');
  expect(tenant.ours()).toEqual([]);

  const path = join(tenant.out, 'replay-CREATE-07.sh');
  expect(statSync(path).mode & 0o111).not.toBe(0);
  const text = readFileSync(path, 'utf8');
  const env = tenant.env();
  for (const secret of [env.TENANT_CLIENT_SECRET, env.TENANT_OTHER_CLIENT_SECRET, env.TENANT_EXPIRED_TOKEN])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/eyJ|\[redacted\]|\[(secret|token)-/);
  const sent = await run(['bash', path], { cwd: ROOT, env });
  expect(sent.code, sent.stderr).toBe(0);
  expect(sent.stdout).toMatch(/^(\d+) of \1 answers have the status that they had before\.$/m);
  expect(sent.stdout).toMatch(new RegExp(`^ *${number} {2}200 .*"PM\\.OAuthApp"`, 'm'));
  expect(sent.stdout).not.toContain(env.TENANT_CLIENT_SECRET);
  expect(tenant.ours()).toEqual([]);
  const refused = await run(['bash', path], { cwd: ROOT });
  expect(refused.stderr).toContain('TENANT_IDENTITY_URL: is not set');
});

test('replay leaves a collection for Postman that shows the same, removes what it makes, and holds no credential', async ({
  tenant,
}) => {
  const { code, stdout } = await call(tenant, 'replay', 'CREATE-07', '--seed', '5');
  expect(code).toBe(1);
  const [, number = 'none'] = /shown by {2}request (\d+)$/m.exec(stdout) ?? [];
  const text = readFileSync(join(tenant.out, 'replay-CREATE-07.postman_collection.json'), 'utf8');
  const env = tenant.env();
  for (const secret of [env.TENANT_CLIENT_SECRET, env.TENANT_OTHER_CLIENT_SECRET, env.TENANT_EXPIRED_TOKEN])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/eyJ/);
  const collection = JSON.parse(text) as Collection;
  expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  expect(collection.info.name).toMatch(/^CREATE-07: /);
  expect(collection.info.description).toMatch(/Set (?:\w+, )*TENANT_CLIENT_SECRET\b/);
  // Nothing but credentials is left for the user to fill in, and every variable is one of the collection or of a script.
  for (const { key, value, type } of collection.variable) {
    expect(type).toBe('string');
    expect(value === '', key).toBe(/SECRET$|TOKEN$/.test(key));
  }
  const set = [...text.matchAll(/pm\.collectionVariables\.set\('(\w+)'/g)].map(([, name]) => name);
  const known = new Set([...collection.variable.map(({ key }) => key), ...set]);
  for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(known).toContain(name);

  const sent = await runCollection(collection, env);
  const titles = sent.flatMap(({ tests }) => tests);
  expect(titles.filter(([, holds]) => !holds)).toEqual([]);
  expect(titles.length).toBeGreaterThan(3);
  expect(sent.find(({ name }) => name.startsWith(`${number}. `))?.body).toContain('"PM.OAuthApp"');
  expect(tenant.ours()).toEqual([]);
  // Its tests can fail: without the secret nothing is as before.
  const without = await runCollection(collection, {});
  expect(without.some(({ tests }) => tests.some(([, holds]) => !holds))).toBe(true);
});

test('replay keeps what it made on request, and sweep removes it', async ({ tenant }) => {
  const { stdout } = await call(tenant, 'replay', 'CREATE-07', '--keep');
  expect(stdout).toContain('kept      what was created');
  expect(tenant.ours().length).toBeGreaterThan(0);
  expect((await call(tenant, 'sweep')).code).toBe(0);
  expect(tenant.ours()).toEqual([]);
});

test('a script alters the tokens that it gets as the suite did', async ({ tenant }) => {
  expect((await call(tenant, 'replay', 'LIST-A3')).code).toBe(0);
  const path = join(tenant.out, 'replay-LIST-A3.sh');
  expect(readFileSync(path, 'utf8')).toMatch(/token -- --forge 'no signature \(alg none\)'/);
  const { stdout, stderr } = await run(['bash', path], { cwd: ROOT, env: tenant.env() });
  expect(stdout, stderr).toMatch(/^(\d+) of \1 answers have the status that they had before\.$/m);
});

test('what cannot be replayed is one sentence', async ({ tenant }) => {
  const unknown = await call(tenant, 'replay', 'CREAT-07');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/^There is no requirement CREAT-07; did you mean CREATE-07\?.*\n$/),
  ]);
  const mock = await run([...CLI, 'replay', 'LIST-A1', '--out', 'reports/out'], { cwd: tenant.folder });
  expect(mock.code, mock.stderr).toBe(0);
  expect(mock.stdout).toContain('No script: the embedded mock tenant ends with this run.');
  expect(existsSync(join(tenant.folder, 'reports/out/replay-LIST-A1.sh'))).toBe(false);
});

test('token prints one where scopes are named, and nowhere else', async ({ tenant }) => {
  const { code, stdout, stderr } = await call(tenant, 'token', '--scope', 'PM.OAuthApp.Read,PM.OAuthApp.Write');
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^A token for PM\.OAuthApp\.Read PM\.OAuthApp\.Write for 3600 seconds\. /),
  ]);
  const { access } = { access: stdout.trim() };
  const list = `${tenant.running.identityUrl}/api/ExternalClient/${tenant.env().TENANT_PARTITION_ID}`;
  expect((await fetch(list, { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
  // Who creates nothing leaves no journal.
  expect(existsSync(tenant.journal)).toBe(false);
  const none = await call(tenant, 'token');
  expect([none.code, none.stdout, none.stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/^Name the scopes of the token with --scope/),
  ]);
  const wrong = await run([...CLI, 'token', '--scope', 'PM.OAuthApp'], {
    cwd: ROOT,
    env: { ...tenant.env(), TENANT_CLIENT_SECRET: 'not-the-secret' },
  });
  expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([2, '', expect.stringContaining('invalid_client')]);
});

test('words of a shell script hold variables where values stood, and nothing is expanded that should not be', async () => {
  const variables = [
    { literal: 'a-long-secret-value', name: 'SECRET' },
    { literal: '17', name: 'ID' },
  ];
  const text = `it's {"secret":"a-long-secret-value","id":17,"n":170} $HOME \`id\` /17 x17`;
  const { stdout } = await run(
    ['bash', '-c', `SECRET='s p'; ID=9; printf %s ${shellWord(textWith(text, variables))}`],
    {
      cwd: ROOT,
    },
  );
  expect(stdout).toBe(`it's {"secret":"s p","id":9,"n":170} $HOME \`id\` /17 x17`.replace('/17 x17', '/17 x17'));
});

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { parse } from 'dotenv';
import * as oauth from 'oauth4webapi';
import type { Announcement } from '../../bin/mock/announce.ts';
import { type MockFlags, mock } from '../../bin/verbs/mock.ts';
import { exchange } from './mock-session.ts';
import { mockCommand as test } from './support/mock-command.ts';

const run = promisify(execFile);

test('it prints settings for the suite and lines for a shell, and all of them work', async ({ start }) => {
  const { stdout } = await start(['--persona', 'observed', '--fault', 'list-answers-201', '--latency', '1']);
  expect(stdout).toContain('persona observed; fault list-answers-201; 1 ms late.');
  const settings = parse(stdout);
  expect(Object.keys(settings)).toEqual([
    'TENANT_IDENTITY_URL',
    'TENANT_PARTITION_ID',
    'TENANT_CLIENT_ID',
    'TENANT_CLIENT_SECRET',
    'TENANT_OTHER_PARTITION_ID',
    'TENANT_OTHER_CLIENT_ID',
    'TENANT_OTHER_CLIENT_SECRET',
    'TENANT_EXPIRED_TOKEN',
    'TENANT_WRITES',
  ]);
  const [token = '', list = ''] = stdout.split('\n').filter((line) => line.startsWith('curl '));
  expect(JSON.parse((await run('sh', ['-c', token])).stdout)).toMatchObject({ token_type: 'Bearer' });
  const listed = JSON.parse((await run('sh', ['-c', `${list} -w '%{stderr}%{http_code}'`])).stdout) as object[];
  expect(listed).toContainEqual(expect.objectContaining({ name: 'Invoice robot', resources: [] }));
});

test('as JSON it names every credential, with which a kept OAuth library obtains tokens by discovery', async ({
  start,
}) => {
  const { stdout } = await start(['--json']);
  const { organizations } = JSON.parse(stdout) as Announcement;
  const local = { [oauth.allowInsecureRequests]: true } as const;
  const tried: string[] = [];
  for (const { identityUrl, administrator, clients } of organizations) {
    const issuer = new URL(identityUrl);
    const found = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...local });
    const server = await oauth.processDiscoveryResponse(issuer, found);
    for (const { clientId, clientSecret } of [administrator, ...clients]) {
      if (clientSecret === undefined) continue;
      const client: oauth.Client = { client_id: clientId };
      const authentication = oauth.ClientSecretBasic(clientSecret);
      const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, local);
      const { access_token } = await oauth.processClientCredentialsResponse(server, client, answer);
      tried.push(access_token);
    }
  }
  expect(tried).toHaveLength(4);
});

test('it starts with what a seed file holds and serves console and document', async ({ start }) => {
  const file = test.info().outputPath('clients.json');
  const administrator = { clientId: '6f1c2f0a-4c0b-4a52-9d60-0d8c5f0a7b11', clientSecret: "it's a secret $HOME" };
  const organizations = [{ name: 'mine', administrator, clients: [{ name: 'One' }] }];
  writeFileSync(file, JSON.stringify({ organizations }));
  const { stdout } = await start(['--seed-file', file]);
  const [, list = ''] = stdout.split('\n').filter((line) => line.startsWith('curl '));
  const listed = JSON.parse((await run('sh', ['-c', list])).stdout) as { name: string }[];
  expect(listed.map(({ name }) => name)).toEqual(['Administration', 'One']);
  for (const [path, type] of [
    ['/_mock/', 'text/html; charset=UTF-8'],
    ['/_mock/openapi.json', 'application/json'],
  ]) {
    const { origin } = new URL(parse(stdout).TENANT_IDENTITY_URL ?? '');
    const { status, headers } = await exchange(`${origin}${path}`, {});
    expect([status, headers.get('content-type')]).toEqual([200, type]);
  }
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends it cleanly, connections that are held open notwithstanding`, async ({ start }) => {
    const { child, ended, stdout } = await start([]);
    const url = parse(stdout).TENANT_IDENTITY_URL ?? '';
    expect((await fetch(`${url}/.well-known/openid-configuration`)).status).toBe(200);
    child.kill(signal);
    expect(await ended).toEqual({ code: 0, signal: null, stderr: '' });
  });
}

const refused: readonly (readonly [what: string, flags: Partial<MockFlags>, ...sentences: RegExp[]])[] = [
  ['an unknown persona', { persona: ['observd'] }, /^There is no persona "observd"; did you mean observed\?/],
  ['an unknown fault', { fault: ['create-grants-mor'] }, /"create-grants-mor"; did you mean create-grants-more\?/],
  ['two unknown names', { fault: ['qqqq', 'rrrr'] }, /^There is no fault "qqqq"; /, /^There is no fault "rrrr"; /],
  ['a missing seed file', { seedFile: 'nowhere.json' }, /^nowhere\.json cannot be read \(ENOENT\); name /],
  ['an origin with a path', { origin: 'http://a/b' }, /^--origin is not an origin; /],
  [
    'a host that is not there',
    { host: '192.0.2.7' },
    /^The mock cannot listen on port 0 of 192\.0\.2\.7: this machine/,
  ],
];
for (const [what, flags, ...sentences] of refused) {
  test(`${what} is refused in a sentence, with 2`, async () => {
    const given = { port: 0, host: '127.0.0.1', persona: [], fault: [], latency: 0, ...flags };
    const problems = sentences.map((sentence) => expect.stringMatching(sentence));
    expect(await mock(given)).toEqual({ code: 2, problems });
  });
}

test('a port that is none is refused in a sentence, with 2', async ({ start }) => {
  const { ended, stdout } = await start(['--port', '70000']);
  const { code, stderr } = await ended;
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/^[^\n]*whole number from 0 to 65535[^\n]*\n$/),
  ]);
});

test('a port that is taken is refused in a sentence, with 2', async ({ start }) => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as { port: number };
  const { ended } = await start(['--port', String(port)]);
  taken.close();
  const { code, stderr } = await ended;
  expect(code).toBe(2);
  expect(stderr).toBe(
    `The mock cannot listen on port ${port} of 127.0.0.1: another program listens there; choose another --port, or 0 for a free one.\n`,
  );
});

test('it lists personas and faults, as JSON too', async ({ start }) => {
  const words = await start(['--list']);
  expect((await words.ended).code).toBe(0);
  expect(words.stdout).toMatch(
    /^Personas \(\d+\)\n[\s\S]* observed +Does what[\s\S]*\nFaults \(\d+\)\n[\s\S]* create-grants-more /,
  );
  const json = await start(['--list', '--json']);
  const { personas, faults } = JSON.parse(json.stdout) as Record<string, { id: string }[]>;
  expect(personas?.map(({ id }) => id)).toContain('observed');
  expect(faults?.map(({ id }) => id)).toContain('create-grants-more');
});

test('an origin of its own stands in everything that it prints and serves', async ({ start }) => {
  const { stdout } = await start(['--json', '--host', 'localhost', '--port', '0', '--origin', 'http://mock:8085/']);
  const { identityUrl, consoleUrl } = JSON.parse(stdout) as Announcement;
  expect([identityUrl, consoleUrl]).toEqual(['http://mock:8085/acme/identity_', 'http://mock:8085/_mock/']);
});

import { test as base, expect } from '@playwright/test';
import type { TenantOptions } from '../../fixtures/mock/index.ts';
import { diagnose, type Finding } from '../../fixtures/preflight/doctor/index.ts';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { answering, front, makeAuthority, proxy } from './support/front.ts';
import { LiveTenant, withReadyToken } from './support/live.ts';

const test = base.extend<{ options: TenantOptions; tenant: LiveTenant }>({
  options: [{}, { option: true }],
  tenant: async ({ options }, use) => {
    const tenant = await LiveTenant.start(options);
    process.env.CONFORMANCE_JOURNAL = tenant.journal;
    await use(tenant);
    delete process.env.CONFORMANCE_JOURNAL;
    await tenant.close();
  },
});

/** What the doctor says of these settings. */
async function look(tenant: LiveTenant, change: Record<string, string> = {}): Promise<readonly Finding[]> {
  const env: Record<string, string> = { ...tenant.env(), CONFORMANCE_TIMEOUT_MS: '5000', ...change };
  const findings = await diagnose(readSettings(env));
  for (const { sentence } of findings) {
    expect(sentence).toMatch(/^[^\n]+\.$/);
    for (const secret of [env.TENANT_CLIENT_SECRET, env.TENANT_ACCESS_TOKEN])
      if (secret) expect(sentence).not.toContain(secret);
  }
  return findings;
}

/** The only problem that the doctor finds. */
async function problem(tenant: LiveTenant, change: Record<string, string> = {}): Promise<string> {
  const problems = (await look(tenant, change)).filter(({ state }) => state === 'problem');
  expect(problems).toHaveLength(1);
  return problems[0]?.sentence ?? '';
}

test('finds nothing wrong with a good set-up, and creates nothing', async ({ tenant }) => {
  const before = JSON.stringify(tenant.running.store);
  const findings = await look(tenant);
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  // Its own journal is not that of another run.
  expect(findings.find(({ check }) => check === 'leftovers')?.sentence).toBe(
    'no journal here tells of anything that earlier runs left behind.',
  );
  expect(findings.at(-1)?.sentence).toMatch(/about \d+ GET, \d+ POST, \d+ PUT, \d+ DELETE will be sent/);
  expect(JSON.stringify(tenant.running.store)).toBe(before);
});

test('says that only reads are judged without permission to write', async ({ tenant }) => {
  const findings = await look(tenant, { TENANT_WRITES: '' });
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
    { check: 'writes', state: 'warning', sentence: expect.stringContaining('TENANT_WRITES') },
  ]);
});

test.describe('names the cause of', () => {
  test('a wrong URL', async ({ tenant }) => {
    const nobody = await answering(200, {}, '');
    await nobody.close();
    expect(await problem(tenant, { TENANT_IDENTITY_URL: `${nobody.origin}/acme/identity_` })).toMatch(
      /^TENANT_IDENTITY_URL: nothing listens there/,
    );
    expect(await problem(tenant, { TENANT_IDENTITY_URL: 'https://tenant.invalid/acme/identity_' })).toMatch(
      /^TENANT_IDENTITY_URL: its host name cannot be resolved/,
    );
  });

  test('an organization that answers with an HTML page', async ({ tenant }) => {
    const page = await answering(200, { 'content-type': 'text/html' }, '<!doctype html><title>Sign in</title>');
    expect(await problem(tenant, { TENANT_IDENTITY_URL: `${page.origin}/acmee/identity_` })).toMatch(
      /^TENANT_IDENTITY_URL: .* answered 200 with an HTML page .* check the organization name/,
    );
    await page.close();
  });

  test('a redirect to a page where people sign in', async ({ tenant }) => {
    const login = await answering(302, { location: 'https://login.example/start?state=abc' }, '');
    const change = { TENANT_IDENTITY_URL: `${login.origin}/acmee/identity_` };
    for (const env of [change, { ...change, ...(await withReadyToken(tenant)) }])
      expect(await problem(tenant, env)).toMatch(
        /^TENANT_IDENTITY_URL: .* answered 302 and leads to https:\/\/login\.example\/start, .* check the organization name/,
      );
    await login.close();
  });

  test('an API that has moved', async ({ tenant }) => {
    const moved = await answering(308, { location: '/acme/identity_/connect/token' }, '');
    expect(await problem(tenant, { TENANT_IDENTITY_URL: `${moved.origin}/identity_` })).toBe(
      `TENANT_IDENTITY_URL: the token endpoint (/identity_/connect/token) answered 308, for it has moved; set TENANT_IDENTITY_URL to ${moved.origin}/acme/identity_.`,
    );
    await moved.close();
  });

  test('a ready token that holds too little, or has ended', async ({ tenant }) => {
    expect(await problem(tenant, await withReadyToken(tenant, 'PM.OAuthApp.Read'))).toMatch(
      /^TENANT_ACCESS_TOKEN: it holds PM\.OAuthApp\.Read alone/,
    );
    const { points } = tenant.running.tenant;
    const ended = { ...points, tokenLifetime: () => -90 };
    Object.assign(points, ended);
    expect(await problem(tenant, await withReadyToken(tenant))).toMatch(
      /^TENANT_ACCESS_TOKEN has ended; get one that lives longer/,
    );
    Object.assign(points, { tokenLifetime: () => 30 });
    expect(await problem(tenant, await withReadyToken(tenant))).toMatch(/^TENANT_ACCESS_TOKEN ends in \d+ seconds/);
  });

  test('an expired certificate, and of an unknown authority', async ({ tenant }) => {
    const { caFile, good, expired } = makeAuthority(tenant.folder);
    const old = await front(tenant.running.identityUrl, expired);
    const private_ = await front(tenant.running.identityUrl, good);
    const [at, path] = [(one: { origin: string }) => one.origin, '/acme/identity_'];
    expect(await problem(tenant, { TENANT_IDENTITY_URL: at(old) + path, TENANT_CA_FILE: caFile })).toMatch(
      /^TENANT_IDENTITY_URL: its TLS certificate has expired/,
    );
    expect(await problem(tenant, { TENANT_IDENTITY_URL: at(private_) + path })).toMatch(/name it with TENANT_CA_FILE/);
    await old.close();
    await private_.close();
  });

  test('a wrong secret', async ({ tenant }) => {
    expect(await problem(tenant, { TENANT_CLIENT_SECRET: 'not-the-secret' })).toMatch(
      /^TENANT_CLIENT_ID, TENANT_CLIENT_SECRET: .* refused the client \(invalid_client\)/,
    );
  });

  test('a missing scope', async ({ tenant }) => {
    const administrator = tenant.running.store.organizations[0]?.clients[0];
    if (administrator === undefined) throw new Error('There is no administrator.');
    administrator.scopes = administrator.scopes.filter(({ name }) => name === 'PM.OAuthApp.Read');
    expect(await problem(tenant)).toBe(
      'TENANT_CLIENT_ID: the application does not hold PM.OAuthApp, PM.OAuthApp.Write, PM.OAuthAppSecret.Write; register them for it, or unset TENANT_WRITES, so that only reads are judged.',
    );
    const reads = await look(tenant, { TENANT_WRITES: '' });
    expect(reads.filter(({ state }) => state === 'problem')).toEqual([]);
  });

  test('a foreign partition', async ({ tenant }) => {
    const foreign = tenant.running.organizations[1]?.partitionId ?? '';
    const change = {
      TENANT_PARTITION_ID: foreign,
      TENANT_OTHER_PARTITION_ID: '',
      TENANT_OTHER_CLIENT_ID: '',
      TENANT_OTHER_CLIENT_SECRET: '',
    };
    expect(await problem(tenant, change)).toMatch(/^TENANT_PARTITION_ID .*belongs to/);
  });

  test('an application of the second organization that is none', async ({ tenant }) => {
    const wrong = { TENANT_OTHER_CLIENT_SECRET: 'no secret of theirs' };
    expect(await problem(tenant, wrong)).toMatch(/^TENANT_OTHER_CLIENT_ID: .*invalid_client/);
    const [own] = tenant.running.organizations;
    const [{ clientId, clientSecret = '' } = { clientId: '' }] = own?.clients ?? [];
    const ours = { TENANT_OTHER_CLIENT_ID: clientId, TENANT_OTHER_CLIENT_SECRET: clientSecret };
    expect(await problem(tenant, ours)).toMatch(/^TENANT_OTHER_CLIENT_ID: /);
  });

  test('a proxy that refuses', async ({ tenant }) => {
    const [forbidding, asking] = [await proxy({ refusal: 403 }), await proxy({ user: 'me:and-my-password' })];
    expect(await problem(tenant, { TENANT_PROXY: forbidding.origin })).toMatch(/^TENANT_PROXY: .*refused.*403/);
    expect(await problem(tenant, { TENANT_PROXY: asking.origin })).toMatch(/^TENANT_PROXY: .*407.*user and password/);
    await forbidding.close();
    expect(await problem(tenant, { TENANT_PROXY: forbidding.origin })).toMatch(/^TENANT_PROXY: nothing listens there/);
    await asking.close();
  });

  test('a proxy that a conventional variable names', async ({ tenant }) => {
    const forbidding = await proxy({ refusal: 403 });
    // Names of this machine are never reached through a proxy.
    const change = { TENANT_IDENTITY_URL: 'http://tenant.invalid/acme/identity_', HTTP_PROXY: forbidding.origin };
    expect(await problem(tenant, change)).toMatch(
      /^HTTP_PROXY: the proxy refused to connect to tenant\.invalid:80 \(403\)/,
    );
    const straight = await look(tenant, { ...change, TENANT_TOKEN_URL: '', no_proxy: '.invalid' });
    expect(straight).toContainEqual(expect.objectContaining({ check: 'name', state: 'problem' }));
    await forbidding.close();
  });

  test('a refusal, in the words of the tenant', async ({ tenant }) => {
    const answers = [
      [
        400,
        {},
        '{"error":"invalid_client","error_description":"The application is disabled."}',
        'It says: The application is disabled.',
      ],
      [403, {}, '{"title":"Licence expired","detail":"Renew it."}', 'It says: Licence expired; Renew it.'],
      [
        401,
        { 'www-authenticate': 'Bearer error="invalid_token"' },
        '',
        'It says: WWW-Authenticate: Bearer error="invalid_token".',
      ],
    ] as const;
    for (const [status, headers, body, words] of answers) {
      const server = await answering(status, { 'content-type': 'application/json', ...headers }, body);
      expect(await problem(tenant, { TENANT_IDENTITY_URL: `${server.origin}/acme/identity_` })).toContain(words);
      await server.close();
    }
  });
});

test.describe('takes without complaint', () => {
  test('a token that names the organization without hyphens', async ({ tenant }) => {
    const { points } = tenant.running.tenant;
    const { issueToken, verifySignature } = points;
    Object.assign(points, {
      issueToken: (claims: { prt_id: string }) =>
        issueToken({ ...claims, prt_id: claims.prt_id.replaceAll('-', '').toUpperCase() } as Parameters<
          typeof issueToken
        >[0]),
      verifySignature: async (token: string) => {
        const claims = await verifySignature(token);
        const bare = (id: string) => id.replaceAll('-', '').toUpperCase();
        const own = tenant.running.organizations.find(({ partitionId }) => bare(partitionId) === claims?.prt_id);
        return claims && { ...claims, prt_id: own?.partitionId };
      },
    });
    expect((await look(tenant)).filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  for (const [minutes, what] of [
    [6, 'the run takes it into account'],
    [10, 'one of the two is wrong'],
  ] as const)
    test.describe(`a clock of tokens, ${minutes} minutes ahead,`, () => {
      test.use({ options: { now: () => new Date(Date.now() + minutes * 60_000) } });
      test('and tells of it', async ({ tenant }) => {
        expect((await look(tenant)).filter(({ state }) => state !== 'ok')).toEqual([
          {
            check: 'clock',
            state: 'warning',
            sentence: `the tenant dates its tokens (iat) ${minutes} minutes ahead of its own Date header; ${what}.`,
          },
        ]);
      });
    });

  test('a private authority, a proxy with a password, a trailing slash, GUIDs in upper case', async ({ tenant }) => {
    const { caFile, good } = makeAuthority(tenant.folder);
    const secured = await front(tenant.running.identityUrl, good);
    const forward = await proxy({ user: 'me:and-my-password' });
    const findings = await look(tenant, {
      TENANT_IDENTITY_URL: `${secured.origin}/acme/identity_/`,
      TENANT_TOKEN_URL: `${tenant.running.identityUrl}/connect/token`,
      TENANT_CA_FILE: caFile,
      TENANT_PROXY: forward.origin.replace('//', '//me:and-my-password@'),
      TENANT_PARTITION_ID: tenant.env().TENANT_PARTITION_ID?.toUpperCase() ?? '',
    });
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(forward.count()).toBeGreaterThan(2);
    await secured.close();
    await forward.close();
  });

  test('an IPv6 address, also through a proxy, and doubled slashes', async ({ tenant }) => {
    const six = await front(tenant.running.identityUrl, undefined, '::1');
    const forward = await proxy();
    const change = { TENANT_IDENTITY_URL: `${six.origin}//acme//identity_//` };
    for (const env of [change, { ...change, TENANT_PROXY: forward.origin }])
      expect((await look(tenant, env)).filter(({ state }) => state === 'problem')).toEqual([]);
    expect(forward.count()).toBeGreaterThan(1);
    await six.close();
    await forward.close();
  });

  test('an application without the second spelling of a scope', async ({ tenant }) => {
    const administrator = tenant.running.store.organizations[0]?.clients[0];
    if (administrator === undefined) throw new Error('There is no administrator.');
    administrator.scopes = administrator.scopes.filter(({ name }) => name !== 'PM.OAuthSecret.Write');
    expect((await look(tenant)).filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  test('an identity base without organization', async ({ tenant }) => {
    const base_ = tenant.running.identityUrl.replace('/acme', '');
    const findings = await look(tenant, { TENANT_IDENTITY_URL: base_ });
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  });
});

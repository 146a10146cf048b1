import { expect, test } from '@playwright/test';
import type { Variant } from '../../fixtures/mock/index.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import { LiveTenant, withReadyToken } from './support/live.ts';

/** Methods of the requests that the API was sent. */
function recording(methods: Set<string>): Variant {
  return {
    around: (call, next) => {
      if (call.path.includes('/api/')) methods.add(call.method);
      return next();
    },
  };
}

test('a ready token that holds too little ends the run before anything is sent', async () => {
  const methods = new Set<string>();
  const tenant = await LiveTenant.start({ variants: [recording(methods)] });
  const env = await withReadyToken(tenant, 'PM.OAuthApp.Read');
  const result = await tenant.judge(env);
  expect(exitCodeOf(result)).toBe(2);
  expect(result.problems).toEqual([
    expect.stringMatching(/^TENANT_ACCESS_TOKEN: it holds PM\.OAuthApp\.Read alone, .* or unset TENANT_WRITES/),
  ]);
  expect([...methods]).toEqual([]);
  // It does where only reads are judged.
  const reads = await tenant.judge({ ...env, CONFORMANCE_ONLY: 'LIST-01,LIST-02', TENANT_WRITES: '' });
  expect(reads.verdict, reads.headline).toBe('partial');
  expect([...methods]).toEqual(['GET']);
  await tenant.close();
});

test('an opaque ready token that may not create is to blame, not the tenant', async () => {
  const tenant = await LiveTenant.start({
    variants: [
      {
        points: ({ issueToken, verifySignature }) => {
          const issued = new Map<string, Parameters<typeof issueToken>[0]>();
          return {
            issueToken: (claims) => {
              const token = crypto.randomUUID();
              issued.set(token, claims);
              return token;
            },
            verifySignature: (token) => issued.get(token) ?? verifySignature(token),
          };
        },
      },
    ],
  });
  const result = await tenant.judge(await withReadyToken(tenant, 'PM.OAuthApp.Read'));
  expect(exitCodeOf(result)).toBe(2);
  expect(result.problems).toEqual([
    expect.stringMatching(/^TENANT_ACCESS_TOKEN: .*read clients but not create one \(403\)/),
  ]);
  await tenant.close();
});

test('a ready token that ends within a run is no violation; what it left is removed later', async () => {
  let requests = 0;
  const tenant = await LiveTenant.start({
    variants: [
      {
        around: (_call, next) => {
          requests += 1;
          return next();
        },
        points: ({ isCurrent }) => ({ isCurrent: (claims) => isCurrent(claims) && (requests < 90 || requests > 5000) }),
      },
    ],
  });
  const { code, result, output } = await tenant.run(['run'], await withReadyToken(tenant));
  expect(code, output).toBe(2);
  expect(result?.requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')).toEqual([]);
  expect(result?.requirements.some(({ verdict }) => verdict === 'pass')).toBe(true);
  expect(result?.leftovers.length).toBeGreaterThan(0);
  requests = 6000;
  expect((await tenant.run(['sweep'])).code).toBe(0);
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

test('a token that ends while a rate limit is waited for is renewed, also one of few scopes', async () => {
  const limited = new Set<string>();
  const tenant = await LiveTenant.start({
    variants: [
      {
        points: () => ({ tokenLifetime: () => 2 }),
        around: async (call, next) => {
          const token = call.headers.authorization ?? '';
          if (call.method !== 'GET' || !/\/api\/.*\/.*\//.test(call.path) || limited.size > 2 || limited.has(token))
            return next();
          limited.add(token);
          return { status: 429, headers: { 'Retry-After': '3' }, body: {} };
        },
      },
    ],
  });
  const { verdict, headline } = await tenant.judge({ CONFORMANCE_ONLY: 'GET-01,GET-S1,GET-S2,GET-S4' });
  expect(verdict, headline).toBe('partial');
  expect(limited.size).toBeGreaterThan(2);
  await tenant.close();
});

test('a tenant that grants of the scopes of a request those that it knows is judged with them', async () => {
  const tenant = await LiveTenant.start({
    variants: [
      {
        points: ({ tokenScopes }) => ({
          tokenScopes: (client, requested) =>
            tokenScopes(
              client,
              requested?.filter((name) => client.scopes.some((scope) => scope.name === name)),
            ),
        }),
      },
    ],
  });
  // An application need not hold the scope that the page names in one heading alone.
  for (const { clients } of tenant.running.store.organizations)
    for (const client of clients) client.scopes = client.scopes.filter(({ name }) => name !== 'PM.OAuthSecret.Write');
  const { problems, summary } = await tenant.judge({ CONFORMANCE_ONLY: 'LIST-01,CREATE-01,TOKEN-14' });
  await tenant.close();
  expect(problems).toEqual([]);
  expect(summary.must.pass).toBe(2);
});

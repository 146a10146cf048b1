import { expect, test } from '@playwright/test';
import type { Variant } from '../../fixtures/mock/index.ts';
import { budgetOf, CLIENTS_AT_ONCE, MEASURED } from '../../fixtures/preflight/budget.ts';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import { DEFAULT_LIMITS } from '../../fixtures/wire/limiter.ts';
import { LiveTenant } from './support/live.ts';

test('settings change the limits, or switch them off', () => {
  const live = {
    TENANT_IDENTITY_URL: 'https://tenant.example/acme/identity_',
    TENANT_PARTITION_ID: crypto.randomUUID(),
    TENANT_CLIENT_ID: 'an-application',
    TENANT_CLIENT_SECRET: 'its-secret',
  };
  expect(readSettings(live).rate).toEqual(DEFAULT_LIMITS);
  expect(readSettings({ ...live, CONFORMANCE_RATE: 'GET:300,PUT:160' }).rate).toEqual({
    GET: 300,
    PUT: 160,
    DELETE: 80,
  });
  expect(readSettings({ ...live, CONFORMANCE_RATE: 'off' }).rate).toBeUndefined();
  expect(() => readSettings({ ...live, CONFORMANCE_RATE: 'lots' })).toThrow(/^CONFORMANCE_RATE holds "lots"/);
});

for (const [what, settings] of [
  ['everything', {}],
  ['one operation', { CONFORMANCE_OPERATION: 'update' }],
] as const) {
  test(`the budget of ${what} is kept and is not far off`, async () => {
    const sent: Record<string, number> = {};
    const counting: Variant = {
      around: (call, next) => {
        sent[call.method] = (sent[call.method] ?? 0) + 1;
        return next();
      },
    };
    const tenant = await LiveTenant.start({ variants: [counting] });
    const budget = budgetOf(readSettings({ ...tenant.env(), ...settings }));
    const { word, headline } = await tenant.judge(settings);
    await tenant.close();
    // Failures cost further requests.
    expect(word, headline).toBe(what === 'everything' ? 'CONFORMANT' : 'PARTIAL');
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
      expect(sent[method], `${method} of ${what}`).toBeLessThanOrEqual(budget[method]);
      if (what === 'everything')
        expect(sent[method], `${method} of ${what}`).toBeGreaterThan(MEASURED.everything[method] * 0.8);
    }
  });
}

test('a tenant with room for as many clients as a run is said to need is verified whole', async () => {
  let isFull = (_body: string): boolean => false;
  let refused = 0;
  const tenant = await LiveTenant.start({
    variants: [
      {
        around: (call, next) => {
          if (call.operation !== 'create' || !isFull(call.body)) return next();
          refused += 1;
          return { status: 409, headers: { 'content-type': 'application/json' }, body: { title: 'Too many clients' } };
        },
      },
    ],
  });
  const [own] = tenant.running.store.organizations;
  const before = own?.clients.length ?? 0;
  // The second organization has a limit of its own.
  isFull = (body) =>
    own !== undefined && body.includes(own.partitionId) && own.clients.length - before >= CLIENTS_AT_ONCE;
  const { word, headline } = await tenant.judge();
  await tenant.close();
  expect(refused).toBeGreaterThan(0);
  expect(word, headline).toBe('CONFORMANT');
});

test('a tenant that refuses names for being taken has no lack of room, whatever is to be warned of', async () => {
  const cached: Variant = {
    around: async (_, next) => {
      const reply = await next();
      return { ...reply, headers: { ...reply.headers, 'Cache-Control': 'max-age=60' } };
    },
  };
  let requests = 0;
  const counting: Variant = {
    around: (call, next) => {
      requests += Number(call.operation !== undefined);
      return next();
    },
  };
  const tenant = await LiveTenant.start({
    variants: [...(personas['unique-names']?.variants ?? []), cached, counting],
  });
  const { word, headline } = await tenant.judge();
  await tenant.close();
  expect(word, headline).toBe('CONFORMANT');
  expect(headline).toContain('warning');
  const { GET, POST, PUT, DELETE } = MEASURED.everything;
  expect(requests).toBeLessThan(1.2 * (GET + POST + PUT + DELETE));
});

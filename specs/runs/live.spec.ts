import { expect, test } from '@playwright/test';
import type { Variant } from '../../fixtures/mock/index.ts';
import { MEASURED } from '../../fixtures/preflight/budget.ts';
import { front, makeAuthority, proxy } from './support/front.ts';
import { LiveTenant } from './support/live.ts';

test('only reads are sent where writes are not allowed, within the budget that is told, and the verdict says so', async () => {
  const methods = new Set<string>();
  const sent: Record<string, number> = {};
  const tenant = await LiveTenant.start({
    organizations: [{ clients: [{ name: 'Payroll', secrets: [{}] }] }, {}],
    variants: [
      {
        around: (call, next) => {
          sent[call.method] = (sent[call.method] ?? 0) + 1;
          if (call.path.includes('/api/')) methods.add(call.method);
          return next();
        },
      },
    ],
  });
  const before = JSON.stringify(tenant.running.store.organizations);
  const { code, result, output } = await tenant.run(['run'], { TENANT_WRITES: '' });
  const { GET, POST } = MEASURED.reads;
  expect(output).toContain(`budget: about ${GET} GET, ${POST} POST, 0 PUT, 0 DELETE`);
  expect(sent.GET).toBeLessThanOrEqual(GET);
  expect(sent.POST).toBeLessThanOrEqual(POST);
  expect([...methods].sort()).toEqual(['GET', 'HEAD']);
  expect(JSON.stringify(tenant.running.store.organizations)).toBe(before);
  expect(code).toBe(0);
  expect(result?.word).toBe('CONFORMANT AS FAR AS VERIFIED');
  expect(result?.headline).toMatch(/^CONFORMANT AS FAR AS VERIFIED, reads only/);
  // Lists, and authentication and scopes of a detail that is there already.
  const passed = result?.requirements.flatMap(({ id, verdict }) => (verdict === 'pass' ? id : []));
  for (const id of ['LIST-01', 'LIST-08', 'LIST-A1', 'LIST-S1', 'GET-01', 'GET-02', 'GET-A1', 'GET-A3', 'GET-S1'])
    expect(passed).toContain(id);
  await tenant.close();
});

test('a run goes through a private authority and a proxy, with a slash too many and GUIDs in upper case', async () => {
  const tenant = await LiveTenant.start();
  const before = JSON.stringify(tenant.running.store.organizations);
  const { caFile, good } = makeAuthority(tenant.folder);
  const secured = await front(tenant.running.identityUrl, good);
  const forward = await proxy({ user: 'me:and-my-password' });
  const upper = (name: string): string => tenant.env()[name]?.toUpperCase() ?? '';
  const { result, output } = await tenant.run(['run', '--operation', 'list,get,delete'], {
    TENANT_IDENTITY_URL: `${secured.origin}/identity_/`,
    TENANT_TOKEN_URL: `${tenant.running.identityUrl}/connect/token`,
    TENANT_CA_FILE: caFile,
    TENANT_PROXY: forward.origin.replace('//', '//me:and-my-password@'),
    TENANT_PARTITION_ID: upper('TENANT_PARTITION_ID'),
    TENANT_CLIENT_ID: upper('TENANT_CLIENT_ID'),
  });
  expect(result?.verdict, output).toBe('partial');
  expect(output).not.toContain('and-my-password');
  expect(forward.count()).toBeGreaterThan(0);
  expect(JSON.stringify(tenant.running.store.organizations)).toBe(before);
  await secured.close();
  await forward.close();
  await tenant.close();
});

test('a list that fails in every organization is the tenant’s fault, not that of the second organization’s settings', async () => {
  const broken: Variant = {
    around: (call, next) =>
      call.operation === 'list'
        ? { status: 404, headers: { 'content-type': 'application/json' }, body: { title: 'Not found' } }
        : next(),
  };
  const tenant = await LiveTenant.start({ variants: [broken] });
  const { problems, requirements } = await tenant.judge({ CONFORMANCE_OPERATION: 'list' });
  await tenant.close();
  expect(problems.join()).not.toContain('TENANT_OTHER');
  expect(requirements.find(({ id }) => id === 'LIST-01')?.verdict).toBe('fail');
});

/** What is told of a tenant whose API leads elsewhere, and its origin. */
async function toldOfMoved(
  elsewhere: (path: string) => string,
): Promise<[problems: readonly string[], origin: string]> {
  const moved: Variant = {
    around: (call, next) =>
      call.path.includes('/api/')
        ? { status: 307, headers: { location: elsewhere(call.path) }, body: undefined }
        : next(),
  };
  const tenant = await LiveTenant.start({ variants: [moved] });
  const { problems } = await tenant.judge();
  await tenant.close();
  return [problems, new URL(tenant.running.identityUrl).origin];
}

test('an API that has moved is told with its new address', async () => {
  const [problems, origin] = await toldOfMoved((path) => path.replace('/acme/', '/moved/'));
  expect(problems).toEqual([
    `TENANT_IDENTITY_URL: it answered 307, for the API has moved; set it to ${origin}/moved/identity_.`,
  ]);
});

test('an API that leads to itself is not told to be where it is', async () => {
  const [[problem]] = await toldOfMoved((path) => `${path}?node=2`);
  expect(problem).toContain('leads to the same path with another query; no redirect is followed');
});

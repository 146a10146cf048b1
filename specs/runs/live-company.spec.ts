import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Points, Refusal, type Variant } from '../../fixtures/mock/index.ts';
import { killAll, LiveTenant } from './support/live.ts';

const ONLY = { CONFORMANCE_ONLY: 'CREATE-12,UPDATE-09,DELETE-05' };

/** Somebody else who creates, renames and removes clients until told to stop. */
function company({ running }: LiveTenant): () => void {
  const [organization] = running.store.organizations;
  const [template] = organization?.clients ?? [];
  if (organization === undefined || template === undefined) throw new Error('There is no client.');
  const client = (name: string) => ({ ...template, id: crypto.randomUUID(), name, secrets: [] });
  const theirs = Array.from({ length: 5 }, (_, index) => client(`Theirs ${index}`));
  organization.clients.push(...theirs);
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    const one = theirs[turn % theirs.length];
    if (one !== undefined) one.name = `Theirs, renamed ${turn}`;
    const next = client(`New ${turn}`);
    theirs.push(next);
    organization.clients.push(next);
    const gone = theirs.shift();
    organization.clients.splice(
      organization.clients.findIndex(({ id }) => id === gone?.id),
      1,
    );
  }, 20);
  return () => clearInterval(timer);
}

test('what other people do to their clients meanwhile is nobody’s violation', async () => {
  const tenant = await LiveTenant.start();
  const leave = company(tenant);
  const { headline } = await tenant.judge(ONLY);
  leave();
  expect(headline).toMatch(/^PARTIAL: .*hold/);
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

test('a client that stands in two lists and no longer in the next one is nobody’s from elsewhere', async () => {
  const brief: string[] = [];
  const between: Variant = {
    around: (call, next) => {
      const clients = call.tenant.store.organizations[0]?.clients ?? [];
      const [template] = clients;
      if (call.operation === 'list' && call.method === 'GET' && template !== undefined) {
        const id = crypto.randomUUID();
        clients.push({ ...template, id, name: 'Of a colleague', secrets: [] });
        brief.push(id);
        const gone = brief.length > 2 ? brief.shift() : undefined;
        const at = clients.findIndex((client) => client.id === gone);
        if (at >= 0) clients.splice(at, 1);
      }
      return next();
    },
  };
  const tenant = await LiveTenant.start({ variants: [between] });
  const { requirements } = await tenant.judge({ CONFORMANCE_DEPTH: 'deep', CONFORMANCE_ONLY: 'LIST-X1,LIST-X2' });
  expect(requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

test('a tenant without room for the run is not accused, and the run says what it needs', async () => {
  const full: Variant = {
    points: (base) => ({
      storeClient: (effect) => {
        if (effect.organization.clients.length < 6) return base.storeClient(effect);
        throw new Refusal(base.problem(403, 'There are six clients already.'));
      },
    }),
  };
  const tenant = await LiveTenant.start({ variants: [full] });
  const { code, result, output } = await tenant.run(['run', '--only', 'CREATE-S1,DELETE-05']);
  expect(code, output).toBe(2);
  expect(result?.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(output).toMatch(/the tenant refuses more than 6 clients \(403\), \d of them of this run; a run needs \d+/);
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

/** Creates on a tenant, each of which renames somebody else's client where the tenant is broken. */
async function creates(isBroken: boolean): Promise<{ readonly count: number; readonly failing: readonly string[] }> {
  let count = 0;
  const points = ({ storeClient }: Points): Partial<Points> => ({
    storeClient: async (effect) => {
      await storeClient(effect);
      count += 1;
      const other = effect.organization.clients.find(({ name }) => !/^(ecc-|administrator)/.test(name));
      if (isBroken && other !== undefined) other.name = `Renamed ${count}`;
    },
  });
  const tenant = await LiveTenant.start({ variants: [{ points }] });
  const { requirements } = await tenant.judge({ CONFORMANCE_ONLY: 'CREATE-12' });
  const failing = requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  await tenant.close();
  return { count, failing };
}

test('what changes other people’s clients is repeated once to be sure, and not more often', async () => {
  const [whole, broken] = [await creates(false), await creates(true)];
  expect(whole.failing).toEqual([]);
  expect(broken.failing).toEqual(['CREATE-12']);
  expect(broken.count).toBe(whole.count + 1);
});

test('what a tenant makes in another organization is removed there', async () => {
  const open: Variant = {
    points: ({ reachOrganization }, { store }) => ({
      reachOrganization: (partitionId, ...rest) =>
        store.organizations.find((one) => one.partitionId === partitionId) ?? reachOrganization(partitionId, ...rest),
    }),
  };
  const tenant = await LiveTenant.start({ variants: [open] });
  const result = await tenant.judge({ CONFORMANCE_ONLY: 'CREATE-X2' });
  expect(result.headline).toMatch(/^PARTIAL: .*1 fails/);
  expect(result.leftovers).toEqual([]);
  expect(tenant.ours()).toEqual([]);
  // The same after it was killed.
  const started = tenant.start(['run', '--only', 'CREATE-X2']);
  const there = () => tenant.running.store.organizations[1]?.clients.some(({ name }) => name.startsWith('ecc-'));
  for (const until = Date.now() + 90_000; there() !== true && Date.now() < until; ) await sleep(2);
  killAll(started);
  await started.ended;
  expect(there()).toBe(true);
  expect((await tenant.run(['sweep'])).output).toContain('0 kept');
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to all processes of a run lets it write its results and remove its clients`, async () => {
    let reached = (): void => {};
    const moment = new Promise<void>((done) => {
      reached = done;
    });
    let requests = 0;
    const tenant = await LiveTenant.start({
      variants: [
        {
          around: (_call, next) => {
            requests += 1;
            if (requests === 120) reached();
            return next();
          },
        },
      ],
    });
    const started = tenant.start(['run']);
    await moment;
    if (started.child.pid !== undefined) process.kill(-started.child.pid, signal);
    const { code, result, output } = await started.ended;
    expect(code, output).toBe(2);
    expect(result?.problems[0], output).toBe('The run was ended before all checks had their turn.');
    expect(result?.requirements.some(({ verdict }) => verdict === 'pass')).toBe(true);
    expect(tenant.ours()).toEqual([]);
    await tenant.close();
  });
}

import { expect, test } from '@playwright/test';
import type { Points } from '../../fixtures/mock/index.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import { LiveTenant } from './support/live.ts';

test.describe.configure({ timeout: 240_000 });

test('deletes of nothing may be answered with 204, whatever names the nothing', async () => {
  const tenant = await LiveTenant.start({ variants: personas['idle-deletes-204']?.variants ?? [] });
  const { requirements } = await tenant.judge({ CONFORMANCE_ONLY: 'DELSECRET-B2,DELSECRET-B3' });
  expect(
    requirements.filter(({ id }) => /^DELSECRET-B[23]$/.test(id)).map(({ id, verdict }) => `${id} ${verdict}`),
  ).toEqual(['DELSECRET-B2 pass', 'DELSECRET-B3 pass']);
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

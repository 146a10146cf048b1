import { expect, test } from '@playwright/test';
import type { Call, Json, Variant } from '../../fixtures/mock/index.ts';
import { LiveTenant } from './support/live.ts';

test.describe.configure({ timeout: 180_000 });

/** Loses the answer to requests that the tenant has carried out, each once. @param which names what is lost; undefined: nothing */
function losing(which: (call: Call) => string | undefined): Variant {
  const lost = new Set<string>();
  return {
    around: async (call, next) => {
      const key = which(call);
      const reply = await next();
      if (key === undefined || lost.has(key)) return reply;
      lost.add(key);
      return { ...reply, destroy: 'within' };
    },
  };
}

test('what a lost GenerateSecret or create may have made is removed, and nothing that was there before', async () => {
  const seen = new Set<string>();
  const again = (call: Call, member: string): string | undefined => {
    const value = (call.json as Json | undefined)?.[member];
    if (typeof value !== 'string') return undefined;
    if (seen.has(value)) return value;
    seen.add(value);
    return undefined;
  };
  const tenant = await LiveTenant.start({
    // Those that have a description, or a name, for the second time.
    variants: [
      losing((call) => {
        if (call.operation === 'generateSecret') return again(call, 'description');
        return call.operation === 'create' ? again(call, 'name') : undefined;
      }),
    ],
  });
  const { verdict, headline } = await tenant.judge({
    CONFORMANCE_ONLY: 'GENSECRET-08,GENSECRET-15,CREATE-12,READING-DUPLICATE-NAME',
  });
  expect(verdict, headline).toBe('partial');
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

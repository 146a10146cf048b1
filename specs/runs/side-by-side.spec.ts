import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { meetAll } from '../prove/meet-all.ts';
import { listFaults, planProof } from '../prove/plan.ts';
import { LiveTenant } from './support/live.ts';

/** How long each answer of the slow tenant takes, in milliseconds. */
const LATE_MS = 40;
/** How many requests the suite has under way at once at most. */
const AT_ONCE = 16;

test('on a tenant that answers late scenarios act side by side, within their limit, and the verdict is the same', async () => {
  let underWay = 0;
  let most = 0;
  let all = 0;
  const tenant = await LiveTenant.start({
    variants: [
      {
        around: async (_call, next) => {
          all += 1;
          underWay += 1;
          most = Math.max(most, underWay);
          await delay(LATE_MS);
          const reply = await next();
          underWay -= 1;
          return reply;
        },
      },
    ],
  });
  const { result, output } = await tenant.run(['run', '--operation', 'get,update,delete'], {});
  expect(result?.verdict, output).toBe('partial');
  expect(result?.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(most).toBeGreaterThan(6);
  expect(most).toBeLessThanOrEqual(AT_ONCE);
  // One after the other they would take longer, whatever the machine.
  expect(result?.durationMs).toBeLessThan(0.7 * all * LATE_MS);
  await tenant.close();
});

/** Legal tenants that mind requests at the same time, or take their time. */
const LEGAL = ['conflict-409', 'one-write-409', 'two-secrets', 'unique-names', 'changes-end-tokens'];
/** Every so many faults one is tried. */
const EVERY = 60;

test('side by side faults are caught, and no legal tenant is accused', async () => {
  test.setTimeout(600_000);
  const faults = listFaults()
    .filter((_, at) => at % EVERY === 0)
    .map(({ id }) => id);
  const selection = { personas: true, faults: true, loosenings: false, sideBySide: true };
  const { guests } = planProof({ ...selection, only: [...LEGAL, ...faults] });
  const met = await meetAll(
    guests.map((guest) => (guest.kind === 'persona' ? { ...guest, checks: 'default' } : guest)),
    () => {},
  );
  for (const { guest, checks, problem } of met) {
    expect(problem, guest.id).toBeUndefined();
    const red = checks.flatMap(({ requirement, verdict }) => (verdict === 'fail' ? [requirement] : []));
    if (guest.kind === 'fault')
      expect(
        red.filter((id) => guest.declares.includes(id)),
        guest.id,
      ).not.toEqual([]);
    else expect(red, guest.id).toEqual([]);
  }
});

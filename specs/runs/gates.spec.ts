import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { requirements } from '../catalogue/index.ts';
import type { Requirement } from '../catalogue/types.ts';
import { LiveTenant } from './support/live.ts';

test.describe.configure({ timeout: 600_000 });

/** Requirements that a run looks at which selects nothing. */
const defaultCount = Object.values(requirements as Readonly<Record<string, Requirement>>).filter(
  ({ depth }) => depth !== 'deep',
).length;

const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

test('exit codes go by --fail-on, --strict, and selections by operation, level, requirement and tag', async () => {
  // Tokens may be cached (a should), and updates answer what the page does not print (a reading).
  const tenant = await LiveTenant.start({ variants: faultById('token-may-be-kept').variants });
  const pair = ['--only', 'LIST-01,TOKEN-07'];
  const codes: Record<string, number | null> = {};
  for (const args of [
    pair,
    [...pair, '--fail-on', 'should'],
    [...pair, '--fail-on', 'should', '--operation', 'list'],
    [...pair, '--fail-on', 'should', '--level', 'must'],
    ['--tag', 'TOKEN-07', '--fail-on', 'should'],
    ['--only', 'READING-K8'],
    ['--only', 'READING-K8', '--strict'],
  ])
    codes[args.join(' ')] = (await tenant.run(['run', ...args])).code;
  await tenant.close();
  expect(codes).toEqual({
    '--only LIST-01,TOKEN-07': 0,
    '--only LIST-01,TOKEN-07 --fail-on should': 1,
    '--only LIST-01,TOKEN-07 --fail-on should --operation list': 0,
    '--only LIST-01,TOKEN-07 --fail-on should --level must': 0,
    '--tag TOKEN-07 --fail-on should': 1,
    '--only READING-K8': 0,
    '--only READING-K8 --strict': 1,
  });
});

test('a waiver and a baseline of one run count in the next, whatever it draws and whoever else is there', async () => {
  const tenant = await LiveTenant.start({ variants: [{ points: () => ({ authorize: () => undefined }) }] });
  const args = ['run', '--only', 'DELSECRET-S2'];
  const first = await tenant.run([...args, '--seed', '1']);
  expect(first.code).toBe(1);
  const signature = first.result?.requirements.find(({ id }) => id === 'DELSECRET-S2')?.signature;
  const [waivers, baseline] = [join(tenant.folder, 'waivers.yml'), join(tenant.folder, 'baseline.json')];
  writeFileSync(
    waivers,
    `waivers:\n  - { requirement: DELSECRET-S2, signature: "${signature}", owner: me, ticket: T-1, reason: known, expires: "${soon}" }\n`,
  );
  writeFileSync(baseline, JSON.stringify(first.result));
  const waived = await tenant.run([...args, '--seed', '2', '--waivers', waivers]);
  expect(waived.output).toContain('WAIVED  DELSECRET-S2');
  expect(waived.code, waived.output).toBe(0);
  expect(waived.output).toContain(
    `PARTIAL: 1 of ${defaultCount} requirements looked at, none holds, 1 fails and is accepted by me until ${soon}.`,
  );
  const known = await tenant.run([...args, '--seed', '3', '--baseline', baseline]);
  expect(known.result, known.output).toMatchObject({
    verdict: 'partial',
    gate: { passes: true },
    baseline: { known: ['DELSECRET-S2'], fresh: [] },
  });
  expect(known.code, known.output).toBe(0);
  await tenant.close();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import { requirements } from '../catalogue/index.ts';
import type { Requirement } from '../catalogue/types.ts';
import { LiveTenant } from './support/live.ts';

/** Requirements that a run looks at which selects nothing. */
const defaultCount = Object.values(requirements as Readonly<Record<string, Requirement>>).filter(
  ({ depth }) => depth !== 'deep',
).length;

const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

test('exit codes go by --fail-on, --strict, and selections by operation, level, requirement and tag', async () => {
  // Tokens may be cached (a should), and updates answer what the page does not print (a reading).
  const tenant = await LiveTenant.start({ variants: faultById('token-may-be-kept').variants });
  const pair = { CONFORMANCE_ONLY: 'LIST-01,TOKEN-07' };
  const strictly = { ...pair, CONFORMANCE_FAIL_ON: 'should' };
  const reading = { CONFORMANCE_ONLY: 'READING-K8' };
  for (const [settings, code] of [
    [pair, 0],
    [strictly, 1],
    [{ ...strictly, CONFORMANCE_OPERATION: 'list' }, 0],
    [{ ...strictly, CONFORMANCE_LEVEL: 'must' }, 0],
    [reading, 0],
    [{ ...reading, CONFORMANCE_STRICT: 'true' }, 1],
  ] as const)
    expect(exitCodeOf(await tenant.judge(settings)), JSON.stringify(settings)).toBe(code);
  // The same by flags, in this process and where Playwright runs the checks.
  for (const [args, code] of [
    [['--only', 'LIST-01,TOKEN-07', '--fail-on', 'should', '--level', 'must'], 0],
    [['--only', 'READING-K8', '--strict'], 1],
    [['--tag', 'TOKEN-07', '--fail-on', 'should', '--reporter', 'null'], 1],
  ] as const) {
    const done = await tenant.run(['run', ...args]);
    expect(done.code, `${args.join(' ')}: ${done.output}`).toBe(code);
  }
  await tenant.close();
});

test('a waiver and a baseline of one run count in the next, whatever it draws and whoever else is there', async () => {
  const tenant = await LiveTenant.start({ variants: [{ points: () => ({ authorize: () => undefined }) }] });
  const judged = (...args: string[]) =>
    tenant.run(['run', '--only', 'DELSECRET-S2', ...args], { CONFORMANCE_CONSISTENCY_MS: '300' });
  const first = await judged('--seed', '1');
  expect(first.code).toBe(1);
  const signature = first.result?.requirements.find(({ id }) => id === 'DELSECRET-S2')?.signature;
  const [waivers, baseline] = [join(tenant.folder, 'waivers.yml'), join(tenant.folder, 'baseline.json')];
  writeFileSync(
    waivers,
    `waivers:\n  - { requirement: DELSECRET-S2, signature: "${signature}", owner: me, ticket: T-1, reason: known, expires: "${soon}" }\n`,
  );
  writeFileSync(baseline, JSON.stringify(first.result));
  const waived = await judged('--seed', '2', '--waivers', waivers);
  expect(waived.output).toContain('WAIVED  DELSECRET-S2');
  expect(waived.code, waived.output).toBe(0);
  expect(waived.output).toContain(
    `PARTIAL: 1 of ${defaultCount} requirements looked at, none holds, 1 fails and is accepted by me until ${soon}.`,
  );
  const known = await judged('--seed', '3', '--baseline', baseline);
  expect(known.result, known.output).toMatchObject({
    verdict: 'partial',
    gate: { passes: true },
    baseline: { known: ['DELSECRET-S2'], fresh: [] },
  });
  expect(known.code, known.output).toBe(0);
  await tenant.close();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { difference, formatDifference } from '../../reports/publish/diff.ts';
import { digestOf } from '../../reports/publish/files.ts';
import { readStoredResult } from '../../reports/publish/stored.ts';
import { concluded, exitCodeOf, type Unconcluded } from '../../reports/verdict/gate.ts';
import type { ConformanceResult, FailOn, RequirementVerdict } from '../../reports/verdict/result.ts';
import { sampleResult } from './samples/results.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

/** A result in which some requirements have other verdicts. */
function having(
  verdicts: Readonly<Record<string, RequirementVerdict>>,
  change: Partial<Unconcluded> = {},
): ConformanceResult {
  return sampleResult(verdicts, change);
}

test('a baseline excuses what failed before, and nothing else', () => {
  const gated = (earlier: ConformanceResult, later: ConformanceResult, failOn: FailOn = 'must') =>
    concluded(later, { waivers: [], baseline: earlier, failOn });
  const old = having({ 'CREATE-01': 'fail' });
  const same = gated(old, having({ 'CREATE-01': 'fail' }));
  expect(same.baseline).toMatchObject({ fresh: [], known: ['CREATE-01'], fixed: [] });
  expect(exitCodeOf(same)).toBe(0);
  const more = gated(old, having({ 'CREATE-01': 'fail', 'GET-01': 'fail' }));
  expect(more.gate).toMatchObject({ outcome: 'failed', why: [expect.stringContaining('GET-01')] });
  expect(exitCodeOf(more)).toBe(1);
  const fixed = gated(old, having({}));
  expect(fixed.baseline).toMatchObject({ fixed: ['CREATE-01'] });
  expect(exitCodeOf(fixed)).toBe(0);
  const lost = gated(old, having({ 'CREATE-01': 'skip' }, { problems: ['1 of 5 could not be verified.'] }));
  expect(lost.baseline).toMatchObject({ unverified: ['CREATE-01'] });
  expect(exitCodeOf(lost)).toBe(2);
  const warned = gated(old, having({ 'CREATE-01': 'fail', 'LIST-A5': 'warn' }), 'should');
  expect(warned.baseline).toMatchObject({ fresh: ['LIST-A5'], known: ['CREATE-01'] });
  expect(exitCodeOf(warned)).toBe(1);
});

test('a failure that changes is new', () => {
  const later = having({ 'CREATE-01': 'fail' });
  const changed = {
    ...later,
    requirements: later.requirements.map((one) =>
      one.id === 'CREATE-01' ? { ...one, signature: 'ffffffffffff' } : one,
    ),
  };
  expect(concluded(changed, { waivers: [], baseline: later, failOn: 'must' }).gate?.outcome).toBe('failed');
});

test('a difference tells everything apart', () => {
  const earlier = having({ 'CREATE-01': 'fail', 'GET-01': 'fail', 'LIST-01': 'skip' });
  const later = having(
    { 'CREATE-01': 'pass', 'UPDATE-01': 'fail', 'GET-01': 'skip' },
    {
      tenant: { tenant: 'https://other.example/identity_' },
      suite: { name: 'external-client-conformance', version: '9.9.9' },
    },
  );
  const found = difference(earlier, later);
  expect(found).toMatchObject({
    fresh: ['UPDATE-01'],
    fixed: ['CREATE-01'],
    noLongerVerified: ['GET-01'],
    lost: [{ id: 'GET-01', cause: 'environment' }],
    gained: ['LIST-01'],
  });
  const text = formatDifference(found, later).join('\n');
  for (const part of [
    'tenant (tenant) changed',
    'suite changed: 0.1.0 -> 9.9.9',
    'new failures (1)',
    'no longer verified (1)',
  ])
    expect(text).toContain(part);
  expect(formatDifference(difference(later, later), later)[0]).toMatch(/failing as before/);
});

const GOOD = `${JSON.stringify({ ...having({ 'CREATE-01': 'fail' }), digest: digestOf(having({ 'CREATE-01': 'fail' })) }, null, 2)}\n`;
const edited = (change: (value: Record<string, unknown>) => void): string => {
  const value = JSON.parse(GOOD) as Record<string, unknown>;
  change(value);
  return JSON.stringify(value);
};
const CORRUPTED: readonly string[] = [
  '',
  '{}',
  '[]',
  'null',
  '"conformant"',
  '\u0000',
  `${GOOD}${GOOD}`,
  ...[1, 10, 100, 1000, GOOD.length - 4].map((length) => GOOD.slice(0, length)),
  GOOD.replace('"verdict": "non-conformant"', '"verdict": "conformant"'),
  GOOD.replace('"verdict": "fail"', '"verdict": "pass"'),
  GOOD.replace('"seed": 4711', '"seed": 4712'),
  GOOD.replace('"must"', '"may"'),
  edited((value) => Object.assign(value, { requirements: [] })),
  edited((value) => Object.assign(value, { digest: undefined })),
  edited((value) => Object.assign(value, { digest: '0'.repeat(64) })),
  edited((value) => Object.assign(value, { extra: true })),
  ...Object.keys(JSON.parse(GOOD) as object)
    .filter((name) => name !== 'digest')
    .map((name) => edited((value) => delete value[name])),
];

test(`a clear sentence for each of ${CORRUPTED.length} corrupted results`, ({ folder }) => {
  const path = join(folder, 'conformance.json');
  writeFileSync(path, GOOD);
  expect(readStoredResult(path).verdict).toBe('non-conformant');
  for (const content of CORRUPTED) {
    writeFileSync(path, content);
    let message = '';
    try {
      readStoredResult(path);
    } catch (error) {
      message = `${(error as Error).name}: ${(error as Error).message}`;
    }
    expect(message, content.slice(0, 80)).toMatch(/^UnusableFile: \S*conformance\.json [^\n]+\.$/);
  }
});

test('the verb diff ends with 0, 1 or 2', async ({ folder }) => {
  const file = (name: string, result: ConformanceResult) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...result, digest: digestOf(result) }));
    return path;
  };
  const green = file('a.json', having({}));
  const red = file('b.json', having({ 'CREATE-01': 'fail' }));
  const diff = (...args: readonly string[]) => run([...CLI, 'diff', ...args], { cwd: folder });
  const [worse, better, missing] = await Promise.all([
    diff(green, red),
    diff(red, green, '--json'),
    diff(green, 'no.json'),
  ]);
  expect(worse.code).toBe(1);
  expect(worse.stdout).toContain('new failures (1)');
  expect(better.code).toBe(0);
  expect(JSON.parse(better.stdout)).toMatchObject({ fixed: ['CREATE-01'] });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toBe('no.json cannot be read (ENOENT); name a conformance.json.\n');
});

test('a waiver or baseline that cannot be used ends the run before it begins', async ({ folder }) => {
  writeFileSync(join(folder, 'waivers.yml'), 'waivers: 7');
  writeFileSync(join(folder, 'baseline.json'), '{}');
  const args = ['--waivers', join(folder, 'waivers.yml'), '--baseline', join(folder, 'baseline.json')];
  const done = await run([...CLI, ...args], { cwd: ROOT, env: { CONFORMANCE_OUT: join(folder, 'out') } });
  expect(done.code).toBe(2);
  expect(done.stderr.trim().split('\n')).toHaveLength(2);
});

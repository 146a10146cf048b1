import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { difference, formatDifference } from '../../reports/publish/diff.ts';
import { digestOf } from '../../reports/publish/files.ts';
import { concluded, exitCodeOf } from '../../reports/verdict/gate.ts';
import type { ConformanceResult, FailOn } from '../../reports/verdict/result.ts';
import { sampleResult } from './samples/results.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

test('a baseline excuses what failed before, and nothing else', () => {
  const gated = (earlier: ConformanceResult, later: ConformanceResult, failOn: FailOn = 'must') =>
    concluded(later, { waivers: [], baseline: earlier, failOn });
  const old = sampleResult({ 'CREATE-01': 'fail' });
  const same = gated(old, sampleResult({ 'CREATE-01': 'fail' }));
  expect(same.baseline).toMatchObject({ fresh: [], known: ['CREATE-01'], fixed: [] });
  expect(exitCodeOf(same)).toBe(0);
  const more = gated(old, sampleResult({ 'CREATE-01': 'fail', 'GET-01': 'fail' }));
  expect(more.gate).toMatchObject({ outcome: 'failed', why: [expect.stringContaining('GET-01')] });
  expect(exitCodeOf(more)).toBe(1);
  const fixed = gated(old, sampleResult());
  expect(fixed.baseline).toMatchObject({ fixed: ['CREATE-01'] });
  expect(exitCodeOf(fixed)).toBe(0);
  const lost = gated(old, sampleResult({ 'CREATE-01': 'skip' }, { problems: ['1 of 5 could not be verified.'] }));
  expect(lost.baseline).toMatchObject({ unverified: ['CREATE-01'] });
  expect(exitCodeOf(lost)).toBe(2);
  const warned = gated(old, sampleResult({ 'CREATE-01': 'fail', 'LIST-A5': 'warn' }), 'should');
  expect(warned.baseline).toMatchObject({ fresh: ['LIST-A5'], known: ['CREATE-01'] });
  expect(exitCodeOf(warned)).toBe(1);
});

test('a failure that changes is new', () => {
  const later = sampleResult({ 'CREATE-01': 'fail' });
  const changed = {
    ...later,
    requirements: later.requirements.map((one) =>
      one.id === 'CREATE-01' ? { ...one, signature: 'ffffffffffff' } : one,
    ),
  };
  expect(concluded(changed, { waivers: [], baseline: later, failOn: 'must' }).gate?.outcome).toBe('failed');
});

test('a difference tells everything apart', () => {
  const earlier = sampleResult({ 'CREATE-01': 'fail', 'GET-01': 'fail', 'LIST-01': 'skip' });
  const later = sampleResult(
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

test('the verb diff ends with 0, 1 or 2', async ({ folder }) => {
  const file = (name: string, result: ConformanceResult) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...result, digest: digestOf(result) }));
    return path;
  };
  const green = file('a.json', sampleResult());
  const red = file('b.json', sampleResult({ 'CREATE-01': 'fail' }));
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

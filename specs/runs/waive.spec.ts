import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { waive } from '../../bin/verbs/waive.ts';
import { writeResult } from '../../reports/publish/files.ts';
import { applyWaivers, readWaivers } from '../../reports/verdict/waivers.ts';
import { requirements } from '../catalogue/index.ts';
import { sampleResult } from './samples/results.ts';
import { test } from './support/small-project.ts';

const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
const facts = { owner: 'identity team', ticket: 'ID-7', reason: 'a "fix" is: on its way', expires: soon };

test('a waiver that was written accepts the failure that was seen, beside those that were there', async ({
  folder,
}) => {
  const seen = sampleResult({ 'CREATE-01': 'fail' });
  const result = writeResult(folder, seen);
  const file = join(folder, 'waivers.yml');
  writeFileSync(
    file,
    '# ours\nwaivers:\n  # kept\n  - { requirement: GET-01, signature: "0123456789ab", owner: a, ticket: b, reason: c, expires: "2026-12-31" }\n',
  );
  const { code } = await waive('create-01', { ...facts, file, result });
  expect(code).toBe(0);
  expect(await waive('CREATE-01', { ...facts, owner: 'another team', file, result })).toEqual({ code: 0 });
  expect(readFileSync(file, 'utf8')).toMatch(/^# ours\n[^]*# kept/);
  const { waivers, problems } = readWaivers(file, Object.keys(requirements), new Date('2026-11-30T00:00:00Z'));
  expect(problems).toEqual([]);
  expect(waivers.map(({ requirement, owner }) => [requirement, owner])).toEqual([
    ['GET-01', 'a'],
    ['CREATE-01', 'another team'],
  ]);
  const states = applyWaivers(waivers, seen.requirements).map(({ state }) => state);
  expect(states[1]).toBe('applied');
});

for (const [what, id, change, sentence] of [
  ['a requirement that holds', 'GET-01', {}, /^GET-01 does not fail in /],
  ['an id that there is not', 'CREAT-01', {}, /^There is no requirement CREAT-01; did you mean CREATE-01\?/],
  ['a day too far ahead', 'CREATE-01', { expires: '2099-01-01' }, /expires on 2099-01-01, more than 180 days ahead/],
  ['missing facts without a terminal', 'CREATE-01', { owner: '' }, /^A waiver needs --owner; without a terminal/],
  ['a result that there is not', 'CREATE-01', { result: '/nowhere/conformance.json' }, /cannot be read \(ENOENT\)/],
] as const) {
  test(`one sentence, and nothing written, for ${what}`, async ({ folder }) => {
    const result = writeResult(folder, sampleResult({ 'CREATE-01': 'fail' }));
    const file = join(folder, 'waivers.yml');
    const { code, problems } = await waive(id, { ...facts, file, result, ...change });
    expect([code, problems]).toEqual([2, [expect.stringMatching(sentence)]]);
    expect(existsSync(file)).toBe(false);
  });
}

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { merge } from '../../bin/verbs/merge.ts';
import { digestOf } from '../../reports/publish/files.ts';
import { readStoredResult } from '../../reports/publish/stored.ts';
import type { ConformanceResult } from '../../reports/verdict/result.ts';
import { lasting } from './support/lasting.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

// Spread over many files, and few enough to be repeated often.
const SELECTION = ['--level', 'should', '--seed', '4711'];

const inFolder = (folder: string, args: readonly string[]) =>
  run([...CLI, ...args], { cwd: ROOT, env: { CONFORMANCE_OUT: folder } });

test('shards tell together what one run tells, and those that do not make a whole are refused', async ({ folder }) => {
  const whole = await inFolder(join(folder, 'whole'), SELECTION);
  expect(whole.code, whole.stdout + whole.stderr).toBe(0);
  const out = join(folder, 'shards');
  for (const number of [1, 2, 3])
    await inFolder(out, [...SELECTION, '--shard', `${number}/3`, '--workers', '1', '--reporter', 'null']);
  const merged = await inFolder(out, ['merge', out]);
  expect(merged.code, merged.stdout + merged.stderr).toBe(0);
  expect(lasting(readStoredResult(join(out, 'conformance.json')))).toEqual(
    lasting(readStoredResult(join(folder, 'whole/conformance.json'))),
  );
  for (const name of ['report.html', 'junit.xml', 'exchanges.har'])
    expect(existsSync(join(out, name)), name).toBe(true);

  const [first, second, third] = [1, 2, 3].map((number) => join(out, `shard-${number}-of-3`)) as [
    string,
    string,
    string,
  ];
  const refused = async (folders: readonly string[], sentence: RegExp) => {
    const { code, problems } = await merge(folders, { out: join(folder, 'all') });
    expect([code, problems]).toEqual([2, [expect.stringMatching(sentence)]]);
  };
  await refused([first, third], /^Shard 2\/3 is missing/);
  await refused([first, second, third, first], /^Shard 1\/3 is given twice/);
  await refused([join(folder, 'nowhere')], /cannot be read \(ENOENT\)/);

  const file = join(second, 'conformance.json');
  copyFileSync(file, `${file}.kept`);
  const other = { ...(JSON.parse(readFileSync(file, 'utf8')) as ConformanceResult), seed: 2 };
  writeFileSync(file, JSON.stringify({ ...other, digest: digestOf(other) }));
  await refused([first, second, third], /the seed \(give all shards the same --seed\) differs/);
  writeFileSync(file, JSON.stringify(other));
  await refused([first, second, third], /does not match its own digest/);
  copyFileSync(`${file}.kept`, file);
  rmSync(join(second, 'blob'), { recursive: true });
  await refused([out], /blob holds 0 blob reports instead of one; repeat that shard/);
});

for (const [what, args, sentence] of [
  ['no seed', ['--shard', '1/2'], /^--shard needs --seed/],
  ['a part beyond the whole', ['--shard', '3/2', '--seed', '1'], /^--shard is "3\/2"; set it to a part of a whole/],
  ['words', ['--shard', 'half', '--seed', '1'], /^--shard is "half"/],
] as const) {
  test(`a shard with ${what} is refused`, async ({ folder }) => {
    const done = await inFolder(folder, args);
    expect(done.stderr).toMatch(sentence);
    expect(done.code).toBe(2);
  });
}

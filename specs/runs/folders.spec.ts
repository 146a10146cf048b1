import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { unwritableFolders } from '../../fixtures/preflight/folders.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

const PLAYWRIGHT = [process.execPath, join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test'];

for (const [what, args] of [
  ['the run', [...CLI, 'run']],
  ['the doctor', [...CLI, 'doctor']],
  ['plain Playwright', PLAYWRIGHT],
] as const) {
  test(`${what} says which folder cannot be written`, async ({ folder }) => {
    const file = join(folder, 'a-file');
    writeFileSync(file, 'precious');
    const { code, stdout, stderr } = await run(args, { cwd: ROOT, env: { CONFORMANCE_OUT: join(file, 'below') } });
    const said = stdout + stderr;
    expect(said).toContain(`CONFORMANCE_OUT names "${join(file, 'below')}"`);
    expect(said.match(/ names "/g)).toHaveLength(1);
    expect(said).not.toMatch(/\bat .*:\d+:\d+/);
    expect(code).toBe(2);
  });
}

test('a file in the place of a folder is found, whatever the folder is for', ({ folder }) => {
  const file = join(folder, 'a-file');
  writeFileSync(file, 'precious');
  for (const [variable, place] of [
    ['CONFORMANCE_OUT', file],
    ['CONFORMANCE_OUT', join(file, 'below')],
    ['CONFORMANCE_JOURNAL', file],
  ] as const)
    expect(unwritableFolders({ CONFORMANCE_OUT: join(folder, 'out'), [variable]: place })).toEqual([
      expect.stringContaining(`${variable} names "${place}"`),
    ]);
});

test('looking leaves no trace, and folders that do not exist yet are fine', ({ folder }) => {
  expect(unwritableFolders({ CONFORMANCE_OUT: join(folder, 'deep/er') })).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  // No place for folders, whoever asks.
  expect(unwritableFolders({ CONFORMANCE_OUT: '/proc/results' })).toEqual([
    expect.stringMatching(
      /^CONFORMANCE_OUT names "\/proc\/results", where \/proc cannot be written \(\w+\); set it to/,
    ),
  ]);
});

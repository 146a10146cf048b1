import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { validate } from 'dockerfile-utils';
import { ROOT } from './support/small-project.ts';

const text = readFileSync(join(ROOT, 'Containerfile'), 'utf8');
const lines = text.split('\n').filter((line) => /^[A-Z]+ /.test(line));
const instructions = lines.map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

test('the container file passes a linter of such files', () => {
  expect(validate(text).map(({ code, range }) => ({ line: range.start.line + 1, code }))).toEqual([]);
  expect(validate('FROM node:22-slim\nCOPPY . .\n')).not.toEqual([]);
});

test('what it copies is there, and is named piece by piece', () => {
  const copied = instructions.flatMap(({ name, rest }) =>
    name === 'COPY' && !rest.startsWith('--from') ? rest.split(' ').slice(0, -1) : [],
  );
  expect(copied).toContain('package.json');
  for (const path of copied) expect(existsSync(join(ROOT, path)), path).toBe(true);
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
  // Else the package in the image would be another one. The first two are built, or lie in a folder that is copied.
  for (const path of files.filter((one) => !/^(dist|bin|!)/.test(one))) expect(copied).toContain(path);
});

test('it runs without root, from images with a tag, and holds no setting of a tenant', () => {
  expect(instructions.filter(({ name }) => name === 'USER').map(({ rest }) => rest)).toEqual(['node']);
  const after = instructions.slice(instructions.findIndex(({ name }) => name === 'USER') + 1);
  expect(after.map(({ name }) => name)).toEqual(['ENV', 'ENTRYPOINT']);
  for (const { rest } of instructions.filter(({ name }) => name === 'FROM')) expect(rest).toMatch(/^node:\d+-slim\b/);
  expect(lines.join('\n')).not.toMatch(/TENANT_/);
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.env', 'reports/out', 'reports/journal', 'node_modules']));
});

test('it judges for a user id that has neither an entry nor a home', () => {
  test.skip(process.getuid?.() !== 0, 'only root can take another user id');
  const out = join(tmpdir(), `conformance-nobody-${process.pid}`);
  const args = [join(ROOT, 'bin/external-client-conformance.js'), '--only', 'LIST-01', '--out', out];
  const done = spawnSync(process.execPath, args, {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH ?? '', CONFORMANCE_JOURNAL: join(out, 'journal') },
    uid: 54_321,
    gid: 54_321,
    encoding: 'utf8',
  });
  rmSync(out, { recursive: true, force: true });
  expect(done.stdout, done.stderr).toContain('PARTIAL: 1 of');
  expect(done.status, done.stderr).toBe(0);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { expect, test } from '@playwright/test';
import { parseDocument } from 'yaml';
import { ROOT } from './support/small-project.ts';

const SINGLE = ['github-actions.yml', 'gitlab-ci.yml', 'azure-pipelines.yml', 'Jenkinsfile'] as const;
const SHARDS = ['shards/github-actions.yml', 'shards/gitlab-ci.yml'] as const;
const read = (name: string) => readFileSync(join(ROOT, 'docs/pipelines', name), 'utf8');
const parsed = (name: string): unknown => {
  const document = parseDocument(read(name), { strict: true });
  expect(document.errors.map(({ message }) => message)).toEqual([]);
  expect(document.warnings).toEqual([]);
  return document.toJS() as unknown;
};

test('workflows and the action for GitHub pass their linter', () => {
  for (const name of ['github-actions.yml', 'shards/github-actions.yml'])
    expect(validateWorkflow(read(name)).errors).toEqual([]);
  expect(validateWorkflow('on: push\njobs: { a: { steps: 7 } }').errors).not.toEqual([]);
  expect(validateAction(readFileSync(join(ROOT, 'action.yml'), 'utf8')).errors).toEqual([]);
  expect(validateAction('runs: { using: composite }').errors).not.toEqual([]);
});

test('the pipelines for GitLab are made of its keywords', () => {
  const known = 'image stage needs resource_group parallel timeout cache script artifacts rules'.split(' ');
  const jobs = (name: string) =>
    Object.entries(parsed(name) as Record<string, Record<string, unknown>>).filter(
      ([key]) => !['stages', 'default', 'workflow'].includes(key),
    );
  expect(jobs('gitlab-ci.yml').map(([name]) => name)).toEqual(['conformance']);
  expect(jobs('shards/gitlab-ci.yml').map(([name]) => name)).toEqual(['shard', 'verdict']);
  for (const [name, job] of [...jobs('gitlab-ci.yml'), ...jobs('shards/gitlab-ci.yml')]) {
    expect(
      Object.keys(job).filter((key) => !known.includes(key)),
      name,
    ).toEqual([]);
    for (const line of job.script as unknown[]) expect(line, name).toEqual(expect.any(String));
  }
});

test('the pipeline for Azure is one job of steps', () => {
  const { jobs } = parsed('azure-pipelines.yml') as { jobs: { job: string; steps: object[] }[] };
  expect(jobs.map(({ job }) => job)).toEqual(['conformance']);
  for (const step of jobs.flatMap(({ steps }) => steps))
    expect(Object.keys(step)[0]).toMatch(/^(task|script|publish)$/);
});

test('the Jenkinsfile is a declarative pipeline whose brackets close', () => {
  const text = read('Jenkinsfile').replaceAll(/\/\/.*$|'[^']*'|"[^"]*"/gm, '""');
  expect(text.trimStart()).toMatch(/^(?:""\s*)+pipeline \{/);
  const open: string[] = [];
  const pairs: Record<string, string> = { '}': '{', ')': '(', ']': '[' };
  for (const letter of text.match(/[{}()[\]]/g) ?? []) {
    const wanted = pairs[letter];
    if (wanted === undefined) open.push(letter);
    else expect(open.pop()).toBe(wanted);
  }
  expect(open).toEqual([]);
});

for (const name of [...SINGLE, ...SHARDS]) {
  test(`${name} calls verbs and flags that there are, keeps results, and shows no secret`, () => {
    const text = read(name);
    const commands = join(ROOT, 'bin/commands');
    const cli = readdirSync(commands)
      .map((file) => readFileSync(join(commands, file), 'utf8'))
      .join('\n');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const calls = [...text.matchAll(/npm run ([a-z]+)(?: -- ([^\n]*(?:\n\s+--[^\n]*)*))?/g)];
    expect(calls.length).toBeGreaterThan(1);
    for (const [, script = '', rest = ''] of calls) {
      expect(Object.keys(scripts)).toContain(script);
      for (const flag of rest.match(/--[a-z]+/g) ?? []) expect(cli, flag).toContain(`'${flag} <`);
    }
    expect(text).toMatch(/npm ci/);
    expect(text).toMatch(/junit|upload-artifact/);
    expect(text).not.toMatch(/echo.*(SECRET|TOKEN)/);
  });
}

for (const name of SINGLE) {
  test(`${name} sweeps first, keeps journal and history, publishes SARIF, and gives 2 a colour of its own`, () => {
    const text = read(name);
    expect(text.indexOf('npm run sweep')).toBeGreaterThan(0);
    expect(text.indexOf('npm run sweep')).toBeLessThan(text.indexOf('npm run conformance'));
    expect(text).toMatch(/journal/);
    expect(text).toMatch(/history/);
    expect(text).toMatch(/conformance\.sarif|reports\/out\/\*\.\*/);
    expect(text).toMatch(/second.organization|TENANT_OTHER_PARTITION_ID/);
    expect(text).toMatch(/exit_codes: \[2\]|SucceededWithIssues|unstable|could not tell/);
  });
}

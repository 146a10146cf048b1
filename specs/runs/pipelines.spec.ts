import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateWorkflow } from '@action-validator/core';
import { expect, test } from '@playwright/test';
import { parseDocument } from 'yaml';
import { ROOT } from './support/small-project.ts';

const FILES = ['github-actions.yml', 'gitlab-ci.yml', 'azure-pipelines.yml', 'Jenkinsfile'] as const;
const read = (name: string) => readFileSync(join(ROOT, 'docs/pipelines', name), 'utf8');
const parsed = (name: string): unknown => {
  const document = parseDocument(read(name), { strict: true });
  expect(document.errors.map(({ message }) => message)).toEqual([]);
  expect(document.warnings).toEqual([]);
  return document.toJS() as unknown;
};

test('the workflow for GitHub passes the linter of workflows', () => {
  expect(validateWorkflow(read('github-actions.yml')).errors).toEqual([]);
  expect(validateWorkflow('on: push\njobs: { a: { steps: 7 } }').errors).not.toEqual([]);
});

test('the pipeline for GitLab is made of its keywords', () => {
  const {
    stages,
    default: common,
    workflow,
    ...jobs
  } = parsed('gitlab-ci.yml') as Record<string, Record<string, unknown>>;
  expect(stages).toEqual(['judge', 'verdict']);
  expect(Object.keys({ ...common, ...workflow }).sort()).toEqual(['before_script', 'cache', 'image', 'rules']);
  const known = ['stage', 'needs', 'resource_group', 'parallel', 'timeout', 'script', 'artifacts', 'rules'];
  for (const [name, job] of Object.entries(jobs)) {
    expect(
      Object.keys(job).filter((key) => !known.includes(key)),
      name,
    ).toEqual([]);
    expect(job.script, name).toEqual([expect.any(String)]);
  }
});

test('the pipeline for Azure has stages of jobs of steps', () => {
  const { stages } = parsed('azure-pipelines.yml') as {
    stages: { stage: string; jobs: { job: string; steps: object[] }[] }[];
  };
  expect(stages.map(({ stage }) => stage)).toEqual(['judge', 'verdict']);
  for (const step of stages.flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps)))
    expect(Object.keys(step)[0]).toMatch(/^(task|script|publish)$/);
});

test('the Jenkinsfile is a declarative pipeline whose brackets close', () => {
  const text = read('Jenkinsfile').replaceAll(/\/\/.*$|'[^']*'|"[^"]*"/gm, '""');
  expect(text.trimStart()).toMatch(/^""\s*pipeline \{/);
  const open: string[] = [];
  const pairs: Record<string, string> = { '}': '{', ')': '(', ']': '[' };
  for (const letter of text.match(/[{}()[\]]/g) ?? []) {
    const wanted = pairs[letter];
    if (wanted === undefined) open.push(letter);
    else expect(open.pop()).toBe(wanted);
  }
  expect(open).toEqual([]);
});

for (const name of FILES) {
  test(`${name} calls verbs and flags that there are, keeps results, and shows no secret`, () => {
    const text = read(name);
    const commands = join(ROOT, 'bin/commands');
    const cli = readdirSync(commands)
      .map((file) => readFileSync(join(commands, file), 'utf8'))
      .join('\n');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const calls = [...text.matchAll(/npm run (\S+) -- ([^\n]*(?:\n\s+--[^\n]*)*)/g)];
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

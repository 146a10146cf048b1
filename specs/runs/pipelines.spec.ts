import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { expect, test } from '@playwright/test';
import { parseDocument } from 'yaml';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { runSteps, type Step } from './support/jobs.ts';
import { LiveTenant } from './support/live.ts';
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

/** The steps of each one-job file that a shell carries out, less the installation: it is there. */
const STEPS: Readonly<Record<string, () => readonly Step[]>> = {
  'github-actions.yml': () =>
    (parsed('github-actions.yml') as { jobs: { conformance: { steps: Step[] } } }).jobs.conformance.steps,
  'gitlab-ci.yml': () => {
    const { conformance } = parsed('gitlab-ci.yml') as { conformance: { script: string[] } };
    return conformance.script.map((run) => ({ run }));
  },
  'azure-pipelines.yml': () => {
    const { jobs } = parsed('azure-pipelines.yml') as {
      jobs: { steps: { script?: string; displayName?: string }[] }[];
    };
    return jobs.flatMap(({ steps }) =>
      steps.map(({ script = '', displayName }) => ({ run: script, name: displayName, goesOn: true })),
    );
  },
};
for (const [name, steps] of Object.entries(STEPS))
  test(`the steps of ${name} tell a tenant that is not conformant from a run that could not tell`, async () => {
    const { options, variants } = faultById('create-grants-more');
    const tenant = await LiveTenant.start({ ...options, variants });
    const env = { ...tenant.env(), CONFORMANCE_ONLY: 'CREATE-07', CONFORMANCE_HISTORY: 'off' };
    const shell = steps().filter(({ run = '' }) => !run.startsWith('npm ci'));
    const broken = await runSteps(shell, env);
    expect(broken.code, broken.output).toBe(1);
    expect(broken.output).toMatch(
      /removed[^]*NON-CONFORMANT|removed[^]*PARTIAL: 1 of \d+ requirements looked at, none holds/,
    );
    await tenant.close();
    const gone = await runSteps(shell, env);
    if (name === 'azure-pipelines.yml') {
      expect(gone.code, gone.output).toBe(0);
      expect(gone.output).toContain('task.complete result=SucceededWithIssues');
    } else expect(gone.code, gone.output).toBe(2);
  });

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { overviewPage } from '../../reports/page/overview.ts';
import { environmentFor, readMatrix } from '../../reports/publish/tenants.ts';
import { sampleResult } from './samples/results.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

const MATRIX = `tenants:
  - name: staging
    settings: { TENANT_IDENTITY_URL: 'https://staging.example/org/identity_' }
    from: { TENANT_CLIENT_SECRET: STAGING_SECRET }
  - name: mock
`;

test('tenants are told apart, and credentials come from the environment', ({ folder }) => {
  const path = join(folder, 'tenants.yml');
  writeFileSync(path, MATRIX);
  const [staging] = readMatrix(path);
  if (staging === undefined) throw new Error('no tenant');
  const env = environmentFor(staging, { STAGING_SECRET: 's', TENANT_PROXY: 'http://other' }, 'out/staging');
  expect(env).toMatchObject({
    TENANT_IDENTITY_URL: 'https://staging.example/org/identity_',
    TENANT_CLIENT_SECRET: 's',
    TENANT_PROXY: '',
    CONFORMANCE_OUT: 'out/staging',
  });
  expect(() => environmentFor(staging, {}, 'out')).toThrow(/^STAGING_SECRET is not set/);
});

for (const [what, content, sentence] of [
  ['nothing', '', /list named "tenants"/],
  ['no YAML', 'tenants: [', /is not YAML/],
  ['no names', 'tenants: [{}]', /tenant 1 no name/],
  ['a path for a name', 'tenants: [{ name: ../x }]', /tenant 1 no name/],
  ['a name twice', 'tenants: [{ name: a }, { name: A }]', /two tenants a/],
  ['other variables', 'tenants: [{ name: a, settings: { PATH: x } }]', /TENANT_ variables/],
  [
    'a credential',
    'tenants: [{ name: a, settings: { TENANT_CLIENT_SECRET: hush } }]',
    /holds TENANT_CLIENT_SECRET of a itself/,
  ],
] as const) {
  test(`one sentence for a matrix file with ${what}`, ({ folder }) => {
    const path = join(folder, 'tenants.yml');
    writeFileSync(path, content);
    expect(() => readMatrix(path)).toThrow(sentence);
    expect(() => readMatrix(path)).not.toThrow(/hush|\n/);
  });
}

test('the overview shows verdicts and differences', () => {
  const page = overviewPage([
    { name: 'good', result: sampleResult() },
    { name: 'bad', result: sampleResult({ 'CREATE-01': 'fail' }) },
    { name: 'gone', result: undefined },
  ]);
  expect(page).toContain('3 tenants: 1 conformant; 1 non-conformant; 1 without a result');
  expect(page).toContain('href="bad/report.html#CREATE-01"');
  expect(page).toContain('The run left no result.');
});

test('two tenants in one go: one that cannot be judged, and the mock', async ({ folder }) => {
  const path = join(folder, 'tenants.yml');
  writeFileSync(path, MATRIX);
  const env = { CONFORMANCE_OUT: join(folder, 'out'), STAGING_SECRET: 'hush-hush' };
  const done = await run([...CLI, 'matrix', path, '--only', 'LIST-01'], { cwd: ROOT, env });
  expect(done.stdout, done.stderr).toMatch(
    /^staging: INCONCLUSIVE\nmock: PARTIAL: 1 of \d+ requirements looked at, it holds$/m,
  );
  expect(done.stdout + done.stderr).not.toContain('hush-hush');
  expect(done.code).toBe(2);
  expect(readFileSync(join(folder, 'out/overview.html'), 'utf8')).toContain('2 tenants: 1 inconclusive; 1 partial');
});

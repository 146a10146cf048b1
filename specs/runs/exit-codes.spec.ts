import { join } from 'node:path';
import { expect } from '@playwright/test';
import { readResult } from '../../reports/publish/files.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

const REST = `test('is quick', should, () => {}); test('is pleasant', may, () => {});`;

test.describe('plain Playwright ends with', () => {
  test('2 when the suite cannot be loaded', async ({ runSmall }) => {
    const done = await runSmall({ spec: `import './nowhere.ts'; ${REST}` });
    expect(done.result?.verdict).toBe('inconclusive');
    expect(done.code).toBe(2);
  });

  test('2 when no test is left by the arguments', async ({ runSmall }) => {
    const done = await runSmall({
      spec: `test('answers 201', must, () => {}); ${REST}`,
      args: ['--grep', 'nothing like it'],
    });
    expect(done.result?.verdict).toBe('inconclusive');
    // One sentence, and nothing else: there is nothing to be told of what was not looked at.
    expect(done.stderr).toMatch(/^No check matches what Playwright was asked for; .*\n$/);
    expect(done.stdout.trim()).toBe('');
    expect(done.code).toBe(2);
  });

  test('2 when it is interrupted, with the results so far', async ({ runSmall }) => {
    const spec = `test('answers 201', must, async () => { console.log('now'); await new Promise((done) => setTimeout(done, 20_000)); }); ${REST}`;
    const done = await runSmall({ spec, interruptAt: 'now' });
    expect(done.result).toMatchObject({
      verdict: 'inconclusive',
      requirements: [{ cause: 'interrupted' }, { cause: 'interrupted' }, {}],
    });
    expect(done.code).toBe(2);
  });
});

test.describe('the command line ends with', () => {
  for (const [args, sentence] of [
    [['run', '--only', 'LIST-0I'], /^There is no requirement LIST-0I; did you mean LIST-01\?/],
    [['--seed', 'x'], /^--seed is "x"; set it to a whole number/],
    [['--level', 'musst'], /^--level holds "musst"; set it to a comma-separated list of must, should, may\.$/m],
    [['--operation', 'token', '--level', 'may'], /^No requirement matches the selection/],
    [['openapi', 'missing/folder/openapi.json'], /cannot be written/],
  ] as const) {
    test(`2 and one sentence for ${args.join(' ')}`, async ({ folder }) => {
      const done = await run([...CLI, ...args], { cwd: ROOT, env: { CONFORMANCE_OUT: join(folder, 'out') } });
      expect(done.stderr).toMatch(sentence);
      expect(done.stderr).not.toMatch(/\bat .*:\d+:\d+/);
      expect(done.code).toBe(2);
    });
  }

  test('2 and a sentence per problem for settings, and a result that says so', async ({ folder }) => {
    const env = {
      CONFORMANCE_OUT: join(folder, 'out'),
      TENANT_IDENTITY_URL: 'https://{yourDomain}/x',
      TENANT_CLIENT_SECRET: 'top-secret-value',
    };
    const byCli = await run(CLI, { cwd: ROOT, env });
    const byPlaywright = await run([process.execPath, join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test'], {
      cwd: ROOT,
      env,
    });
    for (const done of [byCli, byPlaywright]) {
      expect(
        done.stderr
          .trim()
          .split('\n')
          .map((line) => line.split(' ')[0]),
      ).toEqual(['TENANT_IDENTITY_URL', 'TENANT_PARTITION_ID', 'TENANT_CLIENT_ID']);
      expect(done.stdout + done.stderr).not.toContain('top-secret-value');
      expect(done.code).toBe(2);
    }
    expect(readResult(join(folder, 'out'))).toMatchObject({
      verdict: 'inconclusive',
      problems: [{}, {}, {}].map(() => expect.any(String)),
    });
  });

  test('0 for what is only told', async ({ folder }) => {
    for (const args of [['list', '--json'], ['openapi'], ['--version']]) {
      const done = await run([...CLI, ...args], { cwd: folder });
      expect(done.stdout).not.toBe('');
      expect(done.code, args.join(' ')).toBe(0);
    }
  });

  test('2 when Playwright refuses the rest of the arguments', async ({ folder }) => {
    const done = await run([...CLI, '--workerz-of-the-session'], {
      cwd: ROOT,
      env: { CONFORMANCE_OUT: join(folder, 'out') },
    });
    expect(done.stderr).toContain('unknown option');
    expect(done.code).toBe(2);
  });
});

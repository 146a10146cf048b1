import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { CLI, ROOT, run, test } from './support/small-project.ts';

const require = createRequire(import.meta.url);
const ALLURE = join(dirname(require.resolve('allure')), '../cli.js');

interface Label {
  readonly name: string;
  readonly value: string;
}

/** What Allure's own page holds on one test. */
interface Told {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly links: readonly { readonly url: string; readonly type?: string }[];
  readonly history?: readonly unknown[];
}

function told(folder: string): readonly Told[] {
  const data = join(folder, 'data/test-results');
  return readdirSync(data).map((name) => JSON.parse(readFileSync(join(data, name), 'utf8')) as Told);
}

test('Allure’s own command builds its page of a run, with suites, severity, links and history', async ({ folder }) => {
  const out = join(folder, 'out');
  const done = await run([...CLI, '--only', 'LIST-01,TOKEN-07', '--seed', '1', '--reporter', 'allure-playwright'], {
    cwd: ROOT,
    env: { CONFORMANCE_OUT: out },
  });
  expect(done.code, done.stdout + done.stderr).toBe(0);
  const config = join(folder, 'allurerc.json');
  writeFileSync(config, JSON.stringify({ name: 'External Client API', historyPath: join(folder, 'history.jsonl') }));
  // A proxy that nobody serves: whatever asks for the network fails.
  const env = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
  for (const night of ['first', 'second']) {
    const page = join(folder, night);
    const results = join(out, 'allure-results');
    const built = await run([process.execPath, ALLURE, 'generate', results, '--config', config, '--output', page], {
      cwd: folder,
      env,
    });
    expect(built.code, built.stdout + built.stderr).toBe(0);
    expect(existsSync(join(page, 'index.html'))).toBe(true);
  }
  const all = told(join(folder, 'second'));
  const gate = all.find(({ labels }) => labels.some(({ name, value }) => name === 'suite' && value === 'gate'));
  expect(gate?.name).toMatch(/^The gate lets this run pass: PARTIAL: 2 of \d+ requirements looked at, both hold$/);
  const tests = all.filter((one) => one !== gate);
  expect(tests.length).toBeGreaterThan(1);
  for (const { labels, links, name, history } of tests) {
    const label = (wanted: string) => labels.find((one) => one.name === wanted)?.value;
    expect(label('suite'), name).toMatch(/\.spec\.ts$/);
    expect(label('subSuite'), name).toBeTruthy();
    expect(label('feature'), name).toMatch(/^(list|token)$/);
    expect(label('severity'), name).toBe(label('feature') === 'list' ? 'critical' : 'normal');
    expect(links.map(({ url }) => url)).toEqual([expect.stringMatching(/^\.\.\/report\.html#(LIST-01|TOKEN-07)$/)]);
    expect(name).toMatch(/^(LIST-01|TOKEN-07) [a-z]/);
    expect(history, name).toHaveLength(1);
  }
  const page = join(folder, 'ours');
  const ours = ['generate', join(out, 'allure-results'), '--config', join(ROOT, 'docs/allurerc.mjs'), '--output', page];
  const built = await run([process.execPath, ALLURE, ...ours], { cwd: folder, env: { ...env, CONFORMANCE_OUT: out } });
  expect(built.code, built.stdout + built.stderr).toBe(0);
  const environment = readFileSync(join(page, 'widgets/environment.json'), 'utf8');
  for (const name of ['verdict', 'gate', 'tenant', 'seed', 'document', 'suite'])
    expect(environment).toContain(`"${name}"`);
  expect(environment).toContain('PARTIAL: 2 of');
  expect(readFileSync(join(out, 'allure-results/categories.json'), 'utf8')).toContain('Could not be verified');
  expect(readFileSync(join(page, 'index.html'), 'utf8')).not.toMatch(
    /googletagmanager|https?:\/\/(?!127\.0\.0\.1)[^"']*\.js/,
  );
});

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect } from '@playwright/test';
import { lexer, walkTokens } from 'marked';
import { parse } from 'yaml';
import { faultById } from '../../fixtures/variants/faults/index.ts';
import { readResult } from '../../reports/publish/files.ts';
import { runSteps, type Step } from './support/jobs.ts';
import { LiveTenant } from './support/live.ts';
import { Installation, type Packed, pack } from './support/package.ts';
import { ROOT, run } from './support/small-project.ts';

interface Made {
  readonly packed: Packed;
  readonly installed: Installation;
}

/** One tarball and one installation for all tests here: both take their time. */
const test = base.extend<object, { made: Made }>({
  made: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'conformance-package-'));
      const packed = await pack(folder);
      await use({ packed, installed: await Installation.of(packed.path, join(folder, 'empty')) });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});
test.describe.configure({ mode: 'default' });

test('the package holds compiled modules with maps and types, no sources and no tests', ({ made }) => {
  const paths = made.packed.files.map(({ path }) => path);
  expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
  expect(paths.filter((path) => /^dist\/.*\/(runs|prove|proof)\b|\.env$|reports\/(out|journal)\//.test(path))).toEqual(
    [],
  );
  const modules = paths.filter((path) => /^dist\/.*\.js$/.test(path));
  expect(modules.length).toBeGreaterThan(100);
  for (const path of modules) expect(paths).toContain(`${path}.map`);
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/bin/index.d.ts']));
});

test('every module that a module of the package names is there', ({ made: { installed, packed } }) => {
  const missing = packed.files.flatMap(({ path }) => {
    if (!/^dist\/.*\.(js|d\.ts)$/.test(path)) return [];
    const file = join(installed.home, path);
    const named = [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g)];
    return named.flatMap(([, name = '']) => {
      const target = resolve(dirname(file), path.endsWith('.d.ts') ? name.replace(/\.[jt]s$/, '.d.ts') : name);
      return existsSync(target) || name.endsWith('/clone-verbs.js') ? [] : [`${path}: ${name}`];
    });
  });
  expect(missing).toEqual([]);
});

test('every link of its pages leads to a file of the package, and every verb in them is one that it has', async ({
  made: { installed, packed },
}) => {
  const pages = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.md'));
  expect(pages.length).toBeGreaterThan(10);
  const broken: string[] = [];
  const verbs = new Set<string>();
  for (const page of pages) {
    const text = readFileSync(join(installed.home, page), 'utf8');
    void walkTokens(lexer(text), (token) => {
      const href = token.type === 'link' ? String(token.href).split('#')[0] : '';
      if (href && !/^[a-z]+:/.test(href) && !existsSync(resolve(dirname(join(installed.home, page)), href)))
        broken.push(`${page}: ${href}`);
    });
    for (const [, verb = ''] of text.matchAll(/npx external-client-conformance ([a-z]+)/g)) verbs.add(verb);
    for (const [named, path = ''] of text.matchAll(/node_modules\/external-client-conformance\/([\w./-]+)/g))
      if (!existsSync(join(installed.home, path))) broken.push(`${page}: ${named}`);
  }
  expect(broken).toEqual([]);
  expect(verbs.size).toBeGreaterThan(12);
  const { stdout } = await installed.call(['--help']);
  for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, 'm'));
  // Scripts of npm are for what a clone alone has; the pipelines are written for one.
  for (const page of pages.filter((one) => one.startsWith('docs/') && one !== 'docs/pipelines.md'))
    for (const [, script = ''] of readFileSync(join(installed.home, page), 'utf8').matchAll(/npm run ([a-z]+)/g))
      expect(`  conformance \n${stdout}`, `${page}: npm run ${script}`).not.toMatch(new RegExp(`^ {2}${script} `, 'm'));
});

test('its changelog begins with its version, which the executable tells', async ({ made: { installed } }) => {
  const { version } = JSON.parse(readFileSync(join(installed.home, 'package.json'), 'utf8')) as { version: string };
  expect((await installed.call(['--version'])).stdout.trim()).toBe(version);
  const changelog = readFileSync(join(installed.home, 'CHANGELOG.md'), 'utf8');
  expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(version);
});

test('no file of the package knows the machine on which it was made', ({ made: { installed, packed } }) => {
  for (const { path } of packed.files)
    expect(readFileSync(join(installed.home, path), 'utf8'), path).not.toContain(ROOT.replace(/\/$/, ''));
});

test('in an empty folder, it judges the embedded mock tenant', async ({ made: { installed } }) => {
  const { code, stdout, stderr } = await installed.npx([]);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('CONFORMANT');
  const result = readResult(join(installed.folder, 'reports/out'));
  expect(result?.verdict).toBe('conformant');
  expect(result?.summary.must.pass).toBeGreaterThan(150);
  expect(existsSync(join(installed.folder, 'reports/out/report.html'))).toBe(true);
});

test('it judges a tenant in another process: its own mock', async ({ made: { installed } }) => {
  const mock = spawn(process.execPath, [installed.command, 'mock'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const settings: Record<string, string> = {};
    for await (const line of createInterface(mock.stdout)) {
      const [, name, value] = /^(?:export )?(TENANT_\w+)='?([^']*)'?$/.exec(line) ?? [];
      if (name !== undefined) settings[name] = value ?? '';
      if (name === 'TENANT_WRITES') break;
    }
    expect(settings.TENANT_IDENTITY_URL).toMatch(/^http:\/\/127\.0\.0\.1:/);
    // The whole was judged before; what counts here is the way to another process.
    const { code, stdout, stderr } = await installed.call(['--operation', 'create,delete,token'], settings);
    expect(code, stdout + stderr).toBe(0);
    const result = readResult(join(installed.folder, 'reports/out'));
    expect(result?.tenant.tenant).toBe(settings.TENANT_IDENTITY_URL);
    expect(result?.verdict).toBe('partial');
    expect(result?.leftovers).toEqual([]);
  } finally {
    mock.kill();
  }
});

test('the action installs it, judges a tenant, and fails where that is not conformant', async ({
  made: { packed },
}) => {
  const { runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { runs: { steps: readonly Step[] } };
  const { options, variants } = faultById('create-grants-more');
  const tenant = await LiveTenant.start({ ...options, variants });
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  const env = {
    ...tenant.env(),
    CONFORMANCE_OUT: '',
    CONFORMANCE_JOURNAL: '',
    PACKAGE: packed.path,
    ARGS: '--only CREATE-07',
    npm_config_prefer_offline: 'true',
  };
  try {
    const { code, output } = await runSteps(runs.steps, env, workspace);
    expect(code, output).toBe(1);
    expect(output).toMatch(/0 clients of earlier runs removed[^]*PARTIAL: 1 of \d+ requirements looked at, none holds/);
    // What the steps of others publish is where they look for it.
    for (const name of ['conformance.sarif', 'report.html', 'junit.xml'])
      expect(existsSync(join(workspace, 'reports/out', name)), name).toBe(true);
    expect(existsSync(join(workspace, 'reports/journal'))).toBe(true);
  } finally {
    await tenant.close();
    rmSync(workspace, { recursive: true });
  }
});

test('it says how to repeat a failure in words that work where it is installed', async ({ made: { installed } }) => {
  const { options, variants } = faultById('create-grants-more');
  const tenant = await LiveTenant.start({ ...options, variants });
  try {
    const { code, stdout } = await installed.call(['--only', 'CREATE-07', '--seed', '4711'], {
      ...tenant.env(),
      CONFORMANCE_OUT: '',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('again     npx external-client-conformance --only CREATE-07 --seed 4711');
    expect(stdout).not.toContain('npm run');
  } finally {
    await tenant.close();
  }
});

test('its other verbs work there', async ({ made: { installed } }) => {
  for (const [args, code, words] of [
    [['list', '--operation', 'create'], 0, 'CREATE-01'],
    [['explain', 'CREATE-07'], 0, 'npx external-client-conformance --only CREATE-07'],
    [['coverage'], 0, ''],
    [['openapi'], 0, '"openapi": "3.1'],
    [['doctor'], 0, 'embedded mock'],
    [['run', '--list', '--only', 'CREATE-01'], 0, 'answers 201'],
    [['statement', '--out', 'stated', 'reports/out/conformance.json'], 0, 'statement.json'],
    [['verify', 'stated/statement.json'], 0, 'The statement holds'],
  ] as const) {
    const ended = await installed.call(args);
    expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).toBe(code);
    expect(ended.stdout).toContain(words);
  }
});

test('programs find the mock, the catalogue and types in it', async ({ made: { installed } }) => {
  writeFileSync(
    join(installed.folder, 'use.mts'),
    `import { catalogue, type ConformanceResult, readings, startMock } from 'external-client-conformance';
const running = await startMock({ personas: ['observed'] });
const answer: Response = await fetch(running.tokenUrl, { method: 'POST' });
const verdict: ConformanceResult['verdict'] = 'conformant';
console.log(answer.status, catalogue['CREATE-01']?.level, readings['K13']?.printed, verdict);
await running.close();\n`,
  );
  const flags = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--typeRoots'];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const compiled = await run([tsc, ...flags, join(ROOT, 'node_modules/@types'), 'use.mts', '--outDir', 'used'], {
    cwd: installed.folder,
  });
  expect(compiled.stdout).toBe('');
  const used = await run([process.execPath, 'used/use.mjs'], { cwd: installed.folder });
  expect(used.stdout, used.stderr).toBe('400 must full conformant\n');
});

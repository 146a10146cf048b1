import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { MEASURED } from '../../fixtures/preflight/budget.ts';
import { loadSettings, readSettings, SettingsError } from '../../fixtures/preflight/settings.ts';
import { knownVariables, unknownVariables } from '../../fixtures/preflight/settings-sources.ts';
import { LIVE, SECRET } from './support/settings.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

const TENANT = { identityUrl: 'https://host/org/identity_', partitionId: LIVE.TENANT_PARTITION_ID, clientId: 'a' };

/** The environment after this file was read, or the sentences about it. */
function load(folder: string, content: unknown, env: Record<string, string> = {}) {
  const path = join(folder, 'settings.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const all: NodeJS.ProcessEnv = { ...env, CONFORMANCE_SETTINGS: path, CONFORMANCE_ENV_FILE: join(folder, '.env') };
  writeFileSync(join(folder, '.env'), 'TENANT_WRITES=allow\n');
  try {
    const sources = loadSettings(all);
    return { env: all, sources, problems: [] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return { env: all, sources: undefined, problems: error.problems.map((one) => one.replace(`${path}: `, '')) };
  }
}

test('its schema is valid, and knows every variable that sources, pages and .env.example name', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/files/settings.schema.json'), 'utf8')) as object;
  expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
  const sources = ['fixtures', 'bin', 'reports'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const text = ['.env.example', 'README.md', 'docs/live-tenant.md', 'docs/settings.md', ...sources]
    .map((name) => readFileSync(join(ROOT, name), 'utf8'))
    .join('\n');
  const named = new Set(text.match(/\b(?:TENANT|CONFORMANCE)_[A-Z_]*[A-Z]\b/g));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((name) => !knownVariables().includes(name))).toEqual([]);
});

test('the environment wins over a file of variables, that over the environment of the file, that over its top', ({
  folder,
}) => {
  const content = {
    tenant: { ...TENANT, clientSecret: { env: 'VAULT' }, writes: 'deny' },
    run: { seed: 1, level: ['must', 'should'], strict: true },
    environments: { staging: { run: { seed: 2, timeoutMs: 7 } }, production: {} },
    environment: 'staging',
  };
  const { env, sources } = load(folder, content, { CONFORMANCE_TIMEOUT_MS: '9', VAULT: SECRET });
  expect(sources).toMatchObject({ environment: 'staging', overridden: ['TENANT_WRITES', 'CONFORMANCE_TIMEOUT_MS'] });
  expect(readSettings(env)).toMatchObject({
    seed: 2,
    requestTimeoutMs: 9,
    level: ['must', 'should'],
    strict: true,
    tenant: { writes: true, credentials: { clientSecret: SECRET } },
  });
  expect(load(folder, content, { CONFORMANCE_ENVIRONMENT: 'production', VAULT: SECRET }).env.CONFORMANCE_SEED).toBe(
    '1',
  );
});

test('a secret comes from a command, without the line break at its end', ({ folder }) => {
  const command = [process.execPath, '--eval', `console.log(${JSON.stringify(SECRET)})`];
  const { env } = load(folder, { tenant: { ...TENANT, clientSecret: { command } } });
  expect(env.TENANT_CLIENT_SECRET).toBe(SECRET);
  // What the environment has is not asked for.
  const failing = { tenant: { ...TENANT, clientSecret: { command: ['no-such-vault'] } } };
  expect(load(folder, failing, { TENANT_CLIENT_SECRET: 'x-y-z' }).problems).toEqual([]);
});

test('one sentence says what is wrong with it', ({ folder }) => {
  for (const [content, sentence] of [
    ['{ "tenant": }', /is not JSON; correct it/],
    [[], /^the file is not an object\.$/],
    [{ tenant: { partitonId: 'x' } }, /^tenant\.partitonId is not a setting; did you mean partitionId\?$/],
    [{ tennant: {} }, /^tennant is not a setting; did you mean tenant\?$/],
    [{ tenant: { clientSecret: SECRET } }, /^tenant\.clientSecret is a secret, which never stands in the file/],
    [{ tenant: { proxy: `http://me:${SECRET}@p` } }, /^tenant\.proxy is no address without credentials/],
    [{ run: { seed: 'seven' } }, /^run\.seed is not a value of this setting/],
    [{ run: { depth: 'abyss' } }, /^run\.depth is not one of default, deep\.$/],
    [
      { tenant: { clientSecret: { env: 'NOBODY_SETS_THIS' } } },
      /refers to the variable NOBODY_SETS_THIS, which is not set; set it\.$/,
    ],
    [
      { tenant: { clientSecret: { command: ['no-such-vault'] } } },
      /from the command no-such-vault, which does not exist/,
    ],
    [
      {
        tenant: {
          clientSecret: {
            command: [process.execPath, '--eval', `console.error(${JSON.stringify(SECRET)});process.exit(3)`],
          },
        },
      },
      /which ended with 3; run it by hand/,
    ],
    [{ tenant: { clientSecret: { command: [process.execPath, '--eval', '0'] } } }, /which wrote nothing/],
    [{ environments: { a: {}, b: {} } }, /has the environments a, b; choose one with --environment/],
    [{ environments: { staging: {} }, environment: 'stagin' }, /has no environment "stagin"; did you mean staging\?$/],
  ] as const)
    expect.soft(load(folder, content).problems).toEqual([expect.stringMatching(sentence)]);
});

test('names that look like settings and are none are refused with the nearest', () => {
  expect(
    unknownVariables({ TENANT_OTHER_PARTITON_ID: 'x', CONFORMANCE_SEED: '1', TENANT_NOBODY: '', OTHER: 'y' }),
  ).toEqual([
    expect.stringMatching(/^TENANT_OTHER_PARTITON_ID is not a setting; did you mean TENANT_OTHER_PARTITION_ID\?/),
  ]);
});

test('the executable reads it, takes flags over it, and keeps standard output for the result', async ({ folder }) => {
  writeFileSync(
    join(folder, 'external-client.config.json'),
    JSON.stringify({ run: { out: 'from-file', only: ['LIST-A1'], seed: 5 } }),
  );
  const { code, stdout, stderr } = await run([...CLI, '--json', '--seed', '6'], { cwd: folder });
  expect(code, stderr).toBe(0);
  const result = JSON.parse(stdout) as { seed: number; word: string; digest: string };
  expect(result).toMatchObject({ seed: 6, word: 'PARTIAL' });
  expect(JSON.parse(readFileSync(join(folder, 'from-file/conformance.json'), 'utf8'))).toEqual(result);
  expect(stderr).toContain('PARTIAL: 1 of');
  const quiet = await run([...CLI, '--quiet', '--out', 'from-flag'], { cwd: folder });
  expect(quiet.stdout).toMatch(
    /^PARTIAL: 1 of \d+ requirements looked at, it holds\.\nreport {2}from-flag\/report\.html\n$/,
  );
  // Also where Playwright runs the checks.
  const filtered = await run([...CLI, '--quiet', '--reporter', 'null', '--grep', '@LIST-A1'], { cwd: folder });
  expect(filtered.stdout).toMatch(/^PARTIAL: .*\nreport {2}.*\n$/);
  const refused = await run([...CLI, '--json'], { cwd: folder, env: { CONFORMANCE_SED: '1' } });
  expect([refused.code, (JSON.parse(refused.stdout) as { word: string }).word]).toEqual([2, 'INCONCLUSIVE']);
  expect(refused.stderr).toMatch(/^CONFORMANCE_SED is not a setting; did you mean CONFORMANCE_SEED\?.*\n$/);
});

test('a dry run tells what would be sent, to what and how long, and sends nothing', async ({ folder }) => {
  // Nothing listens there, and nobody notices.
  const env = { ...LIVE, TENANT_WRITES: 'allow' };
  const { code, stdout, stderr } = await run([...CLI, '--dry-run', '--operation', 'create'], { cwd: folder, env });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`https://host/organization/identity_, organization ${LIVE.TENANT_PARTITION_ID}`);
  expect(stdout).toMatch(/^requests {2}at most \d+ GET, \d+ POST/m);
  expect(stdout).toMatch(/^time {6}about \d+ (seconds|minutes)/m);
  expect(stdout).not.toContain(SECRET);
  const json = JSON.parse(
    (await run([...CLI, '--dry-run', '--json', '--depth', 'deep'], { cwd: folder, env })).stdout,
  ) as {
    seconds: { limits: number };
    scenarios: string[];
  };
  // So many GET, of which 150 are sent in each five minutes.
  const gets = MEASURED.everything.GET + MEASURED.deep.GET;
  expect(json.seconds.limits).toBe((Math.ceil(gets / 150) - 1) * 300);
  expect(json.scenarios.length).toBeGreaterThan(300);
});

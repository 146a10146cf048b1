import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect } from '@playwright/test';
import { parse } from 'dotenv';
import { settingsFile } from '../../bin/verbs/init.ts';
import { front, makeAuthority } from './support/front.ts';
import { LiveTenant } from './support/live.ts';
import { CLI, plainEnvironment, run, test } from './support/small-project.ts';

/** Answers questions on a terminal of its own: each answer is typed once its question is there. */
function onTerminal(folder: string, answers: readonly (readonly [question: string, typed: string])[]) {
  const command = CLI.map((word) => `'${word}'`).join(' ');
  const child = spawn(
    'script',
    ['--quiet', '--return', '--command', `stty cols 120 rows 40; ${command} init`, '/dev/null'],
    {
      cwd: folder,
      env: { ...plainEnvironment(), NO_COLOR: '1' },
    },
  );
  let output = '';
  let seen = 0;
  const left = [...answers];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    const [next] = left;
    if (next === undefined || !stripVTControlCharacters(output.slice(seen)).includes(next[0])) return;
    left.shift();
    seen = output.length;
    child.stdin.write(next[1]);
  });
  return new Promise<{ code: number | null; output: string }>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, output }));
  });
}

const ENTER = '\r';

test('init asks, writes .env for the owner alone, shows no secret, and looks at what it leads to', async ({
  folder,
}) => {
  const tenant = await LiveTenant.start();
  const settings = tenant.env();
  writeFileSync(join(folder, '.env'), '# ours\nCONFORMANCE_SEED=7\nTENANT_CLIENT_ID=yesterday\n');
  try {
    const { code, output } = await onTerminal(folder, [
      ['.env exists', 'y'],
      ['Identity base', `not a url${ENTER}`],
      ['is not a URL', '\u0015'],
      ['Identity base', `${settings.TENANT_IDENTITY_URL}${ENTER}`],
      ['confidential application', settings.TENANT_CLIENT_ID + ENTER],
      ['Its secret', settings.TENANT_CLIENT_SECRET + ENTER],
      ['as the token of this application tells', ENTER],
      ['second organization', settings.TENANT_OTHER_PARTITION_ID + ENTER],
      ['application of that second', settings.TENANT_OTHER_CLIENT_ID + ENTER],
      ['secret of that application', settings.TENANT_OTHER_CLIENT_SECRET + ENTER],
      ['has expired', settings.TENANT_EXPIRED_TOKEN + ENTER],
      ['create, change and remove', 'y'],
    ]);
    const said = stripVTControlCharacters(output);
    expect(code, said).toBe(0);
    expect(said).toContain('is not a URL');
    expect(said).toMatch(/ok +organization/);
    expect(said).toContain('Ready; next: npm run conformance');
    expect(output).not.toContain(settings.TENANT_CLIENT_SECRET);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(folder, '.env'), 'utf8');
    expect(text).toMatch(/^# ours\n/);
    const { CONFORMANCE_OUT: __, CONFORMANCE_JOURNAL: ___, ...asked } = settings;
    expect(parse(text)).toEqual({ CONFORMANCE_SEED: '7', ...asked });
  } finally {
    await tenant.close();
  }
});

test('init overwrites nothing unless it is told to, and nothing is written when it is left', async ({ folder }) => {
  const file = join(folder, '.env');
  const left = await onTerminal(folder, [['Identity base', '\u0003']]);
  expect([left.code, existsSync(file)]).toEqual([2, false]);
  expect(left.output).toContain('Nothing was written.');
  writeFileSync(file, 'TENANT_CLIENT_ID=mine\n');
  const refused = await onTerminal(folder, [['.env exists', ENTER]]);
  expect([refused.code, readFileSync(file, 'utf8')]).toEqual([2, 'TENANT_CLIENT_ID=mine\n']);
  expect(refused.output).toContain('.env is as it was');
});

test('init without a terminal says what to do instead', async ({ folder }) => {
  const { code, stdout, stderr } = await run([...CLI, 'init'], { cwd: folder });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^init asks questions and needs a terminal; .+\.\n$/);
  expect(existsSync(join(folder, '.env'))).toBe(false);
});

test('init asks for the certificate authority where the network needs one', async ({ folder }) => {
  const tenant = await LiveTenant.start();
  const settings = tenant.env();
  const { origin } = new URL(tenant.running.identityUrl);
  const { good, caFile: ca } = makeAuthority(folder);
  const secure = await front(origin, good);
  try {
    const { code, output } = await onTerminal(folder, [
      ['Identity base', `${tenant.running.identityUrl.replace(origin, secure.origin)}${ENTER}`],
      ['File of that authority', ca + ENTER],
      ['confidential application', settings.TENANT_CLIENT_ID + ENTER],
      ['Its secret', settings.TENANT_CLIENT_SECRET + ENTER],
      ['as the token of this application tells', ENTER],
      ['second organization', ENTER],
      ['that has expired', ENTER],
      ['create, change and remove', 'y'],
    ]);
    expect(code, stripVTControlCharacters(output)).toBe(0);
    expect(parse(readFileSync(join(folder, '.env'), 'utf8'))).toMatchObject({ TENANT_CA_FILE: ca });
  } finally {
    await secure.close();
    await tenant.close();
  }
});

test('values of every kind are read back as they were typed, by shells as well, or refused', async ({ folder }) => {
  for (const value of ['plain', 'a b', 'x#y', "it's", 'a"b', '$HOME', 'back`tick', '\\n', 'p=q=', 'é', '$(id)']) {
    const text = settingsFile('', { TENANT_CLIENT_SECRET: value }) ?? '';
    expect(parse(text), value).toEqual({ TENANT_CLIENT_SECRET: value });
    writeFileSync(join(folder, 'file.env'), text);
    const { stdout } = await run(['bash', '-c', '. ./file.env; printf %s "$TENANT_CLIENT_SECRET"'], { cwd: folder });
    expect(stdout).toBe(value);
  }
  // No form suits everybody: readers of such files get the plain value.
  expect(settingsFile('', { TENANT_CLIENT_SECRET: `a'b"c` })).toBe(`TENANT_CLIENT_SECRET=a'b"c\n`);
  expect(settingsFile('', { TENANT_CLIENT_SECRET: `'"\`\\n#` })).toBeUndefined();
});

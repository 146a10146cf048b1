import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { expect } from '@playwright/test';
import type { Command } from 'commander';
import { programFor } from '../../bin/program.ts';
import { list } from '../../bin/verbs/catalogue.ts';
import { explain } from '../../bin/verbs/explain.ts';
import { prove } from '../../bin/verbs/prove.ts';
import { run as judged } from '../../bin/verbs/run.ts';
import { allFaults } from '../../fixtures/variants/faults/index.ts';
import { requirements } from '../catalogue/index.ts';
import { CLI, type Ended, ROOT, run, test } from './support/small-project.ts';

const cli = (...args: string[]): Promise<Ended> => run([...CLI, ...args], { cwd: ROOT });

/** What the help of a verb says. */
function helpOf(verb: Command): string {
  let text = '';
  verb.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  verb.outputHelp();
  return text;
}

test('every verb has examples in its help, and a script of the same name in a clone', async () => {
  // The shell calls "complete", which nobody types.
  const commands = (await programFor([])).commands.filter((verb) => verb.name() !== 'complete');
  expect(commands.map((verb) => verb.name())).toEqual(
    expect.arrayContaining(['run', 'init', 'doctor', 'mock', 'list', 'explain', 'verify', 'prove']),
  );
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  for (const verb of commands) {
    const name = verb.name();
    expect(helpOf(verb), name).toMatch(/\nExamples:\n {2}\$ /);
    expect(Object.keys(manifest.scripts)).toContain(name === 'run' ? 'conformance' : name);
  }
  const { code, stdout } = await cli('--help');
  expect(code).toBe(0);
  for (const verb of commands) expect(stdout).toMatch(new RegExp(`^ {2}${verb.name()} (?:\\[|<| {2})`, 'm'));
});

test('what is mistyped is answered with one sentence and the nearest thing there is', async () => {
  for (const [args, words] of [
    [['explian', 'CREATE-01'], 'There is no verb "explian"; did you mean explain?'],
    [['doctor', '--jsn'], "Unknown option '--jsn'; did you mean --json?"],
    [['explain'], 'Missing required argument \'id\'; "npm run explain -- --help" shows'],
    [['completion', 'tcsh'], "Command-argument value 'tcsh' is invalid"],
  ] as const) {
    const { code, stdout, stderr } = await cli(...args);
    expect([code, stdout], args.join(' ')).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr.trim().split('\n'), stderr).toHaveLength(1);
  }
});

test('so is what a verb does not know', async () => {
  const known = { flags: ['--only'], verbs: ['doctor'] };
  for (const [outcome, words] of [
    [judged({}, ['--trace', 'on'], known), '--trace is refused: a trace holds tokens and secrets'],
    [judged({ seed: '1' }, ['doctor'], known), 'A verb stands in front of its flags: '],
    [judged({}, ['nonsense'], known), 'There is no verb "nonsense", and no spec has it in its path;'],
    [judged({}, ['--oly', 'CREATE-01'], known), 'There is no flag --oly; did you mean --only?'],
    [explain('CREAT-01', {}), 'There is no requirement CREAT-01; did you mean CREATE-01?'],
    [explain('partial-updat', {}), 'There is no requirement or reading partial-updat; did you mean partial-update?'],
    [list({ operation: ['creat'], level: [] }), 'There is no operation "creat"; did you mean create?'],
    [list({ operation: [], level: ['often'] }), 'There is no level "often"; there are must, should, may.'],
    [prove({ only: [], seeds: 3 }), '--seeds goes with the legal tenants alone; add --personas.'],
  ] as const)
    expect(await outcome).toEqual({ code: 2, problems: [expect.stringContaining(words)] });
});

test('explain tells of a requirement what, whence, why, how it is checked, what proves it, and what touches it', async () => {
  const { stdout } = await cli('explain', 'create-07');
  expect(stdout).toContain('CREATE-07  must  A created client has exactly the requested scopes.');
  for (const label of ['source', 'basis', 'passages', 'why it matters', 'checked by', 'proved by', 'readings'])
    expect(stdout).toMatch(new RegExp(`^${label} {2,}\\S`, 'm'));
  const { stdout: json } = await cli('explain', 'CREATE-07', '--json');
  const told = JSON.parse(json) as { checks: string[]; faults: { id: string }[]; touchedBy: { id: string }[] };
  expect(told.checks).toContainEqual(
    expect.stringMatching(/^Create a new external client > .+ \(create\.spec\.ts: \w+\)$/),
  );
  const declaring = allFaults().filter(({ declares }) => declares.includes('CREATE-07'));
  expect(told.faults.map(({ id }) => id).sort()).toEqual(declaring.map(({ id }) => id).sort());
  expect(told.touchedBy.map(({ id }) => id)).toEqual(requirements['CREATE-07'].readings);
  expect(JSON.parse((await cli('explain', 'k9', '--json')).stdout)).toMatchObject({ id: 'K9', kind: 'settled' });
});

test('output that nobody reads to its end is no error', () => {
  const command = [...CLI, 'list', '--json'].map((word) => `'${word}'`).join(' ');
  const { stdout, stderr } = spawnSync('sh', ['-c', `${command} | head -1`], { encoding: 'utf8', cwd: ROOT });
  expect([stdout, stderr]).toEqual(['[\n', '']);
});

test('the shell is told verbs, flags, ids and names', async () => {
  const printed: string[] = [];
  const { mock: log } = mock.method(console, 'log', (text: string) => printed.push(text));
  const said = async (...words: string[]): Promise<string> => {
    printed.length = 0;
    await (await programFor(words)).parseAsync(words, { from: 'user' });
    return printed.join('\n');
  };
  try {
    for (const [words, told] of [
      [['exp'], 'explain\t'],
      [['--only', 'CREATE-0'], 'CREATE-07\tA created client has'],
      [['run', '--level', ''], 'must\t'],
      [['explain', 'K1'], 'K13\t'],
      [['mock', '--persona', 'integer'], 'integer-scope-types\t'],
      [['prove', '--only', 'create-gr'], 'create-grants-more\t'],
      [['doctor', '--'], '--json\t'],
    ] as const)
      expect(await said('complete', '--', ...words), words.join(' ')).toContain(told);
    for (const shell of ['bash', 'zsh', 'fish'])
      expect(await said('completion', shell)).toContain('external-client-conformance complete --');
  } finally {
    log.restore();
  }
});

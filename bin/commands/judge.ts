import { type Command, Option } from 'commander';
import { collect, examples, finish, settingsOptions } from './shared.ts';

/** Verbs that judge tenants, and what goes before and after a run. */
export function addJudgingVerbs(program: Command): void {
  program.commandsGroup('Judge a tenant:');
  addRun(program);
  program
    .command('init')
    .description('ask for the settings of a tenant, write them to .env, and check them')
    .addHelpText(
      'after',
      `\nNeeds a terminal. Nothing that was typed as a secret is shown; .env can be read by its owner alone.\n${examples('init', ['', 'then run, without further settings'])}`,
    )
    .action(async () => {
      finish(await (await import('../verbs/init.ts')).init());
    });
  settingsOptions(program.command('doctor'))
    .description('check settings, network, clock, credentials and leftovers before a run; creates nothing')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit code 2 when a run could not tell anything.\n${examples('doctor', ['', 'before the first run'], ['--json', 'for scripts'])}`,
    )
    .action(async (flags: { json?: boolean }) => {
      finish(await (await import('../verbs/doctor.ts')).doctor({ ...flags }));
    });
  settingsOptions(program.command('sweep'))
    .description('remove what killed runs left on the tenant, by their journals')
    .option('--dry-run', 'show it only')
    .option('--by-name', 'what carries names of the suite, where no journal is at hand; listed before it is removed')
    .option('--older-than <age>', 'with --by-name: least age, such as 30m, 1h or 2d; 0 for any', '1h')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'sweep',
        ['--dry-run', 'what would be removed'],
        ['', 'remove it'],
        ['--by-name --older-than 1h', 'also what runs on other machines left an hour ago and before'],
      ),
    )
    .action(async (flags: { dryRun?: boolean; byName?: boolean; olderThan?: string; json?: boolean }) => {
      finish(await (await import('../verbs/sweep.ts')).sweep({ ...flags }));
    });
  settingsOptions(program.command('replay'))
    .description('do again, one request after the other, what the checks of one requirement look at')
    .argument('<id>', 'id of the requirement')
    .option('--keep', 'leave what was created on the tenant')
    .option('--script <file>', 'where the script of curl lines is written; without it into the folder for results')
    .option('--seed <number>', 'seed of all generated data; without it that of the last run')
    .option('--out <folder>', 'folder for results; without it reports/out')
    .addHelpText(
      'after',
      `\nExit code 0 when the requirement holds now, 1 when it fails, 2 when that cannot be told.\n${examples('replay', ['DELETE-07', 'see the failure again, step by step'], ['CREATE-07 --keep', 'and look at what it leaves'])}`,
    )
    .action(async (id: string, flags: { keep?: boolean; script?: string; seed?: string }) => {
      finish(await (await import('../verbs/replay.ts')).replay(id, { ...flags }));
    });
  settingsOptions(program.command('token'))
    .description('print a token of the application of the settings')
    .addOption(new Option('--scope <scopes>', 'scopes to ask for').default([]).argParser(collect))
    .option('--forge <kind>', 'instead: alter the token on standard input, as checks of forged tokens do')
    .addHelpText(
      'after',
      `\nThe token goes to standard output, everything else to standard error.\n${examples('token', ['--scope PM.OAuthApp.Read', 'for a request of your own'])}`,
    )
    .action(async (flags: { scope: string[]; forge?: string }) => {
      finish(await (await import('../verbs/token.ts')).token({ ...flags }));
    });
  program
    .command('merge')
    .description('make one run of its shards')
    .argument('<folders...>', 'folders that runs with --shard wrote, or the folder that they are in')
    .option('--out <folder>', 'folder for the results of the whole; without it, the one for results')
    .option('--waivers <file>', 'failures that are accepted for now (YAML)')
    .option('--baseline <file>', 'an earlier conformance.json; only what is new fails the gate')
    .addHelpText('after', examples('merge', ['reports/out', 'all shards below reports/out']))
    .action(async (folders: string[], flags: { out?: string; waivers?: string; baseline?: string }) => {
      finish(await (await import('../verbs/merge.ts')).merge(folders, flags));
    });
  program
    .command('matrix')
    .description('judge several tenants one after the other')
    .argument('<file>', 'YAML file of tenants: name, settings, and variables to take credentials from')
    .argument('[flags...]', 'flags of run, for every tenant')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `\nExit code 1 where any tenant fails its gate, else 2 where any run was inconclusive.\n${examples('matrix', ['tenants.yml', 'every tenant of the file'], ['tenants.yml --level must', 'with flags of run'])}`,
    )
    .action(async (file: string, flags: string[]) => {
      finish(await (await import('../verbs/matrix.ts')).matrix(file, flags));
    });
}

function addRun(program: Command): void {
  settingsOptions(program.command('run', { isDefault: true }))
    .description('judge the tenant that the settings name; without settings, the embedded mock tenant')
    .argument('[playwright...]', 'files and flags for Playwright')
    .option('--only <ids>', 'requirements, comma-separated')
    .option('--operation <names>', 'requirements of these operations')
    .option('--level <levels>', 'requirements of these levels: must, should, may')
    .option('--depth <depth>', 'default, or deep for more requests')
    .option('--seed <number>', 'seed of all generated data')
    .option(
      '--fail-on <level>',
      'what keeps the run from passing: must (default), should, or unverified; and ids whose warnings count',
    )
    .option('--strict', 'every departure from the printed document fails')
    .option('--tag <tags>', 'tests that carry one of these tags: ids, levels, operations')
    .option('--shard <i/n>', 'one part of the checks, into a folder of its own; needs --seed')
    .option('--waivers <file>', 'failures that are accepted for now (YAML)')
    .option('--baseline <file>', 'an earlier conformance.json; only what is new fails the gate')
    .option('--profile <name|file>', 'which requirements apply to this kind of tenant; "profiles" lists them')
    .option('--out <folder>', 'folder for results; without it reports/out')
    .option('--json', 'the result as JSON on standard output, everything else on standard error')
    .option('--quiet', 'nothing but the verdict, and what to do about it')
    .option('--dry-run', 'tell what would be sent, to which tenant, and how long it takes; send nothing')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `\nWhatever else Playwright's test command knows passes through (--workers, --grep, --ui, --list ...).\n${examples(
        'run',
        ['', 'judge the tenant of .env, or the mock'],
        ['--only CREATE-07 --seed 4711', 'repeat one check'],
        ['--operation create,update --level must', 'a selection'],
        ['--profile minimal', 'a tenant without updates and further secrets'],
        ['--fail-on should --shard 1/4 --seed 1', 'a release gate, one shard of four'],
      )}`,
    )
    .action(async (rest: string[], flags: Record<string, string | boolean>, command: Command) => {
      const { run } = await import('../verbs/run.ts');
      const words = {
        flags: command.options.flatMap(({ long }) => long ?? []),
        verbs: program.commands.map((verb) => verb.name()),
      };
      finish(await run(flags, rest, words));
    });
}

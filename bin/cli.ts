#!/usr/bin/env node
import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { identity } from '../reports/files.ts';

/** Ends the process with a code and, on standard error, one sentence per problem. */
function finish(outcome: { readonly code: number; readonly problems?: readonly string[] }): void {
  for (const problem of outcome.problems ?? []) process.stderr.write(`${problem}\n`);
  process.exitCode = outcome.code;
}

function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, what]) => `  $ ${command.padEnd(width)}   ${what}`).join('\n')}\n`;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, ...value.split(',').map((part) => part.trim())];
}

const program = new Command('external-client-conformance')
  .description('Judges a tenant of the External Client API by its published document.')
  .version(identity().suite.version)
  // Commander ends with 1, which here means that a tenant is not conformant.
  .exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2))
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
  .addHelpText(
    'after',
    '\nThe verbs know --help. Exit codes: 0 conformant, 1 non-conformant, 2 inconclusive or not usable.',
  );

program
  .command('run', { isDefault: true })
  .description('judge the tenant that the settings name; without settings, the embedded mock tenant')
  .argument('[playwright...]', 'files and flags for Playwright')
  .option('--only <ids>', 'requirements, comma-separated')
  .option('--operation <names>', 'requirements of these operations')
  .option('--level <levels>', 'requirements of these levels: must, should, may')
  .option('--depth <depth>', 'default, or deep for more requests')
  .option('--seed <number>', 'seed of all generated data')
  .option('--fail-on <level>', 'lowest level whose failure counts: must (default) or should')
  .option('--strict', 'every departure from the printed document fails')
  .option('--tag <tags>', 'tests that carry one of these tags: ids, levels, operations')
  .option('--shard <i/n>', 'one part of the checks, into a folder of its own; needs --seed')
  .option('--waivers <file>', 'failures that are accepted for now (YAML)')
  .option('--baseline <file>', 'an earlier conformance.json; only what is new fails the gate')
  .allowUnknownOption()
  .addHelpText(
    'after',
    `\nWhatever else Playwright's test command knows passes through (--workers, --grep, --ui, --list ...).\n${examples(
      ['npm run conformance', 'judge the tenant of .env, or the mock'],
      ['npm run conformance -- --only CREATE-07 --seed 4711', 'repeat one check'],
      ['npm run conformance -- --operation create,update --level must', 'a selection'],
      ['npm run conformance -- --fail-on should --shard 1/4 --seed 1', 'a release gate, one shard of four'],
    )}`,
  )
  .action(async (rest: string[], flags: Record<string, string | boolean>, command: Command) => {
    const { run } = await import('./verbs/run.ts');
    const words = {
      flags: command.options.flatMap(({ long }) => long ?? []),
      verbs: program.commands.map((verb) => verb.name()),
    };
    finish(await run(flags, rest, words));
  });

program
  .command('bench')
  .description('time full runs on the embedded mock against the same number of empty Playwright tests')
  .option('--rounds <number>', 'pairs of runs that count', wholeNumber(1, 50), 3)
  .option('--seeds <number>', 'instead: runs with different seeds, whose verdicts must be equal', wholeNumber(2, 200))
  .addHelpText(
    'after',
    examples(['npm run bench', 'the ratio'], ['npm run bench -- --seeds 20', 'twenty seeds, one verdict']),
  )
  .action(async ({ rounds, seeds: runs }: { rounds: number; seeds?: number }) => {
    const { bench, seeds } = await import('./verbs/bench.ts');
    finish(runs === undefined ? bench({ rounds }) : seeds({ runs }));
  });

program
  .command('doctor')
  .description('check settings, network, clock, credentials and leftovers before a run; creates nothing')
  .option('--json', 'as JSON')
  .addHelpText('after', '\nExit code 2 when a run could not tell anything.')
  .action(async (flags: { json?: boolean }) => {
    finish(await (await import('./verbs/doctor.ts')).doctor(flags));
  });

program
  .command('sweep')
  .description('remove what killed runs left on the tenant, by their journals')
  .option('--dry-run', 'show it only')
  .option('--json', 'as JSON')
  .addHelpText('after', examples(['npm run sweep -- --dry-run', 'what would be removed']))
  .action(async (flags: { dryRun?: boolean; json?: boolean }) => {
    finish(await (await import('./verbs/sweep.ts')).sweep(flags));
  });

program
  .command('list')
  .description('list the requirements')
  .option('--operation <names>', 'of these operations only', collect, [])
  .option('--level <levels>', 'of these levels only', collect, [])
  .option('--json', 'as JSON')
  .addHelpText(
    'after',
    examples(
      ['npm run list -- --operation create', 'what creating a client has to keep'],
      ['npm run list -- --json', 'for scripts'],
    ),
  )
  .action(async (flags: { operation: string[]; level: string[]; json?: boolean }) => {
    finish((await import('./verbs/catalogue.ts')).list(flags));
  });

program
  .command('explain')
  .description('explain one requirement: statement, source, what a failure means')
  .argument('<id>', 'id of the requirement')
  .option('--json', 'as JSON')
  .addHelpText('after', examples(['npm run explain -- CREATE-07', '']))
  .action(async (id: string, flags: { json?: boolean }) => {
    finish((await import('./verbs/catalogue.ts')).explain(id, flags));
  });

program
  .command('openapi')
  .description('write the OpenAPI 3.1 document of the API')
  .argument('[file]', 'file to write; standard output without it')
  .option('--server <url>', 'identity base of one tenant instead of the templates')
  .addHelpText('after', examples(['npm run --silent openapi -- openapi.json', '']))
  .action(async (file: string | undefined, flags: { server?: string }) => {
    finish(await (await import('./verbs/document.ts')).openApi(file, flags));
  });

program
  .command('coverage')
  .description('show which requirement verifies which passage of the document, and what nothing can verify')
  .option('--json', 'as JSON')
  .addHelpText('after', '\nExit code 1 when a passage is neither verified nor listed as not testable.')
  .action(async (flags: { json?: boolean }) => {
    finish(await (await import('./verbs/document.ts')).coverageMap(flags));
  });

program
  .command('mock')
  .description('start the mock tenant and print the settings that reach it')
  .addOption(
    new Option('--port <number>', 'port on 127.0.0.1; 0 takes a free one').default(0).argParser(wholeNumber(0, 65_535)),
  )
  .addOption(new Option('--persona <names>', 'legal variants of the tenant').default([]).argParser(collect))
  .addOption(
    new Option('--latency <ms>', 'milliseconds by which every answer is delayed')
      .default(0)
      .argParser(wholeNumber(0, 600_000)),
  )
  .option('--clients <file>', 'JSON file of the organizations and clients to start with')
  .addHelpText(
    'after',
    examples(
      ['npm run mock', 'a tenant on a free port'],
      ['npm run mock -- --port 8085 --persona summary-list --latency 100', 'another one'],
    ),
  )
  .action(async (flags: { port: number; persona: string[]; latency: number; clients?: string }) => {
    finish(await (await import('./verbs/mock.ts')).mock(flags));
  });

program
  .command('diff')
  .description('tell in what a later result differs from an earlier one')
  .argument('<earlier>', 'conformance.json of the earlier run')
  .argument('<later>', 'conformance.json of the later run')
  .option('--json', 'as JSON')
  .addHelpText('after', '\nExit code 1 when something fails anew or in another way, or is no longer verified.')
  .action(async (earlier: string, later: string, flags: { json?: boolean }) => {
    finish((await import('./verbs/diff.ts')).diff(earlier, later, flags));
  });

program
  .command('statement')
  .description('write the conformance statement on a result, as JSON and as a page')
  .argument('[result]', 'conformance.json; without it, that of the last run')
  .option('--out <folder>', 'folder to write to; without it, the one for results')
  .option('--key <file>', 'private key (PEM or JWK) to sign it with')
  .addHelpText('after', examples(['npm run statement -- --key private.pem', 'also writes statement.jws']))
  .action(async (result: string | undefined, flags: { out?: string; key?: string }) => {
    finish(await (await import('./verbs/statement.ts')).statement(result, flags));
  });

program
  .command('verify')
  .description('recompute a conformance statement offline')
  .argument('<statement>', 'statement.json or statement.jws')
  .option('--result <file>', 'the conformance.json that it was made of')
  .option('--key <file>', 'public key (PEM or JWK) that it must be signed with')
  .addHelpText('after', '\nExit code 2 when anything was omitted or altered.')
  .action(async (statement: string, flags: { result?: string; key?: string }) => {
    finish(await (await import('./verbs/statement.ts')).verify(statement, flags));
  });

program
  .command('merge')
  .description('make one run of its shards')
  .argument('<folders...>', 'folders that runs with --shard wrote, or the folder that they are in')
  .option('--out <folder>', 'folder for the results of the whole; without it, the one for results')
  .option('--waivers <file>', 'failures that are accepted for now (YAML)')
  .option('--baseline <file>', 'an earlier conformance.json; only what is new fails the gate')
  .addHelpText('after', examples(['npm run merge -- reports/out', 'all shards below reports/out']))
  .action(async (folders: string[], flags: { out?: string; waivers?: string; baseline?: string }) => {
    finish(await (await import('./verbs/merge.ts')).merge(folders, flags));
  });

program
  .command('matrix')
  .description('judge several tenants one after the other')
  .argument('<file>', 'YAML file of tenants: name, settings, and variables to take credentials from')
  .argument('[flags...]', 'flags of run, for every tenant')
  .allowUnknownOption()
  .addHelpText('after', '\nExit code 1 where any tenant fails its gate, else 2 where any run was inconclusive.')
  .action(async (file: string, flags: string[]) => {
    finish(await (await import('./verbs/matrix.ts')).matrix(file, flags));
  });

program
  .command('prove')
  .description('prove the judge: every fault is caught, every legal tenant is conformant, every rule is needed')
  .addOption(new Option('--only <faults>', 'these faults alone').default([]).argParser(collect))
  .option('--quick', 'leave out which other requirements each fault turns red')
  .option('--personas', 'the legal tenants alone; parts can be combined')
  .option('--faults', 'the faults alone')
  .option('--loosenings', 'the rules of the judge alone, one taken out at a time')
  .option('--write-readme', 'write the figures into README.md')
  .option('--list', 'list the faults')
  .addHelpText(
    'after',
    `\nExit code 1 when the proof does not hold.\n${examples(
      ['npm run prove', 'everything, with the full matrix'],
      ['npm run prove -- --quick', 'every fault against the requirements that must catch it'],
      ['npm run prove -- --only create-grants-more', 'one fault against everything'],
    )}`,
  )
  .action(async (flags: { only: string[] }) => {
    finish(await (await import('./verbs/prove.ts')).prove(flags));
  });

await program.parseAsync();

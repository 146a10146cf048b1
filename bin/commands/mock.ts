import { type Command, Option } from 'commander';
import type { MockFlags } from '../verbs/mock.ts';
import { collect, examples, finish, wholeNumber } from './shared.ts';

/** The mock tenant as a server of its own. */
export function addMockVerb(program: Command): void {
  program.commandsGroup('Develop a client:');
  program
    .command('mock')
    .description('start a mock tenant and print the settings and credentials that reach it')
    .addOption(new Option('--port <number>', 'port; 0 takes a free one').default(0).argParser(wholeNumber(0, 65_535)))
    .option('--host <name>', 'interface to listen on; others than the default let other machines in', '127.0.0.1')
    .option('--origin <url>', 'how clients reach it, where that is another address, as in a container')
    .addOption(new Option('--persona <names>', 'legal variants of the tenant').default([]).argParser(collect))
    .addOption(new Option('--fault <names>', 'deviations from the documentation').default([]).argParser(collect))
    .addOption(
      new Option('--latency <ms>', 'milliseconds by which every answer is delayed')
        .default(0)
        .argParser(wholeNumber(0, 600_000)),
    )
    .option('--seed-file <file>', 'JSON file of the organizations and clients to start with')
    .option('--list', 'list the personas and faults instead')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nPersonas and faults can be given several times. The console, where all of this is switched while the mock runs, stands at /_mock/.\n${examples(
        'mock',
        ['', 'a tenant on a free port'],
        ['--port 8085 --persona observed --latency 100', 'what live tenants are like, and slow'],
        ['--fault create-grants-more', 'one that does something wrong'],
        ['--seed-file clients.json', 'with clients of your own'],
        ['--list', 'what there is to choose from'],
      )}`,
    )
    .action(async (flags: MockFlags) => {
      finish(await (await import('../verbs/mock.ts')).mock(flags));
    });
}

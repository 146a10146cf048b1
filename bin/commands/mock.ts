import { type Command, Option } from 'commander';
import { collect, examples, finish, wholeNumber } from './shared.ts';

/** The mock tenant as a server of its own. */
export function addMockVerb(program: Command): void {
  program.commandsGroup('Develop a client:');
  program
    .command('mock')
    .description('start the mock tenant and print the settings that reach it')
    .addOption(
      new Option('--port <number>', 'port on 127.0.0.1; 0 takes a free one')
        .default(0)
        .argParser(wholeNumber(0, 65_535)),
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
        'mock',
        ['', 'a tenant on a free port'],
        ['--port 8085 --persona summary-list --latency 100', 'another one'],
      ),
    )
    .action(async (flags: { port: number; persona: string[]; latency: number; clients?: string }) => {
      finish(await (await import('../verbs/mock.ts')).mock(flags));
    });
}

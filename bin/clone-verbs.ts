import { type Command, Option } from 'commander';
import { collect, examples, finish, wholeNumber } from './commands/shared.ts';

/** Verbs that need the sources and the tests of the suite itself; the package does not have them. */
export function addCloneVerbs(program: Command): void {
  program.commandsGroup('Prove and time the suite itself:');
  program
    .command('prove')
    .description(
      'prove the judge: every fault is caught, every legal tenant is conformant, every schema keyword is needed',
    )
    .addOption(new Option('--only <names...>', 'these faults or legal tenants alone').default([]).argParser(collect))
    .option('--personas', 'the legal tenants alone; parts can be combined')
    .option('--seeds <number>', 'with --personas: each with this many seeds', wholeNumber(2, 200))
    .option('--faults', 'the faults alone')
    .option('--loosenings', 'the keywords of the schemas alone, one taken out at a time')
    .option('--write', 'write what each fault turns red into specs/prove/matrix.txt')
    .option(
      '--side-by-side',
      'let scenarios act several at once on every tenant, as on those that are slow; nothing is compared with what is committed',
    )
    .option('--write-readme', 'write the figures into README.md')
    .option('--list', 'list the faults')
    .addHelpText(
      'after',
      `\nExit code 1 when the proof does not hold.\n${examples(
        'prove',
        ['', 'everything'],
        ['--only create-grants-more', 'one fault against the requirements that must catch it'],
        ['--personas --seeds 20', 'no false alarm on any legal tenant, with twenty seeds each'],
      )}`,
    )
    .action(async (flags: { only: string[] }) => {
      finish(await (await import('./verbs/prove.ts')).prove(flags));
    });
  program
    .command('bench')
    .description('time full runs on the embedded mock against the same number of empty Playwright tests')
    .option('--rounds <number>', 'rounds that count', wholeNumber(1, 50), 3)
    .option('--seeds <number>', 'instead: runs with different seeds, whose verdicts must be equal', wholeNumber(2, 200))
    .addHelpText('after', examples('bench', ['', 'the ratios'], ['--seeds 20', 'twenty seeds, one verdict']))
    .action(async ({ rounds, seeds: runs }: { rounds: number; seeds?: number }) => {
      const { bench, seeds } = await import('./verbs/bench.ts');
      finish(runs === undefined ? bench({ rounds }) : seeds({ runs }));
    });
}

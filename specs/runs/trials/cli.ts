import { Command } from 'commander';
import { disturbancesTrial } from './disturbances.ts';
import { DRAWN, drawnTrial } from './drawn.ts';
import { firstTrial } from './first.ts';
import { killTrial } from './kill.ts';
import { mutantsTrial } from './mutants.ts';
import { REPLAYED, replayTrial } from './replay.ts';

/** Prints what a trial found, and ends with 1 where it is not what is promised. */
async function report<T extends object>(trial: Promise<T>, holds: (found: T) => boolean): Promise<void> {
  const begun = performance.now();
  const found = await trial;
  const kept = holds(found);
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  process.stdout.write(
    `${kept ? 'holds' : 'DOES NOT HOLD'}, after ${Math.round((performance.now() - begun) / 1000)} s\n`,
  );
  if (!kept) process.exitCode = 1;
}

/** Milliseconds in which a run that is cancelled has removed what it made: a little later pipelines kill it. */
const MOST_TO_END_MS = 10_000;

const program = new Command('trial').description('Figures that take too long for the merge gate.');
const runs = ['--runs <number>', 'how many', Number] as const;

program
  .command('kill')
  .description('runs killed at random moments, one sweep each: nothing left, nothing else changed (about 6 s per run)')
  .option(...runs, 200)
  .option('--without-journal', 'journals are removed first, and the sweep goes by names')
  .action((flags: { runs: number; withoutJournal?: boolean }) =>
    report(
      killTrial(flags.runs, { hasJournal: flags.withoutJournal !== true }),
      ({ remaining, changed }) => remaining === 0 && changed === 0,
    ),
  );

program
  .command('cancel')
  .description(
    'runs ended by SIGTERM at random moments, 100 ms per answer: nothing left, 10 s at most (about 20 s per run)',
  )
  .option(...runs, 20)
  .action((flags: { runs: number }) =>
    report(
      killTrial(flags.runs, { signal: 'SIGTERM', latencyMs: 100 }),
      ({ remaining, changed, longestMs }) => remaining === 0 && changed === 0 && longestMs <= MOST_TO_END_MS,
    ),
  );

program
  .command('disturbances')
  .description('2 % of requests lost or limited: always conformant, and a broken tenant never (about 12 s per run)')
  .option(...runs, 50)
  .option('--broken', 'a tenant that does not delete')
  .action((flags: { runs: number; broken?: boolean }) =>
    report(disturbancesTrial(flags.runs, flags.broken === true), ({ verdicts, left }) =>
      flags.broken === true
        ? verdicts['non-conformant'] === flags.runs
        : verdicts.conformant === flags.runs && left === 0,
    ),
  );

for (const [name, { what, takes, draw }] of Object.entries(DRAWN))
  program
    .command(name)
    .description(`honest ${what}, drawn: none is accused (about ${takes} per run)`)
    .option(...runs, 20)
    .option('--seed <number>', 'of the first tenant; each run takes the next one', Number, 1)
    .action((flags: { runs: number; seed: number }) =>
      report(drawnTrial(draw, flags.runs, flags.seed), ({ accused }) => accused.length === 0),
    );

program
  .command('first')
  .description('whether the true fault is told first, in runs like those of users (about 8 s per fault)')
  .option('--sample <number>', 'how many faults', Number, 100)
  .option('--seed <number>', 'of the data of the runs', Number, 1)
  .argument('[faults...]', 'ids of faults in the place of a sample')
  .action((faults: string[], flags: { sample: number; seed: number }) =>
    report(firstTrial(flags.sample, flags.seed, faults), ({ share }) => share >= 90),
  );

program
  .command('replay')
  .description(
    'failures of broken tenants, each repeated by its printed command: seen again every time (about 4 s per try)',
  )
  .option('--tries <number>', 'how often each is repeated', Number, 20)
  .argument('[faults...]', 'ids of faults; several of different kinds unless named')
  .action((faults: string[], flags: { tries: number }) =>
    report(replayTrial(faults.length > 0 ? faults : REPLAYED, flags.tries), ({ tries, faults: all }) =>
      all.every(({ again }) => {
        const counts = Object.values(again).map(({ failed }) => failed);
        return counts.length > 0 && counts.every((count) => count === tries);
      }),
    ),
  );

program
  .command('mutants')
  .description('the source of an independent tenant, changed in one place at a time: what is caught (about 10 s each)')
  .option('--sample <number>', 'how many changes', Number, 200)
  .option('--seed <number>', 'which ones, and the data of the runs', Number, 1)
  .option('--at-once <number>', 'how many side by side', Number, 2)
  .action((flags: { sample: number; seed: number; atOnce: number }) =>
    report(
      mutantsTrial(flags.sample, flags.seed, flags.atOnce),
      ({ judged, caught }) => judged > 0 && caught / judged >= 0.8,
    ),
  );

await program.parseAsync();

import { requirements } from '../../specs/catalogue/index.ts';
import { identity, removeStaleResults, writeResult } from '../publish/files.ts';
import { EXIT_CODES } from '../verdict/gate.ts';
import { judge } from '../verdict/verdict.ts';

/**
 * Ends a run that never began: prints one sentence per problem and leaves an inconclusive result, so that nobody reads yesterday's.
 * @param out folder for results
 * @returns the exit code
 */
export function refuse(problems: readonly string[], out: string): number {
  process.stderr.write(`${problems.join('\n')}\n`);
  // What cannot be written was just said.
  if (problems.some((problem) => problem.startsWith('CONFORMANCE_OUT names'))) return EXIT_CODES.undecided;
  try {
    removeStaleResults(out);
    writeResult(
      out,
      judge({
        catalogue: requirements,
        selected: new Set(Object.keys(requirements)),
        outcomes: [],
        failOn: 'must',
        problems,
        cutShort: true,
        facts: {
          formatVersion: '2.0',
          ...identity(),
          tenant: {},
          seed: 0,
          startedAt: new Date().toISOString(),
          durationMs: 0,
          requests: { total: 0, byMethod: { GET: 0, POST: 0, PUT: 0, DELETE: 0 } },
          readings: [],
          leftovers: [],
        },
      }),
    );
  } catch (error) {
    process.stderr.write(
      `CONFORMANCE_OUT names a folder that cannot be written (${(error as NodeJS.ErrnoException).code}); set it to one that can.\n`,
    );
  }
  return EXIT_CODES.undecided;
}

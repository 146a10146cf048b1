import { select } from '../../reports/verdict/selection.ts';
import { nearest } from '../../schemas/nearest.ts';
import { type Requirement, requirements } from '../../specs/catalogue/index.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** Lists requirements as a table or as JSON. */
export function list(flags: {
  readonly operation: readonly string[];
  readonly level: readonly string[];
  readonly json?: boolean;
}): VerbOutcome {
  const unknown = [
    ...wrongWords('operation', flags.operation, [
      ...new Set(Object.values(catalogue).map(({ operation }) => operation)),
    ]),
    ...wrongWords('level', flags.level, ['must', 'should', 'may']),
  ];
  if (unknown.length > 0) return unusable(...unknown);
  const { ids, problems } = select(catalogue, {
    only: [],
    operation: flags.operation,
    level: flags.level,
    depth: 'deep',
  });
  if (problems.length > 0) return unusable(...problems);
  const entries = Object.entries(catalogue).filter(([id]) => ids.has(id));
  if (flags.json === true) {
    print(
      JSON.stringify(
        entries.map(([id, requirement]) => ({ id, ...requirement })),
        null,
        2,
      ),
    );
    return DONE;
  }
  const rows = entries.map(([id, { level, operation, statement }]) => [id, level, operation, statement]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  print(rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n'));
  return DONE;
}

/** One sentence per word that is none of those there are. */
function wrongWords(what: string, words: readonly string[], known: readonly string[]): readonly string[] {
  return words
    .filter((word) => !known.includes(word))
    .map((word) => {
      const near = nearest(word, known);
      return `There is no ${what} "${word}"; ${near === undefined ? `there are ${known.join(', ')}.` : `did you mean ${near}?`}`;
    });
}

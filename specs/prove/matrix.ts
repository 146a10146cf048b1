import type { FaultRow, MatrixDifference } from './result.ts';

/** Lines of the committed matrix by fault, each as it stands in the file. */
export type Matrix = ReadonlyMap<string, string>;

const HEAD = `# Which requirements each fault turns red, of all checks whose evidence was there when the fault met its own.
# fault: declared requirements that turn red (declared ones that do not) | others that turn red as well
# A fault with ~ changes what happens when requests meet, which is not the same each time: it must be caught, no more.
# Written by "npm run prove -- --write"; review a change of it like code.
`;

/** Reads the committed matrix. */
export function readMatrix(text: string): Matrix {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(line.startsWith('~') ? 1 : 0, line.indexOf(':')), line]));
}

/**
 * The matrix with the rows that were seen. Others stay, and so do those of faults that were not caught, or whose meeting did not end.
 * @param faults ids of all faults that there are: rows of others go
 */
export function writeMatrix(committed: Matrix, rows: readonly FaultRow[], faults: ReadonlySet<string>): string {
  const lines = new Map([...committed].filter(([fault]) => faults.has(fault)));
  for (const row of rows) {
    const kept = isSeen(row) ? lineOf(row, isLoose(committed, row)) : committed.get(row.fault);
    if (kept !== undefined) lines.set(row.fault, kept);
  }
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return `${HEAD}${sorted.join('\n')}\n`;
}

/** Where the committed matrix is not what was seen. @param isWhole whether all faults were met */
export function differences(
  committed: Matrix,
  rows: readonly FaultRow[],
  isWhole: boolean,
): readonly MatrixDifference[] {
  const known = new Set(rows.map(({ fault }) => fault));
  const stale = isWhole ? [...committed.keys()].filter((fault) => !known.has(fault)) : [];
  return [
    ...rows.flatMap((row): readonly MatrixDifference[] => {
      if (!isSeen(row)) return [];
      const line = committed.get(row.fault);
      const seen = lineOf(row, isLoose(committed, row));
      return line !== undefined && declaredPart(line) === declaredPart(seen)
        ? []
        : [{ fault: row.fault, ...(line !== undefined && { committed: line }), seen }];
    }),
    ...stale.map((fault) => ({ fault, committed: committed.get(fault) ?? '' })),
  ];
}

/** What a line says of declared requirements. Which others turn red as well depends on what a run happens to read when: it is for the review. */
function declaredPart(line: string): string {
  return line.split(' | ', 1)[0] ?? line;
}

/** Whether a row says something of the fault: where it was not met or not caught, the proof says that already. */
function isSeen({ outcome }: FaultRow): boolean {
  return outcome !== 'unmet' && outcome !== 'missed';
}

function isLoose(committed: Matrix, { fault }: FaultRow): boolean {
  return committed.get(fault)?.startsWith('~') === true;
}

function lineOf({ fault, declares, red }: FaultRow, loose: boolean): string {
  if (loose) return `~${fault}: ${declares.join(' ')}`;
  const quiet = declares.filter((id) => !red.includes(id));
  const also = red.filter((id) => !declares.includes(id));
  const parts = [
    `${fault}:`,
    ...declares.filter((id) => red.includes(id)),
    ...(quiet.length > 0 ? [`(${quiet.join(' ')})`] : []),
    ...(also.length > 0 ? ['|', ...also] : []),
  ];
  return parts.join(' ');
}

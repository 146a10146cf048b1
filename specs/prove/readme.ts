import type { ProofResult } from './result.ts';
import { figures } from './terminal.ts';

const BEGIN = '<!-- proof:begin -->';
const END = '<!-- proof:end -->';

/** What is wrong with the place for the figures in a README; undefined: nothing. */
export function complaintAboutMarkers(readme: string): string | undefined {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  const once = readme.lastIndexOf(BEGIN) === begin && readme.lastIndexOf(END) === end;
  return begin >= 0 && end > begin && once
    ? undefined
    : `README.md must hold ${BEGIN} and, below it, ${END}, once each; the figures are written in between.`;
}

/** The README with the figures of a proof between its two markers, which must be there. */
export function withFigures(readme: string, proof: ProofResult): string {
  const rows = [['Proof', 'Figures'], ...figures(proof)] as const;
  // As wide as the formatter makes it, so that a README with new figures still passes its check.
  const wide = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], filler = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(wide[column] ?? 0, filler)).join(' | ')} |`;
  const [head, ...body] = rows.map((row) => line(row));
  const block = [head, line(['', ''], '-'), ...body].join('\n');
  return `${readme.slice(0, readme.indexOf(BEGIN) + BEGIN.length)}\n${block}\n${readme.slice(readme.indexOf(END))}`;
}

/** Whether a README tells the figures of a proof. A share may differ by some: which failure is told first may depend on time. */
export function hasFigures(readme: string, proof: ProofResult): boolean {
  const counted = (text: string) => text.replaceAll(/\d+ %/g, '%').replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '-');
  return complaintAboutMarkers(readme) === undefined && counted(withFigures(readme, proof)) === counted(readme);
}

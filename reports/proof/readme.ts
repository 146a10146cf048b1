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
  const rows = figures(proof).map(([what, text]) => `| ${what} | ${text} |`);
  const block = ['| Proof | Figures |', '|---|---|', ...rows].join('\n');
  return `${readme.slice(0, readme.indexOf(BEGIN) + BEGIN.length)}\n${block}\n${readme.slice(readme.indexOf(END))}`;
}

import pc from 'picocolors';
import { clip, fold, plural } from '../../reports/terminal/text.ts';
import type { ProofResult } from './result.ts';

/** What the summary needs beyond the result. */
export interface SummaryContext {
  readonly pathOfPage: string;
  readonly pathOfResult: string;
  readonly columns?: number;
  readonly colours?: ReturnType<typeof pc.createColors>;
}

/** Most problems told; the rest is on the page. */
const MOST = 12;

/** Prints the summary; in colour on a terminal that wants it. */
export function printProof(proof: ProofResult, context: Omit<SummaryContext, 'colours' | 'columns'>): void {
  const colours = pc.createColors(
    process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  );
  const columns = process.stdout.columns ?? 120;
  process.stdout.write(`${formatProof(proof, { ...context, columns, colours }).join('\n')}\n`);
}

/** The proof on one screen: figures, problems, rows of the matrix that changed, verdict. */
export function formatProof(proof: ProofResult, context: SummaryContext): readonly string[] {
  const { red, green, yellow, bold, dim } = context.colours ?? pc.createColors(false);
  const problems = proof.problems
    .slice(0, MOST)
    .flatMap((problem) => fold(clip(problem), '', '      ', context.columns ?? 120));
  const rest = proof.problems.length - MOST;
  const proved = proof.verdict === 'proved';
  return [
    '',
    dim(
      `${proof.suite.name} ${proof.suite.version}   proof of the judge   ${seconds(proof.durationMs)}   ${proof.requests} requests`,
    ),
    '',
    ...figures(proof).map(([what, text]) => `${what.padEnd(14)}${text}`),
    ...(problems.length > 0 ? ['', ...problems.map((line) => yellow(line))] : []),
    ...(rest > 0 ? [dim(`and ${plural(rest, 'more problem')} in the results`)] : []),
    ...changes(proof),
    '',
    `results  ${context.pathOfResult}`,
    `page     ${context.pathOfPage}`,
    '',
    bold(proved ? green(proofSentence(proof)) : red(proofSentence(proof))),
  ];
}

/** Most rows of the matrix told. */
const MOST_ROWS = 5;

function changes({ matrixDifferences, goldenDifferences }: ProofResult): readonly string[] {
  const all = [...matrixDifferences, ...goldenDifferences];
  if (all.length === 0) return [];
  const rest = all.length - MOST_ROWS;
  return [
    '',
    ...all
      .slice(0, MOST_ROWS)
      .flatMap(({ committed, seen }) => [
        ...(committed === undefined ? [] : [`- ${committed}`]),
        ...(seen === undefined ? [] : [`+ ${seen}`]),
      ]),
    ...(rest > 0 ? [`and ${plural(rest, 'more row')} in the results`] : []),
  ];
}

/** The verdict of the proof in one sentence, which says what part was proved. */
export function proofSentence(proof: ProofResult): string {
  if (proof.verdict !== 'proved') return `NOT PROVED: ${plural(proof.problems.length, 'reason')}.`;
  if (proof.whole)
    return 'PROVED: every fault is caught, every legal tenant is conformant, every keyword of the schemas is needed.';
  const { faults, personas, loosenings } = proof;
  const parts = [
    ...(faults.total > 0 ? [`${faults.total} of ${faults.of} faults`] : []),
    ...(personas.total > 0 ? [`${personas.total} of ${personas.of} legal tenants`] : []),
    ...(loosenings.total > 0 ? ['the keywords of the schemas'] : []),
  ];
  return `PROVED IN PART: ${parts.join(', ')}. The rest was not tried.`;
}

/** The figures of a proof, one line each; parts that were not asked for are left out. */
export function figures(proof: ProofResult): readonly (readonly [what: string, text: string])[] {
  const { faults, personas, loosenings, requirements, control, whole } = proof;
  const told = (pairs: Readonly<Record<string, number>>): string =>
    Object.entries(pairs)
      .filter(([, number]) => number > 0)
      .map(([what, number]) => `, ${number} ${what}`)
      .join('');
  const share = faults.caught === 0 ? 0 : Math.floor((100 * faults.toldFirst) / faults.caught);
  const lines: [string, string, boolean][] = [
    ['control', control?.green === true ? 'conformant' : 'not conformant', control !== null],
    [
      'faults',
      `${faults.caught} of ${faults.total - faults.equivalent} caught${told({
        missed: faults.missed,
        'never at an assertion': faults.unproved,
        'did not end': faults.unmet,
        'disproved as equivalent': faults.disproved,
        equivalent: faults.equivalent,
      })}${part(faults)}`,
      faults.total > 0,
    ],
    ['named first', `first failure is a declared one: ${share} % of faults`, faults.caught > 0],
    ['requirements', `${requirements.proved} of ${requirements.total} caught a fault of their own`, whole],
    [
      'legal tenants',
      `${personas.green} of ${personas.total} conformant${personas.seeds === undefined ? '' : ` with each of ${personas.seeds} seeds`}${part(personas)}`,
      personas.total > 0,
    ],
    [
      'loosenings',
      `${loosenings.noticed} of ${loosenings.total - loosenings.equivalent} schema keywords are needed${told({ equivalent: loosenings.equivalent })}`,
      loosenings.total > 0,
    ],
  ];
  return lines.filter(([, , shown]) => shown).map(([what, text]) => [what, text]);
}

function part({ total, of }: { readonly total: number; readonly of: number }): string {
  return total === of ? '' : ` (${total} of ${of} tried)`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

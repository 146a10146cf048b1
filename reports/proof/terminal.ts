import pc from 'picocolors';
import { clip, fold, plural } from '../terminal/text.ts';
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

/** The proof on one screen: figures, problems, verdict. */
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
      `${proof.suite.name} ${proof.suite.version}   proof of the judge, ${proof.mode}   ${seconds(proof.durationMs)}`,
    ),
    ...took(proof),
    '',
    ...figures(proof).map(([what, text]) => `${what.padEnd(14)}${text}`),
    ...(problems.length > 0 ? ['', ...problems.map((line) => yellow(line))] : []),
    ...(rest > 0 ? [dim(`and ${plural(rest, 'more problem')} in the results`)] : []),
    '',
    `results  ${context.pathOfResult}`,
    `page     ${context.pathOfPage}`,
    '',
    bold(proved ? green(proofSentence(proof)) : red(proofSentence(proof))),
  ];
}

/** The verdict of the proof in one sentence. */
export function proofSentence(proof: ProofResult): string {
  return proof.verdict === 'proved'
    ? 'PROVED: every fault is caught, every legal tenant is conformant, every rule is needed.'
    : `NOT PROVED: ${plural(proof.problems.length, 'reason')}.`;
}

/** The figures of a proof, one line each; parts that were not asked for are left out. */
export function figures({
  faults,
  personas,
  loosenings,
  requirements,
  mode,
  control,
}: ProofResult): readonly (readonly [what: string, text: string])[] {
  const told = (pairs: Readonly<Record<string, number>>): string =>
    Object.entries(pairs)
      .filter(([, number]) => number > 0)
      .map(([what, number]) => `, ${number} ${what}`)
      .join('');
  const provable = faults.total - faults.equivalent;
  const lines: [string, string, boolean][] = [
    ['control', control?.green === true ? 'conformant' : 'not conformant', control !== null],
    [
      'faults',
      `${faults.caught} of ${provable} caught${mode === 'full' ? ` (${faults.exact} exactly, ${faults.overBroad} over-broadly)` : ''}${told(
        {
          missed: faults.missed,
          'never at an assertion': faults.unproved,
          'disproved as equivalent': faults.disproved,
          equivalent: faults.equivalent,
          'without effect': faults.notApplied,
        },
      )}`,
      faults.total > 0,
    ],
    ['requirements', `${requirements.proved} of ${requirements.total} caught a fault of their own`, faults.total > 0],
    [
      'legal tenants',
      `${personas.green} of ${personas.total} conformant${personas.seeds === undefined ? '' : ` with each of ${personas.seeds} seeds`}`,
      personas.total > 0,
    ],
    [
      'loosenings',
      `${loosenings.noticed} of ${loosenings.total - loosenings.equivalent} noticed${told({ equivalent: loosenings.equivalent })}`,
      loosenings.total > 0,
    ],
  ];
  return lines.filter(([, , shown]) => shown).map(([what, text]) => [what, text]);
}

/** How long the parts took that ran. */
function took({ parts: { faultsMs, matrixMs }, personas }: ProofResult): readonly string[] {
  const told = [
    ...(faultsMs === undefined ? [] : [`faults with their own tests ${seconds(faultsMs)}`]),
    ...(matrixMs === undefined
      ? []
      : [`${personas.seeds === undefined ? 'the matrix' : 'the seeds'} ${seconds(matrixMs)}`]),
  ];
  return told.length === 0 ? [] : [`of these: ${told.join(', ')}`];
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

import pc from 'picocolors';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { blame, meaningOf } from '../causes/advice.ts';
import { differing } from '../causes/differing.ts';
import { membersOf, type Root, rootsOf } from '../causes/roots.ts';
import type { Since } from '../publish/since.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, Finding } from '../verdict/result.ts';
import { invocation } from './invocation.ts';
import { circumstancesOf, commandAgain, placeOf, sourceOf, type Told, toldOnce } from './sentences.ts';
import { clip, fold, inWords, labelled, plural, VALUE } from './text.ts';

type Colours = ReturnType<typeof pc.createColors>;

/** What the terminal report needs beyond the result. */
export interface ReportContext {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  /** Words that go before `--only ID` or `--seed`. */
  readonly command: string;
  /** In what it differs from the last run on the same tenant. */
  readonly since?: Since;
  /** Where the result was written. */
  readonly path: string;
  /** Where the report page was written; undefined where there is none. */
  readonly page?: string;
  /** Width of the terminal in columns; sentences and lists of ids are folded to it. */
  readonly columns?: number;
  readonly colours?: Colours;
}

/** Most causes told in full and in a line, and findings and trials told per requirement; the rest is in the results. */
const MOST = { full: 8, brief: 20, findings: 2, tried: 4, statements: 4 };

/** What fails: one section for each likely cause, the first to look at in front; then what is waived. */
export function failures(result: ConformanceResult, context: ReportContext): readonly string[][] {
  const roots = rootsOf(result).filter(({ lead }) => lead.verdict === 'fail');
  const waived = result.requirements.filter(({ verdict }) => verdict === 'waived');
  return [
    ...told(roots, result.seed, context, 'failure'),
    waived.map((one) => `${(context.colours ?? plain).yellow('WAIVED')}  ${one.id}  ${one.level}  ${one.statement}`),
  ];
}

const plain = pc.createColors(false);

function rootLines(root: Root, seed: number, context: ReportContext): string[] {
  const { red, yellow, dim } = context.colours ?? plain;
  const { lead } = root;
  const findings = toldOnce(lead.findings);
  const rest = findings.length - MOST.findings;
  const { owner, because } = blame(lead);
  const line = folding(context.columns);
  return [
    `${lead.verdict === 'warn' ? yellow('WARN') : red('FAIL')}  ${lead.id}  ${lead.level}  ${lead.statement}`,
    labelled('document', sourceOf(lead)),
    ...findings.slice(0, MOST.findings).flatMap((one) => findingLines(one, line)),
    ...(rest > 0 ? [dim(`${VALUE}and ${plural(rest, 'other finding')} in the results`)] : []),
    ...line('means', meaningOf(lead, context.catalogue)),
    ...(owner === 'tenant' ? [] : line('owner', `${owner}, for ${because}`)),
    ...likewise(root, line),
    ...follows(root, line),
    ...(root.blocked.length === 0
      ? []
      : line('blocks', `${plural(root.blocked.length, 'requirement')} that could not be verified because of it`)),
    ...line('signature', lead.signature),
    `${labelled('again', commandAgain(lead, context.command, seed))}${dim(`      step by step: ${invocation('replay', lead.id)}`)}`,
  ];
}

type Line = (label: string, value: string | undefined) => string[];

/** Labelled values, folded at the width of the terminal. */
function folding(columns = 120): Line {
  return (label, value) => {
    if (value === undefined) return [];
    const lines = value.split('\n').flatMap((text) => fold(text, '', '', Math.max(40, columns - VALUE.length)));
    return [labelled(label, lines.join('\n'))];
  };
}

function findingLines(told: Told, line: Line): string[] {
  const { finding, times, checks, tried } = told;
  const { expected, actual } = differing(finding.expected, finding.actual);
  return [
    ...line('check', someOf(checks)),
    ...line('finding', `${clip(finding.message)}${times > 1 ? ` (${times} times)` : ''}`),
    ...line('tried', someOf(tried)),
    ...(expected !== '' || actual !== ''
      ? [labelled('expected', clip(expected)), labelled('actual', clip(actual))]
      : []),
    ...(finding.seenIn === undefined ? [] : [labelled('seen in', placeOf(finding))]),
    ...circumstancesOf(finding).flatMap(([label, words]) => line(label, words)),
  ];
}

/** The first of several titles; undefined where there are none. */
function someOf(titles: readonly string[]): string | undefined {
  if (titles.length === 0) return undefined;
  const rest = titles.length - MOST.tried;
  return `${titles.slice(0, MOST.tried).join('; ')}${rest > 0 ? `; and ${plural(rest, 'other')}` : ''}`;
}

function likewise({ alike }: Root, line: Line): string[] {
  if (alike.length === 0) return [];
  const operations = [...new Set(alike.map(({ operation }) => operation))];
  return line('likewise', `in ${inWords(operations)}: ${alike.map(({ id }) => id).join(', ')}`);
}

function follows({ following }: Root, line: Line): string[] {
  if (following.length === 0) return [];
  const intro = `${plural(following.length, 'further finding')} ${following.length === 1 ? 'is' : 'are'} likely to go away with it:`;
  return following.length > MOST.statements
    ? line('with it', `${intro} ${summarise(following.map(({ id }) => id))}`)
    : line('with it', [intro, ...following.map(({ id, statement }) => `${id}  ${statement}`)].join('\n'));
}

function briefly(root: Root, { colours = plain }: ReportContext): string {
  const { lead } = root;
  const others = membersOf(root).length - 1;
  const more = others === 0 ? '' : `, and ${plural(others, 'other')} with it`;
  return `${lead.verdict === 'warn' ? colours.yellow('WARN') : colours.red('FAIL')}  ${lead.id}  ${lead.level}  ${lead.statement}${colours.dim(`${brief(lead.findings[0])}${more}`)}`;
}

/** Warnings that no failure explains, told like failures. */
export function warnings(result: ConformanceResult, context: ReportContext): readonly string[][] {
  return told(
    rootsOf(result).filter(({ lead }) => lead.verdict === 'warn'),
    result.seed,
    context,
    'warning',
  );
}

function told(roots: readonly Root[], seed: number, context: ReportContext, what: string): readonly string[][] {
  const rest = roots.slice(MOST.full);
  return [
    ...roots.slice(0, MOST.full).map((root) => rootLines(root, seed, context)),
    [
      ...rest.slice(0, MOST.brief).map((root) => briefly(root, context)),
      ...(rest.length > MOST.brief ? [`and ${plural(rest.length - MOST.brief, `more ${what}`)} in the report`] : []),
    ],
  ];
}

/** A finding on the rest of one line. */
function brief(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const text = finding.actual === '' ? finding.message : `expected ${finding.expected}, was ${finding.actual}`;
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return ` (${line.length > 120 ? `${line.slice(0, 117)}...` : line})`;
}

/** Ids by prefix: `CREATE-01 02 05, LIST-03`; the first forty of them. */
export function summarise(ids: readonly string[]): string {
  const shown = [...groupBy(ids.slice(0, 40), (id) => id.replace(/-[^-]*$/, ''))];
  const text = shown
    .map(([prefix, group]) => `${prefix}-${group.map((id) => id.slice(prefix.length + 1)).join(' ')}`)
    .join(', ');
  return ids.length > 40 ? `${text} and ${ids.length - 40} more` : text;
}

import pc from 'picocolors';
import type { Requirement } from '../specs/requirements/types.ts';
import { groupBy } from './group.ts';
import { CAUSES, type Cause, type ConformanceResult, type Finding, type RequirementResult } from './result.ts';
import { clip, fold, INDENT, labelled, plural, VALUE } from './text.ts';

type Colours = ReturnType<typeof pc.createColors>;

/** What the terminal report needs beyond the result. */
export interface ReportContext {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  /** Words that go before `--only ID`. */
  readonly command: string;
  /** Where the result was written. */
  readonly path: string;
  /** Width of the terminal in columns; lists of ids are folded to it. */
  readonly columns?: number;
  readonly colours?: Colours;
}

/** Most findings told per requirement, warnings and readings told in all; the rest is in the results. */
const MOST = { findings: 3, warnings: 8, readings: 8 };

/** Prints the report; in colour on a terminal that wants it. */
export function printReport(result: ConformanceResult, context: Omit<ReportContext, 'colours' | 'columns'>): void {
  const colours = pc.createColors(
    process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  );
  const columns = process.stdout.columns ?? 120;
  process.stdout.write(`${formatReport(result, { ...context, columns, colours }).join('\n')}\n`);
}

/** The report as lines: failures by operation, warnings, what was not verified, readings, figures, verdict. */
export function formatReport(result: ConformanceResult, context: ReportContext): readonly string[] {
  const { red, green, yellow, bold, dim } = context.colours ?? pc.createColors(false);
  const paint = { conformant: green, 'non-conformant': red, inconclusive: yellow }[result.verdict];
  const sections = [
    [dim(heading(result))],
    failures(result, context),
    warnings(result, context),
    waivers(result),
    notVerified(result, context),
    readings(result),
    leftovers(result),
    result.problems.flatMap((problem) => fold(problem, '', INDENT, context.columns ?? 120)),
    [...figures(result), `results  ${context.path}`],
    [paint(bold(verdictSentence(result))), ...gate(result)],
  ];
  return ['', ...sections.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, ''])].slice(0, -1);
}

function heading({ suite, document, tenant }: ConformanceResult): string {
  const facts = Object.entries(tenant).map(([name, value]) => `${name} ${value}`);
  return [`${suite.name} ${suite.version}`, `${document.title}, ${document.edition}`, ...facts].join('   ');
}

function failures(result: ConformanceResult, context: ReportContext): string[] {
  const told = result.requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'waived');
  return [...groupBy(told, ({ operation }) => operation)].flatMap(([operation, group]) => [
    (context.colours ?? pc.createColors(false)).bold(operation),
    ...group.flatMap((one) => failure(one, result.seed, context)),
  ]);
}

function failure(one: RequirementResult, seed: number, context: ReportContext): string[] {
  const { red, yellow, dim } = context.colours ?? pc.createColors(false);
  const word = one.verdict === 'waived' ? yellow('WAIVED') : red('FAIL');
  const rest = one.findings.length - MOST.findings;
  const requirement = context.catalogue[one.id];
  return [
    `${word}  ${one.id}  ${one.level}  ${one.statement}`,
    labelled('document', sourceOf(one)),
    ...one.findings.slice(0, MOST.findings).flatMap((finding) => findingLines(finding)),
    ...(rest > 0 ? [dim(`${VALUE}and ${rest} more in the results`)] : []),
    ...(requirement === undefined ? [] : [labelled('means', requirement.means)]),
    ...(one.signature === undefined ? [] : [labelled('signature', one.signature)]),
    `${labelled('again', `${context.command} --only ${one.id} --seed ${seed}`)}${dim(`      curl and exchange: report, #${one.id}`)}`,
  ];
}

function findingLines(finding: Finding): string[] {
  const values = finding.expected !== '' || finding.actual !== '';
  return [
    labelled('finding', clip(finding.message)),
    ...(values ? [labelled('expected', clip(finding.expected)), labelled('actual', clip(finding.actual))] : []),
    ...(finding.seenIn === undefined ? [] : [labelled('seen in', finding.seenIn)]),
  ];
}

/** Where the document, or else the standard, says so. */
export function sourceOf({ source }: Pick<RequirementResult, 'source'>): string {
  const place = [source.heading, source.part].filter((part) => part !== undefined).join(' > ');
  return [place, source.standard].filter((part) => part !== undefined && part !== '').join('; ');
}

function warnings(result: ConformanceResult, { colours = pc.createColors(false) }: ReportContext): string[] {
  const lines = result.requirements
    .filter(({ verdict }) => verdict === 'warn')
    .map(
      (one) =>
        `${colours.yellow('WARN')}  ${one.id}  ${one.level}  ${one.statement}${colours.dim(brief(one.findings[0]))}`,
    );
  return capped(lines, MOST.warnings, 'warnings');
}

/** A finding on the rest of one line. */
function brief(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const text = finding.actual === '' ? finding.message : `expected ${finding.expected}, was ${finding.actual}`;
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return ` (${line.length > 120 ? `${line.slice(0, 117)}...` : line})`;
}

function notVerified(result: ConformanceResult, context: ReportContext): string[] {
  const skipped = result.requirements.filter(({ verdict, cause }) => verdict === 'skip' && cause !== 'not-selected');
  const blockingFirst = [...groupBy(skipped, ({ cause }) => cause ?? 'suite-error')].sort(
    ([a], [b]) => Number(CAUSES[b].blocking) - Number(CAUSES[a].blocking),
  );
  return blockingFirst.flatMap(([cause, group]) => causeLines(cause, group, context));
}

function causeLines(
  cause: Cause,
  group: readonly RequirementResult[],
  { columns = 120, colours = pc.createColors(false) }: ReportContext,
): string[] {
  const title = `not verified (${cause}, ${group.length}): ${CAUSES[cause].meaning}`;
  // One detail tells most where many checks fell to the same cause.
  const details = [...new Set(group.flatMap(({ detail }) => detail ?? []))];
  const more = details.length > 1 ? ` (and ${details.length - 1} other reasons, in the results)` : '';
  return [
    CAUSES[cause].blocking ? colours.yellow(title) : title,
    ...fold(summarise(group.map(({ id }) => id)), INDENT, INDENT, columns),
    ...(details[0] === undefined ? [] : [`${INDENT}${clip(details[0])}${more}`]),
  ];
}

/** Ids by prefix: `CREATE-01 02 05, LIST-03`; the first forty of them. */
function summarise(ids: readonly string[]): string {
  const shown = [...groupBy(ids.slice(0, 40), (id) => id.replace(/-[^-]*$/, ''))];
  const text = shown
    .map(([prefix, group]) => `${prefix}-${group.map((id) => id.slice(prefix.length + 1)).join(' ')}`)
    .join(', ');
  return ids.length > 40 ? `${text} and ${ids.length - 40} more` : text;
}

function readings(result: ConformanceResult): string[] {
  const lines = result.readings
    .filter(({ observed, printed }) => observed !== 'not-observed' && printed !== undefined && observed !== printed)
    .map(
      ({ id, observed, printed, evidence }) =>
        `reading  ${id}  ${observed}, where the document prints ${printed}${evidence === undefined ? '' : ` (${clip(evidence)})`}`,
    );
  return capped(lines, MOST.readings, 'readings');
}

function waivers({ waivers: all = [] }: ConformanceResult): string[] {
  return all.map(
    ({ requirement, signature, state, expires, owner, ticket, reason }) =>
      `waiver  ${requirement}  ${state}, until ${expires}, ${owner}, ${ticket}: ${reason} (${signature})`,
  );
}

/** What waivers and baseline make of the verdict, where they make a difference. */
function gate({ gate: told, verdict, waivers: all, baseline }: ConformanceResult): string[] {
  if (told === undefined || (all === undefined && baseline === undefined)) return [];
  const same = { passed: 'conformant', failed: 'non-conformant', undecided: 'inconclusive' }[told.outcome] === verdict;
  return same && told.reasons.length === 0
    ? []
    : [`gate ${told.outcome}${told.reasons.map((reason) => `\n${INDENT}${reason}`).join('')}`];
}

function leftovers(result: ConformanceResult): string[] {
  return capped(
    result.leftovers.map(
      ({ kind, id, name, reason }) => `left behind  ${kind} ${id}${name === undefined ? '' : ` "${name}"`}: ${reason}`,
    ),
    MOST.readings,
    'left behind',
  );
}

function capped(lines: readonly string[], most: number, what: string): string[] {
  return lines.length <= most
    ? [...lines]
    : [...lines.slice(0, most - 1), `${lines.length - most + 1} more ${what} in the results`];
}

function figures(result: ConformanceResult): string[] {
  const { total, byMethod } = result.requests;
  const methods = Object.entries(byMethod).map(([method, number]) => `${number} ${method}`);
  const selected = result.requirements.filter(({ cause }) => cause !== 'not-selected');
  const levels = [...groupBy(selected, ({ level }) => level)].map(([level, group]) => `${level}: ${tally(group)}`);
  return [
    ...(levels.length > 0 ? [levels.join('   ')] : []),
    `requests ${total}: ${methods.join(', ')}   ${(result.durationMs / 1000).toFixed(1)} s   seed ${result.seed}`,
  ];
}

function tally(group: readonly RequirementResult[]): string {
  const words = { pass: 'pass', fail: 'fail', warn: 'warn', waived: 'waived', skip: 'not verified' } as const;
  const numbers = groupBy(group, ({ verdict }) => verdict);
  return Object.entries(words)
    .flatMap(([verdict, word]) => {
      const number = numbers.get(verdict as RequirementResult['verdict'])?.length ?? 0;
      return number > 0 ? [`${number} ${word}`] : [];
    })
    .join(', ');
}

/** The verdict of the run in one sentence. */
export function verdictSentence(result: ConformanceResult): string {
  const selected = result.requirements.filter(({ cause }) => cause !== 'not-selected');
  const scope =
    selected.length < result.requirements.length
      ? ` (${selected.length} of ${result.requirements.length} requirements selected)`
      : '';
  const { must, should } = result.summary;
  switch (result.verdict) {
    case 'conformant': {
      // What was not verified must not read as green.
      const open = selected.filter(({ verdict }) => verdict === 'skip').length;
      const exceptions = [
        must.waived > 0 ? `${must.waived} waived` : '',
        open > 0 ? `${open} not verified` : '',
      ].filter((part) => part !== '');
      return `CONFORMANT: ${[held(result), ...exceptions].join(', ')}${scope}.`;
    }
    case 'non-conformant':
      return must.fail > 0
        ? `NON-CONFORMANT: ${failing(must.fail, 'must requirement')}${scope}.`
        : `NON-CONFORMANT: ${failing(should.warn, 'should requirement')}, and --fail-on should counts that${scope}.`;
    case 'inconclusive':
      return selected.every(({ verdict }) => verdict === 'skip')
        ? 'INCONCLUSIVE: nothing could be verified; the reasons stand above.'
        : `INCONCLUSIVE: nothing fails that was verified, but too little was verified to tell${scope}.`;
  }
}

/** `100 must and 1 should requirements hold`. */
function held({ summary }: ConformanceResult): string {
  const levels = Object.entries(summary).filter(([, { pass }]) => pass > 0);
  const total = levels.reduce((sum, [, { pass }]) => sum + pass, 0);
  const names = levels.map(([level, { pass }]) => `${pass} ${level}`).join(' and ');
  return `${names} requirement${total === 1 ? ' holds' : 's hold'}`;
}

function failing(number: number, what: string): string {
  return `${plural(number, what)} ${number === 1 ? 'fails' : 'fail'}`;
}

import pc from 'picocolors';
import { firstStep, NOTHING } from '../causes/advice.ts';
import { rootsOf } from '../causes/roots.ts';
import { disturbancesInWords } from '../verdict/disturbances.ts';
import { groupBy } from '../verdict/group.ts';
import { leftOutIds, leftOutOf, profileName } from '../verdict/left-out.ts';
import { CAUSES, type Cause, type ConformanceResult, type RequirementResult, weightOf } from '../verdict/result.ts';
import { failures, type ReportContext, summarise, warnings } from './failures.ts';
import { invocation } from './invocation.ts';
import { readingInWords, verdictOf } from './sentences.ts';
import { clip, fold, INDENT, plural, wrapped } from './text.ts';

/** Most readings and leftovers told in all; the rest is in the results. */
const MOST = { readings: 8, leftovers: 4, disturbances: 8 };

/** Prints the report; in colour on a terminal that wants it. */
export function printReport(
  result: ConformanceResult,
  context: Omit<ReportContext, 'colours' | 'columns'>,
  { output, quiet }: { readonly output: NodeJS.WriteStream; readonly quiet: boolean } = {
    output: process.stdout,
    quiet: false,
  },
): void {
  const colours = pc.createColors(output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
  const columns = output.columns ?? 120;
  const whole = { ...context, columns, colours };
  const page = context.page === undefined ? [] : [`report  ${context.page}`];
  const lines = [...(quiet ? verdictLines(result, whole) : formatReport(result, whole)), ...page];
  // What goes into a file or through a pipe keeps its lines.
  const shown = output.isTTY === true ? lines.flatMap((each) => wrapped(each, columns)) : lines;
  output.write(`${shown.join('\n')}\n`);
}

/** The verdict, what keeps the gate from passing, and what to do first. */
function verdictLines(result: ConformanceResult, context: ReportContext): readonly string[] {
  const { red, green, yellow, bold } = context.colours ?? pc.createColors(false);
  const { sentence, tone } = verdictOf(result);
  const paint = { pass: green, fail: red, warn: yellow, waived: yellow, skip: yellow }[tone];
  return [paint(bold(sentence)), ...gate(result), ...toDo(result, context)];
}

/** The report as lines: failures by operation, warnings, what was not verified, readings, figures, verdict. */
export function formatReport(result: ConformanceResult, context: ReportContext): readonly string[] {
  const { dim } = context.colours ?? pc.createColors(false);
  const sections = [
    [dim(heading(result))],
    ...failures(result, context),
    ...warnings(result, context),
    waivers(result),
    notVerified(result, context),
    leftOut(result, context),
    readings(result, context),
    leftovers(result),
    capped(disturbancesInWords(result), MOST.disturbances, 'disturbances'),
    result.problems.flatMap((problem) => fold(problem, '', INDENT, context.columns ?? 120)),
    since(context),
    [...figures(result), `results  ${context.path}`],
    verdictLines(result, context),
  ];
  return ['', ...sections.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, ''])].slice(0, -1);
}

/** Facts on the tenant whose names say too little. */
const FACTS: Readonly<Record<string, (value: string | boolean | number) => string>> = {
  partition: (value) => `organization ${value}`,
  consistencyWindowMs: (value) => `effects visible within ${value} ms`,
};

/** In what it differs from the last run on the same tenant. */
function since({ since: told, columns = 120 }: ReportContext): string[] {
  if (told === undefined) return [];
  const day = told.startedAt.slice(0, 16).replace('T', ' ');
  const parts = [
    ...(told.broken.length > 0 ? [`fails anew or in another way: ${summarise(told.broken)}`] : []),
    ...(told.mended.length > 0 ? [`holds again: ${summarise(told.mended)}`] : []),
  ];
  return fold(`since the run of ${day} (UTC): ${parts.join('; ') || 'nothing fails anew'}`, '', INDENT, columns);
}

function heading({ suite, document, tenant }: ConformanceResult): string {
  const facts = Object.entries(tenant).map(([name, value]) => FACTS[name]?.(value) ?? `${name} ${value}`);
  return [`${suite.name} ${suite.version}`, `${document.title}, ${document.edition}`, ...facts].join('   ');
}

/** What the profile leaves out, with its reasons. */
function leftOut(result: ConformanceResult, { columns = 120 }: ReportContext): string[] {
  const { profile } = result;
  if (profile === undefined) return [];
  return [
    `judged within ${profileName(profile)} (SHA-256 ${profile.digest.slice(0, 12)}): ${profile.describes}`,
    ...leftOutOf(result).flatMap(({ reason, ids, security }) => [
      ...fold(`left out (${ids.length}): ${reason}`, '', INDENT, columns),
      ...fold(summarise(ids), INDENT, INDENT, columns),
      ...(security.length === 0
        ? []
        : fold(`of security importance (${security.length}): ${summarise(security)}`, INDENT, INDENT, columns)),
    ]),
  ];
}

function notVerified(result: ConformanceResult, context: ReportContext): string[] {
  const profiled = leftOutIds(result);
  const skipped = result.requirements.filter(
    ({ id, verdict, cause }) => verdict === 'skip' && cause !== 'not-selected' && !profiled.has(id),
  );
  const blockingFirst = [...groupBy(skipped, ({ cause }) => cause ?? 'suite-error')].sort(
    ([a], [b]) => weightOf(b) - weightOf(a),
  );
  const selected = result.requirements.filter(({ cause }) => cause !== 'not-selected').length;
  // What is told with the failure that it builds on needs no list of its own.
  const blocked = new Set(rootsOf(result).flatMap((root) => root.blocked));
  return blockingFirst.flatMap(([cause, group]) => {
    const listed = group.length === selected ? [] : group.filter((one) => !blocked.has(one));
    return causeLines(cause, group, listed, context);
  });
}

function causeLines(
  cause: Cause,
  group: readonly RequirementResult[],
  listed: readonly RequirementResult[],
  { columns = 120, colours = pc.createColors(false) }: ReportContext,
): string[] {
  const title = `not verified (${cause}, ${group.length}): ${CAUSES[cause].meaning}`;
  // One detail tells most where many checks fell to the same cause.
  const details = [...new Set(group.flatMap(({ detail }) => detail ?? []))];
  const more = details.length > 1 ? ` (and for ${plural(details.length - 1, 'other reason')}, in the results)` : '';
  return [
    weightOf(cause) > 0 ? colours.yellow(title) : title,
    // A list of all ids there are would tell nobody anything.
    ...(listed.length === 0 ? [] : fold(summarise(listed.map(({ id }) => id)), INDENT, INDENT, columns)),
    ...(details[0] === undefined ? [] : [`${INDENT}${clip(details[0])}${more}`]),
  ];
}

function readings(result: ConformanceResult, { columns = 120 }: ReportContext): string[] {
  const lines = result.readings
    .filter(({ observed, printed }) => observed !== 'not-observed' && printed !== undefined && observed !== printed)
    .map((reading) => {
      const { question, seen, prints } = readingInWords(reading);
      const evidence = reading.evidence === undefined ? '' : ` (${clip(reading.evidence)})`;
      return fold(
        `reading  ${reading.id}  ${question} Here: ${seen}; the document prints: ${prints}${evidence}`,
        '',
        INDENT,
        columns,
      ).join('\n');
    });
  return capped(lines, MOST.readings, 'readings');
}

function waivers({ waivers: all = [] }: ConformanceResult): string[] {
  return all.map(
    ({ requirement, signature, state, expires, owner, ticket, reason }) =>
      `waiver  ${requirement}  ${state}, until ${expires}, ${owner}, ${ticket}: ${reason} (${signature})`,
  );
}

/** What `--fail-on`, waivers and baseline make of the verdict, where the verdict alone does not tell. */
function gate({ gate: told, word, problems }: ConformanceResult): string[] {
  const expected = { 'NON-CONFORMANT': 'failed', INCONCLUSIVE: 'undecided' }[word as string] ?? 'passed';
  const more = told.why.filter(
    (reason) => !problems.includes(reason) && !(word === 'NON-CONFORMANT' && reason === 'Requirements fail.'),
  );
  if (told.outcome === expected && (more.length === 0 || told.passes)) return [];
  return [`gate ${told.outcome}${more.map((reason) => `\n${INDENT}${reason}`).join('')}`];
}

function leftovers({ leftovers: all }: ConformanceResult): string[] {
  const rest = all.length - MOST.leftovers;
  return [
    ...all
      .slice(0, MOST.leftovers)
      .map(
        ({ kind, id, name, reason }) =>
          `left behind  ${kind} ${id}${name === undefined ? '' : ` "${name}"`}: ${reason}`,
      ),
    ...(all.length === 0
      ? []
      : [`${rest > 0 ? `${rest} more left behind, in the results; ` : ''}"${invocation('sweep')}" removes them`]),
  ];
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
    `requests ${total}: ${methods.join(', ')}   took ${(result.durationMs / 1000).toFixed(1)} s   seed ${result.seed}`,
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

/** What the reader should do first, where there is anything to do. */
function toDo(result: ConformanceResult, { columns = 120 }: ReportContext): string[] {
  const step = firstStep(result);
  const told = result.word === 'CONFORMANT' || step === NOTHING || result.problems.includes(step);
  return told ? [] : fold(`First: ${step}`, '', INDENT, columns);
}

import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { invocation } from '../terminal/invocation.ts';
import { checkId, OUTCOME } from './check-id.ts';
import { type Cause, type Check, type CheckOutcome, reasonOf } from './result.ts';
import { type Outcome, outcomeOfCheck } from './verdict.ts';

/** Ids of the requirements that a test carries as tags, e.g. `@CREATE-01`. */
export function requirementsOf(test: Pick<TestCase, 'tags'>): readonly string[] {
  return test.tags.map((tag) => tag.slice(1)).filter((tag) => /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(tag));
}

/** A title as pages of tests show it: the requirement in front. */
export function shownTitle(test: Pick<TestCase, 'tags' | 'title'>): string {
  const [id] = requirementsOf(test);
  return id === undefined ? test.title : `${id} ${titleOf(test)}`;
}

/** The title that a test has in its spec, whether or not its requirement was put in front. */
function titleOf(test: Pick<TestCase, 'tags' | 'title'>): string {
  const [id = ''] = requirementsOf(test);
  return test.title.startsWith(`${id} `) ? test.title.slice(id.length + 1) : test.title;
}

/** The id of the check that a test is. The root and the project have titles of their own. */
function idOf(test: Pick<TestCase, 'tags' | 'title' | 'titlePath'>): string {
  return checkId([...test.titlePath().slice(2, -1), titleOf(test)]);
}

/** What a finished test says about each requirement that it carries. An expected failure is a failure of the requirement all the same. */
export function outcomesOf(
  test: Pick<TestCase, 'tags' | 'title' | 'titlePath'>,
  result: TestResult,
  checks: Readonly<Record<string, CheckOutcome>>,
): readonly Outcome[] {
  const judged = judgedOutcomes(test, checks);
  return judged.length > 0 ? judged : saidOf(test, saidBy(test, result));
}

/** What the session says about each requirement that a test carries; nothing where it did not see what the test needs. */
export function judgedOutcomes(
  test: Pick<TestCase, 'tags' | 'title' | 'titlePath'>,
  checks: Readonly<Record<string, CheckOutcome>>,
): readonly Outcome[] {
  const id = idOf(test);
  return requirementsOf(test).flatMap(
    (requirement) => outcomeOfCheck({ id, requirement, title: titleOf(test) }, checks[id]) ?? [],
  );
}

function saidOf(test: Pick<TestCase, 'tags' | 'title'>, { findings, ...rest }: Said): readonly Outcome[] {
  const said = { ...rest, findings: findings.map((finding) => ({ ...finding, check: titleOf(test) })) };
  return requirementsOf(test).map((requirement) => ({ requirement, ...said }));
}

/** What a finished test was about and how it ended, for reports. @param checks what the session says, by the ids of checks */
export function checkOf(
  test: TestCase,
  result: TestResult,
  outcomes: readonly Outcome[],
  checks: Readonly<Record<string, CheckOutcome>>,
): Check {
  const [first] = outcomes;
  return {
    title: titleOf(test),
    path: test.titlePath().slice(2, -1),
    requirements: outcomes.map(({ requirement }) => requirement),
    status: first?.status ?? (result.status === 'passed' ? 'pass' : result.status === 'skipped' ? 'skip' : 'fail'),
    scenarios: checks[idOf(test)]?.scenarios ?? [],
    ...reasonOf(first ?? {}),
    startedAt: result.startTime.toISOString(),
    durationMs: result.duration,
  };
}

type Said = Omit<Outcome, 'requirement'>;

/** What a test says that the session knows nothing of: what it left itself, else what the runner says of it. */
function saidBy(test: Pick<TestCase, 'tags' | 'title'>, { attachments, status, errors }: TestResult): Said {
  const title = titleOf(test);
  const left = attachments.find(({ name }) => name === OUTCOME)?.body;
  const outcome = left && parseOutcome(left.toString());
  if (outcome !== undefined) return { status: outcome.verdict, findings: outcome.findings, ...reasonOf(outcome) };
  if (status === 'passed') return { status: 'pass', findings: [] };
  const [error] = errors;
  const reasons: Readonly<Record<Exclude<TestResult['status'], 'passed'>, readonly [Cause, string]>> = {
    timedOut: ['timeout', `"${title}" did not end in time`],
    interrupted: ['interrupted', 'the run was ended during the check'],
    skipped: ['never-ran', `"${title}" was skipped without a cause`],
    failed: [
      'suite-error',
      `"${title}": ${firstLine(stripVTControlCharacters(error?.message ?? 'failed without an error'))}`,
    ],
  };
  const [cause, detail] = reasons[status];
  return { status: 'skip', cause, detail, findings: [] };
}

function parseOutcome(text: string): Omit<CheckOutcome, 'scenarios'> | undefined {
  try {
    return JSON.parse(text) as Omit<CheckOutcome, 'scenarios'>;
  } catch {
    return undefined;
  }
}

/** What is said where a filter of Playwright leaves nothing to look at. */
export const NOTHING_MATCHES = `No check matches what Playwright was asked for; "${invocation('list')}" shows the requirements, and --list the checks.`;

/** One or more sentences for an error outside any test; no stack. */
export function problemsFrom(error: TestError): readonly string[] {
  const text = stripVTControlCharacters(error.message ?? error.value ?? 'an unknown error');
  const planned = /^(?:InconclusiveError|SettingsError): ([\s\S]*)$/.exec(text)?.[1];
  if (planned !== undefined) return planned.split('\n').filter((line) => line.trim() !== '');
  if (/^(?:Error: )?No tests found/.test(text.trim())) return [NOTHING_MATCHES];
  const place =
    error.location === undefined ? '' : ` (${relative(process.cwd(), error.location.file)}:${error.location.line})`;
  return [`The suite itself failed: ${text.trim()}${place}`];
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/^(\w*Error): /, '');
}

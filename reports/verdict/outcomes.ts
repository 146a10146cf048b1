import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { invocation } from '../terminal/invocation.ts';
import { checkId } from './check-id.ts';
import { CAUSES, type Cause, type Check, type CheckOutcome, type Finding, reasonOf } from './result.ts';
import { type Outcome, outcomeOfCheck } from './verdict.ts';

/** Ids of the requirements that a test carries as tags, e.g. `@CREATE-01`. */
export function requirementsOf(test: Pick<TestCase, 'tags'>): readonly string[] {
  return test.tags.map((tag) => tag.slice(1)).filter((tag) => /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(tag));
}

/** What a finished test says about each requirement that it carries. An expected failure is a failure of the requirement all the same. */
export function outcomesOf(
  test: Pick<TestCase, 'tags' | 'title' | 'titlePath'>,
  result: TestResult,
  checks: Readonly<Record<string, CheckOutcome>>,
): readonly Outcome[] {
  const judged = judgedOutcomes(test, checks);
  return judged.length > 0 ? judged : saidOf(test, interpret(test.title, result));
}

/** What the session says about each requirement that a test carries; nothing where it did not see what the test needs. */
export function judgedOutcomes(
  test: Pick<TestCase, 'tags' | 'title' | 'titlePath'>,
  checks: Readonly<Record<string, CheckOutcome>>,
): readonly Outcome[] {
  // The root and the project have titles of their own.
  const judged = checks[checkId(test.titlePath().slice(2))];
  return requirementsOf(test).flatMap(
    (requirement) => outcomeOfCheck({ requirement, title: test.title }, judged) ?? [],
  );
}

function saidOf(test: Pick<TestCase, 'tags' | 'title'>, { findings, ...rest }: Said): readonly Outcome[] {
  const said = { ...rest, findings: findings.map((finding) => ({ ...finding, check: test.title })) };
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
    title: test.title,
    path: test.titlePath().slice(2, -1),
    requirements: outcomes.map(({ requirement }) => requirement),
    status: first?.status ?? (result.status === 'passed' ? 'pass' : result.status === 'skipped' ? 'skip' : 'fail'),
    scenarios: checks[checkId(test.titlePath().slice(2))]?.scenarios ?? [],
    ...reasonOf(first ?? {}),
    startedAt: result.startTime.toISOString(),
    durationMs: result.duration,
  };
}

type Said = Omit<Outcome, 'requirement'>;

function interpret(title: string, result: TestResult): Said {
  switch (result.status) {
    case 'passed':
      return { status: 'pass', findings: [] };
    case 'failed':
      return interpretFailure(title, result);
    case 'timedOut': {
      // A deviation that was found before the time ran out is a deviation.
      const findings = attachedFindings(result);
      return findings.length > 0 ? { status: 'fail', findings } : skip('timeout', `"${title}" did not end in time`);
    }
    case 'interrupted':
      return skip('interrupted', 'the run was ended during the check');
    case 'skipped':
      return interpretSkip(title, result);
  }
}

function interpretFailure(title: string, result: TestResult): Said {
  const findings = attachedFindings(result);
  if (findings.length > 0) return { status: 'fail', findings };
  const messages = result.errors.map((error) => stripVTControlCharacters(error.message ?? error.value ?? ''));
  const asserted = messages.filter((message) => isAssertion(message, result.steps));
  if (asserted.length > 0) return { status: 'fail', findings: asserted.map(findingFrom) };
  const cause = messages.map(causeIn).find((found) => found !== undefined);
  return cause ?? skip('suite-error', `"${title}": ${firstLine(messages[0] ?? 'failed without an error')}`);
}

/** `test.skip(true, 'cause: detail')`; the last annotation is the one that took effect. */
function interpretSkip(title: string, result: TestResult): Said {
  const annotation = result.annotations.findLast(
    ({ type, description }) => (type === 'skip' || type === 'fixme') && description !== undefined,
  );
  if (annotation?.description === undefined) return skip('never-ran', `"${title}" was skipped without a cause`);
  return (
    causeIn(annotation.description) ??
    skip('suite-error', `"${title}" was skipped without a cause from the list: ${annotation.description}`)
  );
}

/** A sentence of the form `cause: detail`, possibly behind the name of an error class. */
function causeIn(text: string): Said | undefined {
  const inconclusive = /^InconclusiveError: ([^\n]*)/.exec(text)?.[1];
  if (inconclusive !== undefined) return skip('environment', inconclusive);
  const match = /^(?:[A-Z]\w*: )?([a-z-]+): ([^\n]*)/.exec(text);
  return match?.[1] !== undefined && Object.hasOwn(CAUSES, match[1])
    ? skip(match[1] as Cause, match[2] ?? '')
    : undefined;
}

function skip(cause: Cause, detail: string): Said {
  return { status: 'skip', cause, detail, findings: [] };
}

function attachedFindings(result: TestResult): readonly Finding[] {
  return result.attachments
    .filter(({ name, body }) => name === 'findings' && body !== undefined)
    .flatMap(({ body }) => parseFindings(body?.toString('utf8') ?? ''));
}

function parseFindings(text: string): readonly Finding[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as Finding[]) : [];
  } catch {
    return [];
  }
}

/** Whether an error is a failed `expect` of the check itself, and not of a hook or fixture around it. */
function isAssertion(message: string, steps: readonly TestStep[]): boolean {
  return /^(\w*Error: )?expect\b/.test(message) || steps.some((step) => hasFailedExpect(step, message));
}

function hasFailedExpect(step: TestStep, message: string): boolean {
  if (step.category === 'hook' || step.category === 'fixture') return false;
  if (
    step.category === 'expect' &&
    step.error !== undefined &&
    stripVTControlCharacters(step.error.message ?? '') === message
  )
    return true;
  return step.steps.some((inner) => hasFailedExpect(inner, message));
}

/** A finding from the text of Playwright's own matchers. */
function findingFrom(message: string): Finding {
  const said = (label: string) => new RegExp(`^${label}[^:\\n]*:[ \\t]*(.*)$`, 'm').exec(message)?.[1]?.trim();
  return { message: firstLine(message), expected: said('Expected') ?? '', actual: said('Received') ?? '' };
}

/** One or more sentences for an error outside any test; no stack. */
export function problemsFrom(error: TestError): readonly string[] {
  const text = stripVTControlCharacters(error.message ?? error.value ?? 'an unknown error');
  const planned = /^(?:InconclusiveError|SettingsError): ([\s\S]*)$/.exec(text)?.[1];
  if (planned !== undefined) return planned.split('\n').filter((line) => line.trim() !== '');
  if (/^(?:Error: )?No tests found/.test(text.trim()))
    return [
      `No check matches what Playwright was asked for; "${invocation('list')}" shows the requirements, and --list the checks.`,
    ];
  const place =
    error.location === undefined ? '' : ` (${relative(process.cwd(), error.location.file)}:${error.location.line})`;
  return [`The suite itself failed: ${text.trim()}${place}`];
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/^(\w*Error): /, '');
}

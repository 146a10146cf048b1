import { sourceOf } from '../terminal/sentences.ts';
import { groupBy } from '../verdict/group.ts';
import { CAUSES, type Gate, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { failureText, GATE_TEST, gateText, secondsOf, selectedOf } from './parts.ts';
import { escape } from './xml.ts';

/** What a test case holds beside its name; nothing where it passed without a word. */
interface Outcome {
  readonly kind: 'failure' | 'error' | 'skipped' | 'passed';
  readonly message?: string;
  readonly type?: string;
  readonly text?: string;
}

/**
 * JUnit XML as Jenkins and GitLab read it: the gate as a case of its own in front, then a suite per operation and a case per requirement.
 * The format knows no warnings: one that lets the run pass is skipped, with its text, so that it is not among what passed.
 */
export function junit(story: RunStory): string {
  const { result } = story;
  const groups = [...groupBy(selectedOf(result), ({ operation }) => operation)];
  const seconds = secondsOf(story.checks);
  const timestamp = result.startedAt.slice(0, 19);
  const counting = new Set(result.gate.failing);
  const suites = [
    suite('gate', timestamp, [{ name: GATE_TEST, seconds: result.durationMs / 1000, outcome: ofGate(story) }]),
    ...groups.map(([operation, group]) =>
      suite(
        operation,
        timestamp,
        group.map((one) => ({
          name: `${one.id} ${one.statement}`,
          seconds: seconds.get(one.id) ?? 0,
          outcome: outcomeOf(one, story, counting.has(one.id)),
          properties: propertiesOf(one),
        })),
      ),
    ),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escape(`${result.suite.name}: ${result.headline}`)}">\n${suites.join('\n')}\n</testsuites>\n`;
}

const OF_GATE: Readonly<Record<Gate['outcome'], Outcome['kind']>> = {
  passed: 'passed',
  failed: 'failure',
  undecided: 'error',
};

function ofGate(story: RunStory): Outcome {
  const { headline, gate } = story.result;
  return { kind: OF_GATE[gate.outcome], message: headline, type: `gate ${gate.outcome}`, text: gateText(story) };
}

function outcomeOf(one: RequirementResult, story: RunStory, counts: boolean): Outcome {
  const message = one.findings[0]?.message ?? one.statement;
  const text = one.findings.length > 0 ? failureText(one, story) : '';
  switch (one.verdict) {
    case 'pass':
      return { kind: 'passed' };
    case 'fail':
      return { kind: 'failure', message, type: one.level, text };
    case 'warn':
      return counts
        ? { kind: 'failure', message, type: 'warning', text }
        : { kind: 'skipped', message: `WARNING: ${message}`, text };
    case 'waived':
      return { kind: 'skipped', message: `WAIVED: ${message}`, text };
    case 'skip': {
      const cause = one.cause ?? 'suite-error';
      return { kind: 'skipped', message: `not verified, ${cause}: ${one.detail ?? CAUSES[cause].meaning}` };
    }
  }
}

/** What importers know a test by: Xray reads test_key, TestRail test_id; Zephyr and whoever writes a mapping find the id as well. */
function propertiesOf(one: RequirementResult): Readonly<Record<string, string>> {
  const { id, level, signature } = one;
  const document = sourceOf(one);
  return { test_key: id, test_id: id, requirement: id, level, document, ...(signature !== undefined && { signature }) };
}

/** A test case as it is told. */
interface Case {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome;
  readonly properties?: Readonly<Record<string, string>>;
}

function suite(name: string, timestamp: string, cases: readonly Case[]): string {
  const number = (kind: Outcome['kind']) => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0);
  const lines = cases.map((one) => testCase(name, one));
  return `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="${time.toFixed(3)}" timestamp="${timestamp}">\n${lines.join('\n')}\n  </testsuite>`;
}

function testCase(suiteName: string, { name, seconds, outcome, properties = {} }: Case): string {
  const { kind, message = '', type = '', text = '' } = outcome;
  const told = Object.entries(properties).map(
    ([property, value]) => `        <property name="${property}" value="${escape(value)}"/>\n`,
  );
  const content = [
    ...(told.length === 0 ? [] : [`      <properties>\n${told.join('')}      </properties>\n`]),
    ...(kind === 'skipped' ? [`      <skipped message="${escape(message)}"/>\n`] : []),
    ...(kind === 'failure' || kind === 'error'
      ? [`      <${kind} message="${escape(message)}" type="${escape(type)}">${escape(text)}</${kind}>\n`]
      : text === ''
        ? []
        : [`      <system-out>${escape(text)}</system-out>\n`]),
  ].join('');
  const open = `    <testcase classname="${escape(suiteName)}" name="${escape(name)}" time="${seconds.toFixed(3)}"`;
  return content === '' ? `${open}/>` : `${open}>\n${content}    </testcase>`;
}

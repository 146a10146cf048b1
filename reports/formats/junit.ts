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

function suite(
  name: string,
  timestamp: string,
  cases: readonly { readonly name: string; readonly seconds: number; readonly outcome: Outcome }[],
): string {
  const number = (kind: Outcome['kind']) => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0);
  const lines = cases.map((one) => testCase(name, one.name, one.seconds, one.outcome));
  return `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="${time.toFixed(3)}" timestamp="${timestamp}">\n${lines.join('\n')}\n  </testsuite>`;
}

function testCase(
  suiteName: string,
  name: string,
  seconds: number,
  { kind, message, type, text = '' }: Outcome,
): string {
  const open = `    <testcase classname="${escape(suiteName)}" name="${escape(name)}" time="${seconds.toFixed(3)}"`;
  const output = text === '' ? '' : `\n      <system-out>${escape(text)}</system-out>`;
  if (kind === 'passed') return output === '' ? `${open}/>` : `${open}>${output}\n    </testcase>`;
  if (kind === 'skipped')
    return `${open}>\n      <skipped message="${escape(message ?? '')}"/>${output}\n    </testcase>`;
  return `${open}>\n      <${kind} message="${escape(message ?? '')}" type="${escape(type ?? '')}">${escape(text)}</${kind}>\n    </testcase>`;
}

import { escape } from '../page/html.ts';
import { sourceOf } from '../terminal/sentences.ts';
import { groupBy } from '../verdict/group.ts';
import { CAUSES, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { findingText, secondsOf, selectedOf } from './parts.ts';

/** JUnit XML as Jenkins reads it: a suite per operation, a case per requirement. Warnings pass, with their text as output. */
export function junit(story: RunStory): string {
  const { result } = story;
  const groups = [...groupBy(selectedOf(result), ({ operation }) => operation)];
  const seconds = secondsOf(story.checks);
  const suites = groups.map(([operation, group]) => {
    const number = (verdict: RequirementResult['verdict']) => group.filter((one) => one.verdict === verdict).length;
    const time = group.reduce((sum, { id }) => sum + (seconds.get(id) ?? 0), 0);
    const cases = group.map((one) => testCase(one, seconds.get(one.id) ?? 0));
    return `  <testsuite name="${escape(operation)}" tests="${group.length}" failures="${number('fail')}" errors="0" skipped="${number('skip') + number('waived')}" time="${time.toFixed(3)}" timestamp="${result.startedAt.slice(0, 19)}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escape(`${result.suite.name}: ${result.headline}`)}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function testCase(one: RequirementResult, seconds: number): string {
  const open = `    <testcase classname="${escape(one.operation)}" name="${escape(`${one.id} ${one.statement}`)}" time="${seconds.toFixed(3)}"`;
  const text = [...one.findings.map(findingText), `document: ${sourceOf(one)}`].join('\n\n');
  const brief = escape(one.findings[0]?.message ?? one.statement);
  switch (one.verdict) {
    case 'pass':
      return `${open}/>`;
    case 'fail':
      return `${open}>\n      <failure message="${brief}" type="${one.level}">${escape(text)}</failure>\n    </testcase>`;
    case 'waived':
      return `${open}>\n      <skipped message="waived"/>\n      <system-out>${escape(text)}</system-out>\n    </testcase>`;
    case 'warn':
      return `${open}>\n      <system-out>${escape(text)}</system-out>\n    </testcase>`;
    case 'skip': {
      const cause = one.cause ?? 'suite-error';
      return `${open}>\n      <skipped message="${escape(`${cause}: ${one.detail ?? CAUSES[cause].meaning}`)}"/>\n    </testcase>`;
    }
  }
}

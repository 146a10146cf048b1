import { sourceOf } from '../terminal/sentences.ts';
import { CAUSES, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { findingText, secondsOf, selectedOf } from './parts.ts';

/** Common Test Report Format 0.0.0 of ctrf.io: a test per requirement. A warning passes, with its text; what is waived is skipped. */
export function ctrf(story: RunStory): string {
  const { result } = story;
  const seconds = secondsOf(story.checks);
  const tests = selectedOf(result).map((one) => test(one, Math.round((seconds.get(one.id) ?? 0) * 1000)));
  const number = (status: string) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(result.startedAt);
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: result.startedAt,
    generatedBy: result.suite.name,
    results: {
      tool: { name: result.suite.name, version: result.suite.version },
      summary: {
        tests: tests.length,
        passed: number('passed'),
        failed: number('failed'),
        skipped: number('skipped'),
        pending: 0,
        other: 0,
        start,
        stop: start + result.durationMs,
      },
      tests,
      environment: {
        testEnvironment: String(result.tenant.tenant ?? ''),
        extra: {
          verdict: result.verdict,
          word: result.word,
          headline: result.headline,
          gate: result.gate.outcome,
          seed: result.seed,
        },
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function test(one: RequirementResult, duration: number) {
  const status = { pass: 'passed', warn: 'passed', fail: 'failed', waived: 'skipped', skip: 'skipped' }[one.verdict];
  const cause = one.cause === undefined ? undefined : `${one.cause}: ${one.detail ?? CAUSES[one.cause].meaning}`;
  const message = one.findings[0]?.message ?? cause;
  return {
    name: `${one.id} ${one.statement}`,
    status,
    duration,
    suite: [one.operation],
    tags: [one.id, one.level, one.operation],
    rawStatus: one.verdict,
    ...(message !== undefined && { message }),
    ...(one.findings.length > 0 && { trace: one.findings.map(findingText).join('\n\n') }),
    extra: { document: sourceOf(one), ...(one.signature !== undefined && { signature: one.signature }) },
  };
}

import { sourceOf } from '../terminal/sentences.ts';
import { CAUSES, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { againOf, failureText, GATE_TEST, gateText, replayOf, secondsOf, selectedOf } from './parts.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'other';

/**
 * Common Test Report Format 0.0.0 of ctrf.io: the gate as a test of its own in front, then a test per requirement. A warning that lets the
 * run pass is `other`, which the format has for what is neither passed nor failed; an undecided gate has failed.
 */
export function ctrf(story: RunStory): string {
  const { result } = story;
  const seconds = secondsOf(story.checks);
  const counting = new Set(result.gate.failing);
  const tests = [
    gate(story),
    ...selectedOf(result).map((one) =>
      test(one, story, Math.round((seconds.get(one.id) ?? 0) * 1000), counting.has(one.id)),
    ),
  ];
  const number = (status: Status) => tests.filter((one) => one.status === status).length;
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
        other: number('other'),
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
          verified: { of: result.verified.of, verified: result.verified.verified },
          disturbances: result.disturbances ?? [],
          seed: result.seed,
        },
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function gate(story: RunStory) {
  const { gate: told, durationMs } = story.result;
  const status: Status = told.passes ? 'passed' : 'failed';
  return {
    name: GATE_TEST,
    status,
    duration: durationMs,
    suite: ['gate'],
    tags: ['gate'],
    rawStatus: told.outcome,
    message: gateText(story),
  };
}

function test(one: RequirementResult, story: RunStory, duration: number, counts: boolean) {
  const statuses = { pass: 'passed', warn: 'other', fail: 'failed', waived: 'skipped', skip: 'skipped' } as const;
  const status: Status = counts ? 'failed' : statuses[one.verdict];
  const cause = one.cause === undefined ? undefined : `${one.cause}: ${one.detail ?? CAUSES[one.cause].meaning}`;
  const message = one.findings[0]?.message ?? cause;
  return {
    name: `${one.id} ${one.statement}`,
    status,
    duration,
    suite: [one.operation],
    tags: [one.id, one.level, one.operation, ...(one.verdict === 'warn' ? ['warning'] : [])],
    rawStatus: one.verdict,
    ...(message !== undefined && { message }),
    ...(one.findings.length > 0 && { trace: failureText(one, story) }),
    extra: {
      document: sourceOf(one),
      ...(one.signature !== undefined && {
        signature: one.signature,
        again: againOf(one, story),
        replay: replayOf(one),
      }),
    },
  };
}

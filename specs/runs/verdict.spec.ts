import { expect, test } from '@playwright/test';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import { CAUSES, type Cause, type WaiverResult } from '../../reports/verdict/result.ts';
import { type Evidence, judge, type Outcome } from '../../reports/verdict/verdict.ts';
import { smallCatalogue } from './support/small-project.ts';

const MUST = 'CREATE-01';
const SHOULD = 'LIST-01';
const MAY = 'GET-01';

function passed(requirement: string): Outcome {
  return { requirement, status: 'pass', findings: [] };
}

function failed(requirement: string): Outcome {
  return { requirement, status: 'fail', findings: [{ message: 'It differs.', expected: 'a', actual: 'b' }] };
}

function skipped(requirement: string, cause: Cause, detail = 'for a reason'): Outcome {
  return { requirement, status: 'skip', cause, detail, findings: [] };
}

function evidence(outcomes: readonly Outcome[], more: Partial<Evidence> = {}): Evidence {
  return {
    catalogue: smallCatalogue,
    selected: new Set(Object.keys(smallCatalogue)),
    outcomes,
    failOn: 'must',
    problems: [],
    cutShort: false,
    facts: {
      formatVersion: '2.0',
      suite: { name: 'suite', version: '1' },
      document: { title: 'title', edition: 'edition', digest: '0'.repeat(64) },
      tenant: {},
      seed: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      requests: { total: 0, byMethod: { GET: 0, POST: 0, PUT: 0, DELETE: 0 } },
      readings: [],
      leftovers: [],
    },
    ...more,
  };
}

function waiver(requirement: string): WaiverResult {
  const about = { owner: 'team-identity', ticket: 'ID-7', reason: 'fixed in the next release', expires: '2027-01-31' };
  return { requirement, signature: '0'.repeat(12), ...about, state: 'applied' };
}

const ALL_PASSED = [passed(MUST), passed(SHOULD), passed(MAY)];
const verdictOf = (id: string, given: Evidence) => judge(given).requirements.find((result) => result.id === id);
const BLOCKING = (Object.keys(CAUSES) as Cause[]).filter((cause) => CAUSES[cause].blocking);
const SETTINGS = (Object.keys(CAUSES) as Cause[]).filter((cause) => CAUSES[cause].setting);

test('nothing that a tenant wrote reaches a reader as a control character', () => {
  const wrote = 'a\u001b[31m\u0000\u0007\u009b2J\u202e\ufffe';
  const finding = { message: wrote, expected: wrote, actual: wrote };
  const result = judge(evidence([{ requirement: MUST, status: 'fail', findings: [finding] }], { problems: [wrote] }));
  const seen = String.raw`a\u001b[31m\u0000\u0007\u009b2J\u202e\ufffe`;
  expect(result.requirements.find(({ id }) => id === MUST)?.findings[0]).toMatchObject({ message: seen, actual: seen });
  expect(result.problems).toContain(seen);
});

test.describe('the verdict of a run', () => {
  test('is conformant when everything passes', () => {
    const result = judge(evidence(ALL_PASSED));
    expect(result).toMatchObject({
      verdict: 'conformant',
      problems: [],
      summary: { must: { pass: 1 }, should: { pass: 1 }, may: { pass: 1 } },
    });
    expect(exitCodeOf(result)).toBe(0);
  });

  test('is non-conformant when a must fails, whatever else happened', () => {
    const result = judge(
      evidence([failed(MUST), skipped(SHOULD, 'environment')], { problems: ['Something was odd.'] }),
    );
    expect(result.verdict).toBe('non-conformant');
    expect(exitCodeOf(result)).toBe(1);
  });

  test('does not depend on a should or may that fails', () => {
    const result = judge(evidence([passed(MUST), failed(SHOULD), failed(MAY)]));
    expect(result).toMatchObject({
      verdict: 'conformant',
      summary: { should: { warn: 1, fail: 0 }, may: { warn: 1 } },
    });
  });

  test('does not depend on what lets it pass: a should that fails fails the gate where that is asked for', () => {
    const result = judge(evidence([passed(MUST), failed(SHOULD), passed(MAY)], { failOn: 'should' }));
    expect(result).toMatchObject({
      verdict: 'conformant',
      headline: 'CONFORMANT, 1 warning',
      gate: { passes: false, outcome: 'failed', why: ['1 warning, which --fail-on counts: LIST-01.'] },
    });
    expect(exitCodeOf(judge(evidence([passed(MUST), passed(SHOULD), failed(MAY)], { failOn: 'should' })))).toBe(0);
  });

  for (const cause of BLOCKING) {
    test(`is inconclusive when a must was not verified: ${cause}`, () => {
      const result = judge(evidence([skipped(MUST, cause), passed(SHOULD), passed(MAY)]));
      expect(result.verdict).toBe('inconclusive');
      expect(result.problems).toEqual([`1 of 1 must requirements could not be verified: ${cause} (1).`]);
      expect(exitCodeOf(result)).toBe(2);
    });
  }

  test('does not depend on a must that does not apply', () => {
    const result = judge(evidence([skipped(MUST, 'not-applicable'), passed(SHOULD), passed(MAY)]));
    expect(result).toMatchObject({ word: 'CONFORMANT', verified: { of: 2, verified: 2, missing: [] } });
  });

  for (const cause of SETTINGS) {
    test(`is conformant as far as verified where a must wants a setting: ${cause}`, () => {
      const outcomes = [skipped(MUST, cause, 'TENANT_WRITES is not set'), passed(SHOULD), passed(MAY)];
      const result = judge(evidence(outcomes));
      expect(result).toMatchObject({
        word: 'CONFORMANT AS FAR AS VERIFIED',
        headline: 'CONFORMANT AS FAR AS VERIFIED, reads only',
        verified: { of: 3, verified: 2, missing: [{ id: MUST, cause, setting: 'TENANT_WRITES' }] },
        gate: { passes: true },
      });
      expect(exitCodeOf(judge(evidence(outcomes, { failOn: 'unverified' })))).toBe(2);
    });
  }

  test('does not depend on a should that was not verified, unless a should counts', () => {
    const outcomes = [passed(MUST), skipped(SHOULD, 'environment'), passed(MAY)];
    expect(exitCodeOf(judge(evidence(outcomes)))).toBe(0);
    expect(exitCodeOf(judge(evidence(outcomes, { failOn: 'should' })))).toBe(2);
  });

  test('is inconclusive when there was a problem outside the checks', () => {
    expect(judge(evidence(ALL_PASSED, { problems: ['The suite itself failed: oh.'] })).verdict).toBe('inconclusive');
  });

  test('is inconclusive when nothing was selected, or nothing could be verified', () => {
    expect(judge(evidence([], { selected: new Set() }))).toMatchObject({
      verdict: 'inconclusive',
      problems: [expect.stringContaining('no requirement')],
    });
    const none = [MUST, SHOULD, MAY].map((id) => skipped(id, 'not-applicable'));
    expect(judge(evidence(none))).toMatchObject({
      verdict: 'inconclusive',
      problems: [expect.stringContaining('None of the selected')],
    });
  });

  test('of a run that never began names the reason only', () => {
    const result = judge(evidence([], { problems: ['TENANT_CLIENT_ID is not set.'], cutShort: true }));
    expect(result).toMatchObject({ verdict: 'inconclusive', problems: ['TENANT_CLIENT_ID is not set.'] });
  });
});

test.describe('the verdict of a requirement', () => {
  test('is fail when any of its tests fails, with the findings of all of them', () => {
    const result = verdictOf(MUST, evidence([passed(MUST), failed(MUST), skipped(MUST, 'environment'), failed(MUST)]));
    expect(result).toMatchObject({ verdict: 'fail', findings: [{ actual: 'b' }, { actual: 'b' }] });
  });

  test('is skip when one of its tests met an obstacle', () => {
    const outcomes = [passed(MUST), skipped(MUST, 'not-applicable'), skipped(MUST, 'timeout', 'too slow')];
    expect(verdictOf(MUST, evidence(outcomes))).toMatchObject({
      verdict: 'skip',
      cause: 'timeout',
      detail: 'too slow',
    });
  });

  test('is pass when one test passes and another does not apply', () => {
    expect(verdictOf(MUST, evidence([skipped(MUST, 'not-applicable'), passed(MUST)]))?.verdict).toBe('pass');
  });

  test('is skip when one test passes and another wants a setting', () => {
    const outcomes = [skipped(MUST, 'setting-not-given', 'TENANT_EXPIRED_TOKEN is not given'), passed(MUST)];
    expect(verdictOf(MUST, evidence(outcomes))).toMatchObject({ verdict: 'skip', cause: 'setting-not-given' });
  });

  test('is skip with never-ran when no test reported on it', () => {
    expect(verdictOf(MUST, evidence([passed(SHOULD)]))).toMatchObject({ verdict: 'skip', cause: 'never-ran' });
  });

  test('is skip with interrupted when the run was cut short', () => {
    expect(verdictOf(MUST, evidence([], { cutShort: true }))).toMatchObject({ verdict: 'skip', cause: 'interrupted' });
  });

  test('is skip with not-selected when it is outside the selection, even if a test reported on it', () => {
    const given = evidence([failed(MUST), passed(SHOULD)], { selected: new Set([SHOULD]) });
    expect(verdictOf(MUST, given)).toMatchObject({ verdict: 'skip', cause: 'not-selected', findings: [] });
    expect(judge(given)).toMatchObject({
      verdict: 'partial',
      headline: 'PARTIAL: 1 of 3 requirements looked at, it holds',
      verified: { of: 3, verified: 1, missing: [{ id: MUST, cause: 'not-selected' }, { id: MAY }] },
    });
  });

  test('is waived when its failure is accepted', () => {
    const given = evidence([failed(MUST), passed(SHOULD), passed(MAY)], { waivers: [waiver(MUST)] });
    expect(judge(given)).toMatchObject({
      verdict: 'non-conformant',
      headline: 'NON-CONFORMANT, accepted by team-identity until 2027-01-31',
      gate: { passes: true, why: ['Every failure is accepted by team-identity until 2027-01-31.'] },
      summary: { must: { waived: 1, fail: 0 } },
    });
    expect(verdictOf(MUST, given)).toMatchObject({ verdict: 'waived', findings: [{ actual: 'b' }] });
  });
});

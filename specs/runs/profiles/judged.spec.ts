import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { badge } from '../../../reports/formats/badge.ts';
import { summary } from '../../../reports/formats/summary.ts';
import { reportPage } from '../../../reports/page/index.ts';
import { statementPage } from '../../../reports/page/statement.ts';
import { digestOf, identity } from '../../../reports/publish/files.ts';
import { checkStatement, statementOn } from '../../../reports/publish/statement.ts';
import { formatReport } from '../../../reports/terminal/index.ts';
import { verdictOf } from '../../../reports/terminal/sentences.ts';
import { confronted } from '../../../reports/verdict/left-out.ts';
import { parseProfile, readProfile } from '../../../reports/verdict/profiles.ts';
import type { ProfileResult, RunStory } from '../../../reports/verdict/result.ts';
import { judge, type Outcome } from '../../../reports/verdict/verdict.ts';
import { requirements } from '../../catalogue/index.ts';
import { sampleStory } from '../samples/stories.ts';
import { front } from '../support/front.ts';
import { LiveTenant } from '../support/live.ts';
import { CLI, ROOT, run } from '../support/small-project.ts';

const ids = Object.keys(requirements);
const shipped = (name: string): ProfileResult => {
  const { profile } = readProfile(name);
  if (profile === undefined) throw new Error(`There is no profile ${name}.`);
  return profile;
};
const minimal = shipped('minimal');

/** A run in which everything passed, but for some requirements, within a profile. */
function judged(profile: ProfileResult, ...failing: readonly string[]): RunStory {
  const story = sampleStory('conformant');
  const finding = { message: 'It differs.', expected: 'a', actual: 'b' };
  const outcome = (requirement: string): Outcome =>
    failing.includes(requirement)
      ? { requirement, status: 'fail', findings: [finding] }
      : { requirement, status: 'pass', findings: [] };
  const left = new Set(profile.leftOut.map(({ requirement }) => requirement));
  const result = judge({
    catalogue: requirements,
    selected: new Set(ids),
    outcomes: ids.filter((id) => !left.has(id) || failing.includes(id)).map(outcome),
    failOn: 'must',
    problems: [],
    cutShort: false,
    facts: { ...story.result, ...identity(), profile },
  });
  return { ...story, result };
}

const TOLD =
  /the profile minimal, which leaves out \d+ requirements \(\d+ must\), [1-9]\d* of them of security importance/;

test('What a profile leaves out is not verified, with its reason, and every report says so', () => {
  const story = judged(minimal);
  const { result } = story;
  expect(result.verdict).toBe('conformant');
  expect(result.requirements.find(({ id }) => id === 'UPDATE-01')).toMatchObject({
    verdict: 'skip',
    cause: 'not-applicable',
    detail: 'left out by the profile minimal: The minimal set has no operation that updates a client.',
  });
  expect(verdictOf(result).sentence).toMatch(TOLD);
  const terminal = formatReport(result, { catalogue: requirements, command: 'x', path: 'y' }).join('\n');
  expect(terminal).toMatch(
    /left out \(\d+\): The minimal set has no operation that updates a client\.\n +UPDATE-01 02/,
  );
  expect(terminal).toMatch(/of security importance \(\d+\): UPDATE-05 07/);
  expect(terminal).not.toContain('not verified (not-applicable');
  expect(summary(story)).toMatch(TOLD);
  expect(summary(story)).toContain('Left out by minimal (');
  expect(reportPage(story)).toContain('Profile: minimal');
  expect(reportPage(story)).toMatch(TOLD);
  expect(badge(story)).toContain('conformant (minimal)');
  const page = statementPage(statementOn(result));
  expect(page).toMatch(TOLD);
  expect(page).toContain('UPDATE-05 (security)');
});

test('A profile cannot hide what was seen to fail', () => {
  const { result } = judged(minimal, 'UPDATE-05');
  expect(result.verdict).toBe('non-conformant');
  expect(result.requirements.find(({ id }) => id === 'UPDATE-05')?.verdict).toBe('fail');
  expect(verdictOf(result).sentence).toMatch(TOLD);
});

test('A profile that leaves nothing out changes no verdict', () => {
  const story = judged(shipped('automation-cloud'));
  expect(verdictOf(story.result).sentence).toMatch(/within the profile automation-cloud, which leaves nothing out\.$/);
  expect(badge(story)).not.toContain('automation-cloud');
});

test('Operations that the tenant has all the same are told next to the verdict', () => {
  const exchange = (operation: 'update' | 'get', status: number) => ({
    operation,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    request: { method: 'PUT', url: 'https://x/', headers: {} },
    response: { status, headers: {}, body: '' },
  });
  expect(confronted(minimal, [exchange('update', 404), exchange('get', 200)])).toEqual(minimal);
  const { result } = judged(confronted(minimal, [exchange('update', 200)]));
  expect(verdictOf(result).sentence).toMatch(/, although the tenant does carry out update\.$/);
  expect(checkStatement(statementOn(result), 'statement.json').profile?.present).toEqual(['update']);
});

test('Who verifies a statement is told what it leaves out', async () => {
  const path = test.info().outputPath('statement.json');
  writeFileSync(path, JSON.stringify(statementOn(judged(minimal).result)));
  const { stdout } = await run([...CLI, 'verify', path], { cwd: ROOT });
  expect(stdout).toMatch(/^The statement holds: CONFORMANT within the profile minimal, \d+ requirements within /);
  expect(stdout).toMatch(TOLD);
});

test('A statement tells a forged profile', () => {
  const statement = statementOn(judged(minimal).result);
  expect(checkStatement(statement, 'statement.json')).toEqual(statement);
  const forged = (change: Record<string, unknown>) => {
    const value = { ...statement, ...change };
    return () => checkStatement({ ...value, digest: digestOf(value) }, 'statement.json');
  };
  const own = parseProfile(
    JSON.stringify({
      name: 'own',
      describes: 'A server of somebody.',
      leavesOut: [{ requirements: ['TOKEN-01'], reason: 'Any secret is as good as another.' }],
    }),
    'own.json',
    'file',
  ).profile as ProfileResult;
  const mended = (profile: ProfileResult) => {
    const { name, describes, source, operations, leftOut } = profile;
    return { ...profile, digest: digestOf({ name, describes, source, operations, leftOut }) };
  };
  const fewer = { ...minimal, leftOut: minimal.leftOut.slice(1) };
  expect(forged({ profile: fewer })).toThrow('does not match its own digest');
  expect(forged({ profile: mended(fewer) })).toThrow('is not the one of that name that the suite ships');
  expect(forged({ profile: mended({ ...own, name: 'minimal' }) })).toThrow('is not the one of that name');
  expect(forged({ profile: mended({ ...own, source: 'shipped' }) })).toThrow('is not the one of that name');
  const belittled = { ...own, leftOut: own.leftOut.map((one) => ({ ...one, security: false })) };
  expect(forged({ profile: mended(belittled) })).toThrow('misstates level or importance of TOKEN-01');
  expect(forged({ profile: own })).toThrow('TOKEN-01 is left out by the profile, and has the verdict pass');
  expect(forged({ profile: {} })).toThrow('does not match its own digest');
});

test('A tenant without updates is conformant within minimal, and nothing else of it is left out', async () => {
  const tenant = await LiveTenant.start();
  const { origin, pathname } = new URL(tenant.running.identityUrl);
  const reduced = await front(origin, undefined, '127.0.0.1', (method) => method === 'PUT');
  try {
    const { code, output, result } = await tenant.run(['run', '--profile', 'minimal', '--seed', '5'], {
      TENANT_IDENTITY_URL: `${reduced.origin}${pathname}`,
    });
    // A requirement that builds on an update belongs into specs/catalogue/profiles/minimal.json, or its test names what it needs.
    const blocked = result?.requirements.filter(({ cause }) => cause === 'prerequisite').map(({ id }) => id);
    expect(blocked, output).toEqual([]);
    expect(result?.verdict, output).toBe('conformant');
    expect(code).toBe(0);
    expect(result?.profile?.present).toBeUndefined();
    expect(output).toMatch(TOLD);
  } finally {
    await reduced.close();
    await tenant.close();
  }
});

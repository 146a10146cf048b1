import { expect, test } from '@playwright/test';
import { allureGate } from '../../reports/formats/allure.ts';
import { annotations } from '../../reports/formats/annotations.ts';
import { badge } from '../../reports/formats/badge.ts';
import { ctrf } from '../../reports/formats/ctrf.ts';
import { junit } from '../../reports/formats/junit.ts';
import { metrics } from '../../reports/formats/metrics.ts';
import { sarif } from '../../reports/formats/sarif.ts';
import { summary } from '../../reports/formats/summary.ts';
import { reportPage } from '../../reports/page/index.ts';
import { overviewPage } from '../../reports/page/overview.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { difference, formatDifference } from '../../reports/publish/diff.ts';
import { digestOf, identity } from '../../reports/publish/files.ts';
import { payloadOf } from '../../reports/publish/notify.ts';
import { checkStatement, statementOn } from '../../reports/publish/statement.ts';
import { formatReport } from '../../reports/terminal/index.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import type { Cause, ConformanceResult, WaiverResult } from '../../reports/verdict/result.ts';
import { type Evidence, judge, type Outcome } from '../../reports/verdict/verdict.ts';
import type { Requirement } from '../catalogue/index.ts';
import { requirements } from '../catalogue/index.ts';
import { sampleResult } from './samples/results.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;
const STANDARD = Object.keys(catalogue).filter((id) => catalogue[id]?.depth !== 'deep');
const DEEPER = Object.keys(catalogue).length - STANDARD.length;
const OPERATIONS = ['LIST', 'GET', 'CREATE', 'UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET'];

/** What became of a requirement: broken, or the cause for which it was not verified. */
type Fate = 'broken' | readonly [Cause, string];

function run(fates: Readonly<Record<string, Fate>>, more: Partial<Evidence> = {}): ConformanceResult {
  const selected = more.selected ?? new Set(STANDARD);
  const outcomes = [...selected].map((requirement): Outcome => {
    const fate = fates[requirement];
    if (fate === undefined) return { requirement, status: 'pass', findings: [] };
    if (fate !== 'broken') return { requirement, status: 'skip', cause: fate[0], detail: fate[1], findings: [] };
    const finding = { message: 'It differs.', expected: 'a', actual: 'b' };
    return { requirement, status: 'fail', findings: [finding] };
  });
  const { suite: _, document: __, ...sample } = sampleResult();
  const { formatVersion, tenant, seed, startedAt, durationMs, requests, readings, leftovers } = sample;
  const facts = { formatVersion, tenant, seed, startedAt, durationMs, requests, readings, leftovers, ...identity() };
  return judge({ catalogue, selected, outcomes, failOn: 'must', problems: [], cutShort: false, facts, ...more });
}

const ISOLATION: Fate = ['setting-not-given', 'TENANT_OTHER_PARTITION_ID names no second organization'];
const EXPIRED: Fate = ['setting-not-given', 'TENANT_EXPIRED_TOKEN is not given'];
const each = (end: string, fate: Fate) => Object.fromEntries(OPERATIONS.map((name) => [`${name}-${end}`, fate]));
const waiver: WaiverResult = {
  requirement: 'LIST-A1',
  signature: '0'.repeat(12),
  owner: 'team-identity',
  ticket: 'ID-7',
  reason: 'fixed in the next release',
  expires: '2027-01-31',
  state: 'applied',
};
const failing = run({ 'LIST-A1': 'broken' });

/** A run of each row of the table in docs/verdict.md, with its exit code and its words. */
const ROWS: Readonly<
  Record<string, readonly [result: ConformanceResult, code: number, headline: string, onBadge: string]>
> = {
  'everything holds': [run({}), 0, 'CONFORMANT', 'conformant'],
  'there are warnings': [
    run({ 'LIST-A5': 'broken', 'GET-A5': 'broken' }),
    0,
    'CONFORMANT, 2 warnings',
    'conformant, 2 warnings',
  ],
  'warnings count': [
    run({ 'LIST-A5': 'broken' }, { failOn: 'should' }),
    1,
    'CONFORMANT, 1 warning',
    'conformant, 1 warning',
  ],
  'settings are missing': [
    run({ ...each('X2', ISOLATION), ...each('A6', EXPIRED) }),
    0,
    'CONFORMANT AS FAR AS VERIFIED: expired tokens not verified, isolation between organizations not verified',
    'conformant as far as verified: expired tokens not verified, isolation between organizations not verified',
  ],
  'missing settings count': [
    run(each('X2', ISOLATION), { failOn: 'unverified' }),
    2,
    'CONFORMANT AS FAR AS VERIFIED: isolation between organizations not verified',
    'conformant as far as verified: isolation between organizations not verified',
  ],
  'secrets end too late': [
    run({ 'GENSECRET-10': ['not-in-time', 'the tenant refuses every expiry that a run could wait for'] }),
    0,
    'CONFORMANT AS FAR AS VERIFIED: the end of secrets not verified',
    'conformant as far as verified: the end of secrets not verified',
  ],
  'only reads are allowed': [
    run({ 'CREATE-01': ['writes-not-allowed', 'set TENANT_WRITES=allow'] }),
    0,
    'CONFORMANT AS FAR AS VERIFIED, reads only',
    'conformant as far as verified, reads only',
  ],
  'a failure is waived': [
    run({ 'LIST-A1': 'broken' }, { waivers: [waiver] }),
    0,
    'NON-CONFORMANT, accepted by team-identity until 2027-01-31',
    'non-conformant, accepted by team-identity until 2027-01-31',
  ],
  'a failure is in the baseline': [
    run({ 'LIST-A1': 'broken' }, { baseline: failing }),
    0,
    'NON-CONFORMANT, accepted by the baseline of 2026-11-23',
    'non-conformant, accepted by the baseline of 2026-11-23',
  ],
  'a must fails': [failing, 1, 'NON-CONFORMANT', 'non-conformant'],
  'one failure is waived and one is not': [
    run({ 'LIST-A1': 'broken', 'GET-01': 'broken' }, { waivers: [waiver] }),
    1,
    'NON-CONFORMANT',
    'non-conformant',
  ],
  'the environment was in the way': [
    run({ 'LIST-A1': ['environment', 'a gateway answered 502'] }),
    2,
    'INCONCLUSIVE',
    'inconclusive',
  ],
  'less was selected': [
    run({}, { selected: new Set(['LIST-01', 'GET-01', 'CREATE-01']) }),
    0,
    `PARTIAL: 3 of ${STANDARD.length} requirements looked at, all hold`,
    `partial 3/${STANDARD.length}`,
  ],
  'less was selected, and it fails': [
    run({ 'LIST-01': 'broken', 'LIST-A5': 'broken' }, { selected: new Set(['LIST-01', 'LIST-A5', 'GET-01']) }),
    1,
    `PARTIAL: 3 of ${STANDARD.length} requirements looked at, 1 holds, 1 fails, 1 warning`,
    `partial 3/${STANDARD.length}, 1 fails, 1 warning`,
  ],
  'what is waived alone was selected': [
    run({ 'LIST-A1': 'broken' }, { selected: new Set(['LIST-A1']), waivers: [waiver] }),
    0,
    `PARTIAL: 1 of ${STANDARD.length} requirements looked at, none holds, 1 fails and is accepted by team-identity until 2027-01-31`,
    `partial 1/${STANDARD.length}, 1 accepted`,
  ],
  'tests were filtered': [
    run({}, { narrowed: true }),
    0,
    `PARTIAL: ${STANDARD.length} of ${STANDARD.length} requirements looked at, all hold`,
    `partial ${STANDARD.length}/${STANDARD.length}`,
  ],
};

/** What viewers of SARIF show where there is no result. */
function notificationIn(text: string): string {
  const log = JSON.parse(text) as {
    runs: { invocations: { toolExecutionNotifications: { message: { text: string } }[] }[] }[];
  };
  return log.runs[0]?.invocations[0]?.toolExecutionNotifications[0]?.message.text ?? '';
}

/** Text as it stands in a property of GitHub's workflow commands. */
const inProperty = (text: string) => text.replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Text as it stands in HTML. */
const escaped = (text: string) => text.replaceAll("'", '&#39;');

for (const [row, [result, code, headline, onBadge]] of Object.entries(ROWS)) {
  test(`where ${row}, every report says so and no more`, () => {
    const story = { result, checks: [], exchanges: [], history: [], command: 'x' };
    const title = `${headline.slice(0, 1)}${headline.slice(1).replace(/^[A-Z-]+(?: [A-Z]+)*/, (word) => word.toLowerCase())}`;
    const statement = statementOn(result);
    const told: Readonly<Record<string, readonly [text: string, wanted: string]>> = {
      terminal: [formatReport(result, { catalogue, command: 'x', path: 'y' }).join('\n'), headline],
      summary: [summary(story), headline],
      badge: [badge(story), `External Client API: ${onBadge}</title>`],
      page: [reportPage(story), `<h1>${escaped(title)}</h1>`],
      'statement as a page': [statementPage(statement), `<h1>${escaped(title)}</h1>`],
      statement: [JSON.stringify(statement), `"headline":${JSON.stringify(headline)}`],
      results: [JSON.stringify(result), `"headline":${JSON.stringify(headline)}`],
      JUnit: [junit(story), headline],
      CTRF: [ctrf(story), headline],
      SARIF: [notificationIn(sarif(story)), headline],
      overview: [overviewPage([{ name: 'a', result }]), headline],
      comparison: [formatDifference(difference(failing, result), result).join('\n'), headline],
      'GitHub annotations': [annotations(story)[0] ?? '', ` title=${inProperty(headline)}::`],
      metrics: [metrics(story), `headline="${headline}"`],
      Allure: [allureGate(result), headline],
      Slack: [JSON.stringify(payloadOf('slack', result, [])), `*${headline}*`],
      Teams: [JSON.stringify(payloadOf('teams', result, [])), headline],
      webhook: [JSON.stringify(payloadOf('generic', result, [])), `"headline":${JSON.stringify(headline)}`],
      trend: [
        reportPage({ ...story, history: [{ ...result, startedAt: '2026-11-22T00:00:00.000Z' }] }),
        `, ${result.word.toLowerCase()}</title>`,
      ],
    };
    for (const [format, [text, wanted]] of Object.entries(told)) {
      expect(text, format).toContain(wanted);
      // What it is compared with has a verdict of its own.
      if (headline.startsWith('PARTIAL') && format !== 'comparison') expect(text, format).not.toMatch(/conformant/i);
    }
    expect(exitCodeOf(result)).toBe(code);
    expect(result.gate.passes).toBe(code === 0);
    expect(result.gate.why.length > 0 || result.gate.passes).toBe(true);
    const { of, verified, missing } = result.verified;
    expect(verified + missing.length).toBe(of);
    expect(missing.every(({ how }) => how !== '')).toBe(true);
    expect(checkStatement(statement, 'statement.json').headline).toBe(headline);
  });
}

test('what a deep run looks at besides is named where nobody selected', () => {
  const last = (result: ConformanceResult) => formatReport(result, { catalogue, command: 'x', path: 'y' }).join('\n');
  expect(last(run({}))).toContain(`; ${DEEPER} more with --depth deep.`);
  expect(last(run({}, { selected: new Set(Object.keys(catalogue)), deep: true }))).not.toContain('--depth deep');
});

test('a statement cannot be made to say more', () => {
  const statement = statementOn(run(each('X2', ISOLATION)));
  const forgeries = [
    { ...statement, word: 'CONFORMANT', headline: 'CONFORMANT' },
    { ...statement, verified: { ...statement.verified, missing: [] } },
    {
      ...statement,
      word: 'CONFORMANT',
      headline: 'CONFORMANT',
      verified: {
        ...statement.verified,
        missing: statement.verified.missing.map((one) => ({ ...one, cause: 'environment' })),
      },
    },
    {
      ...statementOn(run({}, { selected: new Set(['LIST-01']) })),
      verdict: 'conformant',
      word: 'CONFORMANT',
      headline: 'CONFORMANT',
      selection: { ...statement.selection, partial: false },
    },
  ];
  for (const forged of forgeries) expect(() => checkStatement({ ...forged, digest: digestOf(forged) }, 'it')).toThrow();
});

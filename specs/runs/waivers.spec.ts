import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { derive } from '../../reports/conclude.ts';
import { formatReport } from '../../reports/terminal/index.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import type { Finding, RequirementResult } from '../../reports/verdict/result.ts';
import { signatureOf } from '../../reports/verdict/signature.ts';
import type { Outcome } from '../../reports/verdict/verdict.ts';
import { applyWaivers, parseWaivers, type Waiver } from '../../reports/verdict/waivers.ts';
import { mergeRecords } from '../../reports/verdict/worker-records.ts';
import { smallCatalogue, test } from './support/small-project.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const WAIVER: Waiver = {
  requirement: 'CREATE-01',
  signature: '0123456789ab',
  owner: 'team-identity',
  ticket: 'ID-7',
  reason: 'fixed in the next release',
  expires: '2027-01-31',
};
const KNOWN = Object.keys(smallCatalogue);
const text = (...waivers: readonly object[]) => JSON.stringify({ waivers });
const parse = (content: string) => parseWaivers(content, 'waivers.yml', KNOWN, NOW);
const failing: RequirementResult = {
  id: 'CREATE-01',
  level: 'must',
  operation: 'create',
  statement: 'Creating a client answers 201.',
  source: { heading: 'A heading' },
  verdict: 'fail',
  signature: WAIVER.signature,
  findings: [],
};
const stateOf = (waiver: Partial<Waiver>, one: Partial<RequirementResult>, now = NOW) =>
  applyWaivers([{ ...WAIVER, ...waiver }], [{ ...failing, ...one }], now)[0];

test('a waiver that fits its failure is applied', () => {
  expect(parse(text(WAIVER))).toEqual({ waivers: [WAIVER], problems: [] });
  expect(stateOf({}, {})).toEqual({ ...WAIVER, state: 'applied' });
});

test('the last day of a waiver counts, and 180 days ahead are the most', () => {
  expect(stateOf({ expires: '2026-11-23' }, {})?.state).toBe('applied');
  expect(stateOf({ expires: '2026-11-22' }, {})?.state).toBe('expired');
  expect(parse(text({ ...WAIVER, expires: '2027-05-22' })).problems).toEqual([]);
  expect(parse(text({ ...WAIVER, expires: '2027-05-24' })).problems).toEqual([
    'waivers.yml: waiver 1 expires on 2027-05-24, more than 180 days ahead; choose an earlier day.',
  ]);
});

for (const [what, one, state] of [
  ['passes again', { verdict: 'pass' }, 'passes-again'],
  ['fails in another way', { signature: 'ffffffffffff' }, 'different-failure'],
  ['does not apply', { verdict: 'skip', cause: 'not-applicable' }, 'matches-nothing'],
  ['could not be verified', { verdict: 'skip', cause: 'environment' }, 'not-judged'],
] as const) {
  test(`a waiver is told apart when its requirement ${what}`, () => {
    const waiver = stateOf({}, one);
    expect(waiver?.state).toBe(state);
    expect(waiver?.sentence !== undefined).toBe(state !== 'not-judged');
  });
}

test('a signature forgets what is drawn and keeps what differs', () => {
  const finding = (actual: string, message = 'the client is not as asked'): Finding => ({
    message,
    expected: '201',
    actual,
  });
  const sign = (one: Finding) => signatureOf({ id: 'CREATE-01', findings: [one] });
  const body = (id: string, name: string) =>
    finding(`status 200, {"id":"${id}","name":"${name}","at":"2026-11-23T10:00:00Z"`);
  const first = sign(body('11111111-2222-4333-8444-555555555555', 'ecc-1a2b3c4d-0-Fine Shoes'));
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(sign(body('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', 'ecc-99999999-1-Big Hats'))).toBe(first);
  expect(sign(finding('status 500, {}'))).not.toBe(first);
  expect(sign(finding('status 200, {}', 'the answer is not JSON'))).not.toBe(first);
  expect(sign(finding('["PM.OAuthApp.Read"]'))).not.toBe(sign(finding('["PM.OAuthApp.Write"]')));
});

const FILES: Readonly<Record<string, string>> = {
  'an empty file': '',
  'a file cut short': text(WAIVER).slice(0, 40),
  'tabs in YAML': 'waivers:\n\t- requirement: CREATE-01',
  'a list at the top': '- requirement: CREATE-01',
  'another name': 'waiver: []',
  'a second name': 'waivers: []\nowner: me',
  'no list': 'waivers: yes',
  'an entry that is a word': 'waivers: [CREATE-01]',
  'an entry that is nothing': 'waivers: [null]',
  'an alias': 'waivers: &a [*a]',
  'binary data': '\u0000\u0001\u0002',
  'a name twice': 'waivers: []\nwaivers: []',
  'the same requirement twice': text(WAIVER, WAIVER),
  'a requirement that does not exist': text({ ...WAIVER, requirement: 'CREATE-99' }),
  'a signature that is none': text({ ...WAIVER, signature: 'all' }),
  'a wildcard': text({ ...WAIVER, requirement: 'CREATE-*' }),
  'a day that does not exist': text({ ...WAIVER, expires: '2026-02-31' }),
  'a day in words': text({ ...WAIVER, expires: 'next year' }),
  'a number for a ticket': text({ ...WAIVER, ticket: 7 }),
  'a blank owner': text({ ...WAIVER, owner: ' ' }),
  'an unknown member': text({ ...WAIVER, until: 'x' }),
  ...Object.fromEntries(Object.keys(WAIVER).map((name) => [`no ${name}`, text({ ...WAIVER, [name]: undefined })])),
};

for (const [what, content] of Object.entries(FILES)) {
  test(`one sentence for a file of waivers with ${what}`, () => {
    const { waivers, problems } = parse(content);
    expect(waivers).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^waivers\.yml\b.*\.$/);
    expect(problems[0]).not.toContain('\n');
  });
}

const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

/** A run in which CREATE-01 was seen like this, and whose waivers stand in this file; its result, its words, and its exit code. */
async function ended(actual: string | undefined, waivers?: string) {
  const finding = { message: 'It is not so.', expected: '1', actual: actual ?? '' };
  const seen: Outcome = { requirement: 'CREATE-01', status: 'fail', findings: [finding] };
  const outcomes = KNOWN.map(
    (requirement): Outcome =>
      requirement === 'CREATE-01' && actual !== undefined ? seen : { requirement, status: 'pass', findings: [] },
  );
  const selection = { only: [], operation: [], level: [] };
  const tenant = { tenant: 'a small project' };
  const asked = { out: '', seed: 1, failOn: 'must', failOnIds: [], selection, tenant, command: 'x' } as const;
  const result = await derive(
    { ...asked, catalogue: smallCatalogue, ...(waivers !== undefined && { waivers }) },
    {
      records: { ...mergeRecords([]), problems: [] },
      outcomes,
      checks: [],
      covered: new Set(KNOWN),
      narrowed: false,
      problems: [],
      isInterrupted: false,
      hasBegun: true,
      startedAt: NOW.toISOString(),
      durationMs: 1,
    },
  );
  const text = formatReport(result, { catalogue: smallCatalogue, command: 'x', path: 'y' }).join('\n');
  return { result, text, code: exitCodeOf(result) };
}

test('a run with a waived failure passes, says so, and fails when the waiver is not in order', async ({ folder }) => {
  const path = join(folder, 'waivers.yml');
  const first = await ended('2');
  const signature = first.result.requirements.find(({ id }) => id === 'CREATE-01')?.signature ?? '';
  expect(first.code).toBe(1);

  writeFileSync(path, text({ ...WAIVER, signature, expires: soon }));
  const waived = await ended('2', path);
  expect(waived.code).toBe(0);
  expect(waived.result).toMatchObject({
    verdict: 'non-conformant',
    headline: `NON-CONFORMANT, accepted by team-identity until ${soon}`,
    gate: { passes: true },
    waivers: [{ state: 'applied' }],
  });
  expect(waived.text).toContain(
    `waiver  CREATE-01  applied, until ${soon}, team-identity, ID-7: fixed in the next release`,
  );
  expect(waived.text).toContain('WAIVED  CREATE-01');

  const other = await ended('3', path);
  expect(other.code).toBe(1);
  expect(other.text).toContain('it fails in another way now');

  const fixed = await ended(undefined, path);
  expect(fixed.result).toMatchObject({ verdict: 'conformant', gate: { outcome: 'failed' } });
  expect(fixed.text).toContain('the requirement holds again; remove it.');
  expect(fixed.code).toBe(1);

  writeFileSync(path, text({ ...WAIVER, signature, expires: '2026-01-01' }));
  const expired = await ended('2', path);
  expect(expired.text).toContain('expired on 2026-01-01');
  expect(expired.code).toBe(1);

  writeFileSync(path, 'waivers: 7');
  expect((await ended(undefined, path)).code).toBe(2);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { requirements } from '../catalogue/index.ts';
import { goldenDifferences, goldenOf, sectionOf } from '../prove/golden.ts';
import { judgeProof } from '../prove/judge.ts';
import { loosenSchemas } from '../prove/loosenings.ts';
import { readMatrix, writeMatrix } from '../prove/matrix.ts';
import type { JudgedCheck, Met } from '../prove/meet.ts';
import { meetAll } from '../prove/meet-all.ts';
import { proofPage } from '../prove/page.ts';
import { type Guest, listFaults, type ProofPlan, planProof } from '../prove/plan.ts';
import { complaintAboutMarkers, hasFigures, withFigures } from '../prove/readme.ts';
import type { ProofResult } from '../prove/result.ts';
import { figures, formatProof, proofSentence } from '../prove/terminal.ts';
import { CLI, ROOT, run, test } from './support/small-project.ts';

function judged(requirement: string, verdict: JudgedCheck['verdict'], more: Partial<JudgedCheck> = {}): JudgedCheck {
  const findings = verdict === 'fail' ? [{ message: 'It is wrong.', expected: 'a', actual: 'b' }] : [];
  return { id: `${requirement} check`, requirement, verdict, findings, departures: [], ...more };
}

function guest(more: Partial<Guest>): Guest {
  const rest = {
    sentence: 'It is.',
    checks: 'default',
    declares: [],
    seed: 1,
    consistencyMs: 0,
    limitMs: 1000,
  } as const;
  return { kind: 'fault', id: 'grants-more', ...rest, ...more };
}

function met(about: Partial<Guest>, checks: readonly JudgedCheck[], more: Partial<Met> = {}): Met {
  return { guest: guest(about), checks, departures: [], requests: 1, durationMs: 1, ...more };
}

const breaksCreate = { declares: ['CREATE-07'] };
const caught = met(breaksCreate, [judged('CREATE-07', 'fail'), judged('CREATE-08', 'fail')], { first: 'CREATE-07' });
const control = met({ kind: 'control', id: 'control' }, [judged('CREATE-07', 'pass')]);

type Golden = Parameters<typeof judgeProof>[0]['golden'];

function proofOf(all: readonly Met[], more: Partial<ProofPlan> = {}, committed?: string, golden?: Golden): ProofResult {
  const faults = all.filter((one) => one.guest.kind === 'fault');
  const plan = { guests: all.map((one) => one.guest), of: { faults: 3, personas: 1 }, loosens: false, ...more };
  const seen = committed ?? rowsOf(faults, plan);
  return judgement(all, plan, seen, golden);
}

function rowsOf(faults: readonly Met[], plan: ProofPlan): string {
  return writeMatrix(new Map(), judgement(faults, plan, '').faultRows, new Set());
}

function judgement(
  all: readonly Met[],
  plan: ProofPlan,
  committed: string,
  golden: Golden = { committed: new Map(), seen: new Map() },
): ProofResult {
  return judgeProof({
    catalogue: requirements,
    plan,
    met: all,
    committed: readMatrix(committed),
    golden,
    looseningRows: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    identity: { suite: { name: 'suite', version: '1' }, document: { title: 'page', edition: '1', digest: '0' } },
  });
}

test('a fault is caught by a finding of a declared requirement, and by nothing else', () => {
  const outcome = (one: Met): unknown => proofOf([one]).faultRows[0]?.outcome;
  expect(outcome(caught)).toBe('caught');
  expect(outcome(met(breaksCreate, [judged('CREATE-07', 'pass'), judged('CREATE-08', 'fail')]))).toBe('missed');
  const broken = judged('CREATE-07', 'skip', { cause: 'suite-error', detail: 'it crashed' });
  expect(outcome(met(breaksCreate, [broken, judged('CREATE-08', 'fail')]))).toBe('unproved');
  expect(outcome(met(breaksCreate, [], { problem: 'it did not end within 1 s' }))).toBe('unmet');
  const equivalent = { ...breaksCreate, equivalent: 'nobody can tell' };
  expect(outcome(met(equivalent, [judged('CREATE-07', 'pass')]))).toBe('equivalent');
  expect(outcome(met(equivalent, [judged('CREATE-08', 'fail')]))).toBe('disproved');
});

test('a missed fault, an accused legal tenant and a control that is not conformant keep a proof from holding', () => {
  const proof = proofOf([
    met({ kind: 'control', id: 'control' }, [judged('GET-01', 'fail')]),
    met(breaksCreate, [judged('CREATE-07', 'pass')]),
    met({ kind: 'persona', id: 'slow' }, [judged('GET-01', 'fail')]),
  ]);
  expect(proof.verdict).toBe('not-proved');
  expect(proof.problems.map((problem) => problem.split(/[:;]/)[0])).toEqual([
    'The tenant without any fault is not conformant',
    'Legal tenants that are not conformant',
    'Faults that no declared requirement noticed',
  ]);
});

test('a legal tenant that one seed alone accuses is not conformant, and the seed is told', () => {
  const persona = { kind: 'persona', id: 'slow' } as const;
  const green = met(persona, [judged('GET-01', 'pass'), judged('GET-B3', 'fail')]);
  expect(requirements['GET-B3'].level).toBe('should');
  expect(proofOf([control, green]).verdict).toBe('proved');
  const accused = met({ ...persona, seed: 7 }, [judged('GET-01', 'fail'), judged('GET-02', 'pass')]);
  const proof = proofOf([control, green, accused], { seeds: 7 });
  expect(proof.personas).toMatchObject({ total: 1, green: 0 });
  expect(proof.personaRows[0]?.problems[0]).toMatch(/^with seed 7, GET-01: It is wrong\./);
});

test('what turns red is compared with the committed matrix, until it is written', () => {
  const fresh = proofOf([control, caught], {}, '');
  expect(fresh.matrixDifferences).toEqual([{ fault: 'grants-more', seen: 'grants-more: CREATE-07 | CREATE-08' }]);
  expect(fresh.verdict).toBe('not-proved');
  const written = writeMatrix(new Map(), fresh.faultRows, new Set());
  expect(proofOf([control, caught], {}, written).verdict).toBe('proved');
  // Another fault of the file was not met, which says nothing of it unless all were.
  const more = `${written}other: GET-01\n`;
  expect(proofOf([control, caught], {}, more).matrixDifferences).toEqual([]);
  const all = proofOf([control, caught], { of: { faults: 1, personas: 0 } }, more);
  expect(all.matrixDifferences).toEqual([{ fault: 'other', committed: 'other: GET-01' }]);
  // What happens when requests meet is not the same each time.
  expect(proofOf([control, caught], {}, '~grants-more: CREATE-07\n').verdict).toBe('proved');
});

test('a proof says what part was proved, and which failure is told first', () => {
  const elsewhere = met({ id: 'other', declares: ['GET-01'] }, [judged('GET-01', 'fail')], { first: 'LIST-01' });
  const proof = proofOf([control, caught, elsewhere]);
  expect(proofSentence(proof)).toBe('PROVED IN PART: 2 of 3 faults. The rest was not tried.');
  expect(figures(proof)).toContainEqual(['named first', 'first failure is a declared one: 50 % of faults']);
  expect(proof.toldFirstOthers).toEqual([{ fault: 'other', declares: ['GET-01'], first: 'LIST-01' }]);
  const text = formatProof(proof, { pathOfPage: 'proof.html', pathOfResult: 'proof.json' }).join('\n');
  expect(text).toContain('2 of 2 caught (2 of 3 tried)');
  const page = proofPage(proof, requirements);
  expect(page).toContain('Proved in part');
  const row = /<details class="item" id="fault-grants-more"[^]*?<\/details>/.exec(page)?.[0] ?? '';
  const cells = row.split('<dt>').map((cell) => cell.match(/[A-Z]+-[0-9A-Z]+/g)?.join(' ') ?? '');
  expect(cells).toEqual(['', 'CREATE-07', 'CREATE-07', 'CREATE-08']);
});

test('what the terminal says of a requirement is compared with the committed text, unless it is not the same each time', () => {
  const said = (text: string, more: Partial<Met> = {}): Met => ({
    ...caught,
    ...more,
    sections: { 'CREATE-07': text },
  });
  const committed = goldenOf([said('FAIL  one')], new Map(), new Map(), true);
  const judgedAgain = (seen: ReturnType<typeof goldenOf>, of = committed) =>
    goldenDifferences(of, seen).map(({ requirement }) => requirement);
  expect(judgedAgain(goldenOf([said('FAIL  one')], committed, new Map(), true))).toEqual([]);
  expect(judgedAgain(goldenOf([said('FAIL  two')], committed, new Map(), true))).toEqual(['CREATE-07']);
  // A fault that was not met says nothing; where all were met, a text without its fault is stale.
  expect(judgedAgain(goldenOf([], committed, new Map(), false))).toEqual([]);
  expect(judgedAgain(goldenOf([], committed, new Map(), true))).toEqual(['CREATE-07']);
  const loose = goldenOf([said('FAIL  one')], new Map(), readMatrix('~grants-more: CREATE-07\n'), true);
  const seen = goldenOf([said('FAIL  two')], loose, readMatrix('~grants-more: CREATE-07\n'), true);
  expect(judgedAgain(seen, loose)).toEqual([]);
  const golden = { committed, seen: new Map() };
  expect(proofOf([control, caught], {}, undefined, golden).problems).toEqual([expect.stringContaining('CREATE-07')]);
});

test('a section holds nothing that is drawn', () => {
  const finding = {
    message: 'The name differs.',
    expected: 'name "ecc-proof-1a.2 object", id 11111111-89ab-cdef-0123-456789abcdef',
    actual:
      'status 201, {"name":"ecc-proof-1a.3 deer","id":"22222222-89ab-cdef-0123-456789abcdef","secret":"[secret-7]"}',
    seenIn: 'GET /api/11111111-89ab-cdef-0123-456789abcdef',
    check: 'answers',
  };
  expect(
    sectionOf([{ requirement: 'CREATE-07', status: 'fail', findings: [finding] }])
      .split('\n')
      .slice(2, 7),
  ).toEqual([
    '      check     answers',
    '      finding   The name differs.',
    '      expected  name "{name}", id {id}',
    '      actual    status 201, {"name":"{name}",…',
    '      seen in   GET /api/{id}',
  ]);
});

test('a keyword of a schema is needed where a fault is seen by nothing else', () => {
  const departing = (body: unknown): JudgedCheck =>
    judged('GET-03', 'fail', { departures: [{ payload: 'newSecretString', body }] });
  const notText = met({ declares: ['GET-03'] }, [departing(1)]);
  const needed = (all: readonly Met[]): readonly string[] =>
    loosenSchemas(all).flatMap(({ id, noticed }) => (noticed ? [id] : []));
  expect(needed([notText])).toEqual(['newSecretString.schema.json#/type']);
  const seenOtherwise = { ...notText, checks: [...notText.checks, judged('GET-03', 'fail')] };
  expect(needed([seenOtherwise])).toEqual([]);
});

test('every fault has an id of its own', () => {
  const ids = listFaults().map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('the plan holds what is asked for, and a control that meets the same', () => {
  const [first, second] = planProof({
    personas: false,
    faults: true,
    loosenings: false,
    only: ['list-answers-201'],
  }).guests;
  expect(first).toMatchObject({ kind: 'control', checks: 'declared', declares: ['LIST-01'] });
  expect(second).toMatchObject({ kind: 'fault', id: 'list-answers-201', checks: 'declared' });
  const seeds = planProof({ personas: true, faults: false, loosenings: false, seeds: 3, only: [] });
  const drawn = seeds.guests.filter(({ kind }) => kind === 'persona').map(({ id, seed }) => `${id} ${seed}`);
  expect(new Set(drawn).size).toBe(3 * seeds.of.personas);
});

test('a guest that does not end, or ends its process, counts as not met, and the others are met', async () => {
  const [, fault] = planProof({ personas: false, faults: true, loosenings: false, only: ['list-answers-201'] }).guests;
  if (fault === undefined) throw new Error('There is no such fault.');
  const unknown = { ...fault, id: 'no-such-fault' };
  const all = await meetAll([unknown, { ...fault, seed: 2, limitMs: 1 }, fault], () => undefined);
  expect(all.map(({ problem }) => problem?.slice(0, 23))).toEqual([
    'it ended the process in',
    'it did not end within 0',
    undefined,
  ]);
  expect(all[2]?.first).toBe('LIST-01');
});

test('the verb ends with 0 where the proof holds and with 2 where it cannot be done, and leaves its result', async ({}, info) => {
  const prove = (...args: string[]) =>
    run([...CLI, 'prove', ...args], {
      cwd: ROOT,
      env: { CONFORMANCE_OUT: info.outputDir },
    });
  const one = await prove('--only', 'list-answers-201');
  expect(one.code, one.stderr).toBe(0);
  expect(one.stdout).toMatch(/PROVED IN PART: 1 of \d+ faults\. The rest was not tried\./);
  const proof = JSON.parse(readFileSync(join(info.outputDir, 'proof.json'), 'utf8')) as ProofResult;
  expect(proof.faultRows.map(({ fault, outcome, first }) => [fault, outcome, first])).toEqual([
    ['list-answers-201', 'caught', 'LIST-01'],
  ]);
  const unknown = await prove('--only', 'list-answers-21');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean list-answers-201?')]);
});

test('the figures stand between the markers of a README, and nothing else changes', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(complaintAboutMarkers(readme)).toBeUndefined();
  const proof = proofOf([control, caught]);
  const written = withFigures(readme, proof);
  for (const [what, text] of figures(proof)) expect(written.replaceAll(/ +/g, ' ')).toContain(`| ${what} | ${text} |`);
  const outside = (text: string): readonly string[] => [
    text.slice(0, text.indexOf('<!-- proof:begin -->')),
    text.slice(text.indexOf('<!-- proof:end -->')),
  ];
  expect(outside(written)).toEqual(outside(readme));
  expect(withFigures(written, proof)).toBe(written);
  // The whole proof fails where the README tells others; a share alone is no other figure.
  expect(hasFigures(written, proof)).toBe(true);
  expect(hasFigures(written.replace(/\d+ %/, '7 %'), proof)).toBe(true);
  expect(hasFigures(written.replace(/1 of 1 caught/, '2 of 2 caught'), proof)).toBe(false);
  for (const broken of ['', '<!-- proof:end --><!-- proof:begin -->', `${readme}<!-- proof:begin -->`])
    expect(complaintAboutMarkers(broken)).toContain('README.md must hold');
});

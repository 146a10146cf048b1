import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { ArmEvidence, Evidence, TestEvidence } from '../../reports/proof/evidence.ts';
import { judgeProof } from '../../reports/proof/judge.ts';
import { proofPage } from '../../reports/proof/page.ts';
import type { PlannedFault, ProofPlan } from '../../reports/proof/plan.ts';
import { complaintAboutMarkers, withFigures } from '../../reports/proof/readme.ts';
import type { ProofResult } from '../../reports/proof/result.ts';
import { figures, formatProof } from '../../reports/proof/terminal.ts';
import { consequences, consequencesOf } from '../catalogue/consequences.ts';
import { requirements } from '../catalogue/index.ts';
import { planProof } from '../prove/plan.ts';

const failed = (requirement: string, more: Partial<TestEvidence> = {}): TestEvidence => ({
  requirement,
  title: 'tells so',
  status: 'fail',
  sites: ['specs/create.spec.ts:1'],
  departures: [],
  findings: [],
  ...more,
});

function arm(kind: ArmEvidence['kind'], id: string, passed: readonly string[], ...tests: TestEvidence[]): ArmEvidence {
  return { kind, id, passed, tests, durationMs: 1 };
}

function evidence(...arms: readonly ArmEvidence[]): Evidence {
  return { startedAt: '2026-01-01T00:00:00.000Z', durationMs: 1, arms, sites: [], problems: [] };
}

const everything = Object.keys(requirements);
const control = arm('control', 'control', everything);

/** A plan of one fault that breaks CREATE-07, after which CREATE-08 cannot hold. */
function planned(fault: Partial<PlannedFault> = {}, more: Partial<ProofPlan> = {}): ProofPlan {
  const whole = {
    id: 'grants-more',
    sentence: 'It grants more.',
    declares: ['CREATE-07'],
    consequences: ['CREATE-08'],
  };
  return {
    mode: 'full',
    workers: 1,
    control: true,
    personas: [],
    faults: [{ ...whole, ...fault }],
    projects: [],
    own: [],
    matrix: [],
    ...more,
  };
}

function proofOf(plan: ProofPlan, tests: Evidence, matrix?: Evidence, notApplied: readonly string[] = []): ProofResult {
  const identity = {
    suite: { name: 'suite', version: '1' },
    document: { title: 'page', edition: '1', digest: '0' },
  };
  return judgeProof({
    catalogue: requirements,
    plan,
    evidence: tests,
    matrix,
    notApplied,
    loosenings: undefined,
    departures: {},
    identity,
  });
}

/** What becomes of the fault when these tests of its own, and these of all, end so. */
function outcome(own: readonly TestEvidence[], all: readonly TestEvidence[] = [], fault: Partial<PlannedFault> = {}) {
  const passed = own.some(({ status }) => status === 'fail') ? [] : ['CREATE-07'];
  return proofOf(
    planned(fault),
    evidence(control, arm('fault', 'grants-more', own.length === 0 ? passed : [], ...own)),
    evidence(arm('fault', 'grants-more', [], ...all)),
  ).matrix[0]?.outcome;
}

test('a fault is caught exactly when nothing turns red but what it breaks and what follows from that', () => {
  const own = [failed('CREATE-07')];
  expect(outcome(own)).toBe('exact');
  expect(outcome(own, [failed('CREATE-07'), failed('CREATE-08')])).toBe('exact');
  expect(outcome(own, [failed('DELETE-05')])).toBe('overBroad');
});

test('a fault is not caught by what follows from it, nor by anything but an assertion', () => {
  expect(outcome([], [failed('CREATE-08')])).toBe('missed');
  const timeout = failed('CREATE-07', { status: 'skip', cause: 'timeout' });
  expect(outcome([timeout])).toBe('unproved');
});

test('an equivalent fault must not be noticed', () => {
  const equivalent = { equivalent: 'nobody can tell' };
  expect(outcome([], [], equivalent)).toBe('equivalent');
  expect(outcome([], [failed('GET-01')], equivalent)).toBe('disproved');
});

test('a row declares what the fault breaks and what follows; only the former proves a requirement', () => {
  const told = proofOf(
    planned(),
    evidence(control, arm('fault', 'grants-more', [], failed('CREATE-07'))),
    evidence(arm('fault', 'grants-more', [], failed('CREATE-08'))),
  );
  expect(told.matrix[0]).toMatchObject({
    declares: ['CREATE-07', 'CREATE-08'],
    breaks: ['CREATE-07'],
    red: ['CREATE-07', 'CREATE-08'],
    own: true,
  });
  expect(told.requirements.proved).toBe(1);
  expect(told.faults).toMatchObject({ total: 1, caught: 1, exact: 1, overBroad: 0 });
});

test('a fault without effect, a missed one and a control that is not conformant keep a proof from holding', () => {
  const told = proofOf(
    planned(),
    evidence(arm('control', 'control', everything, failed('GET-01')), arm('fault', 'grants-more', ['CREATE-07'])),
    evidence(),
    ['grants-more'],
  );
  expect(told.verdict).toBe('not-proved');
  expect(told.problems.map((problem) => problem.split(':')[0])).toEqual([
    'The tenant without any fault is not conformant',
    'Faults that no declared requirement noticed',
    'Faults that change no answer of the probe',
  ]);
});

test('a legal tenant that one seed alone accuses is not conformant, and the seed is told', () => {
  const personas = [{ id: 'slow', sentence: 'It is slow.' }];
  const plan = planned({}, { faults: [], personas, seeds: 20, mode: 'quick' });
  const passing = arm('persona', 'slow', everything);
  const warned = failed('GET-B3', { title: 'with seed 3, refuses a malformed id' });
  expect(requirements['GET-B3'].level).toBe('should');
  expect(proofOf(plan, evidence(control), evidence({ ...passing, tests: [warned] })).verdict).toBe('proved');
  const accused = failed('GET-01', { title: 'with seed 7, answers 200' });
  const told = proofOf(plan, evidence(control), evidence({ ...passing, tests: [accused] }));
  expect(told.verdict).toBe('not-proved');
  expect(told.personaRows[0]?.problems).toEqual(['GET-01: with seed 7, answers 200: failed']);
  expect(figures(told)).toContainEqual(['legal tenants', '0 of 1 conformant with each of 20 seeds']);
  const crashed = failed('GET-01', { status: 'skip', cause: 'suite-error', detail: 'it crashed' });
  expect(proofOf(plan, evidence(control), evidence({ ...passing, tests: [crashed] })).personas.green).toBe(0);
  expect(proofOf(plan, evidence(control), evidence()).personaRows[0]?.problems).toEqual(['No test passed.']);
});

test('with seeds every legal tenant is planned with each of them, and no fault', () => {
  const plan = planProof({ mode: 'quick', personas: true, faults: false, seeds: 3, only: [] });
  const met = plan.matrix.flatMap(({ alteration }) => (alteration.each ?? []).map((id) => `${id} ${alteration.seed}`));
  expect(new Set(met).size).toBe(met.length);
  expect(met.toSorted()).toEqual(
    plan.personas.flatMap(({ id }) => [1, 2, 3].map((seed) => `${id} ${seed}`)).toSorted(),
  );
  expect(plan.projects.map(({ name }) => name)).toEqual(['control']);
});

test('the figures stand between the markers of a README, and nothing else changes', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  expect(complaintAboutMarkers(readme)).toBeUndefined();
  const told = proofOf(planned(), evidence(control, arm('fault', 'grants-more', [], failed('CREATE-07'))), evidence());
  const written = withFigures(readme, told);
  for (const [what, text] of figures(told))
    expect(written).toMatch(new RegExp(`^\\| ${what} +\\| ${escaped(text)} +\\|$`, 'm'));
  const outside = (text: string): readonly string[] => [
    text.slice(0, text.indexOf('<!-- proof:begin -->')),
    text.slice(text.indexOf('<!-- proof:end -->')),
  ];
  expect(outside(written)).toEqual(outside(readme));
  expect(withFigures(written, told)).toBe(written);
  for (const broken of ['', '<!-- proof:end --><!-- proof:begin -->', `${readme}<!-- proof:begin -->`])
    expect(complaintAboutMarkers(broken)).toContain('README.md must hold');
});

test('summary and page tell the figures, the problems and what turned red beside', () => {
  const told = proofOf(
    planned(),
    evidence(control, arm('fault', 'grants-more', [], failed('CREATE-07'))),
    evidence(arm('fault', 'grants-more', [], failed('CREATE-08'), failed('DELETE-05'))),
  );
  const text = formatProof(told, { pathOfPage: 'proof.html', pathOfResult: 'proof.json' }).join('\n');
  expect(text).toContain('1 of 1 caught (0 exactly, 1 over-broadly)');
  const row = /<tr id="fault-grants-more"[^]*?<\/tr>/.exec(proofPage(told, requirements))?.[0] ?? '';
  const cells = row.split('<td>').map((cell) => cell.match(/[A-Z]+-[0-9A-Z]+/g)?.join(' ') ?? '');
  expect(cells.slice(-3)).toEqual(['CREATE-07', 'CREATE-08', 'DELETE-05']);
});

test('consequences name requirements that exist, and none follows from itself', () => {
  for (const { because, of, fail } of consequences) {
    expect(because).toMatch(/^[A-Z].*\.$/);
    for (const id of [...of, ...fail]) expect(Object.keys(requirements)).toContain(id);
  }
  for (const id of everything) expect(consequencesOf(id).has(id)).toBe(false);
});

function escaped(text: string): string {
  return text.replaceAll(/[()]/g, String.raw`\$&`);
}

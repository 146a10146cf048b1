import type { Requirement } from '../../specs/catalogue/types.ts';
import type { ConformanceResult, ReadingResult } from '../verdict/result.ts';
import { judge, type Outcome } from '../verdict/verdict.ts';
import type { ArmEvidence, Evidence } from './evidence.ts';
import type { PlannedFault, ProofPlan } from './plan.ts';
import type { FaultOutcome, LooseningRow, MatrixRow, PersonaRow, ProofResult } from './result.ts';

/** Everything that a proof brought to light. */
export interface Proof {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  readonly plan: ProofPlan;
  readonly evidence: Evidence;
  /** What all tests made of the faults; undefined in a quick proof. */
  readonly matrix: Evidence | undefined;
  /** Ids of faults of which the probe saw no difference; undefined: the probe did not run. */
  readonly notApplied: readonly string[] | undefined;
  /** Undefined: the judge was not loosened. */
  readonly loosenings: readonly LooseningRow[] | undefined;
  /** Readings in which each persona departs from the printed document. */
  readonly departures: Readonly<Record<string, PersonaRow['departures']>>;
  readonly identity: Pick<ConformanceResult, 'suite' | 'document'>;
}

/** The one place where evidence becomes a proof. Pure: page, terminal and exit code only read what it returns. */
export function judgeProof(proof: Proof): ProofResult {
  const { catalogue, plan, evidence, loosenings } = proof;
  const arms = armsOf(evidence);
  const everywhere = proof.matrix === undefined ? undefined : armsOf(proof.matrix);
  const matrix = plan.faults.map((fault) => {
    const key = `fault ${fault.id}`;
    return row(fault, arms.get(key), everywhere?.get(key), plan.mode, proof.notApplied?.includes(fault.id));
  });
  const personaRows = plan.personas.map(({ id, sentence }): PersonaRow => {
    const isShallow = plan.projects.some(({ name, shallow }) => name === `persona:${id}` && shallow === true);
    const key = `persona ${id}`;
    const problems =
      plan.seeds === undefined
        ? problemsOf(arms.get(key), catalogue, isShallow)
        : problemsWithSeeds(everywhere?.get(key), catalogue);
    return { persona: id, sentence, green: problems.length === 0, problems, departures: proof.departures[id] ?? [] };
  });
  const controlProblems = plan.control ? problemsOf(arms.get('control control'), catalogue) : undefined;
  // A may is reported only: no tenant can break it.
  const breakable = Object.keys(catalogue).filter((id) => catalogue[id]?.level !== 'may');
  const proved = new Set(matrix.flatMap(({ breaks, red }) => breaks.filter((id) => red.includes(id))));
  const result: Omit<ProofResult, 'verdict' | 'problems'> = {
    faults: countFaults(matrix),
    personas: {
      total: personaRows.length,
      green: personaRows.filter(({ green }) => green).length,
      ...(plan.seeds !== undefined && { seeds: plan.seeds }),
    },
    loosenings: {
      total: loosenings?.length ?? 0,
      noticed: loosenings?.filter(({ noticed }) => noticed).length ?? 0,
      equivalent: loosenings?.filter(({ noticed, equivalent }) => !noticed && equivalent !== undefined).length ?? 0,
    },
    requirements: { total: breakable.length, proved: breakable.filter((id) => proved.has(id)).length },
    matrix,
    formatVersion: '2.0',
    ...proof.identity,
    mode: plan.mode,
    startedAt: evidence.startedAt,
    durationMs: evidence.durationMs + (proof.matrix?.durationMs ?? 0),
    parts: {
      ...(evidence.faultsMs !== undefined && { faultsMs: evidence.faultsMs }),
      ...(proof.matrix !== undefined && { matrixMs: proof.matrix.durationMs }),
    },
    control: controlProblems === undefined ? null : { green: controlProblems.length === 0, problems: controlProblems },
    personaRows,
    looseningRows: loosenings ?? [],
    unprovedRequirements: breakable.filter((id) => !proved.has(id)),
  };
  const problems = [...evidence.problems, ...(proof.matrix?.problems ?? []), ...shortcomings(result)];
  const { faults, personas, loosenings: loosened, requirements, ...rest } = result;
  return {
    faults,
    personas,
    loosenings: loosened,
    requirements,
    ...rest,
    verdict: problems.length === 0 ? 'proved' : 'not-proved',
    problems,
  };
}

function armsOf({ arms }: Evidence): ReadonlyMap<string, ArmEvidence> {
  return new Map(arms.map((arm) => [`${arm.kind} ${arm.id}`, arm]));
}

/**
 * @param arm the fault and the tests of the requirements that it declares; these alone decide whether it is caught
 * @param everywhere the fault and all tests; tells what else turns red
 */
function row(
  fault: PlannedFault,
  arm: ArmEvidence | undefined,
  everywhere: ArmEvidence | undefined,
  mode: ProofPlan['mode'],
  idle: boolean | undefined,
): MatrixRow {
  const tests = arm?.tests ?? [];
  const noticed = redIn(arm);
  const red = [...new Set([...noticed, ...redIn(everywhere)])].sort();
  const declared = (id: string): boolean => fault.declares.includes(id);
  const unverified = tests
    .filter(({ status, requirement }) => status === 'skip' && declared(requirement) && !noticed.includes(requirement))
    .map(({ requirement, cause = 'never-ran', detail = '' }) => ({ requirement, cause, detail }));
  const crashed = [...tests, ...(everywhere?.tests ?? [])]
    .filter(({ status, cause }) => status === 'skip' && (cause === 'suite-error' || cause === 'timeout'))
    .map(({ requirement, detail = '' }) => ({ requirement, detail }));
  const outcome = outcomeOf(fault, { noticed, red, passed: arm?.passed.some(declared) ?? false, mode });
  return {
    fault: fault.id,
    declares: [...new Set([...fault.declares, ...fault.consequences])],
    breaks: fault.declares,
    red,
    outcome,
    sentence: fault.sentence,
    own: noticed.includes(fault.declares[0] ?? ''),
    applied: idle === undefined ? null : !idle,
    ...(fault.equivalent !== undefined && { equivalent: fault.equivalent }),
    ...(unverified.length > 0 && { unverified: distinct(unverified) }),
    ...(crashed.length > 0 && { crashed: distinct(crashed) }),
  };
}

/** Requirements of which an assertion failed. */
function redIn(arm: ArmEvidence | undefined): readonly string[] {
  return [
    ...new Set((arm?.tests ?? []).filter(({ status }) => status === 'fail').map(({ requirement }) => requirement)),
  ];
}

function outcomeOf(
  { declares, consequences, equivalent }: PlannedFault,
  seen: {
    readonly noticed: readonly string[];
    readonly red: readonly string[];
    readonly passed: boolean;
    readonly mode: ProofPlan['mode'];
  },
): FaultOutcome {
  if (equivalent !== undefined) return seen.red.length > 0 ? 'disproved' : 'equivalent';
  if (!seen.noticed.some((id) => declares.includes(id))) return seen.passed ? 'missed' : 'unproved';
  if (seen.mode === 'quick') return 'caught';
  return seen.red.every((id) => declares.includes(id) || consequences.includes(id)) ? 'exact' : 'overBroad';
}

function distinct<T extends { readonly requirement: string; readonly detail: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [`${item.requirement} ${item.detail}`, item])).values()];
}

function countFaults(matrix: readonly MatrixRow[]): ProofResult['faults'] {
  const count = (...outcomes: readonly FaultOutcome[]): number =>
    matrix.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    total: matrix.length,
    caught: count('exact', 'overBroad', 'caught'),
    exact: count('exact'),
    overBroad: count('overBroad'),
    missed: count('missed'),
    unproved: count('unproved'),
    equivalent: count('equivalent'),
    disproved: count('disproved'),
    notApplied: matrix.filter(({ applied }) => applied === false).length,
  };
}

/** Why a tenant that must be conformant is not: the sentences of the suite's own verdict. */
function problemsOf(
  arm: ArmEvidence | undefined,
  catalogue: Readonly<Record<string, Requirement>>,
  isShallow = false,
): readonly string[] {
  if (arm === undefined || arm.passed.length === 0) return ['No test passed.'];
  const passed: readonly Outcome[] = arm.passed.map((requirement) => ({ requirement, status: 'pass', findings: [] }));
  const result = judge({
    catalogue,
    selected: new Set(Object.keys(catalogue).filter((id) => !isShallow || catalogue[id]?.depth !== 'deep')),
    outcomes: [...passed, ...arm.tests],
    failOn: 'must',
    problems: [],
    cutShort: false,
    facts: NO_FACTS,
  });
  const failed = result.requirements.filter(({ verdict }) => verdict === 'fail');
  const crashed = result.requirements.filter(({ cause }) => cause === 'suite-error' || cause === 'timeout');
  return [
    ...failed.map(({ id, findings: [finding] }) =>
      `${id}: ${finding?.message ?? 'failed'} ${finding === undefined ? '' : `Expected ${finding.expected}, was ${finding.actual}`}`.trim(),
    ),
    ...crashed.map(({ id, cause, detail }) => `${id}: ${cause}, ${detail ?? 'no detail'}`),
    ...(failed.length === 0 && result.verdict === 'inconclusive' ? result.problems : []),
  ];
}

/** Why a tenant that must be conformant is not, where it met the tests with several seeds, its findings untold. */
function problemsWithSeeds(
  arm: ArmEvidence | undefined,
  catalogue: Readonly<Record<string, Requirement>>,
): readonly string[] {
  if (arm === undefined || arm.passed.length === 0) return ['No test passed.'];
  return arm.tests.flatMap(({ requirement, title, status, cause, detail }) => {
    if (status === 'fail') return catalogue[requirement]?.level === 'must' ? [`${requirement}: ${title}: failed`] : [];
    return cause === 'suite-error' || cause === 'timeout'
      ? [`${requirement}: ${title}: ${cause}, ${detail ?? ''}`]
      : [];
  });
}

/** What a verdict does not depend on. */
const NO_FACTS = {
  formatVersion: '2.0',
  suite: { name: '', version: '' },
  document: { title: '', edition: '', digest: '' },
  tenant: {},
  seed: 0,
  startedAt: '',
  durationMs: 0,
  requests: { total: 0, byMethod: { GET: 0, POST: 0, PUT: 0, DELETE: 0 } },
  readings: [] as readonly ReadingResult[],
  leftovers: [],
} as const;

/** One sentence per thing that keeps a proof from holding. */
function shortcomings(result: Omit<ProofResult, 'verdict' | 'problems'>): readonly string[] {
  const { matrix, personaRows, looseningRows, control } = result;
  const named = (what: (row: MatrixRow) => boolean): string => names(matrix.filter(what).map(({ fault }) => fault));
  const told = (ids: string, sentence: string): readonly string[] => (ids === '' ? [] : [`${sentence}: ${ids}.`]);
  return [
    ...(control !== null && !control.green
      ? [`The tenant without any fault is not conformant: ${names(control.problems)}.`]
      : []),
    ...told(
      names(personaRows.filter(({ green }) => !green).map(({ persona }) => persona)),
      'Legal tenants that are not conformant',
    ),
    ...told(
      named(({ outcome }) => outcome === 'missed'),
      'Faults that no declared requirement noticed',
    ),
    ...told(
      named(({ outcome }) => outcome === 'unproved'),
      'Faults whose declared requirements never came to an assertion',
    ),
    ...told(
      named(({ outcome }) => outcome === 'disproved'),
      'Faults listed as equivalent, but noticed',
    ),
    ...told(
      named(({ applied }) => applied === false),
      'Faults that change no answer of the probe',
    ),
    ...told(
      names(
        looseningRows.filter(({ noticed, equivalent }) => !noticed && equivalent === undefined).map(({ id }) => id),
      ),
      'Rules of the judge that no fault needs',
    ),
    ...told(
      names(looseningRows.filter(({ noticed, equivalent }) => noticed && equivalent !== undefined).map(({ id }) => id)),
      'Rules listed as not needed, but needed',
    ),
  ];
}

const MOST_NAMES = 8;

function names(all: readonly string[]): string {
  const rest = all.length - MOST_NAMES;
  return `${all.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

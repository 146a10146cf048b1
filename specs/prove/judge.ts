import { type ConformanceResult, reasonOf } from '../../reports/verdict/result.ts';
import type { Requirement } from '../catalogue/types.ts';
import { type GoldenTexts, goldenDifferences } from './golden.ts';
import { differences, type Matrix } from './matrix.ts';
import type { JudgedCheck, Met } from './meet.ts';
import type { ProofPlan } from './plan.ts';
import type { FaultOutcome, FaultRow, LooseningRow, PersonaRow, ProofResult, Unverified } from './result.ts';
import { verdictOn } from './verdict.ts';

/** Everything that a proof brought to light. */
export interface Proof {
  readonly catalogue: Readonly<Record<string, Requirement>>;
  readonly plan: ProofPlan;
  readonly met: readonly Met[];
  /** The matrix as it is committed. */
  readonly committed: Matrix;
  /** What the terminal says of each requirement, as it is committed and as it is now. */
  readonly golden: { readonly committed: GoldenTexts; readonly seen: GoldenTexts };
  readonly looseningRows: readonly LooseningRow[];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly identity: Pick<ConformanceResult, 'suite' | 'document'>;
}

/** The one place where meetings become a proof. Pure: page, terminal and exit code only read what it returns. */
export function judgeProof({ catalogue, plan, met, committed, golden, looseningRows, ...proof }: Proof): ProofResult {
  const faultRows = met.filter(({ guest }) => guest.kind === 'fault').map(rowOf);
  const personaRows = personasOf(met, plan);
  const control = met.find(({ guest }) => guest.kind === 'control');
  const controlProblems = control && problemsOf(control);
  // A may is reported only: no tenant can break it.
  const breakable = Object.keys(catalogue).filter((id) => catalogue[id]?.level !== 'may');
  const proved = new Set(faultRows.flatMap(({ declares, red }) => declares.filter((id) => red.includes(id))));
  const caught = faultRows.filter(({ outcome }) => outcome === 'caught');
  const othersFirst = caught.flatMap(({ fault, declares, first = '' }) =>
    declares.includes(first) ? [] : [{ fault, declares, first }],
  );
  const whole =
    faultRows.length === plan.of.faults &&
    personaRows.length === plan.of.personas &&
    plan.loosens &&
    control !== undefined;
  const result: Omit<ProofResult, 'verdict' | 'problems'> = {
    faults: {
      ...countOutcomes(faultRows),
      total: faultRows.length,
      of: plan.of.faults,
      toldFirst: caught.length - othersFirst.length,
    },
    personas: {
      total: personaRows.length,
      of: plan.of.personas,
      green: personaRows.filter(({ green }) => green).length,
      ...(plan.seeds !== undefined && { seeds: plan.seeds }),
    },
    loosenings: {
      total: looseningRows.length,
      noticed: looseningRows.filter(({ noticed }) => noticed).length,
      equivalent: looseningRows.filter(({ noticed, equivalent }) => !noticed && equivalent !== undefined).length,
    },
    requirements: { total: breakable.length, proved: breakable.filter((id) => proved.has(id)).length },
    whole,
    formatVersion: '2.0',
    ...proof.identity,
    startedAt: proof.startedAt,
    durationMs: proof.durationMs,
    requests: met.reduce((sum, { requests }) => sum + requests, 0),
    slowest: slowestOf(met),
    control: controlProblems === undefined ? null : { green: controlProblems.length === 0, problems: controlProblems },
    matrixDifferences: differences(committed, faultRows, faultRows.length === plan.of.faults),
    goldenDifferences: goldenDifferences(golden.committed, golden.seen),
    toldFirstOthers: othersFirst,
    unprovedRequirements: breakable.filter((id) => !proved.has(id)),
    faultRows,
    personaRows,
    looseningRows,
  };
  const problems = shortcomings(result);
  const { faults, personas, loosenings, requirements, ...rest } = result;
  return {
    faults,
    personas,
    loosenings,
    requirements,
    verdict: problems.length === 0 ? 'proved' : 'not-proved',
    problems,
    ...rest,
  };
}

function rowOf({ guest, checks, first, problem }: Met): FaultRow {
  const { id, sentence, declares, equivalent } = guest;
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const red = requirementsOf(failed);
  const skipped = checks.filter(({ verdict }) => verdict === 'skip');
  const outcome = ((): FaultOutcome => {
    if (problem !== undefined) return 'unmet';
    if (equivalent !== undefined) return red.length > 0 ? 'disproved' : 'equivalent';
    if (declares.some((one) => red.includes(one))) return 'caught';
    return checks.some((one) => one.verdict === 'pass' && declares.includes(one.requirement)) ? 'missed' : 'unproved';
  })();
  return {
    fault: id,
    sentence,
    declares,
    red,
    outcome,
    ...(first !== undefined && { first }),
    checks: failed.map((check) => check.id),
    ...(problem !== undefined && { problem }),
    ...(equivalent !== undefined && { equivalent }),
    unverified: told(
      skipped.filter(
        ({ requirement, cause }) =>
          declares.includes(requirement) && !red.includes(requirement) && cause !== 'not-applicable',
      ),
    ),
    crashed: told(skipped.filter(isCrash)),
  };
}

const MOST_SLOW = 10;

function slowestOf(met: readonly Met[]): ProofResult['slowest'] {
  return met
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, MOST_SLOW)
    .map(({ guest: { kind, id }, durationMs, requests }) => ({ guest: `${kind} ${id}`, durationMs, requests }));
}

function requirementsOf(checks: readonly JudgedCheck[]): readonly string[] {
  return [...new Set(checks.map(({ requirement }) => requirement))].sort();
}

function told(skipped: readonly JudgedCheck[]): readonly Unverified[] {
  const all = skipped.map(({ requirement, cause = '', detail = '' }) => ({ requirement, cause, detail }));
  return [...new Map(all.map((one) => [`${one.requirement} ${one.detail}`, one])).values()];
}

function isCrash({ cause }: JudgedCheck): boolean {
  return cause === 'suite-error' || cause === 'timeout';
}

function countOutcomes(rows: readonly FaultRow[]): Record<FaultOutcome, number> {
  const counts = { caught: 0, missed: 0, unproved: 0, unmet: 0, equivalent: 0, disproved: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

/** One row for each legal tenant, whatever the number of seeds with which it was met. */
function personasOf(met: readonly Met[], { seeds }: ProofPlan): readonly PersonaRow[] {
  const rows = new Map<string, PersonaRow>();
  for (const one of met.filter(({ guest }) => guest.kind === 'persona')) {
    const { id, sentence, seed } = one.guest;
    const { problems = [], departures = [] } = rows.get(id) ?? {};
    const more = problemsOf(one).map((problem) => (seeds === undefined ? problem : `with seed ${seed}, ${problem}`));
    const all = [...problems, ...more];
    const readings = new Map(
      [...departures, ...one.departures].map((each) => [`${each.reading} ${each.observed}`, each]),
    );
    rows.set(id, { persona: id, sentence, green: all.length === 0, problems: all, departures: [...readings.values()] });
  }
  return [...rows.values()];
}

/** Why a tenant that must be conformant is not: the sentences of the suite's own verdict. */
function problemsOf({ checks, problem }: Met): readonly string[] {
  if (problem !== undefined) return [problem];
  if (!checks.some(({ verdict }) => verdict === 'pass')) return ['no check passed'];
  const { requirements, verdict, problems } = verdictOn(
    checks.map((one) => ({
      requirement: one.requirement,
      status: one.verdict,
      ...reasonOf(one),
      findings: one.findings,
    })),
  );
  const failed = requirements.filter((one) => one.verdict === 'fail');
  return [
    ...failed.map(({ id, findings: [finding] }) =>
      `${id}: ${finding?.message ?? 'failed'} ${finding === undefined ? '' : `Expected ${finding.expected}, was ${finding.actual}`}`.trim(),
    ),
    ...told(checks.filter(isCrash)).map(({ requirement, cause, detail }) => `${requirement}: ${cause}, ${detail}`),
    ...(failed.length === 0 && verdict !== 'conformant' ? problems : []),
  ];
}

/** One sentence per thing that keeps a proof from holding. */
function shortcomings({
  faultRows,
  personaRows,
  looseningRows,
  control,
  ...rest
}: Omit<ProofResult, 'verdict' | 'problems'>): string[] {
  const sentence = (what: string, all: readonly string[]): readonly string[] =>
    all.length === 0 ? [] : [`${what}: ${names(all)}.`];
  const faults = (outcome: FaultOutcome): readonly string[] =>
    faultRows.filter((row) => row.outcome === outcome).map(({ fault }) => fault);
  const loosened = (what: (row: LooseningRow) => boolean): readonly string[] =>
    looseningRows.filter(what).map(({ id }) => id);
  return [
    ...sentence('The tenant without any fault is not conformant', control?.problems ?? []),
    ...sentence(
      'Legal tenants that are not conformant',
      personaRows.filter(({ green }) => !green).map(({ persona, problems: [why = ''] }) => `${persona} (${why})`),
    ),
    ...sentence(
      'Faults that no declared requirement noticed; "npm run mock -- --fault ID" shows what each changes',
      faults('missed'),
    ),
    ...sentence('Faults whose declared requirements never came to an assertion', faults('unproved')),
    ...sentence(
      'Faults whose meeting did not end',
      faultRows.flatMap(({ fault, outcome, problem }) => (outcome === 'unmet' ? [`${fault} (${problem ?? ''})`] : [])),
    ),
    ...sentence('Faults listed as equivalent, but noticed', faults('disproved')),
    ...sentence('Requirements that no fault of their own turned red', rest.whole ? rest.unprovedRequirements : []),
    ...sentence(
      'Schema keywords that no fault needs',
      loosened(({ noticed, equivalent }) => !noticed && equivalent === undefined),
    ),
    ...sentence(
      'Schema keywords listed as not needed, but needed',
      loosened(({ noticed, equivalent }) => noticed && equivalent !== undefined),
    ),
    ...sentence(
      'Rows of the committed matrix that are not what was seen; "npm run prove -- --write" writes them, for the review of the change',
      rest.matrixDifferences.map(({ fault }) => fault),
    ),
    ...sentence(
      'Requirements of which the terminal does not say what is committed in specs/prove/golden; "npm run prove -- --write" writes it, for the review of the change',
      rest.goldenDifferences.map(({ requirement }) => requirement),
    ),
  ];
}

const MOST_NAMES = 8;

function names(all: readonly string[]): string {
  const rest = all.length - MOST_NAMES;
  return `${all.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

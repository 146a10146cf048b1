import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ArmEvidence, Departure, Evidence, TestEvidence } from '../../reports/proof/evidence.ts';
import type { ProofPlan } from '../../reports/proof/plan.ts';
import type { LooseningRow } from '../../reports/proof/result.ts';
import { loosenings } from '../../schemas/payloads/loosen.ts';
import { compileWith, type PayloadName, type Validate } from '../../schemas/payloads/validate.ts';
import { equivalentLoosenings } from './equivalent-loosenings.ts';

/** A mark of the matrix: a fault that the requirement under which it stands noticed, with the tests that did. */
interface Mark {
  readonly fault: string;
  readonly requirement: string;
  readonly tests: readonly TestEvidence[];
}

/**
 * Takes every rule out of the judge, one at a time, and tells whether some fault is missed without it by the requirement that is
 * there to catch it.
 *
 * In a proof a failed assertion does not end its test, so each mark is known with all the assertions that made it: without
 * one of them, the mark stands if another one failed as well. Keywords of schemas are tried out on the bodies that failed.
 */
export function loosenJudge(plan: ProofPlan, evidence: Evidence): readonly LooseningRow[] {
  const marks = marksOf(plan, evidence);
  return [...loosenedKeywords(marks), ...loosenedAssertions(marks, evidence.sites)].map((row) => {
    const equivalent = equivalentLoosenings.find(({ place }) => place.test(row.id))?.reason;
    return equivalent === undefined ? row : { ...row, equivalent };
  });
}

function marksOf(plan: ProofPlan, evidence: Evidence): readonly Mark[] {
  const arms = new Map<string, ArmEvidence>(
    evidence.arms.flatMap((arm) => (arm.kind === 'fault' ? [[arm.id, arm]] : [])),
  );
  return plan.faults.flatMap(({ id, declares, equivalent }) => {
    const failed =
      equivalent === undefined ? (arms.get(id)?.tests.filter(({ status }) => status === 'fail') ?? []) : [];
    return declares.flatMap((requirement) => {
      const tests = failed.filter((test) => test.requirement === requirement);
      return tests.length === 0 ? [] : [{ fault: id, requirement, tests }];
    });
  });
}

function loosenedAssertions(marks: readonly Mark[], executed: readonly string[]): readonly LooseningRow[] {
  const sole = new Map<string, Mark>();
  for (const mark of marks) {
    const [site, ...others] = new Set(mark.tests.flatMap(({ sites }) => sites));
    if (site !== undefined && others.length === 0 && !sole.has(site)) sole.set(site, mark);
  }
  return [...new Set([...written(), ...executed])].sort(byPlace).map((id) => row(id, 'assertion', sole.get(id)));
}

function loosenedKeywords(marks: readonly Mark[]): readonly LooseningRow[] {
  // Only a mark that rests on payloads alone can be lost with a keyword.
  const resting = marks.filter(({ tests }) =>
    tests.every(({ sites, departures }) => sites.length === departures.length),
  );
  return loosenings().map(({ id, file, schema }) => {
    const accepts = acceptor(compileWith({ [file]: schema }));
    return row(
      id,
      'keyword',
      resting.find(({ tests }) => tests.every(({ departures }) => departures.every(accepts))),
    );
  });
}

/** Whether the loosened judge accepts a body that the full one does not; asked once per body. */
function acceptor(validate: Validate): (departure: Departure) => boolean {
  const known = new Map<string, boolean>();
  return ({ payload, body }) => {
    const key = `${payload} ${JSON.stringify(body)}`;
    const accepted = known.get(key) ?? validate(payload as PayloadName, body).length === 0;
    known.set(key, accepted);
    return accepted;
  };
}

function row(id: string, kind: LooseningRow['kind'], mark: Mark | undefined): LooseningRow {
  return mark === undefined
    ? { id, kind, noticed: false }
    : { id, kind, noticed: true, by: { fault: mark.fault, requirement: mark.requirement } };
}

/** Places of all assertions of the specs, whether or not any test came to them. */
function written(): readonly string[] {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spec.ts'))
    .flatMap((name) =>
      readFileSync(`${folder}/${name}`, 'utf8')
        .split('\n')
        .flatMap((line, index) => (/\bexpect\(/.test(line) ? [`specs/${name}:${index + 1}`] : [])),
    );
}

function byPlace(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

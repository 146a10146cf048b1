import { allFaults } from '../../fixtures/variants/faults/index.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { sourceOf } from '../../reports/terminal/sentences.ts';
import { fold } from '../../reports/terminal/text.ts';
import { readProfile, shippedProfiles } from '../../reports/verdict/profiles.ts';
import { unknownRequirement } from '../../reports/verdict/selection.ts';
import { nearest } from '../../schemas/nearest.ts';
import { HEADINGS } from '../../specs/catalogue/build.ts';
import { isRequirementId, type Requirement, requirements } from '../../specs/catalogue/index.ts';
import { observedReadings, settledReadings } from '../../specs/catalogue/observed-readings.ts';
import type { Reading } from '../../specs/catalogue/types.ts';
import { checksOf } from './checks.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Most faults and checks told of one requirement; `--json` has all. */
const MOST = 8;
/** Columns of the labels. */
const LABEL = 18;

const BASES: Readonly<Record<Requirement['basis'], string>> = {
  stated: 'the document states it',
  follows: 'it follows from what the document states',
  standard: 'a standard says so',
  practice: 'security practice says so',
};

/** Everything that is known of one requirement. */
interface Explained extends Requirement {
  readonly id: string;
  readonly checks: readonly string[];
  /** Deviations of a tenant that its checks catch; the ones that stand for it first. */
  readonly faults: readonly { readonly id: string; readonly sentence: string }[];
  readonly touchedBy: readonly { readonly id: string; readonly question: string }[];
  /** Profiles of the suite that do without the requirement. */
  readonly leftOutBy: readonly { readonly profile: string; readonly reason: string }[];
}

/** Explains one requirement: what, whence, why, how it is checked, which faults prove that, which readings touch it; or one reading. */
export async function explain(id: string, flags: { readonly json?: boolean }): Promise<VerbOutcome> {
  const reading = readingOf(id);
  if (reading !== undefined) {
    print(flags.json === true ? JSON.stringify(reading, null, 2) : tellReading(reading).join('\n'));
    return DONE;
  }
  const name = id.toUpperCase();
  if (!isRequirementId(name)) return unusable(unknownId(id));
  const checks = await checksOf(name);
  const explained: Explained = {
    id: name,
    ...(requirements[name] as Requirement),
    checks,
    faults: faultsOf(name),
    touchedBy: touching(requirements[name]),
    leftOutBy: profilesWithout(name),
  };
  print(flags.json === true ? JSON.stringify(explained, null, 2) : tell(explained).join('\n'));
  return DONE;
}

function unknownId(id: string): string {
  const known = Object.keys(requirements);
  const near = nearest(id, [...known, ...Object.keys(observedReadings), ...Object.keys(settledReadings)]);
  if (near === undefined || isRequirementId(near)) return unknownRequirement(id, known);
  return `There is no requirement or reading ${id}; did you mean ${near}?`;
}

/** The faults that the checks of a requirement may notice; those that stand under it come first. */
export function faultsOf(id: string): readonly { readonly id: string; readonly sentence: string }[] {
  const declaring = allFaults().filter(({ declares }) => declares.some((one) => one === id));
  const own = declaring.filter(({ declares }) => declares[0] === id);
  return [...own, ...declaring.filter((one) => !own.includes(one))].map((one) => ({
    id: one.id,
    sentence: one.sentence,
  }));
}

/** The readings that a check takes into account. */
function touching({ readings = [] }: Requirement): Explained['touchedBy'] {
  const observed: Readonly<Record<string, Reading>> = observedReadings;
  return readings.map((id) => ({
    id,
    question: observed[id]?.question ?? settledReadings[id]?.contradiction ?? '',
  }));
}

/** Which profiles leave a requirement out, and why. */
function profilesWithout(id: string): Explained['leftOutBy'] {
  return shippedProfiles().flatMap((profile) => {
    const left = readProfile(profile).profile?.leftOut.find(({ requirement }) => requirement === id);
    return left === undefined ? [] : [{ profile, reason: left.reason }];
  });
}

type AnyReading =
  | ({ readonly id: string; readonly kind: 'observed' } & Reading)
  | { readonly id: string; readonly kind: 'settled'; readonly contradiction: string; readonly position: string };

/** A reading of the document: observed in every run, or settled by the suite. */
function readingOf(id: string): AnyReading | undefined {
  const same = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === id.toLowerCase();
  const observed = Object.entries<Reading>(observedReadings).find(same);
  if (observed !== undefined) return { id: observed[0], kind: 'observed', ...observed[1] };
  const settled = Object.entries(settledReadings).find(same);
  return settled && { id: settled[0], kind: 'settled', ...settled[1] };
}

function tellReading(reading: AnyReading): readonly string[] {
  const users = Object.entries<Requirement>(requirements).filter(([, one]) => one.readings?.includes(reading.id));
  const touched = row('touches', users.map(([id]) => id).join(', ') || 'no requirement');
  if (reading.kind === 'settled')
    return [`${reading.id}  ${reading.contradiction}`, '', ...row('position', reading.position), ...touched];
  const { id, question, candidates, printed, heading, part } = reading;
  const lines = Object.entries(candidates).flatMap(([candidate, meaning]) =>
    row(candidate, `${meaning}${candidate === printed ? ' (as printed)' : ''}`),
  );
  return [
    `${id}  ${question}`,
    '',
    'Any of these is legal; a run observes which one holds:',
    ...lines,
    '',
    ...row('source', `${HEADINGS[heading]} > ${part}`),
    ...touched,
  ];
}

function tell(one: Explained): readonly string[] {
  const deep = 'depth' in one && one.depth === 'deep' ? '--depth deep ' : '';
  const [fault] = one.faults;
  return [
    ...fold(`${one.level}  ${one.statement}`, `${one.id} `, '', columns()),
    '',
    ...row('source', sourceOf(one)),
    ...row('basis', BASES[one.basis]),
    ...row('passages', one.cites.join(', ') || 'none'),
    ...row('why it matters', one.means),
    ...rows('checked by', one.checks, 'no test'),
    ...rows(
      'proved by',
      one.faults.map(({ id, sentence }) => `${id}: ${sentence}`),
      'no fault: it cannot be broken, only followed in another way',
    ),
    ...rows(
      'readings',
      one.touchedBy.map(({ id, question }) => `${id}: ${question}`),
      'none',
    ),
    ...one.leftOutBy.flatMap(({ profile, reason }) => row('left out', `by the profile ${profile}: ${reason}`)),
    '',
    ...row('verify it', invocation('run', `${deep}--only ${one.id}`)),
    ...(fault === undefined ? [] : row('see it broken', invocation('mock', `--fault ${fault.id}`))),
  ];
}

function columns(): number {
  return process.stdout.columns ?? 120;
}

/** A label with its text, folded to the terminal. */
function row(label: string, text: string): readonly string[] {
  const next = ' '.repeat(LABEL + 1);
  return fold(text, label === '' ? next : label.padEnd(LABEL), next, columns());
}

/** A label with several texts, one below the other. */
function rows(label: string, texts: readonly string[], none: string): readonly string[] {
  const shown: string[] = texts.slice(0, MOST);
  if (texts.length > MOST) shown.push(`and ${texts.length - MOST} more; --json lists all`);
  return (shown.length > 0 ? shown : [none]).flatMap((text, index) => row(index === 0 ? label : '', text));
}

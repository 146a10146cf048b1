import { invocation } from '../../reports/invocation.ts';
import { readProfile, shippedProfiles } from '../../reports/profiles.ts';
import { select, unknownRequirement } from '../../reports/selection.ts';
import { sourceOf } from '../../reports/sentences.ts';
import { observedReadings, type Reading, settledReadings } from '../../specs/readings.ts';
import { isRequirementId, type Requirement, requirements } from '../../specs/requirements/index.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** Lists requirements as a table or as JSON. */
export function list(flags: {
  readonly operation: readonly string[];
  readonly level: readonly string[];
  readonly json?: boolean;
}): VerbOutcome {
  const { ids, problems } = select(catalogue, { only: [], operation: flags.operation, level: flags.level });
  if (problems.length > 0) return unusable(...problems);
  const entries = Object.entries(catalogue).filter(([id]) => ids.has(id));
  if (flags.json === true) {
    print(
      JSON.stringify(
        entries.map(([id, requirement]) => ({ id, ...requirement })),
        null,
        2,
      ),
    );
    return DONE;
  }
  const rows = entries.map(([id, { level, operation, statement }]) => [id, level, operation, statement]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  print(rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n'));
  return DONE;
}

const BASES: Readonly<Record<Requirement['basis'], string>> = {
  stated: 'the document states it',
  follows: 'it follows from what the document states',
  standard: 'a standard says so',
  practice: 'security practice says so',
};

/** A reading of the document: observed in every run, or settled by the suite. */
function explainReading(id: string): string | undefined {
  const observed: Readonly<Record<string, Reading>> = observedReadings;
  const reading = Object.entries(observed).find(([name]) => name.toUpperCase() === id.toUpperCase());
  if (reading !== undefined) {
    const [name, { question, candidates, printed }] = reading;
    const lines = Object.entries(candidates).map(
      ([candidate, meaning]) => `  ${candidate}: ${meaning}${candidate === printed ? ' (as printed)' : ''}`,
    );
    return [`${name}  ${question}`, '', 'Any of these is legal; a run observes which one holds:', ...lines].join('\n');
  }
  const settled = settledReadings[id.toUpperCase()] ?? settledReadings[id.toLowerCase()];
  return settled && `${id}  ${settled.contradiction}\n\nThe suite takes one position: ${settled.position}`;
}

/** Which profiles leave a requirement out, and why. */
function profilesWithout(id: string): readonly (readonly [string, string])[] {
  return shippedProfiles().flatMap((name) => {
    const left = readProfile(name).profile?.leftOut.find(({ requirement }) => requirement === id);
    return left === undefined ? [] : [['left out', `by the profile ${name}: ${left.reason}`] as const];
  });
}

/** Explains one requirement, or one reading. */
export function explain(id: string, flags: { readonly json?: boolean }): VerbOutcome {
  const reading = explainReading(id);
  if (reading !== undefined) {
    print(reading);
    return DONE;
  }
  const name = id.toUpperCase();
  if (!isRequirementId(name)) return unusable(unknownRequirement(id, Object.keys(catalogue)));
  const requirement: Requirement = requirements[name];
  if (flags.json === true) {
    print(JSON.stringify({ id: name, ...requirement }, null, 2));
    return DONE;
  }
  const facts: readonly (readonly [string, string])[] = [
    ['operation', requirement.operation],
    ['source', sourceOf(requirement)],
    ['basis', BASES[requirement.basis]],
    ['passages', requirement.cites.join(', ') || 'none'],
    ['means', requirement.means],
    ['readings', requirement.readings?.join(', ') ?? 'none'],
    ...profilesWithout(name),
    ['check', invocation('run', `--only ${name}`)],
  ];
  print(
    [
      `${name}  ${requirement.level}  ${requirement.statement}`,
      '',
      ...facts.map(([label, value]) => `${label.padEnd(11)}${value}`),
    ].join('\n'),
  );
  return DONE;
}

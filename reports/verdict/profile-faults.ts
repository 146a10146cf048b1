import { nearest } from '../../schemas/nearest.ts';
import { requirements as catalogue } from '../../specs/catalogue/index.ts';
import type { Operation } from '../../specs/catalogue/types.ts';
import { unknownRequirement } from './selection.ts';
import { beginning, isMapping } from './user-files.ts';

/** The content of the file of a profile: `schemas/files/profile.schema.json`. */
export interface ProfileFile {
  readonly name: string;
  readonly describes: string;
  readonly leavesOut: readonly {
    readonly operations?: readonly Operation[];
    readonly requirements?: readonly string[];
    readonly reason: string;
  }[];
}

const OPERATIONS: readonly string[] = [...new Set(Object.values(catalogue).map(({ operation }) => operation))];
const MEMBERS = ['name', 'describes', 'leavesOut'];
const ENTRY_MEMBERS = ['operations', 'requirements', 'reason'];
/** Shorter than this, nobody learns why. */
const SHORTEST = 15;
const LONGEST = 500;

/**
 * What is wrong with the content of a profile: one text for each fault, to follow the name of the file.
 * @param taken names that a profile may not have
 */
export function faultsOfProfile(content: unknown, taken: readonly string[]): readonly string[] {
  if (!isMapping(content)) return [`is not a mapping; give it ${MEMBERS.join(', ')}`];
  const faults: string[] = surplusIn(content, [...MEMBERS, '$schema'], 'no profile').map((what) => `has ${what}`);
  const { name, describes, leavesOut } = content;
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9.-]{0,59}$/.test(name))
    faults.push('has no name of small letters, digits, points and hyphens; give it one');
  else if (taken.includes(name))
    faults.push(`is named ${name}, as a profile of the suite is; give it a name of its own`);
  if (!isSentence(describes))
    faults.push(`does not say in "describes" which tenants it is for, in ${SHORTEST} to ${LONGEST} letters; write it`);
  if (!Array.isArray(leavesOut))
    return [...faults, 'has no list "leavesOut"; write what does not apply, or [] where everything does'];
  const entries = leavesOut as readonly unknown[];
  faults.push(
    ...entries.flatMap((entry, index) =>
      faultsOfEntry(entry).map((what) => `: entry ${index + 1} of leavesOut ${what}`),
    ),
  );
  return faults.length > 0 ? faults : faultsOfWhole(entries as ProfileFile['leavesOut']);
}

function faultsOfEntry(entry: unknown): readonly string[] {
  if (!isMapping(entry)) return ['is not a mapping; give it operations or requirements, and a reason'];
  const faults: string[] = surplusIn(entry, ENTRY_MEMBERS, 'no entry').map((what) => `has ${what}`);
  if (!isSentence(entry.reason))
    faults.push(`has no reason of ${SHORTEST} to ${LONGEST} letters; write why it does not apply`);
  const { operations, requirements } = entry;
  if ((operations === undefined) === (requirements === undefined))
    return [...faults, 'must have either operations or requirements; keep one of the two'];
  const [member, ids] = operations === undefined ? ['requirements', requirements] : ['operations', operations];
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === 'string'))
    return [...faults, `has no list of texts in "${member}"; name there what does not apply`];
  const known = operations === undefined ? Object.keys(catalogue) : OPERATIONS;
  const unknown = (ids as readonly string[]).filter((id) => !known.includes(id)).map(beginning);
  faults.push(
    ...unknown.map((id) =>
      operations === undefined ? `is stale. ${unknownRequirement(id, known).replace(/\.$/, '')}` : strange(id, known),
    ),
  );
  return faults;
}

function strange(operation: string, known: readonly string[]): string {
  const meant = nearest(operation, known);
  return `names the operation ${operation}, which there is not${meant === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${meant}?`}`;
}

/** Faults of entries that are in order one by one. */
function faultsOfWhole(entries: ProfileFile['leavesOut']): readonly string[] {
  const ids = entries.flatMap(({ operations = [], requirements = [] }) => [
    ...new Set([
      ...requirements,
      ...Object.entries(catalogue).flatMap(([id, { operation }]) => (operations.includes(operation) ? id : [])),
    ]),
  ]);
  const named = entries.flatMap(({ requirements = [] }) => requirements);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  const repeated = twice.find((id) => named.includes(id)) ?? twice[0];
  if (repeated !== undefined) return [`leaves ${repeated} out more than once; keep one reason for it`];
  const musts = Object.entries(catalogue).filter(([, { level }]) => level === 'must');
  return musts.every(([id]) => ids.includes(id))
    ? ['leaves out every must, so that nothing would be judged; leave in what the tenant does have']
    : [];
}

function surplusIn(object: object, known: readonly string[], what: string): readonly string[] {
  const surplus = Object.keys(object).filter((name) => !known.includes(name));
  const has = known.filter((name) => name !== '$schema').join(', ');
  return surplus.length === 0 ? [] : [`${surplus.map(beginning).join(', ')}, which ${what} has; it has ${has}`];
}

function isSentence(value: unknown): value is string {
  return typeof value === 'string' && value.trim().length >= SHORTEST && value.length <= LONGEST;
}

import { readFileSync } from 'node:fs';
import type { RequirementResult, WaiverResult } from './result.ts';
import { unknownRequirement } from './selection.ts';
import { beginning, contentOf, isMapping } from './user-files.ts';

/** A failure that is accepted for now: which one, who answers for it, and until when. */
export type Waiver = Omit<WaiverResult, 'state' | 'sentence'>;

/** Farther ahead, nobody would look again. */
export const LONGEST_DAYS = 180;
const DAY_MS = 86_400_000;
const MEMBERS = ['requirement', 'signature', 'owner', 'ticket', 'reason', 'expires'] as const;

/**
 * Reads a file of waivers.
 * @param known ids of the catalogue
 * @returns the waivers, or one sentence per problem that names the file
 */
export function readWaivers(
  path: string,
  known: readonly string[],
  now: Date = new Date(),
): { readonly waivers: readonly Waiver[]; readonly problems: readonly string[] } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(path, `cannot be read (${(error as NodeJS.ErrnoException).code}); name a file of waivers`);
  }
  return parseWaivers(text, path, known, now);
}

/** The content of a file of waivers; `path` is for sentences. */
export function parseWaivers(
  text: string,
  path: string,
  known: readonly string[],
  now: Date = new Date(),
): { readonly waivers: readonly Waiver[]; readonly problems: readonly string[] } {
  const { content, fault } = contentOf(text);
  if (fault !== undefined) return refuse(path, `is not YAML ${fault}`);
  const list = isMapping(content) && Object.keys(content).length === 1 ? content.waivers : undefined;
  if (!Array.isArray(list))
    return refuse(
      path,
      'does not hold a list named "waivers", alone at the top; write "waivers:" and the entries below',
    );
  const problems: string[] = [];
  const waivers = list.flatMap((entry: unknown, index) => {
    const wrong = faultsOf(entry, known, now);
    problems.push(...wrong.map((what) => `${path}: waiver ${index + 1} ${what}.`));
    return wrong.length === 0 ? [entry as Waiver] : [];
  });
  const ids = waivers.map(({ requirement }) => requirement);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    problems.push(`${path}: ${id} is waived more than once; keep one entry.`);
  return problems.length > 0 ? { waivers: [], problems } : { waivers, problems };
}

function refuse(path: string, what: string) {
  return { waivers: [], problems: [`${path} ${what}.`] };
}

function faultsOf(entry: unknown, known: readonly string[], now: Date): readonly string[] {
  if (!isMapping(entry)) return [`is not a mapping; give it ${MEMBERS.join(', ')}`];
  const surplus = Object.keys(entry).filter((name) => !(MEMBERS as readonly string[]).includes(name));
  if (surplus.length > 0)
    return [`has ${surplus.map(short).join(', ')}, which no waiver has; it has ${MEMBERS.join(', ')}`];
  const blank = MEMBERS.filter((name) => typeof entry[name] !== 'string' || entry[name].trim() === '');
  if (blank.length > 0)
    return [`has no text for ${blank.join(', ')}; every member is needed, numbers in quotation marks`];
  const { requirement, signature, expires } = entry as unknown as Waiver;
  const faults: string[] = [];
  if (!known.includes(requirement))
    faults.push(`matches nothing. ${unknownRequirement(short(requirement), known).replace(/\.$/, '')}`);
  if (!/^[0-9a-f]{12}$/.test(signature))
    faults.push(`has the signature ${short(signature)}; copy the twelve digits that the report shows with the failure`);
  const day = lastMoment(expires);
  if (Number.isNaN(day)) faults.push(`expires on ${short(expires)}, which is no day; write it as 2027-01-31`);
  else if (day > now.getTime() + (LONGEST_DAYS + 1) * DAY_MS)
    faults.push(`expires on ${expires}, more than ${LONGEST_DAYS} days ahead; choose an earlier day`);
  return faults;
}

function short(text: string): string {
  return JSON.stringify(beginning(text));
}

/** The end of a day in milliseconds; NaN for what is no day, the 31st of February among them. */
function lastMoment(day: string): number {
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day) ? start + DAY_MS - 1 : Number.NaN;
}

/**
 * What became of each waiver in a run. Only `applied` ones turn a failure into `waived`; what is not in order is told in `sentence`.
 * @param requirements what was judged without regard to waivers
 */
export function applyWaivers(
  waivers: readonly Waiver[],
  requirements: readonly RequirementResult[],
  now: Date = new Date(),
): readonly WaiverResult[] {
  const byId = new Map(requirements.map((one) => [one.id, one]));
  return waivers.map((waiver) => ({ ...waiver, ...stateOf(waiver, byId.get(waiver.requirement), now) }));
}

function stateOf(
  waiver: Waiver,
  one: RequirementResult | undefined,
  now: Date,
): Pick<WaiverResult, 'state' | 'sentence'> {
  const name = `The waiver of ${waiver.requirement} (${waiver.ticket}, ${waiver.owner})`;
  if (one === undefined) return { state: 'matches-nothing', sentence: `${name} matches no requirement; remove it.` };
  if (one.verdict === 'skip') {
    if (one.cause === 'not-applicable' || one.cause === 'setting-not-given')
      return {
        state: 'matches-nothing',
        sentence: `${name} matches nothing: ${one.cause}, so there is no failure to accept; remove it.`,
      };
    return { state: 'not-judged' };
  }
  if (one.verdict === 'pass')
    return {
      state: 'passes-again',
      sentence: `${name} is not needed any more, for the requirement holds again; remove it.`,
    };
  if (lastMoment(waiver.expires) < now.getTime())
    return { state: 'expired', sentence: `${name} expired on ${waiver.expires}; have it fixed, or decide anew.` };
  if (one.signature !== waiver.signature)
    return {
      state: 'different-failure',
      sentence: `${name} accepts the failure ${waiver.signature}, but it fails in another way now (${one.signature}); look at the new failure.`,
    };
  return { state: 'applied' };
}

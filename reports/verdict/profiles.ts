import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nearest } from '../../schemas/nearest.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { isOfSecurityImportance } from '../../specs/catalogue/security.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { digestOf } from '../publish/files.ts';
import { faultsOfProfile, type ProfileFile } from './profile-faults.ts';
import type { ProfileResult } from './result.ts';
import { contentOf } from './user-files.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** A profile that can be used, or one sentence per problem that names the file. */
export type ReadProfile =
  | { readonly profile: ProfileResult; readonly problems: readonly [] }
  | { readonly profile?: undefined; readonly problems: readonly string[] };

/** One file for each profile that the suite ships; the name of the file is that of the profile. */
const FOLDER = new URL('../../specs/catalogue/profiles/', import.meta.url);
/** Larger than any sensible profile by far. */
const LARGEST_BYTES = 256 * 1024;

/** Names of the profiles that the suite ships. */
export function shippedProfiles(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
    .sort();
}

/**
 * Reads a profile.
 * @param wanted name of a profile that the suite ships, or the path of a file (YAML or JSON)
 */
export function readProfile(wanted: string): ReadProfile {
  const shipped = shippedProfiles();
  if (shipped.includes(wanted)) {
    const path = fileURLToPath(new URL(`${wanted}.json`, FOLDER));
    return parseProfile(readFileSync(path, 'utf8'), path, 'shipped');
  }
  if (/^[\w.-]+$/.test(wanted) && !/\.(?:ya?ml|json)$/i.test(wanted)) {
    const meant = nearest(wanted, shipped);
    return refuse(
      `There is no profile ${wanted}${meant === undefined ? '' : `; did you mean ${meant}?`}${meant === undefined ? ';' : ''} The suite has ${shipped.join(', ')}; a file of your own is named by its path, with .yaml or .json`,
    );
  }
  let text: string;
  try {
    text = readFileSync(wanted, 'utf8');
  } catch (error) {
    return refuse(`${wanted} cannot be read (${(error as NodeJS.ErrnoException).code}); name the file of a profile`);
  }
  return parseProfile(text, wanted, 'file');
}

/** The content of a file; `path` is for sentences. */
export function parseProfile(text: string, path: string, source: ProfileResult['source']): ReadProfile {
  if (text.length > LARGEST_BYTES) return refuse(`${path} is larger than ${LARGEST_BYTES / 1024} KiB; name a profile`);
  const { content, fault } = contentOf(text);
  if (fault !== undefined) return refuse(`${path} is neither YAML nor JSON ${fault}`);
  const taken = source === 'file' ? shippedProfiles() : [];
  const faults = faultsOfProfile(content, taken);
  if (faults.length > 0) return { problems: faults.map((what) => sentence(path, what)) };
  return { profile: resolved(content as ProfileFile, source), problems: [] };
}

function refuse(what: string): ReadProfile {
  return { problems: [`${what}.`] };
}

function sentence(path: string, what: string): string {
  return `${path}${what.startsWith(':') ? '' : ' '}${what}${what.endsWith('?') ? '' : '.'}`;
}

/** The profile with every requirement that it leaves out, in the order of the catalogue. */
function resolved({ name, describes, leavesOut }: ProfileFile, source: ProfileResult['source']): ProfileResult {
  const leftOut = Object.entries(catalogue).flatMap(([id, requirement]) => {
    const entry = leavesOut.find(
      ({ operations = [], requirements: ids = [] }) => ids.includes(id) || operations.includes(requirement.operation),
    );
    if (entry === undefined) return [];
    const { level } = requirement;
    return [{ requirement: id, level, reason: entry.reason.trim(), security: isOfSecurityImportance(id, requirement) }];
  });
  const operations = leavesOut.flatMap((entry) => entry.operations ?? []);
  const told = { name, describes: describes.trim(), source, operations, leftOut };
  return { ...told, digest: declarationDigest(told) };
}

/** Digest of what a profile declares; what a run saw of it does not count. */
function declarationDigest(profile: Omit<ProfileResult, 'digest'>): string {
  const { name, describes, source, operations, leftOut } = profile;
  return digestOf({ name, describes, source, operations, leftOut });
}

/** One sentence for each id that was asked for by name and is left out. */
export function contradictedBy(profile: ProfileResult, only: readonly string[]): readonly string[] {
  return profile.leftOut
    .filter(({ requirement }) => only.includes(requirement))
    .map(
      ({ requirement, reason }) =>
        `${requirement} is left out by the profile ${profile.name} (${reason.replace(/\.$/, '')}); select another requirement, or run without the profile.`,
    );
}

/**
 * One sentence each on a profile that is not what it says it is, and on verdicts that it does not allow.
 * @param verdicts of the requirements, as they stand in the same file
 */
export function contradictionsOfProfile(
  profile: ProfileResult | undefined,
  verdicts: readonly { readonly id: string; readonly verdict: string; readonly cause?: string }[],
): readonly string[] {
  if (profile === undefined) return [];
  const ids = Array.isArray(profile.leftOut) ? profile.leftOut.map(({ requirement }) => requirement) : undefined;
  if (ids === undefined || profile.digest !== declarationDigest(profile))
    return ['its profile does not match its own digest.'];
  const shipped = shippedProfiles().includes(profile.name);
  const own = shipped ? readProfile(profile.name).profile : undefined;
  if (shipped !== (profile.source === 'shipped') || (own !== undefined && own.digest !== profile.digest))
    return [`its profile ${profile.name} is not the one of that name that the suite ships.`];
  const belittled = profile.leftOut.find(({ requirement, level, security }) => {
    const known = catalogue[requirement];
    return known?.level !== level || isOfSecurityImportance(requirement, known) !== security;
  });
  if (belittled !== undefined) return [`its profile misstates level or importance of ${belittled.requirement}.`];
  const allowed = ['not-applicable', 'not-selected'];
  const wrong = verdicts.find(
    ({ id, verdict, cause = '' }) =>
      ids.includes(id) && verdict !== 'fail' && verdict !== 'warn' && !allowed.includes(cause),
  );
  return wrong === undefined ? [] : [`${wrong.id} is left out by the profile, and has the verdict ${wrong.verdict}.`];
}

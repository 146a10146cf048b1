import { leftOutGroups, withinProfile } from '../../reports/verdict/left-out.ts';
import { readProfile, shippedProfiles } from '../../reports/verdict/profiles.ts';
import type { ProfileResult } from '../../reports/verdict/result.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Lists the profiles that the suite ships, or shows one of them or of your own: what it leaves out, and why. */
export function profiles(wanted: string | undefined, flags: { readonly json?: boolean }): VerbOutcome {
  const read = (wanted === undefined ? shippedProfiles() : [wanted]).map((name) => readProfile(name));
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) return unusable(...problems);
  const found = read.flatMap(({ profile }) => profile ?? []);
  if (flags.json === true) print(JSON.stringify(wanted === undefined ? found : found[0], null, 2));
  else print(found.map((profile) => (wanted === undefined ? brief(profile) : whole(profile))).join('\n\n'));
  return DONE;
}

function brief(profile: ProfileResult): string {
  return `${profile.name}\n  ${profile.describes}\n  A verdict${withinProfile(profile)}.`;
}

function whole(profile: ProfileResult): string {
  const groups = leftOutGroups(profile.leftOut).flatMap(({ reason, ids, security }) => [
    '',
    `${ids.length} left out: ${reason}`,
    ...ids.map((id) => `  ${id}${security.includes(id) ? ' (security)' : ''}`),
  ]);
  const rest = Object.keys(requirements).length - profile.leftOut.length;
  return [brief(profile), ...groups, '', `${rest} of ${Object.keys(requirements).length} requirements apply.`].join(
    '\n',
  );
}

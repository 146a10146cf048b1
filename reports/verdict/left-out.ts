import { plural } from '../terminal/text.ts';
import { groupBy } from './group.ts';
import type { ConformanceResult, Exchange, ProfileResult } from './result.ts';

/** Requirements that a profile leaves out for one reason. */
export interface LeftOutGroup {
  readonly reason: string;
  readonly ids: readonly string[];
  /** Those among them that are of security importance. */
  readonly security: readonly string[];
}

/** What a profile leaves out, and of that only what the run was to verify. */
export function leftOutOf({ profile, requirements }: ConformanceResult): readonly LeftOutGroup[] {
  const asked = new Set(requirements.filter(({ cause }) => cause !== 'not-selected').map(({ id }) => id));
  return leftOutGroups((profile?.leftOut ?? []).filter(({ requirement }) => asked.has(requirement)));
}

/** What a profile leaves out, by reason. */
export function leftOutGroups(left: ProfileResult['leftOut']): readonly LeftOutGroup[] {
  return [...groupBy(left, ({ reason }) => reason)].map(([reason, group]) => ({
    reason,
    ids: group.map(({ requirement }) => requirement),
    security: group.filter(({ security }) => security).map(({ requirement }) => requirement),
  }));
}

/** Ids of what a profile leaves out. */
export function leftOutIds({ profile }: Pick<ConformanceResult, 'profile'>): ReadonlySet<string> {
  return new Set((profile?.leftOut ?? []).map(({ requirement }) => requirement));
}

/** A profile by its name, and whose it is. */
export function profileName({ name, source }: ProfileResult): string {
  return source === 'shipped' ? `the profile ${name}` : `a profile of its own, ${name}`;
}

/** What belongs next to a verdict: ` within the profile minimal, which leaves out 60 requirements (55 must), 21 of them of security importance`. */
export function withinProfile(profile: ProfileResult | undefined): string {
  if (profile === undefined) return '';
  const { leftOut, present = [] } = profile;
  if (leftOut.length === 0) return ` within ${profileName(profile)}, which leaves nothing out`;
  const must = leftOut.filter(({ level }) => level === 'must').length;
  const security = leftOut.filter((one) => one.security).length;
  const number = `${plural(leftOut.length, 'requirement')} (${must} must)`;
  const weight = `${security === 0 ? 'none' : security} of them of security importance`;
  const all = `, although the tenant does carry out ${present.join(' and ')}`;
  return ` within ${profileName(profile)}, which leaves out ${number}, ${weight}${present.length === 0 ? '' : all}`;
}

/** The profile with the operations that it denies and that were answered with success all the same. */
export function confronted(profile: ProfileResult, exchanges: readonly Exchange[]): ProfileResult {
  const carriedOut = new Set(
    exchanges.flatMap(({ operation, response }) => (response !== undefined && response.status < 300 ? operation : [])),
  );
  const present = profile.operations.filter((operation) => carriedOut.has(operation));
  return present.length === 0 ? profile : { ...profile, present };
}

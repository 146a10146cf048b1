import { requirements } from '../../specs/catalogue/index.ts';
import type { Operation, Requirement } from '../../specs/catalogue/types.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, RequirementResult, RequirementVerdict } from '../verdict/result.ts';
import { findingKind } from '../verdict/signature.ts';
import { breaksWith, explains, isDangerous, isServerError } from './explanations.ts';
import { GUARD } from './precedence.ts';
import { compare, isUnlikely, primacy } from './primacy.ts';
import { type View, viewOf } from './views.ts';

/**
 * Failures that are likely to have one cause. A guess, so that the reader looks at one thing before sixty: nothing is left out, and no
 * verdict depends on it.
 */
export interface Root {
  /** The failure to look at first. */
  readonly lead: RequirementResult;
  /** The same promise, broken by other operations. */
  readonly alike: readonly RequirementResult[];
  /** Failures that are likely to go away with the others. */
  readonly following: readonly RequirementResult[];
  /** What could not be verified because of it. */
  readonly blocked: readonly RequirementResult[];
}

/** Failures and warnings by likely cause, in the order in which they deserve a look. */
export function rootsOf({ requirements: all }: Pick<ConformanceResult, 'requirements'>): readonly Root[] {
  const failing = all.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').map(viewOf);
  const suspects = new Set(failing.map(({ result }) => result.operation));
  const numberOf = (operation: Operation, verdict: RequirementVerdict): number =>
    all.filter((one) => one.operation === operation && one.verdict === verdict).length;
  const working = new Set([...suspects].filter((one) => numberOf(one, 'pass') > numberOf(one, 'fail')));
  const rank = new Map(failing.map((one) => [one, primacy(one, failing, suspects, working)] as const));
  const waiting = failing.toSorted((a, b) => compare(rank.get(a) ?? [], rank.get(b) ?? []));
  const groups: { readonly leads: View[]; readonly following: View[] }[] = [];
  while (waiting.length > 0) {
    const lead = waiting.shift() as View;
    const following = waiting.filter((other) => explains(lead, other, failing));
    const more = waiting.filter(
      (other) => !following.includes(other) && following.some((one) => breaksWith(one, other)),
    );
    following.push(...more);
    for (const one of following) waiting.splice(waiting.indexOf(one), 1);
    const group = groups.find(({ leads: [first] }) => first !== undefined && isAlike(first.result, lead.result));
    if (group === undefined) groups.push({ leads: [lead], following });
    else {
      group.leads.push(lead);
      group.following.push(...following);
    }
  }
  const blocked = groupBy(
    all.filter(({ cause }) => cause === 'prerequisite'),
    ({ blockedBy }) => blockedBy?.operation,
  );
  const taken = new Set<Operation>();
  return groups
    .map(({ leads, following }): Root => {
      const [lead, ...alike] = leads.map(({ result }) => result);
      const operations = leads.flatMap((one) =>
        taken.has(one.result.operation) || isOfRefusals(one.result.id) || isUnlikely(one) ? [] : one.result.operation,
      );
      for (const operation of operations) taken.add(operation);
      return {
        lead: lead as RequirementResult,
        alike,
        following: all.filter((one) => following.some(({ result }) => result === one)),
        blocked: [...new Set(operations)].flatMap((operation) => blocked.get(operation) ?? []),
      };
    })
    .sort((a, b) => compare(weigh(b), weigh(a)));
}

/** Everything that a root is about, but what it blocks. */
export function membersOf({ lead, alike, following }: Root): readonly RequirementResult[] {
  return [lead, ...alike, ...following];
}

/** Whether a requirement speaks of requests that are to be refused: whatever becomes of those, no other step builds on them. */
function isOfRefusals(id: string): boolean {
  return GUARD.test(id) && !id.endsWith('-S1');
}

/** A must before a should; what blocks others before what does not; then danger, then number. */
function weigh(root: Root): readonly number[] {
  const { lead, blocked } = root;
  return [
    Number(lead.verdict === 'fail'),
    blocked.length > 5 ? blocked.length : 0,
    Number(isDangerous(viewOf(lead))),
    membersOf(root).length,
  ];
}

/** The same promise of another operation, or server errors all over the place: the catalogue explains both alike, or both were found in the same words. */
function isAlike(a: RequirementResult, b: RequirementResult): boolean {
  if (a.verdict === b.verdict && isServerError(a) && isServerError(b)) return true;
  if (a.verdict !== b.verdict || a.operation === b.operation) return false;
  const [one, other] = [requirementOf(a.id)?.means, requirementOf(b.id)?.means];
  if (one !== undefined && one === other) return !a.id.startsWith('READING-');
  const kinds = [a, b].map(({ findings }) => findings.map((finding) => findingKind(finding)).join('\n'));
  return kinds[0] !== '' && kinds[0] === kinds[1];
}

function requirementOf(id: string): Requirement | undefined {
  return (requirements as Readonly<Record<string, Requirement>>)[id];
}

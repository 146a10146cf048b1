import { nearest } from '../../schemas/nearest.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { invocation } from '../terminal/invocation.ts';
import type { ProfileResult } from './result.ts';

/** What a run is asked to verify; empty lists restrict nothing. */
export interface Selection {
  readonly only: readonly string[];
  readonly operation: readonly string[];
  readonly level: readonly string[];
  /** What needs many requests is verified in `deep` runs alone; default `default`. */
  readonly depth?: 'default' | 'deep';
}

/**
 * The requirements that a selection names.
 * @returns their ids, and one sentence per id that the catalogue does not have
 */
export function select(
  catalogue: Readonly<Record<string, Requirement>>,
  selection: Selection,
): { ids: ReadonlySet<string>; problems: readonly string[] } {
  const known = Object.keys(catalogue);
  const problems = selection.only
    .filter((id) => !Object.hasOwn(catalogue, id))
    .map((id) => unknownRequirement(id, known));
  const deep = selection.depth === 'deep';
  for (const id of selection.only)
    if (!deep && catalogue[id]?.depth === 'deep')
      problems.push(`${id} needs more requests than an ordinary run sends; add --depth deep.`);
  const ids = Object.entries(catalogue)
    .filter(
      ([id, { operation, level, depth }]) =>
        (deep || depth !== 'deep') &&
        allows(selection.only, id) &&
        allows(selection.operation, operation) &&
        allows(selection.level, level),
    )
    .map(([id]) => id);
  if (ids.length === 0 && problems.length === 0) {
    problems.push(
      `No requirement matches the selection (${inWords(selection)}); "${invocation('list')}" shows all ${known.length}.`,
    );
  }
  return { ids: new Set(ids), problems };
}

/** Whether a selection, or a profile, leaves anything out. */
export function restricts(selection: Selection, profile?: ProfileResult): boolean {
  const { only, operation, level } = selection;
  return only.length + operation.length + level.length + (profile?.leftOut.length ?? 0) > 0;
}

function allows(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value);
}

function inWords({ only, operation, level }: Selection): string {
  const parts = [
    ['id', only],
    ['operation', operation],
    ['level', level],
  ] as const;
  return parts.flatMap(([name, list]) => (list.length > 0 ? [`${name} ${list.join(' or ')}`] : [])).join(', ');
}

/** One sentence on an id that does not exist, with the nearest one that does. */
export function unknownRequirement(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return `There is no requirement ${id}${near === undefined ? '' : `; did you mean ${near}?`}${near === undefined ? '; ' : ' '}"${invocation('list')}" shows all ${known.length}.`;
}

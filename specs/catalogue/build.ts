import type { Basis, Level, Operation, Requirement } from './types.ts';

/** Headings of the document by the key that passages of `schemas/document/document.json` carry. */
export const HEADINGS = {
  list: 'List all external clients',
  get: 'Get details for a specific external client',
  update: 'Update an external client',
  delete: 'Delete external clients',
  create: 'Create a new external client',
  newSecret: 'Generate a new secret',
  generateSecret: 'Generate a new external client',
  deleteSecret: 'Delete a client secret',
} as const;

export type HeadingKey = keyof typeof HEADINGS;

/** What an entry of the catalogue says beyond level, statement and place. */
interface More {
  /** Passages below the heading that the requirement verifies, without the heading's key. */
  readonly cites?: readonly string[];
  /** Passages under other headings, whole ids. */
  readonly citesElsewhere?: readonly string[];
  readonly basis?: Basis;
  readonly standard?: string;
  readonly readings?: readonly string[];
  /** Where the promise belongs to another operation than the heading's. */
  readonly operation?: Operation;
  /** What a failure means and where to look. */
  readonly means: string;
}

/**
 * Returns a function that makes the entries below one heading of the document.
 * @param key the heading's key, prefix of its passages
 * @param operation the operation that the heading describes
 */
export function under(key: HeadingKey, operation: Operation) {
  return (level: Level, statement: string, part: string, more: More): Requirement => ({
    level,
    operation: more.operation ?? operation,
    statement,
    source: { heading: HEADINGS[key], part, ...(more.standard !== undefined && { standard: more.standard }) },
    basis: more.basis ?? (more.standard !== undefined ? 'standard' : 'stated'),
    cites: [...(more.cites ?? []).map((passage) => `${key}/${passage}`), ...(more.citesElsewhere ?? [])],
    means: more.means,
    ...(more.readings !== undefined && { readings: more.readings }),
  });
}

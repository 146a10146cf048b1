import type { Level, Operation, Source } from '../../schemas/files/conformance.ts';
import type { HeadingKey } from './build.ts';

export type { Level, Operation, Source };

/** Why the requirement may be demanded: the page states it, it follows from what is stated, a standard or a security practice says it. */
export type Basis = 'stated' | 'follows' | 'standard' | 'practice';

/** One testable statement about a tenant. A requirement is data: the test points at it by id, the level decides the severity. */
export interface Requirement {
  readonly level: Level;
  /** The operation whose promise is broken when the requirement fails, not the one through which that is seen. */
  readonly operation: Operation;
  /** One normative sentence. */
  readonly statement: string;
  readonly source: Source;
  readonly basis: Basis;
  /** Passages of the document (ids of `schemas/document/document.json`) that this requirement verifies; a trailing `*` cites a whole branch. */
  readonly cites: readonly string[];
  /** What a failure means for the tenant's users and where its owner should look. */
  readonly means: string;
  /** Readings (ids of `specs/catalogue/observed-readings.ts`) that the check takes into account. */
  readonly readings?: readonly string[];
  /** Verified in a deep run only: its check sends more than the budget of an ordinary run allows. */
  readonly depth?: 'deep';
}

/** One passage in which the document contradicts itself or says nothing, and the ways to understand it. */
export interface Reading {
  /** What is in question, in one sentence. */
  readonly question: string;
  readonly heading: HeadingKey;
  readonly part: string;
  readonly operation: Operation;
  /** The ways to understand it, by short name, with what each means. The order is from the printed document to the farthest from it. */
  readonly candidates: Readonly<Record<string, string>>;
  /** The candidate that the page prints, where it prints one; `--strict` accepts no other. */
  readonly printed?: string;
}

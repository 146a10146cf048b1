import type { HeadingKey } from './build.ts';

/** How binding a requirement is: `must` = the document says so or it follows; `should` = a standard or practice; `may` = reported only. */
export type Level = 'must' | 'should' | 'may';

/** The operations of the document, plus the two where a secret is put to use. */
export type Operation =
  | 'list'
  | 'get'
  | 'create'
  | 'update'
  | 'delete'
  | 'generateSecret'
  | 'deleteSecret'
  | 'token'
  | 'authorize';

/** Where a requirement comes from: a passage of the document, or a section of a standard. */
export interface Source {
  /** Heading of the document, e.g. `Create a new external client`; absent for requirements of a standard alone. */
  readonly heading?: string;
  /** Part below the heading, e.g. `Request body > scopes`. */
  readonly part?: string;
  /** Standard and section, e.g. `RFC 6750, 3.1`. */
  readonly standard?: string;
}

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

import type { Fact, PassageKind } from './inventory.ts';
import { plain, sentences } from './text.ts';

/** One statement of a page, as read. */
export interface PagePassage {
  /** Readable key below the operation, e.g. `response/200/name`. */
  readonly key: string;
  readonly part: string;
  readonly kind: PassageKind;
  readonly value?: Fact;
  /** Normalised wording; what is digested. */
  readonly text: string;
}

/** What editions may print differently without a change of contract. */
export interface Presentation {
  readonly hosts: Set<string>;
  readonly links: Set<string>;
  readonly defects: Set<string>;
  /** First lines of tables that say which address a platform has. */
  readonly addressTables: Set<string>;
}

/** A part of an operation: where its passages are keyed, and how its blocks are understood. */
export interface Part {
  readonly name: string;
  /** Prefix of the keys, empty or ending in `/`. */
  readonly key: string;
  readonly holds: 'prose' | 'endpoint' | 'scopes' | 'headers' | 'body';
}

/** What is collected while the blocks of one operation are read. */
export interface Draft {
  readonly title: string;
  readonly depth: number;
  readonly passages: PagePassage[];
  /** Rows of tables; kept apart, since most repeat what the path and the samples say. */
  readonly rows: PagePassage[];
  readonly presentation: Presentation;
  /** Current part: description, endpoint, scopes ... */
  part: Part;
}

/** Adds one passage to a draft, keyed below its operation. */
export function add(draft: Draft, key: string, kind: PassageKind, value: Fact | undefined, text: string): void {
  // Pages converted from the web print some blocks twice.
  if (draft.passages.some((other) => other.kind === kind && other.text === text && other.part === draft.part.name))
    return;
  const passage = { key, part: draft.part.name, kind, text };
  draft.passages.push(value === undefined ? passage : { ...passage, value });
}

/** Adds the sentences of a piece of prose to a draft, numbered within their part; those of all responses are one part. */
export function addSentences(draft: Draft, markdown: string): void {
  const prefix = `${draft.part.key.replace(/^response\/\d{3}\/$/, 'response/')}sentence/`;
  for (const text of sentences(plain(markdown))) {
    const number = draft.passages.filter((passage) => passage.key.startsWith(prefix)).length + 1;
    add(draft, `${prefix}${number}`, 'sentence', undefined, text);
  }
}

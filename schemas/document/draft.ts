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
  /** Line of the file, the first is 1. */
  readonly line: number;
  /** Which file it stands in, where the page came in several. */
  readonly file?: string;
}

/** What editions may print differently without a change of contract, each with the line where it stands first. */
export interface Presentation {
  readonly hosts: Map<string, number>;
  /** Digests of the addresses that are linked to. */
  readonly links: Map<string, number>;
  readonly defects: Map<string, number>;
  /** First lines of tables that say which address a platform has. */
  readonly addressTables: Map<string, number>;
  /** Lists of links, dates of the last change and the like. */
  readonly furniture: Map<string, number>;
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
  /** Line of the heading. */
  readonly line: number;
  /** Lines of the headings of parts, by name of the part. */
  readonly parts: Map<string, number>;
  readonly passages: PagePassage[];
  /** Rows of tables; kept apart, since most repeat what the path and the samples say. */
  readonly rows: PagePassage[];
  /** Kind, part and wording of the passages, and the keys that are taken. */
  readonly said: Set<string>;
  /** Numbers of sentences by the branch that they are numbered in. */
  readonly counts: Map<string, number>;
  readonly presentation: Presentation;
  /** Current part: description, endpoint, scopes ... */
  part: Part;
  /** Line that is being read. */
  at: number;
}

/** Adds one passage to a draft, keyed below its operation; returns whether it was new. */
export function add(
  draft: Draft,
  key: string,
  kind: PassageKind,
  value: Fact | undefined,
  text: string,
  line = draft.at,
): boolean {
  // Pages converted from the web print some blocks twice.
  const said = `${kind}\n${draft.part.name}\n${text}`;
  if (draft.said.has(said)) return false;
  draft.said.add(said).add(key);
  const passage = { key, part: draft.part.name, kind, text, line };
  draft.passages.push(value === undefined ? passage : { ...passage, value });
  return true;
}

/** Adds the sentences of a piece of prose to a draft, numbered within their part; those of all responses are one part. */
export function addSentences(draft: Draft, markdown: string): void {
  const prefix = `${draft.part.key.replace(/^response\/\d{3}\/$/, 'response/')}sentence/`;
  for (const { text, line } of located(markdown)) {
    const number = (draft.counts.get(prefix) ?? 0) + 1;
    if (add(draft, `${prefix}${number}`, 'sentence', undefined, text, draft.at + line))
      draft.counts.set(prefix, number);
  }
}

/** Sentences of a piece of prose, each with the line on which it begins; the first is 0. */
function located(markdown: string): readonly { readonly text: string; readonly line: number }[] {
  const whole = plain(markdown);
  // How much of the wording stands on the lines before; markup over line ends makes this a good guess at worst.
  let length = 0;
  const ends = markdown
    .trimEnd()
    .split('\n')
    .map((line) => {
      length += plain(line).length + 1;
      return length;
    });
  let from = 0;
  return sentences(whole).map((text) => {
    const start = Math.max(from, whole.indexOf(text, from));
    from = start + text.length;
    const line = ends.findIndex((end) => end > start + 1);
    return { text, line: Math.max(0, line) };
  });
}

/** Notes where something of presentation stands first. */
export function noteFirst(map: Map<string, number>, name: string, line: number): void {
  if (!map.has(name)) map.set(name, line);
}

import { inventoryText } from '../../specs/catalogue/document.ts';
import type { SampleField } from './sample.ts';

/** What a passage of the document is. */
export type PassageKind = 'title' | 'sentence' | 'note' | 'endpoint' | 'scope' | 'header' | 'field' | 'status';

/** The fact that a passage states, for every kind but sentences. */
export type Fact =
  | { readonly title: string }
  | { readonly method: string; readonly path: string }
  | { readonly scope: string }
  | { readonly header: string; readonly content: string }
  | { readonly status: number; readonly reason: string }
  | SampleField;

/** One statement of the document. Its wording is not kept: the digest tells whether it changed, `words` what it says. */
export interface Passage {
  /** Permanent and readable, e.g. `list/response/200/resources/scopes/type`. */
  readonly id: string;
  /** Heading of the operation as printed. */
  readonly heading: string;
  /** Part below the heading, e.g. `Request body`. */
  readonly part: string;
  readonly kind: PassageKind;
  readonly value?: Fact;
  /** SHA-256 of the normalised passage, hexadecimal. */
  readonly digest: string;
  /** What a sentence says, in our words. */
  readonly words?: string;
}

/** The document as data: `schemas/document/document.json`. */
export interface Inventory {
  readonly document: {
    readonly title: string;
    readonly edition: string;
    /** SHA-256 of the page with line feeds as line ends, hexadecimal. */
    readonly digest: string;
  };
  readonly passages: readonly Passage[];
}

/** Reads the inventory that this suite is built on. */
export function loadInventory(): Inventory {
  return JSON.parse(inventoryText()) as Inventory;
}

/** What a passage says in one line: its fact, or our words for a sentence. */
export function saying(passage: { readonly value?: Fact; readonly words?: string; readonly text?: string }): string {
  const { value } = passage;
  if (value === undefined) return passage.words ?? passage.text ?? '';
  if ('method' in value) return `${value.method} ${value.path}`;
  if ('scope' in value) return value.scope;
  if ('header' in value) return `${value.header}: ${value.content}`;
  if ('status' in value) return `${value.status} ${value.reason}`.trim();
  if ('title' in value) return value.title;
  return `${value.path || 'the body itself'} (${value.type}${value.sample === undefined ? '' : `, e.g. ${value.sample}`})`;
}

/** Whether a passage is compared by its wording. */
export function isProse({ kind }: { readonly kind: PassageKind }): boolean {
  return kind === 'sentence' || kind === 'note';
}

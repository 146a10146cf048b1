import { marked, type Token, type Tokens } from 'marked';
import type { Draft, PagePassage, Presentation } from './draft.ts';
import * as part from './parts.ts';
import { canonicalPage, digest, plain, slug } from './text.ts';

export type { PagePassage } from './draft.ts';

/** One operation of a page. */
export interface PageOperation {
  readonly title: string;
  readonly passages: readonly PagePassage[];
}

/** A page of documentation, taken apart. */
export interface Page {
  readonly title: string;
  /** SHA-256 of the page. */
  readonly digest: string;
  /** Title and introduction. */
  readonly passages: readonly PagePassage[];
  readonly operations: readonly PageOperation[];
  readonly presentation: Presentation;
}

/**
 * Takes a page in its published Markdown form apart. Tolerates what the page gets wrong: samples that are not JSON, labels
 * pasted along with them, misspelt headings.
 * @throws Error with one sentence when the text holds no operation
 */
export function readPage(markdown: string): Page {
  const text = canonicalPage(markdown);
  const presentation: Presentation = {
    hosts: new Set(),
    links: new Set(),
    defects: new Set(),
    addressTables: new Set(),
  };
  const sections = split(text.replace(/^---\n.*?\n---\n/s, ''), presentation);
  const operations = sections.filter(isOperation);
  if (operations.length === 0) {
    throw new Error('The page holds no operation: no heading is followed by an endpoint, a scope or a status code.');
  }
  const introduction = sections.filter((section) => !operations.includes(section));
  const title = introduction[0]?.title ?? '';
  return {
    title,
    digest: digest(text),
    passages: introduction.flatMap((section, index) => introductory(section, index)),
    operations: operations.map((section) => ({ title: section.title, passages: complete(section) })),
    presentation,
  };
}

function split(text: string, presentation: Presentation): readonly Draft[] {
  const draft = (title: string, depth: number): Draft => ({
    title,
    depth,
    passages: [],
    rows: [],
    presentation,
    part: part.DESCRIPTION,
  });
  const sections: Draft[] = [];
  let current = draft('', 0);
  for (const token of mergeAdmonitions(marked.lexer(text))) {
    if (token.type === 'heading') {
      const heading = token as Tokens.Heading;
      const title = plain(heading.text.replace(/\s*\{#[^}]*\}\s*$/, ''));
      const known = part.recognise(title, current.part);
      if (known === undefined && (heading.depth <= current.depth || current.part === part.DESCRIPTION)) {
        if (current.title !== '' || current.passages.length > 0) sections.push(current);
        current = draft(title, heading.depth);
      } else {
        current.part = known ?? part.other(title);
        part.enter(current, title);
      }
    } else {
      part.read(current, token);
    }
  }
  sections.push(current);
  return sections;
}

/** `:::note` blocks with blank lines inside arrive as several tokens; one token each is easier to judge. */
function mergeAdmonitions(tokens: readonly Token[]): readonly Token[] {
  const merged: Token[] = [];
  let open: string[] | undefined;
  for (const token of tokens) {
    const raw = token.raw;
    if (open === undefined && /^\s*:::\s*\w+/.test(raw)) open = [];
    if (open === undefined) {
      merged.push(token);
      continue;
    }
    open.push(raw);
    if (/^\s*:::\s*$/m.test(raw)) {
      merged.push({ type: 'paragraph', raw: open.join(''), text: open.join('') } as Token);
      open = undefined;
    }
  }
  if (open !== undefined) merged.push({ type: 'paragraph', raw: open.join(''), text: open.join('') } as Token);
  return merged;
}

/** An operation that lost its endpoint is still one; that the endpoint is gone is for the comparison to say. */
function isOperation(section: Draft): boolean {
  return section.passages.some(({ kind }) => kind === 'endpoint' || kind === 'scope' || kind === 'status');
}

function introductory(section: Draft, index: number): readonly PagePassage[] {
  const prefix = index === 0 ? '' : `${slug(section.title)}/`;
  const title: PagePassage = {
    key: `${prefix}title`,
    part: 'Title',
    kind: 'title',
    value: { title: section.title },
    text: section.title,
  };
  // A section that only holds a table of addresses, or nothing at all, says nothing about the contract.
  if (index > 0 && section.passages.length === 0 && section.rows.length === 0) return [];
  return [
    title,
    ...[...section.passages, ...section.rows].map((passage) => ({ ...passage, key: prefix + passage.key })),
  ];
}

function complete(section: Draft): readonly PagePassage[] {
  const title: PagePassage = {
    key: 'title',
    part: 'Title',
    kind: 'title',
    value: { title: section.title },
    text: section.title,
  };
  const names = new Set(section.passages.map((passage) => passage.key.split('/').at(-1)));
  const path = section.passages.find((passage) => passage.kind === 'endpoint')?.text ?? '';
  const rows = section.rows.filter((row) => {
    const name = row.key.split('/').at(-1) ?? '';
    return !names.has(name) && !path.includes(`{${name}}`);
  });
  const distinct = new Map([title, ...section.passages, ...rows].map((passage) => [passage.key, passage]));
  return [...distinct.values()];
}

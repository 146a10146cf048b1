import { Lexer, type Token, type Tokens } from 'marked';
import { HEADINGS } from '../../specs/catalogue/build.ts';
import { type Draft, noteFirst, type PagePassage, type Presentation } from './draft.ts';
import * as part from './parts.ts';
import { canonicalPage, digest, plain, slug } from './text.ts';

export type { PagePassage } from './draft.ts';

/** One operation of a page. */
export interface PageOperation {
  readonly title: string;
  readonly passages: readonly PagePassage[];
  /** Line of the heading, and those of the headings of parts. */
  readonly line: number;
  readonly parts: ReadonlyMap<string, number>;
  /** Which file it stands in, where the page came in several. */
  readonly file?: string;
}

/** A page of documentation, taken apart. */
export interface Page {
  /** Empty where the page begins with an operation. */
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
 */
export function readPage(markdown: string): Page {
  const text = canonicalPage(markdown);
  const presentation: Presentation = {
    hosts: new Map(),
    links: new Map(),
    defects: new Map(),
    addressTables: new Map(),
    furniture: new Map(),
  };
  const sections = split(text.replace(FRONT_MATTER, blankLines), presentation);
  const operations = sections.filter(isOperation);
  const introduction = sections.filter((section) => !operations.includes(section));
  return {
    title: introduction.find(({ title }) => title !== '')?.title ?? '',
    digest: digest(text),
    passages: introduction.flatMap((section, index) => introductory(section, index)),
    operations: operations.map((section) => ({
      title: section.title,
      line: section.line,
      parts: section.parts,
      passages: complete(section),
    })),
    presentation,
  };
}

/** YAML or TOML before the page. */
const FRONT_MATTER = /^(---|\+\+\+)\n.*?\n\1[ \t]*\n/s;

/** What is taken out leaves its lines, so that those below keep their numbers. */
function blankLines(text: string): string {
  return text.replaceAll(/[^\n]/g, '');
}

function split(text: string, presentation: Presentation): readonly Draft[] {
  const draft = (title: string, depth: number, line: number): Draft => ({
    title,
    depth,
    line,
    parts: new Map(),
    passages: [],
    rows: [],
    said: new Set(),
    counts: new Map(),
    presentation,
    part: part.DESCRIPTION,
    at: line,
  });
  const sections: Draft[] = [];
  let current = draft('', 0, 1);
  let line = 1;
  const tokens = mergeAdmonitions(new Lexer().blockTokens(text));
  const depthOfParts = Math.min(
    ...tokens
      .flatMap((token) => headingOf(token) ?? [])
      .filter(isPart)
      .map(({ depth }) => depth),
  );
  for (const token of tokens) {
    // Blank lines may stand before a block as part of it.
    const at = line + (/^\n*/.exec(token.raw)?.[0].length ?? 0);
    line += token.raw.split('\n').length - 1;
    const heading = headingOf(token);
    if (heading === undefined) {
      current.at = at;
      part.read(current, token);
      continue;
    }
    const title = titleText(heading);
    const known = part.recognise(title, current.part);
    // Directly below an operation even an unknown heading is one of a part.
    const isBelow = heading.depth >= depthOfParts && current.depth === depthOfParts - 1 && !isOperationTitle(title);
    const opens = heading.depth <= current.depth || (current.part === part.DESCRIPTION && !isBelow);
    if (known === undefined && opens) {
      if (current.title !== '' || current.passages.length > 0) sections.push(current);
      current = draft(title, heading.depth, at);
    } else {
      current.part = known ?? part.other(title);
      current.at = at;
      part.enter(current, title);
    }
  }
  sections.push(current);
  return sections;
}

interface Heading {
  readonly text: string;
  readonly depth: number;
}

function titleText({ text }: Heading): string {
  return plain(text.replace(/\s*\{#[^}]*\}\s*$/, ''));
}

function isPart(heading: Heading): boolean {
  return part.recognise(titleText(heading), part.DESCRIPTION) !== undefined;
}

function isOperationTitle(title: string): boolean {
  return Object.values(HEADINGS).some((known) => slug(known) === slug(title));
}

/** A heading, also where it is written in HTML, or a part's name alone in bold. */
function headingOf(token: Token): Heading | undefined {
  if (token.type === 'heading') return token as Tokens.Heading;
  if (token.type === 'paragraph') {
    const bold = /^\s*(?:\*\*|__)([^*_\n]+)(?:\*\*|__)\s*:?\s*$/.exec(token.raw)?.[1];
    const heading = { text: (bold ?? '').replace(/:$/, ''), depth: 6 };
    return bold !== undefined && isPart(heading) ? heading : undefined;
  }
  const html = token.type === 'html' ? /^\s*<h([1-6])\b[^>]*>(.*?)<\/h\1>\s*$/is.exec(token.raw) : null;
  return html === null ? undefined : { depth: Number(html[1]), text: html[2] ?? '' };
}

/** Admonitions with blank lines inside arrive as several tokens; one token each is easier to judge. */
function mergeAdmonitions(tokens: readonly Token[]): readonly Token[] {
  const merged: Token[] = [];
  let open: { readonly end: RegExp; readonly raws: string[] } | undefined;
  const close = (raws: readonly string[]) =>
    merged.push({ type: 'paragraph', raw: raws.join(''), text: raws.join('') } as Token);
  for (const token of tokens) {
    const { raw } = token;
    open ??= opening(raw);
    if (open === undefined) {
      merged.push(token);
      continue;
    }
    open.raws.push(raw);
    if (open.end.test(raw)) {
      close(open.raws);
      open = undefined;
    }
  }
  if (open !== undefined) close(open.raws);
  return merged;
}

function opening(raw: string): { readonly end: RegExp; readonly raws: string[] } | undefined {
  const component = /^\s*<(note|info|tip|warning|callout|admonition|aside|alert)\b[^>]*>/i.exec(raw)?.[1];
  if (component !== undefined) return { end: new RegExp(`</${component}>`, 'i'), raws: [] };
  if (/^\s*\{%\s*hint\b/.test(raw)) return { end: /\{%\s*endhint\s*%\}/, raws: [] };
  return /^\s*:::\s*\w+/.test(raw) ? { end: /^\s*:::\s*$/m, raws: [] } : undefined;
}

/** An operation that lost its endpoint is still one; that the endpoint is gone is for the comparison to say. */
function isOperation(section: Draft): boolean {
  return section.passages.some(({ kind }) => kind === 'endpoint' || kind === 'scope' || kind === 'status');
}

function introductory(section: Draft, index: number): readonly PagePassage[] {
  const prefix = index === 0 ? '' : `${slug(section.title)}/`;
  // A section that only holds a table of addresses, or nothing at all, says nothing about the contract.
  if (index > 0 && section.passages.length === 0 && section.rows.length === 0) return [];
  return [
    titleOf(section, `${prefix}title`),
    ...[...section.passages, ...section.rows].map((passage) => ({ ...passage, key: prefix + passage.key })),
  ];
}

function titleOf({ title, line }: Draft, key: string): PagePassage {
  return { key, part: 'Title', kind: 'title', value: { title }, text: title, line };
}

function complete(section: Draft): readonly PagePassage[] {
  const names = new Set(section.passages.map((passage) => passage.key.split('/').at(-1)));
  const path = section.passages.find((passage) => passage.kind === 'endpoint')?.text ?? '';
  const rows = section.rows.flatMap((row) => {
    const name = row.key.split('/').at(-1) ?? '';
    if (!names.has(name) && !path.includes(`{${name}}`)) return row;
    // What the samples and the path show already is no news; what is said about it is.
    return isTypesOnly(row.text) ? [] : { ...row, key: `${row.key}/described`, kind: 'sentence' as const };
  });
  const all = [titleOf(section, 'title'), ...section.passages, ...rows];
  return [...new Map(all.map((passage) => [passage.key, passage])).values()];
}

/** Whether the row of a table has nothing beyond a name, a type, and that a member of the path is required. */
function isTypesOnly(row: string): boolean {
  const [, ...cells] = row.split(' | ');
  return cells.every((cell) =>
    /^(?:|-|yes|required|path|body|(?:array of )?(?:string|boolean|bool|integer|int\d*|number|object|array|uuid|guid|date-?time)s?(?:\s*\(\$?[\w-]+\))?(?:\[\])?)$/i.test(
      cell.trim(),
    ),
  );
}

/** Several files of one edition as one page; passages and operations keep to the file that they stand in. */
export function joinPages(pages: readonly { readonly file: string; readonly page: Page }[]): Page {
  const presentation: Presentation = {
    hosts: new Map(),
    links: new Map(),
    defects: new Map(),
    addressTables: new Map(),
    furniture: new Map(),
  };
  for (const { page } of pages)
    for (const name of ['hosts', 'links', 'defects', 'addressTables', 'furniture'] as const)
      for (const [text, line] of page.presentation[name]) noteFirst(presentation[name], text, line);
  return {
    title: pages.find(({ page }) => page.title !== '' && page.operations.length === 0)?.page.title ?? '',
    digest: digest(pages.map(({ page }) => page.digest).join('\n')),
    passages: pages.flatMap(({ page, file }) => page.passages.map((passage) => ({ ...passage, file }))),
    operations: pages.flatMap(({ page, file }) => page.operations.map((operation) => ({ ...operation, file }))),
    presentation,
  };
}

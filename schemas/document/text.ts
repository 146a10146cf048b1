import { createHash } from 'node:crypto';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** A link but no image: its text and its address. The lengths are bounded, so that no file keeps the search going for ever. */
export const LINK = /(?<!!)\[([^\]]{0,500})\]\(\s*<?([^)\s>]{0,2000})[^)]{0,500}\)/g;

/**
 * Reduces a piece of Markdown to its wording: no emphasis, code marks, links, HTML tags, entities, line breaks, typographic
 * quotes, nor spacing around commas. Two passages that differ only in these say the same.
 */
export function plain(markdown: string): string {
  return withoutComments(markdown)
    .replaceAll(/!\[[^\]]{0,500}\]\([^)]{0,2000}\)/g, '')
    .replaceAll(LINK, '$1')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, (tag) => (/^<[a-z]\w*>$/i.test(tag) && !HTML_TAG.test(tag) ? tag : ''))
    .replaceAll(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\\([\\`*_{}[\]()#+.!<>-])/g, '$1')
    .replaceAll(/\*\*|__|`/g, '')
    .replaceAll(/(^|\s)[*_](\S(?:.{0,300}?\S)?)[*_](?=[\s.,:;]|$)/g, '$1$2')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[\u2010\u2011]/g, '-')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .replaceAll(/\s*,\s*/g, ', ')
    .trim();
}

function withoutComments(markdown: string): string {
  const [first = '', ...rest] = markdown.split('<!--');
  return (
    first + rest.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : `<!--${part}`)).join('')
  );
}

/** Placeholders such as `<organizationId>` look like tags; only these are taken for markup. */
const HTML_TAG =
  /^<(?:a|b|i|p|br|em|code|strong|span|div|ul|ol|li|table|tr|td|th|thead|tbody|details|summary|sup|sub)>$/i;

/** Splits plain text into sentences, without their closing full stop or colon. */
export function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[A-Z{"'<])/)
    .map((sentence) => sentence.replace(/\s*[.:]+$/, '').trim())
    .filter((sentence) => sentence !== '');
}

const KINDS_OF_NOTE = 'note|info|important|tip|warning|caution|attention|hint|danger|remember';
/** How generators of documentation mark admonitions: MkDocs, GitBook, components of MDX. */
const NOTE_TAGS = new RegExp(
  `^\\s*(?:!!!\\s*\\w+.*|\\{%\\s*(?:end)?hint\\b.*%\\}|</?(?:${KINDS_OF_NOTE}|callout|admonition|aside|alert)\\b[^>]*>)\\s*$`,
  'gim',
);
const NOTE_LABEL = new RegExp(
  `^(?:\\[!\\w+\\]|[^\\p{L}\\n]{0,8}(?:${KINDS_OF_NOTE})\\b\\s*:?\\**_*\\s*:?)(?:[ \\t]*\\n|\\s+|$)`,
  'iu',
);

/** Whether a block begins as an admonition does. */
export function isNote(markdown: string): boolean {
  const start = markdown.trimStart();
  if (start.startsWith(':::') || /^\[!\w+\]/.test(start) || start.search(NOTE_TAGS) === 0) return true;
  // The bare word may begin a sentence; a label is followed by a colon, marked up, or alone on its line.
  return new RegExp(`^[^\\p{L}\\n]{0,8}(?:${KINDS_OF_NOTE})\\b(?:\\s*[:*_]|[ \\t]*(?:\\n|$))`, 'iu').test(start);
}

/** Wording of an admonition: its label and what its links are called are presentation. */
export function noteText(markdown: string): string {
  const unlabelled = markdown
    .replaceAll(/^\s*:::.*$/gm, '')
    .replaceAll(NOTE_TAGS, '')
    .trimStart()
    .replace(NOTE_LABEL, '');
  return plain(unlabelled.replaceAll(/(?:\bin )?\[[^\]]{0,500}\]\([^)]{0,2000}\)/g, 'LINK')).replace(/\s*[.:]+$/, '');
}

/** SHA-256 in hexadecimal. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The page's text as it is digested: line ends and a byte order mark depend on how it was fetched. */
export function canonicalPage(page: string): string {
  return `${page
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .trimEnd()}\n`;
}

/** `Path parameters` becomes `path-parameters`. */
export function slug(title: string): string {
  return plain(title)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

import { createHash } from 'node:crypto';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/**
 * Reduces a piece of Markdown to its wording: no emphasis, code marks, links, HTML tags, entities, line breaks, typographic
 * quotes, nor spacing around commas. Two passages that differ only in these say the same.
 */
export function plain(markdown: string): string {
  return markdown
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, (tag) => (/^<[a-z]\w*>$/i.test(tag) && !HTML_TAG.test(tag) ? tag : ''))
    .replaceAll(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\\([\\`*_{}[\]()#+.!<>-])/g, '$1')
    .replaceAll(/\*\*|__|`/g, '')
    .replaceAll(/(^|\s)[*_](\S(?:.*?\S)?)[*_](?=[\s.,:;]|$)/g, '$1$2')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[\u2010\u2011]/g, '-')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .replaceAll(/\s*,\s*/g, ', ')
    .trim();
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

/** Wording of an admonition: its label and what its links are called are presentation. */
export function noteText(markdown: string): string {
  const unlabelled = markdown
    .replaceAll(/^\s*:::.*$/gm, '')
    .replace(/^\s*(?:\[!\w+\]|\**(?:note|info|important|tip|warning)\s*:?\**\s*:?)\s*/i, '');
  return plain(unlabelled.replaceAll(/(?:\bin )?\[[^\]]*\]\([^)]*\)/g, 'LINK')).replace(/\s*[.:]+$/, '');
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

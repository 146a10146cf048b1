import { createHash } from 'node:crypto';

/**
 * Reduces a piece of Markdown to its wording: no bold, code marks, links, escapes, line breaks, typographic quotes, nor spacing
 * around commas. Two passages that differ only in these say the same.
 */
export function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\([\\`*_{}[\]()#+.!<>-])/g, '$1')
    .replaceAll(/\*\*|__|`/g, '')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*,\s*/g, ', ')
    .trim();
}

/** Splits plain text into sentences, without their closing full stop or colon. */
export function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[A-Z{"'<])/)
    .map((sentence) => sentence.replace(/\s*[.:]+$/, '').trim())
    .filter((sentence) => sentence !== '');
}

/** Wording of a note: what its links are called, and where they lead, is presentation. */
export function noteText(markdown: string): string {
  return plain(markdown.replaceAll(/(?:\bin )?\[[^\]]*\]\([^)]*\)/g, 'LINK')).replace(/\s*[.:]+$/, '');
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

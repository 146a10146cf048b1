import type { Token, Tokens } from 'marked';
import { LINK, plain } from './text.ts';

/** Lines that publishing adds around a page. */
const LINES =
  /^(?:last (?:updated|modified|changed|reviewed)\b|updated (?:on|at)\b|on this page\b|in this (?:article|section)\b|table of contents\b|contents$|was this (?:page|article) helpful\b|(?:edit|copy|view|print|share) (?:this )?page\b|view as markdown\b|back to top\b|(?:previous|next)\s*:|related (?:articles|links|topics)\b|see also\b)/i;

/**
 * Whether a block is no statement of the page but part of how it is published: a list of links, a line that says when it was
 * last changed, a pointer to an index.
 * @returns what to call it, or undefined
 */
export function furnitureOf(token: Token): string | undefined {
  // One link alone, or an endpoint that is one, may be what the page wants to say.
  if (token.type === 'list' && !isSeveral(token.raw)) return undefined;
  if (token.type === 'list') return (token as Tokens.List).items.every(isLinkItem) ? 'a list of links' : undefined;
  if (token.type !== 'paragraph' && token.type !== 'blockquote') return undefined;
  const text = plain(token.raw.replaceAll(/^\s*>/gm, ''));
  if (/\bllms(?:-full)?\.txt\b/.test(token.raw)) return 'a pointer to an index of pages';
  if (isSeveral(token.raw) && isLinks(token.raw)) return 'a line of links';
  return text.length < 80 && LINES.test(text) ? `a line "${text}"` : undefined;
}

function isSeveral(text: string): boolean {
  const targets = [...text.matchAll(LINK)].map((match) => match[2] ?? '');
  return targets.length > 1 || (targets.length === 1 && targets.every((target) => target.startsWith('#')));
}

function isLinkItem(item: Tokens.ListItem): boolean {
  return item.tokens.every((token) => {
    if (token.type === 'list') return (token as Tokens.List).items.every(isLinkItem);
    return token.type === 'space' || isLinks(token.raw);
  });
}

/** Whether nothing is left of a text without its links. */
function isLinks(text: string): boolean {
  const rest = text.replaceAll(LINK, '');
  return rest !== text && !/[\p{L}\p{N}]/u.test(rest.replaceAll(/\b(?:previous|next|back|up)\b/gi, ''));
}

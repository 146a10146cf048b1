import { html } from 'hono/html';
import { textOf } from '../page/shell.ts';

/** Text for the inside of elements and quoted attributes of XML; characters that XML forbids are replaced. */
export function escape(text: string): string {
  return textOf(html`${text.replaceAll(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')}`);
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildInventory } from '../../../schemas/document/build.ts';
import { type Inventory, loadInventory } from '../../../schemas/document/inventory.ts';
import { HEADINGS, type HeadingKey } from '../../catalogue/build.ts';
import { PAGE } from '../samples/page.ts';

/** Turns a page into another one. Alterations go by the structure of the page, so that they fit every wording of it. */
export type Alter = (page: string) => string;

/** A page to alter, and the inventory that it agrees with. */
export interface Subject {
  readonly name: string;
  readonly page: string;
  readonly inventory: Inventory;
}

/** Where the published page lies beside a clone of the repository; its text is read and never kept. */
const PUBLISHED = fileURLToPath(new URL('../../../../shared/external-client.md', import.meta.url));

/** A page in our own words with the structure of the catalogue. */
export const OWN: Subject = { name: 'page in our words', page: PAGE, inventory: buildInventory(PAGE, 'Sample') };

/** That page, and the published one where it is at hand. */
export const SUBJECTS: readonly Subject[] = [
  OWN,
  ...(existsSync(PUBLISHED)
    ? [{ name: 'published page', page: readFileSync(PUBLISHED, 'utf8'), inventory: loadInventory() }]
    : []),
];

/** Replaces in the section of one operation. An alteration that alters nothing is a mistake of the test. */
export function inside(key: HeadingKey, from: RegExp, to: string): Alter {
  return (page) => {
    const [start, end] = boundsOf(page, key);
    return page.slice(0, start) + replaced(page.slice(start, end), from, to) + page.slice(end);
  };
}

/** Replaces anywhere: all matches, where the pattern is global. */
export function anywhere(from: RegExp, to: string): Alter {
  return (page) => replaced(page, from, to);
}

/** Takes the section of one operation out. */
export function without(key: HeadingKey): Alter {
  return (page) => {
    const [start, end] = boundsOf(page, key);
    return page.slice(0, start) + page.slice(end);
  };
}

/** Several alterations, one after the other. */
export function all(...alterations: readonly Alter[]): Alter {
  return (page) => alterations.reduce((text, alter) => alter(text), page);
}

/** Appends the section of another operation. */
export function withOperation(title: string, endpoint: string): Alter {
  const section = `\n## ${title}\n\nNew.\n\n### API endpoint\n\n\`${endpoint}\`\n\n### Scopes\n\n* PM.OAuthApp\n`;
  return (page) => `${page.trimEnd()}\n${section}`;
}

function boundsOf(page: string, key: HeadingKey): readonly [start: number, end: number] {
  const start = page.indexOf(`## ${HEADINGS[key]}\n`);
  if (start < 0) throw new Error(`The page has no heading "${HEADINGS[key]}".`);
  const next = page.indexOf('\n## ', start + 1);
  return [start, next < 0 ? page.length : next + 1];
}

function replaced(text: string, from: RegExp, to: string): string {
  const altered = text.replace(from, to);
  if (altered === text) throw new Error(`The page holds nothing like ${from} that would change.`);
  return altered;
}

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Inventory, isProse, type Passage } from './inventory.ts';
import { type PagePassage, readPage } from './page.ts';
import { digest } from './text.ts';
import { wordsOf } from './words.ts';

/**
 * Builds the inventory of a page: its statements as facts and digests, never its sentences.
 * @param markdown the page in its published Markdown form
 * @param edition which edition of the product the page documents
 * @throws Error with one sentence when the page holds a sentence that `words.ts` does not know
 */
export function buildInventory(markdown: string, edition: string): Inventory {
  const page = readPage(markdown);
  const passages = page.passages.map(toPassage);
  const wordless = passages.filter((passage) => isProse(passage) && passage.words === undefined);
  if (wordless.length > 0)
    throw new Error(`schemas/document/words.ts has no words for ${wordless.map(({ id }) => id).join(', ')}.`);
  return { document: { title: page.title, edition, digest: page.digest }, passages };
}

function toPassage({ id, heading, part, kind, value, text }: PagePassage): Passage {
  const words = wordsOf(id);
  return {
    id,
    heading,
    part,
    kind,
    ...(value !== undefined && { value }),
    digest: digest(text),
    ...(words !== undefined && { words }),
  };
}

function main([page, edition]: readonly string[]): void {
  if (page === undefined || edition === undefined)
    throw new Error('Say which page and which edition: build.ts PAGE.md "Name of the edition".');
  const inventory = buildInventory(readFileSync(page, 'utf8'), edition);
  writeFileSync(new URL('./document.json', import.meta.url), `${JSON.stringify(inventory, null, 2)}\n`);
  process.stdout.write(`schemas/document/document.json holds ${inventory.passages.length} passages.\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

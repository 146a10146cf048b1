import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { HEADINGS } from '../../specs/catalogue/build.ts';
import type { Inventory, Passage } from './inventory.ts';
import { type PagePassage, readPage } from './page.ts';
import { digest, slug } from './text.ts';
import { wordsOf } from './words.ts';

/**
 * Builds the inventory of a page: its statements as facts and digests, never its sentences.
 * @param markdown the page in its published Markdown form
 * @param edition which edition of the product the page documents
 * @throws Error with one sentence when the page holds no operation, or a sentence that `words.ts` does not know
 */
export function buildInventory(markdown: string, edition: string): Inventory {
  const page = readPage(markdown);
  const passages = [
    ...page.passages.map((passage) => toPassage('page', page.title, passage)),
    ...page.operations.flatMap((operation) => {
      const key = keyOf(operation.title);
      return operation.passages.map((passage) => toPassage(key, operation.title, passage));
    }),
  ];
  const wordless = passages.filter((passage) => isProse(passage) && passage.words === undefined);
  if (wordless.length > 0) {
    throw new Error(`schemas/document/words.ts has no words for ${wordless.map((passage) => passage.id).join(', ')}.`);
  }
  return {
    document: { title: page.title, edition, digest: page.digest },
    presentation: {
      hosts: [...page.presentation.hosts.keys()],
      links: [...page.presentation.links.keys()],
      defects: [...page.presentation.defects.keys()],
    },
    passages,
  };
}

/** Digest of a passage: of its fact in one line, or of its normalised wording. */
export function passageDigest(passage: PagePassage): string {
  return digest(passage.text);
}

/** Key of a heading: the known one, else one made from the title. */
export function keyOf(title: string): string {
  return Object.entries(HEADINGS).find(([, heading]) => slug(heading) === slug(title))?.[0] ?? slug(title);
}

function isProse(passage: Passage): boolean {
  return passage.kind === 'sentence' || passage.kind === 'note';
}

function toPassage(operation: string, heading: string, passage: PagePassage): Passage {
  const id = `${operation}/${passage.key}`;
  const words = wordsOf(id);
  return {
    id,
    heading,
    part: passage.part,
    kind: passage.kind,
    ...(passage.value === undefined ? {} : { value: passage.value }),
    digest: passageDigest(passage),
    ...(words === undefined ? {} : { words }),
  };
}

function main(args: readonly string[]): void {
  const [page, edition] = args;
  if (page === undefined || edition === undefined) {
    throw new Error('Say which page and which edition: build.ts PAGE.md "Name of the edition".');
  }
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

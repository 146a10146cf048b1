import { passageDigest } from './build.ts';
import { compareFacts, compareProse, contract, type Drift, isProse, type Place, SUBJECTS } from './differences.ts';
import type { Inventory, Passage } from './inventory.ts';
import { joinPages, type Page, type PageOperation, readPage } from './page.ts';
import { endpointOf, isKnown, pair } from './pairing.ts';
import { comparePresentation } from './presentation.ts';

export type { Drift } from './differences.ts';

/** A file of documentation. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The file is no page that could be compared; the message goes on from its name. */
export class NotThisPage extends Error {
  override readonly name = 'NotThisPage';
}

/** What only some products have; an operation on it adds to the contract of the others nothing. */
const EXTENSIONS = /federated[\s-]?credential/i;

/**
 * Compares a page of documentation with the inventory.
 * @param given the page in its published Markdown form, or the files of an edition that has a page for each operation
 * @returns every difference, contract first; empty when the page is the one that the inventory was built from
 * @throws NotThisPage when it holds none of the operations of the inventory
 */
export function compare(given: string | readonly Source[], inventory: Inventory): readonly Drift[] {
  const page = pageOf(given);
  if (page.digest === inventory.document.digest) return [];
  if (page.operations.length === 0)
    throw new NotThisPage('holds no operation: no heading is followed by an endpoint, a scope or a status code');
  const operations = pair(page, inventory);
  if (!operations.some(isKnown))
    throw new NotThisPage('describes other operations than those of external clients, or is a translation');
  // One page of an edition that has a page for each operation: the others are not gone, but elsewhere.
  const isOneOfMany = page.title === '' && page.operations.length === 1;
  const drifts = [
    ...comparePage(page, inventory),
    ...operations.flatMap(({ key, known, found }) => compareOperation(key, known, found, isOneOfMany)),
    ...comparePresentation(page, inventory, isOneOfMany).map((drift) => (isJoined(given) ? anywhere(drift) : drift)),
  ];
  if (drifts.length === 0) {
    const message = 'The page says the same; only spacing, order or markup differ.';
    return [{ class: 'presentation', change: 'changed', subject: 'formatting', id: 'page', message }];
  }
  const rank = { contract: 0, edition: 1, presentation: 2 };
  return drifts.sort((a, b) => rank[a.class] - rank[b.class]);
}

/** Exit code of the verb `drift`: 1 when the contract has changed. */
export function driftExitCode(drifts: readonly Drift[]): 0 | 1 {
  return drifts.some((drift) => drift.class === 'contract') ? 1 : 0;
}

function isJoined(given: string | readonly Source[]): boolean {
  return typeof given !== 'string' && given.length > 1;
}

/** A line says nothing where the file is not known. */
function anywhere(drift: Drift): Drift {
  const { line, ...rest } = drift;
  return line === undefined ? drift : rest;
}

function pageOf(given: string | readonly Source[]): Page {
  if (typeof given === 'string') return readPage(given);
  const [only] = given;
  if (only !== undefined && given.length === 1) return readPage(only.text);
  return joinPages(given.map(({ file, text }) => ({ file, page: readPage(text) })));
}

function compareOperation(
  key: string,
  known: readonly Passage[],
  found: PageOperation | undefined,
  isOneOfMany: boolean,
): readonly Drift[] {
  const heading = known[0]?.heading ?? '';
  if (found === undefined) {
    const drift = contract('removed', 'operation', `${key}/title`, `The operation "${heading}" is gone.`);
    const message = `The operation "${heading}" is not on this page, which holds one alone; give the pages of the others as well.`;
    return [isOneOfMany ? { ...drift, class: 'edition', message } : drift];
  }
  if (known.length === 0) {
    const endpoint = endpointOf(found)?.text;
    const message = `There is a new operation "${found.title}" (${endpoint ?? 'no endpoint'}).`;
    const place: Place = { line: found.line, ...(found.file !== undefined && { file: found.file }) };
    const drift = contract('added', 'operation', `${key}/title`, message, place);
    return [EXTENSIONS.test(endpoint ?? found.title) ? { ...drift, class: 'edition' } : drift];
  }
  return [...compareFacts(key, known, found), ...compareProse(key, known.filter(isProse), found)];
}

/** The page opens with a summary that repeats its first operation; published forms differ in whether they print it. */
function comparePage(page: Page, inventory: Inventory): readonly Drift[] {
  const known = inventory.passages.filter((passage) => passage.id.startsWith('page/') && isProse(passage));
  const own = new Set(known.map((passage) => passage.digest));
  const repeated = new Set(
    inventory.passages.filter(({ id }) => !id.startsWith('page/')).map((passage) => passage.digest),
  );
  const found = page.passages.filter(({ key }) => !EXTENSIONS.test(key));
  const introduction: PageOperation = { title: page.title, line: 1, parts: new Map(), passages: found };
  const prose = compareProse(
    'page',
    known,
    introduction,
    found.filter(
      (passage) => isProse(passage) && (own.has(passageDigest(passage)) || !repeated.has(passageDigest(passage))),
    ),
  );
  const drifts = prose.flatMap((drift): Drift | readonly Drift[] => {
    const isSummary = known.some(({ id, digest }) => id === drift.id && repeated.has(digest));
    if (drift.change !== 'removed' || !isSummary) return drift;
    // A page that begins with an operation has no introduction at all.
    return page.title === '' ? [] : { ...drift, class: 'presentation' };
  });
  const facts = found
    .filter((passage) => passage.kind !== 'title' && !isProse(passage))
    .map(({ key, kind, text, line, file }) =>
      contract('added', SUBJECTS[kind], `page/${key}`, `The introduction has a new ${SUBJECTS[kind]}: ${text}.`, {
        line,
        ...(file !== undefined && { file }),
      }),
    );
  if (page.title === inventory.document.title) return [...drifts, ...facts];
  const message =
    page.title === ''
      ? 'The page begins with an operation, without a title of its own.'
      : `The page is titled "${page.title}", no longer "${inventory.document.title}".`;
  return [
    ...drifts,
    ...facts,
    { class: 'presentation', change: 'changed', subject: 'title', id: 'page/title', message, line: 1 },
  ];
}

import { keyOf, passageDigest } from './build.ts';
import {
  compareFacts,
  compareProse,
  contract,
  type Drift,
  type DriftSubject,
  isProse,
  SUBJECTS,
} from './differences.ts';
import type { Inventory, Passage } from './inventory.ts';
import { type Page, type PageOperation, readPage } from './page.ts';

export type { Drift } from './differences.ts';

/** What only some products have; an operation on it adds to the contract of the others nothing. */
const EXTENSIONS = /federated[\s-]?credential/i;

/**
 * Compares a page of documentation with the inventory.
 * @param markdown the page in its published Markdown form
 * @returns every difference, contract first; empty when the page is the one that the inventory was built from
 * @throws Error with one sentence when the page holds no operation
 */
export function compare(markdown: string, inventory: Inventory): readonly Drift[] {
  const page = readPage(markdown);
  if (page.digest === inventory.document.digest) return [];
  const operations = pair(page, inventory);
  const drifts = [
    ...comparePage(page, inventory),
    ...operations.flatMap(({ key, known, found }) => compareOperation(key, known, found)),
    ...comparePresentation(page, inventory),
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

interface Pair {
  readonly key: string;
  readonly known: readonly Passage[];
  readonly found: PageOperation | undefined;
}

/** Operations keep their heading, or else their endpoint; what keeps neither is another operation. */
function pair(page: Page, inventory: Inventory): readonly Pair[] {
  const known = new Map<string, Passage[]>();
  for (const passage of inventory.passages) {
    const key = passage.id.slice(0, passage.id.indexOf('/'));
    if (key !== 'page') known.set(key, [...(known.get(key) ?? []), passage]);
  }
  const left = [...page.operations];
  const take = (wanted: (operation: PageOperation) => boolean) => {
    const index = left.findIndex(wanted);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const byTitle = [...known].map(([key, passages]) => ({
    key,
    known: passages,
    found: take(({ title }) => keyOf(title) === key),
  }));
  const pairs = byTitle.map((entry) => {
    const endpoint = entry.known.find(({ kind }) => kind === 'endpoint');
    return entry.found === undefined
      ? { ...entry, found: take((operation) => endpointDigest(operation) === endpoint?.digest) }
      : entry;
  });
  return [...pairs, ...left.map((found) => ({ key: keyOf(found.title), known: [], found }))];
}

function endpointDigest(operation: PageOperation): string | undefined {
  const endpoint = operation.passages.find(({ kind }) => kind === 'endpoint');
  return endpoint === undefined ? undefined : passageDigest(endpoint);
}

function compareOperation(key: string, known: readonly Passage[], found: PageOperation | undefined): readonly Drift[] {
  const heading = known[0]?.heading ?? '';
  if (found === undefined) {
    return [contract('removed', 'operation', `${key}/title`, `The operation "${heading}" is gone.`)];
  }
  if (known.length === 0) {
    const endpoint = found.passages.find(({ kind }) => kind === 'endpoint')?.text ?? 'no endpoint';
    const drift = contract(
      'added',
      'operation',
      `${key}/title`,
      `There is a new operation "${found.title}" (${endpoint}).`,
    );
    return [EXTENSIONS.test(`${found.title} ${endpoint}`) ? { ...drift, class: 'edition' } : drift];
  }
  return [
    ...compareFacts(key, found.title, known, found.passages),
    ...compareProse(key, found.title, known.filter(isProse), found.passages.filter(isProse)),
  ];
}

function comparePresentation(page: Page, inventory: Inventory): readonly Drift[] {
  const { hosts, links, defects } = inventory.presentation;
  const shown = page.presentation;
  const make = (kind: Drift['class'], subject: DriftSubject, change: Drift['change'], message: string): Drift => ({
    class: kind,
    change,
    subject,
    id: 'page',
    message,
  });
  const list: Drift[] = [...shown.hosts]
    .filter((host) => !hosts.includes(host))
    .map((host) => make('edition', 'host', 'changed', `Endpoints are printed below ${host || 'no host'}.`));
  for (const header of shown.addressTables)
    list.push(make('edition', 'address table', 'added', `The page says which address a platform has (${header}).`));
  const fresh = [...shown.links].filter((link) => !links.includes(link)).length;
  if (fresh > 0)
    list.push(
      make('presentation', 'link', 'changed', `The page links to ${fresh} other address${fresh === 1 ? '' : 'es'}.`),
    );
  for (const defect of defects)
    if (!shown.defects.has(defect))
      list.push(make('presentation', 'sample', 'removed', `A defect is mended: ${defect}.`));
  for (const defect of shown.defects)
    if (!defects.includes(defect))
      list.push(make('presentation', 'sample', 'added', `A sample is not JSON: ${defect}.`));
  return list;
}

/** The page opens with a summary that repeats its first operation; published forms differ in whether they print it. */
function comparePage(page: Page, inventory: Inventory): readonly Drift[] {
  const known = inventory.passages.filter((passage) => passage.id.startsWith('page/') && isProse(passage));
  const own = new Set(known.map((passage) => passage.digest));
  const repeated = new Set(
    inventory.passages.filter(({ id }) => !id.startsWith('page/')).map((passage) => passage.digest),
  );
  const found = page.passages.filter(({ key }) => !EXTENSIONS.test(key));
  const prose = compareProse(
    'page',
    page.title,
    known,
    found.filter(
      (passage) => isProse(passage) && (own.has(passageDigest(passage)) || !repeated.has(passageDigest(passage))),
    ),
  );
  const drifts = prose.map((drift): Drift => {
    const isSummary = known.some(({ id, digest }) => id === drift.id && repeated.has(digest));
    return drift.change === 'removed' && isSummary ? { ...drift, class: 'presentation' } : drift;
  });
  const facts = found
    .filter((passage) => passage.kind !== 'title' && !isProse(passage))
    .map(({ key, kind, text }) =>
      contract('added', SUBJECTS[kind], `page/${key}`, `The introduction has a new ${SUBJECTS[kind]}: ${text}.`),
    );
  if (page.title === inventory.document.title) return [...drifts, ...facts];
  const message = `The page is titled "${page.title}", no longer "${inventory.document.title}".`;
  return [
    ...drifts,
    ...facts,
    { class: 'presentation', change: 'changed', subject: 'title', id: 'page/title', message },
  ];
}

const CLASS_TITLES = {
  contract: 'Changes of the contract',
  edition: 'Differences between editions',
  presentation: 'Differences of presentation',
} as const satisfies Record<Drift['class'], string>;

/** The differences as text for people; for scripts there is `JSON.stringify`. */
export function formatDrift(drifts: readonly Drift[]): string {
  if (drifts.length === 0) return 'The page is the one that this suite was built from.\n';
  const groups = Object.entries(CLASS_TITLES).flatMap(([kind, title]) => {
    const messages = drifts.filter((drift) => drift.class === kind).map(({ id, message }) => `  ${message}  [${id}]`);
    return messages.length === 0 ? [] : [`${title}: ${messages.length}`, ...messages];
  });
  return `${groups.join('\n')}\n`;
}

import type { Requirement } from '../../specs/catalogue/types.ts';
import { matches } from './coverage.ts';
import { type Inventory, isProse, type Passage, saying } from './inventory.ts';
import { type Page, type PagePassage, readPage } from './page.ts';
import { digest } from './text.ts';

/** One statement in which a page differs from the inventory. */
export interface Drift {
  readonly change: 'added' | 'removed' | 'changed';
  /** Id of the passage, of the inventory where it is there. */
  readonly id: string;
  /** One sentence. */
  readonly message: string;
  /** Line where it stands; absent for what is gone. */
  readonly line?: number;
  /** Requirements that need a new look. */
  readonly requirements: readonly string[];
  /** Why there are none. */
  readonly reason?: string;
}

/** What the verb `drift` tells. */
export interface DriftReport {
  /** The document that the catalogue was made from. */
  readonly document: Inventory['document'];
  /** SHA-256 of the page that was compared. */
  readonly digest: string;
  readonly drifts: readonly Drift[];
}

/** What the catalogue has on the document. */
export interface Catalogue {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly notTestable: Readonly<Record<string, string>>;
  readonly inventory: Inventory;
}

/** The text is no page that could be compared; the message goes on from the name of its file. */
export class NotThisPage extends Error {
  override readonly name = 'NotThisPage';
}

type Change = Omit<Drift, 'requirements' | 'reason'>;

/**
 * Compares a page of documentation with the catalogue.
 * @param markdown the page in its published Markdown form
 * @throws NotThisPage when it holds none of the operations of the inventory
 */
export function reportDrift(markdown: string, catalogue: Catalogue): DriftReport {
  const { inventory } = catalogue;
  const page = readPage(markdown);
  const known = new Set(inventory.passages.map(operationOf));
  if (
    !page.passages.some(
      (passage) => passage.kind !== 'title' && operationOf(passage) !== 'page' && known.has(operationOf(passage)),
    )
  )
    throw new NotThisPage('has no heading of an operation that this suite knows');
  const drifts = page.digest === inventory.document.digest ? [] : outermost(compare(page, inventory));
  return {
    document: inventory.document,
    digest: page.digest,
    drifts: drifts.map((drift) => ({ ...drift, ...impactOf(drift, catalogue) })),
  };
}

function operationOf({ id }: { readonly id: string }): string {
  return id.slice(0, id.indexOf('/'));
}

function compare({ passages: found }: Page, { passages: known }: Inventory): readonly Change[] {
  const facts = new Map(found.filter((one) => !isProse(one)).map((one) => [one.id, one]));
  const before = new Map(known.map((one) => [one.id, one]));
  const changed = known
    .filter((one) => !isProse(one))
    .flatMap((one) => {
      const now = facts.get(one.id);
      if (now === undefined) return [removed(one)];
      return digest(now.text) === one.digest || one.kind === 'title' ? [] : [changedTo(one, now)];
    });
  const added = [...facts.values()].filter(({ id }) => !before.has(id)).map(addedNow);
  return [...changed, ...added, ...compareProse(found.filter(isProse), known.filter(isProse))];
}

/** Compares sentences by their wording, wherever they stand below the heading. */
function compareProse(found: readonly PagePassage[], known: readonly Passage[]): readonly Change[] {
  const says = (passage: Passage | PagePassage): string =>
    `${operationOf(passage)} ${'digest' in passage ? passage.digest : digest(passage.text)}`;
  const [before, after] = [new Set(known.map(says)), new Set(found.map(says))];
  const fresh = found.filter((passage) => !before.has(says(passage)));
  const gone = known.filter((passage) => !after.has(says(passage)));
  const changes = gone.map((passage) => {
    const branch = passage.id.replace(/\/\d+$/, '');
    const index = fresh.findIndex(({ id }) => id.replace(/\/\d+$/, '') === branch);
    const [now] = index < 0 ? [] : fresh.splice(index, 1);
    return now === undefined ? removed(passage) : changedTo(passage, now);
  });
  return [...changes, ...fresh.map(addedNow)];
}

function placeOf({ heading, part, kind }: Passage | PagePassage): string {
  return `"${heading}" > ${part}: ${isProse({ kind }) ? 'a sentence' : `the ${kind}`}`;
}

function removed(passage: Passage): Change {
  return { change: 'removed', id: passage.id, message: `${placeOf(passage)} is gone: ${saying(passage)}` };
}

function changedTo(passage: Passage, now: PagePassage): Change {
  const message = `${placeOf(passage)} has changed from: ${saying(passage)} to: ${saying(now)}`;
  return { change: 'changed', id: passage.id, message, line: now.line };
}

function addedNow(now: PagePassage): Change {
  return { change: 'added', id: now.id, message: `${placeOf(now)} is new: ${saying(now)}`, line: now.line };
}

/** What comes or goes with everything below it, or below its heading, is one difference. */
function outermost(changes: readonly Change[]): readonly Change[] {
  const whole = new Set(
    changes.filter(({ change }) => change !== 'changed').map(({ change, id }) => `${change} ${id}`),
  );
  return changes.filter(({ change, id }) => {
    const names = id.split('/');
    const above = names.slice(1, -1).map((_, index) => names.slice(0, index + 2).join('/'));
    const ofOperation = id.endsWith('/title') ? [] : [`${names[0]}/title`];
    return ![...above, ...ofOperation].some((one) => whole.has(`${change} ${one}`));
  });
}

/**
 * Which requirements need a new look: those that cite the passage; of a removed operation, all that cite something below it; of
 * what is new, those that cite what stands beside it.
 */
function impactOf(
  { change, id }: Change,
  { requirements, notTestable, inventory }: Catalogue,
): Pick<Drift, 'requirements' | 'reason'> {
  const parent = id.slice(0, id.lastIndexOf('/') + 1);
  const ids = inventory.passages
    .map((passage) => passage.id)
    .filter((one) => {
      if (one === id) return true;
      if (change === 'removed') return one.startsWith(id.endsWith('/title') ? parent : `${id}/`);
      return (
        change === 'added' &&
        one.startsWith(parent) &&
        !one.slice(parent.length).includes('/') &&
        !one.endsWith('/title')
      );
    });
  const citing = Object.entries(requirements).filter(([, { cites }]) =>
    cites.some((cite) => ids.some((one) => matches(cite, one))),
  );
  if (citing.length > 0) return { requirements: citing.map(([name]) => name) };
  const reason =
    Object.entries(notTestable).find(([pattern]) => matches(pattern, id))?.[1] ?? 'No requirement cites it.';
  return { requirements: [], reason };
}

/** The report as text for people. */
export function formatDrift({ document, drifts, digest: of }: DriftReport): string {
  const name = `${document.title}, ${document.edition}`;
  if (drifts.length === 0)
    return of === document.digest
      ? `No drift: this is the page that the suite was built from (${name}).\n`
      : `No drift: only spacing, order or markup differ from the page that the suite was built from (${name}).\n`;
  const lines = drifts.flatMap(({ line, message, id, requirements, reason }) => [
    `${line === undefined ? '' : `line ${line}: `}${message}  [${id}]`,
    `      ${requirements.length > 0 ? `check ${requirements.join(', ')}` : reason}`,
  ]);
  return `${[...lines, '', `DRIFT: ${drifts.length} ${drifts.length === 1 ? 'difference' : 'differences'} from the page that the suite was built from (${name}).`].join('\n')}\n`;
}

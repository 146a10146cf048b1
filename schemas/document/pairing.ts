import { keyOf, passageDigest } from './build.ts';
import type { Inventory, Passage } from './inventory.ts';
import type { Page, PageOperation, PagePassage } from './page.ts';

/** One operation as the inventory knows it and as a page has it; one of the two may be missing. */
export interface Pair {
  readonly key: string;
  readonly known: readonly Passage[];
  readonly found: PageOperation | undefined;
}

/** Operations keep their heading, or else their endpoint; what keeps neither is another operation. */
export function pair(page: Page, inventory: Inventory): readonly Pair[] {
  const known = new Map<string, Passage[]>();
  for (const passage of inventory.passages) {
    const key = passage.id.slice(0, passage.id.indexOf('/'));
    if (key !== 'page') known.set(key, [...(known.get(key) ?? []), passage]);
  }
  const left = [...page.operations];
  const take = (index: number) => (index < 0 ? undefined : left.splice(index, 1)[0]);
  const byTitle = [...known].map(([key, passages]) => ({
    key,
    known: passages,
    found: take(left.findIndex(({ title }) => keyOf(title) === key)),
  }));
  const pairs = byTitle.map((entry) => {
    if (entry.found !== undefined) return entry;
    // Three operations share an endpoint; the one that says most of the same is meant.
    const ranked = left
      .map((operation, index) => ({
        index,
        alike: endpointsAgree(entry.known, operation) ? shared(entry.known, operation) : -1,
      }))
      .sort((a, b) => b.alike - a.alike);
    const best = ranked[0];
    return best === undefined || best.alike < 0 ? entry : { ...entry, found: take(best.index) };
  });
  return [...pairs, ...left.map((found) => ({ key: keyOf(found.title), known: [], found }))];
}

/** Whether the inventory and the page both have it. */
export function isKnown({ known, found }: Pair): boolean {
  return known.length > 0 && found !== undefined;
}

/** The first endpoint that an operation prints. */
export function endpointOf(operation: PageOperation): PagePassage | undefined {
  return operation.passages.find(({ kind }) => kind === 'endpoint');
}

function endpointsAgree(known: readonly Passage[], operation: PageOperation): boolean {
  const endpoint = endpointOf(operation);
  return endpoint !== undefined && known.find(({ kind }) => kind === 'endpoint')?.digest === passageDigest(endpoint);
}

/** How many passages an operation has in common with a known one. */
function shared(known: readonly Passage[], operation: PageOperation): number {
  const digests = new Set(known.map(({ digest }) => digest));
  return operation.passages.filter((passage) => digests.has(passageDigest(passage))).length;
}

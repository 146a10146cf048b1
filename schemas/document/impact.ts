import type { Requirement } from '../../specs/catalogue/types.ts';
import { matches } from './coverage.ts';
import type { Drift } from './differences.ts';
import type { Inventory } from './inventory.ts';

/** A change of contract and what it means for the catalogue. */
export interface Impact {
  /** Requirements that rest on the passage and need a new look. */
  readonly requirements: readonly string[];
  /** Why there are none. */
  readonly reason?: string;
}

/** What the catalogue has on the document. */
export interface Catalogue {
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly notTestable: Readonly<Record<string, string>>;
  readonly inventory: Inventory;
}

/**
 * Which requirements need a new look because of a difference: those that cite the passage; of a removed operation, all that
 * cite something below it; of what is new, those that cite what stands beside it.
 */
export function impactOf(drift: Drift, { requirements, notTestable, inventory }: Catalogue): Impact {
  const ids = concerned(drift, inventory);
  const citing = Object.entries(requirements)
    .filter(([, { cites }]) => cites.some((cite) => ids.some((id) => matches(cite, id))))
    .map(([id]) => id);
  if (citing.length > 0) return { requirements: citing };
  if (drift.change === 'added') return { requirements: [], reason: 'No requirement covers it yet.' };
  const reason = Object.entries(notTestable).find(([pattern]) => matches(pattern, drift.id))?.[1];
  return { requirements: [], reason: `No requirement rests on it.${reason === undefined ? '' : ` ${reason}`}` };
}

function concerned({ change, subject, id }: Drift, { passages }: Inventory): readonly string[] {
  const ids = passages.map((passage) => passage.id);
  const parent = id.slice(0, id.lastIndexOf('/') + 1);
  if (subject === 'operation') return change === 'removed' ? ids.filter((one) => one.startsWith(parent)) : [id];
  if (change !== 'added') return ids.filter((one) => one === id || (change === 'removed' && one.startsWith(`${id}/`)));
  const siblings = ids.filter((one) => one.startsWith(parent) && !one.slice(parent.length).includes('/'));
  return [id, ...siblings.filter((one) => !one.endsWith('/title'))];
}

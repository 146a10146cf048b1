import type { Requirement } from '../../specs/catalogue/types.ts';
import { type Inventory, type Passage, type PassageKind, saying } from './inventory.ts';

/** One passage of the document and who answers for it. */
interface CoverageRow {
  readonly id: string;
  readonly heading: string;
  readonly part: string;
  readonly kind: PassageKind;
  /** The fact in one line, or our words for a sentence. */
  readonly says: string;
  /** Ids of the requirements that cite it. */
  readonly requirements: readonly string[];
  /** Why it cannot be tested, when no requirement cites it. */
  readonly reason?: string;
}

/** Which passages are verified, and what is wrong with the map. */
export interface Coverage {
  readonly rows: readonly CoverageRow[];
  readonly totals: {
    readonly passages: number;
    readonly cited: number;
    readonly notTestable: number;
    readonly uncovered: number;
  };
  /** Passages that are neither cited nor listed as not testable. */
  readonly uncovered: readonly string[];
  /** Passages that are both. */
  readonly contradicted: readonly string[];
  /** Cites that match no passage. */
  readonly danglingCites: readonly { readonly requirement: string; readonly cite: string }[];
  /** Entries of the not-testable list that match no passage. */
  readonly danglingReasons: readonly string[];
}

/**
 * Maps every passage of the document to the requirements that verify it, or to the reason why none can.
 * @param requirements the catalogue; `cites` holds passage ids, a trailing `*` stands for a whole branch
 * @param notTestable reasons by passage id or branch
 */
export function coverage(
  requirements: Readonly<Record<string, Requirement>>,
  inventory: Inventory,
  notTestable: Readonly<Record<string, string>>,
): Coverage {
  const cites = Object.entries(requirements).flatMap(([requirement, { cites }]) =>
    cites.map((cite) => ({ requirement, cite })),
  );
  const reasons = Object.entries(notTestable);
  const contradicted: string[] = [];
  const rows = inventory.passages.map((passage) => {
    const citing = cites.filter(({ cite }) => matches(cite, passage.id)).map(({ requirement }) => requirement);
    const reason = reasons.find(([pattern]) => matches(pattern, passage.id))?.[1];
    if (citing.length > 0 && reason !== undefined) contradicted.push(passage.id);
    return toRow(passage, [...new Set(citing)], citing.length > 0 ? undefined : reason);
  });
  const uncovered = rows
    .filter((row) => row.requirements.length === 0 && row.reason === undefined)
    .map((row) => row.id);
  const cited = rows.filter((row) => row.requirements.length > 0).length;
  const ids = inventory.passages.map((passage) => passage.id);
  return {
    rows,
    totals: {
      passages: rows.length,
      cited,
      notTestable: rows.length - cited - uncovered.length,
      uncovered: uncovered.length,
    },
    uncovered,
    contradicted,
    danglingCites: cites.filter(({ cite }) => !ids.some((id) => matches(cite, id))),
    danglingReasons: reasons.map(([pattern]) => pattern).filter((pattern) => !ids.some((id) => matches(pattern, id))),
  };
}

/** Whether nothing is wrong with the map. */
export function isComplete(map: Coverage): boolean {
  return [map.uncovered, map.contradicted, map.danglingCites, map.danglingReasons].every((list) => list.length === 0);
}

/** The map as a table for people, grouped by heading, with what is wrong at the end. For scripts there is `JSON.stringify`. */
export function formatCoverage(map: Coverage): string {
  const width = Math.max(0, ...map.rows.map((row) => row.id.length));
  const lines: string[] = [];
  let heading = '';
  for (const row of map.rows) {
    if (row.heading !== heading) lines.push(...(heading === '' ? [] : ['']), row.heading);
    heading = row.heading;
    lines.push(`  ${row.id.padEnd(width)}  ${answer(row)}`);
  }
  const { passages, cited, notTestable, uncovered } = map.totals;
  lines.push('', `${passages} passages: ${cited} verified, ${notTestable} not testable, ${uncovered} in neither list.`);
  for (const id of map.uncovered)
    lines.push(
      `  No requirement cites ${id}; cite it, or say in specs/catalogue/not-testable.ts why it cannot be tested.`,
    );
  for (const id of map.contradicted)
    lines.push(`  ${id} is cited and listed as not testable; one of the two is wrong.`);
  for (const { requirement, cite } of map.danglingCites)
    lines.push(`  ${requirement} cites ${cite}, which is no passage.`);
  for (const pattern of map.danglingReasons)
    lines.push(`  specs/catalogue/not-testable.ts lists ${pattern}, which is no passage.`);
  return `${lines.join('\n')}\n`;
}

function answer(row: CoverageRow): string {
  if (row.requirements.length > 0) return row.requirements.join(', ');
  return row.reason === undefined ? 'NOT COVERED' : `not testable: ${row.reason}`;
}

/** Whether a cite means a passage; a trailing `*` stands for a whole branch. */
export function matches(pattern: string, id: string): boolean {
  if (!pattern.endsWith('*')) return pattern === id;
  // `list/response/200*` is the branch, not what merely starts alike, e.g. `list/response/2001`.
  const branch = pattern.slice(0, -1).replace(/\/$/, '');
  return branch === '' || id === branch || id.startsWith(`${branch}/`);
}

function toRow(passage: Passage, requirements: readonly string[], reason: string | undefined): CoverageRow {
  const { id, heading, part, kind } = passage;
  const row = { id, heading, part, kind, says: saying(passage), requirements };
  return reason === undefined ? row : { ...row, reason };
}

import type { Drift } from './differences.ts';
import { compare, type Source } from './drift.ts';
import { type Catalogue, type Impact, impactOf } from './impact.ts';
import { canonicalPage, digest } from './text.ts';

/** What the verb `drift` tells. */
export interface DriftReport {
  /** The document that the catalogue was made from. */
  readonly document: { readonly title: string; readonly edition: string; readonly digest: string };
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  /** Number of changes of the contract; the exit code is 1 where there are any. */
  readonly contractChanges: number;
  /** Changes of the contract first, each with the requirements that need a new look. */
  readonly drifts: readonly (Drift & Partial<Impact>)[];
}

/**
 * Compares files of documentation with the catalogue.
 * @throws NotThisPage when they are no page of these operations
 */
export function reportDrift(sources: readonly Source[], catalogue: Catalogue): DriftReport {
  const drifts = compare(sources, catalogue.inventory);
  return {
    document: catalogue.inventory.document,
    files: sources.map(({ file, text }) => ({ file, digest: digest(canonicalPage(text)) })),
    contractChanges: drifts.filter((drift) => drift.class === 'contract').length,
    drifts: drifts.map((drift) => (drift.class === 'contract' ? { ...drift, ...impactOf(drift, catalogue) } : drift)),
  };
}

const CLASS_TITLES = {
  contract: 'Changes of the contract',
  edition: 'Differences between editions, which do not count',
  presentation: 'Differences of presentation, which do not count',
} as const satisfies Record<Drift['class'], string>;

/** The report as text for people. */
export function formatDrift({ document, drifts, contractChanges }: DriftReport): string {
  const name = `${document.title}, ${document.edition}`;
  if (drifts.length === 0) return `No drift: this is the page that the suite was built from (${name}).\n`;
  const groups = Object.entries(CLASS_TITLES).flatMap(([kind, title]) => {
    const group = drifts.filter((drift) => drift.class === kind);
    return group.length === 0 ? [] : [`${title}: ${group.length}`, ...group.flatMap(lines), ''];
  });
  const verdict =
    contractChanges === 0
      ? `No drift: the page says what the suite was built from (${name}).`
      : `DRIFT: ${contractChanges} change${contractChanges === 1 ? '' : 's'} of the contract since the page that the suite was built from (${name}).`;
  return `${[...groups, verdict].join('\n')}\n`;
}

function lines({ message, id, line, file, requirements, reason }: DriftReport['drifts'][number]): readonly string[] {
  const place = [file, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined).join(', ');
  const again =
    requirements === undefined ? '' : requirements.length > 0 ? `look again at ${requirements.join(', ')}` : reason;
  return [`  ${place === '' ? '' : `${place}: `}${message}  [${id}]`, ...(again ? [`      ${again}`] : [])];
}

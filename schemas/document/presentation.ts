import type { Drift, DriftSubject } from './differences.ts';
import type { Inventory } from './inventory.ts';
import type { Page } from './page.ts';

/**
 * Compares what editions print differently on purpose, or what is markup: addresses, links, mended samples, furniture.
 * @param isPartial whether only a part of the page was given, so that what is not there is not gone
 */
export function comparePresentation(page: Page, inventory: Inventory, isPartial: boolean): readonly Drift[] {
  const { hosts, links, defects } = inventory.presentation;
  const shown = page.presentation;
  const drifts: Drift[] = [];
  const note = (
    kind: Drift['class'],
    subject: DriftSubject,
    change: Drift['change'],
    message: string,
    line?: number,
  ): number => drifts.push({ class: kind, change, subject, id: 'page', message, ...(line !== undefined && { line }) });
  for (const [host, line] of shown.hosts)
    if (!hosts.includes(host))
      note('edition', 'host', 'changed', `Endpoints are printed below ${host || 'no host'}.`, line);
  for (const [header, line] of shown.addressTables)
    note('edition', 'address table', 'added', `The page says which address a platform has (${header}).`, line);
  const fresh = [...shown.links].filter(([link]) => !links.includes(link));
  if (fresh.length > 0) {
    const message = `The page links to ${fresh.length} other address${fresh.length === 1 ? '' : 'es'}.`;
    note('presentation', 'link', 'changed', message, fresh[0]?.[1]);
  }
  for (const [what, line] of shown.furniture) note('presentation', 'furniture', 'added', `There is ${what}.`, line);
  for (const defect of isPartial ? [] : defects)
    if (!shown.defects.has(defect)) note('presentation', 'sample', 'removed', `A defect is mended: ${defect}.`);
  for (const [defect, line] of shown.defects)
    if (!defects.includes(defect)) note('presentation', 'sample', 'added', `A sample is not JSON: ${defect}.`, line);
  return drifts;
}

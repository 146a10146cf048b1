import { difference, formatDifference } from '../../reports/publish/diff.ts';
import { readStoredResult } from '../../reports/publish/stored.ts';
import { orUnusable, print, type VerbOutcome } from './outcome.ts';

/**
 * Tells in what a later result differs from an earlier one.
 * @returns code 1 when something fails that did not, fails in another way, or is no longer verified; else 0
 */
export function diff(earlier: string, later: string, flags: { readonly json?: boolean }): Promise<VerbOutcome> {
  return orUnusable(() => {
    const results = [readStoredResult(earlier), readStoredResult(later)] as const;
    const found = difference(...results);
    print(flags.json === true ? JSON.stringify(found, null, 2) : formatDifference(found, results[1]).join('\n'));
    return { code: found.fresh.length + found.changed.length + found.lost.length > 0 ? 1 : 0 };
  });
}

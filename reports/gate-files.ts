import { requirements } from '../specs/requirements/index.ts';
import type { ConformanceResult } from './result.ts';
import { readStoredResult, UnusableFile } from './stored.ts';
import { readWaivers, type Waiver } from './waivers.ts';

/** What gates a run beside its own verdict. */
export interface GateFiles {
  readonly waivers: readonly Waiver[];
  readonly baseline?: ConformanceResult;
  /** One sentence per file or entry that cannot be used. */
  readonly problems: readonly string[];
}

/**
 * Reads the files of waivers and baseline, where they are given.
 * @param known ids of the catalogue
 */
export function readGateFiles(
  files: { readonly waivers?: string; readonly baseline?: string },
  known: readonly string[] = Object.keys(requirements),
): GateFiles {
  const { waivers, problems } =
    files.waivers === undefined ? { waivers: [], problems: [] } : readWaivers(files.waivers, known);
  if (files.baseline === undefined) return { waivers, problems };
  try {
    return { waivers, problems, baseline: readStoredResult(files.baseline) };
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    return { waivers, problems: [...problems, error.message] };
  }
}

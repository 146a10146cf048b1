import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceResult } from '../verdict/result.ts';
import { readStoredResult, UnusableFile } from './stored.ts';

/** Runs that a trend shows at most. */
const MOST = 30;

/**
 * Results of earlier runs: every JSON file in the folder, and the `conformance.json` of every folder in it. What is no result of
 * this suite is passed over, for other files may lie there as well.
 * @returns the latest ones, oldest first
 */
export function readHistory(folder: string): readonly ConformanceResult[] {
  const results = names(folder).flatMap((path) => {
    try {
      return [readStoredResult(path)];
    } catch (error) {
      if (error instanceof UnusableFile) return [];
      throw error;
    }
  });
  return results.sort((a, b) => a.startedAt.localeCompare(b.startedAt)).slice(-MOST);
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return [join(folder, entry.name, 'conformance.json')];
      return entry.name.endsWith('.json') ? [join(folder, entry.name)] : [];
    });
  } catch {
    return [];
  }
}

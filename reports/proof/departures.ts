import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerRecord } from '../verdict/result.ts';
import type { PersonaRow } from './result.ts';

/**
 * The readings in which each persona departs from the printed document, as its workers observed them.
 * @param folder where the workers of the proof left their records
 */
export function readDepartures(folder: string): Readonly<Record<string, PersonaRow['departures']>> {
  const found: Record<string, Map<string, string>> = {};
  for (const name of files(folder)) {
    const persona = /^worker-persona-(.+)-\d+\.json$/.exec(name)?.[1];
    if (persona === undefined) continue;
    const { readings } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as WorkerRecord;
    for (const { id, observed, printed } of readings) {
      if (printed === undefined || observed === printed || observed === 'not-observed') continue;
      found[persona] ??= new Map();
      found[persona].set(id, observed);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([persona, seen]) => [
      persona,
      [...seen].map(([reading, observed]) => ({ reading, observed })),
    ]),
  );
}

function files(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

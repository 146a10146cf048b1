import { HEADINGS } from './build.ts';
import { observedReadings, type ReadingId, readingIds, readingRequirement } from './observed-readings.ts';
import type { Reading, Requirement } from './types.ts';

function requirementOf(id: ReadingId): Requirement {
  const { question, heading, part, operation, candidates }: Reading = observedReadings[id];
  return {
    level: 'may',
    operation,
    statement: `${question} One of these holds: ${Object.values(candidates).join('; ')}.`,
    source: { heading: HEADINGS[heading], part },
    basis: 'follows',
    cites: [],
    means:
      'the tenant behaves in a way that no reading of the document covers, or, with --strict, differs from the printed text',
    readings: [id],
  };
}

/** For each reading: that some candidate holds. Under `--strict` each is a `must`, and the printed candidate is demanded. */
export const readingRequirements = Object.fromEntries(
  readingIds.map((id) => [readingRequirement(id), requirementOf(id)]),
) as Record<`READING-${Uppercase<ReadingId>}`, Requirement>;

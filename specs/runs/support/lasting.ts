import type { ConformanceResult } from '../../../reports/verdict/result.ts';

/**
 * Members of a result that differ between two runs of the same suite on the same tenant, by path: times, numbers of requests (shards
 * prepare what they share once each), ids and names that were drawn, and the words that hold them. Everything else must be equal.
 */
const VOLATILE = [
  'startedAt',
  'durationMs',
  'requests',
  'latency',
  'digest',
  'shard',
  'evidenceDigest',
  'tenant.consistencyWindowMs',
  'readings.evidence',
  'requirements.detail',
  'requirements.findings',
] as const;

/** A result without what is volatile, readings in the order of their ids. */
export function lasting(result: ConformanceResult): unknown {
  const readings = result.readings.toSorted((a, b) => a.id.localeCompare(b.id));
  const copy = JSON.parse(JSON.stringify({ ...result, readings })) as Record<string, unknown>;
  for (const path of VOLATILE) remove(copy, path.split('.'));
  return copy;
}

function remove(value: unknown, [name = '', ...rest]: readonly string[]): void {
  if (Array.isArray(value)) for (const item of value) remove(item, [name, ...rest]);
  else if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    if (rest.length === 0) delete members[name];
    else remove(members[name], rest);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summedUp } from './disturbances.ts';
import { groupBy } from './group.ts';
import type { CheckOutcome, ConformanceResult, Exchange, Latency, ReadingResult, SessionRecord } from './result.ts';

/** What all workers of a run handed over, put together. */
export interface MergedRecords {
  readonly requests: ConformanceResult['requests'];
  readonly readings: readonly ReadingResult[];
  readonly leftovers: ConformanceResult['leftovers'];
  readonly disturbances: NonNullable<ConformanceResult['disturbances']>;
  readonly tenant: ConformanceResult['tenant'];
  readonly latency: Readonly<Record<string, Latency>>;
  readonly exchanges: readonly Exchange[];
  /** What became of each check, by its id. */
  readonly checks: Readonly<Record<string, CheckOutcome>>;
  readonly problems: readonly string[];
}

/** Reads `worker-*.json` from the folders; a missing folder means that no worker got that far. */
export function readWorkerRecords(...folders: readonly string[]): MergedRecords {
  const records: SessionRecord[] = [];
  const problems: string[] = [];
  for (const [folder, name] of folders.flatMap((one) => workerFiles(one).map((file) => [one, file] as const))) {
    try {
      records.push(JSON.parse(readFileSync(join(folder, name), 'utf8')) as SessionRecord);
    } catch {
      problems.push(
        `${name} in ${folder} is not readable as JSON; its requests and readings are missing from the report.`,
      );
    }
  }
  return { ...mergeRecords(records), problems };
}

/** Names of the files that workers left, in a fixed order. */
export function workerFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^worker-.*\.json$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** Puts records together. */
export function mergeRecords(records: readonly SessionRecord[]): Omit<MergedRecords, 'problems'> {
  const byMethod = { GET: 0, POST: 0, PUT: 0, DELETE: 0 };
  let total = 0;
  for (const [method, number] of records.flatMap((record) => Object.entries(record.byMethod))) {
    total += number;
    // Other methods occur in checks on bad input; they count in the total only.
    if (Object.hasOwn(byMethod, method)) byMethod[method as keyof typeof byMethod] += number;
  }
  return {
    requests: { total, byMethod },
    checks: Object.assign({}, ...records.map(({ checks }) => checks)) as MergedRecords['checks'],
    readings: mergeReadings(records.flatMap((record) => record.readings)),
    leftovers: records.flatMap((record) => record.leftovers),
    disturbances: summedUp(records.flatMap((record) => record.disturbances ?? [])),
    latency: summarise(records.flatMap((record) => Object.entries(record.latency ?? {}))),
    exchanges: records
      .flatMap((record) => record.exchanges ?? [])
      .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0)),
    tenant: records.reduce<MergedRecords['tenant']>((merged, { tenant }) => mergeFacts(merged, tenant), {}),
  };
}

function summarise(entries: readonly (readonly [string, readonly number[]])[]): Record<string, Latency> {
  const byOperation = [...groupBy(entries, ([operation]) => operation)];
  return Object.fromEntries(
    byOperation.map(([operation, group]) => {
      const times = group.flatMap(([, list]) => list).sort((a, b) => a - b);
      // Nearest rank.
      const rank = (share: number) => times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0;
      return [operation, { count: times.length, p50Ms: rank(0.5), p95Ms: rank(0.95), maxMs: rank(1) }];
    }),
  );
}

function mergeFacts(merged: MergedRecords['tenant'], more: MergedRecords['tenant']): MergedRecords['tenant'] {
  const out = { ...merged };
  for (const [name, value] of Object.entries(more)) {
    const known = out[name];
    // Figures are the worst that any worker saw.
    out[name] = typeof value === 'number' && typeof known === 'number' ? Math.max(value, known) : (known ?? value);
  }
  return out;
}

/** One result per reading. Where workers saw different things, the departure from the printed document (later candidate) is told, with a note. */
function mergeReadings(all: readonly ReadingResult[]): readonly ReadingResult[] {
  const groups = groupBy(all, (reading) => reading.id);
  return [...groups.values()].flatMap((group) => {
    const seen = group.filter((reading) => reading.observed !== 'not-observed');
    const rank = (reading: ReadingResult) => reading.candidates.indexOf(reading.observed);
    const told = seen.toSorted((a, b) => rank(b) - rank(a))[0] ?? group[0];
    if (told === undefined) return [];
    const others = [...new Set(seen.map((reading) => reading.observed))].filter(
      (observed) => observed !== told.observed,
    );
    if (others.length === 0) return [told];
    return [
      {
        ...told,
        evidence: [told.evidence, `also observed: ${others.join(', ')}`]
          .filter((part) => part !== undefined)
          .join('; '),
      },
    ];
  });
}

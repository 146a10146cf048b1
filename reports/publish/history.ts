import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceResult } from '../verdict/result.ts';
import { digestOf, replaceFile } from './files.ts';
import { readStoredResult, UnusableFile } from './stored.ts';

/** Runs that a trend shows at most. */
const MOST = 30;
/** Runs that are kept of one tenant: more than a year of nights. */
const KEPT = 400;

/**
 * Results of earlier runs on one tenant: those that were kept of it, and every JSON file in the folder, and the `conformance.json` of
 * every folder in it, that are about the same tenant. What is no result of this suite is passed over, for other files may lie there as well.
 * @param about the tenant of the present run; without it, all count
 * @returns the latest ones, oldest first
 */
export function readHistory(
  folder: string,
  about?: Pick<ConformanceResult, 'tenant' | 'startedAt'>,
): readonly ConformanceResult[] {
  const own = about === undefined ? [] : filesIn(join(folder, shelfOf(about.tenant))).slice(-MOST);
  const results = [...own, ...names(folder)].flatMap((path) => {
    try {
      return [readStoredResult(path)];
    } catch (error) {
      if (error instanceof UnusableFile) return [];
      throw error;
    }
  });
  return results
    .filter(
      ({ tenant, startedAt }) =>
        about === undefined || (sameTenant(tenant, about.tenant) && startedAt < about.startedAt),
    )
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .slice(-MOST);
}

/** Keeps the result of a run for those to come: everything but the exchanges of its findings, which signatures stand for. */
export function keepInHistory(folder: string, result: ConformanceResult): void {
  const shelf = join(folder, shelfOf(result.tenant));
  mkdirSync(shelf, { recursive: true });
  const { digest: _, ...rest } = result;
  const kept = {
    ...rest,
    requirements: rest.requirements.map((one) => ({
      ...one,
      findings: one.findings.map(({ exchange: _exchange, curl: _curl, ...finding }) => finding),
    })),
  };
  const name = `${result.startedAt.replaceAll(/[:.]/g, '-')}.json`;
  replaceFile(join(shelf, name), `${JSON.stringify({ ...kept, digest: digestOf(kept) })}\n`);
  for (const old of filesIn(shelf).slice(0, -KEPT)) rmSync(old, { force: true });
}

/** Whether a run is one that others are compared with: a whole one. */
export function belongsInHistory({ word, shard, verified }: ConformanceResult): boolean {
  return word !== 'PARTIAL' && shard === undefined && verified.verified > 0;
}

type Tenant = ConformanceResult['tenant'];

function identityOf({ tenant, partition, environment }: Tenant): string {
  return [tenant, partition ?? '', environment ?? ''].map((fact) => String(fact).toLowerCase()).join('\n');
}

function sameTenant(one: Tenant, other: Tenant): boolean {
  return identityOf(one) === identityOf(other);
}

/** The folder of one tenant and environment. */
function shelfOf(tenant: Tenant): string {
  const address = String(tenant.tenant);
  const host = URL.canParse(address) ? new URL(address).hostname : address;
  const words = [tenant.environment, host].filter((word) => word !== undefined).map((word) => String(word));
  const digest = createHash('sha256').update(identityOf(tenant)).digest('hex').slice(0, 8);
  return `${words.join('-').replaceAll(/[^\w.-]+/g, '-')}-${digest}`;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
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

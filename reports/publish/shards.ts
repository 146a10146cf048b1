import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConformanceResult, FailOn, ProfileResult } from '../verdict/result.ts';
import type { Selection } from '../verdict/selection.ts';
import { RESULT_FILE, RUN_FOLDER, replaceFile } from './files.ts';
import { readJsonFile, readStoredResult, UnusableFile } from './stored.ts';

/** What all shards of a run have in common, as the reporter was told. */
export interface ShardOptions {
  readonly failOn: FailOn;
  readonly failOnIds: readonly string[];
  readonly strict: boolean;
  readonly selection: Selection;
  readonly command: string;
  readonly profile?: ProfileResult;
}

/** One part of a run, as its folder tells. */
export interface Shard {
  readonly folder: string;
  readonly options: ShardOptions;
  readonly result: ConformanceResult;
}

const SHARD_FOLDER = /^shard-\d+-of-\d+$/;
const OPTIONS_FILE = 'shard.json';
/** Folder of Playwright's blob report inside the results folder of a shard. */
export const BLOB_FOLDER = 'blob';

/** Leaves in the folder of a shard what merging needs to know. */
export function writeShardOptions(out: string, options: ShardOptions): void {
  mkdirSync(join(out, RUN_FOLDER), { recursive: true });
  replaceFile(join(out, RUN_FOLDER, OPTIONS_FILE), JSON.stringify(options));
}

/**
 * Reads the folders of all shards of one run. A folder that holds no result stands for the folders of shards in it.
 * @throws UnusableFile with one sentence when a shard is missing, given twice, or of another run
 */
export function readShards(folders: readonly string[]): readonly Shard[] {
  const shards = folders.flatMap(expand).map(readShard);
  const [first] = shards;
  if (first === undefined)
    throw new UnusableFile(`${folders.join(', ')} hold no shard; name the folders that runs with --shard wrote.`);
  const total = Number(first.result.shard?.split('/')[1]);
  for (const { folder, result, options } of shards) {
    const differs = differenceTo(first, result, options, total);
    if (differs !== undefined)
      throw new UnusableFile(
        `${folder} belongs to another run than ${first.folder}: ${differs}; name the shards of one run.`,
      );
  }
  const numbers = shards.map(({ result }) => Number(result.shard?.split('/')[0]));
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) throw new UnusableFile(`Shard ${twice}/${total} is given twice; name each folder once.`);
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((number) => !numbers.includes(number));
  if (missing.length > 0)
    throw new UnusableFile(
      `Shard ${missing.map((number) => `${number}/${total}`).join(', ')} is missing; run it, or name its folder as well.`,
    );
  return shards.toSorted(
    (a, b) => Number.parseInt(a.result.shard ?? '', 10) - Number.parseInt(b.result.shard ?? '', 10),
  );
}

function expand(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new UnusableFile(
      `${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); name a folder that a run with --shard wrote.`,
    );
  }
  if (names.includes(RESULT_FILE) && !names.some((name) => SHARD_FOLDER.test(name))) return [folder];
  return names.filter((name) => SHARD_FOLDER.test(name)).map((name) => join(folder, name));
}

function readShard(folder: string): Shard {
  const result = readStoredResult(join(folder, RESULT_FILE));
  if (result.shard === undefined)
    throw new UnusableFile(`${folder} holds a whole run, not a shard; name folders that runs with --shard wrote.`);
  const path = join(folder, RUN_FOLDER, OPTIONS_FILE);
  const options = readJsonFile(path, 'the folder of a shard, whole') as ShardOptions;
  if (typeof options !== 'object' || options === null || typeof options.selection !== 'object')
    throw new UnusableFile(`${path} does not hold the options of a shard; use the folder as the run wrote it.`);
  return { folder: resolve(folder), options, result };
}

function differenceTo(
  first: Shard,
  result: ConformanceResult,
  options: ShardOptions,
  total: number,
): string | undefined {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['number of shards', total, Number(result.shard?.split('/')[1])],
    ['suite', first.result.suite.version, result.suite.version],
    ['document', first.result.document.digest, result.document.digest],
    ['seed (give all shards the same --seed)', first.result.seed, result.seed],
    ['tenant', first.result.tenant.tenant, result.tenant.tenant],
    ['organization', first.result.tenant.partition, result.tenant.partition],
    ['profile', first.options.profile?.digest, options.profile?.digest],
    ['set of options', JSON.stringify(first.options), JSON.stringify(options)],
  ];
  const differing = pairs.find(([, a, b]) => a !== b);
  return differing === undefined ? undefined : `the ${differing[0]} differs`;
}

import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { outFolder } from '../../fixtures/preflight/settings.ts';
import { ALLURE_FOLDER, completeAllure, GATE_FILE } from '../../reports/formats/allure.ts';
import { RUN_FOLDER, readResult } from '../../reports/publish/files.ts';
import { BLOB_FOLDER, readShards, type Shard } from '../../reports/publish/shards.ts';
import { UnusableFile } from '../../reports/publish/stored.ts';
import type { ReporterOptions } from '../../reports/reporter.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import { readGateFiles } from '../../reports/verdict/gate-files.ts';
import { historyOf } from '../run-options.ts';
import { unusable, type VerbOutcome } from './outcome.ts';
import { modulePath, PLAYWRIGHT_CLI } from './processes.ts';

/** Makes one run of its shards: the verdict and the reports that the whole would have had. */
export async function merge(
  folders: readonly string[],
  flags: { readonly out?: string; readonly waivers?: string; readonly baseline?: string },
): Promise<VerbOutcome> {
  const { problems } = readGateFiles(flags);
  if (problems.length > 0) return unusable(...problems);
  const blobs = mkdtempSync(join(tmpdir(), 'conformance-merge-'));
  try {
    const shards = readShards(folders);
    for (const [index, { folder }] of shards.entries()) collect(folder, blobs, index);
    const out = resolve(flags.out ?? outFolder(process.env));
    if (shards.some(({ folder }) => folder === out))
      return unusable(`${out} is the folder of a shard; give another one with --out.`);
    const code = await mergeReports(blobs, optionsFor(shards, out, flags));
    for (const { folder } of shards) addAllureResults(folder, out);
    const result = readResult(out);
    if (result !== undefined) completeAllure(out, result);
    return result === undefined
      ? { code: code === 0 ? 2 : (code ?? 2), problems: ['The shards could not be merged; the reason stands above.'] }
      : { code: exitCodeOf(result) };
  } catch (error) {
    if (error instanceof UnusableFile) return unusable(error.message);
    throw error;
  } finally {
    rmSync(blobs, { recursive: true, force: true });
  }
}

function collect(folder: string, blobs: string, index: number): void {
  const from = join(folder, BLOB_FOLDER);
  const names = existsSync(from) ? readdirSync(from).filter((name) => name.endsWith('.zip')) : [];
  if (names.length !== 1)
    throw new UnusableFile(
      `${from} holds ${names.length} blob reports instead of one; repeat that shard into an empty folder.`,
    );
  copyFileSync(join(from, names[0] ?? ''), join(blobs, `${index}.zip`));
}

/** Allure merges what lies in one folder by itself; its reporter cannot take part in Playwright's merging. */
function addAllureResults(folder: string, out: string): void {
  const [from, to] = [folder, out].map((one) => join(one, ALLURE_FOLDER)) as [string, string];
  // The gate of a shard is none of the run.
  const filter = (path: string): boolean => basename(path) !== GATE_FILE;
  if (existsSync(from)) cpSync(from, to, { recursive: true, filter });
}

function optionsFor(
  shards: readonly Shard[],
  out: string,
  { waivers, baseline }: { readonly waivers?: string; readonly baseline?: string },
): ReporterOptions | undefined {
  const [first] = shards;
  if (first === undefined) return undefined;
  const begun = shards.map(({ result }) => Date.parse(result.startedAt));
  const ended = shards.map(({ result }) => Date.parse(result.startedAt) + result.durationMs);
  return {
    ...first.options,
    out,
    seed: first.result.seed,
    tenant: first.result.tenant,
    ...historyOf({ tenant: { kind: first.result.tenant.partition === undefined ? 'embedded' : 'live' }, out }),
    ...(waivers !== undefined && { waivers: resolve(waivers) }),
    ...(baseline !== undefined && { baseline: resolve(baseline) }),
    merged: {
      records: shards.map(({ folder }) => join(folder, RUN_FOLDER)),
      startedAt: new Date(Math.min(...begun)).toISOString(),
      durationMs: Math.max(...ended) - Math.min(...begun),
    },
  };
}

function mergeReports(blobs: string, options: ReporterOptions | undefined): Promise<number | null> {
  const config = modulePath('reports/publish/merge.config');
  const child = spawn(process.execPath, [PLAYWRIGHT_CLI, 'merge-reports', '--config', config, blobs], {
    stdio: 'inherit',
    env: { ...process.env, CONFORMANCE_MERGE: JSON.stringify(options) },
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inventoryText } from '../../specs/catalogue/document.ts';
import type { ConformanceResult } from '../verdict/result.ts';
import { workerFiles } from '../verdict/worker-records.ts';

/** Name of the result file inside the results folder. */
export const RESULT_FILE = 'conformance.json';
/** Name of the file with everything that a run saw, from which its result can be derived again. */
export const EVIDENCE_FILE = 'evidence.json';
/** Reports that are files of their own inside the results folder. */
export const REPORT_FILES = [
  'report.html',
  'junit.xml',
  'ctrf.json',
  'conformance.sarif',
  'exchanges.har',
  'summary.md',
  'badge.svg',
  'metrics.prom',
] as const;
/** Folder of the workers' records inside the results folder. */
export const RUN_FOLDER = 'run';

/** Writes the result so that a reader sees the old one, none, or the whole new one; returns its path. */
export function writeResult(out: string, result: ConformanceResult): string {
  mkdirSync(out, { recursive: true });
  const path = join(out, RESULT_FILE);
  replaceFile(path, `${JSON.stringify({ ...result, digest: digestOf(result) }, null, 2)}\n`);
  return path;
}

/** Writes a file in one step, as readers see it. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes something into the folder for results.
 * @returns a sentence where that is not possible: who collects the results must notice
 */
export function storing(name: string, write: () => void): readonly string[] {
  try {
    write();
    return [];
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    return [
      `CONFORMANCE_OUT: ${basename(name)} could not be written (${code}); make room, or set it to another folder.`,
    ];
  }
}

/** SHA-256, in hexadecimal, of a value as JSON with sorted keys and no white space; a member `digest` at the top does not count. */
export function digestOf(value: object): string {
  const { digest: _, ...rest } = value as { digest?: unknown };
  return createHash('sha256').update(canonical(rest)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** Reads a result; undefined when there is none that can be read. */
export function readResult(out: string): ConformanceResult | undefined {
  try {
    return JSON.parse(readFileSync(join(out, RESULT_FILE), 'utf8')) as ConformanceResult;
  } catch {
    return undefined;
  }
}

/** Removes what the previous run left, and only files that runs make: a refused or crashed run must not show yesterday's verdict. */
export function removeStaleResults(out: string): void {
  for (const name of [RESULT_FILE, EVIDENCE_FILE, ...REPORT_FILES]) rmSync(join(out, name), { force: true });
  for (const name of workerFiles(join(out, RUN_FOLDER))) rmSync(join(out, RUN_FOLDER, name), { force: true });
  const allure = join(out, 'allure-results');
  for (const name of entries(allure))
    if (/^[0-9a-f-]{32,36}-(result|container|attachment)\b/.test(name)) rmSync(join(allure, name), { force: true });
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Name and version of the suite, and the document that it judges by. */
export function identity(): Pick<ConformanceResult, 'suite' | 'document'> {
  const { name, version } = readJson('../../package.json') as { name: string; version: string };
  const { title, edition, digest } = (JSON.parse(inventoryText()) as Pick<ConformanceResult, 'document'>).document;
  return { suite: { name, version }, document: { title, edition, digest } };
}

function readJson(relative: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(relative, import.meta.url)), 'utf8'));
}

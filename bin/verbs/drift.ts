import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { type DriftReport, formatDrift, NotThisPage, reportDrift } from '../../schemas/document/drift.ts';
import { loadInventory } from '../../schemas/document/inventory.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { notTestable } from '../../specs/catalogue/not-testable.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';

/** Twenty times the published page. */
const LARGEST_BYTES = 256 * 1024;
const WANTED = "name the page's published Markdown form";

/**
 * Compares a page of the documentation with the catalogue.
 * @param file the page, `-` for standard input
 * @returns code 0 without drift, 1 when the contract has changed, 2 for a file that cannot be used
 */
export async function drift(file: string, flags: { readonly json?: boolean }): Promise<VerbOutcome> {
  const read = readSource(file);
  if ('problem' in read) return unusable(read.problem);
  let report: DriftReport;
  try {
    report = reportDrift(read.text, { requirements, notTestable, inventory: loadInventory() });
  } catch (error) {
    if (error instanceof NotThisPage) return unusable(`${read.name} ${error.message}; ${WANTED}.`);
    throw error;
  }
  print(flags.json === true ? JSON.stringify(report, null, 2) : formatDrift(report));
  return { code: report.drifts.length > 0 ? 1 : 0 };
}

function readSource(file: string): { readonly name: string; readonly text: string } | { readonly problem: string } {
  const name = file === '-' ? 'standard input' : file;
  const problem = (what: string) => ({ problem: `${name} ${what}; ${WANTED}.` });
  let bytes: Buffer;
  try {
    bytes = readSome(file);
  } catch (error) {
    return problem(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (bytes.length > LARGEST_BYTES) return problem(`is larger than ${LARGEST_BYTES / 1024} KiB`);
  const text = decode(bytes);
  if (text === undefined) return problem('is not text in UTF-8 or UTF-16');
  if (text.trim() === '') return problem('is empty');
  if (/^\s*<(?:!doctype html|html|head|body)\b/i.test(text)) return problem('is a web page (HTML)');
  return { name, text };
}

/** The file, or so much of it that it is known to be too large; devices and pipes may have no end. */
function readSome(file: string): Buffer {
  const from = file === '-' ? 0 : openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(LARGEST_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(from, buffer, length, buffer.length - length, null);
    return buffer.subarray(0, length);
  } finally {
    if (from !== 0) closeSync(from);
  }
}

/** Text in UTF-8, or in UTF-16 with a byte order mark, as Windows writes it; undefined for anything else. */
function decode(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 'feff') return new TextDecoder('utf-16be').decode(bytes);
  return bytes.includes(0) || !isUtf8(bytes) ? undefined : bytes.toString('utf8');
}

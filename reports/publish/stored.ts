import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { ConformanceResult } from '../verdict/result.ts';
import { digestOf } from './files.ts';

/** A file that cannot be used; the message is one sentence that names it. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

// Every verb comes by here, and most of them validate nothing.
const require = createRequire(import.meta.url);
let validate: ValidateFunction | undefined;

/**
 * Reads a result that an earlier run wrote, and makes sure that it is whole and as that run left it.
 * @throws UnusableFile with one sentence
 */
export function readStoredResult(path: string): ConformanceResult {
  const value = readJsonFile(path, 'a conformance.json');
  const { formatVersion: format, requirements } = (value ?? {}) as { formatVersion?: unknown; requirements?: unknown };
  // Evidence counts its formats by itself.
  if (requirements !== undefined && typeof format === 'string' && /^1\.\d+$/.test(format))
    throw new UnusableFile(
      `${path} is of format ${format}, which earlier versions of the suite wrote, and this one reads 2.0; repeat the run that wrote it.`,
    );
  validate ??= compile();
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    throw new UnusableFile(
      `${path} is not a result of this suite (${first?.instancePath || 'top'} ${first?.message ?? 'differs'}); name a conformance.json as a run wrote it.`,
    );
  }
  const result = value as ConformanceResult;
  if (result.digest === undefined)
    throw new UnusableFile(
      `${path} has no digest, so it cannot be told whether it is whole; repeat the run that wrote it.`,
    );
  if (result.digest !== digestOf(result))
    throw new UnusableFile(`${path} does not match its own digest: it was altered after the run; use the original.`);
  return result;
}

/** @throws UnusableFile when the file is missing, unreadable or not JSON */
export function readJsonFile(path: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableFile(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}); name ${what}.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnusableFile(`${path} is not JSON, or was cut short; name ${what}.`);
  }
}

function compile(): ValidateFunction {
  const schema = fileURLToPath(new URL('../../schemas/files/conformance.schema.json', import.meta.url));
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false });
  (require('ajv-formats') as typeof import('ajv-formats').default)(ajv);
  return ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
}

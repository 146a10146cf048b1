import { createRequire } from 'node:module';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { PARTS, PAYLOADS, type PayloadName, readSchema, schemaFile } from './index.ts';
import { toViolations, type Violation } from './violations.ts';

export type { PayloadName } from './index.ts';
export type { Violation } from './violations.ts';

/** Judges one value by the schema of a payload. */
export type Validate = (name: PayloadName, value: unknown) => readonly Violation[];

/** The last hours of the year 9999 in a zone ahead of UTC: a legal instant that RFC 3339 cannot write there. */
const AFTER_THE_LAST_YEAR = /^\+?0?10000-01-01T(?=.*\+)/;

// ajv costs more to load than all else here, and a Playwright worker that validates nothing should not pay for it.
const require = createRequire(import.meta.url);

/**
 * Compares a value with the schema of a documented payload.
 * @param name the payload, e.g. `create` for the body of 201 and `create.request` for what is sent
 * @param value parsed JSON
 * @returns every violation, in the order of the schema; empty when the value conforms
 */
export const validate: Validate = validator({}, true);

/**
 * A `validate` with some schemas replaced, by which the proof loosens one keyword at a time.
 * @param overrides schemas by the name of their file, e.g. `client.schema.json`
 * @throws Error when an override names no schema file
 */
export function compileWith(overrides: Readonly<Record<string, object>>): Validate {
  const files: readonly string[] = [...PAYLOADS, ...PARTS].map(schemaFile);
  const unknown = Object.keys(overrides).filter((file) => !files.includes(file));
  if (unknown.length > 0)
    throw new Error(`No schema file is called ${unknown.join(', ')}; there are ${files.join(', ')}.`);
  return validator(overrides, false);
}

function validator(overrides: Readonly<Record<string, object>>, strict: boolean): Validate {
  let ajv: Ajv2020 | undefined;
  const compiled = new Map<PayloadName, ValidateFunction>();
  return (name, value) => {
    ajv ??= createAjv(overrides, strict);
    let check = compiled.get(name);
    if (check === undefined) {
      check = ajv.getSchema(schemaId(name)) as ValidateFunction;
      compiled.set(name, check);
    }
    return check(value) ? [] : toViolations(check.errors ?? [], value);
  };
}

function schemaId(name: PayloadName): string {
  return String(readSchema(name).$id);
}

function createAjv(overrides: Readonly<Record<string, object>>, strict: boolean): Ajv2020 {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const { fullFormats } = require('ajv-formats/dist/formats.js') as {
    fullFormats: Record<string, { validate: (text: string) => boolean }>;
  };
  const dateTime = fullFormats['date-time'];
  if (dateTime === undefined) throw new Error('ajv-formats no longer knows date-time.');
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: false,
    // The 2020-12 meta-schema costs half of the start-up; a test holds the schemas against it instead.
    meta: false,
    validateSchema: false,
    strict,
    // A 200 of update may be any JSON value, and detail narrows what client declares: types stand apart from properties.
    strictTypes: false,
    strictRequired: false,
    formats: { 'date-time': (text: string) => dateTime.validate(text.replace(AFTER_THE_LAST_YEAR, '9999-12-31T')) },
  });
  for (const name of [...PAYLOADS, ...PARTS])
    ajv.addSchema(overrides[schemaFile(name)] ?? readSchema(name), String(readSchema(name).$id));
  return ajv;
}

import { readFileSync } from 'node:fs';

/**
 * The payloads that the document prints, by operation; `.request` marks what is sent. `newSecretString` is what the page
 * prints under "Generate a new secret". Each one is a file `{name}.schema.json` in this folder.
 */
export const PAYLOADS = [
  'list',
  'list.request',
  'get',
  'get.request',
  'create',
  'create.request',
  'update',
  'update.request',
  'delete.request',
  'newSecretString',
  'newSecretString.request',
  'generateSecret',
  'generateSecret.request',
  'deleteSecret.request',
] as const;

export type PayloadName = (typeof PAYLOADS)[number];

/** What several payloads share; referenced by them, never a payload of its own. */
export const PARTS = ['client', 'clientDetail', 'resource', 'scope', 'requestedScope', 'secret'] as const;

export type PartName = (typeof PARTS)[number];

/** A JSON Schema as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Name of the file of a payload or part, which is also how the schemas refer to each other. */
export function schemaFile(name: PayloadName | PartName): string {
  return `${name}.schema.json`;
}

/** Reads the schema of a payload or part from its file. */
export function readSchema(name: PayloadName | PartName): JsonSchema {
  return JSON.parse(readFileSync(new URL(schemaFile(name), import.meta.url), 'utf8')) as JsonSchema;
}

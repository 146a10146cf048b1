import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { bundleSchemas } from './bundle.ts';
import type { JsonSchema } from './payloads/index.ts';

/** Files of ours whose schemas are types as well. */
const FILES = ['settings', 'conformance'] as const;
const STYLE = { singleQuote: true, printWidth: 120 };

const BANNER = [
  '/**',
  ' * Payloads of the External Client API as types.',
  ' * Written by schemas/generate.ts from the *.schema.json files beside it; edit those.',
  ' */',
].join('\n');

/** The text of `schemas/payloads/types.ts`, as the schema files demand it. */
async function generateTypes(): Promise<string> {
  const schemas = Object.entries(bundleSchemas('#/definitions'));
  const definitions = Object.fromEntries(schemas.map(([name, schema]) => [name, forTypes(name, schema)]));
  const text = await compile({ title: 'Payloads', definitions } as JSONSchema, 'Payloads', {
    additionalProperties: false,
    bannerComment: BANNER,
    unreachableDefinitions: true,
    style: STYLE,
  });
  // The generator wants a root type and leaves a trace of it in every comment; neither says anything.
  return text
    .replace(/export interface Payloads \{[^}]*\}\n/, '')
    .replaceAll(/ \*\n \* This interface was referenced by[^/]*\*\//g, ' */')
    .replaceAll(/\n \*\n \*\//g, '\n */');
}

/** The title would become the name of the type; a reference beside other keywords would be copied instead of named. */
function forTypes(name: string, schema: JsonSchema): JsonSchema {
  const { examples: _examples, $ref, ...rest } = schema;
  return { ...rest, title: name, ...(typeof $ref === 'string' && { allOf: [{ $ref }] }) };
}

/** The types of a file of ours, as its schema demands it; nobody changes what was read. */
async function generateFile(name: string): Promise<string> {
  const { $id: _id, ...schema } = JSON.parse(
    readFileSync(new URL(`files/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  const text = await compile(inlineUntitled(schema, schema.$defs) as JSONSchema, name, {
    bannerComment: `/** Written by schemas/generate.ts from ${name}.schema.json; edit that. */`,
    style: STYLE,
  });
  return text
    .replaceAll(/^( +)([\w$]+\??|\[k: string\]): /gm, '$1readonly $2: ')
    .replaceAll(/: (\w+)\[\];/g, ': readonly $1[];')
    .replaceAll(/\n \*\n \*\//g, '\n */');
}

/** A definition without a title is not worth a type: it is put where it is referred to. */
function inlineUntitled(value: unknown, definitions: Readonly<Record<string, JsonSchema>> = {}): unknown {
  if (Array.isArray(value)) return value.map((one) => inlineUntitled(one, definitions));
  if (value === null || typeof value !== 'object') return value;
  const { $ref, ...rest } = value as JsonSchema;
  const named = typeof $ref === 'string' ? definitions[$ref.replace('#/$defs/', '')] : undefined;
  const own = Object.entries(rest).map(([key, one]) => [key, inlineUntitled(one, definitions)]);
  const isInlined = named !== undefined && named.title === undefined;
  return { ...(isInlined ? named : $ref !== undefined && { $ref }), ...Object.fromEntries(own) };
}

const wanted = [[new URL('payloads/types.ts', import.meta.url), await generateTypes()] as const];
for (const name of FILES) wanted.push([new URL(`files/${name}.ts`, import.meta.url), await generateFile(name)]);
for (const [url, text] of wanted) {
  const path = fileURLToPath(url);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${path} differs from its schema; write it anew with: npm run schemas\n`);
    process.exitCode = 1;
  }
}

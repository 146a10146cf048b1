import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { JsonSchema } from './payloads/index.ts';

/** Files of ours whose schemas are types as well. */
const FILES = ['settings', 'conformance'] as const;
const STYLE = { singleQuote: true, printWidth: 120 };

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

for (const name of FILES) {
  const path = fileURLToPath(new URL(`files/${name}.ts`, import.meta.url));
  const text = await generateFile(name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${path} differs from its schema; write it anew with: npm run schemas\n`);
    process.exitCode = 1;
  }
}

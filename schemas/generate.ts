import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { bundleSchemas } from './bundle.ts';
import type { JsonSchema } from './payloads/index.ts';

const OUT = fileURLToPath(new URL('payloads/types.ts', import.meta.url));

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
    style: { singleQuote: true, printWidth: 120 },
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

const wanted = await generateTypes();
if (process.argv.includes('--check')) {
  if (!existsSync(OUT) || readFileSync(OUT, 'utf8') !== wanted) {
    process.stderr.write(
      'schemas/payloads/types.ts differs from the schema files; write it anew with: npx tsx schemas/generate.ts\n',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(OUT, wanted);
}

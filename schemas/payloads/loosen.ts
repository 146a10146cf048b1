import { type JsonSchema, PARTS, PAYLOADS, readSchema, schemaFile } from './index.ts';

/** A schema file with one assertion taken out. */
export interface Loosening {
  /** File, place and assertion, e.g. `client.schema.json#/required/name`. */
  readonly id: string;
  readonly file: string;
  /** The altered schema; hand `{ [file]: schema }` to `compileWith`. */
  readonly schema: JsonSchema;
}

/** Keywords that assert something by themselves; `properties` only leads to others. */
const ASSERTIONS = ['type', 'format', 'minLength', '$ref'];

/** Every schema with every single assertion taken out, one at a time. */
export function loosenings(): readonly Loosening[] {
  return [...PARTS, ...PAYLOADS].flatMap((name) => {
    const file = schemaFile(name);
    return pointers(readSchema(name), []).map((path) => ({
      id: `${file}#/${path.map(String).join('/')}`,
      file,
      schema: without(readSchema(name), path),
    }));
  });
}

type Path = readonly (string | number)[];

function pointers(schema: unknown, path: Path): readonly Path[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const here = [...path, keyword];
    if (ASSERTIONS.includes(keyword)) return [here];
    if (keyword === 'required') return (value as readonly string[]).map((_, index) => [...here, index]);
    if (keyword === 'properties')
      return Object.entries(value as object).flatMap(([name, member]) => pointers(member, [...here, name]));
    if (keyword === 'items') return pointers(value, here);
    if (keyword === 'allOf')
      return (value as readonly unknown[]).flatMap((member, index) => pointers(member, [...here, index]));
    return [];
  });
}

function without(schema: JsonSchema, path: Path): JsonSchema {
  const copy = structuredClone(schema);
  let parent: Record<string | number, unknown> = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

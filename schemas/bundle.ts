import { type JsonSchema, PARTS, PAYLOADS, type PartName, type PayloadName, readSchema } from './payloads/index.ts';

const NAMES: readonly (PayloadName | PartName)[] = [...PARTS, ...PAYLOADS];

/** Name of a payload or part as a type: `create.request` is `CreateRequest`, `create` is `CreateResponse`, `client` is `Client`. */
export function typeName(name: PayloadName | PartName): string {
  const base = name.replace('.request', '');
  const pascal = base.charAt(0).toUpperCase() + base.slice(1);
  if (PARTS.some((part) => part === name)) return pascal;
  return `${pascal}${name.endsWith('.request') ? 'Request' : 'Response'}`;
}

/**
 * All schemas in one object, by type name, without `$id` and `$schema`.
 * @param place where the object will stand, e.g. `#/components/schemas`; references between the schemas point there
 */
export function bundleSchemas(place: string): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    NAMES.map((name) => {
      const { $id: _id, $schema: _schema, ...schema } = readSchema(name);
      return [typeName(name), relocate(schema, place) as JsonSchema];
    }),
  );
}

function relocate(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((item) => relocate(item, place));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === '$ref' && typeof member === 'string' ? [key, target(member, place)] : [key, relocate(member, place)],
    ),
  );
}

/** `client.schema.json#/properties/id` becomes `{place}/Client/properties/id`. */
function target(ref: string, place: string): string {
  const [file = '', pointer = ''] = ref.split('#');
  const name = NAMES.find((candidate) => `${candidate}.schema.json` === file);
  if (name === undefined) throw new Error(`A schema refers to ${ref}, which is not one of the files in schemas/.`);
  return `${place}/${typeName(name)}${pointer}`;
}

/** Type of a member as a printed sample shows it. */
type SampleType = 'string' | 'date-time' | 'integer' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** One member of a printed JSON sample; items of arrays share the path of their array. */
export interface SampleField {
  /** Names of the members from the root, joined by `/`; empty for the sample as a whole. */
  readonly path: string;
  readonly type: SampleType | `array of ${SampleType}`;
  /** The printed word where it is a value of an enumeration rather than filler. */
  readonly sample?: string;
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** One word that is no filler: neither `string` nor the name of an identifier. */
const ENUMERATION_WORD = /^(?!string$)(?!\w*Id$)[A-Za-z]+$/;

/**
 * Reads a JSON sample as the page prints it: labels may stand before it, commas at line ends and closing brackets may be missing.
 * @returns its members; undefined when the text is no JSON even so
 */
export function readSample(text: string): readonly SampleField[] | undefined {
  const start = text.search(/^[ \t]*[{["]/m);
  if (start < 0) return undefined;
  const json = text.slice(start).replaceAll(/(["\d}\]]|true|false|null)[ \t]*\n(?=\s*")/g, '$1,\n');
  try {
    const fields = new Map<string, SampleField>();
    collect(JSON.parse(json + missingBrackets(json)), '', fields);
    return [...fields.values()];
  } catch {
    return undefined;
  }
}

function missingBrackets(json: string): string {
  const open: string[] = [];
  for (const bracket of json.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '').match(/[{}[\]]/g) ?? []) {
    if (bracket === '{' || bracket === '[') open.push(bracket === '{' ? '}' : ']');
    else open.pop();
  }
  return open.reverse().join('');
}

function collect(value: unknown, path: string, fields: Map<string, SampleField>): void {
  const known = fields.get(path);
  if (known === undefined || known.type === 'array') fields.set(path, describe(value, path));
  for (const one of Array.isArray(value) ? value : [value])
    if (typeof one === 'object' && one !== null)
      for (const [name, member] of Object.entries(one)) collect(member, path === '' ? name : `${path}/${name}`, fields);
}

function describe(value: unknown, path: string): SampleField {
  const word = typeof value === 'string' && ENUMERATION_WORD.test(value) ? value : undefined;
  const first = Array.isArray(value) ? value[0] : undefined;
  const type = first === undefined ? typeOf(value) : (`array of ${typeOf(first)}` as const);
  return word === undefined ? { path, type } : { path, type, sample: word };
}

function typeOf(value: unknown): SampleType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return DATE_TIME.test(value) ? 'date-time' : 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

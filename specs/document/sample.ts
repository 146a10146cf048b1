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

export interface Sample {
  readonly fields: readonly SampleField[];
  /** What keeps the sample from being JSON, e.g. `missing comma`. */
  readonly defects: readonly string[];
}

interface Node {
  readonly type: SampleType;
  readonly text?: string;
  readonly members?: ReadonlyMap<string, Node>;
  readonly items?: readonly Node[];
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b|\S/g;
const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** One word that is no filler: neither `string` nor the name of an identifier. */
const ENUMERATION_WORD = /^(?!string$)(?!\w*Id$)[A-Za-z]+$/;

/**
 * Reads a JSON sample as documentation prints it: commas and closing brackets may be missing, labels of the panel it was
 * copied from may precede it.
 * @returns `undefined` when the text holds no JSON at all
 */
export function readSample(text: string): Sample | undefined {
  const start = text.search(/^[ \t]*[{["]/m);
  if (start < 0) return undefined;
  const defects = new Set<string>();
  if (text.slice(0, start).trim() !== '') defects.add('labels before the sample');
  const tokens = text.slice(start).match(TOKEN) ?? [];
  const reader = new Reader(tokens, defects);
  const root = reader.value();
  if (root === undefined) return undefined;
  const fields = new Map<string, SampleField>();
  collect(root, '', fields);
  return { fields: [...fields.values()], defects: [...defects] };
}

class Reader {
  #position = 0;
  readonly #tokens: readonly string[];
  readonly #defects: Set<string>;

  constructor(tokens: readonly string[], defects: Set<string>) {
    this.#tokens = tokens;
    this.#defects = defects;
  }

  value(): Node | undefined {
    const token = this.#next();
    if (token === undefined) return undefined;
    if (token === '{') return this.#object();
    if (token === '[') return this.#array();
    if (token.startsWith('"')) return stringNode(token.slice(1, -1));
    if (token === 'true' || token === 'false') return { type: 'boolean' };
    if (token === 'null') return { type: 'null' };
    if (/^-?\d/.test(token)) return { type: /^-?\d+$/.test(token) ? 'integer' : 'number' };
    this.#defects.add('unknown text in the sample');
    return this.value();
  }

  #object(): Node {
    const members = new Map<string, Node>();
    for (
      let token = this.#open('}', members.size > 0);
      token !== undefined;
      token = this.#open('}', members.size > 0)
    ) {
      this.#position++;
      if (!token.startsWith('"')) {
        this.#defects.add('unknown text in the sample');
        continue;
      }
      if (this.#peek() === ':') this.#position++;
      else this.#defects.add('missing colon');
      const value = this.value();
      if (value !== undefined) members.set(token.slice(1, -1), value);
    }
    return { type: 'object', members };
  }

  #array(): Node {
    const items: Node[] = [];
    while (this.#open(']', items.length > 0) !== undefined) {
      const value = this.value();
      if (value !== undefined) items.push(value);
    }
    return { type: 'array', items };
  }

  /** Moves to the next member or item and returns its first token, or `undefined` past the closing bracket. */
  #open(close: string, afterFirst: boolean): string | undefined {
    let comma = false;
    while (this.#peek() === ',') {
      comma = true;
      this.#position++;
    }
    const token = this.#peek();
    if (token === close) {
      if (comma) this.#defects.add('trailing comma');
      this.#position++;
      return undefined;
    }
    if (token === undefined || token === '}' || token === ']') {
      this.#defects.add('missing closing bracket');
      return undefined;
    }
    if (afterFirst && !comma) this.#defects.add('missing comma');
    return token;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #next(): string | undefined {
    return this.#tokens[this.#position++];
  }
}

function stringNode(text: string): Node {
  return { type: DATE_TIME.test(text) ? 'date-time' : 'string', text };
}

function collect(node: Node, path: string, fields: Map<string, SampleField>): void {
  const known = fields.get(path);
  if (known === undefined || known.type === 'array') fields.set(path, describeNode(node, path));
  for (const [name, member] of node.members ?? []) collect(member, path === '' ? name : `${path}/${name}`, fields);
  for (const item of node.items ?? []) {
    for (const [name, member] of item.members ?? []) collect(member, path === '' ? name : `${path}/${name}`, fields);
  }
}

function describeNode(node: Node, path: string): SampleField {
  const item = node.items?.[0];
  const type = item === undefined ? node.type : (`array of ${item.type}` as const);
  const word = node.text !== undefined && ENUMERATION_WORD.test(node.text) ? node.text : undefined;
  return word === undefined ? { path, type } : { path, type, sample: word };
}

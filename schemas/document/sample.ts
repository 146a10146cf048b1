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
  /** Lines of the members by their path, as seen from the first line of the text, which is 0. */
  readonly lines: ReadonlyMap<string, number>;
}

interface Node {
  readonly type: SampleType;
  readonly line: number;
  readonly text?: string;
  readonly members?: ReadonlyMap<string, Node>;
  readonly items?: readonly Node[];
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_][\w-]*|\S/g;
/** Deeper than any payload; keeps a made-up file from exhausting the stack. */
const DEEPEST = 50;
/** Names of types that stand for a value, without quotation marks. */
const TYPE_NAMES: Readonly<Record<string, SampleType>> = {
  string: 'string',
  boolean: 'boolean',
  bool: 'boolean',
  integer: 'integer',
  int: 'integer',
  number: 'number',
};
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
  const reader = new Reader(tokensOf(text, start), defects);
  const root = reader.value();
  if (root === undefined) return undefined;
  const fields = new Map<string, SampleField>();
  const lines = new Map<string, number>();
  collect(root, '', fields, lines);
  return { fields: [...fields.values()], defects: [...defects], lines };
}

interface SampleToken {
  readonly text: string;
  readonly line: number;
}

function tokensOf(text: string, start: number): readonly SampleToken[] {
  let [line, position] = [0, 0];
  return [...text.slice(start).matchAll(TOKEN)].map((match) => {
    const index = start + match.index;
    for (; position < index; position++) if (text[position] === '\n') line++;
    return { text: match[0], line };
  });
}

class Reader {
  #position = 0;
  #depth = 0;
  readonly #tokens: readonly SampleToken[];
  readonly #defects: Set<string>;

  constructor(tokens: readonly SampleToken[], defects: Set<string>) {
    this.#tokens = tokens;
    this.#defects = defects;
  }

  value(): Node | undefined {
    const token = this.#peek();
    if (token === undefined || /^[,}\]]$/.test(token.text)) {
      this.#defects.add('missing value');
      return undefined;
    }
    this.#position++;
    const { text, line } = token;
    if (text === '{' || text === '[') return this.#nested(text, line);
    if (text.startsWith('"')) return { ...stringNode(text.slice(1, -1)), line };
    if (text === 'true' || text === 'false') return { type: 'boolean', line };
    if (text === 'null') return { type: 'null', line };
    if (/^-?\d/.test(text)) return { type: /^-?\d+$/.test(text) ? 'integer' : 'number', line };
    this.#defects.add('unknown text in the sample');
    const type = TYPE_NAMES[text.toLowerCase()];
    return /^[a-z]/i.test(text) ? { ...(type === undefined ? stringNode(text) : { type }), line } : this.value();
  }

  #nested(bracket: '{' | '[', line: number): Node {
    if (this.#depth >= DEEPEST) throw new Error(`A sample is nested more than ${DEEPEST} levels deep.`);
    this.#depth++;
    const node = bracket === '{' ? this.#object(line) : this.#array(line);
    this.#depth--;
    return node;
  }

  #object(line: number): Node {
    const members = new Map<string, Node>();
    for (
      let token = this.#open('}', members.size > 0);
      token !== undefined;
      token = this.#open('}', members.size > 0)
    ) {
      this.#position++;
      if (!token.text.startsWith('"')) {
        this.#defects.add('unknown text in the sample');
        continue;
      }
      if (this.#peek()?.text === ':') this.#position++;
      else this.#defects.add('missing colon');
      const value = this.value();
      if (value !== undefined) members.set(token.text.slice(1, -1), { ...value, line: token.line });
    }
    return { type: 'object', members, line };
  }

  #array(line: number): Node {
    const items: Node[] = [];
    while (this.#open(']', items.length > 0) !== undefined) {
      const value = this.value();
      if (value !== undefined) items.push(value);
    }
    return { type: 'array', items, line };
  }

  /** Moves to the next member or item and returns its first token, or `undefined` past the closing bracket. */
  #open(close: string, afterFirst: boolean): SampleToken | undefined {
    let comma = false;
    while (this.#peek()?.text === ',') {
      comma = true;
      this.#position++;
    }
    const token = this.#peek();
    if (token?.text === close) {
      if (comma) this.#defects.add('trailing comma');
      this.#position++;
      return undefined;
    }
    if (token === undefined || token.text === '}' || token.text === ']') {
      this.#defects.add('missing closing bracket');
      return undefined;
    }
    if (afterFirst && !comma) this.#defects.add('missing comma');
    return token;
  }

  #peek(): SampleToken | undefined {
    return this.#tokens[this.#position];
  }
}

function stringNode(text: string): Pick<Node, 'type' | 'text'> {
  return { type: DATE_TIME.test(text) ? 'date-time' : 'string', text };
}

function collect(node: Node, path: string, fields: Map<string, SampleField>, lines: Map<string, number>): void {
  if (!lines.has(path)) lines.set(path, node.line);
  const known = fields.get(path);
  if (known === undefined || known.type === 'array') fields.set(path, describeNode(node, path));
  for (const [name, member] of node.members ?? [])
    collect(member, path === '' ? name : `${path}/${name}`, fields, lines);
  for (const item of node.items ?? []) {
    for (const [name, member] of item.members ?? [])
      collect(member, path === '' ? name : `${path}/${name}`, fields, lines);
  }
}

function describeNode(node: Node, path: string): SampleField {
  const item = node.items?.[0];
  const type = item === undefined ? node.type : (`array of ${item.type}` as const);
  const word = node.text !== undefined && ENUMERATION_WORD.test(node.text) ? node.text : undefined;
  return word === undefined ? { path, type } : { path, type, sample: word };
}

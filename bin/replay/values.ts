/** Finds the values of recorded exchanges that are variables when these are sent again. */

/** A value that stands in exchanges, and the name of the variable that stands for it. */
export interface Variable {
  /** How it is written in recorded exchanges: an id, a credential, a tag. */
  readonly literal: string;
  readonly name: string;
  /** What of the literal is no part of the variable. */
  readonly prefix?: string;
  /** Whether it counts also within a word. */
  readonly within?: boolean;
}

/** A text in which variables stand for values. */
export type Text = readonly (string | Variable)[];

/** A text with variables in the place of what they stand for. */
export function textWith(text: string, variables: readonly Variable[]): Text {
  const longest = variables.toSorted((a, b) => b.literal.length - a.literal.length);
  const pattern = longest.map(({ literal, within }) => patternOf(literal, within)).join('|');
  if (pattern === '') return [text];
  const parts: (string | Variable)[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(pattern, 'g'))) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    const variable = longest.find(({ literal }) => literal === match[0]);
    if (variable !== undefined) parts.push(...(variable.prefix === undefined ? [] : [variable.prefix]), variable);
    end = match.index + match[0].length;
  }
  return end < text.length ? [...parts, text.slice(end)] : parts;
}

/** A short id must be a segment of a path, or a whole value; nothing longer is found by chance. */
function patternOf(literal: string, within = false): string {
  const plain = literal.replaceAll(/[^\w]/g, '\\$&');
  return within || literal.length > 15 || literal.startsWith('[') ? plain : `(?<=[/=":,[])${plain}(?=$|[/?&",\\]}\\n])`;
}

/** Whether a text holds a value as it could be a variable of it. */
export function mentions(text: string, literal: string): boolean {
  return new RegExp(patternOf(literal)).test(text);
}

/** Where a text stands in a JSON value: the members that lead to it, e.g. `resource/id`. */
export function placeIn(value: unknown, wanted: string, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string' || typeof value === 'number')
    return String(value) === wanted ? path.join('/') : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = placeIn(member, wanted, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Ids that an answer gives: members whose names end in id. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if ((typeof member === 'string' || typeof member === 'number') && /id$/i.test(name)) return [String(member)];
    return idsIn(member);
  });
}

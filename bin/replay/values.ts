/** Turns the values of recorded exchanges into variables of a shell script. */

/** A value that stands in exchanges, and the shell text that stands for it in a script. */
export interface Variable {
  /** How it is written in recorded exchanges: a pseudonym, an id, a tag. */
  readonly literal: string;
  /** Shell text between double quotes, e.g. `${TOKEN_3}`. */
  readonly shell: string;
  /** Whether it counts also within a word. */
  readonly within?: boolean;
}

/** A text as a word of a shell script, with variables in the place of what they stand for. */
export function shellWord(text: string, variables: readonly Variable[]): string {
  const longest = variables.toSorted((a, b) => b.literal.length - a.literal.length);
  const pattern = longest.map(({ literal, within }) => patternOf(literal, within)).join('|');
  if (pattern === '') return quoted(text);
  const words: string[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(pattern, 'g'))) {
    if (match.index > end) words.push(quoted(text.slice(end, match.index)));
    const shell = longest.find(({ literal }) => literal === match[0])?.shell ?? '';
    words.push(`"${shell}"`);
    end = match.index + match[0].length;
  }
  if (end < text.length || words.length === 0) words.push(quoted(text.slice(end)));
  return words.join('');
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

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
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

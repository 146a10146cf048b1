/** Where a text or a number begins. */
const BEGIN = /["\d-]/g;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INTEGER = /^-?\d+$/;
/** No shorter integer is beyond what a double holds exactly. */
const LONG = /\d{16}/;
/** What no tenant puts before an integer: such a text would be found again as a number. */
const MARK = '\u0000integer ';

/**
 * Reads JSON so that every integer keeps its digits: one that a double cannot hold exactly (RFC 8259, 6) is read as the text of
 * its digits, every other value as `JSON.parse` reads it. `JSON.parse` rounds such integers, and two ids become one.
 * @throws SyntaxError where the text is not JSON
 */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return LONG.test(text) ? (JSON.parse(quoteLong(text, '')) as unknown) : value;
}

/**
 * The same JSON over several lines, for people, with every integer as it was written.
 * @throws SyntaxError where the text is not JSON
 */
export function layOutJson(text: string): string {
  const value: unknown = JSON.parse(text);
  if (!LONG.test(text)) return JSON.stringify(value, null, 2);
  const marked = JSON.stringify(JSON.parse(quoteLong(text, MARK)), null, 2);
  return marked.replaceAll(
    new RegExp(`"${JSON.stringify(MARK).slice(1, -1).replace('\\', '\\\\')}(-?\\d+)"`, 'g'),
    '$1',
  );
}

/** Valid JSON with each integer that a double cannot hold in quotes, behind a mark. */
function quoteLong(json: string, mark: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    BEGIN.lastIndex = at;
    const begin = BEGIN.exec(json)?.index;
    if (begin === undefined) return out + json.slice(at);
    const isText = json[begin] === '"';
    const end = isText ? endOfText(json, begin) : endOfNumber(json, begin);
    const token = json.slice(begin, end);
    const isLong = !isText && INTEGER.test(token) && !Number.isSafeInteger(Number(token));
    out += json.slice(at, begin) + (isLong ? JSON.stringify(mark + token) : token);
    at = end;
  }
}

/** Texts are walked by their quotes, as an expression that goes through all of a long one would need as much stack. */
function endOfText(json: string, begin: number): number {
  for (let quote = json.indexOf('"', begin + 1); ; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
}

function endOfNumber(json: string, begin: number): number {
  NUMBER.lastIndex = begin;
  return begin + (NUMBER.exec(json)?.[0].length ?? 1);
}

import { stripVTControlCharacters } from 'node:util';

/** Indentation below a statement, and of values below their labels. */
export const INDENT = ' '.repeat(6);
export const VALUE = ' '.repeat(16);
const MOST_LINES = 6;

/** `1 requirement`, `2 requirements`. */
export function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** `a, b and c`. */
export function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A labelled value; further lines stand below the first. */
export function labelled(label: string, value: string): string {
  const [first = '', ...rest] = value.split('\n');
  return [`${INDENT}${label.padEnd(10)}${first}`, ...rest.map((line) => `${VALUE}${line}`)].join('\n');
}

/** A value cut to a few lines of readable length. */
export function clip(text: string): string {
  const lines = text.trim().split('\n');
  const kept = lines.slice(0, MOST_LINES).map((line) => (line.length > 300 ? `${line.slice(0, 297)}...` : line));
  return lines.length > kept.length
    ? `${kept.join('\n')}\n... ${lines.length - kept.length} more lines`
    : kept.join('\n');
}

/** A part of the report, broken between words at the width of the terminal; what goes on stands below its value. Colours take no room. */
export function wrapped(part: string, columns: number): string[] {
  return part.split('\n').flatMap((line) => {
    if (stripVTControlCharacters(line).length <= columns) return [line];
    const [indent = ''] = /^ */.exec(line) ?? [];
    const next = /^ {6}\S+ {2,}/.test(line) ? VALUE : indent.length > 0 ? indent : INDENT;
    const lines: string[] = [];
    let current = '';
    for (const word of line.slice(indent.length).split(' ')) {
      const longer = current === '' ? `${lines.length === 0 ? indent : next}${word}` : `${current} ${word}`;
      if (current !== '' && stripVTControlCharacters(longer).length > columns) {
        lines.push(current);
        current = next + word;
      } else current = longer;
    }
    return [...lines, current];
  });
}

/** Breaks a text at spaces. */
export function fold(text: string, first: string, next: string, columns: number): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length + 1 > columns) {
      lines.push(line);
      line = next;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

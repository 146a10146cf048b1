/** A piece of HTML that needs no more escaping. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

/** Template for HTML: everything but `Html` is escaped, lists are joined, `undefined` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, next, index) => text + show(parts[index - 1]) + next));
}

function show(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(show).join('');
  return escape(String(part));
}

/** Text for the inside of elements and quoted attributes, of HTML and XML alike; control characters that XML forbids are replaced. */
export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll(FORBIDDEN, '\uFFFD');
}

/** Built from code points: written out, control characters are as unwelcome in sources as in reports. */
const FORBIDDEN = new RegExp(
  [
    `[${[
      [0x00, 0x08],
      [0x0b, 0x0c],
      [0x0e, 0x1f],
      [0xfffe, 0xffff],
    ]
      .map(([from = 0, to = 0]) => `\\u${hex(from)}-\\u${hex(to)}`)
      .join('')}]`,
    '[\\ud800-\\udbff](?![\\udc00-\\udfff])',
    '(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
  ].join('|'),
  'g',
);

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}

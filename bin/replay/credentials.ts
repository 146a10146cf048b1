import { FORGERIES, type Forgery, forge } from '../../fixtures/api/forgery.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { shellWord, type Variable } from './values.ts';

/** Values that share so many characters in a row may tell something about each other. */
const TELLING = 8;

/**
 * Shell text for a credential that no answer gave: the suite made it of another one, or it made it up.
 * @param known pseudonyms by values
 * @param variables what the script has by then
 */
export function derived(value: string, known: ReadonlyMap<string, string>, variables: readonly Variable[]): string {
  const isToken = value.split('.').length === 3 || known.get(value)?.startsWith('[token') === true;
  for (const { literal: other, shell } of variables.toReversed()) {
    if (!known.has(other)) continue;
    const name = shell.slice(2, -1);
    const kind = forgeryOf(value, other);
    if (kind !== undefined) {
      const command = invocation('token', `--forge '${kind}'`).replace('npm run ', 'npm run --silent ');
      return `$(${command} <<<"${shell}")`;
    }
    const made = alteration(value, other, name);
    if (made !== undefined) return made;
  }
  const isMadeUp = [...known.keys()].every((other) => other === value || !sharesPart(value, other));
  if (isMadeUp) return isToken ? shellWord(value, []) : `"made-up-secret-\${RUN}"`;
  return '"$(echo "The suite made this credential in a way that a script cannot; see the scenario." >&2)"';
}

/** Whether a credential was made of another one, in a way that a script can repeat. */
export function isMadeOf(value: string, other: string): boolean {
  return forgeryOf(value, other) !== undefined || alteration(value, other, '') !== undefined;
}

/** How a value was made of another one by an ordinary change of text. */
function alteration(value: string, other: string, name: string): string | undefined {
  if (value.startsWith(other)) return `"\${${name}}"${shellWord(value.slice(other.length), [])}`;
  if (value.endsWith(other)) return `${shellWord(value.slice(0, -other.length), [])}"\${${name}}"`;
  if (other.startsWith(value)) return `"\${${name}:0:${value.length}}"`;
  if (other.endsWith(value)) return `"\${${name}:${other.length - value.length}}"`;
  if (other.toUpperCase() === value) return `"\${${name}^^}"`;
  if (other.toLowerCase() === value) return `"\${${name},,}"`;
  const differing = value.split('').flatMap((letter, at) => (letter === other[at] ? [] : [at]));
  const [at] = differing;
  return value.length === other.length && differing.length === 1 && at !== undefined
    ? `"\${${name}:0:${at}}"${shellWord(value[at] ?? '', [])}"\${${name}:${at + 1}}"`
    : undefined;
}

/** How a token was forged of another one. Keys of the suite are drawn anew each time, so their signatures do not tell. */
function forgeryOf(value: string, other: string): Forgery | undefined {
  const same = FORGERIES.find((kind) => forge(other, kind) === value);
  if (same !== undefined) return same;
  const [header = '', payload] = value.split('.');
  const [otherHeader, otherPayload] = other.split('.');
  if (payload === undefined || payload !== otherPayload) return undefined;
  if (header === otherHeader) return 'signed with a key of our own';
  const { kid } = headOf(header);
  return kid === 'nobody-has-this' ? 'signed with a key that nobody has published' : undefined;
}

function headOf(part: string): { readonly kid?: unknown } {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as { kid?: unknown };
  } catch {
    return {};
  }
}

function sharesPart(value: string, other: string): boolean {
  for (let at = 0; at + TELLING <= value.length; at += 1)
    if (other.includes(value.slice(at, at + TELLING))) return true;
  return false;
}

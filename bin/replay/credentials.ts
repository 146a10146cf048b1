import { FORGERIES, type Forgery, forge } from '../../fixtures/api/forgery.ts';
import type { Variable } from './values.ts';

/** Values that share so many characters in a row may tell something about each other. */
const TELLING = 8;

/** A piece of a credential: a text, or a variable, a part of it, or its letters in another case. */
export type Piece =
  | string
  | { readonly name: string; readonly from?: number; readonly to?: number; readonly letters?: 'upper' | 'lower' };

/** How a credential that no answer gave was made: of another one, or of nothing. */
export type Making =
  | { readonly kind: 'forged'; readonly forgery: Forgery; readonly of: string }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'unknown' };

/** What is said where a credential cannot be made again. */
export const UNKNOWN_MAKING = 'The suite made this credential in a way that cannot be repeated here; see the scenario.';

/**
 * How a credential that no answer gave can be made again: the suite made it of another one, or it made it up.
 * @param known pseudonyms by values
 * @param variables what there is by then
 */
export function makingOf(value: string, known: ReadonlyMap<string, string>, variables: readonly Variable[]): Making {
  const isToken = value.split('.').length === 3 || known.get(value)?.startsWith('[token') === true;
  for (const { literal: other, name } of variables.toReversed()) {
    if (!known.has(other)) continue;
    const forgery = forgeryOf(value, other);
    if (forgery !== undefined) return { kind: 'forged', forgery, of: name };
    const pieces = alteration(value, other, name);
    if (pieces !== undefined) return { kind: 'pieces', pieces };
  }
  const isMadeUp = [...known.keys()].every((other) => other === value || !sharesPart(value, other));
  if (!isMadeUp) return { kind: 'unknown' };
  return { kind: 'pieces', pieces: isToken ? [value] : ['made-up-secret-', { name: 'RUN' }] };
}

/** Whether a credential was made of another one, in a way that can be repeated. */
export function isMadeOf(value: string, other: string): boolean {
  return forgeryOf(value, other) !== undefined || alteration(value, other, '') !== undefined;
}

/** How a value was made of another one by an ordinary change of text. */
function alteration(value: string, other: string, name: string): readonly Piece[] | undefined {
  if (value.startsWith(other)) return [{ name }, value.slice(other.length)];
  if (value.endsWith(other)) return [value.slice(0, -other.length), { name }];
  if (other.startsWith(value)) return [{ name, to: value.length }];
  if (other.endsWith(value)) return [{ name, from: other.length - value.length }];
  if (other.toUpperCase() === value) return [{ name, letters: 'upper' }];
  if (other.toLowerCase() === value) return [{ name, letters: 'lower' }];
  const differing = value.split('').flatMap((letter, at) => (letter === other[at] ? [] : [at]));
  const [at] = differing;
  return value.length === other.length && differing.length === 1 && at !== undefined
    ? [{ name, to: at }, value[at] ?? '', { name, from: at + 1 }]
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

import { commonStart } from '../../schemas/nearest.ts';

/** Members that differ at most, and characters of a text without members that are kept before the first difference. */
const MOST = { members: 6, before: 40 };
/** Texts that are shorter can be compared at a glance. */
const SHORT = 120;

/**
 * Two values of a finding, reduced to where they differ: of long JSON objects the members that do, of other long texts what follows
 * shortly before the first difference.
 */
export function differing(expected: string, actual: string): { readonly expected: string; readonly actual: string } {
  if (Math.max(expected.length, actual.length) <= SHORT) return { expected, actual };
  const [a, b] = [membersOf(expected), membersOf(actual)];
  if (a !== undefined && b !== undefined) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
      (name) => show(a[name]) !== show(b[name]),
    );
    if (names.length > 0) {
      const shown = names.slice(0, MOST.members);
      const [x, y] = [a, b].map((one) => shown.map((name) => `${name} ${show(one[name])}`).join('\n'));
      return { expected: x ?? '', actual: y ?? '' };
    }
  }
  const same = commonStart(expected, actual);
  if (same < SHORT) return { expected, actual };
  // What the value is called stays, and what is cut off is told by its length where that is the difference.
  const [label = ''] = expected.match(/^[\w ]{1,40}(?= ")/) ?? [];
  const isSameLength = expected.length === actual.length;
  const cut = (text: string): string =>
    `${label === '' ? '' : `${label} `}…${text.slice(same - MOST.before)}${isSameLength ? '' : ` (${text.length} characters in all)`}`;
  return { expected: cut(expected), actual: cut(actual) };
}

function membersOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

import type { ErrorObject } from 'ajv';

/** One place where a value departs from its schema. */
export interface Violation {
  /** JSON Pointer (RFC 6901) of the member concerned, also of one that is absent; empty for the value as a whole. */
  readonly path: string;
  /** The schema's keyword that is broken, e.g. `required`. */
  readonly keyword: string;
  /** One plain sentence. */
  readonly message: string;
  readonly expected: string;
  /** Type, for harmless members also the value, shortened. */
  readonly actual: string;
}

/** Members whose value may be a credential; it is never repeated in a message. */
const CONFIDENTIAL = /secret|token|password|authorization/i;
const EXCERPT_LENGTH = 60;

/**
 * Turns what ajv reports into violations in plain words.
 * @param errors ajv's errors
 * @param value the value that was validated; needed because ajv does not tell the offending member's value
 */
export function toViolations(errors: readonly ErrorObject[], value: unknown): readonly Violation[] {
  const violations = errors.map((error) => toViolation(error, value));
  const distinct = new Map(violations.map((violation) => [`${violation.path} ${violation.message}`, violation]));
  return [...distinct.values()];
}

function toViolation(error: ErrorObject, value: unknown): Violation {
  const missing = error.keyword === 'required' ? String(error.params.missingProperty) : undefined;
  const path = missing === undefined ? error.instancePath : `${error.instancePath}/${escapeSegment(missing)}`;
  const expected = expectation(error);
  const actual = missing === undefined ? excerpt(valueAt(value, path), path) : 'absent';
  const where = path === '' ? 'The body' : path;
  const message =
    missing === undefined
      ? `${where} must be ${expected} but is ${actual}.`
      : `${where} must be present but is absent.`;
  return { path, keyword: error.keyword, message, expected, actual };
}

function expectation(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'present';
    case 'type':
      return [error.params.type]
        .flat()
        .map((type) => withArticle(String(type)))
        .join(' or ');
    case 'format':
      return error.params.format === 'date-time' ? 'a date and time with zone (RFC 3339)' : `a ${error.params.format}`;
    case 'minLength':
      return error.params.limit === 1 ? 'a non-empty string' : `at least ${error.params.limit} characters long`;
    default:
      return `valid against "${error.keyword}" (${error.message ?? 'no further detail'})`;
  }
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}

/**
 * Describes a value for people: its type, and a short excerpt of it where that cannot be a credential.
 * @param value any JSON value, or `undefined` for an absent one
 * @param path JSON Pointer of the value; decides whether the value may be shown
 */
function excerpt(value: unknown, path: string): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 1 ? 'an array of 1 item' : `an array of ${value.length} items`;
  if (typeof value === 'object') {
    const names = Object.keys(value);
    return names.length === 0 ? 'an empty object' : `an object with ${shorten(names.join(', '))}`;
  }
  // A body that is one string may be a secret (the page prints one such answer), so it is not shown either.
  const member =
    path
      .replaceAll(/\/\d+(?=\/|$)/g, '')
      .split('/')
      .at(-1) ?? '';
  const confidential = member === '' || CONFIDENTIAL.test(member);
  if (typeof value === 'string') {
    if (value === '') return 'an empty string';
    return confidential ? `a string of ${value.length} characters` : `the string ${shorten(JSON.stringify(value))}`;
  }
  return confidential ? `a ${typeof value}` : `the ${typeof value} ${shorten(JSON.stringify(value))}`;
}

function shorten(text: string): string {
  return text.length <= EXCERPT_LENGTH ? text : `${text.slice(0, EXCERPT_LENGTH)}...`;
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return current;
}

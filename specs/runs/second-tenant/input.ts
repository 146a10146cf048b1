import { type HeldScope, KINDS, SHELF } from './directory.ts';

/** A call that is turned down; becomes an answer with this status. */
export class Turned extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, text: string, headers: Readonly<Record<string, string>> = {}) {
    super(text);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function bad(field: string, why: string): Turned {
  return new Turned(400, 'Invalid', `${field}: ${why}`);
}

export type Fields = Readonly<Record<string, unknown>>;

const NAME_LIMIT = 256;
const REDIRECT_LIMIT = 8000;
const TEXT_LIMIT = 1000;
/** Schemes that run or open something instead of leading back to an application. */
const SCHEMES = ['javascript:', 'data:', 'vbscript:', 'file:'];

/** The body of a call as fields. @throws Turned for anything but a JSON object */
export function fields(contentType: string, text: string): Fields {
  if (!/^(?:application|text)\/(?:[\w.+-]+\+)?json\b/i.test(contentType))
    throw new Turned(415, 'MediaType', 'Send application/json.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad('body', 'not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw bad('body', 'an object is needed');
  return value as Fields;
}

export function name(value: unknown): string {
  if (typeof value !== 'string') throw bad('name', 'a string is needed');
  if (value.trim() === '' || /\p{Cc}/u.test(value)) throw bad('name', 'not a usable name');
  if (value.length > NAME_LIMIT) throw bad('name', 'too long');
  return value;
}

export function confidentiality(value: unknown): boolean {
  if (typeof value !== 'boolean') throw bad('isConfidential', 'true or false');
  return value;
}

/** Redirect URIs, separated by commas, kept as they are sent. */
export function redirect(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > REDIRECT_LIMIT) throw bad('redirectUri', 'a string is needed');
  if (!value.split(',').every(leadsBack)) throw bad('redirectUri', 'not an acceptable URI');
  return value;
}

function leadsBack(uri: string): boolean {
  if (!URL.canParse(uri.trim())) return false;
  const { protocol, hash } = new URL(uri.trim());
  return !SCHEMES.includes(protocol) && hash === '' && !/\p{Cc}/u.test(uri);
}

/** The scopes of a request, each name once. */
export function scopes(value: unknown): readonly HeldScope[] {
  if (!Array.isArray(value)) throw bad('scopes', 'a list is needed');
  const asked = value.map((item: unknown): HeldScope => {
    const { name: called, type } = (item ?? {}) as { name?: unknown; type?: unknown };
    if (typeof called !== 'string') throw bad('scopes', 'name is needed');
    return { name: called, kind: kindOf(type) };
  });
  if (asked.some(({ name: called }) => !SHELF.has(called)))
    throw bad('scopes', `not all of ${asked.map(({ name: called }) => called).join(',')} are known`.slice(0, 400));
  return [...new Map(asked.toReversed().map((scope) => [scope.name, scope])).values()].toReversed();
}

function kindOf(type: unknown): number {
  if (type === undefined || type === null) return KINDS.indexOf('application');
  const kind = typeof type === 'string' ? KINDS.findIndex((word) => word === type.toLowerCase()) : Number(type);
  if (KINDS[kind] === undefined) throw bad('scopes', 'unknown type');
  return kind;
}

export function certificates(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  const fine = Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
  if (!fine) throw bad('clientCertificates', 'a list of objects is needed');
  return value as readonly unknown[];
}

export function description(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value.length > TEXT_LIMIT) throw bad('description', 'a short string is needed');
  return value;
}

/** The end of a secret in milliseconds since 1970; this tenant takes no end that has passed. */
export function expiry(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:T|$)/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw bad('expiryTime', 'not a point in time');
  if (time <= Date.now()) throw bad('expiryTime', 'already past');
  return time;
}

/** Ids in a body that stand in the path as well must be the same. */
export function agree(body: Fields, field: string, path: string): void {
  const said = body[field];
  if (said === undefined || said === null) return;
  if (typeof said !== 'string' || said.toLowerCase() !== path.toLowerCase())
    throw new Turned(400, 'Ambiguous', `${field} differs between path and body.`);
}

import type { Exchange } from '../verdict/result.ts';

/** Longest that a body is shown on the terminal, in characters. */
const LONGEST = 300;

/** What a request asks for, in one plain sentence without its full stop. */
export function purposeOf({ operation, request }: Exchange): string {
  const { method, url, headers, body = '' } = request;
  const { pathname } = new URL(url, 'http://host');
  const [last = ''] = pathname.split('/').slice(-1);
  const sent = bodyOf(body);
  const what: Readonly<Record<string, string>> = {
    token: tokenPurpose(body),
    authorize: 'asks the authorize endpoint, as a browser would',
    list: 'lists the clients',
    get: `reads the client ${last}`,
    create: `creates a client${named(sent.name)}${scoped(sent.scopes)}`,
    update: `updates the client ${last}${named(sent.name)}${scoped(sent.scopes)}`,
    delete: `deletes the client ${last}`,
    generateSecret: `generates a secret${typeof sent.clientId === 'string' ? ` for the client ${sent.clientId}` : ''}`,
    deleteSecret: `deletes the secret ${last}`,
  };
  const purpose = what[operation ?? ''] ?? `sends ${method}`;
  const isOpen = operation !== 'token' && operation !== 'authorize' && headers.authorization === undefined;
  return `${purpose}${isOpen ? ', without a token' : ''}`;
}

function tokenPurpose(body: string): string {
  const form = new URLSearchParams(body);
  const client = form.get('client_id');
  const scope = form.get('scope');
  return `asks for a token${client === null ? '' : ` as ${client}`}${scope === null ? '' : ` for ${scope}`}`;
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function named(name: unknown): string {
  return typeof name === 'string' ? ` "${name.length > 60 ? `${name.slice(0, 57)}...` : name}"` : '';
}

function scoped(scopes: unknown): string {
  if (!Array.isArray(scopes) || scopes.length === 0) return '';
  const names = scopes.flatMap((one: unknown) => (isNamed(one) ? [one.name] : []));
  return names.length === 0 ? '' : ` with ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' ...' : ''}`;
}

function isNamed(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string';
}

/** One exchange in two or three lines: what is asked for, the request, the answer. */
export function exchangeLines(exchange: Exchange, number: number): readonly string[] {
  const { request, response, durationMs, error } = exchange;
  const { pathname, search } = new URL(request.url, 'http://host');
  const text = response?.body.replaceAll(/\s+/g, ' ').trim() ?? '';
  const body = text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
  return [
    `${String(number).padStart(3)}  ${purposeOf(exchange)}`,
    `     ${request.method} ${pathname}${search}`,
    `     ${response === undefined ? (error ?? 'no answer') : response.status} after ${durationMs} ms${body === '' ? '' : `: ${body}`}`,
  ];
}

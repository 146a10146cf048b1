import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { type App, type Directory, guid, type Org } from './directory.ts';

/** What an access token says about its bearer. */
export interface Bearer {
  readonly org: string;
  readonly scopes: readonly string[];
}

/** Seconds for which a token is good. */
export const LIFETIME = 3600;
/** Milliseconds by which the clocks of two servers may differ. */
const SKEW = 5000;

/** Makes access tokens and reads them: JWS with ES256, by hand. */
export class Mint {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  issue(issuer: string, org: Org, app: App, scopes: readonly string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: 'identity',
      sub: app.id,
      client_id: app.id,
      prt_id: org.id,
      scope: scopes,
      iat: now,
      nbf: now,
      exp: now + LIFETIME,
      jti: guid(),
    };
    const text = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })}.${encode(claims)}`;
    const key = { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' as const };
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  /** Undefined: not one of ours, or past its end. */
  read(token: string): Bearer | undefined {
    const [head = '', payload = '', signature = '', ...more] = token.split('.');
    if (more.length > 0 || signature === '') return undefined;
    try {
      if (decode(head).alg !== 'ES256') return undefined;
      const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' as const };
      const good = verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
      const { exp, nbf, prt_id: org, scope } = decode(payload);
      const current = Number(exp) * 1000 > Date.now() && Number(nbf) * 1000 <= Date.now() + SKEW;
      return good && current ? { org: String(org), scopes: scope as readonly string[] } : undefined;
    } catch {
      return undefined;
    }
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

/** A request to the token endpoint. */
export interface TokenRequest {
  readonly authorization: string;
  readonly contentType: string;
  readonly body: string;
}

/** Either a token with its scopes, or an error of RFC 6749, 5.2. */
export type TokenOutcome =
  | { readonly app: App; readonly scopes: readonly string[] }
  | { readonly error: string; readonly basic?: boolean };

/** Decides about a request for a token by client credentials. */
export function decide(directory: Directory, org: Org, request: TokenRequest): TokenOutcome {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.contentType)) return { error: 'invalid_request' };
  const form = new URLSearchParams(request.body);
  const grant = form.get('grant_type');
  if (grant !== 'client_credentials') return { error: grant ? 'unsupported_grant_type' : 'invalid_request' };
  const { id, secret, basic } = credentials(request.authorization, form);
  const app = directory.find(org, id);
  if (app?.confidential === false) return { error: 'unauthorized_client' };
  if (app === undefined || !proves(app, secret)) return { error: 'invalid_client', basic };
  const held = app.scopes.map(({ name }) => name);
  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [];
  const scopes = asked.length > 0 ? [...new Set(asked)] : held;
  if (scopes.length === 0 || !scopes.every((name) => held.includes(name))) return { error: 'invalid_scope' };
  return { app, scopes };
}

function credentials(authorization: string, form: URLSearchParams) {
  const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '', basic: false };
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: unescaped(id), secret: unescaped(rest.join(':')), basic: true };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function proves(app: App, secret: string): boolean {
  const now = Date.now();
  return secret !== '' && app.keys.some(({ value, dies }) => value === secret && (dies === null || dies > now));
}

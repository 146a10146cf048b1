import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader, type JWK } from 'jose';
import { UnusableFile } from './stored.ts';

/** Algorithms by kind of key; no key signs with anything else. */
function algorithmOf(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'rsa') return 'PS256';
  if (key.asymmetricKeyType !== 'ec') return undefined;
  return { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' }[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

/** Reads a key as PEM or JWK. @throws UnusableFile with a sentence that does not show the key */
function readKey(
  path: string,
  make: (key: string | { key: JsonWebKey; format: 'jwk' }) => KeyObject,
  what: string,
): KeyObject {
  try {
    const text = readFileSync(path, 'utf8');
    const key = make(text.trimStart().startsWith('{') ? { key: JSON.parse(text) as JsonWebKey, format: 'jwk' } : text);
    if (algorithmOf(key) !== undefined) return key;
  } catch {
    // One sentence serves all the ways in which a key can be none.
  }
  throw new UnusableFile(
    `${path} holds no ${what} that can be read; name an EC, Ed25519 or RSA key as PEM without passphrase, or as JWK.`,
  );
}

/** Signs a text with the user's private key: a JWS (RFC 7515) in compact form that carries the public key. */
export async function sign(text: string, keyPath: string): Promise<string> {
  const key = readKey(keyPath, createPrivateKey, 'private key');
  const jwk = createPublicKey(key).export({ format: 'jwk' }) as JWK;
  const header = { alg: algorithmOf(key) ?? '', typ: 'conformance-statement+jws', jwk };
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(header).sign(key);
}

/** Whether a text looks like a JWS in compact form. */
export function isSigned(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(text);
}

/**
 * The text inside a JWS, once its signature was found right.
 * @param keyPath the public key that it must be signed with; without it, the one that it carries
 * @returns the text, and the thumbprint of the key (RFC 7638)
 * @throws UnusableFile with one sentence
 */
export async function openSigned(
  jws: string,
  path: string,
  keyPath?: string,
): Promise<{ readonly text: string; readonly thumbprint: string }> {
  const given = keyPath === undefined ? undefined : readKey(keyPath, createPublicKey, 'public key');
  try {
    const carried = decodeProtectedHeader(jws.trim()).jwk;
    const key = given ?? createPublicKey({ key: carried as JsonWebKey, format: 'jwk' });
    const algorithm = algorithmOf(key) ?? '';
    const { payload } = await compactVerify(jws.trim(), key, { algorithms: [algorithm] });
    const thumbprint = await calculateJwkThumbprint(key.export({ format: 'jwk' }) as JWK);
    return { text: new TextDecoder().decode(payload), thumbprint };
  } catch {
    throw new UnusableFile(
      `${path} is not signed ${given === undefined ? 'by the key that it carries' : 'by the key that was given'}: it was altered or is somebody else's; ask its issuer for the original.`,
    );
  }
}

/** Looks for credentials in everything that a run wrote, in whatever encoding; knows nothing of the redactor. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** A text to search, and where it is from. */
export interface Text {
  readonly place: string;
  readonly text: string;
}

/** All files below a folder as texts, those inside archives included. */
export function textsBelow(folder: string): readonly Text[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const place = join(entry.parentPath, entry.name);
      return textsIn(place, readFileSync(place));
    });
}

function textsIn(place: string, bytes: Buffer): readonly Text[] {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return unzip(bytes).flatMap(([name, inner]) => textsIn(`${place}!${name}`, inner));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return textsIn(`${place}!`, gunzipSync(bytes));
  const text = bytes.toString('utf8');
  // Playwright's report carries its data as an archive in Base64.
  const embedded = [...text.matchAll(/data:application\/zip;base64,([A-Za-z0-9+/=]+)/g)];
  return [{ place, text }, ...embedded.flatMap((match) => textsIn(`${place}!`, Buffer.from(match[1] ?? '', 'base64')))];
}

function unzip(bytes: Buffer): readonly (readonly [string, Buffer])[] {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const files: [string, Buffer][] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, nameLength] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
    ];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    files.push([bytes.subarray(at + 46, at + 46 + nameLength).toString(), method === 8 ? inflateRawSync(data) : data]);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** What every secret of a test tenant begins with, so that one look at a text tells of all of them. */
export const MARK = 'cnry';

/** Whether a text holds any marked secret, or any bearer token, in whatever encoding. */
export function isSuspicious(text: string): boolean {
  return decodings(text).some((one) => one.includes(MARK) || /eyJ[\w-]{16,}\.eyJ[\w-]{16,}/.test(one));
}

/** Which values a text holds: plain, split over lines, escaped, percent-encoded, or in Base64 at any alignment. */
export function found(values: readonly string[], text: string): readonly string[] {
  const seen = new Set<string>();
  for (const one of decodings(text))
    for (const value of values) if (one.includes(bare(value)) || one.includes(value)) seen.add(value);
  return [...seen];
}

/** Without white space, quotes and the backslashes of any escaping. */
function bare(text: string): string {
  return text
    .replaceAll(/\\+u00([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\+[nrt]|[\s\\"]/g, '');
}

function decodings(text: string): readonly string[] {
  const percent = unescaped(text);
  const plain = [text, bare(text), percent, bare(percent), bare(unescaped(percent))];
  const runs = [...new Set([text.replaceAll(/\\+[nrt]|[\s\\]/g, ''), percent])].flatMap(
    (one) => one.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [],
  );
  const decoded = runs.flatMap((run) =>
    [0, 1, 2, 3].map((offset) =>
      Buffer.from(run.slice(offset).replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8'),
    ),
  );
  return [...plain, ...decoded.flatMap((one) => [one, bare(unescaped(one))])];
}

function unescaped(text: string): string {
  return text.replaceAll(/(%[0-9a-f]{2})+/gi, (codes) =>
    Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

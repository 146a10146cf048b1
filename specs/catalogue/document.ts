import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const PLAIN = new URL('../../schemas/document/document.json', import.meta.url);
/** The package keeps the inventory packed, because it is large. */
const PACKED = new URL('../../schemas/document/document.json.gz', import.meta.url);

/** The text of `schemas/document/document.json`, the document as data. */
export function inventoryText(): string {
  return existsSync(PLAIN) ? readFileSync(PLAIN, 'utf8') : gunzipSync(readFileSync(PACKED)).toString();
}

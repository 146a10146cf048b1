import type { Token, Tokens } from 'marked';
import { add, addSentences, type Draft, noteFirst, type Part } from './draft.ts';
import { furnitureOf } from './furniture.ts';
import { readSample, type SampleField } from './sample.ts';
import { digest, isNote, LINK, noteText, plain, slug } from './text.ts';

export const DESCRIPTION: Part = { name: 'Description', key: '', holds: 'prose' };

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

/** Recognises the heading of a part; spelling and case vary between editions (`API Enpoint`). */
export function recognise(title: string, current: Part): Part | undefined {
  if (/^(?:(?:api |http )?end?points?|(?:request|endpoint) url|url|http request)$/i.test(title))
    return { name: 'API Endpoint', key: '', holds: 'endpoint' };
  if (/^(?:(?:required|oauth) )?scopes?$/i.test(title)) return { name: 'Scopes', key: 'scope/', holds: 'scopes' };
  if (/^(?:request |http )?headers?$/i.test(title))
    return { name: 'Request headers', key: 'header/', holds: 'headers' };
  if (/^(?:request (?:body|payload)|body|payload)(?: parameters)?$/i.test(title))
    return { name: 'Request body', key: 'request/', holds: 'body' };
  if (/^responses?(?: body| codes?| statuses)?$/i.test(title))
    return { name: 'Responses', key: 'response/', holds: 'prose' };
  const status = /^(?:http )?([1-5]\d\d)\b[\s:,-]*(.*)$/i.exec(title);
  if (status === null || !current.key.startsWith('response/')) return undefined;
  return { name: `Responses > ${status[1]}`, key: `response/${status[1]}/`, holds: 'body' };
}

/** A part that this suite does not know; what it says counts as sentences. */
export function other(title: string): Part {
  return { name: title, key: `${slug(title)}/`, holds: 'prose' };
}

/** Records where a part begins, and what its heading itself states: a status code. */
export function enter(draft: Draft, title: string): void {
  if (!draft.parts.has(draft.part.name)) draft.parts.set(draft.part.name, draft.at);
  const status = /^response\/(\d{3})\/$/.exec(draft.part.key)?.[1];
  if (status === undefined) return;
  const reason = title.replace(/^(?:http )?\d{3}[\s:,-]*/i, '');
  add(draft, `response/${status}`, 'status', { status: Number(status), reason }, status);
}

/** Reads one block of Markdown into the draft of the operation that it belongs to. */
export function read(draft: Draft, token: Token): void {
  for (const [, , address] of token.type === 'code' ? [] : token.raw.matchAll(LINK)) {
    if (address !== undefined && address !== '') noteFirst(draft.presentation.links, digest(address), draft.at);
  }
  const isOfList = draft.part.holds === 'scopes' || draft.part.holds === 'headers';
  const furniture = isOfList ? undefined : furnitureOf(token);
  if (furniture !== undefined) {
    noteFirst(draft.presentation.furniture, furniture, draft.at);
    return;
  }
  switch (token.type) {
    case 'paragraph':
    case 'text':
      readParagraph(draft, (token as Tokens.Paragraph).text);
      break;
    case 'code':
      readCode(draft, token as Tokens.Code);
      break;
    case 'list':
      for (const item of (token as Tokens.List).items) {
        readItem(draft, item);
        draft.at += lineBreaks(item.raw);
      }
      break;
    case 'blockquote':
      readQuote(draft, token as Tokens.Blockquote);
      break;
    case 'table':
      readTable(draft, token as Tokens.Table);
      break;
    case 'html':
      if (plain(token.raw) !== '') readParagraph(draft, token.raw);
      break;
    default:
  }
}

function readParagraph(draft: Draft, text: string): void {
  if (isNote(text)) {
    addNote(draft, text);
    return;
  }
  if (addEndpoint(draft, text)) return;
  if (draft.part.key.startsWith('response/') && /^\W*[1-5]\d\d\b.{0,40}$/.test(text)) {
    draft.part = recognise(plain(text), draft.part) ?? draft.part;
    enter(draft, plain(text));
    return;
  }
  if (isAddressRule(text)) {
    noteFirst(draft.presentation.addressTables, plain(text), draft.at);
    return;
  }
  if (draft.part.holds === 'scopes') addScopeRule(draft, text);
  else if (draft.part.holds === 'headers') addNote(draft, text);
  else addSentences(draft, text);
}

function readCode(draft: Draft, { text, raw }: Tokens.Code): void {
  if (/^\s*(?:```|~~~)/.test(raw)) draft.at++;
  if (addEndpoint(draft, text)) return;
  if (draft.part.holds === 'headers') {
    for (const line of text.split('\n')) {
      if (!addHeader(draft, line) && !/^\s*(?:curl\b|$)/.test(line)) addSentences(draft, line);
      draft.at++;
    }
    return;
  }
  const sample = draft.part.holds === 'body' ? readSample(text) : undefined;
  if (sample === undefined) {
    // Examples repeat in another notation what stands elsewhere.
    if (text.trim() !== '' && !/example|sample/.test(draft.part.key)) addSentences(draft, text);
    return;
  }
  for (const defect of sample.defects)
    noteFirst(draft.presentation.defects, `${draft.title} > ${draft.part.name}: ${defect}`, draft.at);
  for (const field of sample.fields) addField(draft, field, draft.at + (sample.lines.get(field.path) ?? 0));
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}

function readItem(draft: Draft, item: Tokens.ListItem): void {
  if (draft.part.holds === 'scopes') {
    for (const name of scopeNames(item.text)) addScope(draft, name);
    const rest = plain(item.text).replaceAll(/\b\w+(?:\.\w+)+\b/g, '');
    // A scope that is struck out is no longer one like the others.
    if (/[a-z]{2}|~~/i.test(rest.replaceAll(/\b(?:or|and)\b/gi, ''))) addSentences(draft, item.text);
  } else if (draft.part.holds === 'headers' && /^[\w-]+\s*:/.test(plain(item.text))) addHeader(draft, plain(item.text));
  else addSentences(draft, item.text);
}

function readQuote(draft: Draft, quote: Tokens.Blockquote): void {
  if (/^\s*(?:\[!\w+\]|\**(?:note|important|info|tip|warning)\b)/i.test(quote.text)) addNote(draft, quote.text);
  else readParagraph(draft, quote.text);
}

function readTable(draft: Draft, table: Tokens.Table): void {
  const cells = table.rows.map((row) => row.map((cell) => plain(cell.text)));
  const header = table.header.map((cell) => plain(cell.text)).join(' | ');
  if (/url|platform/i.test(header) && cells.every((row) => row.some((cell) => /^https?:\/\//.test(cell)))) {
    noteFirst(draft.presentation.addressTables, header, draft.at);
    return;
  }
  draft.at += 2;
  for (const [name = '', ...rest] of cells) {
    addRow(draft, name, rest);
    draft.at++;
  }
}

function addRow(draft: Draft, name: string, rest: readonly string[]): void {
  if (draft.part.holds === 'scopes' && scopeNames(name).length > 0) {
    for (const scope of scopeNames(name)) addScope(draft, scope);
  } else if (draft.part.key.startsWith('response/') && /^[1-5]\d\d$/.test(name)) {
    add(draft, `response/${name}`, 'status', { status: Number(name), reason: rest[0] ?? '' }, name);
  } else if (draft.part.holds === 'headers') {
    addHeader(draft, `${name}: ${rest[0] ?? ''}`);
  } else if (/^[\w.-]+$/.test(name)) {
    const part = draft.part.holds === 'body' ? draft.part.key : `${slug(draft.part.name)}/`;
    const text = [name, ...rest].join(' | ');
    draft.rows.push({ key: part + name, part: draft.part.name, kind: 'field', text, line: draft.at });
  } else {
    addSentences(draft, [name, ...rest].join(' | '));
  }
}

function addNote(draft: Draft, text: string): void {
  const number = draft.passages.filter((passage) => passage.kind === 'note').length + 1;
  const said = noteText(text);
  const label = text.split('\n').findIndex((line) => said.startsWith(plain(line).slice(0, 12)) && plain(line) !== '');
  add(draft, `note/${number}`, 'note', undefined, said, draft.at + Math.max(0, label));
}

function addEndpoint(draft: Draft, text: string): boolean {
  if (draft.part.holds !== 'endpoint' && draft.part.holds !== 'prose') return false;
  const match = new RegExp(`^(${METHODS})\\s+(\\S*/\\S*)$`).exec(plain(text));
  if (match === null || draft.part.key.startsWith('example')) return false;
  const { host, path } = splitAddress(match[2] ?? '');
  noteFirst(draft.presentation.hosts, host, draft.at);
  const count = draft.passages.filter((passage) => passage.kind === 'endpoint').length;
  const method = match[1] ?? '';
  add(draft, count === 0 ? 'endpoint' : `endpoint/${count + 1}`, 'endpoint', { method, path }, `${method} ${path}`);
  return true;
}

/** Takes the host, the organization and `identity_` off: these depend on the edition, the rest is contract. */
function splitAddress(address: string): { host: string; path: string } {
  const match = /^(.*?\/identity_?)(\/.*)$/.exec(address) ?? /^([a-z]+:\/\/[^/]*|\{[^}]*\})?(\/.*)$/.exec(address);
  // Plain HTTP is no other edition but another contract: tokens would travel in the open.
  const insecure = /^(?!https:)[a-z]+:/i.exec(address)?.[0] ?? '';
  const path = `${match?.[2] ?? address}${insecure === '' ? '' : ` over ${insecure}`}`
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/<(\w+)>|\/:(\w+)/g, (_, angle?: string, colon?: string) => (angle ? `{${angle}}` : `/{${colon}}`))
    .replace(/\/$/, '');
  return { host: match?.[1] ?? '', path };
}

/** Prose on which host a platform has; it comes and goes with the edition. */
function isAddressRule(text: string): boolean {
  return /\b(?:access|base)[\s-]?url\b/i.test(text);
}

function addScopeRule(draft: Draft, text: string): void {
  const names = scopeNames(text);
  for (const name of names) addScope(draft, name);
  const rule = plain(text).replace(/\s*[.:]+$/, '');
  if (names.length > 0 && !/[a-z]{3}/i.test(rule.replaceAll(/\b\w+(?:\.\w+)+\b/g, ''))) return;
  const taken = draft.passages.filter((passage) => passage.key.startsWith('scope/rule')).length;
  add(draft, taken === 0 ? 'scope/rule' : `scope/rule/${taken + 1}`, 'sentence', undefined, rule);
}

function scopeNames(text: string): readonly string[] {
  return plain(text).match(/\b[A-Z]\w*(?:\.\w+)+\b/g) ?? [];
}

function addScope(draft: Draft, scope: string): void {
  add(draft, `scope/${scope}`, 'scope', { scope }, scope);
}

function addHeader(draft: Draft, line: string): boolean {
  const match = /^\s*(?:(?:--header|-H)\s+)?['"]?([\w-]+)\s*:\s*(.*?)['"]?\s*\\?\s*$/.exec(line);
  if (match === null) return false;
  const header = match[1] ?? '';
  const content = (match[2] ?? '').replaceAll(/<(\w+)>/g, '{$1}').replaceAll(/\s+/g, ' ');
  add(draft, `header/${header}`, 'header', { header, content }, `${header.toLowerCase()}: ${content}`);
  return true;
}

function addField(draft: Draft, field: SampleField, line: number): void {
  // That a request is one object goes without saying; a response may be an array, an object or a bare string.
  if (field.path === '' && field.type === 'object' && draft.part.key === 'request/') return;
  const key = draft.part.key + (field.path === '' ? 'body' : field.path);
  if (draft.said.has(key)) return;
  add(draft, key, 'field', field, [field.path, field.type, field.sample ?? ''].join(' '), line);
}

import { HEADINGS } from '../../specs/catalogue/build.ts';
import type { Fact, PassageKind } from './inventory.ts';
import { readSample, type SampleField } from './sample.ts';
import { canonicalPage, digest, noteText, plain, sentences, slug } from './text.ts';

/** One statement of a page, as read. */
export interface PagePassage {
  /** Permanent and readable, e.g. `list/response/200/name`. */
  readonly id: string;
  /** Heading of the operation as printed. */
  readonly heading: string;
  /** Part below the heading, e.g. `Request body`. */
  readonly part: string;
  readonly kind: PassageKind;
  readonly value?: Fact;
  /** Normalised wording; what is digested. */
  readonly text: string;
  /** Line of the file, the first is 1. */
  readonly line: number;
}

/** A page of documentation, taken apart. */
export interface Page {
  readonly title: string;
  /** SHA-256 of the page. */
  readonly digest: string;
  /** In the order of the page; ids are unique. */
  readonly passages: readonly PagePassage[];
}

/** A part of an operation: the prefix of its passages' keys, and how its code blocks are read. */
interface Part {
  readonly name: string;
  readonly key: string;
  readonly holds?: 'scopes' | 'headers' | 'body';
}

const DESCRIPTION: Part = { name: 'Description', key: '' };

/** Key of a heading: the known one, else one made from the title. */
export function keyOf(title: string): string {
  return Object.entries(HEADINGS).find(([, heading]) => slug(heading) === slug(title))?.[0] ?? slug(title);
}

/**
 * Takes a page apart in the Markdown form in which it is published: `##` an operation, `###` a part of it, `####` a status. Whatever
 * is not understood counts as sentences, so that no line is overlooked.
 */
export function readPage(markdown: string): Page {
  const text = canonicalPage(markdown);
  const reader = new Reader();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const heading = /^(#{1,4})\s+(.*)$/.exec(line);
    if (heading !== null) {
      reader.enter(heading[1]?.length ?? 0, plain(heading[2] ?? ''), at + 1);
      at += 1;
      continue;
    }
    const end = endOfBlock(lines, at);
    reader.read(lines.slice(at, end), at + 1);
    at = end;
  }
  return { title: reader.title, digest: digest(text), passages: [...reader.passages.values()] };
}

/** The line after a block: fenced code and notes go on to their end, an item of a list is a block, and so is a paragraph. */
function endOfBlock(lines: readonly string[], at: number): number {
  const mark = /^(```|:::)/.exec(lines[at] ?? '')?.[1];
  const isEnd = (line: string): boolean =>
    mark === undefined ? /^\s*$|^#{1,4}\s|^[*-] |^```|^:::/.test(line) : line.startsWith(mark);
  const end = lines.findIndex((line, index) => index > at && isEnd(line));
  if (end < 0) return lines.length;
  return mark === undefined ? end : end + 1;
}

class Reader {
  title = '';
  readonly passages = new Map<string, PagePassage>();
  #heading = '';
  #operation = 'page';
  #part = DESCRIPTION;

  enter(depth: number, title: string, line: number): void {
    if (depth <= 2) {
      if (depth === 1) this.title = title;
      this.#heading = title;
      this.#operation = depth === 1 ? 'page' : keyOf(title);
      this.#part = { name: 'Title', key: '' };
      this.#add('title', 'title', title, line, { title });
      this.#part = DESCRIPTION;
      return;
    }
    this.#part = partOf(title, this.#part);
    const [, status] = /^response\/(\d{3})\/$/.exec(this.#part.key) ?? [];
    if (status === undefined) return;
    const reason = title.slice(status.length).trim();
    this.#add(`response/${status}`, 'status', status, line, { status: Number(status), reason });
  }

  read(block: readonly string[], line: number): void {
    const text = block.join('\n');
    if (text.startsWith(':::')) {
      const inner = block.slice(1).filter((one) => !one.startsWith(':::'));
      this.#addNumbered('note/', 'note', noteText(inner.join('\n')), line + 1);
    } else if (text.startsWith('```'))
      this.#readCode(
        block.slice(1).filter((one) => !one.startsWith('```')),
        line + 1,
      );
    else if (!this.#addEndpoint(text, line)) this.#readProse(text.replace(/^(?:[*-]|>) /, ''), line);
  }

  #readCode(lines: readonly string[], line: number): void {
    const { holds } = this.#part;
    const fields = holds === 'body' ? readSample(lines.join('\n')) : undefined;
    if (fields !== undefined) {
      for (const field of fields) this.#addField(field, line + lineOf(field, lines));
      return;
    }
    for (const [index, text] of lines.entries())
      if (holds !== 'headers' || !this.#addHeader(text, line + index)) this.#readProse(text, line + index);
  }

  #readProse(text: string, line: number): void {
    if (this.#part.holds === 'scopes') {
      const names: readonly string[] = plain(text).match(/\b[A-Z]\w*(?:\.\w+)+\b/g) ?? [];
      for (const scope of names) this.#add(`scope/${scope}`, 'scope', scope, line, { scope });
      const rule = plain(text).replace(/\s*[.:]+$/, '');
      if (!names.includes(rule)) this.#addNumbered('scope/rule', 'sentence', rule, line);
      return;
    }
    const prefix = `${this.#part.key.replace(/^response\/\d{3}\/$/, 'response/')}sentence/`;
    for (const sentence of sentences(plain(text))) this.#addNumbered(prefix, 'sentence', sentence, line);
  }

  #addEndpoint(text: string, line: number): boolean {
    const [, method = '', address = ''] = /^([A-Z]{3,7})\s+(\S*\/\S*)$/.exec(plain(text)) ?? [];
    if (method === '') return false;
    // Host, organization and `identity_` depend on the edition; plain HTTP is another contract: tokens would travel in the open.
    const insecure = /^(?!https:)[a-z]+:/i.exec(address)?.[0];
    const path = `${address.replace(/^.*?\/identity_?(?=\/)/, '')}${insecure === undefined ? '' : ` over ${insecure}`}`;
    this.#addNumbered('endpoint', 'endpoint', `${method} ${path}`, line, { method, path });
    return true;
  }

  #addHeader(text: string, line: number): boolean {
    const [, header = '', content = ''] =
      /^\s*(?:(?:--header|-H)\s+)?['"]?([\w-]+)\s*:\s*(.*?)['"]?\s*\\?\s*$/.exec(text) ?? [];
    if (header === '') return false;
    this.#add(`header/${header}`, 'header', `${header.toLowerCase()}: ${content}`, line, { header, content });
    return true;
  }

  #addField(field: SampleField, line: number): void {
    // That a request is one object goes without saying; a response may be an array, an object or a bare string.
    if (field.path === '' && field.type === 'object' && this.#part.key === 'request/') return;
    const key = this.#part.key + (field.path === '' ? 'body' : field.path);
    this.#add(key, 'field', [field.path, field.type, field.sample ?? ''].join(' '), line, field);
  }

  /** Adds a passage under the next free number; the first of those that are usually alone has none. */
  #addNumbered(prefix: string, kind: PassageKind, text: string, line: number, value?: Fact): void {
    const taken = [...this.passages.keys()].filter((id) => id.startsWith(`${this.#operation}/${prefix}`)).length;
    const key = prefix.endsWith('/') ? `${prefix}${taken + 1}` : `${prefix}${taken === 0 ? '' : `/${taken + 1}`}`;
    this.#add(key, kind, text, line, value);
  }

  #add(key: string, kind: PassageKind, text: string, line: number, value?: Fact): void {
    const id = `${this.#operation}/${key}`;
    if (this.passages.has(id)) return;
    const passage = { id, heading: this.#heading, part: this.#part.name, kind, text, line };
    this.passages.set(id, value === undefined ? passage : { ...passage, value });
  }
}

/** The page misspells a heading of a part (`API Enpoint`). */
function partOf(title: string, current: Part): Part {
  if (/^api end?points?$/i.test(title)) return { name: 'API Endpoint', key: '' };
  if (/^scopes?$/i.test(title)) return { name: 'Scopes', key: 'scope/', holds: 'scopes' };
  if (/^request headers?$/i.test(title)) return { name: 'Request headers', key: 'header/', holds: 'headers' };
  if (/^request body$/i.test(title)) return { name: 'Request body', key: 'request/', holds: 'body' };
  if (/^responses?$/i.test(title)) return { name: 'Responses', key: 'response/' };
  const [, status] = /^([1-5]\d\d)\b/.exec(title) ?? [];
  return status !== undefined && current.key.startsWith('response/')
    ? { name: `Responses > ${status}`, key: `response/${status}/`, holds: 'body' }
    : { name: title, key: `${slug(title)}/` };
}

/** The line of a member in its sample; the first is 0. */
function lineOf({ path }: SampleField, lines: readonly string[]): number {
  let at = 0;
  for (const name of path === '' ? [] : path.split('/'))
    at = Math.max(
      at,
      lines.findIndex((line, index) => index >= at && line.includes(`"${name}"`)),
    );
  return at;
}

/** Files that users write, in YAML or JSON, and words of theirs in sentences. */
import { parseDocument } from 'yaml';

/** The content of a file; undefined for aliases, which could multiply, and tags that mean nothing here. Or where it is no YAML at all. */
export function contentOf(text: string): { readonly content?: unknown; readonly fault?: string } {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split('\n').length;
    return { fault: `(line ${line}: ${fault.message.split('\n', 1)[0]}); correct that line` };
  }
  try {
    return { content: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch {
    return {};
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The beginning of a text that may be long. */
export function beginning(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

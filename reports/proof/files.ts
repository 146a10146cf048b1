import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a text so that a reader sees the old one, none, or the whole new one; returns its path. */
export function writeText(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
  return path;
}

/** As {@link writeText}, for a value as JSON. */
export function writeJson(folder: string, name: string, value: unknown): string {
  return writeText(folder, name, `${JSON.stringify(value, null, 2)}\n`);
}

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modulePath, PLAYWRIGHT_CLI } from './processes.ts';

/** The tests of every requirement, by its id: headings and title from the outermost, then the place, as in `(create.spec.ts:40)`. */
export type ChecksById = Readonly<Record<string, readonly string[]>>;

/** What Playwright's reporter `json` tells of a suite; only the members that are read. */
interface ListedSuite {
  readonly title: string;
  readonly suites?: readonly ListedSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tags: readonly string[];
  }[];
}

/** Where the package keeps the list, which in a clone Playwright is asked for. */
const STORED = new URL('../../specs/checks.json', import.meta.url);

/** The tests of every requirement. @throws Error when Playwright cannot list them */
export async function checksById(): Promise<ChecksById> {
  const stored = fileURLToPath(STORED);
  return existsSync(stored) ? (JSON.parse(readFileSync(stored, 'utf8')) as ChecksById) : listChecks();
}

/** Has Playwright list the tests. */
export async function listChecks(): Promise<ChecksById> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:TENANT|CONFORMANCE|PLAYWRIGHT|PW|TEST)_/.test(name),
  );
  const args = [PLAYWRIGHT_CLI, 'test', '--config', modulePath('playwright.config'), '--list', '--reporter', 'json'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...Object.fromEntries(kept), CONFORMANCE_DEPTH: 'deep' },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) throw new Error('Playwright could not list the checks; what it says stands above.');
  const found: Record<string, string[]> = {};
  for (const file of (JSON.parse(text) as { suites: readonly ListedSuite[] }).suites) gather(file, [], found);
  return found;
}

function gather(suite: ListedSuite, above: readonly string[], found: Record<string, string[]>): void {
  for (const { title, file, line, tags } of suite.specs ?? [])
    for (const tag of tags.filter((one) => /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(one))) {
      found[tag] ??= [];
      found[tag].push(`${[...above, title].join(' > ')} (${file}:${line})`);
    }
  for (const inner of suite.suites ?? []) gather(inner, [...above, inner.title], found);
}

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { modulePath, PLAYWRIGHT_CLI } from './processes.ts';

/** Tests by spec and headings, each with its line and the ids of its requirements. */
export type ListedChecks = Readonly<
  Record<string, Readonly<Record<string, readonly (readonly [title: string, line: number, ...ids: string[]])[]>>>
>;

/** Where the package keeps the list, packed because it is large, which in a clone Playwright is asked for: that takes some seconds. */
const STORED = fileURLToPath(new URL('../../specs/checks.json.gz', import.meta.url));

/**
 * The tests that verify a requirement: headings and title from the outermost, then the place, as in `(create.spec.ts:40)`.
 * @throws Error when Playwright cannot list them
 */
export async function checksOf(id: string): Promise<readonly string[]> {
  const listed = existsSync(STORED)
    ? (JSON.parse(gunzipSync(readFileSync(STORED)).toString()) as ListedChecks)
    : await listChecks();
  return Object.entries(listed).flatMap(([spec, byHeadings]) =>
    Object.entries(byHeadings).flatMap(([headings, tests]) =>
      tests.flatMap(([title, line, ...ids]) => (ids.includes(id) ? [`${headings} > ${title} (${spec}:${line})`] : [])),
    ),
  );
}

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

/** All tests, as Playwright lists them. @throws Error when it cannot */
export async function listChecks(): Promise<ListedChecks> {
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
  const found: Record<string, Record<string, [string, number, ...string[]][]>> = {};
  for (const file of (JSON.parse(text) as { suites: readonly ListedSuite[] }).suites) gather(file, [], found);
  return found;
}

function gather(
  suite: ListedSuite,
  above: readonly string[],
  found: Record<string, Record<string, [string, number, ...string[]][]>>,
): void {
  for (const { title, file, line, tags } of suite.specs ?? []) {
    const ids = tags.filter((one) => /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(one));
    const bySpec = (found[basename(file)] ??= {});
    const tests = (bySpec[above.join(' > ')] ??= []);
    tests.push([title, line, ...ids]);
  }
  for (const inner of suite.suites ?? []) gather(inner, [...above, inner.title], found);
}

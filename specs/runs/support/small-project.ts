import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { test as base } from '@playwright/test';
import { readResult } from '../../../reports/publish/files.ts';
import type { ConformanceResult } from '../../../reports/verdict/result.ts';
import type { Requirement } from '../../catalogue/types.ts';

/** Folder of this repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The command line of this repository, with what starts it. */
export const CLI = [process.execPath, '--import', import.meta.resolve('tsx'), join(ROOT, 'bin/cli.ts')] as const;

/** What a process said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of Playwright on a generated project. */
export interface SmallRun extends Ended {
  readonly result: ConformanceResult | undefined;
}

export interface SmallOptions {
  /** Content of `specs/all.spec.ts` behind the imports. */
  readonly spec: string;
  /** Arguments for `playwright test`. */
  readonly args?: readonly string[];
  readonly reporter?: Record<string, unknown>;
  /** Content of a global set-up. */
  readonly globalSetup?: string;
  /** More files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGINT when the output holds this text. */
  readonly interruptAt?: string;
}

/** A catalogue of three requirements, one per level. */
export const smallCatalogue: Readonly<Record<string, Requirement>> = {
  'CREATE-01': entry('must', 'create', 'Creating a client answers 201.'),
  'LIST-01': entry('should', 'list', 'Listing clients is quick.'),
  'GET-01': entry('may', 'get', 'Reading a client is pleasant.'),
};

function entry(level: Requirement['level'], operation: Requirement['operation'], statement: string): Requirement {
  const source = { heading: 'A heading', part: 'Responses' };
  return { level, operation, statement, source, basis: 'stated', cites: [], means: 'somebody has to look at it' };
}

const PREAMBLE = `import { expect, test } from '@playwright/test';
const covers = (id, level, operation) => ({ tag: ['@' + id, '@' + level, '@' + operation] });
const must = covers('CREATE-01', 'must', 'create');
const should = covers('LIST-01', 'should', 'list');
const may = covers('GET-01', 'may', 'get');
const leave = (outcome) => test.info().attach('outcome', { contentType: 'application/json', body: JSON.stringify(outcome) });
const attach = (findings) => leave({ verdict: 'fail', findings });
const warns = (expected, actual) => attach([{ message: 'It is not so.', expected: JSON.stringify(expected), actual: JSON.stringify(actual) }]);
const fails = async (expected, actual) => { await warns(expected, actual); throw new Error('It is not so.'); };
const skip = async (cause, detail) => { await leave({ verdict: 'skip', cause, detail, findings: [] }); test.skip(); };
`;

/** The environment of this process without settings of whoever runs the tests. */
export function plainEnvironment(): Record<string, string | undefined> {
  const foreign = /^(TENANT_|CONFORMANCE_|PLAYWRIGHT_|PW_|TEST_|FORCE_COLOR|NODE_OPTIONS|CI$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Runs a command to its end, without the settings of whoever runs the tests. */
export function run(
  command: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>>; interruptAt?: string },
): Promise<Ended> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...plainEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    // Once: the second one would end it without its report.
    if (!interrupted && options.interruptAt !== undefined && stdout.includes(options.interruptAt))
      interrupted = child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      done({ code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) }),
    );
  });
}

interface Fixtures {
  /** A folder that is removed afterwards. */
  readonly folder: string;
  /** Runs Playwright with our reporter on a project made of these options; may be called again in the same folder. */
  readonly runSmall: (options: SmallOptions) => Promise<SmallRun>;
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  runSmall: async ({ folder }, use) => {
    await use(async (options) => {
      write(folder, options);
      const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
      const ended = await run([process.execPath, cli, 'test', ...(options.args ?? [])], {
        cwd: folder,
        ...(options.env !== undefined && { env: options.env }),
        ...(options.interruptAt !== undefined && { interruptAt: options.interruptAt }),
      });
      return { ...ended, result: readResult(join(folder, 'out')) };
    });
  },
});

function write(folder: string, options: SmallOptions): void {
  const reporter = {
    out: 'out',
    seed: 4711,
    failOn: 'must',
    selection: { only: [], operation: [], level: [] },
    tenant: { tenant: 'a small project' },
    command: 'npm run conformance --',
    catalogue: smallCatalogue,
    ...options.reporter,
  };
  const config = {
    testDir: 'specs',
    outputDir: 'artifacts',
    workers: 1,
    ...(options.globalSetup !== undefined && { globalSetup: './global-setup.ts' }),
    reporter: [[join(ROOT, 'reports/reporter.ts'), reporter]],
  };
  const files: Record<string, string> = {
    'package.json': '{ "type": "module" }',
    'playwright.config.ts': `export default ${JSON.stringify(config)};`,
    'specs/all.spec.ts': PREAMBLE + options.spec,
    ...(options.globalSetup !== undefined && { 'global-setup.ts': options.globalSetup }),
    ...options.files,
  };
  for (const [path, text] of Object.entries(files)) writeInto(folder, path, text);
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function writeInto(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Makes `dist/`, which the package ships: the suite as JavaScript, laid out like the repository. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { build, transformSync } from 'esbuild';
import { listChecks } from './verbs/checks.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** What starts from outside: Node.js loads the first, Playwright the others. */
const ENTRIES = [
  'bin/cli.js',
  'bin/index.js',
  'playwright.config.js',
  'fixtures/global-setup.js',
  'reports/conformance-reporter.js',
  'reports/merge.config.js',
];
/** What works in a clone only: it measures and proves the sources themselves. */
const CLONE_ONLY = ['bin/clone-verbs.js'];

/** What stands below the folders of checks, mock and pages: lists and texts for the most part, whose maps are large and seldom read. */
const UNMAPPED =
  /^(?:fixtures[\\/](?:faults|personas|stories|sequences|tenant)|specs|bin[\\/]mock|reports[\\/](?:page|formats))[\\/]/;

/** Folders of many small modules, which become one each: that saves what modules say to each other. */
const FOLDED = [
  'fixtures/faults',
  'fixtures/personas',
  'fixtures/tenant',
  'fixtures/stories',
  'fixtures/sequences',
  'fixtures/doctor',
  'specs/requirements',
  'reports/page',
  'reports/formats',
  'specs/document',
  'bin/mock',
  'bin/commands',
];

/** A relative path in an import, an export or a dynamic import. */
const IMPORTED = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** What a module gives away, as TypeScript writes it. */
const EXPORTED = /^export (?:const|let|class|(?:async )?function\*?) (\w+)/gm;

async function main(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  compile('tsconfig.build.json');
  const specs = readdirSync(join(DIST, 'specs')).filter((name) => name.endsWith('.spec.js'));
  const modules = reachable([...ENTRIES, ...specs.map((name) => `specs/${name}`)], (path) => path);
  compile('tsconfig.types.json');
  const types = reachable(['bin/index.d.ts'], (path) => path.replace(/\.[jt]s$/, '.d.ts'));
  for (const path of filesBelow(DIST)) if (!modules.has(path.replace(/\.map$/, '')) && !types.has(path)) rmSync(path);
  for (const folder of FOLDED) await fold(folder, modules);
  for (const path of modules) shrink(path);
  for (const path of types) indentWithTabs(path);
  copyData();
  writeFileSync(join(DIST, 'specs/checks.json.gz'), gzipSync(JSON.stringify(await listChecks())));
}

/** TypeScript reports what is wrong on standard output. */
function compile(project: string): void {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { tsc: string } };
  const tsc = join(dirname(manifest), bin.tsc);
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`TypeScript could not compile ${project}; what it says stands above.`);
}

/** All files that the entries lead to, as absolute paths. */
function reachable(entries: readonly string[], fileOf: (path: string) => string): Set<string> {
  const found = new Set<string>();
  const cut = new Set(CLONE_ONLY.map((name) => join(DIST, name)));
  const open = entries.map((name) => join(DIST, name));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path) || cut.has(path)) continue;
    found.add(path);
    open.push(...importedBy(path).map(fileOf));
  }
  return found;
}

/**
 * Puts the modules of a folder into one, `index.js` or, where there is none, `all.js`, and lets others name that.
 * @param modules all paths; changed accordingly
 */
async function fold(folder: string, modules: Set<string>): Promise<void> {
  const home = join(DIST, folder);
  const inner = new Set([...modules].filter((path) => path.startsWith(home + sep)));
  const others = [...modules].filter((path) => !inner.has(path));
  const known = [...new Set(others.flatMap(importedBy))].filter((path) => inner.has(path));
  const index = join(home, 'index.js');
  const whole = known.every((path) => path === index) ? index : join(home, 'all.js');
  refuseNamesakes(known);
  const contents = known.map((path) => `export * from ${JSON.stringify(path)};`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: home },
    outfile: whole,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    sourcemap: 'linked',
    plugins: [
      {
        name: 'outside',
        setup: (bundle) => {
          bundle.onResolve({ filter: /./ }, ({ path, resolveDir }) => {
            const target = path.startsWith('.') ? resolve(resolveDir, path) : path;
            if (inner.has(target)) return { path: target };
            return { path: target === path ? path : relative(home, target), external: true };
          });
        },
      },
    ],
  });
  for (const path of inner) {
    modules.delete(path);
    rmSync(path);
    rmSync(`${path}.map`);
  }
  for (const { path, contents: bytes } of outputFiles) writeFileSync(path, bytes);
  modules.add(whole);
  for (const path of others) {
    const text = readFileSync(path, 'utf8');
    const renamed = text.replaceAll(IMPORTED, (statement, name: string) =>
      inner.has(resolve(dirname(path), name)) ? statement.replace(name, nameOf(whole, path)) : statement,
    );
    if (renamed !== text) writeFileSync(path, renamed);
  }
}

/** Of two modules that are to be one, none may give away what the other calls the same: both would be left out in silence. */
function refuseNamesakes(paths: readonly string[]): void {
  const givers = new Map<string, string>();
  for (const path of paths)
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(EXPORTED)) {
      const other = givers.get(name);
      if (other !== undefined) throw new Error(`${path} and ${other} both export ${name}; rename one of them.`);
      givers.set(name, path);
    }
}

/** How one module is named in another. */
function nameOf(path: string, from: string): string {
  const name = relative(dirname(from), path);
  return name.startsWith('.') ? name : `./${name}`;
}

/** The modules that a module names, as absolute paths. */
function importedBy(path: string): readonly string[] {
  const named = readFileSync(path, 'utf8').matchAll(IMPORTED);
  return [...named].map(([, name = '']) => resolve(dirname(path), name));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Takes white space and long names out of a module. Its map is coarse: places of failures are told by it. */
function shrink(path: string): void {
  const before = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { sources: string[] };
  const inline = Buffer.from(JSON.stringify(before)).toString('base64');
  const text = readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  const { code, map } = transformSync(`${text}//# sourceMappingURL=data:application/json;base64,${inline}\n`, {
    format: 'esm',
    target: 'node20.19',
    minify: true,
    lineLimit: 4000,
    charset: 'utf8',
    sourcefile: path,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
  });
  const name = relative(dirname(path), path);
  if (UNMAPPED.test(relative(DIST, path))) {
    writeFileSync(path, code);
    rmSync(`${path}.map`);
    return;
  }
  writeFileSync(path, `${code.trimEnd()}\n//# sourceMappingURL=${name}.map\n`);
  const { mappings } = JSON.parse(map) as { mappings: string };
  const thin = { version: 3, file: name, sources: before.sources, names: [], mappings: encode(linesOf(mappings)) };
  writeFileSync(`${path}.map`, JSON.stringify(thin));
}

/** Types are indented with blanks, which nobody needs four of for each level. */
function indentWithTabs(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replaceAll(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4)),
  );
}

/** Columns of a compiled line that one segment of its map stands for, at least: a map tells the line, or its neighbour. */
const COARSE = 400;

/** The segments at which another line of the source begins, without names. */
function linesOf(mappings: string): SourceMapSegment[][] {
  return decode(mappings).map((segments) => {
    let last: SourceMapSegment | undefined;
    return segments.flatMap((segment): SourceMapSegment[] => {
      if (segment.length === 1 || segment[2] === last?.[2]) return [];
      if (last !== undefined && segment[0] - last[0] < COARSE) return [];
      last = [segment[0], segment[1], segment[2], segment[3]];
      return [last];
    });
  });
}

/** Files that modules read beside themselves. */
function copyData(): void {
  const schemas = readdirSync(join(ROOT, 'schemas')).filter((name) => name.endsWith('.schema.json'));
  const profiles = readdirSync(join(ROOT, 'specs/profiles'));
  const files = [...schemas.map((name) => `schemas/${name}`), ...profiles.map((name) => `specs/profiles/${name}`)];
  const compact = (name: string): string => JSON.stringify(JSON.parse(readFileSync(join(ROOT, name), 'utf8')));
  for (const name of files) {
    mkdirSync(dirname(join(DIST, name)), { recursive: true });
    writeFileSync(join(DIST, name), compact(name));
  }
  writeFileSync(join(DIST, 'specs/document.json.gz'), gzipSync(compact('specs/document.json')));
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, string>;
  writeFileSync(join(DIST, 'package.json'), JSON.stringify({ name, version, type: 'module' }));
}

await main();

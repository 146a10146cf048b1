/** Makes `dist/`, which the package ships: the suite as JavaScript, laid out like the repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** What works in a clone only: it measures and proves the sources themselves, or tests them. */
const CLONE_ONLY = [
  'specs/runs',
  'specs/prove',
  ...['bin/clone-verbs', 'bin/build', 'bin/docs', 'bin/verbs/prove', 'bin/verbs/bench']
    .concat('schemas/generate')
    .flatMap((name) => [`${name}.js`, `${name}.js.map`, `${name}.d.ts`]),
];

function main(): void {
  rmSync(DIST, { recursive: true, force: true });
  compile();
  for (const name of CLONE_ONLY) rmSync(join(DIST, name), { recursive: true, force: true });
  copyData();
}

/** TypeScript reports what is wrong on standard output. */
function compile(): void {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { tsc: string } };
  const tsc = join(dirname(manifest), bin.tsc);
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('TypeScript could not compile the package; what it says stands above.');
}

/** Files that modules read beside themselves. */
function copyData(): void {
  for (const folder of ['schemas/payloads', 'schemas/files', 'specs/catalogue/profiles'])
    for (const name of readdirSync(join(ROOT, folder)).filter((one) => one.endsWith('.json'))) {
      mkdirSync(join(DIST, folder), { recursive: true });
      cpSync(join(ROOT, folder, name), join(DIST, folder, name));
    }
  writeFileSync(
    join(DIST, 'schemas/document/document.json.gz'),
    gzipSync(readFileSync(join(ROOT, 'schemas/document/document.json'))),
  );
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, string>;
  writeFileSync(join(DIST, 'package.json'), JSON.stringify({ name, version, type: 'module' }));
}

main();

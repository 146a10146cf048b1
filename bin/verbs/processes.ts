import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGED } from '../../reports/terminal/invocation.ts';

/** Path of Playwright's command line, wherever it is installed. */
export const PLAYWRIGHT_CLI = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);

/** Path of a module of the suite, named from its root without suffix: TypeScript in a clone, compiled in the package. */
export function modulePath(name: string): string {
  return fileURLToPath(new URL(`../../${name}.${PACKAGED ? 'js' : 'ts'}`, import.meta.url));
}

/** What Node.js is given to start our own command line in another process. */
export function ownCommandLine(): readonly string[] {
  const cli = modulePath('bin/cli');
  return PACKAGED ? [cli] : ['--import', import.meta.resolve('tsx'), cli];
}

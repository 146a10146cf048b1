#!/usr/bin/env node
// A clone has the commands as TypeScript, which tsx reads as they are; the package has them compiled.
import { existsSync } from 'node:fs';

const source = new URL('./cli.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else await import('../dist/bin/cli.js');

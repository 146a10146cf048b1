#!/usr/bin/env node
import './home.ts';
import { programFor } from './program.ts';

// Whoever reads the output may have seen enough: `list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = await programFor(process.argv.slice(2));
await program.parseAsync();

#!/usr/bin/env node
// The commands are TypeScript; tsx reads them as they are.
import { register } from 'tsx/esm/api';

register();
await import('./cli.ts');

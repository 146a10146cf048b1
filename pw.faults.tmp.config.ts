import { defineConfig } from '@playwright/test';

process.env.CONFORMANCE_SEED ??= '1';
process.env.CONFORMANCE_CONSISTENCY_MS ??= '300';
process.env.CONFORMANCE_OUT ??= '/tmp/faultsout/run';
const n = Number(process.env.N ?? '4');
export default defineConfig({
  testDir: 'specs',
  testIgnore: ['**/harness/**'],
  outputDir: '/tmp/faultsout/artifacts',
  globalSetup: './fixtures/global-setup.ts',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  use: { trace: 'off', screenshot: 'off', video: 'off' },
  reporter: 'dot',
  ...(process.env.GREP ? { grep: new RegExp(process.env.GREP) } : {}),
  projects: Array.from({ length: n }, (_, i) => ({
    name: `p${i}`,
    use: { alteration: { persona: i % 2 ? 'extra-fields' : 'no-texts' } } as never,
  })),
});

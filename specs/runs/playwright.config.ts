import { defineConfig } from '@playwright/test';

/** Tests that wait for clocks more than they compute. */
const WAITING = ['limits', 'live-tokens', 'second-tenant', 'weather'].map((name) => `specs/runs/**/${name}.spec.ts`);

/**
 * Tests of our own tools, here and beside their modules; they need no tenant but the ones that they start. CI counts by the file.
 * Two workers are enough for two processors; what waits has two of its own, and begins first.
 */
export default defineConfig({
  testDir: '../..',
  testIgnore: 'reports/out/**',
  fullyParallel: true,
  workers: 4,
  projects: [
    { name: 'waiting', testMatch: WAITING, workers: 2 },
    {
      name: 'working',
      testMatch: ['specs/runs/**/*.spec.ts', '{bin,fixtures,reports,schemas}/**/*.test.ts'],
      testIgnore: ['reports/out/**', ...WAITING],
    },
  ],
  // How quick something is stands in benchmarks: this ends what hangs, on the busiest machine.
  timeout: 600_000,
  reporter: [['line'], ['json', { outputFile: '../../reports/out/tools.json' }]],
});

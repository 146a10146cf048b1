import { defineConfig } from '@playwright/test';

/** Tests of our own tools, here and beside their modules; they need no tenant but the ones that they start. CI counts by the file. */
export default defineConfig({
  testDir: '../..',
  testMatch: ['specs/runs/**/*.spec.ts', '{bin,fixtures,reports,schemas}/**/*.test.ts'],
  testIgnore: 'reports/out/**',
  workers: 2,
  timeout: 120_000,
  reporter: [['line'], ['json', { outputFile: '../../reports/out/tools.json' }]],
});

import { defineConfig } from '@playwright/test';

/** Tests of our own tools; they need no tenant but the ones that they start. CI counts by the file. */
export default defineConfig({
  testDir: '.',
  workers: 2,
  timeout: 120_000,
  reporter: [['line'], ['json', { outputFile: '../../reports/out/tools.json' }]],
});

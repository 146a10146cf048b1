import { defineConfig } from '@playwright/test';

/** Tests of our own tools; they need no tenant but the ones that they start. */
export default defineConfig({ testDir: '.', workers: 2, timeout: 120_000, reporter: 'line' });

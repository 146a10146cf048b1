import { defineConfig } from '@playwright/test';

const n = Number(process.env.N ?? 1);
const ids = [
  'LIST-01',
  'CREATE-07',
  'DELETE-05',
  'UPDATE-12',
  'GENSECRET-05',
  'GET-A1',
  'TOKEN-01',
  'CREATE-S2',
  'DELETE-X1',
  'GET-B1',
];
export default defineConfig({
  testDir: '/work/main/specs',
  testIgnore: ['**/harness/**', '**/prove/**'],
  outputDir: '/tmp/prove-t/art',
  workers: Number(process.env.W ?? 2),
  timeout: 120000,
  fullyParallel: false,
  reporter: [['/tmp/prove-t/null.cjs']],
  projects: Array.from({ length: n }, (_, i) => ({
    name: 'p' + i,
    use: { alteration: { persona: process.env.PERSONA ?? 'sorted-list' }, trace: 'off' },
    ...(process.env.FULL ? {} : { grep: new RegExp('@' + ids[i % ids.length] + '(?![\\w-])') }),
  })),
});

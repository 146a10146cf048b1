import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import type { Alteration } from '../../fixtures/session/worlds.ts';
import { MEETING_VARIABLE, PLAN_VARIABLE, type ProofPlan, projectsOf } from '../../reports/proof/plan.ts';

const file = process.env[PLAN_VARIABLE];
if (file === undefined)
  throw new Error('This configuration takes its projects from a plan; run "npm run prove" instead.');
const plan = JSON.parse(readFileSync(file, 'utf8')) as ProofPlan;
const run = process.env[MEETING_VARIABLE];
const projects = projectsOf(plan, run);
const folder = dirname(file);
const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig<object, { alteration: Alteration }>({
  testDir: '..',
  testIgnore: ['**/harness/**', '**/prove/**'],
  // Relative paths would be taken from this file's folder.
  outputDir: resolve(folder, `artifacts-${run ?? 'tests'}`),
  workers: run === 'own' ? plan.own.length : plan.workers,
  retries: 0,
  reporter: [['../../reports/proof-reporter.ts', { plan, folder, root }]],
  projects: projects.map(({ name, alteration, requirements, shallow }) => ({
    name,
    use: { alteration },
    // Files of one project would else be shared out to several workers, each with a tenant of its own.
    workers: 1,
    // A fault may keep answers back for good; a legal tenant may take its time.
    timeout: alteration.persona === undefined ? 30_000 : 120_000,
    ...(requirements !== undefined && { grep: new RegExp(`@(?:${requirements.join('|')})(?![\\w-])`) }),
    ...(shallow === true && { grepInvert: /@deep(?![\w-])/ }),
  })),
});

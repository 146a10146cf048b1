import base from './playwright.config.ts';
export default {
  ...base,
  workers: 1,
  projects: [{ name: 'all', testIgnore: ['**/harness/**', '**/prove/**'] }],
  use: { ...base.use, alteration: { persona: process.env.PERSONA } },
  reporter: [base.reporter[0]],
};

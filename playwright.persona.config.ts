import base from './playwright.config.ts';
export default {
  ...base,
  workers: 1,
  use: { ...base.use, alteration: { persona: process.env.PERSONA } },
  reporter: [base.reporter[0]],
};

import base from './playwright.config.ts';
export default { ...base, reporter: [base.reporter[0]] };

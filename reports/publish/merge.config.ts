import { defineConfig } from '@playwright/test';
import { PACKAGED } from '../terminal/invocation.ts';

/** Settings for Playwright's `merge-reports`, which the verb `merge` calls with the options of the reporter. */
const options = JSON.parse(process.env.CONFORMANCE_MERGE ?? '{}') as { readonly out: string };

export default defineConfig({
  testDir: '../../specs',
  reporter: [
    [`../reporter.${PACKAGED ? 'js' : 'ts'}`, options],
    ['html', { open: 'never', outputFolder: `${options.out}/html` }],
  ],
});

// For Allure's own command, see reports.md beside it: npx allure generate reports/out/allure-results --config docs/allurerc.mjs
// Its page loads nothing from outside and counts nobody: of Allure's pages this one alone can be told so.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

process.env.ALLURE_NO_ANALYTICS = 'true';

const out = process.env.CONFORMANCE_OUT ?? 'reports/out';
const result = JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8'));
const { tenant, partition, environment } = result.tenant;

export default {
  name: `External Client API: ${result.headline}`,
  output: join(out, 'allure-report'),
  historyPath: join(dirname(out), 'history', 'allure.jsonl'),
  variables: {
    tenant,
    ...(partition && { organization: partition }),
    ...(environment && { environment }),
    verdict: result.headline,
    gate: result.gate.outcome,
    seed: String(result.seed),
    document: result.document.edition,
    suite: result.suite.version,
  },
  categories: [
    { name: 'A must does not hold', matchers: { statuses: ['failed'], labels: { severity: 'critical' } } },
    { name: 'Could not be verified', matchers: { statuses: ['skipped'] } },
  ],
  // The exit code of a run says the same, and knows waivers and a baseline.
  qualityGate: { rules: [{ maxFailures: 0 }] },
  plugins: { allure2: { options: { reportName: `External Client API: ${result.headline}`, reportLanguage: 'en' } } },
};

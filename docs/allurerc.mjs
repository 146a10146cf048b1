// For Allure's own command, see reports.md beside it: npx allure generate reports/out/allure-results --config docs/allurerc.mjs
// Its page loads nothing from outside and counts nobody: of Allure's pages this one alone can be told so.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

process.env.ALLURE_NO_ANALYTICS = 'true';

const out = process.env.CONFORMANCE_OUT ?? 'reports/out';
const result = JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8'));
const { tenant, partition, environment: named } = result.tenant;

// What the page shows as environment and categories; it reads that beside the results of the tests.
const environment = {
  verdict: result.headline,
  gate: result.gate.outcome,
  tenant,
  organization: partition,
  environment: named,
  seed: result.seed,
  document: result.document.edition,
  suite: result.suite.version,
};
const lines = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : `${name} = ${value}`));
const categories = [
  { name: 'Does not hold', matchedStatuses: ['failed', 'broken'] },
  { name: 'Could not be verified', matchedStatuses: ['skipped'] },
];
const results = join(out, 'allure-results');
writeFileSync(join(results, 'environment.properties'), `${lines.join('\n')}\n`);
writeFileSync(join(results, 'categories.json'), JSON.stringify(categories));

// Allure leaves the page of an earlier run as it is, without a word.
rmSync(join(out, 'allure-report'), { recursive: true, force: true });

export default {
  name: `External Client API: ${result.headline}`,
  output: join(out, 'allure-report'),
  historyPath: join(dirname(out), 'history', 'allure.jsonl'),
  // The exit code of a run says the same, and knows waivers and a baseline.
  qualityGate: { rules: [{ maxFailures: 0 }] },
  plugins: { allure2: { options: { reportName: `External Client API: ${result.headline}`, reportLanguage: 'en' } } },
};

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { marked } from 'marked';
import type { Log } from 'sarif';
import { validateXML } from 'xmllint-wasm';
import { annotations } from '../../reports/formats/annotations.ts';
import { badge } from '../../reports/formats/badge.ts';
import { ctrf } from '../../reports/formats/ctrf.ts';
import { har } from '../../reports/formats/har.ts';
import { junit } from '../../reports/formats/junit.ts';
import { sarif } from '../../reports/formats/sarif.ts';
import { summary } from '../../reports/formats/summary.ts';
import { writeReports } from '../../reports/publish/write.ts';
import { type RequirementId, requirements } from '../catalogue/index.ts';
import { sampleStory } from './samples/stories.ts';
import { ROOT } from './support/small-project.ts';

const require = createRequire(import.meta.url);
const KINDS = ['conformant', 'non-conformant', 'inconclusive'] as const;

/** A schema of an older draft than our own, with what that draft lets pass. */
function validator(schema: object, more: readonly object[] = []) {
  const { $schema: _, id: __, ...rest } = schema as { $schema?: string; id?: string };
  // Patterns that were written before regular expressions knew Unicode.
  const ajv = new Ajv({ strict: false, validateFormats: true, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  for (const one of more) {
    const { $schema: ___, ...part } = one as { $schema?: string };
    ajv.addSchema(part);
  }
  return ajv.compile(rest);
}

for (const kind of KINDS) {
  const story = sampleStory(kind);

  test(`JUnit of a run that is ${kind} follows its schema`, async () => {
    const schema = readFileSync(join(import.meta.dirname, 'samples/junit.xsd'), 'utf8');
    const { valid, errors } = await validateXML({
      xml: [{ fileName: 'junit.xml', contents: junit(story) }],
      schema: [schema],
    });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
    const failures = [...junit(story).matchAll(/failures="(\d+)"/g)].reduce(
      (sum, [, number]) => sum + Number(number),
      0,
    );
    // The gate has a case of its own: a failure where it fails, an error where nobody can tell.
    const { outcome } = story.result.gate;
    expect(failures).toBe(story.result.summary.must.fail + (outcome === 'failed' ? 1 : 0));
    expect(junit(story).match(/<error /g)?.length ?? 0).toBe(outcome === 'undecided' ? 1 : 0);
  });

  test(`CTRF of a run that is ${kind} follows its schema`, () => {
    const path = join(dirname(require.resolve('ctrf')), 'ctrf-schema-0.0.json');
    const validate = validator(JSON.parse(readFileSync(path, 'utf8')) as object);
    const report = JSON.parse(ctrf(story)) as { results: { summary: Record<string, number> } };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    const { passes } = story.result.gate;
    expect(report.results.summary.failed).toBe(story.result.summary.must.fail + (passes ? 0 : 1));
  });

  test(`HAR of a run that is ${kind} follows its schema`, () => {
    const all = require('har-schema') as Record<string, { $id: string }>;
    const validate = validator({ $ref: 'har.json#' }, Object.values(all));
    const archive = JSON.parse(har(story)) as { log: { entries: readonly unknown[] } };
    expect(validate(archive), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(archive.log.entries).toHaveLength(story.exchanges.length);
  });
}

for (const kind of KINDS)
  test(`SARIF of a run that is ${kind} follows its schema`, () => {
    const path = join(dirname(require.resolve('@microsoft/jest-sarif')), 'schemas/sarif-2.1.0-rtm.5.json');
    const validate = validator(JSON.parse(readFileSync(path, 'utf8')) as object);
    expect(validate(JSON.parse(sarif(sampleStory(kind)))), JSON.stringify(validate.errors)).toBe(true);
  });

test('SARIF points at a file of the user, and tells what viewers rank by', () => {
  const story = sampleStory('non-conformant');
  const log = JSON.parse(sarif(story)) as Log;
  const [run] = log.runs;
  const rules = run?.tool.driver.rules ?? [];
  expect(run?.results?.length).toBe(story.result.requirements.filter(({ findings }) => findings.length > 0).length);
  for (const { ruleId = '', ruleIndex = -1, level, locations } of run?.results ?? []) {
    const rule = rules[ruleIndex];
    expect(rule?.id).toBe(ruleId);
    expect(level).toBe({ must: 'error', should: 'warning', may: 'note' }[requirements[ruleId as RequirementId].level]);
    expect(existsSync(join(ROOT, locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? 'none'))).toBe(true);
    expect(locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).not.toBe('');
    expect(rule?.help?.markdown).toContain(`--only ${ruleId} --seed`);
    const isSecurity = /-A\d$/.test(ruleId);
    if (isSecurity) expect(Number(rule?.properties?.['security-severity']), ruleId).toBeGreaterThan(0);
    const { standard } = requirements[ruleId as RequirementId].source;
    if (standard?.startsWith('RFC ')) expect(rule?.helpUri).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+/);
  }
  expect(run?.results?.some(({ suppressions }) => suppressions?.length === 1)).toBe(true);
});

test('every failure and every warning is told in full in every format for programs', () => {
  const story = sampleStory('non-conformant');
  const told = story.result.requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  expect(told.some(({ verdict }) => verdict === 'warn')).toBe(true);
  for (const [name, text] of [
    ['JUnit', junit(story)],
    ['CTRF', ctrf(story)],
    ['SARIF', sarif(story)],
  ] as const)
    for (const { id, signature = 'none', verdict } of told) {
      expect(text, `${name} ${id}`).toContain(`signature: ${signature}`);
      expect(text, `${name} ${id}`).toMatch(new RegExp(`again: +npm run conformance -- --only ${id} --seed`));
      expect(text, `${name} ${id}`).toMatch(new RegExp(`by steps: +npm run replay -- ${id}`));
      if (name === 'JUnit' && verdict === 'warn')
        expect(text).toMatch(
          new RegExp(`name="${id} [^>]*>\\s*<properties>[^]*?</properties>\\s*<skipped message="WARNING: `),
        );
    }
  const { tests } = (JSON.parse(ctrf(story)) as { results: { tests: { rawStatus: string; status: string }[] } })
    .results;
  expect(new Set(tests.filter(({ rawStatus }) => rawStatus === 'warn').map(({ status }) => status))).toEqual(
    new Set(['other']),
  );
});

test('importers of test management find the id of the requirement in each case of JUnit', () => {
  const text = junit(sampleStory('non-conformant'));
  const cases = [
    ...text.matchAll(
      /<testcase classname="[^"]*" name="([A-Z]+(?:-[A-Z0-9]+)+) [^>]*>\s*<properties>([^]*?)<\/properties>/g,
    ),
  ];
  expect(cases.length).toBeGreaterThan(300);
  for (const [, id = '', properties = ''] of cases)
    for (const name of ['test_key', 'test_id', 'requirement'])
      expect(properties).toContain(`<property name="${name}" value="${id}"/>`);
});

test('GitHub is told the gate, failures as errors and warnings as warnings, and never more than it shows', () => {
  const broken = sampleStory('non-conformant');
  const lines = annotations(broken);
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) title=[^:,\n]+::[^\n]+$/);
  expect(lines[0]).toMatch(
    /^::error title=NON-CONFORMANT.*::gate failed%3A |^::error title=NON-CONFORMANT.*::gate failed: /,
  );
  expect(lines.filter((line) => line.startsWith('::error')).length).toBeLessThanOrEqual(10);
  const mild = broken.result.requirements.filter(({ verdict }) => verdict !== 'fail');
  const warned = annotations({ ...broken, result: { ...broken.result, requirements: mild } });
  expect(warned.some((line) => line.startsWith('::warning'))).toBe(true);
  const fine = annotations(sampleStory('conformant'));
  expect(fine.some((line) => line.startsWith('::error'))).toBe(false);
  expect(fine[0]).toMatch(/^::notice title=CONFORMANT.*requirements hold/);
  expect(annotations(sampleStory('inconclusive'))[0]).toContain('::error title=INCONCLUSIVE');
});

test('the summary is Markdown in which nothing of an answer is markup', async () => {
  const page = await marked.parse(summary(sampleStory('non-conformant')));
  expect(page).toMatch(/^<h2>❌ NON-CONFORMANT/);
  expect(page.match(/<table>/g)).toHaveLength(2);
  expect(page).not.toContain('<script');
  expect(page).toContain('Waiver ');
});

test('the badge is a picture that says the verdict', async () => {
  for (const kind of KINDS)
    expect(badge(sampleStory(kind))).toMatch(new RegExp(`External Client API: ${kind}(, \\d+ warnings)?</title>`));
});

test('all reports are written, and the summary to the page of the job as well', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  const page = join(folder, 'page-of-the-job.md');
  process.env.GITHUB_STEP_SUMMARY = page;
  try {
    expect(writeReports(folder, sampleStory('non-conformant', 450))).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(9);
    expect(readFileSync(page, 'utf8')).toContain('NON-CONFORMANT');
  } finally {
    delete process.env.GITHUB_STEP_SUMMARY;
    rmSync(folder, { recursive: true });
  }
});

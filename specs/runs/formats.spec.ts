import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { marked } from 'marked';
import { validateXML } from 'xmllint-wasm';
import { badge } from '../../reports/formats/badge.ts';
import { ctrf } from '../../reports/formats/ctrf.ts';
import { har } from '../../reports/formats/har.ts';
import { junit } from '../../reports/formats/junit.ts';
import { sarif } from '../../reports/formats/sarif.ts';
import { summary } from '../../reports/formats/summary.ts';
import { writeReports } from '../../reports/publish/write.ts';
import { type RequirementId, requirements } from '../catalogue/index.ts';
import { sampleStory } from './samples/stories.ts';

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
    expect(failures).toBe(story.result.summary.must.fail);
  });

  test(`CTRF of a run that is ${kind} follows its schema`, () => {
    const path = join(dirname(require.resolve('ctrf')), 'ctrf-schema-0.0.json');
    const validate = validator(JSON.parse(readFileSync(path, 'utf8')) as object);
    const report = JSON.parse(ctrf(story)) as { results: { summary: Record<string, number> } };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.results.summary.failed).toBe(story.result.summary.must.fail);
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

test('SARIF points at the passage of the document', () => {
  const { result } = sampleStory('non-conformant');
  const log = JSON.parse(sarif(sampleStory('non-conformant'))) as {
    runs: [
      {
        tool: { driver: { rules: { id: string }[] } };
        results: {
          ruleId: string;
          ruleIndex: number;
          suppressions?: object[];
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number } };
              logicalLocations: [{ fullyQualifiedName: string }];
            },
          ];
        }[];
      },
    ];
  };
  const [run] = log.runs;
  expect(run.results.length).toBe(result.requirements.filter(({ findings }) => findings.length > 0).length);
  const lines = readFileSync(join(import.meta.dirname, '../../schemas/document/document.json'), 'utf8').split('\n');
  for (const { ruleId, ruleIndex, locations } of run.results) {
    expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const [{ physicalLocation, logicalLocations }] = locations;
    expect(physicalLocation.artifactLocation.uri).toBe('schemas/document/document.json');
    // A requirement of a standard alone has no passage.
    if (requirements[ruleId as RequirementId].source.heading === undefined)
      expect(physicalLocation.region).toBeUndefined();
    else expect(lines[(physicalLocation.region?.startLine ?? 1) - 1], ruleId).toMatch(/"(id|heading)": /);
    expect(logicalLocations[0].fullyQualifiedName).not.toBe('');
  }
  expect(run.results.some(({ suppressions }) => suppressions?.length === 1)).toBe(true);
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
    expect(readdirSync(folder)).toHaveLength(8);
    expect(readFileSync(page, 'utf8')).toContain('NON-CONFORMANT');
  } finally {
    delete process.env.GITHUB_STEP_SUMMARY;
    rmSync(folder, { recursive: true });
  }
});

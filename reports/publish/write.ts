import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { badge } from '../formats/badge.ts';
import { ctrf } from '../formats/ctrf.ts';
import { har } from '../formats/har.ts';
import { junit } from '../formats/junit.ts';
import { metrics } from '../formats/metrics.ts';
import { sarif } from '../formats/sarif.ts';
import { summary } from '../formats/summary.ts';
import { reportPage } from '../page/index.ts';
import type { RunStory } from '../verdict/result.ts';
import { type REPORT_FILES, replaceFile, storing } from './files.ts';

/** Every report that is a file of its own, by name. A format is one function and one line here. */
export const FORMATS: Readonly<Record<(typeof REPORT_FILES)[number], (story: RunStory) => string>> = {
  'report.html': reportPage,
  'junit.xml': junit,
  'ctrf.json': ctrf,
  'conformance.sarif': sarif,
  'exchanges.har': har,
  'summary.md': summary,
  'badge.svg': badge,
  'metrics.prom': metrics,
};

/**
 * Writes all reports into the folder for results. On GitHub the summary also goes to the page of the job.
 * @returns one sentence per report that could not be written
 */
export function writeReports(out: string, story: RunStory): readonly string[] {
  const problems: string[] = [];
  for (const [name, format] of Object.entries(FORMATS)) {
    problems.push(
      ...storing(name, () => {
        const text = format(story);
        replaceFile(join(out, name), text);
        const page = process.env.GITHUB_STEP_SUMMARY;
        if (name === 'summary.md' && page) appendFileSync(page, text);
      }),
    );
  }
  return problems;
}

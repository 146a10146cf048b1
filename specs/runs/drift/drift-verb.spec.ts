import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { compare } from '../../../schemas/document/drift.ts';
import { type DriftReport, formatDrift, reportDrift } from '../../../schemas/document/drift-report.ts';
import { requirements } from '../../catalogue/index.ts';
import { notTestable } from '../../catalogue/not-testable.ts';
import { anywhere, inside, OWN, SUBJECTS } from './alter.ts';

const CLI = fileURLToPath(new URL('../../../bin/cli.ts', import.meta.url));
const { page, inventory } = OWN;
/** The published page, where it is at hand: the verb knows the catalogue alone. */
const published = SUBJECTS.find((subject) => subject !== OWN)?.page;
const catalogue = { requirements, notTestable, inventory };

function drift(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', CLI, 'drift', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** The page as an edition prints it that has a page for each operation. */
function pagesOf(text: string): { readonly file: string; readonly text: string }[] {
  const sections = text.split(/^(?=## )/m).slice(1);
  return sections.map((section, index) => ({ file: `${index + 1}.md`, text: section.replaceAll(/^##/gm, '#') }));
}

test.describe('Report on drift', () => {
  test('says where, what, and which requirements need a new look', () => {
    const altered = inside('create', /201 Created/, '200 OK')(anywhere(/\{yourDomain\}/g, 'cloud.example')(page));
    const line = altered.split('\n').indexOf('#### 200 OK') + 1;
    const report = reportDrift([{ file: 'page.md', text: altered }], catalogue);
    expect(report).toMatchObject({ contractChanges: 1, files: [{ file: 'page.md' }] });
    expect(report.drifts[0]?.requirements).toEqual(expect.arrayContaining(['CREATE-01']));
    expect(formatDrift(report).split('\n')).toEqual([
      'Changes of the contract: 1',
      `  line ${line}: "Create a new external client" > Responses > 201: the status 201 Created is now 200 OK.  [create/response/201]`,
      `      look again at ${report.drifts[0]?.requirements?.join(', ')}`,
      '',
      'Differences between editions, which do not count: 1',
      `  line 11: Endpoints are printed below https://cloud.example/{organizationName}/identity_.  [page]`,
      '',
      'DRIFT: 1 change of the contract since the page that the suite was built from (External client, Sample).',
      '',
    ]);
  });

  test('names for each change requirements, or says why there are none', () => {
    const concerned = (text: string) =>
      reportDrift([{ file: 'page.md', text }], catalogue).drifts.map(({ requirements: ids = [], reason }) => ({
        ids,
        reason,
      }));
    const [gone] = concerned(page.slice(0, page.indexOf('## Delete a client secret')));
    expect(gone?.ids).toEqual(expect.arrayContaining(['DELSECRET-01', 'DELSECRET-04']));
    // What is new stands beside what requirements rest on.
    const [field] = concerned(
      inside('create', /201 Created\n/, '201 Created\n\n```\n{"owner": "string"}\n```\n')(page),
    );
    expect(field?.ids).toContain('CREATE-03');
    const [operation] = concerned(`${page}\n## Stop a client\n\n\`POST https://x/identity_/api/Stop\`\n`);
    expect(operation).toEqual({ ids: [], reason: 'No requirement covers it yet.' });
    const [note] = concerned(inside('list', /:::note\n\S+/, ':::note\nNever')(page));
    expect(note).toEqual({ ids: [], reason: `No requirement rests on it. ${notTestable['list/note/1']}` });
  });

  test('takes the pages of an edition as one, and says in which file something changed', () => {
    const pages = pagesOf(page);
    expect(compare(pages, inventory).filter((one) => one.class === 'contract')).toEqual([]);
    const text = (pages[1]?.text ?? '').replace('PM.OAuthApp.Read', 'PM.Other');
    const lines = text.split('\n');
    const found = compare(pages.with(1, { file: '2.md', text }), inventory);
    expect(found.filter((one) => one.class === 'contract')).toMatchObject([
      { id: 'get/scope/PM.OAuthApp.Read', change: 'removed', file: '2.md' },
      { id: 'get/scope/PM.Other', change: 'added', file: '2.md', line: lines.indexOf('* **PM.Other**') + 1 },
    ]);
    expect(compare(pages.slice(1), inventory).filter((one) => one.class === 'contract')).toMatchObject([
      { id: 'list/title', change: 'removed' },
    ]);
  });
});

test.describe('The verb drift', () => {
  test('ends with 0 for the same contract, 1 for another, and tells scripts the same', () => {
    const file = test.info().outputPath('page.md');
    writeFileSync(file, published ?? page);
    // A page in other words than the document's says something else.
    expect(drift([file]).status).toBe(published === undefined ? 1 : 0);
    const { status, stdout } = drift(['-', '--json'], inside('create', /201 Created/, '200 OK')(published ?? page));
    const report = JSON.parse(stdout) as DriftReport;
    expect(status).toBe(1);
    expect(report.files[0]?.file).toBe('standard input');
    expect(report.drifts).toContainEqual(
      expect.objectContaining({ id: 'create/response/201', requirements: expect.arrayContaining(['CREATE-01']) }),
    );
  });

  test('reads what Windows writes', () => {
    const windows = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page.replaceAll('\n', '\r\n'), 'utf16le')]);
    const plain = JSON.parse(drift(['-', '--json'], page).stdout) as DriftReport;
    expect(JSON.parse(drift(['-', '--json'], windows).stdout)).toEqual(plain);
  });

  const UNUSABLE: Readonly<Record<string, readonly [content: string | Buffer, problem: RegExp]>> = {
    'that is empty': ['', / is empty; name the page's published Markdown form\.\n$/],
    'that is binary': [Buffer.from([0, 1, 2, 255]), / is not text in UTF-8 or UTF-16; /],
    'in another encoding': [Buffer.from(`${page}\xfc`, 'latin1'), / is not text in UTF-8 or UTF-16; /],
    'that is huge': [page.repeat(40), / is larger than 256 KiB; /],
    'that is a web page': ['<!DOCTYPE html><html><body>Sign in</body></html>', / is a web page \(HTML\); /],
    'that is JSON': ['{"not": "a page"}', / holds no operation: /],
    'that is another page': ['# Title\n\nProse.\n', / holds no operation: /],
    'on another API': [
      '# Users\n\n## List users\n\n`GET https://x/identity_/api/User`\n\n### Scopes\n\n* PM.User\n',
      / describes other operations than those of external clients/,
    ],
    'nested beyond reason': ['>'.repeat(100_000), / (?:is nested too deeply|holds no operation)/],
  };

  for (const [what, [content, problem]] of Object.entries(UNUSABLE)) {
    test(`refuses with one sentence a file ${what}`, () => {
      const file = test.info().outputPath('page.md');
      writeFileSync(file, content);
      const { status, stdout, stderr } = drift([file]);
      expect(stderr).toMatch(problem);
      expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
      expect(stderr).toContain(file);
    });
  }

  test('refuses a missing file and a folder, each with its sentence', () => {
    const folder = test.info().outputPath('folder');
    mkdirSync(folder);
    const { status, stderr } = drift([folder, 'missing.md']);
    expect(status).toBe(2);
    expect(stderr.split('\n')).toEqual([
      `${folder} cannot be read (EISDIR); name the page's published Markdown form.`,
      "missing.md cannot be read (ENOENT); name the page's published Markdown form.",
      '',
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { drift } from '../../bin/verbs/drift.ts';
import { buildInventory } from '../../schemas/document/build.ts';
import { type DriftReport, formatDrift, reportDrift } from '../../schemas/document/drift.ts';
import { HEADINGS, type HeadingKey } from '../catalogue/build.ts';
import { requirements } from '../catalogue/index.ts';
import { notTestable } from '../catalogue/not-testable.ts';
import { PAGE } from './samples/page.ts';
import { CLI } from './support/small-project.ts';

const catalogue = { requirements, notTestable, inventory: buildInventory(PAGE, 'Sample') };

/** The page with a replacement in the section of one operation. */
function inside(key: HeadingKey, from: RegExp | string, to: string): string {
  const start = PAGE.indexOf(`## ${HEADINGS[key]}\n`);
  const end = PAGE.indexOf('\n## ', start + 1);
  const section = PAGE.slice(start, end < 0 ? undefined : end);
  const altered = section.replace(from, to);
  expect(altered, 'an alteration that alters nothing is a mistake of the test').not.toBe(section);
  return PAGE.replace(section, () => altered);
}

function drifts(page: string): readonly string[] {
  return reportDrift(page, catalogue).drifts.map(({ change, id }) => `${change} ${id}`);
}

const CHANGES: Readonly<Record<string, readonly [page: () => string, ...expected: string[]]>> = {
  'an operation gone': [() => inside('deleteSecret', /[^]*/, ''), 'removed deleteSecret/title'],
  'an operation more': [
    () => `${PAGE}\n## Stop a client\n\n\`POST https://x/identity_/api/Stop\`\n`,
    'added stop-a-client/title',
  ],
  'another method': [() => inside('update', '`PUT', '`PATCH'), 'changed update/endpoint'],
  'another path': [() => inside('list', '/api/', '/api/v2/'), 'changed list/endpoint'],
  'plain HTTP': [() => inside('create', '`POST https:', '`POST http:'), 'changed create/endpoint'],
  'an endpoint gone': [() => inside('update', /`PUT .*`/, ''), 'removed update/endpoint'],
  'a second endpoint': [() => inside('list', /(`GET .*)`/, '$1`\n\n$1/all`'), 'added list/endpoint/2'],
  'a scope renamed': [
    () => inside('newSecret', 'PM.OAuthSecret.Write', 'PM.Secret.Write'),
    'removed newSecret/scope/PM.OAuthSecret.Write',
    'added newSecret/scope/PM.Secret.Write',
  ],
  'a scope struck out': [() => inside('get', '**PM.OAuthApp.Read**', '~~PM.OAuthApp.Read~~'), 'added get/scope/rule/2'],
  'all scopes instead of one': [
    () => inside('list', 'Needs one of these', 'Needs all of these'),
    'changed list/scope/rule',
  ],
  'another status': [
    () => inside('create', '201 Created', '200 OK'),
    'removed create/response/201',
    'added create/response/200',
  ],
  'another header': [() => inside('list', 'application/json', 'text/json'), 'changed list/header/Content-Type'],
  'a field of another type': [
    () => inside('list', '"id": 0', '"id": "string"'),
    'changed list/response/200/secrets/id',
  ],
  'another word of an enumeration': [
    () => inside('get', '"type": "user"', '"type": "person"'),
    'changed get/response/200/resources/scopes/type',
  ],
  'a field more': [
    () => inside('generateSecret', '"description"', '"owner": "string",\n  "description"'),
    'added generateSecret/request/owner',
  ],
  'a field gone': [() => inside('get', /,\n {2}"secrets": .*/, ''), 'removed get/response/200/secrets'],
  'another sentence': [
    () => inside('delete', 'Nothing follows.', 'A body may follow.'),
    'changed delete/response/sentence/2',
  ],
  'a sentence more, before the others': [
    () => inside('delete', 'It was removed.', 'Beware. It was removed.'),
    'added delete/response/sentence/1',
  ],
  'another note': [() => inside('list', 'Get the', 'Never get the'), 'changed list/note/1'],
  'a part that is not known': [
    () => inside('list', '### Scopes', '### Limits\n\nTen per second.\n\n### Scopes'),
    'added list/limits/sentence/1',
  ],
};

const SAME: Readonly<Record<string, () => string>> = {
  'other line ends, and a byte order mark': () => `\uFEFF${PAGE.replaceAll('\n', '\r\n')}`,
  'another host and organization': () => PAGE.replaceAll(/\{yourDomain\}\/\{organizationName\}/g, 'cloud.example/acme'),
  'other links and dates': () =>
    PAGE.replaceAll('docs.example', 'elsewhere.example').replaceAll('2025-01-02', '2026-03-04'),
  'bold type and code': () =>
    PAGE.replaceAll('Name organization', 'Name **organization**').replaceAll('Nothing', '`Nothing`'),
  'mended samples': () => inside('get', '"<organizationId>"', '"<organizationId>",'),
  'sentences in another order': () =>
    inside('delete', 'It was removed. Nothing follows.', 'Nothing follows. It was removed.'),
};

test.describe('Drift', () => {
  for (const [what, [page, ...expected]] of Object.entries(CHANGES))
    test(`names ${what}`, () => expect(drifts(page())).toEqual(expected));

  for (const [what, page] of Object.entries(SAME))
    test(`is none for ${what}`, () => expect(drifts(page())).toEqual([]));

  test('finds a strange word in any line, and says in which', () => {
    const lines = PAGE.split('\n');
    // Headings of the page itself, code of addresses, labels and fillers may change.
    const free = /^(?:#|:::|```|Example Value$|Schema$)|"(?:string|orgId|<\w+>)"|^`|\]\(/;
    const missed = lines.flatMap((line, index) => {
      const word = /[A-Za-z]{3,}/.exec(line)?.[0];
      if (word === undefined || free.test(line)) return [];
      const found = reportDrift(lines.with(index, line.replace(word, 'Zebra')).join('\n'), catalogue).drifts;
      return found.some((drift) => drift.line === index + 1 || drift.change === 'removed')
        ? []
        : [`${index + 1}: ${word}`];
    });
    expect(missed).toEqual([]);
  });

  test('says where, what, and which requirements to check, or why none', () => {
    const page = inside('create', '201 Created', '200 OK');
    const report = reportDrift(page, catalogue);
    const [gone, added] = report.drifts;
    expect(gone?.requirements).toContain('CREATE-01');
    expect(added?.line).toBe(page.split('\n').indexOf('#### 200 OK') + 1);
    expect(formatDrift(report).split('\n').slice(-2)[0]).toBe(
      'DRIFT: 2 differences from the page that the suite was built from (External client, Sample).',
    );
    expect(formatDrift(report)).toContain(
      `"Create a new external client" > Responses > 201: the status is gone: 201 Created  [create/response/201]\n      check CREATE-01`,
    );
    const [note] = reportDrift(inside('list', 'Get the', 'Never get the'), catalogue).drifts;
    expect(note).toMatchObject({ requirements: [], reason: notTestable['list/note/1'] });
    const [whole] = reportDrift(inside('deleteSecret', /[^]*/, ''), catalogue).drifts;
    expect(whole?.requirements).toEqual(expect.arrayContaining(['DELSECRET-01', 'DELSECRET-04']));
  });
});

test.describe('The verb drift', () => {
  const piped = (input: string | Buffer) => {
    const [node, ...cli] = CLI;
    return spawnSync(node, [...cli, 'drift', '-', '--json'], { input, encoding: 'utf8' });
  };

  test('ends with 1 for another contract, tells scripts the same, and reads what Windows writes', () => {
    const windows = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PAGE.replaceAll('\n', '\r\n'), 'utf16le')]);
    const [plain, fromWindows] = [PAGE, windows].map(piped);
    // A page in other words than the document's says something else.
    expect(plain?.status).toBe(1);
    expect((JSON.parse(plain?.stdout ?? '') as DriftReport).drifts[0]).toMatchObject({ id: 'page/sentence/1' });
    expect(fromWindows?.stdout).toBe(plain?.stdout);
  });

  const UNUSABLE: Readonly<Record<string, readonly [content: string | Buffer | undefined, problem: string]>> = {
    missing: [undefined, 'cannot be read (ENOENT)'],
    empty: ['', 'is empty'],
    binary: [Buffer.from([0, 1, 2, 255]), 'is not text in UTF-8 or UTF-16'],
    'in another encoding': [Buffer.from(`${PAGE}\xfc`, 'latin1'), 'is not text in UTF-8 or UTF-16'],
    huge: [PAGE.repeat(40), 'is larger than 256 KiB'],
    'a web page': ['<!DOCTYPE html><html><body>Sign in</body></html>', 'is a web page (HTML)'],
    JSON: ['{"not": "a page"}', 'has no heading of an operation that this suite knows'],
    'on another API': [
      '# Users\n\n## List users\n\n`GET https://x/identity_/api/User`\n',
      'has no heading of an operation that this suite knows',
    ],
  };
  for (const [what, [content, problem]] of Object.entries(UNUSABLE))
    test(`refuses with one sentence a file that is ${what}`, async () => {
      mkdirSync(test.info().outputDir, { recursive: true });
      const file = test.info().outputPath('page.md');
      if (content !== undefined) writeFileSync(file, content);
      const problems = [`${file} ${problem}; name the page's published Markdown form.`];
      expect(await drift(file, {})).toEqual({ code: 2, problems });
    });
});

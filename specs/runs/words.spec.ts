import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { requirements } from '../catalogue/index.ts';
import { notTestable } from '../catalogue/not-testable.ts';
import { observedReadings, settledReadings } from '../catalogue/observed-readings.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Words of older versions, see docs/glossary.md. */
const OLD =
  /\b(?:stor(?:y|ies)|tell(?:s|ing)?|told|worlds?|weather|deeds?|harm(?:s|ed|ing|ful)?|habits?|rooms?|seats?|neighbou?rs?|lanes?|sites?|rows?)\b/gi;
/** Folders whose exported names no longer hold any of them. Extend the list, never shorten it. */
const CLEAN = [
  'bin',
  'schemas',
  'fixtures/api',
  'fixtures/expect',
  'fixtures/mock',
  'fixtures/shown',
  'specs/catalogue',
  'reports/causes',
  'reports/formats',
  'reports/page',
  'reports/publish',
];

function filesIn(folder: string, ending: string): readonly string[] {
  const found = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

function oldIn(texts: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(texts).flatMap(([place, text]) =>
    [...text.matchAll(OLD)].map(
      ([word]) => `${place}: "${word}" is not used here; the last section of docs/glossary.md says what to use`,
    ),
  );
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('the catalogue has none of the old words', () => {
  const texts = Object.entries({ requirements, observedReadings, settledReadings, notTestable }).flatMap(
    ([name, all]) => Object.entries(all).map(([id, entry]) => [`${name} ${id}`, JSON.stringify(entry)]),
  );
  expect(oldIn(Object.fromEntries(texts))).toEqual([]);
});

test('the documentation has none of them, except the page that lists them', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...filesIn('docs', '.md').filter((path) => !path.endsWith('glossary.md')),
  ];
  // Code is linted by its names.
  const prose = (path: string): string => read(path).replaceAll(/```[^]*?```|`[^`]*`/g, '');
  expect(oldIn(Object.fromEntries(pages.map((path) => [path, prose(path)])))).toEqual([]);
});

test('the findings of the matchers have none of them', () => {
  const messages = filesIn('fixtures/expect', '.ts').map((path) => {
    const texts = read(path).matchAll(/\b(?:judged|unlike|absent)\([^;]*?;/g);
    return [
      path,
      [...texts]
        .flatMap(([call]) => call.match(/'[^']*'|`[^`]*`/g) ?? [])
        .join('\n')
        .replaceAll(/\$\{[^}]*\}/g, ''),
    ];
  });
  expect(oldIn(Object.fromEntries(messages))).toEqual([]);
});

test('exported names of the clean folders have none of them', () => {
  const names = CLEAN.flatMap((folder) => filesIn(folder, '.ts')).flatMap((path) =>
    [...read(path).matchAll(/^export (?:async |abstract )*(?:const|let|function|class|interface|type) (\w+)/gm)].map(
      ([, name = '']) => [`${path} ${name}`, name.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ')],
    ),
  );
  expect(names.length).toBeGreaterThan(300);
  expect(oldIn(Object.fromEntries(names))).toEqual([]);
});

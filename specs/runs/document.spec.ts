import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { buildInventory } from '../../schemas/document/build.ts';
import { coverage, formatCoverage, isComplete } from '../../schemas/document/coverage.ts';
import { loadInventory } from '../../schemas/document/inventory.ts';
import { requirements } from '../catalogue/index.ts';
import { notTestable } from '../catalogue/not-testable.ts';
import type { Requirement } from '../catalogue/types.ts';
import { PAGE } from './samples/page.ts';

const sample = buildInventory(PAGE, 'Sample');
const requirement = (...cites: string[]): Requirement => ({
  level: 'must',
  operation: 'list',
  statement: 'It answers.',
  source: {},
  basis: 'stated',
  cites,
  means: 'it does not answer',
});

test.describe('Inventory of the document', () => {
  test('has a readable id of its own for every passage', () => {
    const ids = loadInventory().passages.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        'list/endpoint',
        'list/scope/PM.OAuthApp',
        'list/header/Authorization',
        'list/request/partitionGlobalId',
        'list/response/200',
        'list/response/200/resources/scopes/type',
        'newSecret/response/200/body',
        'deleteSecret/response/sentence/2',
      ]),
    );
    expect(ids.every((id) => /^[\w.-]+(?:\/[\w.-]+)+$/.test(id))).toBe(true);
  });

  test('keeps facts and digests, and our words in the place of sentences', () => {
    for (const passage of loadInventory().passages) {
      const isProse = passage.kind === 'sentence' || passage.kind === 'note';
      expect(passage.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(passage.words !== undefined, passage.id).toBe(isProse);
      expect(passage.value === undefined, passage.id).toBe(isProse);
    }
  });

  test('has the same shape as that of a page with the same structure', () => {
    const shape = ({ passages }: typeof sample) =>
      passages.map(({ id, heading, kind }) => `${id} ${heading} ${kind}`).sort();
    expect(shape(sample)).toEqual(shape(loadInventory()));
  });

  test('tells a sentence that it has no words for', () => {
    const page = PAGE.replace('Nothing follows.', 'Nothing follows. Not even a header.');
    expect(() => buildInventory(page, 'Sample')).toThrow(
      'schemas/document/words.ts has no words for delete/response/sentence/3.',
    );
  });

  test('is not built without a page, and says so', () => {
    const builder = fileURLToPath(new URL('../../schemas/document/build.ts', import.meta.url));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', builder, ...args], { encoding: 'utf8' });
    for (const result of [run(), run('no-such-page.md', 'Edition')]) {
      expect(result.status).toBe(2);
      expect(result.stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});

test.describe('Coverage', () => {
  test('leaves no passage of the document out', () => {
    const map = coverage(requirements, loadInventory(), notTestable);
    expect(isComplete(map), formatCoverage(map).split('\n').slice(-40).join('\n')).toBe(true);
  });

  test('finds what is cited, branches included', () => {
    const map = coverage(
      { 'A-1': requirement('list/response/200*'), 'A-2': requirement('list/response/200/id') },
      sample,
      {},
    );
    const citing = (id: string) => map.rows.find((row) => row.id === id)?.requirements;
    expect(citing('list/response/200')).toEqual(['A-1']);
    expect(citing('list/response/200/id')).toEqual(['A-1', 'A-2']);
    expect(citing('get/response/200/id')).toEqual([]);
    expect(map.uncovered).toContain('get/response/200/id');
    expect(isComplete(map)).toBe(false);
  });

  test('names cites and reasons that match nothing, and passages in both lists', () => {
    const map = coverage({ 'A-1': requirement('list/endpont', 'get/title', 'get/*') }, sample, {
      'get/title': 'It is a title.',
      'got/*': 'It is not there.',
    });
    expect(map.danglingCites).toEqual([{ requirement: 'A-1', cite: 'list/endpont' }]);
    expect(map.danglingReasons).toEqual(['got/*']);
    expect(map.contradicted).toEqual(['get/title']);
    const text = formatCoverage(map);
    expect(text).toContain('A-1 cites list/endpont, which is no passage.');
    expect(text).toContain('specs/catalogue/not-testable.ts lists got/*, which is no passage.');
    expect(text).toContain('get/title is cited and listed as not testable; one of the two is wrong.');
    expect(text).toContain('No requirement cites list/endpoint;');
  });

  test('counts every passage once', () => {
    const map = coverage({ 'A-1': requirement('list/*') }, sample, { 'get/*': 'It is left out.' });
    const { passages, cited, notTestable: reasons, uncovered } = map.totals;
    expect(cited + reasons + uncovered).toBe(passages);
    expect(passages).toBe(sample.passages.length);
  });
});

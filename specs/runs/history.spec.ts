import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { reportPage } from '../../reports/page/index.ts';
import { digestOf } from '../../reports/publish/files.ts';
import { readHistory } from '../../reports/publish/history.ts';
import { sampleResult } from './samples/results.ts';
import { sampleStory } from './samples/stories.ts';
import { test } from './support/small-project.ts';

const day = (number: number) => `2026-10-${String(number).padStart(2, '0')}T03:00:00.000Z`;

test('earlier results are read from files and folders, oldest first, and anything else is passed over', ({
  folder,
}) => {
  const write = (path: string, number: number) => {
    const result = sampleResult({}, { startedAt: day(number) });
    writeFileSync(path, JSON.stringify({ ...result, digest: digestOf(result) }));
  };
  write(join(folder, 'b.json'), 2);
  mkdirSync(join(folder, 'night-1'));
  write(join(folder, 'night-1/conformance.json'), 1);
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'cut.json'), '{"formatVersion"');
  expect(readHistory(folder).map(({ startedAt }) => startedAt)).toEqual([day(1), day(2)]);
  expect(readHistory(join(folder, 'nowhere'))).toEqual([]);
});

test('of many results the last thirty count', ({ folder }) => {
  for (let number = 1; number <= 31; number += 1) {
    const result = sampleResult({}, { startedAt: day(number) });
    writeFileSync(join(folder, `${number}.json`), JSON.stringify({ ...result, digest: digestOf(result) }));
  }
  expect(readHistory(folder)).toHaveLength(30);
  expect(readHistory(folder)[0]?.startedAt).toBe(day(2));
});

test('the trend stands in the report where there is one', () => {
  const story = sampleStory('conformant');
  expect(reportPage(story)).toContain('The last 4 runs');
  expect(reportPage({ ...story, history: [] })).not.toContain('id="history"');
});

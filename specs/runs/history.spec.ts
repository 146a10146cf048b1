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
  expect(reportPage({ ...story, history: [] })).not.toContain('id="trend"');
});

test('the trend tells since when a requirement fails, and which ones flap', () => {
  const story = sampleStory('non-conformant');
  const [fails, flaps] = story.result.requirements.filter(({ verdict }) => verdict === 'fail');
  const holds = (id: string, number: number) =>
    (id === fails?.id && number < 3) || (id === flaps?.id && number % 2 === 1);
  const history = [1, 2, 3, 4].map((number) => ({
    ...story.result,
    startedAt: day(number),
    requirements: story.result.requirements.map((one) =>
      holds(one.id, number) ? { ...one, verdict: 'pass' as const } : one,
    ),
  }));
  const page = reportPage({ ...story, history });
  const told = (id = '') =>
    new RegExp(`href="#${id}">${id}</a><br>[^]*?<span class="chip \\w+">([^<]*)`).exec(page)?.[1];
  expect(told(fails?.id)).toBe(`failed since ${day(3).slice(0, 10)} ${day(3).slice(11, 16)} UTC`);
  expect(told(flaps?.id)).toBe('flapping: 3 changes');
});

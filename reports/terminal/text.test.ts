import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@playwright/test';
import { wrapped } from './text.ts';

test('long lines break between words, below the value that they belong to, and colours take no room', () => {
  const line = `      expected  ${'word '.repeat(12).trim()}`;
  const lines = wrapped(line, 40);
  expect(lines.length).toBeGreaterThan(2);
  for (const one of lines) expect(one.length).toBeLessThanOrEqual(40);
  expect(lines.slice(1).every((one) => /^ {16}word/.test(one))).toBe(true);
  expect(lines.map((one) => one.trim()).join(' ')).toBe(line.trim());
  const red = `\u001b[31m${'x'.repeat(39)}\u001b[39m`;
  expect(wrapped(red, 40)).toEqual([red]);
  expect(wrapped('short', 40)).toEqual(['short']);
  // A word that has no room anywhere stays whole: an address must be copied.
  const address = `https://${'a'.repeat(60)}`;
  expect(wrapped(`FAIL  see ${address} there`, 40).map(stripVTControlCharacters)).toEqual([
    'FAIL  see',
    `      ${address}`,
    '      there',
  ]);
});

import { expect, test } from '@playwright/test';
import * as fc from 'fast-check';
import { layOutJson, readJson } from '../../schemas/json.ts';

const LONG = '1234567890123456701';

test.describe('JSON of answers', () => {
  test('keeps the digits of integers that no double holds', () => {
    expect(readJson(LONG)).toBe(LONG);
    expect(readJson(`{"id":${LONG},"ids":[-${LONG}, 9007199254740992]}`)).toEqual({
      id: LONG,
      ids: [`-${LONG}`, '9007199254740992'],
    });
    expect(readJson('9'.repeat(400))).toBe('9'.repeat(400));
  });

  test('leaves every other value as it is', () => {
    const texts = ['9007199254740991', '-9007199254740991', `${LONG}.5`, '1.25e30', `"${LONG}"`, `{"${LONG}":1}`];
    for (const text of texts) expect(readJson(text), text).toEqual(JSON.parse(text));
  });

  test('finds no number within a text', () => {
    for (const text of [`a ${LONG}`, `"id":${LONG}`, `\\"id":${LONG}`, `${LONG}\\`, `\\\\",${LONG},"`]) {
      const json = JSON.stringify([text, 1, text]).replace(',1,', `,${LONG},`);
      expect(readJson(json), json).toEqual([text, LONG, text]);
    }
  });

  test('refuses what is no JSON', () => {
    for (const text of [`0${LONG}`, `+${LONG}`, `[${LONG}`, `{id:${LONG}}`, `${LONG}n`, `${LONG} ${LONG}`])
      expect(() => readJson(text), text).toThrow(SyntaxError);
  });

  test('reads texts of many megabytes', () => {
    const text = '\\"'.repeat(2_000_000);
    expect(readJson(`[${JSON.stringify(text)},${LONG}]`)).toEqual([text, LONG]);
  });

  test('agrees with JSON.parse on everything but long integers', () => {
    const kept = (_: string, value: unknown): unknown =>
      Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value)) ? String(value) : value;
    const property = fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      const json = JSON.stringify({ value, text, hex: '0123456789012345678901' });
      expect(readJson(json)).toEqual(JSON.parse(json, kept));
      expect(layOutJson(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('is laid out with the integers as they were written', () => {
    expect(layOutJson(`{"id":${LONG},"name":"${LONG}"}`)).toBe(`{\n  "id": ${LONG},\n  "name": "${LONG}"\n}`);
  });
});

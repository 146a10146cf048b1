import { expect, test } from '@playwright/test';
import { compare, type Drift, driftExitCode } from '../../../schemas/document/drift.ts';
import { type Alter, anywhere, inside, SUBJECTS } from './alter.ts';
import { CONTRACT_CHANGES } from './contract-changes.ts';
import { PRESENTATIONS } from './presentation.ts';

function contractOf(drifts: readonly Drift[]): readonly Drift[] {
  return drifts.filter((drift) => drift.class === 'contract');
}

/** A line of a text, the first is 1. */
function lineOf(text: string, line = 0): string {
  return text.split('\n')[line - 1] ?? '';
}

test('The altered pages are as many as were promised', () => {
  expect(Object.keys(CONTRACT_CHANGES).length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(PRESENTATIONS).length).toBeGreaterThanOrEqual(40);
});

for (const { name, page, inventory } of SUBJECTS) {
  test.describe(`Drift of the ${name}`, () => {
    test('is none for the page itself, however its lines end', () => {
      for (const same of [page, page.replaceAll('\n', '\r\n'), `\uFEFF${page}`, page.trimEnd()]) {
        expect(compare(same, inventory)).toEqual([]);
      }
    });

    for (const [change, [alter, ...expected]] of Object.entries(CONTRACT_CHANGES)) {
      test(`names as a change of contract: ${change}`, () => {
        const altered = alter(page);
        const drifts = contractOf(compare(altered, inventory));
        expect(drifts.map((drift) => `${drift.change} ${drift.subject} ${drift.id}`).sort()).toEqual(
          [...expected].sort(),
        );
        for (const { subject, id, line, change: what } of drifts) {
          // A whole operation that is gone is missed everywhere.
          if (what === 'removed' && subject === 'operation') continue;
          expect(lineOf(altered, line).trim(), id).not.toBe('');
          const word = id.split('/').at(-1) ?? '';
          if (what === 'added' && ['scope', 'field', 'header', 'status'].includes(subject))
            expect(lineOf(altered, line)).toContain(word);
        }
        expect(driftExitCode(drifts)).toBe(1);
      });
    }

    for (const [difference, [alter, as]] of Object.entries(PRESENTATIONS)) {
      test(`takes for ${as}: ${difference}`, () => {
        const drifts = compare(alter(page), inventory);
        expect(contractOf(drifts)).toEqual([]);
        expect(drifts.map((drift) => drift.class)).toContain(as);
        expect(driftExitCode(drifts)).toBe(0);
      });
    }

    test('names every change of contract also in another edition', () => {
      const edition: Alter = (text) => PRESENTATIONS['the edition of a cloud']?.[0](text) ?? text;
      // Changes of the address itself do not meet the address of the other edition.
      const others = Object.entries(CONTRACT_CHANGES).filter(
        ([, [, ...expected]]) => !expected.join().includes('path'),
      );
      for (const [change, [alter, ...expected]] of others) {
        const drifts = contractOf(compare(alter(edition(page)), inventory));
        expect(drifts.map((drift) => `${drift.change} ${drift.subject} ${drift.id}`).sort(), change).toEqual(
          [...expected].sort(),
        );
      }
    });

    test('finds a strange word in any line, and says in which', () => {
      const lines = page.split('\n');
      // Labels, headings of parts, hosts, links and fillers may change.
      const free = /^(?:#|:::|```|Example Value$|Schema$)|^\s*"\w+": "(?:string|orgId|<\w+>)",?$|^"string"$|^`/;
      const missed = lines.flatMap((line, index) => {
        const words = [...line.replaceAll(/\]\([^)]*\)/g, '').matchAll(/[A-Za-z]{3,}/g)];
        const word = words[index % Math.max(1, words.length)];
        if (word === undefined || free.test(line) || line.includes('[')) return [];
        const altered = lines.with(index, line.replace(word[0], 'Zebra')).join('\n');
        const named = contractOf(compare(altered, inventory));
        return named.some((drift) => drift.line === index + 1 || drift.change === 'removed')
          ? []
          : [`${index + 1}: ${word[0]}`];
      });
      expect(missed).toEqual([]);
    });

    test('keeps apart what changed and what is presented otherwise', () => {
      const altered = anywhere(/\{yourDomain\}/g, 'cloud.example')(inside('create', /201 Created/, '200 OK')(page));
      const drifts = compare(altered, inventory);
      expect(drifts.map((drift) => drift.class)).toEqual(['contract', 'edition']);
      expect(drifts[0]).toMatchObject({ id: 'create/response/201', change: 'changed', subject: 'status' });
      expect(lineOf(altered, drifts[0]?.line)).toBe('#### 200 OK');
    });
  });
}

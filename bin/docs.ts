/** Writes the pages of `docs/` that the catalogue makes; with `--check`, only says whether they are up to date. */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadInventory } from '../schemas/document/inventory.ts';
import { HEADINGS } from '../specs/catalogue/build.ts';
import { type Requirement, requirements } from '../specs/catalogue/index.ts';
import { observedReadings, settledReadings } from '../specs/catalogue/observed-readings.ts';
import type { Reading } from '../specs/catalogue/types.ts';

const catalogue = Object.entries<Requirement>(requirements);
const NOTE = '<!-- Made by "npm run docs" of the catalogue and the readings; changes belong there. -->';
/** A short page: it is in the package, and the verb explain says the rest. */
function requirementsPage(): string {
  const operations = [...new Set(catalogue.map(([, { operation }]) => operation))];
  const sections = operations.flatMap((operation) => {
    const own = catalogue.filter(([, one]) => one.operation === operation);
    return [
      `## ${operation}`,
      ['| id | level | statement | source |', '| - | - | - | - |', ...own.map(row)].join('\n'),
    ];
  });
  return `${[
    NOTE,
    '# Every requirement',
    `There are ${catalogue.length}, by the operation whose promise is broken where one fails. \`npx external-client-conformance explain ID\` says of each why it matters, how it is checked, which faults of a tenant its checks catch, and which [readings](document-defects.md) touch it; \`list --json\` is for programs.`,
    ...sections,
  ].join('\n\n')}\n`;
}

function row([id, one]: readonly [string, Requirement]): string {
  const { part, standard } = one.source;
  const source = [part, standard].filter((text) => text !== undefined).join('; ');
  return `| ${[id, one.level, one.statement, source].map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function touched(id: string): string {
  const ids = catalogue.filter(([, { readings }]) => readings?.includes(id)).map(([name]) => name);
  return ids.length === 0 ? '' : `\n\nTouches ${ids.join(', ')}.`;
}

function defectsPage(): string {
  const { document } = loadInventory();
  const observed = Object.entries<Reading>(observedReadings).map(
    ([id, { question, heading, part, candidates, printed }]) => {
      const ways = Object.entries(candidates).map(
        ([name, meaning]) => `- \`${name}\`: ${meaning}${name === printed ? ' (what the page prints)' : ''}`,
      );
      return `### ${id}\n\n${question}\n\nWhere: ${HEADINGS[heading]} > ${part}. Each of these is accepted, and the report says which was seen:\n\n${ways.join('\n')}${touched(id)}`;
    },
  );
  const settled = Object.entries(settledReadings).map(
    ([id, { contradiction, position }]) =>
      `### ${id}\n\n${contradiction}\n\nHow the suite reads it: ${position}${touched(id)}`,
  );
  return `${[
    NOTE,
    '# Where the document contradicts itself or says nothing',
    `For the owners of the document: "${document.title}", ${document.edition}. Each entry is a place where two readers can build different things and both be right; a sentence there would settle it. For everybody else: a tenant is not accused for any of these readings. Under \`--strict\` the printed one is demanded where there is one.`,
    '## Open: the page leaves more than one reading',
    ...observed,
    '## Settled: only one reading can be meant',
    ...settled,
  ].join('\n\n')}\n`;
}

const pages = { 'requirements.md': requirementsPage(), 'document-defects.md': defectsPage() };
for (const [name, text] of Object.entries(pages)) {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`docs/${name} is not what the catalogue makes; write it anew with: npm run docs\n`);
    process.exitCode = 1;
  }
}

/** Writes the pages of `docs/` that the catalogue makes; with `--check`, only tells whether they are up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sourceOf } from '../reports/sentences.ts';
import { loadInventory } from '../specs/document/inventory.ts';
import { observedReadings, type Reading, settledReadings } from '../specs/readings.ts';
import { HEADINGS } from '../specs/requirements/build.ts';
import { type Requirement, requirements } from '../specs/requirements/index.ts';
import { faultsOf } from './verbs/explain.ts';

const catalogue = Object.entries<Requirement>(requirements);
const NOTE = '<!-- Made by "npm run docs" of the catalogue and the readings; changes belong there. -->';
const BASES: Readonly<Record<Requirement['basis'], string>> = {
  stated: 'the document states it',
  follows: 'it follows from the document',
  standard: 'a standard',
  practice: 'security practice',
};

/** A link to what the list of defects says about a reading. */
function toReading(id: string): string {
  return `[${id}](document-defects.md#${id.toLowerCase()})`;
}

function requirementsPage(): string {
  const operations = [...new Set(catalogue.map(([, { operation }]) => operation))];
  const sections = operations.flatMap((operation) => [
    `## ${operation}`,
    ...catalogue.filter(([, one]) => one.operation === operation).map(([id, one]) => entry(id, one)),
  ]);
  return `${[
    NOTE,
    '# Every requirement',
    `There are ${catalogue.length}, by the operation whose promise is broken where one fails. \`npx external-client-conformance explain ID\` tells more of each: how it is checked, and every fault that its checks catch.`,
    ...sections,
  ].join('\n\n')}\n`;
}

function entry(id: string, one: Requirement): string {
  const faults = faultsOf(id);
  const facts = [
    `${sourceOf(one)} (${BASES[one.basis]}).`,
    `A failure means: ${one.means}.`,
    ...(one.readings === undefined ? [] : [`Readings: ${one.readings.map(toReading).join(', ')}.`]),
    ...(faults[0] === undefined ? [] : [`A tenant that breaks it: \`mock --fault ${faults[0].id}\`.`]),
  ];
  return `### ${id}\n\n**${one.level}** ${one.statement}\n${facts.join(' ')}`;
}

function touched(id: string): string {
  const ids = catalogue.filter(([, { readings }]) => readings?.includes(id)).map(([name]) => name);
  return ids.length === 0
    ? ''
    : `\n\nTouches ${ids.map((name) => `[${name}](requirements.md#${name.toLowerCase()})`).join(', ')}.`;
}

function defectsPage(): string {
  const { document, presentation } = loadInventory();
  const observed = Object.entries<Reading>(observedReadings).map(
    ([id, { question, heading, part, candidates, printed }]) => {
      const ways = Object.entries(candidates).map(
        ([name, meaning]) => `- \`${name}\`: ${meaning}${name === printed ? ' (what the page prints)' : ''}`,
      );
      return `### ${id}\n\n${question}\n\nWhere: ${HEADINGS[heading]} > ${part}. Each of these is accepted, and the report tells which was seen:\n\n${ways.join('\n')}${touched(id)}`;
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
    '## Slips in the printed samples',
    presentation.defects.map((defect) => `- ${defect}`).join('\n'),
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

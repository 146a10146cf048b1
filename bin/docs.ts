/** Writes the pages of `docs/` that the catalogue makes, and the figures in all others; with `--check`, only says whether they are up to date. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CLIENTS_AT_ONCE, MEASURED } from '../fixtures/preflight/budget.ts';
import { DEFAULT_LIMITS } from '../fixtures/wire/limiter.ts';
import { leftOutIds, withinProfile } from '../reports/verdict/left-out.ts';
import { readProfile } from '../reports/verdict/profiles.ts';
import { CAUSES } from '../reports/verdict/result.ts';
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

/** The causes, as a list. */
function causes(): string {
  return Object.entries(CAUSES)
    .map(([cause, { meaning, blocking, setting }]) => {
      const verdict = blocking ? 'inconclusive' : setting ? 'conformant as far as verified' : undefined;
      return `- \`${cause}\`: ${meaning}${verdict === undefined ? '' : `; of a \`must\`, it makes the run ${verdict}`}.\n`;
    })
    .join('');
}

/** Figures that pages tell of the suite, each with what stands around it; the page is written anew where it is another one. */
function figures(): readonly (readonly [place: RegExp, figure: string])[] {
  const { version, engines } = JSON.parse(read('package.json')) as { version: string; engines: { node: string } };
  const { profile } = readProfile('minimal');
  if (profile === undefined) throw new Error('There is no profile minimal.');
  const ordinary = catalogue.filter(([, { depth }]) => depth !== 'deep');
  const without = ordinary.filter(([id]) => !leftOutIds({ profile }).has(id));
  const holding = (wanted: Requirement['level']) => without.filter(([, { level }]) => level === wanted).length;
  const { GET, PUT, DELETE } = MEASURED.everything;
  const limits = Object.entries(DEFAULT_LIMITS).map(([method, number]) => `${method}:${number}`);
  return [
    [/(?<=sends about )\d+ GET, \d+ PUT and \d+ DELETE(?= requests)/g, `${GET} GET, ${PUT} PUT and ${DELETE} DELETE`],
    [/(?<=\d+ of )\d+(?= requirements looked at)/g, `${ordinary.length}`],
    [/\d+(?= more with --depth deep)/g, `${catalogue.length - ordinary.length}`],
    [
      /(?<=profile minimal: )[^;`]+(?= requirements hold)/g,
      `${holding('must')} must, ${holding('should')} should and ${holding('may')} may`,
    ],
    [/(?<=judged) within the profile minimal, which [^.]*/g, withinProfile(profile)],
    [/(?<=it gets by with )\d+/g, `${CLIENTS_AT_ONCE}`],
    [/(?<=Node\.js )\d+\.\d+/g, engines.node.replace('>=', '')],
    [/(?<=external-client-conformance[- ])\d+\.\d+\.\d+/g, version],
    [/(?<=\()GET:\d+,PUT:\d+,DELETE:\d+(?=\))/g, limits.join(',')],
    [/(?<=`detail` in `conformance.json`\):\n\n)(?:- `.*\n)+/g, causes()],
  ];
}

/** A file of the project. */
const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const made: Readonly<Record<string, string>> = {
  'docs/requirements.md': requirementsPage(),
  'docs/document-defects.md': defectsPage(),
};
const told = readdirSync(fileURLToPath(new URL('../docs', import.meta.url))).filter((name) => name.endsWith('.md'));
const paths = ['README.md', '.env.example', ...told.map((name) => `docs/${name}`)];
const all = figures();
const unseen = new Set(all);
for (const path of paths) {
  let text = made[path] ?? read(path);
  for (const one of all) {
    const [place, figure] = one;
    if (text.search(place) >= 0) unseen.delete(one);
    text = text.replaceAll(place, figure);
  }
  if (text === read(path)) continue;
  if (!process.argv.includes('--check')) writeFileSync(new URL(`../${path}`, import.meta.url), text);
  else {
    process.stderr.write(`${path} is not what the suite makes; write it anew with: npm run docs\n`);
    process.exitCode = 1;
  }
}
for (const [place] of unseen) {
  process.stderr.write(`No page holds the figure ${String(place)}; see bin/docs.ts.\n`);
  process.exitCode = 1;
}

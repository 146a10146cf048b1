import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { failures, warnings } from '../../reports/terminal/failures.ts';
import type { Outcome } from '../../reports/verdict/verdict.ts';
import { requirements } from '../catalogue/index.ts';
import type { Requirement } from '../catalogue/types.ts';
import type { Matrix } from './matrix.ts';
import type { Met } from './meet.ts';
import { verdictOn } from './verdict.ts';

/** What the terminal says of a requirement when its first fault is there: the committed text that is reviewed like code. */
export interface GoldenText {
  readonly fault: string;
  /** Whether the fault changes what happens when requests meet: its text is not the same each time, and is not compared. */
  readonly loose: boolean;
  readonly text: string;
}

/** Golden texts by requirement. */
export type GoldenTexts = ReadonlyMap<string, GoldenText>;

/** A golden text that is not what was seen; undefined where there is none. */
export interface GoldenDifference {
  readonly requirement: string;
  readonly committed?: string;
  readonly seen?: string;
}

const FOLDER = new URL('golden/', import.meta.url);
const HEAD = `# What the terminal says of each requirement of this operation, seen on the first fault that breaks it.
# Values that differ from run to run stand in braces. A text after ~ is not the same each time: put the ~ by hand, and it is kept.
# Written by "npm run prove -- --write"; review a change of it like code.
`;
const catalogue: Readonly<Record<string, Requirement>> = requirements;

/**
 * The terminal's section of one requirement, judged alone.
 * @param outcomes of the checks of the requirement, at least one of which failed
 */
export function sectionOf(outcomes: readonly Outcome[]): string {
  const result = verdictOn(outcomes.map((one) => ({ ...one, findings: one.findings.map(settledFinding) })));
  const context = { catalogue, command: '', path: '', columns: 120 };
  const lines = [...failures(result, context), ...warnings(result, context)].flat();
  // What repeats the check is the same everywhere; the signature is that of the values before they were replaced.
  return settled(lines.filter((line) => !/^ {6}(again|signature)/.test(line)).join('\n'));
}

function settledFinding(finding: Outcome['findings'][number]): Outcome['findings'][number] {
  // Which of the steps that are taken side by side came first is not the same each time.
  const { steps: _, suspects: __, ...rest } = finding;
  const { message, expected, actual, seenIn, subject } = finding;
  return {
    ...rest,
    message: withoutDrawn(message),
    expected: withoutDrawn(expected),
    actual: withoutDrawn(actual),
    ...(seenIn !== undefined && { seenIn: withoutDrawn(seenIn) }),
    ...(subject !== undefined && { subject: withoutDrawn(subject) }),
  };
}

/** Characters of a body that are kept where it is cut: where it is cut depends on what was drawn. */
const BODY = 48;

/** What is drawn, handed out, or depends on which of two requests came first. */
function withoutDrawn(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '{time}')
    .replaceAll(/(?<![\w.-])1[6-9]\d{8}(?:\d{3})?(?![\w.])/g, '{time}')
    .replaceAll(/\[(secret|token|code)-\d+\]/g, '[$1]')
    .replaceAll(/ecc-proof-[\w.-]+(?: (?!or\b|and\b)[\w-]+){0,2}/gi, '{name}')
    .replaceAll(/(?:"[^"]*", ){3,}[^\n]*/g, '{names}')
    .replaceAll(/https?:\/\/[^\s"'<>,…]+/g, '{url}')
    .replaceAll(/(?<=(?:secret|record) )\d+/g, '{n}')
    .replaceAll(/(?<=secrets )\d+(?:, \d+)*/g, '{numbers}')
    .replaceAll(/(?:\{time\}, )+\{time\}/g, '{times}')
    .replaceAll(/https%3A%2F%2F[\w.-]+(?:%2F[\w-]+)*/g, '{url}')
    .replaceAll(/(?<=code_challenge=)[\w-]+/g, '{challenge}')
    .replaceAll(/\b\d+ bits\b/g, (bits) => (bits === '128 bits' ? bits : '{n} bits'))
    .replaceAll(
      /\d+ (?=more\b|repeated\b|different values|clients\b|of \d+ (?:requests|clients)|requests\b|made\b)/g,
      '{n} ',
    )
    .replace(
      /(status \d{3}, )([^]*(?:…|\{name\}|\{time\}|\[secret\])[^]*)$/,
      (_, status: string, body: string) => `${status}${body.slice(0, BODY).replace(/,[^,]*$/, ',')}…`,
    );
}

/** Ids, each under one name throughout a text, and parts of ids. */
function settled(text: string): string {
  const known = new Map<string, string>();
  return text
    .replaceAll(/\(\d+ times\)/g, '({n} times)')
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, (value) => {
      const name = known.get(value.toLowerCase()) ?? `{id${known.size === 0 ? '' : ` ${known.size + 1}`}}`;
      known.set(value.toLowerCase(), name);
      return name;
    })
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){0,3}-[\da-f]{4,11}(?![\da-f])/gi, '{part of an id}')
    .replaceAll(/(?<=ExternalClient\/)[\da-f]{8}(?![\w-])/gi, '{part of an id}')
    .replaceAll(/(?<=127\.0\.0\.1:)\d+/g, '{port}');
}

/** Reads the committed texts. */
export function readGolden(): GoldenTexts {
  mkdirSync(FOLDER, { recursive: true });
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
  return new Map(files.flatMap((name) => [...parse(readFileSync(new URL(name, FOLDER), 'utf8'))]));
}

function parse(file: string): GoldenTexts {
  const texts = file.split(/^## /m).slice(1);
  return new Map(
    texts.map((entry) => {
      const [head = '', ...lines] = entry.trimEnd().split('\n');
      const [, id = ''] = (lines[0] ?? '').split(/ {2,}/);
      return [id, { fault: head.replace('~', ''), loose: head.startsWith('~'), text: lines.join('\n') }];
    }),
  );
}

/** Writes the texts, one file for each operation. */
export function writeGolden(texts: GoldenTexts): void {
  const ids = Object.keys(catalogue).filter((id) => texts.has(id));
  for (const operation of new Set(ids.map((id) => catalogue[id]?.operation))) {
    const entries = ids
      .filter((id) => catalogue[id]?.operation === operation)
      .map((id) => texts.get(id) as GoldenText)
      .map(({ fault, loose, text }) => `## ${loose ? '~' : ''}${fault}\n${text}\n`);
    writeFileSync(fileURLToPath(new URL(`${operation}.txt`, FOLDER)), `${HEAD}\n${entries.join('\n')}`);
  }
}

/**
 * The texts as they are to be committed.
 * @param met in the order of the faults
 * @param isWhole whether all faults were met: then nothing is kept of what was committed
 */
export function goldenOf(met: readonly Met[], committed: GoldenTexts, matrix: Matrix, isWhole: boolean): GoldenTexts {
  const there = new Set(met.map(({ guest }) => guest.id));
  // What is not the same each time may also not have been seen this time.
  const kept = ([, { fault, loose }]: readonly [string, GoldenText]): boolean => (there.has(fault) ? loose : !isWhole);
  const texts = new Map([...committed].filter(kept));
  // Those that are the same each time go first.
  const isLoose = ({ guest }: Met): boolean => matrix.get(guest.id)?.startsWith('~') === true;
  const ordered = [...met.filter((each) => !isLoose(each)), ...met.filter(isLoose)];
  // A fault that was made for the requirement shows it better than one that breaks it as well.
  for (const isOwn of [true, false])
    for (const one of ordered) {
      const { id: fault, declares } = one.guest;
      for (const [id, text] of Object.entries(one.sections ?? {})) {
        const before = committed.get(id);
        const loose = isLoose(one) || (before?.fault === fault && before.loose);
        if (!texts.has(id) && (declares[0] === id) === isOwn) texts.set(id, { fault, loose, text });
      }
    }
  return texts;
}

/** Where the committed texts are not what was seen. */
export function goldenDifferences(committed: GoldenTexts, seen: GoldenTexts): readonly GoldenDifference[] {
  const ids = new Set([...committed.keys(), ...seen.keys()]);
  return [...ids].sort().flatMap((requirement) => {
    const [one, other] = [committed.get(requirement), seen.get(requirement)];
    const isSame = one?.fault === other?.fault && (one?.text === other?.text || one?.loose === true);
    if (isSame) return [];
    return [
      {
        requirement,
        ...(one !== undefined && { committed: one.text }),
        ...(other !== undefined && { seen: other.text }),
      },
    ];
  });
}

import type { Log, ReportingDescriptor, Result } from 'sarif';
import { inventoryText } from '../../specs/catalogue/document.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { meaningOf } from '../causes/advice.ts';
import { sourceOf } from '../terminal/sentences.ts';
import type { RequirementResult, RunStory } from '../verdict/result.ts';
import { findingText } from './parts.ts';

const INVENTORY = 'schemas/document/document.json';
const catalogue: Readonly<Record<string, Requirement>> = requirements;

/**
 * SARIF 2.1.0 (OASIS): a rule per requirement that failed, a result per failure. The physical location is the passage in the
 * inventory of the document, so that viewers can open it; the logical one is the heading and the part below it.
 */
export function sarif({ result }: RunStory): string {
  const told = result.requirements.filter(
    ({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'waived',
  );
  const lines = told.length > 0 ? passageLines() : new Map<string, number>();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: result.suite.name, version: result.suite.version, rules: told.map(rule) },
        },
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the suite’s repository.' } } },
        results: told.map((one, index) => found(one, index, lines)),
        invocations: [
          {
            executionSuccessful: result.verdict !== 'inconclusive',
            startTimeUtc: result.startedAt,
            toolExecutionNotifications: result.problems.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        properties: {
          verdict: result.verdict,
          word: result.word,
          headline: result.headline,
          gate: result.gate.outcome,
          seed: result.seed,
          tenant: result.tenant,
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function levelOf({ level }: RequirementResult): 'error' | 'warning' | 'note' {
  return ({ must: 'error', should: 'warning', may: 'note' } as const)[level];
}

function rule(one: RequirementResult): ReportingDescriptor {
  const means = meaningOf(one);
  return {
    id: one.id,
    shortDescription: { text: one.statement },
    fullDescription: { text: `${one.statement} (${sourceOf(one)})` },
    ...(means !== undefined && { help: { text: means } }),
    defaultConfiguration: { level: levelOf(one) },
    properties: { tags: [one.operation, one.level] },
  };
}

function found(one: RequirementResult, ruleIndex: number, lines: ReadonlyMap<string, number>): Result {
  const line = lineOf(one, lines);
  const place = [one.source.heading, one.source.part].filter((part) => part !== undefined);
  return {
    ruleId: one.id,
    ruleIndex,
    level: levelOf(one),
    message: { text: one.findings.map(findingText).join('\n\n') || one.statement },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: INVENTORY, uriBaseId: 'SRCROOT' },
          // What a standard alone demands has no passage to point at.
          ...(line !== undefined && { region: { startLine: line } }),
        },
        logicalLocations: [{ name: place.at(-1) ?? sourceOf(one), fullyQualifiedName: sourceOf(one), kind: 'passage' }],
      },
    ],
    ...(one.signature !== undefined && { partialFingerprints: { 'failure/v1': one.signature } }),
    ...(one.verdict === 'waived' && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
  };
}

/** The first passage that the requirement cites, else the first below its heading. */
function lineOf({ id, source }: RequirementResult, lines: ReadonlyMap<string, number>): number | undefined {
  for (const cited of catalogue[id]?.cites ?? []) {
    const branch = cited.endsWith('*') ? cited.slice(0, -1) : undefined;
    const line =
      branch === undefined ? lines.get(cited) : [...lines].find(([passage]) => passage.startsWith(branch))?.[1];
    if (line !== undefined) return line;
  }
  return source.heading === undefined ? undefined : lines.get(`heading ${source.heading}`);
}

/** Line of each passage in the inventory, and of the first one of each heading. */
function passageLines(): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  inventoryText()
    .split('\n')
    .forEach((line, index) => {
      const [, member, value] = /^ {6}"(id|heading)": "(.*)",$/.exec(line) ?? [];
      const key = member === 'heading' ? `heading ${value}` : value;
      if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
    });
  return lines;
}

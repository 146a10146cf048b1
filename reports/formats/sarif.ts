import { existsSync } from 'node:fs';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { requirements } from '../../specs/catalogue/index.ts';
import { isOfSecurityImportance } from '../../specs/catalogue/security.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { meaningOf } from '../causes/advice.ts';
import { sourceOf } from '../terminal/sentences.ts';
import type { RequirementResult, RunStory } from '../verdict/result.ts';
import { againOf, failureText, gateText, replayOf } from './parts.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/**
 * SARIF 2.1.0 (OASIS): a rule per requirement that does not hold, a result per failure or warning, and a notification where the run could
 * not tell. What fails is a tenant, not a file, but viewers of code scanning leave out what points at no file of the repository: the
 * physical location is therefore the file there by which the tenant is judged, and the logical one the place in the document.
 */
export function sarif(story: RunStory): string {
  const { result } = story;
  const told = result.requirements.filter(
    ({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'waived',
  );
  const place = placeIn(process.env);
  const undecided = result.gate.outcome === 'undecided' ? result.gate.why : [];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: result.suite.name,
            version: result.suite.version,
            rules: told.map((one) => rule(one, story)),
          },
        },
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The root of the repository that the run was started in.' } },
        },
        results: told.map((one, index) => found(one, index, story, place)),
        invocations: [
          {
            executionSuccessful: result.verdict !== 'inconclusive' && undecided.length === 0,
            startTimeUtc: result.startedAt,
            // No result is no proof: what the verdict rests on is said as well where nothing fails.
            toolExecutionNotifications: [
              { level: result.word === 'CONFORMANT' ? 'note' : 'warning', message: { text: gateText(story) } },
              ...[...new Set([...result.problems, ...undecided])].map((text) => ({
                level: 'error' as const,
                message: { text },
              })),
            ],
          },
        ],
        columnKind: 'utf16CodeUnits',
        properties: {
          verdict: result.verdict,
          word: result.word,
          headline: result.headline,
          gate: result.gate.outcome,
          verified: { of: result.verified.of, verified: result.verified.verified },
          seed: result.seed,
          tenant: result.tenant,
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Files by which a tenant is judged in a repository, the most telling one first. */
const CANDIDATES = [
  'external-client.config.json',
  '.github/workflows/conformance.yml',
  '.gitlab-ci.yml',
  'azure-pipelines.yml',
  'Jenkinsfile',
  'package.json',
  'README.md',
];

/** A file that the user's repository has: the workflow that runs the suite, where the environment names it, or the first of the candidates. */
function placeIn({ GITHUB_WORKFLOW_REF = '', CI_CONFIG_PATH }: NodeJS.ProcessEnv): string {
  const workflow = /\.github\/workflows\/[^@]+/.exec(GITHUB_WORKFLOW_REF)?.[0];
  const [settings, ...others] = CANDIDATES;
  const named = [settings, workflow, CI_CONFIG_PATH, ...others].filter((path) => path !== undefined && path !== '');
  return named.find((path) => path !== undefined && existsSync(path)) ?? 'README.md';
}

function levelOf({ level }: RequirementResult): 'error' | 'warning' | 'note' {
  return ({ must: 'error', should: 'warning', may: 'note' } as const)[level];
}

/** How code scanning ranks what is of security importance: over 7 is high, over 4 medium, below low. */
const SEVERITY = { must: '8.0', should: '5.0', may: '2.0' } as const;

function rule(one: RequirementResult, story: RunStory): ReportingDescriptor {
  const means = meaningOf(one) ?? one.statement;
  const help = `${means}\n\nDocument: ${sourceOf(one)}\nSee it again: ${againOf(one, story)}\nStep by step: ${replayOf(one)}`;
  const standard = standardOf(one);
  const requirement = catalogue[one.id];
  const isSecurity = requirement !== undefined && isOfSecurityImportance(one.id, requirement);
  return {
    id: one.id,
    shortDescription: { text: one.statement },
    fullDescription: { text: `${one.statement} (${sourceOf(one)})` },
    help: {
      text: help,
      markdown: `**${one.id}** ${one.statement}\n\n${means}\n\n- Document: ${sourceOf(one)}\n- See it again: \`${againOf(one, story)}\`\n- Step by step: \`${replayOf(one)}\``,
    },
    ...(standard !== undefined && { helpUri: standard }),
    defaultConfiguration: { level: levelOf(one) },
    properties: {
      tags: [one.operation, one.level, ...(isSecurity ? ['security'] : [])],
      problem: { severity: { must: 'error', should: 'warning', may: 'recommendation' }[one.level] },
      ...(isSecurity && { 'security-severity': SEVERITY[one.level] }),
    },
  };
}

/** The section of a standard that says so, on the web; the document itself has no public address. */
function standardOf({ source: { standard = '' } }: RequirementResult): string | undefined {
  const [, rfc, section] = /\bRFC (\d+)(?:, ([\d.]*\d))?/.exec(standard) ?? [];
  if (rfc === undefined) return undefined;
  return `https://www.rfc-editor.org/rfc/rfc${rfc}${section === undefined ? '' : `#section-${section}`}`;
}

function found(one: RequirementResult, ruleIndex: number, story: RunStory, uri: string): Result {
  const place = [one.source.heading, one.source.part].filter((part) => part !== undefined);
  const text = one.findings.length > 0 ? failureText(one, story) : one.statement;
  return {
    ruleId: one.id,
    ruleIndex,
    level: levelOf(one),
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, uriBaseId: 'SRCROOT' }, region: { startLine: 1 } },
        logicalLocations: [{ name: place.at(-1) ?? sourceOf(one), fullyQualifiedName: sourceOf(one), kind: 'passage' }],
      },
    ],
    ...(one.signature !== undefined && { partialFingerprints: { 'failure/v1': one.signature } }),
    ...(one.verdict === 'waived' && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
  };
}

import { firstStep } from '../causes/advice.ts';
import { membersOf, type Root, rootsOf } from '../causes/roots.ts';
import { sinceLast } from '../publish/since.ts';
import { summarise } from '../terminal/failures.ts';
import { sourceOf, verdictOf } from '../terminal/sentences.ts';
import { disturbancesInWords } from '../verdict/disturbances.ts';
import { groupBy } from '../verdict/group.ts';
import { leftOutIds, leftOutOf } from '../verdict/left-out.ts';
import { CAUSES, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { selectedOf } from './parts.ts';

const MOST = 50;

/** Markdown for the page of a job: verdict, first step, numbers, what fails and what was not verified. */
export function summary({ result, history }: RunStory): string {
  const chosen = selectedOf(result);
  const { sentence, tone } = verdictOf(result);
  const icon = { pass: '✅', fail: '❌', warn: '⚠️', waived: '🟣', skip: '⚪' }[tone];
  const levels = (['must', 'should', 'may'] as const).map((level) => {
    const { pass, fail, warn, waived } = result.summary[level];
    const open = chosen.filter((one) => one.level === level && one.verdict === 'skip').length;
    return `| ${level} | ${pass} | ${fail} | ${warn} | ${waived} | ${open} |`;
  });
  // One row for each likely cause: sixty rows of one broken thing would hide it.
  const waived = chosen.filter(({ verdict }) => verdict === 'waived');
  const roots = rootsOf(result);
  const failing = [...roots.map((root) => row(root.lead, others(root))), ...waived.map((one) => row(one, ''))];
  const profiled = leftOutIds(result);
  const skipped = [
    ...groupBy(
      chosen.filter(({ id, verdict }) => verdict === 'skip' && !profiled.has(id)),
      ({ cause }) => cause ?? 'suite-error',
    ),
  ];
  const sections = [
    `## ${icon} ${sentence}`,
    `**First:** ${cell(firstStep(result))}`,
    ...(result.gate.why.length === 0 ? [] : [`Gate ${result.gate.outcome}: ${result.gate.why.map(cell).join(' ')}`]),
    ['| level | hold | fail | warn | waived | not verified |', '|---|--:|--:|--:|--:|--:|', ...levels].join('\n'),
    ...(failing.length === 0
      ? []
      : [
          ['| | requirement | statement | document | seen |', '|---|---|---|---|---|', ...failing.slice(0, MOST)].join(
            '\n',
          ),
        ]),
    ...(failing.length > MOST ? [`… and ${failing.length - MOST} more in the report.`] : []),
    ...skipped.map(
      ([cause, group]) =>
        `Not verified (${group.length}), ${CAUSES[cause].meaning}: ${summarise(group.map(({ id }) => id))}`,
    ),
    ...leftOutOf(result).map(({ reason, ids, security }) =>
      cell(
        `Left out by ${result.profile?.name} (${ids.length}, ${security.length} of security importance), ${reason} ${summarise(ids)}`,
      ),
    ),
    ...(result.waivers ?? []).map(({ requirement, state, expires, owner, ticket, reason }) =>
      cell(`Waiver ${requirement}: ${state}, until ${expires}, ${owner}, ${ticket}: ${reason}`),
    ),
    ...(result.disturbances === undefined
      ? []
      : [
          disturbancesInWords(result)
            .map((line) => `- ${cell(line)}`)
            .join('\n'),
        ]),
    ...(result.leftovers.length === 0
      ? []
      : [
          result.leftovers
            .slice(0, MOST)
            .map(({ kind, id, reason }) => `- left behind: ${kind} ${cell(`${id}: ${reason}`)}`)
            .join('\n'),
        ]),
    ...sinceLines(result, history),
    `${result.requests.total} requests, ${(result.durationMs / 1000).toFixed(1)} s, seed ${result.seed}, ${cell(String(result.tenant.tenant ?? ''))}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** In what it differs from the last run on the same tenant. */
function sinceLines(result: RunStory['result'], history: RunStory['history']): readonly string[] {
  const since = sinceLast(result, history);
  if (since === undefined) return [];
  const lines = since.lines.slice(0, MOST).map((line) => `${line.startsWith(' ') ? '  ' : ''}- ${cell(line.trim())}`);
  return [`**Since the run of ${since.startedAt.slice(0, 16).replace('T', ' ')} (UTC):**`, lines.join('\n')];
}

/** What is likely to go away with a failure. */
function others(root: Root): string {
  const ids = membersOf(root)
    .slice(1)
    .map(({ id }) => id);
  return ids.length === 0 ? '' : ` <br>with it: ${summarise(ids)}`;
}

function row(one: RequirementResult, more: string): string {
  const sign = { fail: '❌', waived: '🟣', warn: '⚠️', pass: '', skip: '' }[one.verdict];
  const [finding] = one.findings;
  const signature = one.signature === undefined ? '' : ` <br>signature: \`${one.signature}\``;
  const seen =
    finding === undefined
      ? ''
      : finding.actual === ''
        ? finding.message
        : `expected ${finding.expected}, was ${finding.actual}`;
  return `| ${sign} | ${one.id} | ${cell(one.statement)} | ${cell(sourceOf(one))} | ${cell(seen.length > 160 ? `${seen.slice(0, 157)}...` : seen)}${signature}${more} |`;
}

/** Text that stays in its cell and brings no markup along. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>|#]/g, (letter) => `\\${letter}`);
}

import { requirements } from '../../specs/catalogue/index.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { CAUSES, type ConformanceResult, type RequirementResult } from '../verdict/result.ts';
import { REMEDIES } from '../verdict/verified.ts';
import { wordsOf } from '../verdict/words.ts';
import { isServerError } from './explanations.ts';
import { membersOf, type Root, rootsOf } from './roots.ts';

/** Who is likely to be able to put a failure right, and why that is likely. */
export interface Blame {
  readonly owner: 'tenant' | 'document' | 'configuration';
  readonly because: string;
}

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** What a failure means and where to look, in the words of the catalogue; of a server error, and of tokens that are refused as a whole, it says that. */
export function meaningOf(one: RequirementResult, from = catalogue): string | undefined {
  if (isServerError(one) && !one.id.endsWith('-B1'))
    return 'the tenant failed where it had to answer; look for the error in its log before anything else';
  if (isRefusedToken(one))
    return 'the token as a whole is refused (401): check the clocks, keys and caches of those who issue tokens and of those who check them, then how the scope is read';
  return from[one.id]?.means;
}

/** Whether tokens were refused as unknown or ended where they had to open something. */
function isRefusedToken({ findings }: RequirementResult): boolean {
  return (
    findings.length > 0 &&
    findings.every(({ kind, exchange }) => kind === 'toSucceed' && exchange?.response?.status === 401)
  );
}

/** The likely owner of a failure. A guess, and worded as one. */
export function blame(one: RequirementResult): Blame {
  // What the token endpoint says to a client of the run is not said to the token of the run.
  const statuses = one.findings.flatMap(({ exchange }) =>
    exchange?.operation === 'token' ? 0 : (exchange?.response?.status ?? []),
  );
  if (one.id.startsWith('READING-'))
    return {
      owner: 'document',
      because: 'the page contradicts itself or says nothing here, and --strict demands what it prints',
    };
  if (
    statuses.length > 0 &&
    statuses.every((status) => status === 401) &&
    one.operation !== 'token' &&
    !/-(A|S)\d$/.test(one.id)
  )
    return { owner: 'configuration', because: 'every answer was 401: the token of the run may lack what it needs' };
  const { readings = [] } = catalogue[one.id] ?? {};
  return {
    owner: 'tenant',
    because:
      readings.length === 0
        ? 'it answered, and not as it has to'
        : `no legal way to read the page (${readings.join(', ')}) allows what was seen`,
  };
}

/** Said where there is nothing to do. */
export const NOTHING = 'Nothing has to be done.';

/** What the reader should do first, in one or two sentences. */
export function firstStep(result: ConformanceResult): string {
  const rotten = (result.waivers ?? []).find(({ sentence }) => sentence !== undefined)?.sentence;
  const roots = rootsOf(result);
  const [worst] = roots;
  if (worst !== undefined && worst.lead.verdict === 'fail') return beginWith(worst, roots, result);
  if (rotten !== undefined) return rotten;
  if (result.verdict === 'inconclusive') {
    // A run that met its end before it began is told by what ended it.
    const begun = result.requirements.some(({ verdict }) => verdict !== 'skip');
    const blocked = result.requirements.filter(({ cause }) => cause !== undefined && CAUSES[cause].blocking);
    // Requests of the first phase are no beginning: a refused secret costs some, and no check has run.
    const isEnded = result.requests.total === 0 || blocked.every(({ cause }) => cause === 'interrupted');
    if (!begun && isEnded && result.problems[0] !== undefined) return result.problems[0];
    const [cause, all = []] =
      [...groupBy(blocked, (one) => one.cause)].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    // Here nothing fails, so no requirement reports the step.
    const [first] = all;
    if (cause === 'prerequisite' && first?.detail !== undefined)
      return `Replay ${first.id} to see the step that it builds on: ${first.detail}; no requirement of its own reports it.`;
    return cause === undefined ? (result.problems[0] ?? 'Run again.') : REMEDIES[cause];
  }
  const { accepted, unverified } = wordsOf(result);
  if (accepted !== undefined) return `Have the failures mended that are accepted ${accepted}.`;
  if (unverified.length > 0) return howToVerify(result);
  if (worst !== undefined) {
    const number = roots.flatMap((root) => membersOf(root)).length;
    return `Look at ${number === 1 ? `the warning ${worst.lead.id}` : `the ${number} warnings, ${worst.lead.id} first`}; nothing that the document demands is broken.`;
  }
  return result.leftovers.length > 0 ? 'Remove what the run left behind; it is listed below.' : NOTHING;
}

/** What to set, so that more can be verified. */
function howToVerify({ verified }: ConformanceResult): string {
  const wanting = verified.missing.filter(({ cause }) => CAUSES[cause].setting);
  return [...new Set(wanting.map(({ how }) => how))].join(' ');
}

/** Characters of what was seen that fit into a sentence. */
const BRIEF = 70;

function beginWith(root: Root, roots: readonly Root[], result: ConformanceResult): string {
  const { lead, alike, blocked } = root;
  const members = membersOf(root).filter(({ verdict }) => verdict === 'fail').length;
  const all = result.requirements.filter(({ verdict }) => verdict === 'fail').length;
  const others = roots.filter((one) => one !== root && one.lead.verdict === 'fail').length;
  const means = meaningOf(lead);
  const operations = new Set([lead, ...alike].map(({ operation }) => operation));
  const sentences = [
    `Look at ${lead.id}, “${lead.statement.replace(/\.$/, '')}”${seen(lead)}.`,
    ...(means === undefined ? [] : [`${means.slice(0, 1).toUpperCase()}${means.slice(1).replace(/\.$/, '')}.`]),
    ...(operations.size > 1 ? [`It is the same in ${plural(operations.size, 'operation')}.`] : []),
    ...(members > 1
      ? [
          `${members < all ? `${members} of ${all}` : all === 2 ? 'Both' : `All ${all}`} failures are likely to come from it.`,
        ]
      : []),
    ...(blocked.length > 0 ? [`${plural(blocked.length, 'requirement')} could not be verified because of it.`] : []),
    ...(others > 0 ? [`Then look at ${others === 1 ? 'the other cause' : `the ${others} other causes`}.`] : []),
  ];
  return sentences.join(' ');
}

/** What was seen instead, where that is short. */
function seen({ findings: [first] }: RequirementResult): string {
  const [actual = ''] = (first?.actual ?? '').split(/, (?=[[{"<])/);
  return /^[[{]|^$/.test(actual) || actual.length > BRIEF || actual.includes('\n') ? '' : `: seen was ${actual}`;
}

import { requirements } from '../specs/requirements/index.ts';
import type { Requirement } from '../specs/requirements/types.ts';
import { groupBy } from './group.ts';
import { CAUSES, type Cause, type ConformanceResult, type RequirementResult } from './result.ts';
import { isServerError, membersOf, type Root, rootsOf } from './roots.ts';
import { plural } from './text.ts';

/** Who is likely to be able to put a failure right, and why that is likely. */
export interface Blame {
  readonly owner: 'tenant' | 'document' | 'configuration';
  readonly because: string;
}

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** What a failure means and where to look, in the words of the catalogue; of a server error it says nothing but that. */
export function meaningOf(one: RequirementResult): string | undefined {
  return isServerError(one) && !one.id.endsWith('-B1')
    ? 'the tenant failed where it had to answer; look for the error in its log before anything else'
    : catalogue[one.id]?.means;
}

/** The likely owner of a failure. A guess, and worded as one. */
export function blame(one: RequirementResult): Blame {
  const statuses = one.findings.flatMap(({ exchange }) => exchange?.response?.status ?? []);
  if (one.id.startsWith('READING-'))
    return {
      owner: 'document',
      because: 'the page contradicts itself or says nothing here, and --strict demands what it prints',
    };
  if (statuses.length > 0 && statuses.every((status) => status === 401) && !/-(A|S)\d$/.test(one.id))
    return { owner: 'configuration', because: 'every answer was 401: the token of the run may lack what it needs' };
  const { readings = [] } = catalogue[one.id] ?? {};
  return {
    owner: 'tenant',
    because:
      readings.length === 0
        ? 'the tenant answered, and not as it has to'
        : `no legal way to read the page (${readings.join(', ')}) allows what was seen`,
  };
}

const REMEDIES: Partial<Record<Cause, string>> = {
  environment: 'Make sure that the tenant can be reached and is not limiting requests, then run again.',
  prerequisite: 'Look at the requirements that the others build on first; they stand under the same operation.',
  quota: 'Raise the limit on the number of clients, or remove clients that nobody needs, then run again.',
  'writes-not-allowed': 'Set TENANT_WRITES=allow if the run may create and remove clients of its own on this tenant.',
  'token-not-available':
    'Give the confidential application all five scopes, and TENANT_CLIENT_ID and TENANT_CLIENT_SECRET instead of a ready token.',
  timeout: 'Run again when the tenant is less busy, or raise CONFORMANCE_TIMEOUT_MS.',
  'suite-error': 'The suite itself failed; report it with the details below.',
  interrupted: 'Run again and let it end.',
};

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
    const [cause] = [...groupBy(blocked, (one) => one.cause)].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    return (cause === undefined ? undefined : REMEDIES[cause]) ?? result.problems[0] ?? 'Run again.';
  }
  if (worst !== undefined) {
    const number = roots.flatMap((root) => membersOf(root)).length;
    return `Nothing has to be done. ${number === 1 ? 'One recommendation is' : `${number} recommendations are`} not met; ${worst.lead.id} comes first.`;
  }
  return result.leftovers.length > 0
    ? 'Remove what the run left behind; it is listed below.'
    : 'Nothing has to be done.';
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
  return actual === '' || actual.length > BRIEF || actual.includes('\n') ? '' : `: seen was ${actual}`;
}

import { requirements } from '../specs/requirements/index.ts';
import type { Requirement } from '../specs/requirements/types.ts';
import { groupBy } from './group.ts';
import { CAUSES, type Cause, type ConformanceResult, type RequirementResult } from './result.ts';

/** Who is likely to be able to put a failure right, and why that is likely. */
export interface Blame {
  readonly owner: 'tenant' | 'document' | 'configuration';
  readonly because: string;
}

const catalogue: Readonly<Record<string, Requirement>> = requirements;

/** What a failure means and where to look, in the words of the catalogue. */
export function meaningOf(id: string): string | undefined {
  return catalogue[id]?.means;
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
  const failed = result.requirements.filter(({ verdict }) => verdict === 'fail');
  const [worst] = [...groupBy(failed, ({ operation }) => operation)].sort(([, a], [, b]) => b.length - a.length);
  if (worst !== undefined) {
    const [operation, group] = worst;
    const [first] = group;
    const rest =
      failed.length > group.length ? ` ${group.length} of ${failed.length} failures are in ${operation}.` : '';
    return `Start with ${first?.id}: ${meaningOf(first?.id ?? '') ?? first?.statement ?? ''}.${rest}`;
  }
  if (rotten !== undefined) return rotten;
  if (result.verdict === 'inconclusive') {
    const blocked = result.requirements.filter(({ cause }) => cause !== undefined && CAUSES[cause].blocking);
    const [cause] = [...groupBy(blocked, (one) => one.cause)].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    return (cause === undefined ? undefined : REMEDIES[cause]) ?? result.problems[0] ?? 'Run again.';
  }
  const warned = result.requirements.filter(({ verdict }) => verdict === 'warn');
  if (warned[0] !== undefined)
    return `Nothing has to be done. ${warned.length === 1 ? 'One recommendation is' : `${warned.length} recommendations are`} not met; ${warned[0].id} comes first.`;
  return result.leftovers.length > 0
    ? 'Remove what the run left behind; it is listed below.'
    : 'Nothing has to be done.';
}

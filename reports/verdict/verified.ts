/** What of the requirements was verified, what was not, and what to do about it. */
import { CAUSES, type Cause, type ConformanceResult, type Missing, type Verified } from './result.ts';

/** What the verdict of a run is derived from; a result has it, and so has a statement. */
export interface Judged extends Pick<ConformanceResult, 'problems' | 'selection' | 'verified'> {
  readonly requirements: readonly Pick<
    ConformanceResult['requirements'][number],
    'id' | 'level' | 'verdict' | 'cause'
  >[];
  readonly waivers?: ConformanceResult['waivers'];
  readonly baseline?: Pick<NonNullable<ConformanceResult['baseline']>, 'startedAt' | 'known'>;
  readonly profile?: ConformanceResult['profile'];
}

/** What a run that may not write leaves unverified; its verdict says that it is one of reads only. */
export const WRITES = 'writes';

/** What cannot be verified without a setting, by the variable, and what to do about it. */
const SETTINGS: Readonly<Record<string, { readonly what: string; readonly how: string }>> = {
  TENANT_OTHER_PARTITION_ID: {
    what: 'isolation between organizations',
    how: 'Set TENANT_OTHER_PARTITION_ID to a second organization that the application must not reach.',
  },
  TENANT_OTHER_CLIENT_ID: {
    what: 'isolation seen from the other organization',
    how: 'Set TENANT_OTHER_CLIENT_ID and TENANT_OTHER_CLIENT_SECRET to an application of that second organization.',
  },
  TENANT_EXPIRED_TOKEN: {
    what: 'expired tokens',
    how: 'Set TENANT_EXPIRED_TOKEN to a token of this tenant that has expired.',
  },
  TENANT_WRITES: {
    what: WRITES,
    how: 'Set TENANT_WRITES=allow if the run may create and remove clients of its own on this tenant.',
  },
};

/** What to do about a cause. */
export const REMEDIES: Readonly<Record<Cause, string>> = {
  environment: 'Make sure that the tenant can be reached and is not limiting requests, then run again.',
  quota:
    'Raise the limit on the number of clients, remove clients that nobody needs, or see to it that deleted ones no longer count; then run again.',
  prerequisite: 'Look at the requirements that the others build on first; they stand under the same operation.',
  'token-not-available':
    'Give the confidential application all scopes of the document, and TENANT_CLIENT_ID and TENANT_CLIENT_SECRET instead of a ready token.',
  timeout: 'Run again when the tenant is less busy, or raise CONFORMANCE_TIMEOUT_MS.',
  'never-ran': 'Run again without filters of Playwright; where there were none, no test covers it.',
  interrupted: 'Run again and let it end.',
  'suite-error': 'The suite itself failed; report it with the details below.',
  'writes-not-allowed': SETTINGS.TENANT_WRITES?.how ?? '',
  'setting-not-given': 'Give the setting that the detail names.',
  'not-in-time':
    'Judge a tenant that lets secrets end within a minute, or generate a secret, wait for its end and see that it gets no token.',
  'not-applicable': 'Nothing: the tenant does not have it.',
  'not-selected': 'Run again without a selection.',
};

/** The setting for want of which something was not verified. */
function settingOf({ cause, detail = '' }: { readonly cause: Cause; readonly detail?: string }): string | undefined {
  if (cause === 'writes-not-allowed') return 'TENANT_WRITES';
  if (!CAUSES[cause].setting) return undefined;
  return Object.keys(SETTINGS).find((name) => detail.includes(name));
}

/**
 * What of the requirements that apply was verified, and what was not.
 * @param isBeyond whether a requirement is looked at by deep runs alone, and this is none
 */
export function verifiedOf(
  requirements: ConformanceResult['requirements'],
  isBeyond: (id: string) => boolean,
): Verified {
  const { of, missing: ids } = verifiedIds(requirements, isBeyond);
  const open = new Set(ids);
  const missing = requirements.flatMap(({ id, cause, detail }): readonly Missing[] => {
    if (!open.has(id) || cause === undefined) return [];
    const setting = settingOf({ cause, ...(detail !== undefined && { detail }) });
    const how = SETTINGS[setting ?? '']?.how ?? REMEDIES[cause];
    return [{ id, cause, how, ...(setting !== undefined && { setting }) }];
  });
  return { of, verified: of - missing.length, missing };
}

/** How many requirements apply, and which of them were not verified. */
export function verifiedIds(
  requirements: Judged['requirements'],
  isBeyond: (id: string) => boolean,
): { readonly of: number; readonly missing: readonly string[] } {
  const applying = requirements.filter(({ id, cause }) => cause !== 'not-applicable' && !isBeyond(id));
  const missing = applying.filter(({ verdict }) => verdict === 'skip');
  return { of: applying.length, missing: missing.map(({ id }) => id) };
}

/** What has no setting, by its cause. */
const NAMELESS: Partial<Readonly<Record<Cause, string>>> = { 'not-in-time': 'the end of secrets' };
const FURTHER = 'what needs a further setting';

/** Names of what some `must` is about that was asked for and not verified for want of a setting, or of time. */
export function unverifiedMust({ requirements, verified }: Judged): readonly string[] {
  const must = new Set(requirements.flatMap(({ id, level }) => (level === 'must' ? id : [])));
  const wanting = verified.missing.filter(({ id, cause }) => must.has(id) && CAUSES[cause].setting);
  return [...new Set(wanting.map(({ setting, cause }) => SETTINGS[setting ?? '']?.what ?? NAMELESS[cause] ?? FURTHER))];
}

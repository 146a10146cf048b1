import { createHash } from 'node:crypto';
import type { Finding, RequirementResult } from './result.ts';

/**
 * A short name for the way in which a requirement fails, the same from run to run: what each run draws or the tenant hands out
 * (ids, names, times, bodies) does not count, statuses, members and scopes do.
 * @returns twelve hexadecimal digits; undefined where nothing failed
 */
export function signatureOf({ id, findings }: Pick<RequirementResult, 'id' | 'findings'>): string | undefined {
  if (findings.length === 0) return undefined;
  const kinds = [...new Set(findings.map(kindOf))].sort();
  return createHash('sha256')
    .update([id, ...kinds].join('\n'))
    .digest('hex')
    .slice(0, 12);
}

function kindOf(finding: Finding): string {
  const { subject, seenIn = '' } = finding;
  return [...(subject === undefined ? [] : [subject]), findingKind(finding), settle(seenIn)].join('\t');
}

/** A finding without what differs between two runs that fail alike, and without the place where it was seen. */
export function findingKind({ message, expected, actual }: Finding): string {
  return [message, expected, actual].map(settle).join('\t');
}

/** Words of a finding without what differs between two runs that fail alike. */
function settle(text: string): string {
  return (
    text
      // The body of an answer is shown in part only, and where it is cut depends on the length of what was drawn.
      .replace(/(status \d{3}, )[\s\S]+$/, (whole, status: string) =>
        whole.endsWith('no body') ? whole : `${status}…`,
      )
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?/g, '{time}')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}')
      .replaceAll(/https?:\/\/[^\s"'<>,]+/g, '{url}')
      .replaceAll(/\becc-[\w-]+[^",]*/g, '{name}')
      // Words with digits inside are drawn or handed out.
      .replaceAll(/\b(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{12,}\b/gi, '{value}')
      // Ids of secrets and numbers of clients differ from run to run; statuses, and none, once or twice, make a difference.
      .replaceAll(/(status )?\b(\d+)(\.\d+)?\b/g, (whole, status: string | undefined, digits: string) =>
        status !== undefined || /^[012]$/.test(digits) ? whole : '{number}',
      )
  );
}

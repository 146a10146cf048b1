import { leftOutIds, withinProfile } from './left-out.ts';
import type { ConformanceResult, Finding, RequirementResult } from './result.ts';
import { membersOf, rootsOf } from './roots.ts';
import { findingKind } from './signature.ts';
import { plural } from './text.ts';

/** Where the document, or else the standard, says so. */
export function sourceOf({ source }: Pick<RequirementResult, 'source'>): string {
  const place = [source.heading, source.part].filter((part) => part !== undefined).join(' > ');
  return [place, source.standard].filter((part) => part !== undefined && part !== '').join('; ');
}

/** Findings that say the same, told once. */
export interface Told {
  readonly finding: Finding;
  /** How many findings say so. */
  readonly times: number;
  /** What was tried, where a requirement is tried in several ways. */
  readonly tried: readonly string[];
}

/** Findings without repetition, in their order. */
export function toldOnce(findings: readonly Finding[]): readonly Told[] {
  const told = new Map<string, { finding: Finding; times: number; tried: string[] }>();
  for (const finding of findings) {
    const key = findingKind(finding);
    const known = told.get(key) ?? { finding, times: 0, tried: [] };
    known.times += 1;
    if (finding.check !== undefined && !known.tried.includes(finding.check)) known.tried.push(finding.check);
    told.set(key, known);
  }
  return [...told.values()];
}

/** The verdict of the run in one sentence. */
export function verdictSentence(result: ConformanceResult): string {
  const selected = result.requirements.filter(({ cause }) => cause !== 'not-selected');
  const scope =
    selected.length < result.requirements.length
      ? ` (${selected.length} of ${result.requirements.length} requirements selected)`
      : '';
  const { must, should } = result.summary;
  const within = withinProfile(result.profile);
  switch (result.verdict) {
    case 'conformant': {
      // What was not verified must not read as green.
      const leftOut = leftOutIds(result);
      const open = selected.filter(({ id, verdict }) => verdict === 'skip' && !leftOut.has(id)).length;
      const exceptions = [
        must.waived > 0 ? `${must.waived} waived` : '',
        open > 0 ? `${open} not verified` : '',
      ].filter((part) => part !== '');
      return `CONFORMANT: ${[held(result), ...exceptions].join(', ')}${scope}${within}.`;
    }
    case 'non-conformant':
      return must.fail > 0
        ? `NON-CONFORMANT: ${failing(must.fail, 'must requirement')}${reasons(result)}${scope}${within}.`
        : `NON-CONFORMANT: ${failing(should.warn, 'should requirement')}, and --fail-on should counts that${scope}${within}.`;
    case 'inconclusive':
      return selected.every(({ verdict }) => verdict === 'skip')
        ? 'INCONCLUSIVE: nothing could be verified; the reasons stand above.'
        : `INCONCLUSIVE: nothing fails that was verified, but too little was verified to tell${scope}${within}.`;
  }
}

/** How many causes there are likely to be, where these are fewer than the failures. */
function reasons(result: ConformanceResult): string {
  const roots = rootsOf(result).filter(({ lead }) => lead.verdict === 'fail');
  const failures = roots.flatMap((root) => membersOf(root)).filter(({ verdict }) => verdict === 'fail').length;
  if (roots.length === 0 || roots.length === failures) return '';
  return `, probably for ${roots.length === 1 ? 'one reason' : `${roots.length} reasons`}`;
}

/** `100 must, 20 should and 3 may requirements hold`. */
function held({ summary }: ConformanceResult): string {
  const levels = Object.entries(summary).filter(([, { pass }]) => pass > 0);
  const total = levels.reduce((sum, [, { pass }]) => sum + pass, 0);
  const names = levels.map(([level, { pass }]) => `${pass} ${level}`);
  return `${inWords(names)} requirement${total === 1 ? ' holds' : 's hold'}`;
}

/** `a, b and c`. */
export function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function failing(number: number, what: string): string {
  return `${plural(number, what)} ${number === 1 ? 'fails' : 'fail'}`;
}

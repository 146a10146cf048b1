import { rootsOf } from '../causes/roots.ts';
import { sourceOf, verdictOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import type { RunStory } from '../verdict/result.ts';
import { againOf } from './parts.ts';

/** GitHub shows ten annotations of a kind per step and drops the rest without a word. */
const MOST = 9;

/**
 * Lines by which a step on GitHub tells on the page of its run (workflow commands): the verdict, as an error where the gate does not
 * pass, then failures and warnings, one per likely cause.
 */
export function annotations(story: RunStory): readonly string[] {
  const { result } = story;
  const { gate, headline } = result;
  const counting = new Set(gate.failing);
  const lines = rootsOf(result).map(({ lead, alike, following }) => {
    const others = alike.length + following.length;
    const [first] = lead.findings;
    const text = [
      `${lead.statement} ${first?.message ?? ''}`.trim(),
      ...(first === undefined || first.actual === '' ? [] : [`expected: ${first.expected}`, `actual: ${first.actual}`]),
      `document: ${sourceOf(lead)}`,
      ...(others > 0 ? [`${plural(others, 'other finding')} with it`] : []),
      `again: ${againOf(lead, story)}`,
    ].join('\n');
    const isError = lead.verdict === 'fail' || counting.has(lead.id);
    return { kind: isError ? ('error' as const) : ('warning' as const), title: lead.id, text };
  });
  const told = (['error', 'warning'] as const).flatMap((kind) => {
    const ofKind = lines.filter((one) => one.kind === kind);
    const rest = ofKind.length - MOST + 1;
    if (rest <= 1) return ofKind;
    return [...ofKind.slice(0, MOST - 1), { kind, title: headline, text: `${rest} more stand in the report.` }];
  });
  // A green step says nothing of what was not verified, or accepted.
  const { sentence } = verdictOf(result);
  const verdict = gate.passes
    ? { kind: 'notice' as const, title: headline, text: [sentence, ...gate.why].join(' ') }
    : { kind: 'error' as const, title: headline, text: `gate ${gate.outcome}: ${gate.why.join(' ')}` };
  return [verdict, ...told].map(({ kind, title, text }) => `::${kind} title=${property(title)}::${escaped(text)}`);
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

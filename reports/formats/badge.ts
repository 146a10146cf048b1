import { escape } from '../page/html.ts';
import type { RunStory } from '../result.ts';

const COLOURS = { conformant: '#14713f', 'non-conformant': '#b3261e', inconclusive: '#855600' } as const;
const LABEL = 'External Client API';
/** Average width of a letter at 11 px, in pixels. */
const LETTER = 6.3;

/** The verdict as a small picture for a README. */
export function badge({ result: { verdict, profile } }: RunStory): string {
  // A verdict on a part must not look like one on the whole.
  const told = profile === undefined || profile.leftOut.length === 0 ? verdict : `${verdict} (${profile.name})`;
  const [left, right] = [LABEL, told].map((text) => Math.round(text.length * LETTER) + 14) as [number, number];
  const [name, value] = [escape(LABEL), escape(told)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${value}"><title>${name}: ${value}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="20" fill="#3a3f47"/><rect x="${left}" width="${right}" height="20" fill="${COLOURS[verdict]}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${left / 2}" y="14" textLength="${left - 14}">${name}</text><text x="${left + right / 2}" y="14" textLength="${right - 14}">${value}</text></g></svg>\n`;
}

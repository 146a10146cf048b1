import { verdictOf } from '../terminal/sentences.ts';
import type { RunStory } from '../verdict/result.ts';
import { escape } from './xml.ts';

const COLOURS = { pass: '#14713f', fail: '#b3261e', warn: '#855600', waived: '#6a46a8', skip: '#5b616c' } as const;
const LABEL = 'External Client API';
/** Average width of a letter at 11 px, in pixels. */
const LETTER = 6.3;

/** The verdict as a small picture for a README. */
export function badge({ result }: Pick<RunStory, 'result'>): string {
  const { badge: told, tone } = verdictOf(result);
  const [left, right] = [LABEL, told].map((text) => Math.round(text.length * LETTER) + 14) as [number, number];
  const [name, value] = [escape(LABEL), escape(told)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${value}"><title>${name}: ${value}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="20" fill="#3a3f47"/><rect x="${left}" width="${right}" height="20" fill="${COLOURS[tone]}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${left / 2}" y="14" textLength="${left - 14}">${name}</text><text x="${left + right / 2}" y="14" textLength="${right - 14}">${value}</text></g></svg>\n`;
}

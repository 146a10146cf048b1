import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCancel, text } from '@clack/prompts';
import { type Document, isSeq, parseDocument } from 'yaml';
import { outFolder } from '../../fixtures/preflight/settings.ts';
import { RESULT_FILE, replaceFile } from '../../reports/publish/files.ts';
import { readStoredResult } from '../../reports/publish/stored.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { unknownRequirement } from '../../reports/verdict/selection.ts';
import { LONGEST_DAYS, parseWaivers, type Waiver } from '../../reports/verdict/waivers.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { orUnusable, print, unusable, type VerbOutcome } from './outcome.ts';

const DAY_MS = 86_400_000;
/** What is asked for, in this order, and proposed. */
const ASKED = {
  owner: 'Who answers for it',
  ticket: 'Ticket',
  reason: 'Why it is accepted for now',
  expires: `Last day, at most ${LONGEST_DAYS} days ahead`,
} as const;
type Asked = keyof typeof ASKED;

export type WaiveFlags = Partial<Record<Asked, string>> & { readonly file: string; readonly result?: string };

/**
 * Writes a waiver for a failure that a run has just seen: asks on a terminal for what no flag says.
 * @returns code 2, and nothing written, where there is no such failure or something is missing
 */
export async function waive(asked: string, flags: WaiveFlags): Promise<VerbOutcome> {
  const id = asked.toUpperCase();
  const known = Object.keys(requirements);
  if (!known.includes(id)) return unusable(unknownRequirement(id, known));
  const path = flags.result ?? join(outFolder(process.env), RESULT_FILE);
  return orUnusable(async () => {
    const one = readStoredResult(path).requirements.find((each) => each.id === id);
    if (one?.signature === undefined || one.verdict === 'pass' || one.verdict === 'skip')
      return unusable(
        `${id} does not fail in ${path}, so there is nothing to accept; name the result of the run that saw it with --result.`,
      );
    const facts = await factsOf(flags);
    if (typeof facts === 'string') return unusable(facts);
    const waiver: Waiver = { requirement: id, signature: one.signature, ...facts };
    const before = existsSync(flags.file) ? readFileSync(flags.file, 'utf8') : '';
    const content = withWaiver(before, waiver);
    const { problems } = parseWaivers(content, flags.file, known);
    if (problems.length > 0) return unusable(...problems);
    replaceFile(flags.file, content);
    print(`${flags.file} accepts ${id} (${one.signature}) until ${waiver.expires}: ${one.statement}`);
    print(`next      ${invocation('run', `--waivers ${flags.file}`)}`);
    return { code: 0 };
  });
}

/** What the waiver says, from flags and answers; a sentence where something is missing. */
async function factsOf(flags: WaiveFlags): Promise<Record<Asked, string> | string> {
  const missing = (Object.keys(ASKED) as Asked[]).filter((name) => !flags[name]?.trim());
  if (missing.length > 0 && process.stdin.isTTY !== true)
    return `A waiver needs ${missing.map((name) => `--${name}`).join(', ')}; without a terminal nobody can be asked.`;
  const answers: Partial<Record<Asked, string>> = {};
  for (const name of missing) {
    const initialValue = name === 'expires' ? new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10) : '';
    const answer = await text({
      message: ASKED[name],
      initialValue,
      validate: (value = '') => (value.trim() === '' ? 'It is needed.' : undefined),
    });
    if (isCancel(answer)) return 'Nothing was written.';
    answers[name] = answer.trim();
  }
  const { owner = '', ticket = '', reason = '', expires = '' } = { ...flags, ...answers };
  return { owner, ticket, reason, expires };
}

/** The text of a file of waivers with one more, in the place of an earlier one of the same requirement; comments stay. */
function withWaiver(before: string, waiver: Waiver): string {
  const document: Document = parseDocument(before.trim() === '' ? 'waivers: []\n' : before);
  const list = document.get('waivers');
  if (document.errors.length > 0 || !isSeq(list)) return before;
  list.flow = false;
  list.items = list.items.filter(
    (item) => (item as { get?: (name: string) => unknown }).get?.('requirement') !== waiver.requirement,
  );
  list.add(document.createNode(waiver));
  return document.toString({ lineWidth: 0 });
}

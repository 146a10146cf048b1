import type { UpdateBody } from '../../fixtures/api/requests.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';

/** Names that a careless reader takes for something else than text, or for another text. */
export const LOOK_ALIKES = {
  digits: '007',
  truth: 'true',
  nothing: 'null',
  exponent: '1e5',
  hexadecimal: '0x10',
  zeros: '00120',
  date: '2025-07-18',
  signs: '+1.50%-"x"\'&,;',
  letter: 'x',
  // Nothing, to PHP and Perl.
  zero: '0',
} as const;

/** Redirect URIs of applications that are no web sites (RFC 8252, 7). */
export const OWN_PLACES = {
  port: 'http://localhost:8080/callback',
  scheme: 'myapp://callback',
  loopback: 'http://127.0.0.1:52417/',
  query: 'http://[::1]:3000/cb?x=a%2Fb%26c&y=',
} as const;

/** One update, and what is special about its values. */
export interface Rewrite {
  /** What was sent, in words. */
  readonly what: string;
  readonly sent: Partial<UpdateBody>;
  readonly answer: Answer;
}

/** Values that a tenant may refuse, but not alter: the answer to an update with them. */
export interface Bold extends Rewrite {
  readonly sent: UpdateBody;
}

/**
 * Sends an update with unusual values; where it is not carried out, one with ordinary values in their place, so that what comes next
 * can be judged all the same.
 */
export async function rewrite(
  session: Session,
  { id }: { readonly id: string },
  change: UpdateBody,
  unusual: { readonly name: string; readonly redirectUri?: string | null },
): Promise<{ readonly bold: Bold; readonly done: Bold }> {
  const sent = { ...change, ...unusual };
  session.ledger.announceName(id, sent.name);
  const what = [sent.name, sent.redirectUri].map((value) => JSON.stringify(value ?? null)).join(' and ');
  const bold = { what, sent, answer: await session.api.update(id, sent) };
  if (bold.answer.ok) return { bold, done: bold };
  // Where an update with ordinary values is not carried out either, the values are not what is wrong.
  return { bold, done: { what: 'ordinary values', sent: change, answer: await session.api.update(id, change) } };
}

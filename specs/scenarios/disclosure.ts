import type { World } from '../../fixtures/session/world.ts';
import { sameId } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import type { Aftermath } from './trials.ts';

/** Signs of a server's inside in an error: stack frames, source files, database errors, exception names. */
const INTERNALS = [
  /^\s+at [\w.$<>[\]` ]+\(.*\)/m,
  /\bat [\w.$<>]+ \(?(?:file:\/\/|\/|[A-Z]:\\)[^)\s]+:\d+(:\d+)?\)?/,
  /\b[\w.]+Exception: /,
  /Traceback \(most recent call last\)/,
  /\.(cs|java|py|ts|js):(line )?\d+/,
  /\b(SQLSTATE|ORA-\d{5}|SqlException|syntax error at or near)\b/,
];

const GUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** A client of somebody else that an error names unasked; the run's own application may be told that its scopes do not suffice. */
function strangerIn({ text, request }: Answer, { others, credentials }: World): string | undefined {
  const asked = `${request.path} ${request.body ?? ''}`.toLowerCase();
  const isOwn = (id: string): boolean => credentials.kind === 'client' && sameId(id, credentials.clientId);
  return text.match(GUIDS)?.find((id) => others.ownsClient(id) && !isOwn(id) && !asked.includes(id.toLowerCase()));
}

/** What an answer shows that an error must not, as a plain statement; undefined: nothing. */
function disclosure(answer: Answer, world: World): Aftermath | undefined {
  if (answer.ok) return undefined;
  const told = (message: string, actual: string): Aftermath => ({
    holds: false,
    message,
    expected: 'a plain error',
    actual,
    answer,
  });
  if (world.redactor.holds(answer.text)) return told('An error repeats a credential.', 'a token or secret of this run');
  const sign = INTERNALS.find((pattern) => pattern.test(answer.text));
  if (sign !== undefined)
    return told("An error shows the server's inside.", `text like ${String(sign.exec(answer.text)?.[0]).slice(0, 80)}`);
  const stranger = strangerIn(answer, world);
  if (stranger !== undefined) return told('An error names a client that nobody asked about.', `client ${stranger}`);
  return undefined;
}

/** The first of several errors that shows internals, a credential, or other people's clients, as a plain statement. */
export function firstDisclosure(answers: readonly Answer[], world: World): Aftermath {
  const found = answers.map((answer) => disclosure(answer, world)).find((error) => error !== undefined);
  return found ?? { holds: true, message: 'no error shows internals', expected: '', actual: '' };
}

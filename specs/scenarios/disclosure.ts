import { OPERATIONS } from '../../fixtures/api/names.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { isObject, sameId, shownClient, text, unescaped } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { isOfGateway } from '../../fixtures/wire/retry.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import type { Operation } from '../catalogue/types.ts';
import { authorizationEndpoint, unregistered } from './authorization.ts';
import { refusals } from './refusals.ts';
import { senselessRequests } from './refused-token-requests.ts';
import { deletedSecret } from './secret-deletions.ts';
import { secretUses } from './signing-in.ts';
import { variations } from './variations/index.ts';

/** Signs of a server's inside in an error: stack frames, source files, database errors, exception names. */
const INTERNALS = [
  /^\s+at [\w.$<>[\]` ]+\(.*\)/m,
  /\bat [\w.$<>]+ \(?(?:file:\/\/|\/|[A-Z]:\\)[^)\s]+:\d+(:\d+)?\)?/,
  /\b[\w.]+(?:Exception|Error)\b: .*\n\s+(?:at|from|in) /,
  /\b(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/,
  /\b\w+(?:\.\w+)+Exception: /,
  /Traceback \(most recent call last\)/,
  /\bFile "[^"]+", line \d+/,
  /\bStack trace:/i,
  /\bgoroutine \d+ \[/,
  /\.(cs|java|py|ts|js|rb|php|go|rs):(line )?\d+/,
  /\.php\b.{0,20}\bon line \d+/,
  /(?:^|[\s"'(])\/(?:usr|var|home|srv|opt|app|src)\/[\w./-]+\.(?:cs|java|jar|py|ts|js|mjs|rb|php|go|rs|so|dll)\b/,
  /\b[A-Z]:\\(?:[\w .-]+\\)+[\w.-]+/,
  /\b(SQLSTATE|ORA-\d{5}|SqlException|SQLITE_[A-Z]+|ER_[A-Z]+_[A-Z_]+|syntax error at or near)\b/,
  /\b(?:UNIQUE|FOREIGN KEY|NOT NULL|CHECK) constraint failed\b/,
  /\bviolates (?:unique|foreign key|not-null|check) constraint\b|\brelation "[^"]+" does not exist\b/,
  /\b(?:SELECT .{1,200} FROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET) ["\w[`]/,
];

/** The name of an exception alone: frameworks call a refusal by it, but who fails shows by which mistake. */
const MISTAKE = /\b\w+Exception: /;

const GUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Members of a client; an error that shows several of them together shows a client. */
const CLIENT_MEMBERS = ['name', 'isConfidential', 'redirectUri', 'resources', 'secrets', 'scopes'] as const;

const known = new WeakMap<Answer, string>();

/** What was asked for, as it was sent and as the one who answers reads it. Each answer is looked at beside each error. */
function asked(answer: Answer): string {
  const { path, body = '', headers } = answer.request;
  const words = known.get(answer) ?? [path, unescaped(path), body, ...Object.values(headers)].join(' ').toLowerCase();
  known.set(answer, words);
  return words;
}

function shownText({ text, headers }: Pick<Answer, 'text' | 'headers'>): string {
  return [text, ...Object.values(headers)].join('\n');
}

/** A sign of the server's inside that did not come with the request. */
function internalsIn(answer: Answer): string | undefined {
  const sent = asked(answer);
  for (const pattern of answer.status >= 500 ? [...INTERNALS, MISTAKE] : INTERNALS) {
    const sign = pattern.exec(answer.text)?.[0];
    if (sign !== undefined && !sent.includes(sign.trim().toLowerCase())) return `text like ${sign.trim().slice(0, 80)}`;
  }
  return undefined;
}

/** A client in an error, by its members, whoever's it is. */
function clientIn(value: unknown, request: string): string | undefined {
  if (Array.isArray(value)) return value.map((one) => clientIn(one, request)).find((one) => one !== undefined);
  if (!isObject(value)) return undefined;
  const id = value.id ?? value.clientId;
  const isClient = typeof id === 'string' && CLIENT_MEMBERS.some((name) => value[name] !== undefined);
  if (isClient && !request.includes(id.toLowerCase())) return `client ${id}`;
  return Object.values(value)
    .map((one) => clientIn(one, request))
    .find((one) => one !== undefined);
}

function guidsIn(answer: Answer): readonly string[] {
  return (answer.text.match(GUIDS) ?? []).map((id) => id.toLowerCase());
}

/** Whether a request was for the organization of somebody else. */
function isForOther(answer: Answer, { options: { otherPartitionId } }: Session): boolean {
  return otherPartitionId !== undefined && asked(answer).includes(otherPartitionId.toLowerCase());
}

/**
 * Something of another organization's that errors tell: a GUID that stands in several refusals to requests for that organization, in
 * no other answer of the run, and in no request. Ids of requests and of servers differ each time, or stand elsewhere as well.
 */
function foreignIds(session: Session): ReadonlySet<string> {
  const { answers } = session.transport;
  const counted = new Map<string, number>();
  for (const answer of answers)
    if (!answer.ok && isForOther(answer, session))
      for (const id of new Set(guidsIn(answer))) counted.set(id, (counted.get(id) ?? 0) + 1);
  const several = [...counted].flatMap(([id, count]) => (count > 1 ? [id] : []));
  const isElsewhere = (id: string): boolean =>
    answers.some(
      (answer) => asked(answer).includes(id) || (!isForOther(answer, session) && guidsIn(answer).includes(id)),
    );
  return new Set(several.filter((id) => !isElsewhere(id)));
}

/** A client of somebody else that an error names unasked; the run's own application may be told that its scopes do not suffice. */
function strangerIn(answer: Answer, session: Session, foreign: ReadonlySet<string>): string | undefined {
  const { preExisting, credentials } = session;
  const request = asked(answer);
  const isOwn = (id: string): boolean => credentials.kind === 'client' && sameId(id, credentials.clientId);
  const named = guidsIn(answer).find(
    (id) => foreign.has(id) || (preExisting.ownsClient(id) && !isOwn(id) && !request.includes(id)),
  );
  return named === undefined
    ? (clientIn(answer.json, request) ?? nameIn(answer, session, request) ?? valueIn(answer, session, request))
    : `client ${named}`;
}

/** The name of a client that the run made in another organization, in an error to a request for its own one: nobody here may learn it. */
function nameIn(answer: Answer, session: Session, request: string): string | undefined {
  const { transport, options, data } = session;
  if (!request.includes(options.partitionId.toLowerCase())) return undefined;
  const made = transport.answers.filter((one) => one.request.operation === 'create' && isForOther(one, session));
  const names = made.flatMap((one) => text(shownClient(one)?.name) ?? []).filter((name) => data.isOwn(name));
  const name = names.find((one) => answer.text.includes(one) && !request.includes(one.toLowerCase()));
  return name === undefined ? undefined : `a client of another organization, by its name ${name}`;
}

/** A redirect URI of a client of this run in an error to a request that does not hold it: each of them is drawn for one client alone. */
function valueIn({ text: shown }: Answer, { ledger: { given } }: Session, request: string): string | undefined {
  const uris = [...given.values()].flatMap(({ redirectUri }) => redirectUri?.split(',') ?? []);
  const uri = uris.find((one) => one.length > 20 && shown.includes(one) && !request.includes(one.toLowerCase()));
  return uri === undefined ? undefined : `a client, by its redirect URI ${uri}`;
}

/** So many characters of a secret, from either end, do not come by chance; of one that is written in hexadecimal it takes more. */
const TELLING = { hexadecimal: 10, other: 6 } as const;

/** The beginnings and ends of the secrets of the run that are long enough to tell; what several have in common tells nothing. */
function tellingEnds({ ledger: { givenValues } }: Session): readonly string[] {
  const values = [...new Set(givenValues)];
  const ends = values.flatMap((value) => {
    const length = TELLING[/^[\da-f-]+$/i.test(value) ? 'hexadecimal' : 'other'];
    return value.length > 2 * length ? [value.slice(0, length), value.slice(-length)] : [];
  });
  return ends.filter((end) => values.filter((value) => value.includes(end)).length === 1);
}

/** One of those in an error to a request that does not hold it. */
function partOfSecretIn(answer: Answer, ends: readonly string[]): string | undefined {
  const shown = ends.filter((end) => answer.text.includes(end));
  if (shown.length === 0) return undefined;
  const basic = /^Basic (.+)$/i.exec(answer.request.headers.authorization ?? '')?.[1] ?? '';
  const sent = `${asked(answer)} ${Buffer.from(basic, 'base64').toString()}`.toLowerCase();
  const part = shown.find((end) => !sent.includes(end.toLowerCase()));
  return part === undefined ? undefined : `${part.length} characters of a secret that the request does not hold`;
}

/** Secrets that an error names so many of at least: one number may stand for anything. */
const SEVERAL = 2;

/** Ids of several secrets of the run in an error to a request that names none of them; short ones may be any number. */
function secretsIn(answer: Answer, { ledger: { givenSecretIds } }: Session): string | undefined {
  const sent = asked(answer);
  const words = new Set(answer.text.split(/[^\w-]+/));
  const named = [...new Set(givenSecretIds)].filter(
    (id) => id.length > 2 && words.has(id) && !sent.includes(id) && !isMeasure(answer.text, id),
  );
  return named.length < SEVERAL ? undefined : `ids of ${named.length} secrets: ${named.slice(0, SEVERAL).join(', ')}`;
}

/** Whether a number stands behind a word, as the place of a mistake does: `line 1 column 174 (char 173)`. Ids stand behind others, `id` or `secret`. */
function isMeasure(text: string, number: string): boolean {
  const before = [...text.matchAll(new RegExp(`([a-z]+)["'\\s:=#]*\\b${number}\\b`, 'gi'))].map(
    ([, word]) => word ?? '',
  );
  return before.length > 0 && before.every((word) => !/(ids?|secrets?)$/i.test(word));
}

/** What an error shows beyond the address that it was asked at, which frameworks repeat where an address leads nowhere. */
function beyondAddress(answer: Answer): string {
  const { path } = answer.request;
  // Escapes of JSON are no other text (RFC 8259, 7).
  const body = answer.json === undefined ? answer.text : JSON.stringify(answer.json);
  return [path, path.replaceAll('&', '&amp;')].reduce(
    (text, address) => text.replaceAll(address, ''),
    shownText({ text: body, headers: answer.headers }),
  );
}

/** What no error may show, in words, and what makes it out. */
function looks(
  session: Session,
): readonly (readonly [kind: string, message: string, look: (answer: Answer) => string | undefined])[] {
  const foreign = foreignIds(session);
  const ends = tellingEnds(session);
  return [
    ["the server's inside", 'An error response shows internals of the server.', internalsIn],
    [
      'a credential',
      'An error response repeats a credential.',
      (answer) => (session.redactor.holds(beyondAddress(answer)) ? 'a token or secret of this run' : undefined),
    ],
    [
      'a part of a secret',
      'An error response shows a part of a secret.',
      (answer) => (session.redactor.holds(shownText(answer)) ? undefined : partOfSecretIn(answer, ends)),
    ],
    ['ids of secrets', 'An error names secrets that nobody asked about.', (answer) => secretsIn(answer, session)],
    [
      'clients of others',
      'An error names a client that nobody asked about.',
      (answer) => strangerIn(answer, session, foreign),
    ],
  ];
}

/** What an operation shows in its errors that it should not: for each kind a plain statement. */
export interface Disclosure {
  readonly kind: string;
  readonly statement: Observed;
}

/** Has the operation refused whatever every run has it refuse; why not, where that is impossible. */
async function haveRefused(session: Session, operation: Operation): Promise<NotVerified | undefined> {
  const documented = OPERATIONS.find((one): one is DocumentedOperation => one === operation);
  let obstacle: NotVerified | undefined;
  const all = documented === undefined ? [] : [variations(documented, 'default'), refusals(documented)];
  const elsewhere = operation === 'authorize' ? [authorizationEndpoint, unregistered] : [secretUses, senselessRequests];
  for (const act of documented === undefined ? elsewhere : all)
    try {
      await session.once<unknown>(act);
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      obstacle ??= error;
    }
  return obstacle;
}

async function disclosed(session: Session, operation: Operation): Promise<readonly Disclosure[]> {
  // There are some that an error may name.
  if (operation === 'deleteSecret') await session.after(deletedSecret);
  const obstacle = await haveRefused(session, operation);
  const errors = session.transport.answers.filter(
    // What gateways before the tenant show is theirs.
    (answer) => !answer.ok && answer.request.operation === operation && !isOfGateway(answer),
  );
  if (errors.length === 0)
    throw obstacle ?? new PrerequisiteFailed(operation, `no request to ${operation} was refused`);
  return looks(session).map(([kind, message, look]) => {
    const found = errors.flatMap((answer) => {
      const shown = look(answer);
      return shown === undefined ? [] : [{ answer, shown }];
    });
    const [first] = found;
    const more = found.length > 1 ? ', in several errors' : '';
    return {
      kind,
      statement: {
        holds: first === undefined,
        message,
        expected: 'a plain error',
        actual: first === undefined ? '' : `${first.shown}${more}`,
        ...(first !== undefined && { answer: first.answer }),
      },
    };
  });
}

/** What the errors of an operation show, in the whole run. */
export const disclosures = scenarios('disclosures', disclosed, { isLast: true });

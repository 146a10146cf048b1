import { readToken } from '../../fixtures/api/bearer.ts';
import { OPERATIONS } from '../../fixtures/api/names.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { type Scenario, scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  essence,
  givenSecret,
  isObject,
  mentions,
  shownClient,
  text,
  unescaped,
} from '../../fixtures/shown/clients.ts';
import { type Answer, knowsNoSuchMethod } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { SENT_ANYWAY } from '../../fixtures/wire/options.ts';
import { isOfGateway } from '../../fixtures/wire/retry.ts';
import { METHODS } from '../../schemas/openapi/operations.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import type { Operation } from '../catalogue/types.ts';
import { ORDINARY_NAME } from './company.ts';
import { requireWrites } from './creation.ts';
import { withScope } from './refusals.ts';
import { ALLOWED } from './scopes.ts';
import { variations } from './variations/index.ts';
import { act, inAnyCase } from './working.ts';

/** A site that nobody has told the tenant about. */
const ORIGIN = 'https://odd.example.com';

/** For each operation the question that a browser asks before it sends it for a site of somebody else (Fetch, 3.2.2): nothing is done by it. */
const preflights = scenario('preflights', async (session: Session): Promise<readonly Answer[]> => {
  // Where only reads are allowed, nothing else is sent, however harmless.
  requireWrites(session);
  // Nobody's, so that nothing could be done by them.
  const [id, secretId] = [session.data.unknownGuid(), '0'];
  const answers: Answer[] = [];
  for (const operation of OPERATIONS) {
    const departure = {
      method: 'OPTIONS',
      authorization: null,
      rawBody: '',
      contentType: null,
      headers: {
        origin: ORIGIN,
        'access-control-request-method': METHODS[operation],
        'access-control-request-headers': 'authorization,content-type',
      },
    };
    const send: Record<DocumentedOperation, () => Promise<Answer>> = {
      list: () => session.api.list(departure),
      get: () => session.api.get(id, departure),
      create: () => session.api.create(session.asking({}), departure, SENT_ANYWAY),
      update: () => session.api.update(id, {}, departure),
      delete: () => session.api.delete(id, departure),
      generateSecret: () => session.api.generateSecret(id, {}, departure, SENT_ANYWAY),
      deleteSecret: () => session.api.deleteSecret(secretId, departure),
    };
    answers.push(await send[operation]());
  }
  return answers;
});

/** A duty of HTTP, and whether the answers of an operation keep it. */
export interface Duty {
  readonly kind: string;
  readonly statement: Observed;
}

/** What is wrong with an answer, in words; undefined: nothing. */
type Look = (answer: Answer) => string | undefined;

const header = ({ headers }: Answer, name: string): string | undefined => headers[name]?.trim() || undefined;

const lengthOfNothing: Look = (answer) => {
  const [length, coding] = [header(answer, 'content-length'), header(answer, 'transfer-encoding')];
  // Libraries answer preflights with a length that some browsers want.
  if (answer.status !== 204 || answer.request.method === 'OPTIONS') return undefined;
  return length === undefined ? coding && `Transfer-Encoding: ${coding}` : `Content-Length: ${length}`;
};

const bodyWithoutType: Look = (answer) =>
  answer.text !== '' && header(answer, 'content-type') === undefined ? 'a body, and no Content-Type' : undefined;

const methodWithoutAllow: Look = (answer) =>
  answer.status === 405 && answer.headers.allow === undefined ? 'status 405, and no Allow' : undefined;

/** RFC 9110, 15.3.2: the header names what was created, so that the caller finds it. */
const strayLocation: Look = (answer) => {
  const [location, id] = [header(answer, 'location'), text(shownClient(answer)?.id)];
  if (answer.status !== 201 || location === undefined || id === undefined) return undefined;
  return unescaped(location).toLowerCase().includes(id.toLowerCase()) ? undefined : `Location: ${location}`;
};

/**
 * RFC 9110, 8.8: one entity tag for two states of a client, so that who asks whether it has changed is told that it has not. A weak
 * one may stand for several states.
 */
function staleTag(answers: readonly Answer[]): Look {
  const states = new Map<string, string>();
  const stale = new Set<Answer>();
  for (const answer of answers) {
    const [tag, client] = [header(answer, 'etag'), shownClient(answer)];
    if (!answer.ok || answer.request.operation !== 'get' || client === undefined) continue;
    if (tag === undefined || tag.startsWith('W/')) continue;
    const key = `${answer.request.path} ${tag}`;
    const state = essence(client);
    if (states.has(key) && states.get(key) !== state) stale.add(answer);
    states.set(key, state);
  }
  return (answer) =>
    stale.has(answer) ? `ETag: ${header(answer, 'etag')}, as before the client was changed` : undefined;
}

function givesSecret(answer: Answer): boolean {
  const given = givenSecret(shownClient(answer)) ?? (isObject(answer.json) ? text(answer.json.secret) : undefined);
  return answer.ok && given !== undefined;
}

const secretToCache: Look = (answer) => {
  const control = header(answer, 'cache-control') ?? 'no Cache-Control';
  return givesSecret(answer) && !/no-store/i.test(control) ? control : undefined;
};

const publicAnswer: Look = (answer) => {
  const control = header(answer, 'cache-control') ?? '';
  return answer.ok && /(?:^|[\s,])(?:public|s-maxage=[1-9])/i.test(control) ? `Cache-Control: ${control}` : undefined;
};

/** Fetch, 3.2.5: any site may then send what a user is signed in to, and read the answer. */
const openToSites: Look = (answer) => {
  const [origin, credentials] = [
    header(answer, 'access-control-allow-origin'),
    header(answer, 'access-control-allow-credentials'),
  ];
  const isAnybody = origin === '*' || origin === ORIGIN;
  return isAnybody && credentials === 'true' ? `Access-Control-Allow-Origin: ${origin}, with credentials` : undefined;
};

const framing = (answers: readonly Answer[]): Looks => [
  ['place of what was created', 'a Location that holds the id of the client, or none', strayLocation],
  ['entity tags', 'another ETag when the client has changed', staleTag(answers)],
  ['length of no content', 'no Content-Length and no Transfer-Encoding with 204', lengthOfNothing],
  ['media type', 'a Content-Type for each body', bodyWithoutType],
  ['allowed methods', 'the header Allow with 405', methodWithoutAllow],
];

type Looks = readonly (readonly [kind: string, expected: string, look: Look])[];

const KEEPING: Looks = [
  ['public caches', 'no answer that a shared cache may keep', publicAnswer],
  ['other sites', 'no site that nobody knows is allowed to use credentials', openToSites],
];

const SECRETS: Looks = [['secrets in caches', 'Cache-Control: no-store with each secret', secretToCache]];

const DUTIES = { framing, keeping: () => KEEPING, secrets: () => SECRETS } as const satisfies Readonly<
  Record<string, (answers: readonly Answer[]) => Looks>
>;

async function kept(
  session: Session,
  operation: DocumentedOperation,
  which: keyof typeof DUTIES,
): Promise<readonly Duty[]> {
  await act(session, [preflights, variations(operation, 'default'), ...usual(operation)]);
  const answers = session.transport.answers.filter(
    ({ request }) => request.operation === operation && request.method !== 'HEAD',
  );
  if (answers.length === 0 && operation !== 'list' && operation !== 'get') requireWrites(session);
  if (answers.length === 0) throw new PrerequisiteFailed(operation, `no request to ${operation} was answered`);
  if (which === 'secrets' && !answers.some(givesSecret))
    throw new PrerequisiteFailed(operation, `no answer to ${operation} gave a secret`);
  return DUTIES[which](answers).map(([kind, expected, look]) => {
    const found = answers.filter((answer) => look(answer) !== undefined);
    const [first] = found;
    const more = found.length > 1 ? ', in several answers' : '';
    return {
      kind,
      statement: {
        holds: first === undefined,
        message: 'The response headers do not follow HTTP.',
        expected,
        actual: first === undefined ? '' : `${look(first)}${more}`,
        ...(first !== undefined && { answer: first }),
      },
    };
  });
}

/** How the answers of an operation keep what HTTP demands, in the whole run. */
export const duties = scenarios('duties', kept, { isLast: true });

/** What became of the well-formed requests of a run. */
interface Failures {
  /** Whether several of them failed. */
  readonly repeated: Observed;
  /** Whether any of them failed. */
  readonly any: Observed;
}

/** Token requests with credentials that have obtained a token in this run, and nothing odd about them. */
function goodTokenRequests({ transport: { answers } }: Session): readonly Answer[] {
  const all = answers.filter(({ request }) => request.operation === 'token');
  const credentials = ({ request }: Answer): string => {
    const form = new URLSearchParams(request.body);
    return `${request.headers.authorization ?? ''} ${form.get('client_id') ?? ''} ${form.get('client_secret') ?? ''}`;
  };
  const good = new Set(all.filter((answer) => readToken(answer) !== undefined).map(credentials));
  // What a gateway answered was asked for again.
  return all.filter(
    (answer) => good.has(credentials(answer)) && isPlain(answer.request.body ?? '') && !isOfGateway(answer),
  );
}

const PARAMETERS = ['grant_type', 'client_id', 'client_secret', 'scope'];

function isPlain(body: string): boolean {
  if (/%(?![\da-f]{2})/i.test(body)) return false;
  const form = [...new URLSearchParams(body)];
  const names = form.map(([name]) => name);
  return (
    names.every((name) => PARAMETERS.includes(name)) &&
    new Set(names).size === names.length &&
    form.every(([, value]) => /^[\x20-\x7e]{1,2000}$/.test(value))
  );
}

/** What every run asks of an operation in any case, and what it asks with each scope that suffices. */
function usual(operation: Operation): readonly Scenario<unknown>[] {
  const documented = OPERATIONS.find((one) => one === operation);
  const scopes = documented === undefined ? [] : ALLOWED[documented].map((scope) => withScope(documented, scope));
  return [...inAnyCase(operation), ...scopes];
}

/** Where all failures are of clients with unusual names: one of those names. */
function unusualIn({ ledger }: Session, failures: readonly Answer[]): string {
  const names = failures.map(({ request: { path, body = '' } }) => {
    const named = `${path} ${body}`.toLowerCase();
    return [...ledger.given].find(([id]) => mentions(named, id.toLowerCase()))?.[1].name;
  });
  const isUnusual = names.every((name) => name !== undefined && !ORDINARY_NAME.test(name));
  return isUnusual ? `, all of clients with unusual names such as ${JSON.stringify(names[0])}` : '';
}

async function failed(session: Session, operation: Operation): Promise<Failures> {
  const { api } = session;
  await act(session, usual(operation));
  const sent =
    operation === 'token'
      ? goodTokenRequests(session)
      : api.toOrdinary.filter(({ request }) => request.operation === operation);
  if (sent.length === 0 && operation !== 'list' && operation !== 'get') requireWrites(session);
  if (sent.length === 0) throw new PrerequisiteFailed(operation, `no well-formed request to ${operation} was answered`);
  const failures = sent.filter((answer) => answer.status >= 500 && !knowsNoSuchMethod(answer));
  const [first] = failures;
  // What differs from run to run stands behind: the same failure is told by the same first words.
  const times = failures.slice(0, 5).map(({ startedAt }) => startedAt.toISOString());
  const told = {
    message: 'Well-formed requests are answered with a server error.',
    expected: 'no answer of 5xx',
    actual:
      failures.length > 1
        ? `status ${first?.status} and others, at ${failures.length} of ${sent.length} requests${unusualIn(session, failures)}: ${times.join(', ')}`
        : `status ${first?.status}, at one of ${sent.length} requests: ${times.join(', ')}`,
    ...(first !== undefined && { answer: first }),
  };
  return { repeated: { ...told, holds: failures.length < 2 }, any: { ...told, holds: failures.length === 0 } };
}

/** Answers of 5xx to well-formed requests, in the whole run. What gateways answered, and another attempt did not, is none. */
export const failures = scenarios('failures', failed, { isLast: true });

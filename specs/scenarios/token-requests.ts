/** Requests that the token endpoint must refuse in words that clients understand, and what its answers say. */
import { type BearerToken, readToken } from '../../fixtures/api/bearer.ts';
import { SECRET_METHODS } from '../../fixtures/api/tokens.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { isObject } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { forms } from '../../fixtures/wire/secret-forms.ts';
import { generatedSecret } from './secrets.ts';
import {
  accepted,
  firstUse,
  guessedClient,
  rightInHeader,
  scopeGrants,
  secretUses,
  useInHeader,
} from './signing-in.ts';
import { discovery } from './special-tokens.ts';

/** The secret of a new client, presented in the header (RFC 6749, 2.3.1), rightly and wrongly. */
export interface HeaderUses {
  readonly right: SecretUse;
  readonly wrong: SecretUse;
  readonly empty: SecretUse;
  readonly unknownClient: SecretUse;
}

/** @throws NotVerified where the right secret is refused there */
export const headerUses = scenario('headerUses', async (session: Session): Promise<HeaderUses> => {
  const right = await session.once(rightInHeader);
  if (!right.accepted)
    throw new NotVerified(
      'not-applicable',
      `the tenant refuses the right secret in the header (${right.answer.status}), so refusing a wrong one there tells nothing`,
    );
  const { id } = await session.once(accepted);
  const told = await allInParallel({
    wrong: () => useInHeader(session, id, session.data.unknownGuid()),
    empty: () => useInHeader(session, id, ''),
    unknownClient: () => useInHeader(session, session.data.unknownGuid(), session.data.unknownGuid()),
  });
  return { right, ...told };
});

/** Uses of the right secret by each method that discovery names. @throws NotVerified where it names none of those with a secret */
export const namedMethods = scenario(
  'namedMethods',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const { id, secret } = await session.once(accepted);
    const document = await session.once(discovery);
    const named = isObject(document) ? document.token_endpoint_auth_methods_supported : undefined;
    const methods = Object.entries(SECRET_METHODS).filter(([name]) => Array.isArray(named) && named.includes(name));
    if (methods.length === 0)
      throw new NotVerified(
        'not-applicable',
        'the tenant publishes no way in which clients prove themselves by a secret',
      );
    const scope = session.capabilities.asksScope ? session.capabilities.scopes[0] : undefined;
    const uses = await inParallel(methods, async ([name, way]) => {
      const answer = await session.tokens.ask(id, secret, scope, way);
      return [name, { answer, accepted: session.accepts(answer) }] as const;
    });
    return new Map(uses);
  },
);

/** The right secret in the address, where it does not belong: by POST beside an empty form, and by GET. */
export const addressUses = scenario('addressUses', async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
  const { id, secret } = await session.once(accepted);
  const scope = session.capabilities.asksScope ? { scope: session.capabilities.scopes[0] } : {};
  const parameters = { grant_type: 'client_credentials', client_id: id, client_secret: secret, ...scope };
  const uses = await inParallel(['POST', 'GET'] as const, async (method) => {
    return [method, await session.tokens.askInAddress(parameters, method)] as const;
  });
  return new Map(uses);
});

/** A registered scope asked for in small letters (RFC 6749, 3.3: scopes are case-sensitive). @throws NotVerified where it has no others */
export const scopeInOtherCase = scenario(
  'scopeInOtherCase',
  async (session: Session): Promise<{ answer: Answer; scopes: readonly string[] }> => {
    const { registered } = await session.once(scopeGrants);
    const { id, secret } = await session.once(accepted);
    const scope = [...registered.keys()].find((name) => name !== name.toLowerCase());
    if (scope === undefined) throw new NotVerified('not-applicable', 'the scopes are written in small letters');
    const asked = scope.toLowerCase();
    return { answer: await session.tokens.ask(id, secret, asked), scopes: [scope, asked] };
  },
);

/** How often a secret is used in a row. */
const TIMES = { created: 16, generated: 12 } as const;

/** Uses of one secret, one after the other: all of them, or up to the first that was refused. */
async function wear(session: Session, id: string, secret: string, times: number): Promise<readonly SecretUse[]> {
  const uses: SecretUse[] = [];
  while (uses.length < times && uses.at(-1)?.accepted !== false) {
    const use = await session.use(id, secret);
    // What is refused once only is no secret that has ended.
    uses.push(use.accepted ? use : await session.useUntil(true, id, secret));
  }
  return uses;
}

/** The secret that creation gave, used many times. */
export const manyUses = scenario('manyUses', async (session: Session): Promise<readonly SecretUse[]> => {
  const { id, secret } = await session.once(accepted);
  return wear(session, id, secret, TIMES.created);
});

/** A generated secret, used many times. */
export const manyGeneratedUses = scenario(
  'manyGeneratedUses',
  async (session: Session): Promise<readonly SecretUse[]> => {
    const { client, made } = await session.once(generatedSecret);
    if (!(await session.useUntil(true, client.id, made.value)).accepted)
      throw new PrerequisiteFailed('generateSecret', 'a generated secret is not accepted');
    return wear(session, client.id, made.value, TIMES.generated);
  },
);

/** The secrets that were used most, near the end of the run. */
export const lateUses = scenario(
  'lateUses',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const { id, secret } = await session.once(accepted);
    const uses = new Map([['the secret of a creation', await session.useUntil(true, id, secret)]]);
    const generated = await session.once(manyGeneratedUses).catch(() => undefined);
    if (generated?.at(-1)?.accepted === true) {
      const { client, made } = await session.once(generatedSecret);
      if (!session.ledger.hasRemoved(client.id))
        uses.set('a generated secret', await session.useUntil(true, client.id, made.value));
    }
    return uses;
  },
  { isLast: true },
);

const WRITE = 'PM.OAuthApp.Write';
/** Milliseconds before its end in which a token is not put to use any more. */
const MARGIN = 2000;

/**
 * A write with this token: a secret, or, where a client is given no more of them by anybody, another client.
 * @returns its answer
 */
async function write(session: Session, id: string, token: BearerToken): Promise<Answer> {
  const answer = await session.generate(id, session.askingSecret(), { token });
  if (answer.ok || (await session.generate(id, session.askingSecret())).ok) return answer;
  const made = await session.createGood(session.asking({}), { token });
  session.ledger.idle(made.id);
  return made.answer;
}

/**
 * What is answered to a request with the first token of a client that has obtained many since, near the end of the run.
 * @throws NotVerified where that token has ended, or opened nothing in the beginning
 */
export const olderToken = scenario(
  'olderToken',
  async (session: Session): Promise<Answer> => {
    const { registered } = await session.once(scopeGrants);
    const { id } = await session.once(accepted);
    await session.once(manyUses);
    const answer = registered.get(WRITE);
    const token = answer === undefined ? undefined : readToken(answer, [WRITE]);
    if (answer === undefined || token?.scopes?.includes(WRITE) !== true)
      throw new NotVerified('not-applicable', `the tenant grants new clients no token with ${WRITE}`);
    const ends = answer.startedAt.getTime() + (token.lifetimeSeconds ?? 0) * 1000;
    if (token.lifetimeSeconds !== undefined && ends < Date.now() + MARGIN)
      throw new NotVerified('not-applicable', 'the token has ended since');
    const newer = readToken(await session.tokens.ask(id, (await session.once(accepted)).secret, WRITE), [WRITE]);
    if (newer === undefined || !(await write(session, id, newer)).ok)
      throw new PrerequisiteFailed('token', 'a new token of the client opens nothing');
    return write(session, id, token);
  },
  { isLast: true },
);

/** Answers to requests with tokens of two scopes, each of which one of the requests needs; by request, and the order of the scopes. */
export const togetherInOrder = scenario(
  'togetherInOrder',
  async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
    const { registered } = await session.once(scopeGrants);
    const { id, secret } = await session.once(accepted);
    const read = 'PM.OAuthApp.Read';
    if (!registered.has(read) || !registered.has(WRITE))
      throw new NotVerified('not-applicable', `clients of this tenant are not registered for ${read} and ${WRITE}`);
    const answers = new Map<string, Answer>();
    for (const scopes of [
      [read, WRITE],
      [WRITE, read],
    ] as const) {
      const token = readToken(await session.tokens.ask(id, secret, scopes.join(' ')), scopes);
      if (token === undefined || !scopes.every((scope) => token.scopes?.includes(scope) === true))
        throw new PrerequisiteFailed('token', `the tenant grants no token with ${scopes.join(' ')}`);
      answers.set(`a write with ${scopes.join(' and ')}, in this order`, await write(session, id, token));
      // Reads have few requests: the order in which the scope that they need comes last.
      if (scopes[0] === WRITE)
        answers.set(`list with ${scopes.join(' and ')}, in this order`, await session.api.list({ token }));
    }
    return answers;
  },
);

/** Characters that some parser, database or log on the way does not take. */
const ODD = {
  NUL: '\u0000',
  'control characters': '\u0001\u001F\u007F\u0085\r\nX-Made-Up: 1',
  'letters that no Latin code page has': 'Ω日\u{1F511}',
} as const;
/** The same as they stand in a form, for what no text can be encoded to. */
const ODD_IN_FORM = {
  'a lone percent sign': '%',
  'bytes that are no UTF-8': '%ff%fe%ed%a0%80',
} as const;
const LENGTHS = [5000, 70_000] as const;

const encoded = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();

/** Requests that an endpoint may not expect, and their answers: each has one thing wrong. */
export const senselessRequests = scenario(
  'senselessRequests',
  async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
    const { id, secret } = await session.once(guessedClient);
    const [scope] = session.capabilities.scopes;
    const good = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope };
    const requests = new Map<string, () => Promise<Answer>>();
    const send = (what: string, body: string, headers?: Readonly<Record<string, string>>): void => {
      requests.set(what, () => session.tokens.askRaw(body, headers));
    };
    for (const [name, value] of Object.entries(good) as [keyof typeof good, string][]) {
      const { [name]: _, ...rest } = good;
      for (const [what, letters] of Object.entries(ODD))
        send(`${what} in ${name}`, encoded({ ...good, [name]: value + letters }));
      for (const [what, letters] of Object.entries(ODD_IN_FORM))
        send(`${what} in ${name}`, `${encoded(rest)}&${name}=${value.slice(0, 8)}${letters}`);
      for (const length of name.startsWith('client') ? LENGTHS : LENGTHS.slice(0, 1))
        send(`${name} of ${length} characters`, encoded({ ...good, [name]: name.slice(0, 1).repeat(length) }));
      send(`${name} twice`, `${encoded(good)}&${encoded({ [name]: value })}`);
      send(`${name} without a value`, encoded({ ...good, [name]: '' }));
      send(`no ${name}`, encoded(rest));
    }
    send('a grant of an unknown kind', encoded({ ...good, grant_type: 'urn:example:no-such-grant' }));
    send('a client id that is none', encoded({ ...good, client_id: 'not-a-guid' }));
    send('no parameters', '');
    send('JSON in the place of a form', JSON.stringify(good), { 'content-type': 'application/json' });
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    const headers = {
      'a Basic header without credentials': 'Basic',
      'a Basic header that is no Base64': 'Basic %%%',
      'a Basic header without a colon': basic(id),
      'NUL in a Basic header': basic(`${id}\u0000:a\u0000b`),
      'an escaped NUL in a Basic header': basic(`a%00b:${id}`),
      'a lone percent sign in a Basic header': basic(`${id}:100%`),
      'a Basic header of bytes that are no UTF-8': `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0xff]).toString('base64')}`,
      'a Bearer header': 'Bearer made-up',
    };
    for (const [what, authorization] of Object.entries(headers))
      send(what, encoded({ grant_type: good.grant_type, scope }), { authorization });
    const answers = await inParallel([...requests], async ([what, ask]) => [what, await unlessCut(ask)] as const);
    return new Map(answers.flatMap(([what, answer]) => (answer === undefined ? [] : [[what, answer] as const])));
  },
);

/** An answer; undefined where the connection was cut, which a server may do to what is far too long. */
async function unlessCut(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

/** Refusals whose cause is certain, each with the codes of RFC 6749, 5.2 that fit it. */
export interface Refused {
  readonly answer: Answer;
  readonly codes: readonly string[];
}

/** Where the standard leaves it open which parameter is looked at first, all that a reader may take it for. */
export const refusedRequests = scenario(
  'refusedRequests',
  async (session: Session): Promise<ReadonlyMap<string, Refused>> => {
    const { id, secret } = await session.once(accepted);
    const [scope] = session.capabilities.scopes;
    const named = session.capabilities.asksScope ? { scope } : {};
    const form = { client_id: id, client_secret: secret };
    const guessed = await session.once(guessedClient);
    const wrong = { client_id: guessed.id, client_secret: session.data.unknownGuid() };
    const grant = { grant_type: 'client_credentials' };
    const client = ['invalid_client'];
    const requests: Record<
      string,
      { body: Readonly<Record<string, string>>; codes: readonly string[]; authorization?: string }
    > = {
      'a wrong secret': { body: { ...grant, ...wrong, ...named }, codes: client },
      'an unknown client': {
        body: { ...grant, ...wrong, client_id: session.data.unknownGuid(), ...named },
        codes: client,
      },
      'no secret': {
        body: { ...grant, client_id: guessed.id, ...named },
        codes: [...client, 'invalid_request', 'unauthorized_client'],
      },
      'no client id': { body: { ...grant, client_secret: secret, ...named }, codes: [...client, 'invalid_request'] },
    };
    // A tenant need not know credentials in the form (RFC 6749, 2.3.1): what else is wrong is then not looked at.
    if (session.tokens.authentication === 'form')
      Object.assign(requests, {
        'a scope that does not exist': {
          body: { ...grant, ...form, scope: 'No.Such.Scope' },
          codes: ['invalid_scope'],
        },
        'an unknown grant type': {
          body: { ...form, ...named, grant_type: 'urn:example:no-such-grant' },
          codes: ['unsupported_grant_type'],
        },
        'no grant type': { body: { ...form, ...named }, codes: ['invalid_request', 'unsupported_grant_type'] },
      });
    const right = await session.once(rightInHeader);
    if (right.accepted) {
      const header = { authorization: session.tokens.header(id, secret) };
      Object.assign(requests, {
        'a wrong secret in the header': {
          body: { ...grant, ...named },
          codes: client,
          authorization: session.tokens.header(guessed.id, wrong.client_secret),
        },
        'a scope that does not exist, in the header': {
          body: { ...grant, scope: 'No.Such.Scope' },
          codes: ['invalid_scope'],
          ...header,
        },
        'an unknown grant type, in the header': {
          body: { ...named, grant_type: 'urn:example:no-such-grant' },
          codes: ['unsupported_grant_type'],
          ...header,
        },
      });
    }
    const answers = await inParallel(Object.entries(requests), async ([what, { body, codes, authorization }]) => {
      const headers = authorization === undefined ? {} : { authorization };
      return [what, { answer: await session.tokens.askRaw(encoded(body), headers), codes }] as const;
    });
    const told = new Map<string, Refused>(answers);
    const { unregistered } = await session.once(secretUses);
    told.set('a scope that is not registered', {
      answer: unregistered,
      codes: ['invalid_scope', 'unauthorized_client'],
    });
    return told;
  },
);

/** Fewest characters of a secret that can be told from anything else. */
const FEWEST = 8;

/** The secrets that a token request sent: those of its form, and that of its header. */
function sentSecrets({ body = '', headers }: Answer['request']): readonly string[] {
  const inForm = new URLSearchParams(body).getAll('client_secret');
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  const [, ...rest] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  return [...inForm, rest.join(':')].filter((value) => value.length >= FEWEST);
}

/** Whether an error of the token endpoint, in the whole run, repeats the secret that was sent. Measured here: evidence holds no secrets. */
export const repeatedSecrets = scenario(
  'repeatedSecrets',
  async (session: Session): Promise<Observed> => {
    await session.once(firstUse);
    await session.after(refusedRequests);
    const errors = session.transport.answers.filter(
      ({ request, ok }) => request.operation === 'token' && !ok && sentSecrets(request).length > 0,
    );
    if (errors.length === 0)
      throw new NotVerified('not-applicable', 'the token endpoint refused no request that held a secret');
    const repeats = ({ text, headers, request }: Answer): boolean =>
      sentSecrets(request).some(
        (value) =>
          // A client id may be tried in the place of a secret, and an error may name the client.
          !new URLSearchParams(request.body).getAll('client_id').includes(value) &&
          forms(value).some((form) => [text, ...Object.values(headers)].some((place) => place.includes(form))),
      );
    const found = errors.find(repeats);
    return {
      holds: found === undefined,
      message: 'An error of the token endpoint repeats the secret of the request.',
      expected: 'an error without it',
      actual: 'the secret, whole or for the greater part',
      ...(found !== undefined && { answer: found }),
    };
  },
  { isLast: true },
);

/** A token answer, and the scopes that were asked for; undefined where none was named. */
export interface Granted {
  readonly answer: Answer;
  readonly asked: readonly string[] | undefined;
}

/** Token answers whose token can be read. @throws NotVerified where there are none */
export const readableGrants = scenario(
  'readableGrants',
  async (session: Session): Promise<ReadonlyMap<string, Granted>> => {
    const { registered, several, mixed, plain, unregistered, unregisteredScope } = await session.once(secretUses);
    const names = [...registered.keys()];
    const all: readonly (readonly [string, Granted])[] = [
      ...[...registered].map(([scope, answer]) => [`asked for ${scope}`, { answer, asked: [scope] }] as const),
      ['asked for all its scopes', { answer: several, asked: names }],
      ['asked for a scope that is not registered', { answer: unregistered, asked: [unregisteredScope] }],
      ['asked for one beside a registered one', { answer: mixed, asked: [names[0] ?? '', unregisteredScope] }],
      ['asked for none', { answer: plain, asked: undefined }],
    ];
    const readable = all.filter(([, { answer }]) => answer.claimsOf(readToken(answer)?.value ?? '') !== undefined);
    if (readable.length === 0) throw new NotVerified('not-applicable', 'the tokens of this tenant cannot be read');
    return new Map(readable);
  },
);

/** Token requests that must be refused: in words that clients understand, without what they sent, and whatever they hold. */
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, NotVerified } from '../../fixtures/wire/errors.ts';
import { forms } from '../../fixtures/wire/secret-forms.ts';
import { accepted, firstUse, guessedClient, rightInHeader, secretUses } from './signing-in.ts';

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

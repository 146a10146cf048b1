/** Requests that the token endpoint must refuse in words that clients understand, and what its answers say. */
import { type BearerToken, documentedIn, readToken } from '../../fixtures/api/bearer.ts';
import { SECRET_METHODS } from '../../fixtures/api/tokens.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { isObject } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { scopeGrants } from './asking-scopes.ts';
import { generatedSecret } from './secrets.ts';
import { accepted, rightInHeader, secretUses, useInHeader } from './signing-in.ts';
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
    const seen = await write(session, id, token);
    return seen.ok || !wasChanged(session, id, answer) ? seen : ((await olderAgain(session)) ?? seen);
  },
  { isLast: true },
);

/** Whether a client was changed, or a secret deleted, since an answer: a tenant may end tokens that were issued before that. */
function wasChanged({ transport }: Session, id: string, since: Answer): boolean {
  return transport.answers.some(
    ({ ok, request, startedAt }) =>
      ok &&
      startedAt >= since.startedAt &&
      (request.operation === 'deleteSecret' ||
        (request.operation === 'update' && request.path.toLowerCase().includes(id.toLowerCase()))),
  );
}

/** The same with a token of the client as it is now, after as many others as it takes to see that the newest alone count. */
async function olderAgain(session: Session): Promise<Answer | undefined> {
  const { id, secret } = await session.once(accepted);
  const ask = async (): Promise<BearerToken | undefined> =>
    readToken(await session.tokens.ask(id, secret, WRITE), [WRITE]);
  const token = await ask();
  for (let times = 0; times < TIMES.created; times += 1) await ask();
  return token === undefined ? undefined : write(session, id, token);
}

/** A list with all scopes of the run's own application that do not open it, and behind them the one that does. */
async function ownInOrder(session: Session, answers: Map<string, Answer>): Promise<void> {
  const { credentials, fullScopes } = session;
  const last = 'PM.OAuthApp.Read';
  const others = documentedIn(fullScopes).filter((scope) => scope !== last && scope !== 'PM.OAuthApp');
  if (credentials.kind !== 'client' || others.length < 2 || !fullScopes.includes(last)) return;
  const scopes = [...others, last];
  const token = readToken(
    await session.tokens.ask(credentials.clientId, credentials.clientSecret, scopes.join(' ')),
    scopes,
  );
  if (token === undefined || !scopes.every((scope) => token.scopes?.includes(scope) === true)) return;
  answers.set(`list with ${scopes.join(', ')}, in this order`, await session.api.list({ token }));
}

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
    let granted = 0;
    for (const scopes of [
      [read, WRITE],
      [WRITE, read],
    ] as const) {
      const order = `${scopes.join(' and ')}, in this order`;
      const answer = await session.tokens.ask(id, secret, scopes.join(' '));
      const token = readToken(answer, scopes);
      if (token === undefined) {
        answers.set(`a token with ${order}`, answer);
        continue;
      }
      if (!scopes.every((scope) => token.scopes?.includes(scope) === true))
        throw new PrerequisiteFailed('token', `the tenant grants no token with ${scopes.join(' ')}`);
      granted += 1;
      // Reads have few requests: the order in which the scope that they need comes last. Before the write, which may end the client's tokens.
      if (scopes[0] === WRITE) answers.set(`list with ${order}`, await session.api.list({ token }));
      answers.set(`a write with ${order}`, await write(session, id, token));
    }
    await ownInOrder(session, answers);
    // Where none is granted, it is not the order that is refused.
    if (granted === 0) throw new PrerequisiteFailed('token', `the tenant grants no token with ${read} and ${WRITE}`);
    return answers;
  },
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

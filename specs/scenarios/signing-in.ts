import { createHash } from 'node:crypto';
import { readToken } from '../../fixtures/api/bearer.ts';
import type { CreateBody } from '../../fixtures/api/requests.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import { useOf } from '../../fixtures/session/secret-uses.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { sameId } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { controlOf, ifMade } from './controls.ts';
import { createdClient } from './creation.ts';
import { generatedSecret } from './secrets.ts';

/** A client whose secret is put to use, rightly and wrongly. */
export interface SigningIn {
  readonly first: SecretUse;
  readonly again: SecretUse;
  readonly wrong: SecretUse;
  readonly empty: SecretUse;
  readonly truncated: SecretUse;
  readonly longer: SecretUse;
  readonly otherCase: SecretUse;
  /** What is like a generated secret of the client, by what it is; undefined where none was accepted. */
  readonly likeGenerated: ReadonlyMap<string, SecretUse> | undefined;
  /** What a store may keep in the place of the secret: whoever has read it must not sign in by it. */
  readonly digests: readonly SecretUse[];
  readonly idAsSecret: SecretUse;
  readonly missing: SecretUse;
  readonly foreign: SecretUse;
  readonly unknownClient: SecretUse;
  /** Token requests by scope: those registered, and one that is not. */
  readonly registered: ReadonlyMap<string, Answer>;
  readonly unregistered: Answer;
  readonly unregisteredScope: string;
  /** The broader scope above a registered one, where it is not registered itself. */
  readonly broader: { readonly scope: string; readonly answer: Answer } | undefined;
  /** All registered scopes asked for at once. */
  readonly several: Answer;
  /** A registered and an unregistered scope asked for at once. */
  readonly mixed: Answer;
  /** No scope asked for. */
  readonly plain: Answer;
}

/** How a store may write the SHA-256 of a secret. */
const DIGESTS = ['hex', 'base64'] as const;

function digestOf(secret: string, encoding: (typeof DIGESTS)[number]): string {
  return createHash('sha256').update(secret).digest(encoding);
}

/** First use of the secret that creation gave. */
export const firstUse = scenario('firstUse', async (session: Session): Promise<SecretUse> => {
  const { id, secret } = await session.once(createdClient);
  if (secret === undefined) throw new PrerequisiteFailed('create', 'creating a client gave no secret');
  return session.useUntil(true, id, secret);
});

/** A new client whose secret is accepted: only then its other attempts tell anything. */
export const accepted = scenario(
  'accepted',
  async (session: Session): Promise<{ id: string; secret: string; asked: CreateBody; first: SecretUse }> => {
    const { id, secret, asked } = await session.once(createdClient);
    const first = await session.once(firstUse);
    if (secret === undefined || !first.accepted)
      throw new PrerequisiteFailed('token', 'the secret of a new client is not accepted');
    return { id, secret, asked, first };
  },
);

interface Guessed extends Made {
  readonly secret: string;
  /** Undefined where none was generated, or it was not accepted. */
  readonly generated: MadeSecret | undefined;
}

/**
 * A client at which wrong secrets are tried, after its right one was accepted. It is not used rightly any more: a tenant may lock whoever
 * shows wrong ones (RFC 6749, 2.3.1).
 */
export const guessedClient = scenario('guessedClient', async (session: Session): Promise<Guessed> => {
  await session.once(accepted);
  const client = await session.client();
  const { id, secret } = client;
  if (secret === undefined || !(await session.useUntil(true, id, secret)).accepted)
    throw new PrerequisiteFailed(
      'token',
      'the secret of a new client is not accepted, so refusing others tells nothing',
    );
  // Of the description that a secret of another client has: that is no reason to take one for the other.
  const other = await ifPossible(session.once(generatedSecret));
  const description = other?.made.asked.description;
  const generated = await ifMade(session.secret(client, description == null ? {} : { description }));
  const isAccepted = generated !== undefined && (await session.useUntil(true, id, generated.value)).accepted;
  session.ledger.guess(id);
  return { ...client, secret, generated: isAccepted ? generated : undefined };
});

export const secretUses = scenario('secretUses', async (session: Session): Promise<SigningIn> => {
  const { id, secret, asked, first } = await session.once(accepted);
  const guessed = await session.once(guessedClient);
  const { control } = await controlOf(session);
  const names = asked.scopes.map((scope) => scope.name);
  const unregisteredScope = session.capabilities.scopes.find((name) => !names.includes(name)) ?? 'PM.OAuthApp';
  const broaderScope = names
    .map((name) => name.split('.').slice(0, -1).join('.'))
    .find((name) => isBroader(name, names));
  const ask = (scope?: string) => session.tokens.ask(id, secret, scope);
  const registered = await inParallel(names, async (name) => [name, await ask(name)] as const);
  // None of these changes anything.
  const told = await allInParallel({
    again: () => session.use(id, secret),
    wrong: () => session.use(id, otherLetter(secret)),
    empty: () => session.use(guessed.id, ''),
    truncated: () => session.use(guessed.id, guessed.secret.slice(0, -1)),
    longer: () => session.use(guessed.id, `${guessed.secret}x`),
    otherCase: () => session.use(guessed.id, swapCase(guessed.secret)),
    likeGenerated: () => likeGenerated(session, guessed),
    digests: () => inParallel(DIGESTS, (encoding) => session.use(guessed.id, digestOf(guessed.secret, encoding))),
    idAsSecret: () => session.use(guessed.id, guessed.id),
    missing: () => session.use(guessed.id, undefined),
    foreign: () => session.use(control.id, secret),
    unknownClient: () => session.use(session.data.unknownGuid(), secret),
    unregistered: () => ask(unregisteredScope),
    broader: async () =>
      broaderScope === undefined ? undefined : { scope: broaderScope, answer: await ask(broaderScope) },
    several: () => ask(names.join(' ')),
    mixed: () => ask(`${names[0]} ${unregisteredScope}`),
    plain: () => ask(),
  });
  return { first, ...told, registered: new Map(registered), unregisteredScope };
});

async function likeGenerated(
  session: Session,
  { id, generated }: Guessed,
): Promise<ReadonlyMap<string, SecretUse> | undefined> {
  if (generated === undefined) return undefined;
  const alike = { 'in other case': swapCase(generated.value), truncated: generated.value.slice(0, -1) };
  const uses = await inParallel(
    Object.entries(alike),
    async ([what, value]) => [what, await session.use(id, value)] as const,
  );
  return new Map(uses);
}

/** Use of a secret in the header, which may be guarded elsewhere than the form. */
export async function useInHeader(session: Session, id: string, secret: string): Promise<SecretUse> {
  const scope = session.capabilities.asksScope ? [['scope', session.capabilities.scopes[0]] as const] : [];
  const answer = await session.tokens.askWith(scope, [id, secret]);
  // A tenant need not know the header at all, and may say so in any way.
  return useOf(answer);
}

/** Use of the right secret in the header: where that is refused, no refusal of a wrong one tells anything. */
export const rightInHeader = scenario('rightInHeader', async (session: Session): Promise<SecretUse> => {
  const { id, secret } = await session.once(accepted);
  return useInHeader(session, id, secret);
});

/** What is granted there where one of several scopes is asked for. @throws NotVerified where the header is not accepted, or no scope is asked for */
export const grantInHeader = scenario(
  'grantInHeader',
  async (session: Session): Promise<{ scope: string; answer: Answer }> => {
    const { answer, accepted: isKnown } = await session.once(rightInHeader);
    if (!session.capabilities.asksScope || !isKnown)
      throw new NotVerified('not-applicable', 'the tenant takes no secret in the header, or no scope in the form');
    return { scope: session.capabilities.scopes[0], answer };
  },
);

/** Whether a name is that of a scope of its own, and not registered: one word alone names a product, not a scope. */
function isBroader(name: string, registered: readonly string[]): boolean {
  return name.includes('.') && !registered.includes(name);
}

/** A generated secret, used for another client, and for one that has a secret of the same description. */
export const foreignGenerated = scenario(
  'foreignGenerated',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const { made, others } = await session.once(generatedSecret);
    const { id, generated } = await session.once(guessedClient);
    const isAlike = generated !== undefined && generated.asked.description === made.asked.description;
    return new Map([
      ['for another client', await session.use(others.control.id, made.value)],
      ...(isAlike
        ? [['for a client with a secret of the same description', await session.use(id, made.value)] as const]
        : []),
    ]);
  },
);

/** A client that shows, instead of its secret, a statement about itself that nobody signed (RFC 7523, 3). */
export const unsignedAssertion = scenario('unsignedAssertion', async (session: Session): Promise<Observed> => {
  const { id } = await session.once(guessedClient);
  const now = Math.floor((Date.now() + (session.transport.clockSkewMs ?? 0)) / 1000);
  const parts = [
    { alg: 'none', typ: 'JWT' },
    { iss: id, sub: id, aud: session.tokens.tokenUrl, jti: session.data.unknownGuid(), iat: now, exp: now + 300 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const answer = await session.tokens.askWith([
    ['client_id', id],
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', `${parts.join('.')}.`],
    ['scope', session.capabilities.scopes[0]],
  ]);
  return {
    holds: readToken(answer) === undefined,
    message: 'An unsigned client assertion is accepted.',
    expected: 'no token',
    actual: 'a token',
    answer,
  };
});

/** Grants that the run does not use, each with what is made up in the place of what a user or an earlier answer would have given. */
const OTHER_GRANTS = {
  password: { username: 'nobody', password: 'made-up' },
  refresh_token: { refresh_token: 'made-up' },
  authorization_code: { code: 'made-up', redirect_uri: 'https://nowhere.example/callback' },
  'urn:ietf:params:oauth:grant-type:device_code': { device_code: 'made-up' },
} as const;

/** Token requests by other grants, of a client that shows no secret: by whichever one a client comes, it must prove itself (RFC 6749, 3.2.1). */
export const otherGrants = scenario(
  'otherGrants',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const { id } = await session.once(guessedClient);
    const scope = session.capabilities.asksScope ? { scope: session.capabilities.scopes[0] } : {};
    const uses = await inParallel(Object.entries(OTHER_GRANTS), async ([grant, made]) => {
      const form = new URLSearchParams({ grant_type: grant, client_id: id, ...made, ...scope });
      const answer = await session.tokens.askRaw(form.toString());
      return [grant, useOf(answer)] as const;
    });
    return new Map(uses);
  },
);

/** A client that proves itself in the header and names another one in the form (RFC 6749, 2.3: one way at a time). */
export const borrowedClientId = scenario('borrowedClientId', async (session: Session): Promise<Observed> => {
  const { id, secret } = await session.once(accepted);
  const { control } = await controlOf(session);
  if (!(await session.once(rightInHeader)).accepted)
    throw new NotVerified('not-applicable', 'the tenant refuses the right secret in the header');
  const answer = await session.tokens.askWith(
    [
      ['client_id', control.id],
      ['scope', session.capabilities.scopes[0]],
    ],
    [id, secret],
  );
  const { client_id: named, azp, sub } = answer.claimsOf(readToken(answer)?.value ?? '') ?? {};
  return {
    holds: !sameId(String(named ?? azp ?? sub), control.id),
    message: 'A client gets a token of another client by naming its id.',
    expected: 'a refusal, or a token of the client that proved itself',
    actual: 'a token of the other one',
    answer,
  };
});

/** Who fails grants nothing; what else that is worth, no promise about scopes tells. */
export function requireAnswer({ status }: Answer, asked: string): void {
  if (status >= 500)
    throw new NotVerified('not-applicable', `the token endpoint failed when ${asked} was asked for (${status})`);
}

/** The secret with its letters in the other case; one without letters is made wrong in another way. */
export function swapCase(secret: string): string {
  const swapped = Array.from(secret, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('');
  return swapped === secret ? otherLetter(secret) : swapped;
}

/** The secret with another last letter. */
export function otherLetter(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
}

import { createHash } from 'node:crypto';
import { readToken } from '../../fixtures/api/bearer.ts';
import type { CreateBody } from '../../fixtures/api/requests.ts';
import { isSilent, notGranted, tryScope } from '../../fixtures/session/granted.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { sameId } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { controlOf, ifMade } from './controls.ts';
import { createdClient } from './creation.ts';
import { bareClient } from './kinds.ts';
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
  const generated = await ifMade(session.secret(client));
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

/** Use of a secret in the header, which may be guarded elsewhere than the form. */
export async function useInHeader(session: Session, id: string, secret: string): Promise<SecretUse> {
  const scope = session.capabilities.asksScope ? [['scope', session.capabilities.scopes[0]] as const] : [];
  const answer = await session.tokens.askWith(scope, [id, secret]);
  // A tenant need not know the header at all, and may say so in any way.
  return { answer, accepted: readToken(answer) !== undefined };
}

/** Use of the right secret in the header: where that is refused, no refusal of a wrong one tells anything. */
export const rightInHeader = scenario('rightInHeader', async (session: Session): Promise<SecretUse> => {
  const { id, secret } = await session.once(accepted);
  return useInHeader(session, id, secret);
});

/** Whether a name is that of a scope of its own, and not registered: one word alone names a product, not a scope. */
function isBroader(name: string, registered: readonly string[]): boolean {
  return name.includes('.') && !registered.includes(name);
}

/**
 * What a token holds that was asked for without naming a scope, where scopes cannot be named: all that are registered, or, where
 * the tenant grants none to such clients, none of them. Where they can be named, a default is the tenant's own choice (RFC 6749, 3.3).
 */
export const plainGrant = scenario('plainGrant', async (session: Session): Promise<Observed> => {
  const { plain, registered } = await session.once(secretUses);
  const names = [...registered.keys()];
  const held = names.filter((scope) => readToken(plain)?.scopes?.includes(scope));
  return {
    holds: session.capabilities.asksScope || held.length === 0 || held.length === names.length,
    message: 'A client does not get all of its scopes.',
    expected: names.join(', '),
    actual: held.join(', '),
    answer: plain,
  };
});

/** A generated secret, used for another client. */
export const foreignGenerated = scenario('foreignGenerated', async (session: Session): Promise<SecretUse> => {
  const { made, others } = await session.once(generatedSecret);
  return session.use(others.control.id, made.value);
});

/** Whether the tenant grants tokens for registered scopes at all. @throws NotVerified where it only authenticates */
export const scopeGrants = scenario('scopeGrants', async (session: Session): Promise<SigningIn> => {
  const signingIn = await session.once(secretUses);
  if (session.capabilities.secretShows !== 'token' || !session.capabilities.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
  return signingIn;
});

/** The same where a registered scope is granted: a tenant that grants none refuses the others for whatever reason. */
export const scopeRefusals = scenario('scopeRefusals', async (session: Session): Promise<SigningIn> => {
  const signingIn = await session.once(scopeGrants);
  if (![...signingIn.registered.values()].some((answer) => readToken(answer) !== undefined))
    throw new PrerequisiteFailed('token', 'no registered scope is granted, so that others are refused tells nothing');
  return signingIn;
});

/** A client that shows, instead of its secret, a statement about itself that nobody signed (RFC 7523, 3). */
export const unsignedAssertion = scenario('unsignedAssertion', async (session: Session): Promise<Observed> => {
  const { id } = await session.once(guessedClient);
  const now = Math.floor(Date.now() / 1000);
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
      return [grant, { answer, accepted: readToken(answer) !== undefined }] as const;
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

/** A registered and an unregistered scope in two parameters of the same name (RFC 6749, 3.2: no more than once). */
export const scopeTwice = scenario(
  'scopeTwice',
  async (session: Session): Promise<{ answer: Answer; unregisteredScope: string }> => {
    const { registered, unregisteredScope } = await session.once(scopeRefusals);
    const { id, secret } = await session.once(accepted);
    const [name = ''] = registered.keys();
    const answer = await session.tokens.askWith([
      ['client_id', id],
      ['client_secret', secret],
      ['scope', name],
      ['scope', unregisteredScope],
    ]);
    requireAnswer(answer, 'two scopes apart');
    return { answer, unregisteredScope };
  },
);

/** A registered and an unregistered scope in one, with a comma between them: scopes are parted by blanks (RFC 6749, 3.3). */
export const scopesWithComma = scenario('scopesWithComma', async (session: Session): Promise<Observed> => {
  const { registered, unregisteredScope } = await session.once(scopeRefusals);
  const { id, secret } = await session.once(accepted);
  const [name = ''] = registered.keys();
  const answer = await session.tokens.ask(id, secret, `${name},${unregisteredScope}`);
  requireAnswer(answer, 'two scopes with a comma between them');
  const held = (readToken(answer)?.scopes ?? []).flatMap((scope) => scope.split(','));
  return {
    holds: !held.includes(unregisteredScope),
    message: 'The token has a scope that the client is not registered for.',
    expected: 'a refusal, or a token without it',
    actual: held.join(', '),
    answer,
  };
});

/** A scope asked for by a client that has none. @throws NotVerified where the tenant makes no such client */
export const scopeless = scenario('scopeless', async (session: Session): Promise<Observed> => {
  await session.once(scopeRefusals);
  const bare = await session.once(bareClient);
  if (bare?.secret === undefined) throw new NotVerified('not-applicable', 'the tenant makes no client without scopes');
  const [scope] = session.capabilities.scopes;
  const answer = await session.tokens.ask(bare.id, bare.secret, scope);
  requireAnswer(answer, 'a scope, by a client without any,');
  const tried = await tryScope(session, answer, scope, { id: bare.id, registered: [] });
  return notGranted(tried, scope, 'The scope is granted.');
});

/**
 * What tokens open that do not say which scopes they have: those of a client that may read, and asks for a scope to write, alone,
 * beside its own, and behind it. @throws NotVerified where answers or tokens say so
 */
export const silentGrants = scenario('silentGrants', async (session: Session): Promise<Observed> => {
  const { unregistered, broader, mixed, plain } = await session.once(scopeRefusals);
  if (![unregistered, broader?.answer, mixed, plain].some((answer) => answer !== undefined && isSilent(answer)))
    throw new NotVerified('not-applicable', 'token answers, or the tokens, say which scopes are granted');
  const [own, other] = ['PM.OAuthApp.Read', 'PM.OAuthApp.Write'] as const;
  const client = await session.client({ scopes: session.scopes(own) }).catch((error: unknown) => {
    if (error instanceof PrerequisiteFailed) return undefined;
    throw error;
  });
  if (client?.secret === undefined)
    throw new NotVerified('not-applicable', 'the tenant makes no client for reading alone');
  const { id, secret } = client;
  const asked = [other, `${own} ${other}`, `${own},${other}`, undefined];
  const answers = await inParallel(asked, (scope) => session.tokens.ask(id, secret, scope));
  // Who says which scopes are granted is judged by that.
  const silent = answers.filter(isSilent);
  const all = await inParallel(silent, (answer) => tryScope(session, answer, other, { id, registered: [own] }));
  const found = all.find(({ granted }) => granted === true) ?? all[0];
  if (found === undefined) throw new NotVerified('not-applicable', 'no token of a client for reading is silent');
  return notGranted(found, other, 'A token opens what its client is not registered for.');
});

/** Who fails grants nothing; what else that is worth, no promise about scopes tells. */
function requireAnswer({ status }: Answer, asked: string): void {
  if (status >= 500)
    throw new NotVerified('not-applicable', `the token endpoint failed when ${asked} was asked for (${status})`);
}

/** The secret with its letters in the other case; one without letters is made wrong in another way. */
function swapCase(secret: string): string {
  const swapped = Array.from(secret, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('');
  return swapped === secret ? otherLetter(secret) : swapped;
}

function otherLetter(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
}

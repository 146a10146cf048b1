/** Which scopes a secret obtains: those registered, and never another one, however it is asked for. */
import { readToken } from '../../fixtures/api/bearer.ts';
import { described, sets } from '../../fixtures/expect/judged.ts';
import { isSilent, notGranted, tryScope } from '../../fixtures/session/granted.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { givenSecret, shownClient, shownScopes } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { bareClient, unusualClient } from './kinds.ts';
import { accepted, requireAnswer, type SigningIn, secretUses } from './signing-in.ts';

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

/**
 * Token answers to a client of many scopes, asked for together, and again each that was left out; by scope. What a token endpoint
 * reads may be another place than what Get shows, and a narrower one.
 * @throws NotVerified where the tenant makes no such client
 */
export const grantsOfMany = scenario('grantsOfMany', async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
  await session.once(scopeRefusals);
  const { id, answer, detail } = await session.once(unusualClient('a name of digits, no redirect URI and many scopes'));
  const secret = givenSecret(shownClient(answer));
  const scopes = shownScopes(shownClient(detail))?.filter((name) => session.fullScopes.includes(name)) ?? [];
  if (secret === undefined || !(await session.useUntil(true, id, secret)).accepted)
    throw new PrerequisiteFailed('token', 'the secret of a client with many scopes is not accepted');
  const together = await session.tokens.ask(id, secret, scopes.join(' '));
  const grants = await inParallel(scopes, async (scope) => {
    const isGranted = readToken(together, scopes)?.scopes?.includes(scope) === true;
    return [scope, isGranted ? together : await session.tokens.ask(id, secret, scope)] as const;
  });
  return new Map(grants);
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

/**
 * A scope parameter without a value, compared with none (RFC 6749, 3.2). Where only one of the two answers tells its scopes, it is enough
 * that both hold a token.
 * @throws NotVerified where the tenant refuses a request that names no scope, which it may (RFC 6749, 3.3)
 */
export const scopeWithoutValue = scenario('scopeWithoutValue', async (session: Session): Promise<Observed> => {
  const { plain } = await session.once(secretUses);
  requireAnswer(plain, 'no scope');
  const omitted = readToken(plain);
  if (omitted === undefined)
    throw new NotVerified('not-applicable', `the tenant refuses token requests that name no scope (${plain.status})`);
  const { id, secret } = await session.once(accepted);
  const answer = await session.tokens.ask(id, secret, '');
  const granted = readToken(answer);
  const [wanted, held] = [omitted.scopes, granted?.scopes];
  const isSame = wanted === undefined || held === undefined || sets(wanted, held);
  return {
    holds: granted !== undefined && isSame,
    message: 'An empty scope parameter is not treated as if it were omitted.',
    expected: wanted === undefined ? 'a token' : `a token with ${wanted.join(', ') || 'no scope'}`,
    actual: held === undefined ? described(answer) : `a token with ${held.join(', ') || 'no scope'}`,
    answer,
  };
});

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

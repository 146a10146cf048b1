/** Tokens that are not the run's own: for what must be refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BearerToken, DOCUMENTED_SCOPES, holdsOnly, readToken } from '../../fixtures/api/tokens.ts';
import { insist } from '../../fixtures/session/insist.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { World } from '../../fixtures/session/world.ts';
import { givenSecret, isObject, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';
import type { Subject } from './subjects.ts';
import type { Aftermath } from './trials.ts';

/** A token of a client that is registered for no scope, where the tenant allows such clients. */
export const scopelessToken = scenario('scopelessToken', async (world: World): Promise<BearerToken> => {
  requireWrites(world);
  const client = await world.client({ scopes: [] }).catch((error: unknown) => {
    if (error instanceof NotVerified) return undefined;
    throw error;
  });
  const token = client?.secret === undefined ? undefined : readToken(await world.tokens.ask(client.id, client.secret));
  if (token === undefined || holdsDocumented(token))
    throw new NotVerified('not-applicable', 'the tenant issues no token without any scope');
  return token;
});

/** Scopes that products of this platform are known to have, none of them for external clients. */
const UNRELATED: readonly string[] = [
  'OR.Jobs',
  'OR.Jobs.Read',
  'OR.Folders.Read',
  'PM.User',
  'PM.User.Write',
  'PM.Group.Write',
];

/** A token whose scopes are for something else than external clients, of a client that is registered for as many as the tenant knows. */
export const unrelatedToken = scenario('unrelatedToken', async (world: World): Promise<BearerToken> => {
  requireWrites(world);
  for (const names of [UNRELATED, ...UNRELATED.map((name) => [name])]) {
    const asked = world.asking({ scopes: world.scopes(...names) });
    // Where there was no room for the first one, there is some afterwards.
    const { answer, id } = await (names === UNRELATED ? world.createGood(asked) : world.create(asked));
    const secret = givenSecret(shownClient(answer));
    if (id === undefined || secret === undefined) continue;
    const token = readToken(
      await world.tokens.ask(id, secret, world.habits.asksScope ? names.join(' ') : undefined),
      names,
    );
    if (token?.scopes?.some((scope) => names.includes(scope)) === true && !holdsDocumented(token)) return token;
    break;
  }
  throw new NotVerified('not-applicable', 'the tenant issues no token for other scopes than those of the document');
});

/** A client that may read and nothing else, and a token of its own. */
export const weakClient = scenario(
  'weakClient',
  async (world: World): Promise<{ token: BearerToken; subject: Subject }> => {
    requireWrites(world);
    const scope = 'PM.OAuthApp.Read';
    const client = await world.client({ scopes: world.scopes(scope) });
    const answer = await world.tokens.ask(client.id, client.secret, world.habits.asksScope ? scope : undefined);
    const token = readToken(answer, [scope]);
    if (token === undefined || !holdsOnly(token, scope))
      throw new NotVerified('not-applicable', 'the tenant issues no token for reading to a new client');
    return { token, subject: { client, secret: undefined } };
  },
);

function holdsDocumented({ scopes = [] }: BearerToken): boolean {
  return scopes.some((scope) => (DOCUMENTED_SCOPES as readonly string[]).includes(scope));
}

/** A token with the broadest documented scope in lower case, where the tenant issues one and says so. */
export const tokenInOtherCase = scenario('tokenInOtherCase', async (world: World): Promise<BearerToken> => {
  const { credentials } = world;
  const scope = 'pm.oauthapp';
  const token =
    credentials.kind === 'client'
      ? readToken(await world.tokens.ask(credentials.clientId, credentials.clientSecret, scope))
      : undefined;
  // Whoever takes the spelling for a mistake and grants the documented scope does no harm.
  if (token?.scopes?.length !== 1 || token.scopes[0] !== scope)
    throw new NotVerified('not-applicable', 'the tenant issues no token for a scope in other letters');
  return token;
});

/** The tenant's discovery document; undefined where it publishes none (OpenID Connect Discovery 1.0, 4). */
export const discovery = scenario('discovery', async (world: World): Promise<unknown> => {
  return openly(world, new URL('.well-known/openid-configuration', `${world.options.identityUrl}/`));
});

/** The JWK set by which the tenant's tokens are verified (OpenID Connect Discovery 1.0, 4; RFC 7517, 5); undefined where none is published. */
export const publishedKeys = scenario('publishedKeys', async (world: World): Promise<unknown> => {
  const base = `${world.options.identityUrl}/`;
  const found = await world.tell(discovery);
  const address = isObject(found) ? text(found.jwks_uri) : undefined;
  if (address === undefined || !URL.canParse(address, base)) return undefined;
  return openly(world, new URL(address, base));
});

/** A public document of the tenant as JSON. It is not ours to judge, so whatever else is answered counts as none. */
async function openly(world: World, { origin, pathname, search }: URL): Promise<unknown> {
  try {
    const headers = { accept: 'application/json' };
    return (await world.transport.send({ method: 'GET', origin, path: pathname + search, headers })).json;
  } catch (error) {
    if (error instanceof NotVerified) return undefined;
    throw error;
  }
}

/** Longest token lifetime, in seconds, whose end a run waits for. */
const PATIENT_LIFETIME = 5;

/**
 * A token that has expired: the one at hand, or the run's own where that ends soon.
 * @throws NotVerified where there is none
 */
export const expiredToken = scenario('expiredToken', async (world: World): Promise<string> => {
  const given = await world.options.expiredToken?.();
  if (given !== undefined) {
    world.redactor.learn(given);
    return given;
  }
  const token = await world.tokens.token(world.fullScopes);
  if (token.lifetimeSeconds === undefined || token.lifetimeSeconds > PATIENT_LIFETIME) {
    throw new NotVerified(
      'setting-not-given',
      'TENANT_EXPIRED_TOKEN is not given, and tokens of this tenant live longer than a run can wait',
    );
  }
  // Servers commonly allow some clock skew; what is refused must be clearly past its end.
  await sleep(token.lifetimeSeconds * 1000 + 2000);
  return token.value;
});

/** Whether a read is done for nobody where it is asked for its header alone (RFC 9110, 9.3.2: HEAD is as GET, without the content). */
export const headWithoutToken = scenarios(
  'headWithoutToken',
  async (world: World, operation: 'list' | 'get'): Promise<Aftermath> => {
    requireWrites(world);
    const { id } = await world.client();
    const departure = { method: 'HEAD', authorization: null };
    const answer = await insist(() =>
      operation === 'list' ? world.api.list(departure) : world.api.get(id, departure),
    );
    world.idle(id);
    return {
      holds: !answer.ok,
      message: 'A request for the header alone is done without a token.',
      expected: 'no success: 401, or that there is no such method',
      actual: `status ${answer.status}`,
      answer,
    };
  },
);

/** Ways to write the Authorization header around a valid token that are not those of bearer tokens; the scheme itself may be written in any case. */
const OTHER_HEADERS = {
  'no scheme': (token: string) => token,
  'a scheme of another kind of token': (token: string) => `JWT ${token}`,
  'the word Bearer without a blank': (token: string) => `Bearer${token}`,
} as const;

/** Creates with a valid token in such headers, of which none may be done, by the header. Each names a client of its own. */
export const otherHeaders = scenario('otherHeaders', async (world: World): Promise<ReadonlyMap<string, Answer>> => {
  requireWrites(world);
  const { value } = await world.tokens.token(world.fullScopes);
  const answers = new Map<string, Answer>();
  for (const [what, write] of Object.entries(OTHER_HEADERS)) {
    const { answer, id } = await world.create(world.asking({}), { authorization: write(value) });
    world.idle(id);
    answers.set(what, answer);
  }
  return answers;
});

/** Tokens that are not the run's own: for what must be refused. */

import { type BearerToken, DOCUMENTED_SCOPES, holdsOnly, readToken } from '../../fixtures/api/bearer.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { givenSecret, isObject, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { pause as sleep } from '../../fixtures/wire/pause.ts';
import { controlOf } from './controls.ts';
import { requireWrites } from './creation.ts';
import { type Subject, subjectFor } from './subjects.ts';
import { requireWorking } from './working.ts';

/** A token of a client that is registered for no scope, where the tenant allows such clients. */
export const scopelessToken = scenario('scopelessToken', async (session: Session): Promise<BearerToken> => {
  requireWrites(session);
  const client = await ifPossible(session.client({ scopes: [] }));
  const token =
    client?.secret === undefined ? undefined : readToken(await session.tokens.ask(client.id, client.secret));
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
export const unrelatedToken = scenario('unrelatedToken', async (session: Session): Promise<BearerToken> => {
  requireWrites(session);
  for (const names of [UNRELATED, ...UNRELATED.map((name) => [name])]) {
    const asked = session.asking({ scopes: session.scopes(...names) });
    // Where there was no room for the first one, there is some afterwards.
    const { answer, id } = await (names === UNRELATED ? session.createGood(asked) : session.create(asked));
    const secret = givenSecret(shownClient(answer));
    if (id === undefined || secret === undefined) continue;
    const token = readToken(
      await session.tokens.ask(id, secret, session.capabilities.asksScope ? names.join(' ') : undefined),
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
  async (session: Session): Promise<{ token: BearerToken; subject: Omit<Subject, 'seen'> }> => {
    requireWrites(session);
    const scope = 'PM.OAuthApp.Read';
    const client = await session.client({ scopes: session.scopes(scope) });
    const answer = await session.tokens.ask(
      client.id,
      client.secret,
      session.capabilities.asksScope ? scope : undefined,
    );
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
export const tokenInOtherCase = scenario('tokenInOtherCase', async (session: Session): Promise<BearerToken> => {
  const { credentials } = session;
  const scope = 'pm.oauthapp';
  const token =
    credentials.kind === 'client'
      ? readToken(await session.tokens.ask(credentials.clientId, credentials.clientSecret, scope))
      : undefined;
  // Whoever takes the spelling for a mistake and grants the documented scope does no harm.
  if (token?.scopes?.length !== 1 || token.scopes[0] !== scope)
    throw new NotVerified('not-applicable', 'the tenant issues no token for a scope in other letters');
  return token;
});

/** The tenant's discovery document; undefined where it publishes none (OpenID Connect Discovery 1.0, 4). */
export const discovery = scenario('discovery', async (session: Session): Promise<unknown> => {
  return openly(session, new URL('.well-known/openid-configuration', `${session.options.identityUrl}/`));
});

/** The JWK set by which the tenant's tokens are verified (OpenID Connect Discovery 1.0, 4; RFC 7517, 5); undefined where none is published. */
export const publishedKeys = scenario('publishedKeys', async (session: Session): Promise<unknown> => {
  const base = `${session.options.identityUrl}/`;
  const found = await session.once(discovery);
  const address = isObject(found) ? text(found.jwks_uri) : undefined;
  if (address === undefined || !URL.canParse(address, base)) return undefined;
  return openly(session, new URL(address, base));
});

/** A public document of the tenant as JSON. It is not ours to judge, so whatever else is answered counts as none. */
async function openly(session: Session, { origin, pathname, search }: URL): Promise<unknown> {
  const headers = { accept: 'application/json' };
  const sent = session.transport.send({ method: 'GET', origin, path: pathname + search, headers });
  return (await ifPossible(sent))?.json;
}

/** Longest token lifetime, in seconds, whose end a run waits for. */
const PATIENT_LIFETIME = 5;

/**
 * A token that has expired: the one at hand, or the run's own where that ends soon.
 * @throws NotVerified where there is none
 */
export const expiredToken = scenario('expiredToken', async (session: Session): Promise<string> => {
  const given = await session.options.expiredToken?.();
  if (given !== undefined) {
    session.redactor.learn(given);
    return given;
  }
  const token = await session.tokens.token(session.fullScopes);
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
  async (session: Session, operation: 'list' | 'get'): Promise<Observed> => {
    const { id } = session.writes ? (await controlOf(session)).control : (await subjectFor(session, operation)).client;
    const departure = { method: 'HEAD', authorization: null };
    const answer = await insist(() =>
      operation === 'list' ? session.api.list(departure) : session.api.get(id, departure),
    );
    return {
      holds: !answer.ok,
      message: 'HEAD is served without a token.',
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

/** The list with a valid token behind the scheme in lower case (RFC 9110, 11.1). */
export const lowerCaseScheme = scenario('lowerCaseScheme', async (session: Session): Promise<Answer> => {
  const { value } = await session.tokens.token(session.fullScopes);
  const answer = await session.api.list({ authorization: `bearer ${value}` });
  // The same token as usual, so that it is the scheme and not the token that is refused.
  const usual = isRefusal(answer) ? await session.api.list({ authorization: `Bearer ${value}` }) : answer;
  if (!usual.ok) throw new PrerequisiteFailed('list', `the list answered ${usual.status}`);
  return answer;
});

/** Creates with a valid token in such headers, of which none may be done, by the header. Each names a client of its own. */
export const otherHeaders = scenario('otherHeaders', async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
  requireWrites(session);
  const { value } = await session.tokens.token(session.fullScopes);
  const answers = new Map<string, Answer>();
  for (const [what, write] of Object.entries(OTHER_HEADERS)) {
    const { answer, id } = await session.create(session.asking({}), { authorization: write(value) });
    session.ledger.idle(id);
    answers.set(what, answer);
  }
  if ([...answers.values()].every(isRefusal)) await requireWorking(session, 'create');
  return answers;
});

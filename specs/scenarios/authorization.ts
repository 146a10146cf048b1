import { createHash } from 'node:crypto';
import { effect } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, Session } from '../../fixtures/session/session.ts';
import { type Presented, sendsThere } from '../../fixtures/shown/authorization.ts';
import { isObject, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { discovery } from './special-tokens.ts';

/** Where users are sent to sign in. */
interface AuthorizationEndpoint {
  readonly url: URL;
  /** Whether the tenant publishes it; otherwise it is taken to lie beside the token endpoint, and what answers there may be anything. */
  readonly isPublished: boolean;
}

/**
 * The authorization endpoint as the tenant publishes it, else the address beside the token endpoint: the page names neither, and
 * discovery is a choice. @throws NotVerified where there is no such address
 */
export const authorizationEndpoint = scenario(
  'authorizationEndpoint',
  async (session: Session): Promise<AuthorizationEndpoint> => {
    const document = await session.once(discovery);
    const published = isObject(document) ? text(document.authorization_endpoint) : undefined;
    if (published !== undefined && URL.canParse(published)) return { url: new URL(published), isPublished: true };
    const token = new URL(session.tokens.tokenUrl);
    if (!token.pathname.endsWith('/token'))
      throw new NotVerified('not-applicable', 'the tenant publishes no authorization endpoint');
    return { url: new URL('authorize', token), isPublished: false };
  },
);

/** Asks for authorization as a browser does that a client has sent. */
export async function present(
  session: Session,
  clientId: string,
  uri: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Presented> {
  const { url: endpoint } = await session.once(authorizationEndpoint);
  const verifier = session.data.unknownGuid() + session.data.unknownGuid();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: uri,
    scope: session.capabilities.scopes[0],
    state: 'state-of-this-request',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  });
  const answer = await session.transport.send({
    operation: 'authorize',
    method: 'GET',
    origin: endpoint.origin,
    path: `${endpoint.pathname}?${query.toString()}`,
    headers: { accept: 'text/html' },
  });
  return { uri, answer, target: targetOf(answer, endpoint), isError: isError(answer, endpoint) };
}

/** Whether an answer sends the user to a page that tells of an error. */
function isError({ headers: { location = '' } }: Answer, endpoint: URL): boolean {
  if (!URL.canParse(location, endpoint.href)) return false;
  const { pathname, searchParams } = new URL(location, endpoint);
  return /error/i.test(pathname) || [...searchParams.keys()].some((name) => /error/i.test(name));
}

/** The target of an answer that shows a page itself. */
export const PAGE = 'a page of the endpoint';

function targetOf({ status, headers }: Answer, endpoint: URL): string | undefined {
  const { location } = headers;
  if (status >= 200 && status < 300) return PAGE;
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, endpoint.href))
    return undefined;
  const { protocol, host, pathname } = new URL(location, endpoint);
  return `${protocol}//${host}${pathname.split('/').map(withoutId).join('/')}`;
}

/** A segment of a path, `*` where it looks like an id: many servers give each sign-in an address of its own, such as `/interaction/{id}`. */
function withoutId(segment: string): string {
  return /^([\w.~-]{20,}|(?=.*\d)[\w.~-]{8,}|\d+)$/.test(segment) ? '*' : segment;
}

interface Registered {
  readonly client: Made;
  readonly uri: string;
  readonly second: string;
  readonly control: Presented;
  /** See {@link Presented.signIn}. */
  readonly signIn: string | undefined;
}

/** Somebody is sent on with this redirect URI. */
const redirectTaken = effect('redirect URI accepted', ({ target }: Presented) => target !== undefined);

/** Nobody is sent to this redirect URI. */
const redirectRefused = effect('redirect URI refused', (presented: Presented) => !sendsThere(presented));

/** A client with two redirect URIs, and how the endpoint answers to one of them. */
const registered = scenario('registered', async (session: Session): Promise<Registered> => {
  requireWrites(session);
  const { isPublished } = await session.once(authorizationEndpoint);
  const [uri, second] = [session.data.redirectUri(), session.data.redirectUri()];
  // A tenant may let a client have one redirect URI.
  const client = await session.client({ redirectUri: `${uri},${second}` }).catch((error: unknown) => {
    if (error instanceof PrerequisiteFailed) return session.client({ redirectUri: uri });
    throw error;
  });
  const control = await session.polling.until(() => present(session, client.id, uri), redirectTaken);
  if (control.answer.status >= 500 && isPublished)
    throw new PrerequisiteFailed('authorize', `the authorization endpoint answered ${control.answer.status}`);
  if (control.target === undefined)
    throw new NotVerified(
      'not-applicable',
      `the authorization endpoint sends no user of a new client on (${control.answer.status})`,
    );
  const stranger = await present(session, client.id, session.data.redirectUri());
  if (!sendsThere(control) && stranger.target === control.target)
    throw new NotVerified('not-applicable', 'the authorization endpoint has users sign in before it looks at anything');
  return { client, uri, second, control, signIn: sendsThere(control) ? undefined : control.target };
});

/** The same, seen by how the endpoint treats what is registered. */
async function presentSeen(
  session: Session,
  clientId: string,
  uri: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Presented> {
  const { signIn } = await session.once(registered);
  return { ...(await present(session, clientId, uri, change)), ...(signIn !== undefined && { signIn }) };
}

/** Presents redirect URIs one after the other. */
async function presentAll(session: Session, clientId: string, uris: readonly string[]): Promise<readonly Presented[]> {
  const presented: Presented[] = [];
  for (const uri of uris) presented.push(await presentSeen(session, clientId, uri));
  return presented;
}

/** Redirect URIs that have nothing to do with the registered ones, or are registered no more. */
export const unregistered = scenario('unregistered', async (session: Session): Promise<readonly Presented[]> => {
  const { client, uri } = await session.once(registered);
  const presented = await presentAll(session, client.id, [
    session.data.redirectUri(),
    uri.replace('https:', 'http:'),
    'https://127.0.0.1/callback',
    'com.example.app:/callback',
    'javascript:alert(1)//',
  ]);
  // Errors are sent to nobody but the registered (RFC 6749, 4.1.2.1).
  const stranger = session.data.redirectUri();
  const wrong = [
    await presentSeen(session, client.id, stranger, { response_type: 'nonsense' }),
    await presentSeen(session, client.id, stranger, { scope: 'No.Such.Scope' }),
    await presentSeen(session, client.id, stranger, { prompt: 'none' }),
  ];
  return [...presented, ...wrong, ...(await movedRedirect(session))];
});

/** Redirect URIs that look like the registered one, to whoever compares carelessly. */
export const similar = scenario('similar', async (session: Session): Promise<readonly Presented[]> => {
  const { client, uri, second } = await session.once(registered);
  const { host } = new URL(uri);
  return presentAll(session, client.id, [
    `${uri}/more`,
    `${uri}/`,
    `${uri}.more`,
    `${uri}?next=more`,
    `${uri}#part`,
    `${uri}/../more`,
    uri.replace('/callback', '/CALLBACK'),
    uri.replace('/callback', '/%63allback'),
    uri.replace('/callback', '/more'),
    uri.replace('/callback', '/more/callback'),
    uri.replace(host, `${host}:8443`),
    uri.replace(host, `more.${host}`),
    uri.replace(host, `${host}.example.org`),
    uri.replace(host, `${host}@example.org`),
    uri.replace(host, host.replace('.example', 'xexample')),
    `${uri},${second}`,
    `${uri} https://example.org/`,
  ]);
});

/** The redirect URI that an update took from a client; nothing where the tenant did not update it. */
const movedRedirect = scenario('movedRedirect', async (session: Session): Promise<readonly Presented[]> => {
  const moved = await session.client();
  const old = String(moved.asked.redirectUri);
  await session.polling.until(() => presentSeen(session, moved.id, old), redirectTaken);
  const update = await session.api.update(moved.id, changeTo(session, [session.capabilities.scopes[0]]));
  if (!update.ok) return [];
  const presented = await session.polling.until(() => presentSeen(session, moved.id, old), redirectRefused);
  return [presented];
});

/** Redirect URIs that are registered, for somebody else or no more. */
export const elsewhereRegistered = scenario(
  'elsewhereRegistered',
  async (session: Session): Promise<readonly Presented[]> => {
    const { client } = await session.once(registered);
    const other = await session.client();
    const gone = await session.client();
    const known = (made: Made): string => String(made.asked.redirectUri);
    const settled = await session.polling.until(() => presentSeen(session, gone.id, known(gone)), redirectTaken);
    if (settled.target === undefined)
      throw new PrerequisiteFailed('authorize', 'a registered redirect URI is not taken for one');
    const deletion = await session.api.delete(gone.id);
    if (!deletion.ok) throw new PrerequisiteFailed('delete', `deleting a client answered ${deletion.status}`);
    session.ledger.gone(gone.id);
    const dead = await session.polling.until(() => presentSeen(session, gone.id, known(gone)), redirectRefused);
    const presented = await presentAll(session, client.id, [known(other), known(gone)]);
    return [...presented, dead];
  },
);

/** Requests with a registered redirect URI, in which nobody has signed in: the ordinary one, one that forbids to ask, and the implicit grant. */
export const withoutSignIn = scenario('withoutSignIn', async (session: Session): Promise<readonly Presented[]> => {
  const { client, uri, control } = await session.once(registered);
  const silent = await present(session, client.id, uri, { prompt: 'none' });
  const implicit = await present(session, client.id, uri, { response_type: 'token', prompt: 'none' });
  return [control, silent, implicit];
});

/** An element that no page has. */
const MARKUP = '"><ecc-mark>';

/** Requests with markup in their parameters, and the markup. */
export const markupRequests = scenario(
  'markupRequests',
  async (session: Session): Promise<{ answers: readonly Answer[]; markup: string }> => {
    const { client, uri } = await session.once(registered);
    const state = { state: MARKUP, scope: MARKUP };
    const presented = [
      await present(session, client.id, uri, { ...state, response_type: MARKUP }),
      await present(session, client.id, `${uri}?${MARKUP}`, state),
      await present(session, `${client.id}${MARKUP}`, uri, state),
    ];
    return { answers: presented.map(({ answer }) => answer), markup: MARKUP };
  },
);

/** A state that breaks out of its parameter where addresses are put together as text. */
const CRAFTED = 'made-up';
const STATE = `x&code=${CRAFTED}#y`;

/** Whether users are sent to the registered redirect URI with its own query, and with the state of the request (RFC 6749, 3.1.2, 4.1.2.1). */
export const errorRedirects = scenario('errorRedirects', async (session: Session): Promise<Observed> => {
  await session.once(registered);
  const uri = `${session.data.redirectUri()}?keep=a%20b`;
  const { id } = await session.client({ redirectUri: uri });
  await session.polling.until(() => present(session, id, uri), redirectTaken);
  const answers: Answer[] = [];
  for (const change of [{ prompt: 'none' }, { scope: 'No.Such.Scope' }, { response_type: 'nonsense' }]) {
    const presented = await present(session, id, uri, { ...change, state: STATE });
    if (sendsThere(presented)) answers.push(presented.answer);
  }
  if (answers.length === 0)
    throw new NotVerified('not-applicable', 'the authorization endpoint sends nobody back before a sign-in');
  const wrong = answers.find(({ headers }) => {
    const { searchParams } = new URL(headers.location ?? '', uri);
    // A code of the tenant's own is another matter.
    const isCrafted = searchParams.getAll('code').includes(CRAFTED);
    return searchParams.get('keep') !== 'a b' || searchParams.get('state') !== STATE || isCrafted;
  });
  return {
    holds: wrong === undefined,
    message: 'The redirect does not use the registered URI with the state of the request.',
    expected: `keep=a%20b and state=${encodeURIComponent(STATE)}`,
    actual: wrong?.headers.location ?? '',
    ...(wrong !== undefined && { answer: wrong }),
  };
});

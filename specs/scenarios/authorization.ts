import { createHash } from 'node:crypto';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, World } from '../../fixtures/session/world.ts';
import { type Presented, sendsThere } from '../../fixtures/shown/authorization.ts';
import { isObject, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import type { Aftermath } from './trials.ts';

/** The authorization endpoint as the tenant publishes it. @throws NotVerified where it publishes none */
export const authorizationEndpoint = scenario('authorizationEndpoint', async (world: World): Promise<URL> => {
  const identity = new URL(world.options.identityUrl);
  const answer = await world.transport.send({
    operation: 'authorize',
    method: 'GET',
    origin: identity.origin,
    path: `${identity.pathname.replace(/\/$/, '')}/.well-known/openid-configuration`,
    headers: { accept: 'application/json' },
  });
  const endpoint = isObject(answer.json) ? text(answer.json.authorization_endpoint) : undefined;
  if (endpoint === undefined || !URL.canParse(endpoint))
    throw new NotVerified('not-applicable', `the tenant publishes no authorization endpoint (${answer.status})`);
  return new URL(endpoint);
});

async function present(
  world: World,
  clientId: string,
  uri: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Presented> {
  const endpoint = await world.tell(authorizationEndpoint);
  const verifier = world.data.unknownGuid() + world.data.unknownGuid();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: uri,
    scope: world.habits.scopes[0],
    state: 'state-of-this-request',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  });
  const answer = await world.transport.send({
    operation: 'authorize',
    method: 'GET',
    origin: endpoint.origin,
    path: `${endpoint.pathname}?${query.toString()}`,
    headers: { accept: 'text/html' },
  });
  return { uri, answer, target: targetOf(answer, endpoint) };
}

function targetOf({ status, headers }: Answer, endpoint: URL): string | undefined {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, endpoint.href))
    return undefined;
  const { protocol, host, pathname } = new URL(location, endpoint);
  return `${protocol}//${host}${pathname}`;
}

interface Registered {
  readonly client: Made;
  readonly uri: string;
  readonly second: string;
  readonly control: Presented;
  /** See {@link Presented.signIn}. */
  readonly signIn: string | undefined;
}

/** A client with two redirect URIs, and how the endpoint answers to one of them. */
const registered = scenario('registered', async (world: World): Promise<Registered> => {
  requireWrites(world);
  await world.tell(authorizationEndpoint);
  const [uri, second] = [world.data.redirectUri(), world.data.redirectUri()];
  const client = await world.client({ redirectUri: `${uri},${second}` });
  const control = await world.patience.until(
    () => present(world, client.id, uri),
    ({ target }) => target !== undefined,
  );
  if (control.answer.status >= 500)
    throw new PrerequisiteFailed(`the authorization endpoint answered ${control.answer.status}`);
  if (control.target === undefined)
    throw new NotVerified(
      'not-applicable',
      `the authorization endpoint sends no user of a new client on (${control.answer.status})`,
    );
  const stranger = await present(world, client.id, world.data.redirectUri());
  if (!sendsThere(control) && stranger.target === control.target)
    throw new NotVerified('not-applicable', 'the authorization endpoint has users sign in before it looks at anything');
  return { client, uri, second, control, signIn: sendsThere(control) ? undefined : control.target };
});

/** The same, seen by how the endpoint treats what is registered. */
async function presentSeen(
  world: World,
  clientId: string,
  uri: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Presented> {
  const { signIn } = await world.tell(registered);
  return { ...(await present(world, clientId, uri, change)), ...(signIn !== undefined && { signIn }) };
}

/** Presents redirect URIs one after the other. */
async function presentAll(world: World, clientId: string, uris: readonly string[]): Promise<readonly Presented[]> {
  const presented: Presented[] = [];
  for (const uri of uris) presented.push(await presentSeen(world, clientId, uri));
  return presented;
}

/** Redirect URIs that have nothing to do with the registered ones, or are registered no more. */
export const unregistered = scenario('unregistered', async (world: World): Promise<readonly Presented[]> => {
  const { client, uri } = await world.tell(registered);
  const presented = await presentAll(world, client.id, [
    world.data.redirectUri(),
    uri.replace('https:', 'http:'),
    'https://127.0.0.1/callback',
    'com.example.app:/callback',
    'javascript:alert(1)//',
  ]);
  // Errors are sent to nobody but the registered (RFC 6749, 4.1.2.1).
  const stranger = world.data.redirectUri();
  const wrong = [
    await presentSeen(world, client.id, stranger, { response_type: 'nonsense' }),
    await presentSeen(world, client.id, stranger, { scope: 'No.Such.Scope' }),
    await presentSeen(world, client.id, stranger, { prompt: 'none' }),
  ];
  return [...presented, ...wrong, ...(await movedRedirect(world))];
});

/** Redirect URIs that look like the registered one, to whoever compares carelessly. */
export const similar = scenario('similar', async (world: World): Promise<readonly Presented[]> => {
  const { client, uri, second } = await world.tell(registered);
  const { host } = new URL(uri);
  return presentAll(world, client.id, [
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
const movedRedirect = scenario('movedRedirect', async (world: World): Promise<readonly Presented[]> => {
  const moved = await world.client();
  const old = String(moved.asked.redirectUri);
  await world.patience.until(
    () => presentSeen(world, moved.id, old),
    ({ target }) => target !== undefined,
  );
  const update = await world.api.update(moved.id, changeTo(world, [world.habits.scopes[0]]));
  if (!update.ok) return [];
  const presented = await world.patience.until(
    () => presentSeen(world, moved.id, old),
    (one) => !sendsThere(one),
  );
  return [presented];
});

/** Redirect URIs that are registered, for somebody else or no more. */
export const elsewhereRegistered = scenario(
  'elsewhereRegistered',
  async (world: World): Promise<readonly Presented[]> => {
    const { client } = await world.tell(registered);
    const other = await world.client();
    const gone = await world.client();
    const known = (made: Made): string => String(made.asked.redirectUri);
    const settled = await world.patience.until(
      () => presentSeen(world, gone.id, known(gone)),
      ({ target }) => target !== undefined,
    );
    if (settled.target === undefined) throw new PrerequisiteFailed('a registered redirect URI is not taken for one');
    const deletion = await world.api.delete(gone.id);
    if (!deletion.ok) throw new PrerequisiteFailed(`deleting a client answered ${deletion.status}`);
    world.gone(gone.id);
    const dead = await world.patience.until(
      () => presentSeen(world, gone.id, known(gone)),
      (presented) => !sendsThere(presented),
    );
    const presented = await presentAll(world, client.id, [known(other), known(gone)]);
    world.idle(other.id);
    return [...presented, dead];
  },
);

/** Requests with a registered redirect URI, in which nobody has signed in: the ordinary one, one that forbids to ask, and the implicit grant. */
export const withoutSignIn = scenario('withoutSignIn', async (world: World): Promise<readonly Presented[]> => {
  const { client, uri, control } = await world.tell(registered);
  const silent = await present(world, client.id, uri, { prompt: 'none' });
  const implicit = await present(world, client.id, uri, { response_type: 'token', prompt: 'none' });
  return [control, silent, implicit];
});

/** An element that no page has. */
const MARKUP = '"><ecc-mark>';

/** Requests with markup in their parameters, and the markup. */
export const markupRequests = scenario(
  'markupRequests',
  async (world: World): Promise<{ answers: readonly Answer[]; markup: string }> => {
    const { client, uri } = await world.tell(registered);
    const state = { state: MARKUP, scope: MARKUP };
    const presented = [
      await present(world, client.id, uri, { ...state, response_type: MARKUP }),
      await present(world, client.id, `${uri}?${MARKUP}`, state),
      await present(world, `${client.id}${MARKUP}`, uri, state),
    ];
    return { answers: presented.map(({ answer }) => answer), markup: MARKUP };
  },
);

/** A state that breaks out of its parameter where addresses are put together as text. */
const STATE = 'x&code=made-up#y';

/** Whether users are sent to the registered redirect URI with its own query, and with the state of the request (RFC 6749, 3.1.2, 4.1.2.1). */
export const errorRedirects = scenario('errorRedirects', async (world: World): Promise<Aftermath> => {
  await world.tell(registered);
  const uri = `${world.data.redirectUri()}?keep=a%20b`;
  const { id } = await world.client({ redirectUri: uri });
  await world.patience.until(
    () => present(world, id, uri),
    ({ target }) => target !== undefined,
  );
  const answers: Answer[] = [];
  for (const change of [{ prompt: 'none' }, { scope: 'No.Such.Scope' }, { response_type: 'nonsense' }]) {
    const presented = await present(world, id, uri, { ...change, state: STATE });
    if (sendsThere(presented)) answers.push(presented.answer);
  }
  world.idle(id);
  if (answers.length === 0)
    throw new NotVerified('not-applicable', 'the authorization endpoint sends nobody back before a sign-in');
  const wrong = answers.find(({ headers }) => {
    const { searchParams } = new URL(headers.location ?? '', uri);
    return searchParams.get('keep') !== 'a b' || searchParams.get('state') !== STATE || searchParams.has('code');
  });
  return {
    holds: wrong === undefined,
    message: 'The address that users are sent back to is not that which was registered, with the state of the request.',
    expected: `keep=a%20b and state=${encodeURIComponent(STATE)}`,
    actual: wrong?.headers.location ?? '',
    ...(wrong !== undefined && { answer: wrong }),
  };
});

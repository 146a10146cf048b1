/** Redirect URIs of ordinary clients at the authorization endpoint, in few requests: those that must be taken, and those that must not. */
import type { AskedScope } from '../../fixtures/api/calls.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, World } from '../../fixtures/session/world.ts';
import { type Presented, sendsThere } from '../../fixtures/shown/authorization.ts';
import { shownClient } from '../../fixtures/shown/clients.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { authorizationEndpoint, present } from './authorization.ts';
import { neighbourOf } from './bystanders.ts';
import { requireWrites } from './creation.ts';
import { deletedClient } from './deletion.ts';
import { publicType, unusualClient } from './kinds.ts';

/** Redirect URIs at the authorization endpoint, by what they are. */
export interface Redirects {
  /** Those that are registered for the client that presents them. */
  readonly own: ReadonlyMap<string, Presented>;
  /** Those that have nothing to do with what is registered, or are registered no more. */
  readonly unregistered: ReadonlyMap<string, Presented>;
  /** Those that only look like a registered one. */
  readonly similar: ReadonlyMap<string, Presented>;
  /** Those of other clients, and of one that is deleted. */
  readonly elsewhere: ReadonlyMap<string, Presented>;
}

/** Where applications wait that are no web sites (RFC 8252, 7). */
const ON_OWN_MACHINE = 'http://localhost:8080/callback';
const PRIVATE_SCHEME = 'com.example.app:/callback';

interface Several {
  readonly client: Made;
  readonly uris: readonly string[];
  readonly scope: AskedScope;
}

/** A client with as many kinds of redirect URIs as the tenant stores. */
async function severalOf(world: World): Promise<Several> {
  const [first, last] = [world.data.redirectUri(), world.data.redirectUri()];
  const [name] = world.habits.scopes;
  let refused: unknown;
  // Users grant user scopes; a tenant may keep those from clients like this.
  for (const type of new Set([publicType(world.habits.scopeType), world.habits.scopeType])) {
    for (const others of [[ON_OWN_MACHINE, PRIVATE_SCHEME], [ON_OWN_MACHINE], []]) {
      const uris = [first, ...others, last];
      const scope = world.scope(name, type);
      try {
        const client = await world.client({ redirectUri: uris.join(','), scopes: [scope] });
        // What is not stored as it was asked for has requirements of its own.
        if (differences(shownClient(client.answer), { redirectUri: uris.join(',') }).length === 0)
          return { client, uris, scope };
        world.idle(client.id);
        refused ??= new PrerequisiteFailed('a created client is shown with other redirect URIs');
      } catch (error) {
        if (!(error instanceof PrerequisiteFailed)) throw error;
        refused = error;
      }
    }
  }
  throw refused;
}

/** Whether an answer says that there is no such endpoint. */
function isAbsent({ answer }: Presented): boolean {
  return [404, 405, 501].includes(answer.status);
}

/** What a redirect URI is called that is registered for its client. */
function place(uri: string, uris: readonly string[]): string {
  if (uri === uris[0]) return 'the first of several';
  if (uri === uris.at(-1)) return 'the last of several';
  return uri.startsWith('http:') ? 'one on the own machine, without TLS' : 'one with a private scheme';
}

/**
 * Presents redirect URIs of a client with several, before and after an update, and of others.
 * @throws NotVerified where the tenant has no such endpoint, or has users sign in before it looks at anything
 */
export const redirects = scenario('redirects', async (world: World): Promise<Redirects> => {
  requireWrites(world);
  await world.tell(authorizationEndpoint);
  const { client, uris, scope } = await severalOf(world);
  const [first = '', last = ''] = [uris[0], uris.at(-1)];
  const ask = (id: string, uri: string): Promise<Presented> => present(world, id, uri, { scope: scope.name });
  const strangeUri = world.data.redirectUri();
  const control = await world.patience.until(
    () => ask(client.id, first),
    (one) => isTaken(one),
  );
  const stranger = await ask(client.id, strangeUri);
  if (isAbsent(control) && isAbsent(stranger))
    throw new NotVerified('not-applicable', `the authorization endpoint is not there (${control.answer.status})`);
  if (isTaken(control) && !sendsThere(control) && stranger.target === control.target)
    throw new NotVerified('not-applicable', 'the authorization endpoint has users sign in before it looks at anything');
  const signIn = isTaken(control) && !sendsThere(control) ? control.target : undefined;
  const seen = (one: Presented): Presented => ({ ...one, ...(signIn !== undefined && { signIn }) });
  const once = async (id: string, uri: string): Promise<Presented> => seen(await ask(id, uri));
  // Waiting is for what was changed just now, by a tenant that has been seen to take what it knows.
  const until = (id: string, uri: string, taken: boolean): Promise<Presented> =>
    isTaken(control)
      ? world.patience.until(
          () => once(id, uri),
          (one) => sendsThere(one) === taken,
        )
      : once(id, uri);
  const own = new Map([[place(first, uris), seen(control)]]);
  for (const uri of uris.slice(1)) own.set(place(uri, uris), await until(client.id, uri, true));
  const { neighbour } = await neighbourOf(world);
  const neighbourUri = String(neighbour.asked.redirectUri);
  own.set('the only one of a client', await until(neighbour.id, neighbourUri, true));
  const publicOne = await world.tell(unusualClient('public with several redirect URIs')).catch(() => undefined);
  const publicUri = publicOne?.asked.redirectUri?.split(',')[1];
  if (publicOne !== undefined && publicUri !== undefined && !world.hasRemoved(publicOne.id))
    own.set('one of a public client', await until(publicOne.id, publicUri, true));
  const none = ![...own.values()].some(sendsThere);
  const empty = new Map<string, Presented>();
  // Where nothing is taken, that others are refused tells nothing.
  if (none) return { own, unregistered: empty, similar: empty, elsewhere: empty };

  const { host } = new URL(first);
  const alike = {
    'a host below that of the registered one': first.replace(host, `more.${host}`),
    'the registered one with more behind it': `${first}/more`,
    'the registered one in other letters': first.replace('/callback', '/CALLBACK'),
  };
  const similar = new Map<string, Presented>();
  for (const [what, uri] of Object.entries(alike)) similar.set(what, await once(client.id, uri));
  const unregistered = new Map([
    ['one that nobody registered', seen(stranger)],
    ['the registered one without TLS', await once(client.id, first.replace('https:', 'http:'))],
  ]);
  const elsewhere = new Map([['that of another client', await once(client.id, neighbourUri)]]);
  const gone = await world.tell(deletedClient).catch(() => undefined);
  if (gone !== undefined)
    elsewhere.set(
      'that of a deleted client',
      await until(gone.client.id, String(gone.client.asked.redirectUri), false),
    );

  const moved = world.data.redirectUri();
  const change = { name: world.data.name(), redirectUri: moved, scopes: [scope] };
  if ((await world.api.update(client.id, change)).ok) {
    const after = await until(client.id, moved, true);
    own.set('the one that an update gave', after);
    if (sendsThere(after)) unregistered.set('one that an update replaced', await until(client.id, last, false));
  }
  world.idle(client.id);
  return { own, unregistered, similar, elsewhere };
});

/** Whether the endpoint does not refuse: it sends the user to the presented URI, or on to sign in, or shows a page for that. */
function isTaken(one: Presented): boolean {
  return one.target !== undefined && (sendsThere(one) || !one.isError);
}

/** Those of {@link redirects} that must not be taken. @throws NotVerified where none that must be is */
export const refusedRedirects = scenario('refusedRedirects', async (world: World): Promise<Redirects> => {
  const told = await world.tell(redirects);
  if (told.unregistered.size === 0)
    throw new NotVerified(
      'not-applicable',
      'the authorization endpoint takes no registered redirect URI, so that it refuses others tells nothing',
    );
  return told;
});

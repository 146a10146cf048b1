/** Redirect URIs of ordinary clients at the authorization endpoint, in few requests: those that must be taken, and those that must not. */
import type { AskedScope } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { effect } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { type Presented, sendsThere } from '../../fixtures/shown/authorization.ts';
import { shownClient } from '../../fixtures/shown/clients.ts';
import { ifPossible, NotVerified } from '../../fixtures/wire/errors.ts';
import { authorizationEndpoint, PAGE, present } from './authorization.ts';
import { controlNow, watch } from './controls.ts';
import { requireWrites } from './creation.ts';
import { publicApplication, unusualClient, unusualListed } from './kinds.ts';
import { emptiedOf } from './rewriting.ts';

/** Redirect URIs at the authorization endpoint, by what they are. */
export interface Redirects {
  /** Those that are registered for the client that presents them. */
  readonly own: ReadonlyMap<string, Presented>;
  /** Those that have nothing to do with what is registered, or are registered no more. */
  readonly unregistered: ReadonlyMap<string, Presented>;
  /** Those that only look like a registered one. */
  readonly similar: ReadonlyMap<string, Presented>;
  /** Those of other clients. */
  readonly elsewhere: ReadonlyMap<string, Presented>;
  /** That of a client that is deleted; undefined where none could be deleted, or strange ones are taken all the same. */
  readonly deleted?: Presented | undefined;
  /** The one that an update took from its client; undefined where nothing was updated, or strange ones are taken all the same. */
  readonly replaced?: Presented | undefined;
  /** Whether a client whose users were sent to sign in is as it was: nobody has signed in, and requests were GETs. */
  readonly aftermath: Observed;
}

/** A client with several redirect URIs. */
interface Several {
  readonly id: string;
  readonly name: string;
  readonly uris: readonly string[];
  readonly scope: AskedScope;
}

/** A client with as many kinds of redirect URIs as the tenant stores: the public one, else one of its own. */
async function severalOf(session: Session): Promise<Several> {
  const known = await session
    .once(unusualClient('a name like a number, public with several redirect URIs'))
    .catch(() => undefined);
  // It is listed as it was created, and asks for tokens with all of its scopes, before it is changed.
  await session.after(unusualListed, publicApplication);
  const [scope] = known?.asked.scopes ?? [];
  const redirectUri = known?.asked.redirectUri ?? '';
  // What is not stored as it was asked for has requirements of its own.
  const isStored = differences(shownClient(known?.detail), { redirectUri }).length === 0;
  if (known !== undefined && scope !== undefined && isStored && !session.ledger.hasRemoved(known.id))
    return { id: known.id, name: known.asked.name, uris: redirectUri.split(','), scope };
  const both = [session.data.redirectUri(), session.data.redirectUri()];
  const own = session.scope(session.capabilities.scopes[0]);
  const asking = session.asking({ redirectUri: both.join(','), scopes: [own] });
  const made = await session.createGood(asking);
  // A tenant may let a client have one redirect URI.
  const uris = made.id === undefined ? both.slice(0, 1) : both;
  const { id = '', asked } =
    made.id === undefined
      ? await session.client({ redirectUri: uris.join(','), scopes: [own] })
      : { ...made, asked: asking };
  return { id, name: asked.name, uris, scope: own };
}

export const ONLY = 'the only one of a client';

/** Whether an answer says that there is no such endpoint. */
function isAbsent({ answer }: Presented): boolean {
  return [404, 405, 501].includes(answer.status);
}

function escapedOf(uris: readonly string[]): string | undefined {
  return uris.find((uri) => uri.includes('%'));
}

/** Of several redirect URIs the first and the last, one that is not https, and one with escaped characters, by what they are. */
function chosen(uris: readonly string[]): ReadonlyMap<string, string> {
  const found = {
    'the first of several': uris[0],
    'one without TLS, on the own machine': uris.find((uri) => uri.startsWith('http:')),
    'one with escaped characters': escapedOf(uris),
    'the last of several': uris.at(-1),
  };
  return new Map(Object.entries(found).flatMap(([what, uri]) => (uri === undefined ? [] : [[what, uri] as const])));
}

/**
 * Presents redirect URIs of a client with several, before and after an update, and of others.
 * @throws NotVerified where the tenant has no such endpoint, or has users sign in before it looks at anything
 */
export const redirects = scenario('redirects', async (session: Session): Promise<Redirects> => {
  requireWrites(session);
  const { url: endpoint, isPublished } = await session.once(authorizationEndpoint);
  const client = await severalOf(session);
  const { scope } = client;
  const ask = (id: string, uri: string): Promise<Presented> => present(session, id, uri, { scope: scope.name });
  const strangeUri = session.data.redirectUri();
  const control = await session.polling.until(
    () => firstTaken(ask, client),
    effect('redirect URI accepted', (one) => isTaken(one)),
  );
  const uris = control.uri === client.uris[0] ? client.uris : [control.uri];
  const [[firstPlace, first] = ['', ''], ...rest] = chosen(uris);
  const stranger = await ask(client.id, strangeUri);
  // Where nothing says that this is the endpoint, only that it takes what is registered shows it.
  if ((isAbsent(control) && isAbsent(stranger)) || !(isPublished || isTaken(control)))
    throw new NotVerified('not-applicable', `the authorization endpoint is not there (${control.answer.status})`);
  if (isTaken(control) && !sendsThere(control) && stranger.target === control.target)
    throw new NotVerified('not-applicable', 'the authorization endpoint has users sign in before it looks at anything');
  let signIn = isTaken(control) && !sendsThere(control) ? control.target : undefined;
  const seen = (one: Presented): Presented => ({ ...one, ...(signIn !== undefined && { signIn }) });
  const once = async (id: string, uri: string): Promise<Presented> => seen(await ask(id, uri));
  const astray = async (id: string): Promise<Presented> =>
    seen(await present(session, id, session.data.redirectUri(), { scope: 'no-such-scope' }));
  // One client may be sent back with an error at once, and the users of another one to sign in: where nobody is sent with a strange URI.
  const registered = async (id: string, uri: string): Promise<Presented> => {
    const one = await ask(id, uri);
    const isAtEndpoint = one.target === PAGE || one.target?.startsWith(`${endpoint.origin}/`) === true;
    if (isAtEndpoint && isTaken(one) && one.target !== stranger.target) signIn ??= one.target;
    return seen(one);
  };
  // Waiting is for what was changed just now, by a tenant that has been seen to take what it knows.
  const until = (id: string, uri: string, taken: boolean): Promise<Presented> =>
    isTaken(control)
      ? session.polling.until(
          () => (taken ? registered : once)(id, uri),
          effect(taken ? 'redirect URI accepted' : 'redirect URI refused', (one) => sendsThere(one) === taken),
        )
      : once(id, uri);
  const own = new Map([[firstPlace, seen(control)]]);
  for (const [what, uri] of rest) own.set(what, await until(client.id, uri, true));
  const before = await controlNow(session);
  const { control: other } = before;
  const otherUri = String(other.asked.redirectUri);
  own.set(ONLY, await until(other.id, otherUri, true));
  const isThere = before.detail.ok;
  const disturbed = isThere ? await watch(session, before, []) : [];
  const aftermath = {
    unseen: !isThere,
    holds: disturbed.length === 0,
    message: 'A request to the authorization endpoint changed a client.',
    expected: 'the client as it was',
    actual: disturbed.map(({ sentence }) => sentence).join('; '),
    ...(disturbed[0] !== undefined && { answer: disturbed[0].seen }),
  };
  const none = ![...own.values()].some(sendsThere);
  const empty = new Map<string, Presented>();
  // Where nothing is taken, that others are refused tells nothing.
  if (none) return { own, unregistered: empty, similar: empty, elsewhere: empty, aftermath };

  const { host } = new URL(first);
  const escaped = escapedOf(uris);
  const alike = {
    'the registered one with more behind it': `${first}/more`,
    'the registered one in other letters': first.replace('/callback', '/CALLBACK'),
    // In patterns of SQL a percent sign stands for anything.
    ...(escaped !== undefined && {
      'the registered one with more behind its percent signs': escaped.replaceAll('%', '%x'),
    }),
  };
  const similar = new Map<string, Presented>();
  for (const [what, uri] of Object.entries(alike)) similar.set(what, await once(client.id, uri));
  const unregistered = new Map([
    ['one that nobody registered', seen(stranger)],
    ['the registered one without TLS', await once(client.id, first.replace('https:', 'http:'))],
    ['a host below that of the registered one', await once(client.id, first.replace(host, `more.${host}`))],
    // What is wrong besides is told to nobody there either (RFC 6749, 4.1.2.1).
    ['one that nobody registered, with an unknown scope', await astray(client.id)],
  ]);
  const elsewhere = new Map([['that of another client', await once(client.id, otherUri)]]);

  // Signed in to before it is deleted, so that it may stand in a cache; and what others registered as well stays registered.
  let deleted: Presented | undefined;
  const double = await session.createGood(session.asking({ redirectUri: first }));
  if (double.id !== undefined) {
    const wasTaken = sendsThere(await until(double.id, first, true));
    if ((await session.api.delete(double.id)).ok) {
      session.ledger.gone(double.id);
      if (wasTaken) deleted = await until(double.id, first, false);
      own.set('one that a deleted client had as well', await until(client.id, first, true));
    }
  }

  let replaced: Presented | undefined;
  const moved = session.data.redirectUri();
  // Of several the first stays, for who looks at that alone.
  const change = {
    // Whoever finds redirect URIs by the name of their client has to find the new ones as well.
    name: client.name,
    redirectUri: (uris.length > 1 ? [first, moved] : [moved]).join(','),
    scopes: [scope],
  };
  if ((await session.api.update(client.id, change)).ok) {
    const after = await until(client.id, moved, true);
    // Of the same client with the same scope, whose users could sign in before: sent back with an error they cannot any more.
    const isRefused = saysNo(after) && !control.isError;
    own.set('the one that an update gave', isRefused ? { ...after, target: undefined } : after);
    if (sendsThere(after)) replaced = await until(client.id, uris.at(-1) ?? first, false);
    if (replaced !== undefined) unregistered.set('one that an update replaced', replaced);
    // Whoever has none registered is not one who may be sent anywhere.
    const mayHaveNone = (await ifPossible(session.once(emptiedOf.redirectUri))) !== undefined;
    if (mayHaveNone && (await session.api.update(client.id, { ...change, redirectUri: '' })).ok)
      unregistered.set(
        'one that nobody registered, where an update left none',
        await until(client.id, session.data.redirectUri(), false),
      );
  }
  return {
    own,
    unregistered,
    similar,
    elsewhere,
    aftermath,
    ...(!sendsThere(seen(stranger)) && { replaced, deleted }),
  };
});

/**
 * Presents the first redirect URI of a client, and where that is not taken all of them as one: the page does not say that a comma
 * separates several, and it is a character of URIs (RFC 3986, 2.2).
 */
async function firstTaken(
  ask: (id: string, uri: string) => Promise<Presented>,
  { id, uris }: Several,
): Promise<Presented> {
  const first = await ask(id, uris[0] ?? '');
  if (isTaken(first) || uris.length === 1) return first;
  const whole = await ask(id, uris.join(','));
  return isTaken(whole) ? whole : first;
}

/** Whether the endpoint does not refuse: it sends the user to the presented URI, or on to sign in, or shows a page for that. */
function isTaken(one: Presented): boolean {
  return one.target !== undefined && (sendsThere(one) || !one.isError);
}

/** Whether a user is sent back with an error that no sign-in would help with (OpenID Connect Core 1.0, 3.1.2.6 names those that it would). */
function saysNo({ answer }: Presented): boolean {
  const { location = '' } = answer.headers;
  const error = URL.canParse(location) ? new URL(location).searchParams.get('error') : null;
  return error !== null && !error.endsWith('_required');
}

/**
 * The redirect URI that an update took from its client, and in words which it is: where those of others are taken as well, that is
 * why it still is. @throws NotVerified where nothing tells whether it is taken still
 */
export const replacedRedirect = scenario('replacedRedirect', async (session: Session) => {
  const { replaced, elsewhere } = await session.once(refusedRedirects);
  if (replaced !== undefined) return withOthers(replaced, elsewhere);
  throw new NotVerified('not-applicable', 'the tenant updates no redirect URI, or takes strange ones all the same');
});

/** The redirect URI of a client that is deleted, told in the same way. @throws NotVerified where nothing tells whether it is taken still */
export const deletedRedirect = scenario('deletedRedirect', async (session: Session) => {
  const { deleted, elsewhere } = await session.once(refusedRedirects);
  if (deleted !== undefined) return withOthers(deleted, elsewhere);
  throw new NotVerified(
    'not-applicable',
    'no client could be deleted, or strange redirect URIs are taken all the same',
  );
});

function withOthers(presented: Presented, elsewhere: ReadonlyMap<string, Presented>) {
  const others = [...elsewhere].filter(([, other]) => sendsThere(other)).map(([what]) => what);
  const alsoTaken = others.length > 0 ? ` (taken as well: ${others.join(', ')})` : '';
  return { what: `${presented.uri}${alsoTaken}`, presented };
}

/** Those of {@link redirects} that must not be taken. @throws NotVerified where none that must be is */
export const refusedRedirects = scenario(
  'refusedRedirects',
  async (session: Session): Promise<Redirects> => {
    const told = await session.once(redirects);
    if (told.unregistered.size === 0)
      throw new NotVerified(
        'not-applicable',
        'the authorization endpoint takes no registered redirect URI, so that it refuses others tells nothing',
      );
    return told;
  },
  { isLong: true },
);

/** What is special about the clients of each unusual kind, as they are asked for. */
import type { AskedScope, CreateBody } from '../../fixtures/api/requests.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { shownClient, shownScopes } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { creation } from './creation.ts';
import { publicType } from './public-clients.ts';

/** Kinds of legal but unusual clients. */
export const UNUSUAL_KINDS = [
  'unicode name and a redirect URI on the own machine',
  'several redirect URIs',
  'a name of digits, no redirect URI and many scopes',
  'a long name and scopes of both types',
  'name with markup, a redirect URI of an application and a scope of the other type',
  'a name like a number, public with several redirect URIs',
  'a long name, public without a redirect URI',
] as const;

export type UnusualKind = (typeof UNUSUAL_KINDS)[number];

/** A scope of each type, written as this tenant takes types. */
export function bothTypes(session: Session): readonly [AskedScope, AskedScope] {
  const [first, second] = session.capabilities.scopes;
  const own = session.capabilities.scopeType;
  const others: Readonly<Record<string, string | number>> = { user: 'application', application: 'user', 0: 1, 1: 0 };
  return [session.scope(first, own), session.scope(second, others[String(own).toLowerCase()] ?? own)];
}

/** All scopes that are known to be registered, but for one where there are others. */
export function manyScopes({ capabilities, fullScopes }: Session, without: string): readonly string[] {
  const [first, second, third] = capabilities.scopes;
  const all = [...new Set([third, second, first, ...fullScopes])];
  return all.length === 1 ? all : all.filter((name) => name !== without);
}

/** What is special about a client of this kind; where a tenant sets limits, the next one is more modest. */
export function unusual(session: Session, kind: UnusualKind): readonly Partial<CreateBody>[] {
  const [first, second, third] = session.capabilities.scopes;
  // A trailing slash, a query and an escaped character make another URI of each (RFC 3986, 6.2; vendors match them exactly).
  const uris = [
    session.data.redirectUri(),
    `${session.data.redirectUri()}?state=a%2Fb%3Dc`,
    `${session.data.redirectUri()}/`,
  ] as const;
  const several = uris.join(',');
  // Paths are case-sensitive (RFC 3986, 6.2.2.1).
  const more = `${several},${uris[0].replace('/callback', '/Callback')}`;
  switch (kind) {
    case 'unicode name and a redirect URI on the own machine':
      // Joined letters and ligatures are no spellings of others (Unicode Standard Annex 15, compatibility equivalence).
      return [' \u{1F469}\u200D\u{1F4BB} \uFB01 \u2460', ''].flatMap((more) =>
        alsoWithout('redirectUri', {
          name: session.data.name(`Zoë Ångström Ωμέγα 日本語 \u{1F511} e\u0301 שלום %41${more}`),
          // With a port of its own (RFC 8252, 7.3).
          redirectUri: `http://localhost:8080/callback/${session.data.digits()}`,
        }),
      );
    case 'several redirect URIs': {
      // Every scope at once: of a list that is cut, it is the last that is lost.
      const scopes = session.scopes(...new Set([...session.fullScopes, first, second]));
      return [{ redirectUri: more, scopes }, { redirectUri: more }, { redirectUri: several }];
    }
    case 'a name of digits, no redirect URI and many scopes':
      return [
        // The update of this client drops the third and adds the second.
        ...alsoWithout('name', {
          name: session.data.digits(),
          redirectUri: null,
          scopes: session.scopes(...manyScopes(session, second)),
        }),
        { redirectUri: null, scopes: session.scopes(...new Set([third, first, second])) },
      ];
    case 'a long name and scopes of both types':
      return [
        { name: session.data.name('n'.repeat(230)), scopes: bothTypes(session) },
        ...[230, 75].map((length) => ({ name: session.data.name('n'.repeat(length)), scopes: session.scopes(second) })),
      ];
    case 'name with markup, a redirect URI of an application and a scope of the other type':
      return [{ scopes: bothTypes(session).slice(1) }, { scopes: session.scopes(second) }].flatMap((scopes) =>
        alsoWithout('redirectUri', {
          ...scopes,
          name: session.data.name(`<b>"O'Neill" & Søn</b> 100% %41 \\ /; a+b  c {0}`),
          redirectUri: `ecc-${session.data.digits()}://callback`,
        }),
      );
    case 'a name like a number, public with several redirect URIs':
      return [[first, second], [first]].flatMap((names) =>
        alsoWithout('name', {
          name: `${session.data.digits()}e5`,
          isConfidential: false,
          redirectUri: several,
          scopes: names.map((name) => session.scope(name, publicType(session.capabilities.scopeType))),
        }),
      );
    case 'a long name, public without a redirect URI':
      return [[230, first, second] as const, [75, first, second] as const, [75, first] as const].map(
        ([length, ...names]) => ({
          name: session.data.name('ñ'.repeat(length)),
          isConfidential: false,
          redirectUri: null,
          scopes: names.map((name) => session.scope(name, publicType(session.capabilities.scopeType))),
        }),
      );
  }
}

/** A client as asked for, and one with an ordinary value in the place of the member that a tenant may refuse. */
function alsoWithout(member: 'name' | 'redirectUri', change: Partial<CreateBody>): readonly Partial<CreateBody>[] {
  const { [member]: _, ...rest } = change;
  return [change, rest];
}

/** Longer than most columns that a careless server cuts texts to. */
const LONG_LIST = 30;

/** Where applications wait that are no web sites (RFC 8252, 7): with a port, on the own machine, under a scheme of their own. */
const OTHER_PLACES = [
  'https://odd.example.com:8443/call+back',
  'http://localhost:3000/callback',
  'http://127.0.0.1/callback',
  'com.example.app:/callback',
] as const;

/** Scopes of another product, which a tenant need not know. */
const UNRELATED = ['OR.Jobs', 'OR.Jobs.Read'] as const;

/** What no tenant needs to take, and what must do no harm where one does. */
export async function bolder(
  session: Session,
  kind: UnusualKind,
  { redirectUri }: Partial<CreateBody>,
): Promise<readonly Partial<CreateBody>[]> {
  const [first, second] = session.capabilities.scopes;
  switch (kind) {
    case 'unicode name and a redirect URI on the own machine':
      // As the page prints it: no certificate at all.
      return session.api.target.certificates ? [{ clientCertificates: [{}] }] : [];
    case 'several redirect URIs': {
      const long = [redirectUri, ...Array.from({ length: LONG_LIST }, () => session.data.redirectUri())].join(',');
      // Of two products in turn, for who puts together what stands together, and then every scope: of a list that is cut, the last is lost.
      const inTurn = session.scopes(...new Set([UNRELATED[0], second, UNRELATED[1], first, ...session.fullScopes]));
      const withOthers = [long, ...OTHER_PLACES].join(',');
      return [
        { redirectUri: withOthers, scopes: inTurn },
        { redirectUri: long, scopes: inTurn },
        { redirectUri: long },
      ];
    }
    case 'a long name and scopes of both types': {
      const { id } = await session.once(creation);
      // In other letters it is the same organization (RFC 9562, 4).
      const partitionGlobalId = session.options.partitionId.toUpperCase();
      return [
        { partitionGlobalId, ...(id !== undefined && { id }) },
        { partitionGlobalId },
        ...(id === undefined ? [] : [{ id }]),
      ];
    }
    case 'a name like a number, public with several redirect URIs': {
      const type = typeof session.capabilities.scopeType === 'number' ? 1 : 'application';
      const scopes = [session.scope(first, publicType(session.capabilities.scopeType)), session.scope(second, type)];
      const withOthers = [redirectUri, ...OTHER_PLACES].join(',');
      return [{ redirectUri: withOthers, scopes }, { redirectUri: withOthers }, { scopes }];
    }
    case 'a name of digits, no redirect URI and many scopes':
      // The update of this client names none of another product: whoever puts away by product takes away by product.
      return [{ scopes: session.scopes(...manyScopes(session, second), UNRELATED[0]) }];
    case 'name with markup, a redirect URI of an application and a scope of the other type':
    case 'a long name, public without a redirect URI':
      return [];
  }
}

/** Whether a client that was asked for with scopes of another product shows none of them: the tenant does not know them. */
export function lacksUnrelated(asked: CreateBody, answer: Answer): boolean {
  const names: readonly string[] = UNRELATED;
  const shown = shownScopes(shownClient(answer));
  return asked.scopes.some(({ name }) => names.includes(name)) && shown?.some((name) => names.includes(name)) !== true;
}

import { readToken } from '../../fixtures/api/bearer.ts';
import type { AskedScope, CreateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { type ScenarioFamily, scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, itemsOf, shownClient, shownClients, shownScopes, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { shows } from './change.ts';
import { ifMade } from './controls.ts';
import { creation, expected, requireTruthfulDetail, requireWrites } from './creation.ts';

/** A public client, read back. */
export interface PublicCreated {
  readonly id: string | undefined;
  readonly asked: CreateBody;
  readonly answer: Answer;
}

export const publicCreation = scenario('publicCreation', async (session: Session): Promise<PublicCreated> => {
  requireWrites(session);
  let creation: PublicCreated | undefined;
  for await (const scopes of publicScopes(session)) {
    const asked = session.asking({ isConfidential: false, scopes });
    // Where there was no room for the first one, there is some afterwards.
    creation = { asked, ...(await (creation === undefined ? session.createGood(asked) : session.create(asked))) };
    if (creation.answer.status !== 400 && creation.answer.status !== 422) break;
  }
  return creation as PublicCreated;
});

/**
 * Scopes that public clients may be registered for, the ordinary one first. A tenant may keep scopes for management from them, so
 * those of somebody's public client come next, and then none.
 */
async function* publicScopes(session: Session): AsyncGenerator<readonly AskedScope[]> {
  const type = publicType(session.capabilities.scopeType);
  yield [session.scope(session.capabilities.scopes[0], type)];
  const list = await session.api.list();
  const example = shownClients(list).find(({ isConfidential, name }) => isConfidential === false && !isOurs(name));
  const shown = shownScopes(example) ?? [];
  const names =
    example === undefined || shown.length > 0
      ? shown
      : shownScopes(shownClient(await session.api.get(String(example.id))));
  if (names?.[0] !== undefined) yield [session.scope(names[0], type)];
  yield [];
}

function isOurs(name: unknown): boolean {
  return text(name)?.startsWith(NAME_PREFIX) === true;
}

/** Public clients are registered for user scopes; the type is written the way the tenant takes it. */
export function publicType(type: string | number): string | number {
  return typeof type === 'number' ? 0 : 'user';
}

/** A create without the member for redirect URIs, and without scopes: a tenant may refuse it, not fail. */
export const creationWithoutMember = scenario(
  'creationWithoutMember',
  async (session: Session): Promise<UnusualRequest> => {
    requireWrites(session);
    const { redirectUri: _, ...asked } = session.asking({ scopes: [] });
    return { asked, ...(await session.createGood(asked)) };
  },
);

/** A client with neither scopes nor a redirect URI, where the tenant makes one; nothing is ever done to it. */
export const bareClient = scenario('bareClient', async (session: Session): Promise<Made | undefined> => {
  const { id, asked, answer } = await session.once(creationWithoutMember);
  if (id !== undefined) return { id, asked, answer, secret: givenSecret(shownClient(answer)) };
  return ifMade(session.client({ redirectUri: null, scopes: [] }));
});

/** A public client with its detail and its attempts to sign in. */
export interface PublicLife extends PublicCreated {
  readonly id: string;
  readonly detail: Answer;
  readonly withoutSecret: SecretUse;
  readonly withEmptySecret: SecretUse;
  readonly withMadeUpSecret: SecretUse;
  /** Token requests in all the other ways, by what is presented. */
  readonly tries: ReadonlyMap<string, SecretUse>;
}

/**
 * Token requests of a public client: with and without a secret and a scope, in the form and in the header. Whoever takes it for
 * authenticated may still refuse the scope, so it is asked without one as well.
 */
export async function publicTries(
  session: Session,
  id: string,
  registered: readonly string[],
): Promise<ReadonlyMap<string, SecretUse>> {
  const secrets = {
    'no secret': undefined,
    'an empty secret': '',
    'a made-up secret': session.data.unknownGuid(),
    'its id as secret': id,
  };
  const scopes = [undefined, ...registered];
  const asked = Object.entries(secrets).flatMap(([what, secret]) =>
    (['form', 'basic'] as const).flatMap((way) =>
      way === 'basic' && (secret === undefined || secret === id)
        ? []
        : scopes.map((scope) => ({ what, secret, way, scope })),
    ),
  );
  const uses = await inParallel(asked, async ({ what, secret, way, scope }) => {
    const answer = await session.tokens.ask(id, secret, scope, way);
    const kind = `${what}, ${way === 'form' ? 'in the form' : 'in the header'}, ${scope === undefined ? 'without a scope' : `for ${scope}`}`;
    return [kind, { answer, accepted: readToken(answer) !== undefined }] as const;
  });
  return new Map(uses);
}

export const publicLife = scenario('publicLife', async (session: Session): Promise<PublicLife> => {
  await requireTruthfulDetail(session);
  const creation = await session.once(publicCreation);
  const { id, asked, answer } = creation;
  if (id === undefined) throw new PrerequisiteFailed('create', `creating a public client answered ${answer.status}`);
  const detail = await session.polling.until(
    () => session.api.get(id),
    (seen) => differences(shownClient(seen), expected(asked)).length === 0,
  );
  const uses = await allInParallel({
    withoutSecret: () => session.use(id, undefined),
    withEmptySecret: () => session.use(id, ''),
    withMadeUpSecret: () => session.use(id, session.data.unknownGuid()),
  });
  const tries = await publicTries(
    session,
    id,
    asked.scopes.map(({ name }) => name),
  );
  return { ...creation, id, detail, ...uses, tries };
});

/** A legal but unusual client: how it was asked for, and how it reads back. */
export interface UnusualRequest {
  readonly asked: CreateBody;
  readonly answer: Answer;
  readonly id: string | undefined;
}

export interface Unusual extends UnusualRequest {
  readonly id: string;
  readonly detail: Answer;
}

export type UnusualKind =
  | 'unicode name and a redirect URI on the own machine'
  | 'several redirect URIs'
  | 'a name of digits, no redirect URI and many scopes'
  | 'a long name and scopes of both types'
  | 'name with markup, a redirect URI of an application and a scope of the other type'
  | 'a name like a number, public with several redirect URIs'
  | 'a long name, public without a redirect URI';

/** Kinds of legal but unusual clients. */
export const UNUSUAL_KINDS = [
  'unicode name and a redirect URI on the own machine',
  'several redirect URIs',
  'a name of digits, no redirect URI and many scopes',
  'a long name and scopes of both types',
  'name with markup, a redirect URI of an application and a scope of the other type',
  'a name like a number, public with several redirect URIs',
  'a long name, public without a redirect URI',
] as const satisfies readonly UnusualKind[];

const unusualAsked = scenarios('unusualAsked', async (session: Session, kind: UnusualKind): Promise<UnusualRequest> => {
  requireWrites(session);
  let status = 0;
  const plain = unusual(session, kind).map((change) => ({ change, isBold: false }));
  const first = plain[0]?.change ?? {};
  const bold = (await bolder(session, kind, first)).map((more) => ({ change: { ...first, ...more }, isBold: true }));
  for (const { change, isBold } of [...bold, ...plain]) {
    const asked = session.asking(change);
    const { answer, id } = await (isBold ? session.create(asked) : session.createGood(asked));
    const isPlain = answer.status < 400 || (answer.status >= 500 && !isBold);
    if (isPlain && !(isBold && lacksUnrelated(asked, answer))) return { asked, answer, id };
    session.ledger.idle(id);
    status = answer.status;
  }
  throw new NotVerified('not-applicable', `the tenant refuses a client with ${kind} (${status})`);
});

const unusualReadBack: ScenarioFamily<[kind: UnusualKind], Unusual> = scenarios(
  'unusualReadBack',
  async (session: Session, kind: UnusualKind): Promise<Unusual> => {
    await requireTruthfulDetail(session);
    const { asked, answer, id } = await session.once(unusualAsked(kind));
    if (id === undefined)
      throw new PrerequisiteFailed('create', `creating a client with ${kind} answered ${answer.status}`);
    const detail = await session.polling.until(() => session.api.get(id), shows(asked));
    // Nobody does anything to this one later, so it is listed where there is room, and makes room where there is none.
    if (kind === 'a long name, public without a redirect URI') session.ledger.idle(id);
    return { asked, answer, id, detail };
  },
);

/** All of them at once, so that a slow tenant costs one wait; what becomes of each is told by its own story. */
const unusuals = scenario('unusuals', async (session: Session): Promise<void> => {
  await inParallel(UNUSUAL_KINDS, (kind) => session.once(unusualReadBack(kind)).catch(() => undefined));
});

/** For each kind the story of asking for such a client. A refusal is `not-applicable`: the page sets no limits. */
export const unusualRequest: ScenarioFamily<[kind: UnusualKind], UnusualRequest> = scenarios(
  'unusualRequest',
  async (session: Session, kind: UnusualKind): Promise<UnusualRequest> => {
    await session.after(unusuals);
    return session.once(unusualAsked(kind));
  },
);

/** For each kind the story of reading such a client back. */
export const unusualClient: ScenarioFamily<[kind: UnusualKind], Unusual> = scenarios(
  'unusualClient',
  async (session: Session, kind: UnusualKind): Promise<Unusual> => {
    await session.after(unusuals);
    return session.once(unusualReadBack(kind));
  },
);

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
function unusual(session: Session, kind: UnusualKind): readonly Partial<CreateBody>[] {
  const [first, second, third] = session.capabilities.scopes;
  // A trailing slash, a query and an escaped character make another URI of each (RFC 3986, 6.2; vendors match them exactly).
  const uris = [
    session.data.redirectUri(),
    `${session.data.redirectUri()}?state=a%20b`,
    `${session.data.redirectUri()}/`,
  ] as const;
  const several = uris.join(',');
  // Paths are case-sensitive (RFC 3986, 6.2.2.1).
  const more = `${several},${uris[0].replace('/callback', '/Callback')}`;
  switch (kind) {
    case 'unicode name and a redirect URI on the own machine':
      return alsoWithout('redirectUri', {
        name: session.data.name('Zoë Ångström Ωμέγα 日本語 \u{1F511} e\u0301 שלום %41'),
        // With a port of its own (RFC 8252, 7.3).
        redirectUri: `http://localhost:8080/callback/${session.data.digits()}`,
      });
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
      return alsoWithout('name', {
        name: `${session.data.digits()}e5`,
        isConfidential: false,
        redirectUri: several,
        scopes: [session.scope(first, publicType(session.capabilities.scopeType))],
      });
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
  'https://odd.example.com:8443/callback',
  'http://localhost:3000/callback',
  'http://127.0.0.1/callback',
  'com.example.app:/callback',
] as const;

/** Scopes of another product, which a tenant need not know. */
const UNRELATED = ['OR.Jobs', 'OR.Jobs.Read'] as const;

/** What no tenant needs to take, and what must do no harm where one does. */
async function bolder(
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
      // Of two products in turn, for who puts together what stands together.
      const inTurn = session.scopes(UNRELATED[0], second, UNRELATED[1], first);
      const withOthers = [long, ...OTHER_PLACES].join(',');
      return [
        { redirectUri: withOthers, scopes: inTurn },
        { redirectUri: long, scopes: inTurn },
        { redirectUri: long },
      ];
    }
    case 'a long name and scopes of both types': {
      const { id } = await session.once(creation);
      return id === undefined ? [] : [{ id }];
    }
    case 'a name like a number, public with several redirect URIs': {
      const type = typeof session.capabilities.scopeType === 'number' ? 1 : 'application';
      const scopes = [session.scope(first, publicType(session.capabilities.scopeType)), session.scope(second, type)];
      const withOthers = [redirectUri, ...OTHER_PLACES].join(',');
      return [{ redirectUri: withOthers, scopes }, { redirectUri: withOthers }, { scopes }];
    }
    case 'name with markup, a redirect URI of an application and a scope of the other type':
    case 'a name of digits, no redirect URI and many scopes':
    case 'a long name, public without a redirect URI':
      return [];
  }
}

/** Whether a client that was asked for with scopes of another product shows none of them: the tenant does not know them. */
function lacksUnrelated(asked: CreateBody, answer: Answer): boolean {
  const names: readonly string[] = UNRELATED;
  const shown = shownScopes(shownClient(answer));
  return asked.scopes.some(({ name }) => names.includes(name)) && shown?.some((name) => names.includes(name)) !== true;
}

/** Token requests of a public client with a scope of the other type. @throws NotVerified where the tenant registers none for it */
export const publicApplication = scenario(
  'publicApplication',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const { id, asked } = await session.once(unusualRequest('a name like a number, public with several redirect URIs'));
    const [, second] = asked.scopes;
    if (id === undefined || second === undefined)
      throw new NotVerified('not-applicable', 'the tenant registers no application scope for a public client');
    return publicTries(session, id, [second.name]);
  },
);

/** A wrong secret of a client with a certificate that is none. @throws NotVerified where the tenant takes no such certificate */
export const certified = scenario('certified', async (session: Session): Promise<SecretUse> => {
  const { id, asked, answer } = await session.once(
    unusualRequest('unicode name and a redirect URI on the own machine'),
  );
  if (id === undefined || asked.clientCertificates === undefined)
    throw new NotVerified('not-applicable', 'the tenant takes no empty certificate');
  const secret = givenSecret(shownClient(answer));
  const right = await session.useUntil(true, id, secret);
  if (!right.accepted)
    throw new PrerequisiteFailed(
      'token',
      'the secret of a client with an empty certificate is not accepted, so a wrong one tells nothing',
    );
  return session.use(id, session.data.unknownGuid());
});

/** All unusual clients, and a public one, in one list. */
export interface UnusualListed {
  readonly list: Answer;
  readonly clients: readonly { readonly id: string; readonly asked: CreateBody; readonly detail: Answer }[];
}

export const unusualListed = scenario('unusualListed', async (session: Session): Promise<UnusualListed> => {
  requireWrites(session);
  const clients: { id: string; asked: CreateBody; detail: Answer }[] = [];
  for (const story of [publicLife, ...UNUSUAL_KINDS.map((kind) => unusualClient(kind))]) {
    const told = await session
      .once<{ id: string; asked: CreateBody; detail: Answer }>(story)
      .catch((error: unknown) => {
        if (error instanceof NotVerified) return undefined;
        throw error;
      });
    if (told?.detail.ok === true) clients.push(told);
  }
  // Where the tenant had no room some of them are gone, also while the others were made.
  const left = () => clients.filter(({ id }) => !session.ledger.hasRemoved(id));
  const list = await session.polling.until(
    () => session.api.list(),
    (seen) => left().every(({ id }) => itemsOf(seen, id).length > 0),
  );
  if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
  return { list, clients: left() };
});

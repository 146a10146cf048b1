import type { CreateBody } from '../../fixtures/api/requests.ts';
import { effect } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { type ScenarioFamily, scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, itemsOf, shownClient } from '../../fixtures/shown/clients.ts';
import { scopesInWords, scopesOf, showsScopes } from '../../fixtures/shown/scopes.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { shows } from './change.ts';
import { ifMade } from './controls.ts';
import { creation, requireTruthfulDetail, requireWrites } from './creation.ts';
import { publicLife, publicTries } from './public-clients.ts';
import { bolder, bothTypes, lacksUnrelated, UNUSUAL_KINDS, type UnusualKind, unusual } from './unusual-requests.ts';

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
    const detail = await session.readUntil(id, shows(asked));
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

/** Whether the tenant has kept a client of this kind with several redirect URIs. */
export async function takesSeveral(session: Session, kind: UnusualKind): Promise<boolean> {
  const made = await ifPossible(session.once(unusualClient(kind)));
  return made !== undefined && shows(made.asked).isSeen(made.detail) && made.asked.redirectUri?.includes(',') === true;
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

/**
 * Whether a client that is asked for with one scope for users and for applications has both. @throws NotVerified where the tenant makes
 * no such client, or types of scopes cannot be told apart
 */
export const scopeOfBothTypes = scenario('scopeOfBothTypes', async (session: Session): Promise<Observed> => {
  await requireTruthfulDetail(session);
  const [own, { type }] = bothTypes(session);
  if (type === undefined || type === own.type)
    throw new NotVerified('not-applicable', 'the tenant takes one type of scopes');
  const ordinary = session.asking({ scopes: [own, { ...own, type }] });
  const { asked, answer, id } = await createdRecased(session, ordinary);
  if (id === undefined)
    throw new NotVerified('not-applicable', `the tenant refuses one scope with both types (${answer.status})`);
  const detail = await session.readUntil(id, shows(asked));
  session.ledger.idle(id);
  return {
    holds: showsScopes(shownClient(detail), asked.scopes),
    message: 'The client has one of the two alone.',
    expected: scopesInWords(asked.scopes),
    actual: scopesInWords(scopesOf(shownClient(detail))),
    answer: detail,
  };
});

/** A client whose name differs from that of an earlier one in the case of a letter, for who looks names up without; a tenant may refuse that name. */
async function createdRecased(
  session: Session,
  ordinary: CreateBody,
): Promise<{ asked: CreateBody; answer: Answer; id: string | undefined }> {
  const { asked: earlier } = await session.once(creation);
  const asked = {
    ...ordinary,
    name: earlier.name.replace(/ ([a-z])/, (_, letter: string) => ` ${letter.toUpperCase()}`),
  };
  const made = await session.create(asked);
  if (made.id !== undefined) return { asked, ...made };
  return { asked: ordinary, ...(await session.createGood(ordinary)) };
}

/** All unusual clients, and a public one, in one list. */
export interface UnusualListed {
  readonly list: Answer;
  readonly clients: readonly {
    /** What is unusual about it, in words. */
    readonly kind: string;
    readonly id: string;
    readonly asked: CreateBody;
    readonly detail: Answer;
  }[];
}

export const unusualListed = scenario('unusualListed', async (session: Session): Promise<UnusualListed> => {
  requireWrites(session);
  const clients: UnusualListed['clients'][number][] = [];
  const stories = [
    ['a public client', publicLife],
    ...UNUSUAL_KINDS.map((kind) => [`a client with ${kind}`, unusualClient(kind)] as const),
  ] as const;
  for (const [kind, story] of stories) {
    const told = await ifPossible(session.once<{ id: string; asked: CreateBody; detail: Answer }>(story));
    if (told?.detail.ok === true) clients.push({ ...told, kind });
  }
  // Where the tenant had no room some of them are gone, also while the others were made.
  const left = () => clients.filter(({ id }) => !session.ledger.hasRemoved(id));
  const list = await session.listUntil(
    effect('client listed', (seen) => left().every(({ id }) => itemsOf(seen, id).length > 0)),
  );
  if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
  return { list, clients: left() };
});

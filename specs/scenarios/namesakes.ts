import type { CreateBody, GenerateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { listed } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inTurn } from '../../fixtures/session/parallel.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, itemsOf, sameId, secretIds, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { byOperation, type Harm, look, type Member } from './adjacent-clients.ts';
import { expected } from './change.ts';
import { type StoredEvidence, shownDetail } from './creation.ts';
import { type Rival, rivalOf, together } from './rivals.ts';

/** One of several requests with the same body, and its answer. */
export interface Equal {
  readonly which: string;
  readonly answer: Answer;
}

/** One of several clients that were asked for alike. */
export interface Twin extends Equal, Made {}

/** Creates with one and the same body: one after the other, and two at the same time. */
export interface EqualCreations {
  readonly asked: CreateBody;
  readonly requests: readonly Equal[];
  /** Those that were answered with a client; an id may be that of another one. */
  readonly twins: readonly Twin[];
}

export const equalCreations = scenario('equalCreations', async (session: Session): Promise<EqualCreations> => {
  const { id, asked, answer, secret } = await session.once(shownDetail);
  const first = { which: 'the first request', answer, id };
  const second = { which: 'the same request after it', ...(await session.createGood(asked)) };
  const atOnce = await together(
    ['one', 'the other'].map(async (which) => ({
      which: `${which} of the same two requests at the same time`,
      ...(await session.create(asked, {}, { isOneOfSeveral: true })),
    })),
  );
  const requests = [first, second, ...atOnce];
  // Which of several alike an answer without an id is about, nobody knows.
  const twins = requests.flatMap((one) =>
    one.id === undefined || text(shownClient(one.answer)?.id) === undefined
      ? []
      : [{ ...one, id: one.id, asked, secret: one === first ? secret : givenSecret(shownClient(one.answer)) }],
  );
  return { asked, requests, twins };
});

/** The use of the secrets of two of them, the second and the first one of those that were asked for at the same time. */
export const equalCreationsInUse = scenario(
  'equalCreationsInUse',
  async (session: Session): Promise<readonly { which: string; use: SecretUse }[]> => {
    const { twins } = await session.once(equalCreations);
    const later = twins.slice(1, 3);
    if (later.length === 0) throw new NotVerified('not-applicable', 'the tenant refuses a request that it had before');
    return inTurn(later, async ({ which, id, secret }) => ({ which, use: await session.useUntil(true, id, secret) }));
  },
);

/** Creates with names that are none. */
export const namelessCreations = scenario('namelessCreations', async (session: Session): Promise<readonly Equal[]> => {
  await session.once(shownDetail);
  return inTurn(['', '   '], async (name) => {
    const { answer, id } = await session.create(session.asking({ name }), {}, { isOneOfSeveral: true });
    // By which name a client is shown that was given none, nobody says.
    if (id !== undefined) session.ledger.given.delete(id);
    session.ledger.idle(id);
    return { which: `the name ${JSON.stringify(name)}`, answer };
  });
});

/** An ordinary client to do with as one likes: one of those that were created at the same time, or, where that is not one of its own, another one. */
export async function spareClient(session: Session, place: 'first' | 'last'): Promise<Made> {
  const { twins } = (await ifPossible(session.once(equalCreations))) ?? { twins: [] };
  const [first, second, third, fourth] = twins;
  const twin = place === 'first' ? third : fourth;
  const isOwn = [first, second, third, fourth].every(
    (one) => one === twin || (!sameId(one?.id, twin?.id) && one?.secret !== twin?.secret),
  );
  if (twin?.secret === undefined || !isOwn || session.ledger.hasRemoved(twin.id)) return session.client();
  return twin;
}

/** A create with the name of a client that exists; allowing and refusing it are both fair. */
export const sameNameClient = scenario(
  'sameNameClient',
  async (session: Session): Promise<{ answer: Answer; id: string | undefined; asked: CreateBody }> => {
    const { requests, twins, asked } = await session.once(equalCreations);
    const [first, second] = twins;
    if (second !== undefined) {
      if (sameId(second.id, first?.id))
        throw new PrerequisiteFailed('create', 'the tenant answers a create with a client that it had made before');
      return { answer: second.answer, id: second.id, asked };
    }
    // A tenant may refuse the redirect URI of another client alone.
    const plain = session.asking({ name: asked.name });
    const made = await session.createGood(plain);
    return { ...made, answer: made.answer.ok ? made.answer : (requests[1]?.answer ?? made.answer), asked: plain };
  },
);

/** The client of the name that another one has. @throws NotVerified where the tenant refuses it */
async function twinOf(session: Session): Promise<Made> {
  const { answer, id, asked } = await session.once(sameNameClient);
  if (id === undefined)
    throw new NotVerified('not-applicable', `the tenant refuses a second client of the same name (${answer.status})`);
  // Another check may have deleted it.
  if (session.ledger.hasRemoved(id)) return session.client(asked);
  return { id, asked, answer, secret: givenSecret(shownClient(answer)) };
}

/** GenerateSecret with one and the same body: one after the other, and two at the same time. */
export interface EqualSecrets {
  readonly client: Made;
  readonly asked: GenerateBody;
  readonly requests: readonly Equal[];
  readonly made: readonly (Rival & { readonly which: string })[];
  /** Uses of those that were asked for one after the other, in that order; and of those asked for at the same time. */
  readonly uses: readonly { readonly which: string; readonly use: SecretUse }[];
  readonly usesAtOnce: EqualSecrets['uses'];
  /** The first of them, shown by another client of the same name; undefined where there is none. */
  readonly borrowed: SecretUse | undefined;
}

export const equalSecrets = scenario('equalSecrets', async (session: Session): Promise<EqualSecrets> => {
  const client = (await ifPossible(twinOf(session))) ?? (await session.client());
  const asked = session.askingSecret();
  const first = { which: 'the first request', answer: await session.generate(client.id, asked) };
  const second = { which: 'the same request after it', answer: await session.generate(client.id, asked) };
  const madeBy = (some: readonly Equal[]): EqualSecrets['made'] =>
    some.flatMap(({ which, answer }) => rivalOf(client.id, answer).map((rival) => ({ ...rival, which })));
  const usesOf = (some: EqualSecrets['made']): Promise<EqualSecrets['uses']> =>
    inTurn(some, async ({ which, value }) => ({ which, use: await session.useUntil(true, client.id, value) }));
  // What a later one does to them is another matter.
  const inTurnMade = madeBy([first, second]);
  const uses = await usesOf(inTurnMade);
  const { id, asked: other } = await session.once(shownDetail);
  const [generated] = uses[0]?.use.accepted === true ? inTurnMade : [];
  const isNamesake = other.name === client.asked.name && !sameId(id, client.id);
  const borrowed = generated !== undefined && isNamesake ? await session.use(id, generated.value) : undefined;
  const atOnce = await together(
    ['one', 'the other'].map(async (which) => ({
      which: `${which} of the same two requests at the same time`,
      answer: await session.generate(client.id, asked, {}, { isOneOfSeveral: true }),
    })),
  );
  const atOnceMade = madeBy(atOnce);
  const requests = [first, second, ...atOnce];
  const made = [...inTurnMade, ...atOnceMade];
  return { client, asked, requests, made, uses, borrowed, usesAtOnce: await usesOf(atOnceMade) };
});

/** Uses of those secrets: of the one that came first, of the one after it, or of those at the same time. @throws NotVerified where there are none */
export const equalSecretsInUse = scenarios(
  'equalSecretsInUse',
  async (session: Session, which: 'first' | 'second' | 'at once'): Promise<EqualSecrets['uses']> => {
    const { uses, usesAtOnce } = await session.once(equalSecrets);
    const found = { first: uses.slice(0, 1), second: uses.slice(1), 'at once': usesAtOnce }[which];
    if (found.length > 0) return found;
    throw new NotVerified('not-applicable', 'the tenant refuses such a request, or gives the client no further secret');
  },
);

/** A generated secret of a client, shown by another one of the same name. @throws NotVerified where there are none */
export const generatedOfNamesake = scenario('generatedOfNamesake', async (session: Session): Promise<SecretUse> => {
  const { borrowed } = await session.once(equalSecrets);
  if (borrowed === undefined)
    throw new NotVerified('not-applicable', 'no two clients of one name have generated secrets');
  return borrowed;
});

/** The operations on a client whose name another one has. */
export const TWIN_OPERATIONS = ['generateSecret', 'update', 'deleteSecret', 'delete'] as const;
type TwinOperation = (typeof TWIN_OPERATIONS)[number];

/** A second client of the same name, on which everything is done, and the first one before and after. */
export interface Namesake {
  readonly asked: CreateBody;
  readonly stored: StoredEvidence;
  readonly twin: string;
  readonly id: string;
  readonly between: Answer;
  /** The first one, before anything is done to the second. */
  readonly detail: Answer;
  /** Whether the list shows the first one as before, while the second one exists. */
  readonly spared: boolean;
  /** The secret of the first one, shown by the second. */
  readonly borrowed: SecretUse | undefined;
  /** Whether each operation changed the first one, as a plain statement. */
  readonly harms: Readonly<Record<TwinOperation, Observed>>;
}

export const namesake = scenario('namesake', async (session: Session): Promise<Namesake> => {
  const { id, asked, stored, detail: created, answer, secret } = await session.once(shownDetail);
  const twin = await twinOf(session);
  // Whatever was done to it meanwhile.
  const last = session.lastLookAt(id) ?? created;
  const detail = session.isWrittenSince(id, last) ? await session.seeThere(id) : last;
  const between = await session.listUntil(listed(twin.id));
  if (!between.ok) throw new PrerequisiteFailed('list', `the list answered ${between.status}`);
  if (session.ledger.hasRemoved(twin.id))
    throw new NotVerified(
      'quota',
      'the client of the same name was removed, for the tenant had no room for another one',
    );
  const spared = !stored.listAsAsked || differences(itemsOf(between, id)[0], expected(asked)).length === 0;
  const first: Member = {
    place: 'the other client of the same name',
    client: { id, asked, answer, secret },
    secret: undefined,
    lost: new Set(),
    seen: detail,
  };
  // A read of the second one, for who keeps details by name: whose it shows is looked at with all others of the run.
  await session.api.get(twin.id);
  const borrowed = secret === undefined ? undefined : await session.use(twin.id, secret);
  const atOnce = await touch(session, first, twin, false);
  // Only where something happened is it all done again, with a look after each operation, so that the right one is blamed.
  const again = atOnce.length > 0 && spared ? await touchAgain(session) : [];
  const found = again.length > 0 ? again : atOnce;
  const message = 'An operation on one client changed another client with the same name.';
  const harms = byOperation(TWIN_OPERATIONS, found, message);
  return { asked, stored, twin: twin.id, id, between, detail, spared, borrowed, harms };
});

/** The secret of a client, shown by another one of the same name. @throws NotVerified where the client has none */
export const secretOfNamesake = scenario('secretOfNamesake', async (session: Session): Promise<SecretUse> => {
  const { borrowed } = await session.once(namesake);
  if (borrowed === undefined) throw new PrerequisiteFailed('create', 'creating a client gave no secret');
  return borrowed;
});

/** The same with two new clients of one name, and a look after each operation. */
async function touchAgain(session: Session): Promise<readonly Harm[]> {
  const client = await session.client();
  const { id, answer } = await session.createGood(client.asked);
  if (id === undefined) return [];
  const seen = await session.seeThere(client.id);
  const first: Member = {
    place: 'the other client of the same name',
    client,
    secret: undefined,
    lost: new Set(),
    seen,
  };
  const twin = { id, asked: client.asked, answer, secret: givenSecret(shownClient(answer)) };
  return touch(session, first, twin, true);
}

/** Does everything to a client, so that it has the name of the first one to its end. */
async function touch(session: Session, first: Member, twin: Made, lookingEachTime: boolean): Promise<readonly Harm[]> {
  const found: Harm[] = [];
  // A secret that was never accepted cannot have been lost.
  const { secret } = first.client;
  const wasAccepted = secret !== undefined && (await session.useUntil(true, first.client.id, secret)).accepted;
  const watched = wasAccepted ? first : { ...first, client: { ...first.client, secret: undefined } };
  const see = async (after: TwinOperation): Promise<void> => {
    if (lookingEachTime) found.push(...(await look(session, [watched], after)));
    else if (wasAccepted && found.length === 0) found.push(...(await lostSecret(session, watched, after)));
  };
  const made = lookingEachTime
    ? rivalOf(twin.id, await session.generate(twin.id, session.askingSecret()))
    : (await session.once(equalSecrets)).made;
  await see('generateSecret');
  const { name } = twin.asked;
  const [, second] = session.capabilities.scopes;
  const change = { name, redirectUri: session.data.redirectUri(), scopes: session.scopes(second) };
  const updated = await session.api.update(twin.id, change);
  await see('update');
  const [generated] = made;
  if (generated !== undefined && (await isRecorded(session, twin.id, generated, updated))) {
    await session.api.deleteSecret(generated.id);
    await see('deleteSecret');
  }
  const removal = await session.api.delete(twin.id);
  if (removal.ok) session.ledger.gone(twin.id);
  await see('delete');
  if (!lookingEachTime) found.push(...(await look(session, [watched], undefined)));
  return found;
}

/** Whether the client itself shows the secret: deleting goes by its id alone. */
async function isRecorded(session: Session, id: string, secret: Rival, updated: Answer): Promise<boolean> {
  const shown = sameId(shownClient(updated)?.id, id) ? secretIds(shownClient(updated)) : undefined;
  const ids = shown ?? secretIds(shownClient(await session.api.get(id)));
  return secret.clientId === id && (ids?.includes(secret.id) ?? false);
}

async function lostSecret(session: Session, { place, client }: Member, after: TwinOperation): Promise<readonly Harm[]> {
  const { accepted, answer } = await session.useUntil(true, client.id, client.secret);
  return accepted ? [] : [{ after, was: `the secret of ${place} accepted`, is: 'it is refused', answer }];
}

/** As {@link namesake}, where the creation of the second client did nothing to the first. */
export const namesakeTouched = scenario('namesakeTouched', async (session: Session): Promise<Namesake> => {
  const told = await session.once(namesake);
  if (!told.spared) throw new PrerequisiteFailed('create', 'the creation of a client changed the one of the same name');
  return told;
});

/** What each operation does for a token that holds one sufficient scope alone, and whether that had its effect. */
import type { BearerToken, DocumentedScope } from '../../fixtures/api/bearer.ts';
import { effect, secretAccepted } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { essence, givenSecret, itemsOf, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { ALLOWED } from './scopes.ts';
import { requireDeleted } from './secrets.ts';
import { subjectFor } from './subjects.ts';

/**
 * A request with one scope alone.
 * @throws PrerequisiteFailed where a token with every scope is refused as well: then the scope is not the reason
 */
async function sendWith(
  session: Session,
  operation: DocumentedOperation,
  scope: DocumentedScope,
  send: (token: BearerToken) => Promise<Answer>,
): Promise<Answer> {
  const answer = await send(await session.tokenWith(scope));
  const mayBeForAll = answer.status >= 400 && answer.status < 500 && ![401, 403].includes(answer.status);
  if (!mayBeForAll) return answer;
  const control = await send(await session.tokens.token(session.fullScopes));
  if (control.ok) return answer;
  throw new PrerequisiteFailed(operation, `${operation} is refused with every scope as well (${control.status})`);
}

const listedWith = scenarios('listedWith', (session: Session, scope: DocumentedScope) =>
  sendWith(session, 'list', scope, (token) => session.api.list({ token })),
);

const detailWith = scenarios('detailWith', async (session: Session, scope: DocumentedScope): Promise<Answer> => {
  const { client } = await subjectFor(session, 'get');
  return sendWith(session, 'get', scope, (token) =>
    // A replica may not know the client yet; a refusal for the scope stays one.
    session.readUntil(
      client.id,
      effect('client shown to one scope', (seen) => seen.status !== 404),
      { token },
    ),
  );
});

/** What an operation answered, and the client that it was about. */
interface Done {
  readonly answer: Answer;
  readonly client: Made;
}

interface CreatedWith {
  readonly answer: Answer;
  readonly made: Made | undefined;
  /** Use of its secret, at once, for the client is what is deleted with this scope. */
  readonly use: SecretUse | undefined;
}

const createdWith = scenarios('createdWith', async (session: Session, scope: DocumentedScope): Promise<CreatedWith> => {
  requireWrites(session);
  const made = new Map<Answer, Made>();
  const answer = await sendWith(session, 'create', scope, async (token) => {
    // A tenant may keep callers from granting more than they hold, so the caller's own scope is asked for.
    const asked = session.asking({ scopes: session.scopes(scope) });
    const { answer: said, id } = await session.createGood(asked, { token });
    session.ledger.idle(id);
    if (id !== undefined) made.set(said, { id, asked, answer: said, secret: givenSecret(shownClient(said)) });
    return said;
  });
  const { id, secret } = made.get(answer) ?? {};
  const isUsable = id !== undefined && secret !== undefined && session.capabilities.scopes.includes(scope);
  const use = isUsable ? await session.polling.until(() => session.use(id, secret, scope), secretAccepted) : undefined;
  return { answer, made: made.get(answer), use };
});

/** The use of a client that was created with one scope alone, which is the scope that it has. */
export const createdUse = scenarios(
  'createdUse',
  async (session: Session, scope: DocumentedScope): Promise<SecretUse> => {
    const { use } = await session.once(createdWith(scope));
    if (use !== undefined) return use;
    throw new NotVerified('not-applicable', `no client of the run is known to get a token with ${scope}`);
  },
);

const updatedWith = scenarios('updatedWith', async (session: Session, scope: DocumentedScope): Promise<Done> => {
  requireWrites(session);
  const client = await session.client();
  const answer = await sendWith(session, 'update', scope, (token) =>
    session.api.update(client.id, changeTo(session, [scope]), { token }),
  );
  // A list that is to show them is asked for soon; where there is no room, the answer must do.
  session.ledger.idle(client.id);
  return { answer, client };
});

const deletedWith = scenarios('deletedWith', async (session: Session, scope: DocumentedScope): Promise<Done> => {
  requireWrites(session);
  const client = await nobodysClient(session, scope);
  const answer = await sendWith(session, 'delete', scope, (token) => session.api.delete(client.id, { token }));
  // The clean-up looks for strays, so a delete that lies is found all the same.
  if (answer.ok) session.ledger.gone(client.id);
  return { answer, client };
});

/** A client that nobody needs: the one that was created with the same scope, where there is one, so that the run makes fewer. */
async function nobodysClient(session: Session, scope: DocumentedScope): Promise<Made> {
  const made = (await ifPossible(session.once(createdWith(scope))))?.made;
  session.ledger.take(made?.id);
  return made === undefined || session.ledger.hasRemoved(made.id) ? session.client() : made;
}

/** What is seen in the list after updates and deletions with one scope alone; one look serves all of them. */
const listAfter = scenario('listAfterSingleScopes', async (session: Session) => {
  const updates = new Map<DocumentedScope, Made>();
  const deletions = new Map<DocumentedScope, Made>();
  for (const scope of ALLOWED.update) {
    const { answer, client } = await session.once(updatedWith(scope));
    if (answer.ok) updates.set(scope, client);
  }
  for (const scope of ALLOWED.delete) {
    const { answer, client } = await session.once(deletedWith(scope));
    if (answer.ok) deletions.set(scope, client);
  }
  const missing = (list: Answer): Record<'update' | 'delete', readonly string[]> => ({
    // A list that does not show the client, or by a third name, is no witness.
    update: [...updates].flatMap(([scope, { id, asked }]) =>
      itemsOf(list, id)[0]?.name === asked.name ? [`the name given with ${scope}`] : [],
    ),
    delete: [...deletions].flatMap(([scope, { id }]) =>
      itemsOf(list, id).length > 0 ? [`no client that was deleted with ${scope}`] : [],
    ),
  });
  const list = await session.listUntil(
    effect('effects listed', (seen) => Object.values(missing(seen)).every(({ length }) => length === 0)),
  );
  if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
  return { list, missing: missing(list) };
});

/** Whether what was allowed with one scope had its effect. */
export const effects = scenarios('effects', async (session: Session, of: 'update' | 'delete'): Promise<Observed> => {
  const { list, missing } = await session.once(listAfter);
  const [lost] = missing[of];
  return {
    holds: lost === undefined,
    message: 'An allowed operation had no effect.',
    expected: lost ?? '',
    actual: 'the client as it was',
    answer: list,
  };
});

/** The client whose secrets come and go with one scope alone. */
const holder = scenario('secretHolder', (session: Session): Promise<Made> => session.client());

const generatedWith = scenarios('generatedWith', async (session: Session, scope: DocumentedScope): Promise<Done> => {
  requireWrites(session);
  let client = await session.once(holder);
  const answer = await sendWith(session, 'generateSecret', scope, async (token) => {
    const said = await session.generateWhereRoom(client, session.askingSecret(), { token });
    client = said.client;
    return said.answer;
  });
  return { answer, client };
});

interface UsedSecret {
  readonly client: Made;
  readonly secret: MadeSecret;
  readonly use: SecretUse;
}

const usedWith = scenarios('usedWith', async (session: Session, scope: DocumentedScope): Promise<UsedSecret> => {
  const { answer, client } = await session.once(generatedWith(scope));
  const secret = session.secretOf(answer, {});
  return { client, secret, use: await session.useUntil(true, client.id, secret.value) };
});

/** The use of a secret that was generated with one scope alone. */
export const generatedUse = scenarios(
  'generatedUse',
  async (session: Session, scope: DocumentedScope): Promise<SecretUse> => (await session.once(usedWith(scope))).use,
);

interface SecretDeletedWith extends Done {
  readonly secret: MadeSecret;
}

/** What the same scope generated is deleted again: a tenant may limit how many secrets a client has. */
const secretDeletedWith = scenarios(
  'secretDeletedWith',
  async (session: Session, scope: DocumentedScope): Promise<SecretDeletedWith> => {
    requireWrites(session);
    const { answer: generated, client } = await session.once(generatedWith(scope));
    const used = generated.ok ? await session.once(usedWith(scope)) : undefined;
    if (used?.use.accepted === false)
      throw new PrerequisiteFailed('token', 'the secret that was to be deleted is not accepted');
    let given = used?.secret;
    // Another one where an earlier try was lost on the way: nobody knows what it did.
    return insist(async () => {
      const secret = given ?? (await session.secret(client));
      given = undefined;
      const answer = await sendWith(session, 'deleteSecret', scope, (token) =>
        session.api.deleteSecret(secret.id, { token }),
      );
      return { answer, client, secret };
    });
  },
);

/** The use of a secret after it was deleted with the scope alone that it was generated with. */
export const deletedUse = scenarios(
  'deletedUse',
  async (session: Session, scope: DocumentedScope): Promise<SecretUse> => {
    const { answer, client, secret } = await session.once(secretDeletedWith(scope));
    requireDeleted(answer);
    // It ends only where it was accepted before.
    await session.once(usedWith(scope));
    return session.useUntil(false, client.id, secret.value);
  },
);

/** The answer to an operation with a sufficient scope. */
export async function allowed(
  session: Session,
  operation: DocumentedOperation,
  scope: DocumentedScope,
): Promise<Answer> {
  if (operation === 'list') return session.once(listedWith(scope));
  if (operation === 'get') return session.once(detailWith(scope));
  const act = {
    create: createdWith,
    update: updatedWith,
    delete: deletedWith,
    generateSecret: generatedWith,
    deleteSecret: secretDeletedWith,
  }[operation];
  return (await session.once<{ readonly answer: Answer }>(act(scope))).answer;
}

/** The last list with a client that was read with the token by which it was created: that one has every scope. */
function lastListWith({ transport: { answers } }: Session, { id, answer }: Made): Answer | undefined {
  const { authorization } = answer.request.headers;
  return answers.findLast(
    (one) =>
      one.ok &&
      one.request.operation === 'list' &&
      one.request.headers.authorization === authorization &&
      itemsOf(one, id).length > 0,
  );
}

/** Whether what is read with one scope alone is what a token with every scope reads. */
export const reads = scenarios(
  'reads',
  async (session: Session, operation: 'list' | 'get', scope: DocumentedScope): Promise<Observed> => {
    const answer = await allowed(session, operation, scope);
    if (!answer.ok) throw new PrerequisiteFailed(operation, `${operation} answered ${answer.status}`);
    const { client, seen } = await subjectFor(session, operation);
    const { id } = client;
    const told = (seen: Answer): string => {
      if (operation === 'get') return essence(shownClient(seen), false);
      const items = itemsOf(seen, id);
      return items.length === 1 ? essence(items[0], false) : `client ${id}: ${items.length} times`;
    };
    const read = (departure: { readonly token?: BearerToken } = {}): Promise<Answer> =>
      operation === 'list' ? session.api.list(departure) : session.api.get(id, departure);
    const earlier = operation === 'get' ? seen : lastListWith(session, client);
    const was = earlier === undefined ? 'no list before' : told(earlier);
    if (told(answer) === was) return { holds: true, message: 'both read the same', expected: was, actual: was };
    // Where it is not as it should be, both are read again: the tenant may have been late, or read wrongly with any scope.
    const token = await session.tokenWith(scope);
    // Either may come from a place that lags behind, so both are read anew each time.
    const { whole, again } = await session.polling.until(
      async () => ({ whole: told(await read()), again: await read({ token }) }),
      effect('the same with one scope', (seen) => [seen.whole, was].includes(told(seen.again))),
    );
    return {
      holds: [whole, was].includes(told(again)),
      message: `With ${scope} alone something else is read than with every scope.`,
      expected: whole,
      actual: told(again),
      answer: again,
    };
  },
);

import { oauthError } from '../../fixtures/api/bearer.ts';
import { effect, secretRefused } from '../../fixtures/session/effects.ts';
import { notGranted, tryScope, tryUntilRefused } from '../../fixtures/session/granted.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel, inTurn } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { mentions } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { completeList, KEPT, lastingValues, lastValues } from './crowded-list.ts';
import { scopelessSuccessor } from './deletion.ts';
import { bareClient } from './kinds.ts';
import { type Bold, LOOK_ALIKES, type Rewrite, rewrite } from './look-alikes.ts';
import { scopesByTwos } from './rescoping.ts';
import { isDenied, partsLeftOut } from './rewriting.ts';
import { type Rival, rivalOf } from './rivals.ts';
import { deletedSecret, refilledDetail } from './secret-deletions.ts';
import { swapCase } from './signing-in.ts';
import { unusualSecretsInUse } from './unusual-secrets.ts';

/** A deleted secret, used once more after its client was changed and given another secret of the same description. */
export const deletedSecretLater = scenario('deletedSecretLater', async (session: Session): Promise<SecretUse> => {
  // This client is changed here, and looked at there.
  await session.after(refilledDetail);
  const { client, doomed, doomedUse } = await session.once(deletedSecret);
  if (doomedUse.accepted) throw new PrerequisiteFailed('token', 'the deleted secret is accepted from the beginning');
  await rewrite(session, client, changeTo(session, [session.capabilities.scopes[0]]), { name: LOOK_ALIKES.zero });
  // Whether the tenant gives one is for others to judge.
  await session.generate(client.id, session.askingSecret({ description: doomed.asked.description ?? null }));
  return session.polling.until(() => session.use(client.id, doomed.value), secretRefused);
});

/** Whether the last update of every client had its effect, also where one of its secrets was deleted before. */
export const lastEffects = scenario(
  'lastEffects',
  async (session: Session): Promise<Observed> => {
    await ifPossible(session.once(deletedSecretLater));
    return (await session.once(lastValues)).never ?? KEPT;
  },
  { isLast: true },
);

/** An update of a client that has neither scopes nor a redirect URI, with an unusual name, and its use after that. */
interface BareUpdate {
  readonly bare: Made & { readonly secret: string };
  readonly scope: string;
  readonly bold: Bold;
  readonly done: Bold;
}

/** The client that was made without scopes. @throws NotVerified where there is none that tells which scopes it has */
async function bareOf(session: Session): Promise<BareUpdate['bare']> {
  // Until here nothing has been done to it.
  await session.once(lastingValues);
  const bare = await session.once(bareClient);
  const { secret } = bare ?? {};
  if (bare === undefined || secret === undefined)
    throw new NotVerified('not-applicable', 'the tenant makes no client without scopes');
  return { ...bare, secret };
}

function requireScopesByName({ capabilities }: Session): void {
  if (capabilities.secretShows !== 'token' || !capabilities.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
}

/** A secret for a client that has neither scopes nor a redirect URI, and its update. */
export const bareUpdate = scenario(
  'bareUpdate',
  async (session: Session): Promise<BareUpdate & { generation: Answer; generated: Rival | undefined }> => {
    const bare = await bareOf(session);
    const generation = await session.generate(bare.id, session.askingSecret());
    const [generated] = rivalOf(bare.id, generation);
    const [scope] = session.capabilities.scopes;
    const told = await rewrite(session, bare, changeTo(session, [scope]), { name: LOOK_ALIKES.letter });
    return { bare, scope, ...told, generation, generated };
  },
);

/** Whether a client that was made without scopes has the one that an update gives it. */
export const scopesGivenBack = scenario('scopesGivenBack', async (session: Session): Promise<Observed> => {
  const { bare, scope, done } = await session.once(bareUpdate);
  requireScopesByName(session);
  if (!done.answer.ok)
    throw new NotVerified('not-applicable', `the tenant updates no client without scopes (${done.answer.status})`);
  const { accepted, answer } = await session.useUntil(true, bare.id, bare.secret);
  // What a client may do beside having scopes can be settled when it is made; an error that is not about the scope says nothing.
  return {
    holds: accepted || oauthError(answer) !== 'invalid_scope',
    message: 'A client without scopes did not get the scope of an update.',
    expected: `a token with ${scope}`,
    actual: `status ${answer.status}, ${oauthError(answer)}`,
    answer,
  };
});

/** The use of the secret that was generated for a client which had no scopes, after it was given one. */
export const bareSecretInUse = scenario('bareSecretInUse', async (session: Session): Promise<SecretUse> => {
  const { bare, done, generated } = await session.once(bareUpdate);
  if (generated === undefined)
    throw new PrerequisiteFailed('generateSecret', 'a client without scopes was given no secret');
  // Whether updates work is another requirement's question, and a profile may have none.
  if (!done.answer.ok)
    throw new NotVerified('not-applicable', `no client without scopes can be given one (${done.answer.status})`);
  // One that is not accepted with the first secret either tells nothing of the second.
  if (!(await session.useUntil(true, bare.id, bare.secret)).accepted)
    throw new PrerequisiteFailed('token', 'the first secret of the client is not accepted');
  return session.useUntil(true, bare.id, generated.value);
});

/** The update that takes all scopes away from it again, and its redirect URI, by null. */
export const bareAgain = scenario('bareAgain', async (session: Session): Promise<BareUpdate> => {
  if (session.options.deep) await session.after(scopelessUnchanged);
  const { bare, scope } = await session.once(bareUpdate);
  // It is used before.
  await session.after(scopesGivenBack, bareSecretInUse);
  const change = changeTo(session, []);
  const told = await rewrite(session, bare, change, { name: LOOK_ALIKES.signs, redirectUri: null });
  // To some, null says that it is to stay.
  session.ledger.given.delete(bare.id);
  return { bare, scope, ...told };
});

/** Whether a client whose scopes an update took away, all of them, is still granted one. */
export const scopesTakenAway = scenario('scopesTakenAway', async (session: Session): Promise<Observed> => {
  await session.once(scopesGivenBack);
  const { bare, scope, done } = await session.once(bareAgain);
  const { status, ok } = done.answer;
  if (status >= 500) throw new PrerequisiteFailed('update', `an update to an empty list of scopes answered ${status}`);
  if (!ok) throw new NotVerified('not-applicable', `the tenant takes no update to an empty list of scopes (${status})`);
  const ask = (): Promise<Answer> => session.tokens.ask(bare.id, bare.secret, scope);
  const tried = await tryUntilRefused(session, ask, scope, { id: bare.id, registered: [] });
  return notGranted(tried, scope, 'A client whose scopes an update took away obtains one of them.');
});

/** Another client without scopes, after an update gave one to the first: what they were made with is not one and the same. */
export const scopelessUnchanged = scenario('scopelessUnchanged', async (session: Session): Promise<Observed> => {
  const { id, secret } = await session.once(scopelessSuccessor);
  await session.once(scopesGivenBack);
  const [scope] = session.capabilities.scopes;
  const { answer } = await session.use(id, secret, scope);
  const tried = await tryScope(session, answer, scope, { id, registered: [] });
  return notGranted(tried, scope, 'A scope that an update gave to one client is granted to another one.');
});

/** The list near the end of the run, and the clients that were gone from reads before. */
export const earlierDeletions = scenario(
  'earlierDeletions',
  async (session: Session): Promise<{ list: Answer; ids: readonly string[] }> => {
    requireWrites(session);
    await session.once(lastingValues);
    const { list } = await session.once(completeList);
    const goneAt = (id: string): boolean => session.ledger.removedAt(id) < list.startedAt.getTime();
    const ids = session.ledger.removed().filter((id) => goneAt(id) && wasDeleted(session, id));
    return { list, ids: ids.filter((id) => !wasBroughtBack(session, id)) };
  },
  { isLast: true },
);

/** Whether its deletion was done, and not only answered as that of one who is not there: so are those that have not arrived yet. */
function wasDeleted({ transport: { answers } }: Session, id: string): boolean {
  return answers.some(
    ({ ok, request }) => ok && request.method === 'DELETE' && mentions(request.path.toLowerCase(), id),
  );
}

/** Whether a deleted client was written to since then, and that was not refused: what it does is told of the one who did it. */
function wasBroughtBack({ transport: { answers } }: Session, id: string): boolean {
  const isAbout = ({ request }: Answer): boolean => mentions(`${request.path} ${request.body ?? ''}`.toLowerCase(), id);
  const at = answers.findIndex((answer) => answer.ok && answer.request.method === 'DELETE' && isAbout(answer));
  const writes = ['update', 'generateSecret'];
  return answers
    .slice(at + 1)
    .some((answer) => answer.ok && writes.some((write) => write === answer.request.operation) && isAbout(answer));
}

/** Every secret that this worker was given, near the end of the run. */
export const allSecretValues = scenario(
  'allSecretValues',
  async (session: Session): Promise<readonly string[]> => {
    await session.once(lastingValues);
    const { createdValues, generatedValues } = session.ledger;
    // Creates that repeat a value are told of that themselves.
    return [...new Set(createdValues), ...generatedValues];
  },
  { isLast: true },
);

/** Every secret that was accepted before and that nothing was done to, near the end of the run. */
export const lastingSecrets = scenario(
  'lastingSecrets',
  async (session: Session): Promise<readonly { clientId: string; value: string; use: SecretUse }[]> => {
    // Secrets of every kind are there by then, and were accepted once.
    await session.after(unusualSecretsInUse);
    await session.once(lastingValues);
    const soon = new Date(Date.now() + (session.transport.clockSkewMs ?? 0) + SOON_MS);
    const lasting = session.ledger
      .lasting(soon, (id) => session.api.hasAskedToDeleteSecret(id))
      .filter(({ clientId }) => !session.api.mayHaveDeleted(clientId));
    if (lasting.length === 0 && session.isShortOfRoom)
      throw new NotVerified('not-applicable', 'the tenant had no room for clients to the end of the run');
    return inParallel(lasting, async ({ clientId, value }) => {
      const ask = (): Promise<Answer> => session.tokens.ask(clientId, value);
      const first = await ask();
      if (!isDenied(first)) return { clientId, value, use: { answer: first, accepted: true } };
      const seen = await session.polling.until(
        ask,
        effect('secret accepted', (one) => !isDenied(one)),
      );
      const answer = isDenied(seen) && (await session.isLockOver(clientId)) ? await ask() : seen;
      // Accepted at once before, refused long after, and accepted again: some of those who answer do not know it. A lock that is over
      // refuses no more.
      const isSuspect = answer === seen && !isDenied(seen) && isOld(session, value, first);
      const more = isSuspect ? await inTurn(LOOKS, ask) : [];
      const isFlapping = more.some(isDenied);
      const sequence = [first, seen, ...more].map(({ status }) => status);
      const shown = isFlapping ? { answer: first, sequence } : { answer };
      return { clientId, value, use: { ...shown, accepted: !isFlapping && !isDenied(answer) } };
    });
  },
  { isLast: true },
);

/** Looks at a secret that was refused and is accepted again, one after the other. */
const LOOKS = [1, 2, 3, 4, 5, 6] as const;

/** Whether a secret was accepted longer before an answer than any effect has been seen to take. */
function isOld({ transport: { answers }, polling, options }: Session, value: string, { startedAt }: Answer): boolean {
  const shown = new URLSearchParams({ client_secret: value }).toString();
  const earliest = answers.find(({ ok, request }) => ok && request.body?.includes(shown));
  const age = startedAt.getTime() - (earliest?.startedAt.getTime() ?? startedAt.getTime());
  return age > Math.max(options.embedded ? 0 : ACCEPTED_LONG_AGO_MS, 3 * polling.longestMs);
}

/**
 * Uses of all secrets that were refused before since they had ended, near the end of the run: whatever was done to their clients since
 * then, or to others, none of them is in force again. Asked for is a scope that the client has by then.
 */
export const endedSecrets = scenario(
  'endedSecrets',
  async (session: Session): Promise<readonly { clientId: string; use: SecretUse }[]> => {
    // Wrong secrets come last: a tenant may lock whoever shows them.
    await session.after(deletedSecretLater, refilledDetail, lastingSecrets);
    await session.once(lastingValues);
    const ended = session.ledger.ended();
    if (ended.length === 0) throw new PrerequisiteFailed('deleteSecret', 'no secret was seen to end');
    return inParallel(ended, async ({ clientId, value }) => {
      const [scope] = session.ledger.registeredFor(clientId) ?? [];
      return { clientId, use: await session.polling.until(() => session.use(clientId, value, scope), secretRefused) };
    });
  },
  { isLast: true },
);

/**
 * Wrong secrets by what they are, where one that has ended is accepted, or else at the first client of which one has: a made-up one, and
 * one that is like a secret in force. What ends secrets, or was done to the client later, may end the comparison as well.
 */
export const wrongAtTheEnd = scenario(
  'wrongAtTheEnd',
  async (session: Session): Promise<readonly (readonly [string, SecretUse])[]> => {
    const inForce = (await session.once(lastingSecrets)).filter(({ use }) => use.accepted);
    const ended = await session.once(endedSecrets);
    const open = ended.filter(({ use }) => use.accepted);
    const clients = new Set((open.length > 0 ? open : ended.slice(0, 1)).map(({ clientId }) => clientId));
    const uses = await inParallel([...clients], async (clientId) => {
      const one = inForce.find((other) => other.clientId === clientId);
      return [
        ['a made-up one', await session.use(clientId, session.data.unknownGuid())] as const,
        ...(one === undefined
          ? []
          : [['one in other case', await session.use(clientId, swapCase(one.value))] as const]),
      ];
    });
    return uses.flat();
  },
  { isLast: true },
);

/** How far ahead of the tenant's clock, in milliseconds, the end of a secret must lie that is expected to be accepted. */
const SOON_MS = 600_000;
/** Milliseconds after which all that answer for a tenant ought to know a secret, where nothing else was seen. */
const ACCEPTED_LONG_AGO_MS = 1000;

/** All updates with unusual values, and what they were answered. */
export const unusualRewrites = scenario(
  'unusualRewrites',
  async (session: Session): Promise<{ bolds: readonly Rewrite[]; parts: readonly Rewrite[] }> => {
    requireWrites(session);
    const bolds: Rewrite[] = [];
    bolds.push(...(await ifTold(session.once(scopesByTwos).then((told) => told.bolds))));
    const parts = await ifTold(session.once(partsLeftOut).then((told) => told.parts));
    for (const story of [bareUpdate, bareAgain])
      bolds.push(...(await ifTold(session.once(story).then(({ bold, done }) => (done.answer.ok ? [bold] : [])))));
    if (bolds.length + parts.length === 0) throw new PrerequisiteFailed('update', 'no client could be updated');
    return { bolds, parts };
  },
  { isLast: true },
);

async function ifTold(telling: Promise<readonly Rewrite[]>): Promise<readonly Rewrite[]> {
  return (await ifPossible(telling)) ?? [];
}

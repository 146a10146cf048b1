import type { GenerateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal, sets } from '../../fixtures/expect/judged.ts';
import { effect, firstSecretShown, secretsGone, secretsShown } from '../../fixtures/session/effects.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { instantOf, itemsOf, secretIds, shownClient, shownSecrets } from '../../fixtures/shown/clients.ts';
import { type Answer, refusesValues } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { type Controls, ifMade, onlyControl } from './controls.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';
import { type ExpiredGone, expiredSecretDeletion } from './expired-deletions.ts';
import { generatedSecret, generationForMore, ifRoom, isOwn, requireDeleted, requireOwn } from './secrets.ts';

/** The deletion of the middle one of three secrets. */
export interface SecretDeletion {
  readonly client: Made;
  /** The client before any secret was generated. */
  readonly fresh: Answer;
  readonly doomed: MadeSecret;
  /** Absent where the tenant gives a client no third secret. */
  readonly spared: MadeSecret | undefined;
  readonly before: Answer;
  readonly others: Controls;
  readonly answer: Answer;
}

export interface SecretDeleted extends SecretDeletion {
  readonly detail: Answer;
  readonly list: Answer;
  readonly remaining: readonly string[];
  readonly doomedUse: SecretUse;
  readonly firstUse: SecretUse;
  readonly sparedUse: SecretUse;
  readonly neighbourUse: SecretUse;
  readonly neighbourNewerUse: SecretUse;
}

export const secretDeletion = scenario('secretDeletion', async (session: Session): Promise<SecretDeletion> => {
  requireWrites(session);
  const others = await onlyControl(session);
  // With all scopes that are known: for each of them its secrets may be judged by another rule.
  const client = await session.client({ scopes: session.scopes(...new Set(session.capabilities.scopes)) });
  const fresh = await session.readUntil(client.id, firstSecretShown);
  const doomed = await session.secret(client);
  // Best one of the same description, for who goes by that; a tenant may want another.
  const alike = { description: doomed.asked.description ?? null };
  const spared = (await ifMade(ifRoom(session.secret(client, alike)))) ?? (await ifRoom(session.secret(client)));
  // The control signs in just before: a mistake may hit whoever did so last.
  await session.useUntil(true, others.control.id, others.control.secret);
  const values = new Set([client.secret, doomed.value, spared?.value ?? doomed.value]);
  await inParallel([...values], (secret) => session.useUntil(true, client.id, secret));
  const before = await session.readUntil(client.id, secretsShown((spared ?? doomed).id));
  requireOwn(before, doomed);
  return { client, fresh, doomed, spared, before, others, answer: await session.api.deleteSecret(doomed.id) };
});

export const deletedSecret = scenarioAlone('deletedSecret', async (session: Session): Promise<SecretDeleted> => {
  await requireTruthfulDetail(session);
  const deletion = await session.once(secretDeletion);
  const { client, doomed, spared, before, others, answer } = deletion;
  requireDeleted(answer);
  const remaining = (secretIds(shownClient(before)) ?? []).filter((id) => id !== doomed.id);
  // A replica may still be at a time when none of the generated secrets was there.
  const settled = effect(
    'secret gone',
    (seen: Answer) => seen.ok && sets(remaining, secretIds(shownClient(seen)) ?? []),
  );
  const { control, controlSecret } = others;
  const told = await allInParallel({
    detail: () => session.readUntil(client.id, settled),
    list: () =>
      session.listUntil(
        // A list that lags behind may not hold the client yet.
        effect('secret not listed', (seen) => {
          const [item] = itemsOf(seen, client.id);
          return item !== undefined && !(secretIds(item)?.includes(doomed.id) ?? false);
        }),
      ),
    doomedUse: () => session.useUntil(false, client.id, doomed.value),
    firstUse: () => session.useUntil(true, client.id, client.secret),
    sparedUse: () => session.useUntil(true, client.id, spared?.value ?? client.secret),
    neighbourUse: () => session.useUntil(true, control.id, control.secret),
    neighbourNewerUse: () => session.useUntil(true, control.id, controlSecret?.value ?? control.secret),
  });
  return { ...deletion, ...told, remaining };
});

/** What comes after: the same deletion again, and one of an unknown secret. */
export interface LaterDeletions {
  /** The secret that was deleted before. */
  readonly doomed: MadeSecret;
  readonly second: Answer;
  readonly unknown: Answer;
  readonly detail: Answer;
  readonly expectedIds: readonly string[];
}

/** An id that no secret has: the largest integer that every JSON reader keeps exact. */
const UNKNOWN_SECRET = Number.MAX_SAFE_INTEGER;

export const laterDeletions = scenario('laterDeletions', async (session: Session): Promise<LaterDeletions> => {
  const { client, doomed, remaining, answer, detail: shown } = await session.once(deletedSecret);
  if (isGivenAgain(session, doomed.id, answer))
    throw new NotVerified('not-applicable', 'the tenant has given the id of the deleted secret to another one');
  const second = await session.api.deleteSecret(doomed.id);
  const unknown = await session.api.deleteSecret(UNKNOWN_SECRET);
  // What the first deletion took away besides is told of that.
  const expectedIds = (secretIds(shownClient(shown)) ?? remaining).filter((id) => id !== doomed.id);
  const detail = await session.readUntil(client.id, secretsShown(...expectedIds));
  return { doomed, second, unknown, detail, expectedIds };
});

/** Whether an answer that made something, since another answer, tells of a secret with this id: row ids of databases are given again. */
function isGivenAgain({ transport: { answers } }: Session, id: string, since: Answer): boolean {
  return answers.slice(answers.indexOf(since) + 1).some((answer) => {
    const { operation } = answer.request;
    const shown = shownClient(answer);
    if (!answer.ok || shown === undefined) return false;
    return operation === 'create'
      ? secretIds(shown)?.includes(id)
      : operation === 'generateSecret' && `${shown.id}` === id;
  });
}

/** The deletion of the secret that creation gave, while a later one remains. */
export interface FirstSecretDeletion {
  readonly id: string;
  readonly client: Made;
  readonly answer: Answer;
}

export const firstSecretDeletion = scenario(
  'firstSecretDeletion',
  async (session: Session): Promise<FirstSecretDeletion> => {
    const { client, fresh, others, spared } = await session.once(deletedSecret);
    await session.once(laterDeletions);
    const id = requireFirstSecret(fresh, others.detail);
    const remains = spared ?? (await ifRoom(session.secret(client)));
    const answer = await session.api.deleteSecret(id);
    if (remains === undefined && isRefusal(answer))
      throw new NotVerified(
        'not-applicable',
        'the tenant keeps the last secret of a client, and gives this one no other',
      );
    return { id, client, answer };
  },
);

export const firstSecretDeleted = scenario(
  'firstSecretDeleted',
  async (
    session: Session,
  ): Promise<FirstSecretDeletion & { detail: Answer; use: SecretUse; sparedUse: SecretUse | undefined }> => {
    const { spared } = await session.once(deletedSecret);
    const deletion = await session.once(firstSecretDeletion);
    if (!deletion.answer.ok)
      throw new PrerequisiteFailed('deleteSecret', `deleting the first secret answered ${deletion.answer.status}`);
    const { client, id } = deletion;
    const told = await allInParallel({
      detail: () => session.readUntil(client.id, secretsGone(id)),
      use: () => session.useUntil(false, client.id, client.secret),
      sparedUse: async () => (spared === undefined ? undefined : session.useUntil(true, client.id, spared.value)),
    });
    return { ...deletion, ...told };
  },
);

/**
 * The id of the only secret of a new client. Deleting goes by this id alone, so it must be certain that it is no-one else's:
 * the only record, just created, and not shown for another client.
 * @throws PrerequisiteFailed where it is not
 */
export function requireFirstSecret(fresh: Answer, other: Answer): string {
  const records = shownSecrets(shownClient(fresh)) ?? [];
  const [record] = records;
  const age = Math.abs(fresh.date.getTime() - (instantOf(record?.creationTime) ?? 0));
  // A time that is wrong by a time zone has a requirement of its own.
  const isOwn = age < 600_000 || (age < 15 * 3_600_000 && Math.abs(age - 900_000 * Math.round(age / 900_000)) < 60_000);
  const id = String(record?.id);
  if (record === undefined || records.length !== 1 || !isOwn || secretIds(shownClient(other))?.includes(id))
    throw new PrerequisiteFailed('get', 'the detail of a new client does not show exactly its first secret');
  return id;
}

/** A client whose last secret was deleted: read twice, and given a new one. */
export interface Emptied {
  readonly answer: Answer;
  readonly client: Made;
  readonly untouched: Answer;
  readonly before: Answer;
  readonly list: Answer;
  readonly after: Answer;
  readonly lastUse: SecretUse;
  readonly anyUse: SecretUse;
}

/** The deletion of the last secret of a client. @throws NotVerified where the tenant keeps it */
export const lastSecretRemoval = scenario(
  'lastSecretRemoval',
  async (session: Session): Promise<{ answer: Answer; spared: MadeSecret }> => {
    const { spared } = await session.once(deletedSecret);
    if (spared === undefined) throw new NotVerified('not-applicable', 'the tenant gives a client no third secret');
    const { sparedUse } = await session.once(firstSecretDeleted);
    if (sparedUse?.accepted !== true)
      throw new PrerequisiteFailed('token', 'the last secret is not accepted before it goes');
    const answer = await session.api.deleteSecret(spared.id);
    if (isRefusal(answer)) throw new NotVerified('not-applicable', 'the tenant keeps the last secret of a client');
    return { answer, spared };
  },
);

export const lastSecretDeletion = scenario('lastSecretDeletion', async (session: Session): Promise<Emptied> => {
  const { client, before: untouched } = await session.once(deletedSecret);
  const { answer, spared } = await session.once(lastSecretRemoval);
  if (!answer.ok) throw new PrerequisiteFailed('deleteSecret', `deleting the last secret answered ${answer.status}`);
  const without = effect('secret gone', (seen: Answer) => secretIds(shownClient(seen))?.length === 0);
  const before = await session.readUntil(client.id, without);
  const told = await allInParallel({
    list: () =>
      session.listUntil(
        effect('client listed without secrets', (seen) =>
          itemsOf(seen, client.id).some((item) => (secretIds(item)?.length ?? 0) === 0),
        ),
      ),
    after: () => session.seeAgain(client.id, before),
    lastUse: () => session.useUntil(false, client.id, spared.value),
    anyUse: () => session.use(client.id, session.data.unknownGuid()),
  });
  return { client, answer, untouched, before, ...told };
});

/** An update of the client that has no secret left, and a new secret for it. */
export const refilledClient = scenario(
  'refilledClient',
  async (
    session: Session,
  ): Promise<{
    id: string;
    answer: Answer;
    change: UpdateBody;
    update: Answer;
    made: MadeSecret | undefined;
    use: SecretUse | undefined;
  }> => {
    const { client, before } = await session.once(lastSecretDeletion);
    // A client that is gone with its last secret is neither updated nor given another one; that it is gone is told of the deletion.
    if (isRefusal(before))
      throw new PrerequisiteFailed('deleteSecret', `the detail of a client without secrets answered ${before.status}`);
    const change = changeTo(session, [session.capabilities.scopes[0]]);
    const update = await session.api.update(client.id, change);
    const { asked, answer } = await generateUndescribed(session, client.id);
    const made = session.secretIn(answer, asked);
    const use = made === undefined ? undefined : await session.useUntil(true, client.id, made.value);
    return { id: client.id, answer, change, update, made, use };
  },
);

/** Generates a secret without a description, or with one where the tenant refuses that. */
async function generateUndescribed(session: Session, id: string): Promise<{ asked: GenerateBody; answer: Answer }> {
  const bare = session.askingSecret({ description: null });
  const first = await session.generate(id, bare);
  if (!refusesValues(first)) return { asked: bare, answer: first };
  const asked = session.askingSecret();
  return { asked, answer: await session.generate(id, asked) };
}

/** The detail of that client, and the secrets that it must record. */
export const refilledDetail = scenario(
  'refilledDetail',
  async (session: Session): Promise<{ detail: Answer; ids: readonly string[]; deleted: readonly string[] }> => {
    const { before, untouched } = await session.once(lastSecretDeletion);
    const { id, made } = await session.once(refilledClient);
    if (made === undefined)
      throw new PrerequisiteFailed('generateSecret', 'a client without secrets was given no new one');
    // What was off the record once may not be on it again.
    const gone = secretIds(shownClient(before)) ?? [];
    const deleted = (secretIds(shownClient(untouched)) ?? []).filter((one) => !gone.includes(one) && one !== made.id);
    const ordinary = await session.once(generatedSecret);
    if (!isOwn(ordinary.detail, ordinary.made))
      throw new PrerequisiteFailed('get', 'the detail does not show an ordinary secret');
    const detail = await session.readUntil(id, secretsShown(made.id));
    return { detail, ids: [made.id], deleted };
  },
);

/** A deletion of a secret with the headers and the body that the document prints. */
export const documentedSecretDelete = scenario(
  'documentedSecretDelete',
  async (session: Session): Promise<{ answer: Answer; detail: Answer; id: string }> => {
    requireWrites(session);
    const { client } = await generationForMore(session);
    // The client is looked at once for this secret and for the expired one that goes before it.
    const expired = await session.once(expiredSecretDeletion).catch(() => undefined);
    const made = await session.secret(client);
    const answer = await session.api.deleteSecret(made.id, { documentedBody: true });
    const ids = [...(answer.ok ? [made.id] : []), ...(expired?.removal.ok === true ? [expired.id] : [])];
    const detail = await session.readUntil(client.id, secretsGone(...ids));
    return { answer, id: made.id, detail };
  },
);

/** The deletion of an expired secret, and its client after it. */
export const expiredSecretRemoved = scenario(
  'expiredSecretRemoved',
  async (session: Session): Promise<ExpiredGone & { detail: Answer }> => {
    const gone = await session.once(expiredSecretDeletion);
    const { detail } = await session.once(documentedSecretDelete);
    if (!gone.removal.ok)
      throw new PrerequisiteFailed('deleteSecret', `deleting an expired secret answered ${gone.removal.status}`);
    return { ...gone, detail };
  },
);

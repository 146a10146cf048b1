import type { GenerateBody } from '../../fixtures/api/requests.ts';
import { effect, firstSecretShown, secretsShown } from '../../fixtures/session/effects.ts';
import { allInParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import {
  instantOf,
  isObject,
  itemsOf,
  orNone,
  secretIds,
  shownClient,
  shownSecrets,
  text,
} from '../../fixtures/shown/clients.ts';
import { secretDifferences } from '../../fixtures/shown/secret-differences.ts';
import { type Answer, jsonIn, refusesValues } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { type Controls, onlyControl } from './controls.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';

/** A GenerateSecret request and its answer. */
export interface Generation {
  readonly client: Made;
  readonly before: Answer;
  readonly others: Controls;
  readonly asked: GenerateBody;
  readonly answer: Answer;
}

/** What a generated secret led to. */
export interface Generated extends Generation {
  readonly made: MadeSecret;
  readonly detail: Answer;
  readonly list: Answer;
  readonly olderIds: readonly string[];
  /** The secret as the answer shows it, and its record in the detail. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly record: Readonly<Record<string, unknown>> | undefined;
  /** Its record in the list, where the list shows secrets. */
  readonly listed: Readonly<Record<string, unknown>> | undefined;
  readonly newUse: SecretUse;
  readonly oldUse: SecretUse;
  /** The use of both in the other way in which a client can prove itself; undefined where the tenant takes neither so. */
  readonly otherwise: { readonly newer: SecretUse; readonly older: SecretUse } | undefined;
}

export const secretGeneration = scenario('secretGeneration', async (session: Session): Promise<Generation> => {
  requireWrites(session);
  const others = await onlyControl(session);
  const client = await session.client();
  const before = await session.readUntil(client.id, firstSecretShown);
  const asked = session.askingSecret();
  return { client, before, others, asked, answer: await session.generate(client.id, asked) };
});

export const generatedSecret = scenarioAlone('generatedSecret', async (session: Session): Promise<Generated> => {
  await requireTruthfulDetail(session);
  const generation = await session.once(secretGeneration);
  const { client, before, asked, answer } = generation;
  const made = session.secretOf(answer, asked);
  const detail = await session.readUntil(client.id, secretsShown(made.id));
  // A list that shows no secrets is as good as it gets.
  const list = await session.listUntil(
    effect('secret listed', (seen) => {
      const item = itemsOf(seen, client.id)[0];
      const ids = secretIds(item) ?? [];
      return item !== undefined && (ids.length === 0 || ids.includes(made.id));
    }),
  );
  return {
    ...generation,
    made,
    detail,
    list,
    olderIds: secretIds(shownClient(before)) ?? [],
    shown: isObject(answer.json) ? answer.json : {},
    record: shownSecrets(shownClient(detail))?.find((shown) => String(shown.id) === made.id),
    listed: shownSecrets(itemsOf(list, client.id)[0])?.find((shown) => String(shown.id) === made.id),
    newUse: await session.useUntil(true, client.id, made.value),
    oldUse: await session.useUntil(true, client.id, client.secret),
    otherwise: await bothOtherwise(session, client, made),
  };
});

/** What is taken in one way and not in the other is looked for until the time for that is over. */
async function bothOtherwise(
  session: Session,
  { id, secret }: Made,
  made: MadeSecret,
): Promise<Generated['otherwise']> {
  if (secret === undefined) return undefined;
  const told = await session.polling.until(
    async () => ({ newer: await session.useOtherwise(id, made.value), older: await session.useOtherwise(id, secret) }),
    effect('secret accepted in the other form', ({ newer, older }) => newer.accepted === older.accepted),
  );
  return told.newer.accepted || told.older.accepted ? told : undefined;
}

/** The generation whose client is given further secrets: what it shows without them has been looked at by then, whatever is asked for first. */
export async function generationForMore(session: Session): Promise<Generation> {
  await session.after(generatedSecret);
  return session.once(secretGeneration);
}

/** The answer of a GenerateSecret that was not refused. */
export const givenSecret = scenario('givenSecret', async (session: Session): Promise<Answer> => {
  const { answer } = await session.once(secretGeneration);
  if (!answer.ok) throw new PrerequisiteFailed('generateSecret', `generating a secret answered ${answer.status}`);
  return answer;
});

/** A second secret for the same client, asked for without an expiry. */
export interface EndlessRequest {
  readonly client: Made;
  readonly first: MadeSecret;
  /** The last look at the client before that. */
  readonly before: Answer | undefined;
  readonly asked: GenerateBody;
  readonly answer: Answer;
}

/** What that led to. */
export interface Endless extends EndlessRequest {
  readonly made: MadeSecret;
  /** See {@link ownExpiry}. */
  readonly expiry: string | null;
  readonly detail: Answer;
  readonly list: Answer;
  readonly use: SecretUse;
  /** The first generated secret, and the one that creation gave, after the new one. */
  readonly firstUse: SecretUse;
  readonly oldestUse: SecretUse;
  /** Ids of the older secrets that are accepted: they exist, so the detail must show them. */
  readonly olderIds: readonly string[];
}

/** What was asked for of the secrets that a client was given so far. */
export function askedBefore({ transport: { answers } }: Session, clientId: string): readonly GenerateBody[] {
  const bodies = answers.flatMap(({ ok, request: { operation, body = '' } }) =>
    ok && operation === 'generateSecret' && body.includes(clientId) ? [jsonIn(body)] : [],
  );
  return bodies.filter(isObject).map(({ description, expiryTime }) => ({
    description: text(description) ?? null,
    expiryTime: text(expiryTime) ?? null,
  }));
}

/** That there is no description, where an answer tells one that was given to another secret; a tenant may describe by itself what nobody describes. */
export function takenOver(answer: Answer, earlier: readonly GenerateBody[]): { readonly description?: null } {
  const told = isObject(answer.json) ? text(answer.json.description) : undefined;
  return earlier.some(({ description }) => description != null && description === told) ? { description: null } : {};
}

/** Shortest life, in milliseconds, that a tenant can mean where it limits the lives of all secrets. */
const LEAST_LIFE = 3_600_000;

/** The expiry of a secret that was asked for without one: none, or the tenant's own, where the answer tells one that lies ahead. */
export function ownExpiry(answer: Answer, earlier: readonly GenerateBody[] = []): string | null {
  const told = isObject(answer.json) ? text(answer.json.expiryTime) : undefined;
  const ends = instantOf(told);
  // Down to the instant it is that of another secret, and no rule of the tenant's.
  if (earlier.some(({ expiryTime }) => expiryTime != null && instantOf(expiryTime) === ends)) return null;
  return told !== undefined && ends !== null && ends > answer.date.getTime() + LEAST_LIFE ? told : null;
}

/** The list is a second witness, asked only where the detail shows an older secret otherwise than it was asked for. */
async function listWhereNeeded(session: Session, detail: Answer, first: MadeSecret): Promise<Answer> {
  const record = shownSecrets(shownClient(detail))?.find((shown) => String(shown.id) === first.id);
  const asAsked = record === undefined || secretDifferences(record, first.asked).length === 0;
  return asAsked ? detail : session.api.list();
}

export const secretWithoutExpiryRequest = scenario(
  'secretWithoutExpiryRequest',
  async (session: Session): Promise<EndlessRequest> => {
    const { client, made: first } = await session.once(generatedSecret);
    const description = session.data.description();
    const before = session.lastLookAt(client.id);
    let answer = await session.generate(client.id, { description });
    // Absent and null both say "no expiry"; which of them a tenant takes is its own business.
    if (refusesValues(answer)) answer = await session.generate(client.id, { description, expiryTime: null });
    await session.quota.require(answer, client.id);
    if (refusesValues(answer)) throw new NotVerified('not-applicable', 'the tenant demands an expiry');
    return { client, first, before, asked: { description, expiryTime: null }, answer };
  },
);

export const secretWithoutExpiry = scenario('secretWithoutExpiry', async (session: Session): Promise<Endless> => {
  const { olderIds, made: first } = await session.once(generatedSecret);
  const request = await session.once(secretWithoutExpiryRequest);
  const { client, asked, answer } = request;
  const made = session.secretOf(answer, asked);
  const detail = await session.readUntil(client.id, secretsShown(made.id));
  const told = await allInParallel({
    firstUse: () => session.useUntil(true, client.id, first.value),
    oldestUse: () => session.useUntil(true, client.id, client.secret),
    list: () => listWhereNeeded(session, detail, first),
    use: () => session.useUntil(true, client.id, made.value),
  });
  const { firstUse, oldestUse } = told;
  return {
    ...request,
    ...told,
    made,
    expiry: ownExpiry(answer, [first.asked]),
    detail,
    olderIds: [...(oldestUse.accepted ? olderIds : []), ...(firstUse.accepted ? [first.id] : [])],
  };
});

/** What was arranged, or undefined where the tenant has no room for it. */
export function ifRoom<T>(arranging: Promise<T>): Promise<T | undefined> {
  return ifPossible(arranging, 'not-applicable');
}

/** Whether the client itself shows the secret, under the description that was asked for. */
export function isOwn(detail: Answer, secret: MadeSecret): boolean {
  const record = shownSecrets(shownClient(detail))?.find((shown) => String(shown.id) === secret.id);
  return record !== undefined && orNone(record.description) === orNone(secret.asked.description);
}

/** @throws PrerequisiteFailed where this is not the success of a deletion that nothing stands against */
export function requireDeleted({ ok, status }: Answer): void {
  if (!ok) throw new PrerequisiteFailed('deleteSecret', `deleting a secret answered ${status}`);
}

export function requireOwn(detail: Answer, secret: MadeSecret): void {
  if (!isOwn(detail, secret))
    throw new PrerequisiteFailed(
      'get',
      'the client does not show the generated secret, so deleting by its id could hit another one',
    );
}

import type { GenerateBody } from '../../fixtures/api/calls.ts';
import { isRefusal, sets } from '../../fixtures/expect/judged.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { waitUntil } from '../../fixtures/session/polling.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
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
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { type Controls, ifMade, onlyControl, watch } from './controls.ts';
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
  const before = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => (secretIds(shownClient(seen))?.length ?? 0) > 0,
  );
  const asked = session.askingSecret();
  return { client, before, others, asked, answer: await session.generate(client.id, asked) };
});

export const generatedSecret = scenario('generatedSecret', async (session: Session): Promise<Generated> => {
  await requireTruthfulDetail(session);
  const generation = await session.once(secretGeneration);
  const { client, before, asked, answer } = generation;
  const made = session.secretOf(answer, asked);
  const detail = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => secretIds(shownClient(seen))?.includes(made.id) ?? false,
  );
  // A list that shows no secrets, or none of this client, is as good as it gets.
  const list = await session.polling.until(
    () => session.api.list(),
    (seen) => {
      const ids = secretIds(itemsOf(seen, client.id)[0]) ?? [];
      return ids.length === 0 || ids.includes(made.id);
    },
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
    ({ newer, older }) => newer.accepted === older.accepted,
  );
  return told.newer.accepted || told.older.accepted ? told : undefined;
}

/** The generation whose client is given further secrets: what it shows without them has been looked at by then, whatever is asked for first. */
async function generationForMore(session: Session): Promise<Generation> {
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
function askedBefore({ transport: { answers } }: Session, clientId: string): readonly GenerateBody[] {
  const bodies = answers.flatMap(({ ok, request: { operation, body = '' } }): readonly unknown[] => {
    if (!ok || operation !== 'generateSecret' || !body.includes(clientId)) return [];
    try {
      return [JSON.parse(body)];
    } catch {
      return [];
    }
  });
  return bodies.filter(isObject).map(({ description, expiryTime }) => ({
    description: text(description) ?? null,
    expiryTime: text(expiryTime) ?? null,
  }));
}

/** That there is no description, where an answer tells one that was given to another secret; a tenant may describe by itself what nobody describes. */
function takenOver(answer: Answer, earlier: readonly GenerateBody[]): { readonly description?: null } {
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
    let answer = await session.generate(client.id, { description });
    // Absent and null both say "no expiry"; which of them a tenant takes is its own business.
    if (answer.status === 400 || answer.status === 422)
      answer = await session.generate(client.id, { description, expiryTime: null });
    await session.quota.require(answer, client.id);
    if (answer.status === 400 || answer.status === 422)
      throw new NotVerified('not-applicable', 'the tenant demands an expiry');
    return { client, first, asked: { description, expiryTime: null }, answer };
  },
);

export const secretWithoutExpiry = scenario('secretWithoutExpiry', async (session: Session): Promise<Endless> => {
  const { olderIds, made: first } = await session.once(generatedSecret);
  const request = await session.once(secretWithoutExpiryRequest);
  const { client, asked, answer } = request;
  const made = session.secretOf(answer, asked);
  const detail = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => secretIds(shownClient(seen))?.includes(made.id) ?? false,
  );
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

/** A secret whose expiry has passed. */
export interface Expired {
  readonly observed: 'accepted' | 'refused';
  readonly answer: Answer;
}

/** How long ago, in seconds of the tenant's own clock, the expiry of an expired secret lies. */
const EXPIRED_SINCE = 120;

/** Clocks that differ by less, in milliseconds, cannot be told apart, for Date headers name whole seconds. */
const CLOCKS_ALIKE = 2000;
/** Times that differ by more are a mistake, not the work of two clocks. */
const CLOCKS_APART = 600_000;

/**
 * How far, in milliseconds, the clock by which a tenant judges secrets is ahead of its Date headers: the creation of a secret tells
 * it. The headers may be the work of another machine in front, with a clock of its own.
 */
function clocksApart(generation: Answer): number {
  const created = isObject(generation.json) ? instantOf(generation.json.creationTime) : null;
  const apart = created === null ? 0 : created - generation.date.getTime();
  return Math.abs(apart) > CLOCKS_ALIKE && Math.abs(apart) < CLOCKS_APART ? apart : 0;
}

export interface ExpiredRequest extends Expired {
  readonly client: Made;
  /** Absent where the tenant refuses such a secret. */
  readonly made: MadeSecret | undefined;
}

export const expiredRequest = scenario('expiredRequest', async (session: Session): Promise<ExpiredRequest> => {
  requireWrites(session);
  const { client, before, answer: earlier } = await generationForMore(session);
  const now = new Date(before.date.getTime() + clocksApart(earlier));
  const asked = { description: session.data.description(), expiryTime: session.data.instant(-EXPIRED_SINCE, now) };
  const answer = await session.generate(client.id, asked);
  const made = answer.ok ? session.secretOf(answer, asked) : undefined;
  return { client, answer, made, observed: answer.ok ? 'accepted' : 'refused' };
});

/** The use of an expired secret, and of another one of the same client after it. */
export const expiredSecret = scenario(
  'expiredSecret',
  async (session: Session): Promise<{ use: SecretUse; otherwise: SecretUse | undefined; otherUse: SecretUse }> => {
    const { client, made, answer } = await session.once(expiredRequest);
    if (answer.status >= 500)
      throw new PrerequisiteFailed('generateSecret', `a secret with a past expiry answered ${answer.status}`);
    const use =
      made === undefined ? await useAfterExpiry(session, client) : await session.useUntil(false, client.id, made.value);
    const otherwise = await session.useOtherwiseUntilRefused(client.id, made?.value);
    return { use, otherwise, otherUse: await session.useUntil(true, client.id, client.secret) };
  },
);

/** An update of a client with an expired secret, and the deletion of that secret, with its id. */
export interface ExpiredGone {
  readonly update: Answer;
  readonly removal: Answer;
  readonly id: string;
}

export const expiredSecretDeletion = scenario(
  'expiredSecretDeletion',
  async (session: Session): Promise<ExpiredGone> => {
    const { client, made } = await session.once(expiredRequest);
    if (made === undefined) throw new NotVerified('not-applicable', 'the tenant refuses a secret that has expired');
    await session.once(expiredSecret);
    // It is seen among the others before it goes, and only where the client shows it as its own.
    const { detail } = await session.once(unusualSecrets);
    if (detail.ok && !(secretIds(shownClient(detail))?.includes(made.id) ?? true))
      throw new NotVerified('not-applicable', 'the tenant shows a secret no more when it has expired');
    requireOwn(detail, made);
    const update = await session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]));
    return { update, removal: await session.api.deleteSecret(made.id), id: made.id };
  },
);

/** Generates a secret that expires within seconds and uses it afterwards; longer lives are tried where short ones are refused. */
async function useAfterExpiry(session: Session, client: Made): Promise<SecretUse> {
  for (const seconds of [2, 10, 65]) {
    const passing = await generatePassing(session, client, seconds, (await session.api.get(client.id)).date);
    if (passing === undefined) continue;
    await passing.end();
    return session.useUntil(false, client.id, passing.made.value);
  }
  throw new NotVerified('not-applicable', 'the tenant refuses every expiry that a run could wait for');
}

/** A secret that expires within seconds, and the wait for its end; undefined where the tenant refuses it. */
async function generatePassing(
  session: Session,
  client: Made,
  seconds: number,
  now: Date,
): Promise<{ made: MadeSecret; end: () => Promise<void> } | undefined> {
  const { answer: earlier } = await session.once(secretGeneration);
  const apart = clocksApart(earlier);
  const reference = new Date(now.getTime() + apart);
  const since = performance.now();
  const asked = { description: session.data.description(), expiryTime: session.data.instant(seconds, reference) };
  const answer = await session.generate(client.id, asked);
  if (!answer.ok) return undefined;
  // Clocks are known to the second only, and their difference to a second more; half a second is on the safe side.
  const end = Date.parse(asked.expiryTime) + (apart === 0 ? 500 : 1500);
  return { made: session.secretOf(answer, asked), end: () => waitUntil(new Date(end), reference, since) };
}

/** How long a secret lives that is used once before its end, in seconds. */
const BRIEFLY = 2;

/** The use of a secret after its expiry that was used before it as well. */
export const usedThenExpired = scenario('usedThenExpired', async (session: Session): Promise<SecretUse> => {
  const { client, answer } = await generationForMore(session);
  // What the tenant's clock says now, without a request of its own.
  const sinceThen = Date.now() - answer.startedAt.getTime() - answer.durationMs;
  const passing = await generatePassing(session, client, BRIEFLY, new Date(answer.date.getTime() + sinceThen));
  if (passing === undefined) throw new NotVerified('not-applicable', 'the tenant refuses an expiry within seconds');
  const { made, end } = passing;
  const told = isObject(made.answer.json) ? instantOf(made.answer.json.expiryTime) : null;
  // A tenant may keep times to the minute, and round them up.
  if (told !== null && told !== Date.parse(String(made.asked.expiryTime)))
    throw new NotVerified('not-applicable', 'the tenant keeps expiries less exactly than a run can wait for');
  if (!(await session.use(client.id, made.value)).accepted)
    throw new NotVerified('not-applicable', 'a secret that expires within seconds is not accepted before');
  await end();
  return session.useUntil(false, client.id, made.value);
});

/** How long a secret lives that is used well before its end, in seconds: less than any two time zones are apart. */
const A_WHILE = 1200;
/** How far ahead its end must lie by the tenant's own words, in milliseconds, for a tenant may keep times to the minute, the hour or the day. */
const AHEAD = 60_000;

/** The use of a secret whose end is near, and lies ahead in every time zone but the tenant's own. */
export const usedBeforeEnd = scenario('usedBeforeEnd', async (session: Session): Promise<SecretUse> => {
  await session.after(usedThenExpired);
  const { client, answer } = await generationForMore(session);
  const sinceThen = Date.now() - answer.startedAt.getTime() - answer.durationMs;
  const passing = await generatePassing(session, client, A_WHILE, new Date(answer.date.getTime() + sinceThen));
  if (passing === undefined) throw new NotVerified('not-applicable', 'the tenant refuses an expiry within minutes');
  const { made } = passing;
  const asked = Date.parse(String(made.asked.expiryTime));
  const told = isObject(made.answer.json) ? instantOf(made.answer.json.expiryTime) : null;
  if (told !== null && told < asked - A_WHILE * 1000 + AHEAD)
    throw new NotVerified('not-applicable', 'the tenant lets secrets end before the expiry that was asked for');
  return session.useUntil(true, client.id, made.value);
});

/** Kinds of secrets that are legal and unusual. */
export const UNUSUAL_SECRETS = [
  'unicode description',
  'long description',
  'description with markup',
  'a description like a date',
  'far expiry',
  'an expiry with an offset',
  'the description of another one',
  'null for description and expiry',
  'neither description nor expiry',
] as const;
type UnusualSecret = (typeof UNUSUAL_SECRETS)[number];

export interface UnusualSecretMade {
  readonly asked: GenerateBody;
  readonly answer: Answer;
  /** Absent where the tenant refuses such a secret, or fails. */
  readonly made: MadeSecret | undefined;
}

/** Secrets of every unusual kind on one client, and two looks at all of them. */
export const unusualSecrets = scenario(
  'unusualSecrets',
  async (
    session: Session,
  ): Promise<{ secrets: ReadonlyMap<UnusualSecret, UnusualSecretMade>; detail: Answer; again: Answer }> => {
    requireWrites(session);
    const generation = await generationForMore(session);
    const { client } = generation;
    // One that has expired already is looked at with them.
    await session.after(expiredRequest);
    const earlier = askedBefore(session, client.id);
    const changes: Record<UnusualSecret, (description: string) => GenerateBody> = {
      // First: where it is lost on the way nothing tells whether it arrived, and all of this is told anew. What the secret before it
      // was given must not stand in for what is left out.
      'neither description nor expiry': () => ({}),
      'null for description and expiry': () => ({ description: null, expiryTime: null }),
      'unicode description': (text) => ({ description: `${text} Ωμέγα 日本語 \u{1F511} e\u0301` }),
      'long description': (text) => ({ description: `${text} ${'d'.repeat(100)}` }),
      'description with markup': (text) => ({ description: `${text} <b>"it's" & 100%</b> %41 \\ /; a+b  c {0}` }),
      'a description like a date': () => ({ description: '2031-05-06T07:08:09.100Z' }),
      'far expiry': () => ({ expiryTime: '2099-12-31T23:59:00.000Z' }),
      'the description of another one': () => ({ description: generation.asked.description ?? null }),
      'an expiry with an offset': () => ({ expiryTime: withOffset(session.askingSecret().expiryTime) }),
    };
    const secrets = new Map<UnusualSecret, UnusualSecretMade>();
    for (const [kind, change] of Object.entries(changes) as [UnusualSecret, (typeof changes)[UnusualSecret]][]) {
      const description = session.data.description();
      const isLeftOut = kind === 'neither description nor expiry';
      const asked: GenerateBody = isLeftOut ? {} : { ...session.askingSecret({ description }), ...change(description) };
      const answer = await session.generate(client.id, asked);
      const made = answer.ok ? session.secretOf(answer, asked) : undefined;
      // A tenant may describe by itself what nobody describes.
      secrets.set(kind, {
        asked:
          asked.description == null
            ? { ...(isLeftOut && takenOver(answer, earlier)), expiryTime: ownExpiry(answer, earlier) }
            : asked,
        answer,
        made,
      });
    }
    const ids = [...secrets.values()].flatMap(({ made }) => made?.id ?? []);
    const detail = await session.polling.until(
      () => session.api.get(client.id),
      (seen) => ids.every((id) => secretIds(shownClient(seen))?.includes(id) ?? false),
    );
    // What the first sight of a secret does to it shows at the second.
    return { secrets, detail, again: await session.seeAgain(client.id, detail, true) };
  },
);

/**
 * The answer to an ordinary GenerateSecret for a client with a secret that has expired. Only where none of the unusual ones beside such
 * a secret was given it is asked for on clients of its own, and beside a control client with as many secrets, of which none has expired.
 * @throws NotVerified where the tenant refuses secrets that have expired, or as many of them as that
 */
export const besideExpired = scenario('besideExpired', async (session: Session): Promise<Answer> => {
  const { made } = await session.once(expiredRequest);
  await session.after(usedThenExpired);
  const { secrets } = await session.once(unusualSecrets);
  const given = [...secrets.values()].find(({ answer }) => answer.ok);
  if (given !== undefined && made === undefined)
    throw new NotVerified('not-applicable', 'the tenant refuses a secret that has expired');
  if (given !== undefined) return given.answer;
  const [one, control] = [await session.client(), await session.client()];
  const { date } = await session.api.get(one.id);
  const passing = await generatePassing(session, one, BRIEFLY, date);
  const controls = [
    await session.generate(control.id, session.askingSecret()),
    await session.generate(control.id, session.askingSecret()),
  ];
  if (passing === undefined || !controls.every(({ ok }) => ok))
    throw new NotVerified('not-applicable', 'the tenant gives a client no third secret, or none that expires soon');
  await passing.end();
  return session.generate(one.id, session.askingSecret());
});

/** The same instant as clocks show it five and a half hours east of Greenwich (RFC 3339, 5.6). */
function withOffset(time: string): string {
  return new Date(Date.parse(time) + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30');
}

/** The oldest secret of a client that has got many more, and the first that was generated. */
export const oldestOfMany = scenario(
  'oldestOfMany',
  async (session: Session): Promise<{ oldest: SecretUse; generated: SecretUse }> => {
    const { client, made } = await session.once(generatedSecret);
    await session.once(unusualSecrets);
    return allInParallel({
      oldest: () => session.useUntil(true, client.id, client.secret),
      generated: () => session.useUntil(true, client.id, made.value),
    });
  },
);

/** The use of each of them: a secret is as good as any, whatever is said of it. */
export const unusualSecretsInUse = scenario(
  'unusualSecretsInUse',
  async (session: Session): Promise<ReadonlyMap<UnusualSecret, SecretUse>> => {
    const { client, newUse } = await session.once(generatedSecret);
    if (!newUse.accepted) throw new PrerequisiteFailed('token', 'not even an ordinary secret is accepted');
    const { secrets } = await session.once(unusualSecrets);
    const uses = await inParallel([...secrets], async ([kind, { made }]) =>
      made === undefined ? [] : [[kind, await session.useUntil(true, client.id, made.value)] as const],
    );
    if (uses.flat().length === 0)
      throw new NotVerified('not-applicable', 'the tenant gives a client no secret of an unusual kind');
    return new Map(uses.flat());
  },
);

/** One of them. A refusal is `not-applicable`: the page sets no limits. */
export const unusualSecret = scenarios(
  'unusualSecret',
  async (session: Session, kind: UnusualSecret): Promise<UnusualSecretMade & { detail: Answer }> => {
    const { secrets, detail } = await session.once(unusualSecrets);
    const one = secrets.get(kind) as UnusualSecretMade;
    if (one.answer.status >= 400 && one.answer.status < 500) {
      const { client } = await session.once(secretGeneration);
      await session.quota.require(one.answer, client.id);
      throw new NotVerified('not-applicable', `the tenant refuses a secret with ${kind} (${one.answer.status})`);
    }
    // Where not even an ordinary secret of the client is shown as it was asked for, what is unusual about others is not at fault.
    const { made: ordinary } = await session.once(generatedSecret);
    const record = shownSecrets(shownClient(detail))?.find(({ id }) => String(id) === ordinary.id);
    if (detail.ok && (record === undefined || secretDifferences(record, ordinary.asked).length > 0))
      throw new PrerequisiteFailed('get', 'the detail does not show an ordinary secret as it was asked for');
    return { ...one, detail };
  },
);

/** A GenerateSecret for a client that does not exist. */
export const unknownGenerate = scenario(
  'unknownGenerate',
  async (session: Session): Promise<{ answer: Answer; disturbed: readonly string[] }> => {
    requireWrites(session);
    const before = await onlyControl(session);
    const answer = await session.generate(session.data.unknownGuid(), session.askingSecret());
    return { answer, disturbed: await watch(session, before, []) };
  },
);

/** What was arranged, or undefined where the tenant has no room for it. */
async function ifPossible<T>(arranging: Promise<T>): Promise<T | undefined> {
  try {
    return await arranging;
  } catch (error) {
    if (error instanceof NotVerified && error.cause === 'not-applicable') return undefined;
    throw error;
  }
}

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
  /** The same, shown in the other way in which a client can prove itself. */
  readonly doomedOtherwise: SecretUse | undefined;
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
  const fresh = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => (secretIds(shownClient(seen))?.length ?? 0) > 0,
  );
  const doomed = await session.secret(client);
  // Best one of the same description, for who goes by that; a tenant may want another.
  const alike = { description: doomed.asked.description ?? null };
  const spared =
    (await ifMade(ifPossible(session.secret(client, alike)))) ?? (await ifPossible(session.secret(client)));
  // The control signs in just before: a mistake may hit whoever did so last.
  await session.useUntil(true, others.control.id, others.control.secret);
  const values = new Set([client.secret, doomed.value, spared?.value ?? doomed.value]);
  await inParallel([...values], (secret) => session.useUntil(true, client.id, secret));
  const before = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => secretIds(shownClient(seen))?.includes((spared ?? doomed).id) ?? false,
  );
  requireOwn(before, doomed);
  return { client, fresh, doomed, spared, before, others, answer: await session.api.deleteSecret(doomed.id) };
});

export const deletedSecret = scenario('deletedSecret', async (session: Session): Promise<SecretDeleted> => {
  await requireTruthfulDetail(session);
  const deletion = await session.once(secretDeletion);
  const { client, doomed, spared, before, others, answer } = deletion;
  if (!answer.ok) throw new PrerequisiteFailed('deleteSecret', `deleting a secret answered ${answer.status}`);
  const remaining = (secretIds(shownClient(before)) ?? []).filter((id) => id !== doomed.id);
  // A replica may still be at a time when none of the generated secrets was there.
  const settled = (seen: Answer): boolean => seen.ok && sets(remaining, secretIds(shownClient(seen)) ?? []);
  const { control, controlSecret } = others;
  const told = await allInParallel({
    detail: () => session.polling.until(() => session.api.get(client.id), settled),
    list: () =>
      session.polling.until(
        () => session.api.list(),
        (seen) => !(secretIds(itemsOf(seen, client.id)[0])?.includes(doomed.id) ?? false),
      ),
    doomedUse: () => session.useUntil(false, client.id, doomed.value),
    doomedOtherwise: () => session.useOtherwiseUntilRefused(client.id, doomed.value),
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
  const { client, doomed, remaining } = await session.once(deletedSecret);
  const second = await session.api.deleteSecret(doomed.id);
  const unknown = await session.api.deleteSecret(UNKNOWN_SECRET);
  const detail = await session.polling.until(
    () => session.api.get(client.id),
    (seen) => remaining.every((id) => secretIds(shownClient(seen))?.includes(id) ?? false),
  );
  return { doomed, second, unknown, detail, expectedIds: remaining };
});

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
    const id = firstSecretOf(fresh, others.detail);
    if (id === undefined)
      throw new PrerequisiteFailed('get', 'the detail of a new client does not show exactly its first secret');
    const remains = spared ?? (await ifPossible(session.secret(client)));
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
    const gone = (seen: Answer): boolean => seen.ok && !(secretIds(shownClient(seen))?.includes(id) ?? false);
    const told = await allInParallel({
      detail: () => session.polling.until(() => session.api.get(client.id), gone),
      use: () => session.useUntil(false, client.id, client.secret),
      sparedUse: async () => (spared === undefined ? undefined : session.useUntil(true, client.id, spared.value)),
    });
    return { ...deletion, ...told };
  },
);

/**
 * The id of the only secret of a new client. Deleting goes by this id alone, so it must be certain that it is no-one else's:
 * the only record, just created, and not shown for another client.
 */
function firstSecretOf(fresh: Answer, other: Answer): string | undefined {
  const records = shownSecrets(shownClient(fresh)) ?? [];
  const [record] = records;
  const age = fresh.date.getTime() - (instantOf(record?.creationTime) ?? 0);
  if (record === undefined || records.length !== 1 || Math.abs(age) > 600_000) return undefined;
  const id = String(record.id);
  return secretIds(shownClient(other))?.includes(id) ? undefined : id;
}

/** Whether the client itself shows the secret, under the description that was asked for. */
export function isOwn(detail: Answer, secret: MadeSecret): boolean {
  const record = shownSecrets(shownClient(detail))?.find((shown) => String(shown.id) === secret.id);
  return record !== undefined && orNone(record.description) === orNone(secret.asked.description);
}

function requireOwn(detail: Answer, secret: MadeSecret): void {
  if (!isOwn(detail, secret))
    throw new PrerequisiteFailed(
      'get',
      'the client does not show the generated secret, so deleting by its id could hit another one',
    );
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

export const lastSecretDeletion = scenario('lastSecretDeletion', async (session: Session): Promise<Emptied> => {
  const { client, spared, before: untouched } = await session.once(deletedSecret);
  if (spared === undefined) throw new NotVerified('not-applicable', 'the tenant gives a client no third secret');
  const { sparedUse } = await session.once(firstSecretDeleted);
  if (sparedUse?.accepted !== true)
    throw new PrerequisiteFailed('token', 'the last secret is not accepted before it goes');
  const answer = await session.api.deleteSecret(spared.id);
  if (answer.status >= 400 && answer.status < 500)
    throw new NotVerified('not-applicable', 'the tenant keeps the last secret of a client');
  if (!answer.ok) throw new PrerequisiteFailed('deleteSecret', `deleting the last secret answered ${answer.status}`);
  const without = (seen: Answer): boolean => secretIds(shownClient(seen))?.length === 0;
  const before = await session.polling.until(() => session.api.get(client.id), without);
  const told = await allInParallel({
    list: () =>
      session.polling.until(
        () => session.api.list(),
        (seen) => itemsOf(seen, client.id).length > 0,
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
    update: Answer;
    made: MadeSecret | undefined;
    use: SecretUse | undefined;
  }> => {
    const { client, before } = await session.once(lastSecretDeletion);
    // A client that is gone with its last secret is neither updated nor given another one; that it is gone is told of the deletion.
    if (isRefusal(before))
      throw new PrerequisiteFailed('deleteSecret', `the detail of a client without secrets answered ${before.status}`);
    const update = await session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]));
    const asked = session.askingSecret();
    const answer = await session.generate(client.id, asked);
    const made = answer.ok ? session.secretOf(answer, asked) : undefined;
    const use = made === undefined ? undefined : await session.useUntil(true, client.id, made.value);
    return { id: client.id, answer, update, made, use };
  },
);

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
    const deleted = (secretIds(shownClient(untouched)) ?? []).filter((one) => !gone.includes(one));
    const ordinary = await session.once(generatedSecret);
    if (!isOwn(ordinary.detail, ordinary.made))
      throw new PrerequisiteFailed('get', 'the detail does not show an ordinary secret');
    const detail = await session.polling.until(
      () => session.api.get(id),
      (seen) => secretIds(shownClient(seen))?.includes(made.id) ?? false,
    );
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
    const gone = (seen: Answer): boolean =>
      seen.ok && ids.every((id) => !(secretIds(shownClient(seen))?.includes(id) ?? false));
    const detail = await session.polling.until(() => session.api.get(client.id), gone);
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

import { allInParallel } from '../../fixtures/session/parallel.ts';
import { waitUntil } from '../../fixtures/session/polling.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { instantOf, isObject } from '../../fixtures/shown/clients.ts';
import { type Answer, CLOCKS_APART_MS } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';
import { generationForMore, secretGeneration } from './secrets.ts';

/** A secret whose expiry has passed. */
export interface Expired {
  readonly observed: 'accepted' | 'refused';
  readonly answer: Answer;
}

/** How long ago, in seconds of the tenant's own clock, the expiry of an expired secret lies. */
export const EXPIRED_SINCE = 120;

/** Clocks that differ by less, in milliseconds, cannot be told apart, for Date headers name whole seconds. */
const CLOCKS_ALIKE = 2000;

/**
 * How far, in milliseconds, the clock by which a tenant judges secrets is ahead of its Date headers: the creation of a secret tells
 * it. The headers may be the work of another machine in front, with a clock of its own.
 */
function clocksApart(generation: Answer): number {
  const created = isObject(generation.json) ? instantOf(generation.json.creationTime) : null;
  const apart = created === null ? 0 : created - generation.date.getTime();
  return Math.abs(apart) > CLOCKS_ALIKE && Math.abs(apart) < CLOCKS_APART_MS ? apart : 0;
}

export interface ExpiredRequest extends Expired {
  readonly client: Made;
  /** Absent where the tenant refuses such a secret. */
  readonly made: MadeSecret | undefined;
}

export const expiredRequest = scenario('expiredRequest', async (session: Session): Promise<ExpiredRequest> => {
  requireWrites(session);
  const { client: holder, before, answer: earlier } = await generationForMore(session);
  const now = new Date(before.date.getTime() + clocksApart(earlier));
  const asked = { description: session.data.description(), expiryTime: session.data.instant(-EXPIRED_SINCE, now) };
  const { answer, client } = await session.generateWhereRoom(holder, asked);
  const made = session.secretIn(answer, asked);
  return { client, answer, made, observed: answer.ok ? 'accepted' : 'refused' };
});

/** The use of an expired secret, and of another one of the same client after it. */
export const expiredSecret = scenario(
  'expiredSecret',
  async (session: Session): Promise<{ use: SecretUse; otherUse: SecretUse }> => {
    const { client, made, answer } = await session.once(expiredRequest);
    if (answer.status >= 500)
      throw new PrerequisiteFailed('generateSecret', `a secret with a past expiry answered ${answer.status}`);
    if (made !== undefined) requireExpiry(made);
    const use =
      made === undefined ? await useAfterExpiry(session, client) : await session.useUntil(false, client.id, made.value);
    return { use, otherUse: await session.useUntil(true, client.id, client.secret) };
  },
);

/** Generates a secret that expires within seconds and uses it afterwards; longer lives are tried where short ones are refused. */
async function useAfterExpiry(session: Session, client: Made): Promise<SecretUse> {
  for (const seconds of [2, 10, 65]) {
    const passing = await generatePassing(session, client, seconds, (await session.api.get(client.id)).date);
    if (passing === undefined) continue;
    requireExpiry(passing.made);
    await passing.end();
    return session.useUntil(false, passing.client.id, passing.made.value);
  }
  throw new NotVerified('not-in-time', 'the tenant refuses every expiry that a run could wait for');
}

/** A secret that expires within seconds, its client, and the wait for its end; undefined where the tenant refuses it. */
export async function generatePassing(
  session: Session,
  holder: Made,
  seconds: number,
  now: Date,
  notation: (typeof NOTATIONS)[number] = 'in UTC',
): Promise<{ client: Made; made: MadeSecret; end: () => Promise<void> } | undefined> {
  const { answer: earlier } = await session.once(secretGeneration);
  const apart = clocksApart(earlier);
  const reference = new Date(now.getTime() + apart);
  const since = performance.now();
  const expiryTime = written(session.data.instant(seconds, reference), notation);
  const asked = { description: session.data.description(), expiryTime };
  const { answer, client } = await session.generateWhereRoom(holder, asked);
  if (!answer.ok) return undefined;
  // Clocks are known to the second only, and their difference to a second more; half a second is on the safe side.
  const end = Date.parse(asked.expiryTime) + (apart === 0 ? 500 : 1500);
  return { client, made: session.secretOf(answer, asked), end: () => waitUntil(new Date(end), reference, since) };
}

/** @throws PrerequisiteFailed where the tenant answers a secret that has no expiry, though one was asked for */
export function requireExpiry({ answer: { json } }: MadeSecret): void {
  if (isObject(json) && json.expiryTime === null)
    throw new PrerequisiteFailed('generateSecret', 'a secret is answered without the expiry that was asked for');
}

/** @throws NotVerified where the tenant tells another expiry than was asked for: it may keep times to the minute, and round them up */
export function requireExact({ answer, asked }: MadeSecret): void {
  const told = isObject(answer.json) ? instantOf(answer.json.expiryTime) : null;
  if (told !== null && told !== Date.parse(String(asked.expiryTime)))
    throw new NotVerified('not-applicable', 'the tenant keeps expiries less exactly than a run can wait for');
}

/** How long a secret lives that is used once before its end, in seconds. */
export const BRIEFLY = 2;

/** A secret that has expired, its client, and its use after that. */
export interface ThenExpired extends SecretUse {
  readonly client: Made;
  readonly made: MadeSecret;
  /** The use of another secret of the client after its expiry, which was generated before this one; absent where there is none, or it was not accepted before. */
  readonly older?: SecretUse;
}

/** The use of a secret after its expiry that was used before it as well, and of one before it that ends as soon. */
export const usedThenExpired = scenario('usedThenExpired', async (session: Session): Promise<ThenExpired> => {
  const { client: holder, answer } = await generationForMore(session);
  // What the tenant's clock says now, without a request of its own.
  const now = (): Date => new Date(answer.date.getTime() + Date.now() - answer.startedAt.getTime() - answer.durationMs);
  const older = await generatePassing(session, holder, BRIEFLY, now());
  const passing = await generatePassing(session, older?.client ?? holder, BRIEFLY, now());
  if (passing === undefined) throw new NotVerified('not-applicable', 'the tenant refuses an expiry within seconds');
  const { client, made, end } = passing;
  requireExpiry(made);
  requireExact(made);
  const { isAccepted, wasAccepted } = await allInParallel({
    isAccepted: async () => (await session.use(client.id, made.value)).accepted,
    wasAccepted: async () =>
      older?.client.id === client.id && (await session.use(client.id, older.made.value)).accepted,
  });
  if (!isAccepted)
    throw new NotVerified('not-applicable', 'a secret that expires within seconds is not accepted before');
  await end();
  const use = await session.useUntil(false, client.id, made.value);
  const olderUse = wasAccepted && older !== undefined && (await session.useUntil(false, client.id, older.made.value));
  return { ...use, client, made, ...(olderUse !== false && { older: olderUse }) };
});

/** The use of a secret after its expiry, after which another one was generated. @throws NotVerified where there is none */
export const expiredBeforeAnother = scenario('expiredBeforeAnother', async (session: Session): Promise<SecretUse> => {
  const { older } = await session.once(usedThenExpired);
  if (older === undefined)
    throw new NotVerified(
      'not-applicable',
      'the tenant gives no second secret, or none that is accepted within seconds',
    );
  return older;
});

/** How long a secret lives that is used well before its end, in seconds: less than any two time zones are apart. */
const A_WHILE = 1200;

/** How far ahead its end must lie by the tenant's own words, in milliseconds, for a tenant may keep times to the minute, the hour or the day. */
const AHEAD = 60_000;

/** How an instant may be written (RFC 3339, 5.6): the first as the document prints it. */
export const NOTATIONS = ['in UTC', 'eight hours west of UTC'] as const;

const WEST: Readonly<Record<(typeof NOTATIONS)[number], number>> = { 'in UTC': 0, 'eight hours west of UTC': 8 };

function written(instant: string, notation: (typeof NOTATIONS)[number]): string {
  const hours = WEST[notation];
  if (hours === 0) return instant;
  return new Date(Date.parse(instant) - hours * 3_600_000).toISOString().replace('Z', `-0${hours}:00`);
}

/**
 * The use of a secret whose end is near, and lies ahead in every time zone but the tenant's own. Written west of UTC, its text is one of
 * the past to who compares texts.
 */
export const usedBeforeEnd = scenarios(
  'usedBeforeEnd',
  async (session: Session, notation: (typeof NOTATIONS)[number]): Promise<{ use: SecretUse; end: string }> => {
    await session.after(usedThenExpired);
    const { client: holder, answer } = await generationForMore(session);
    const sinceThen = Date.now() - answer.startedAt.getTime() - answer.durationMs;
    const now = new Date(answer.date.getTime() + sinceThen);
    const passing = await generatePassing(session, holder, A_WHILE, now, notation);
    if (passing === undefined) throw new NotVerified('not-applicable', 'the tenant refuses an expiry within minutes');
    const { client, made } = passing;
    const asked = Date.parse(String(made.asked.expiryTime));
    const told = isObject(made.answer.json) ? instantOf(made.answer.json.expiryTime) : null;
    if (told !== null && told < asked - A_WHILE * 1000 + AHEAD)
      throw new NotVerified('not-applicable', 'the tenant lets secrets end before the expiry that was asked for');
    const use = await session.useUntil(true, client.id, made.value);
    return { use, end: String(made.asked.expiryTime) };
  },
);

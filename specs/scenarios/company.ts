/** What holds for all answers of a run taken together: what clients are told, and what reads show of them. */
import type { GenerateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { idInPath, instantOf, isObject, membersIn, sameId, shownClient, text } from '../../fixtures/shown/clients.ts';
import { secretDifferences } from '../../fixtures/shown/secret-differences.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { pause } from '../../fixtures/wire/pause.ts';
import { adjacentClients } from './adjacent-clients.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';
import { deletedSecretLater } from './later.ts';
import { generatedSecret } from './secrets.ts';

/** All successful answers of the run to well-formed requests with its own token. */
export const successesOf = scenarios(
  'successesOf',
  async (session: Session, operation: 'create' | 'generateSecret'): Promise<readonly Answer[]> => {
    requireWrites(session);
    await session.after(lastingValues);
    return session.api.toOrdinary.filter(({ ok, request }) => ok && request.operation === operation);
  },
  { isLast: true },
);

/** Days ahead in which every tenant lets a secret end that is asked to: the ordinary request of the run. */
const ORDINARY_DAYS = [19, 21] as const;

/** What an ordinary GenerateSecret request asked for; undefined where it is one of rare values, which a tenant may limit. */
function ordinaryAsked({ request: { body }, startedAt }: Answer): GenerateBody | undefined {
  const { description, expiryTime } = membersIn(body);
  const days = ((instantOf(expiryTime) ?? 0) - startedAt.getTime()) / 86_400_000;
  const isOrdinary =
    days > ORDINARY_DAYS[0] &&
    days < ORDINARY_DAYS[1] &&
    ORDINARY_NAME.test(String(description)) &&
    String(expiryTime).endsWith('Z');
  return isOrdinary ? { description: text(description) ?? null, expiryTime: text(expiryTime) ?? null } : undefined;
}

/** Names and redirect URIs as most requests of the run have them: what is rare is judged where it is asked for. */
export const ORDINARY_NAME = /^\w[\w. -]{0,59}$/;

const ORDINARY_URI = /^https:\/\/[\w.-]{1,80}\/callback$/;

/** One ordinary create of the run, and in what its answer differs from what was asked for. */
interface Created {
  readonly answer: Answer;
  readonly differing: readonly (readonly [string, string])[];
  /** The name is that which another create asked for at the same time. */
  readonly isSwapped: boolean;
}

function creationsIn(session: Session): readonly Created[] {
  const all = session.api.toOrdinary.flatMap((answer) => {
    const asked = answer.request.operation === 'create' && answer.ok ? membersIn(answer.request.body) : {};
    const { name, redirectUri, isConfidential } = asked;
    const isOrdinary = ORDINARY_NAME.test(String(name)) && ORDINARY_URI.test(String(redirectUri));
    if (!isOrdinary || typeof isConfidential !== 'boolean' || shownClient(answer) === undefined) return [];
    return [{ answer, expected: { name: String(name), redirectUri: String(redirectUri), isConfidential } }];
  });
  return all.map(({ answer, expected }) => {
    const shown = shownClient(answer);
    const isSwapped =
      shown?.name !== expected.name &&
      session.transport.answers.some(
        (other) =>
          other.request.operation === 'create' &&
          overlap(other, answer) &&
          membersIn(other.request.body).name === shown?.name,
      );
    return { answer, differing: differences(shown, expected), isSwapped };
  });
}

function overlap(one: Answer, other: Answer): boolean {
  const [begun, otherBegun] = [one.startedAt.getTime(), other.startedAt.getTime()];
  return begun <= otherBegun + other.durationMs && otherBegun <= begun + one.durationMs;
}

/** Whether each ordinary create of the run is answered with what it asked for, whatever other clients have in common with it. */
export const creationsOfRun = scenario(
  'creationsOfRun',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(adjacentClients, lastingValues);
    const all = creationsIn(session);
    if (all.length === 0) throw new PrerequisiteFailed('create', 'no client of the run was created');
    const others = all.filter(({ isSwapped }) => !isSwapped);
    return asAsked(others, 'A created client is not answered as it was asked for.');
  },
  { isLast: true },
);

/** The same for what another create asked for at the same time. */
export const creationsAtOnce = scenario(
  'creationsAtOnce',
  async (session: Session): Promise<Observed> => {
    await session.once(creationsOfRun);
    const swapped = creationsIn(session).filter(({ isSwapped }) => isSwapped);
    return asAsked(swapped, 'A created client is answered with what another request asked for at the same time.');
  },
  { isLast: true },
);

/** The first of several answers that differs from what was asked for. */
function asAsked(
  all: readonly { readonly answer: Answer; readonly differing: readonly (readonly [string, string])[] }[],
  message: string,
): Observed {
  const found = all.find(({ differing }) => differing.length > 0);
  return {
    holds: found === undefined,
    message,
    expected: found?.differing.map(([expected]) => expected).join(', ') ?? '',
    actual: found?.differing.map(([, actual]) => actual).join(', ') ?? '',
    ...(found !== undefined && { answer: found.answer }),
  };
}

/** Whether each ordinary GenerateSecret of the run is answered with what it asked for, whatever was done to its client before. */
export const generationsOfRun = scenario(
  'generationsOfRun',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(generatedSecret, deletedSecretLater, lastingValues);
    const all = session.api.toOrdinary.flatMap((answer) => {
      const asked = answer.request.operation === 'generateSecret' && answer.ok ? ordinaryAsked(answer) : undefined;
      const differing = asked && isObject(answer.json) ? secretDifferences(answer.json, asked) : undefined;
      return differing === undefined ? [] : [{ answer, differing }];
    });
    if (all.length === 0) throw new PrerequisiteFailed('generateSecret', 'no secret of the run was generated');
    return asAsked(all, 'A generated secret is not answered as it was asked for.');
  },
  { isLast: true },
);

/** Milliseconds between two generations whose times of creation must differ, also where they are cut to the second. */
const APART = 1200;

interface Timed {
  readonly answer: Answer;
  readonly time: string;
}

/** Secrets that were generated in ordinary ways, with times of creation that tell more than the minute. */
function timedIn(session: Session): readonly Timed[] {
  return session.api.toOrdinary.flatMap((answer) => {
    const time = answer.request.operation === 'generateSecret' ? text(shownClient(answer)?.creationTime) : undefined;
    return !answer.ok || time === undefined || isWholeMinute(time) ? [] : [{ answer, time }];
  });
}

/** Two secrets of one client, of those that were generated in ordinary ways, that are furthest apart. */
function furthestApart(session: Session): { first: Timed; last: Timed; apart: number } | undefined {
  const clientOf = ({ answer }: Timed): unknown => membersIn(answer.request.body).clientId;
  const all = timedIn(session);
  return all
    .map((last) => {
      const first = all.find((one) => clientOf(one) === clientOf(last)) ?? last;
      return { first, last, apart: last.answer.startedAt.getTime() - first.answer.startedAt.getTime() };
    })
    .sort((one, other) => other.apart - one.apart)[0];
}

/**
 * Whether secrets of one client that were generated seconds apart have times of creation that differ: what a program took when it
 * started is the same for all, and so is the time at which the client was created. Times in whole minutes say nothing here.
 */
export const creationTimesOfRun = scenario(
  'creationTimesOfRun',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(deletedSecretLater, lastingValues);
    if (timedIn(session).length === 0)
      throw new NotVerified('not-applicable', 'times of creation tell no more than the minute');
    if ((furthestApart(session)?.apart ?? 0) < APART) {
      const client = await session.client();
      await session.secret(client);
      await pause(APART);
      await session.secret(client);
    }
    const found = furthestApart(session);
    if (found === undefined) throw new PrerequisiteFailed('generateSecret', 'no secret of the run was generated');
    const { first, last, apart } = found;
    return {
      holds: first.time !== last.time,
      message: 'Secrets of one client have the same time of creation.',
      expected: `another time than that of ${Math.round(apart / 1000)} s before`,
      actual: first.time,
      answer: last.answer,
    };
  },
  { isLast: true },
);

function isWholeMinute(time: string): boolean {
  return Date.parse(time) % 60_000 === 0;
}

/** The answers to reads of clients of this run by their ids alone, in their order, by the id that was asked for. */
function readsOf({ transport: { answers }, ledger: { givenIds } }: Session): ReadonlyMap<string, readonly Answer[]> {
  const reads = new Map<string, Answer[]>();
  for (const answer of answers) {
    const id = idInPath(answer);
    if (!answer.ok || answer.request.operation !== 'get' || answer.request.method !== 'GET' || !givenIds.includes(id))
      continue;
    reads.set(id, [...(reads.get(id) ?? []), answer]);
  }
  return reads;
}

/** Whether each detail of the run shows the client whose id was asked for: a cache may go by something else that two of them share. */
export const detailsOfRun = scenario(
  'detailsOfRun',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(lastingValues);
    const all = [...readsOf(session)].flatMap(([id, answers]) => answers.map((answer) => ({ id, answer })));
    if (all.length === 0) throw new PrerequisiteFailed('get', 'no client of the run could be read');
    const found = all.find(({ id, answer }) => !sameId(shownClient(answer)?.id, id));
    const shown = shownClient(found?.answer);
    return {
      holds: found === undefined,
      message: 'A detail shows another client than the one that was asked for.',
      expected: found === undefined ? '' : `the client ${found.id}`,
      actual: shown === undefined ? 'no client' : `the client ${String(shown.id)}`,
      ...(found !== undefined && { answer: found.answer }),
    };
  },
  { isLast: true },
);

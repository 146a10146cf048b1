/** What the details of a run show of secrets: the record of each stays what it is, whatever is done to its client. */
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  idInPath,
  instantOf,
  isObject,
  membersIn,
  orNone,
  type ShownSecret,
  shownClient,
  shownSecrets,
  text,
} from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible } from '../../fixtures/wire/errors.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';
import { expiredRequest, usedThenExpired } from './expiries.ts';
import { unusualSecrets } from './unusual-secrets.ts';

/** What is done to a client whose secrets go on. */
type Write = 'update' | 'generateSecret' | 'deleteSecret';

/** A time to the second: a tenant need not show more of it each time. */
function second(time: unknown): number | null {
  const instant = instantOf(time);
  return instant === null ? null : Math.floor(instant / 1000);
}

/** Whether two records say the same. */
function isSame(one: ShownSecret, other: ShownSecret): boolean {
  return (
    orNone(one.description) === orNone(other.description) &&
    second(one.creationTime) === second(other.creationTime) &&
    second(one.expiryTime) === second(other.expiryTime)
  );
}

/** The documented members of a record. */
function inWords({ id, description, creationTime, expiryTime }: ShownSecret): string {
  return `secret ${JSON.stringify({ id, description: orNone(description), creationTime, expiryTime: orNone(expiryTime) })}`;
}

/** What a detail shows of the secrets that the one before it showed as well, and what was done to the client in between. */
interface Comparison {
  readonly answer: Answer;
  readonly client: string;
  readonly kinds: ReadonlySet<Write>;
  /** The record of a secret that is another one now. */
  readonly changed?: { readonly was: ShownSecret; readonly is: ShownSecret };
}

/** The client that was asked for a secret, in lower case. */
function holderIn({ request: { body } }: Answer): string {
  return text(membersIn(body).clientId)?.toLowerCase() ?? '';
}

function comparisonsIn({ transport }: Session): readonly Comparison[] {
  const known = new Map<string, Map<string, ShownSecret>>();
  const written = new Map<string, Set<Write>>();
  const note = (client: string, done: Write): unknown =>
    written.set(client, (written.get(client) ?? new Set()).add(done));
  const found: Comparison[] = [];
  for (const answer of transport.answers) {
    const { operation, method } = answer.request;
    if (!answer.ok) continue;
    const id = idInPath(answer);
    if (operation === 'update') note(id, operation);
    if (operation === 'generateSecret') note(holderIn(answer), operation);
    if (operation === 'deleteSecret')
      // Its id may be given to another one.
      for (const [client, records] of known) if (records.delete(id)) note(client, operation);
    if (operation !== 'get' || method !== 'GET') continue;
    const records = new Map((shownSecrets(shownClient(answer)) ?? []).map((record) => [String(record.id), record]));
    const shared = [...records].flatMap(([secret, is]) => {
      const was = known.get(id)?.get(secret);
      return was === undefined ? [] : [{ was, is }];
    });
    const kinds = written.get(id);
    if (kinds !== undefined && shared.length > 0) {
      const changed = shared.find(({ was, is }) => !isSame(was, is));
      found.push({ answer, client: id, kinds, ...(changed !== undefined && { changed }) });
    }
    known.set(id, records);
    written.delete(id);
  }
  return found;
}

/** In this order they are to blame where several were done, and none of them is seen to be harmless alone. */
const WRITES: readonly Write[] = ['update', 'deleteSecret', 'generateSecret'];

function culpritOf({ kinds }: Comparison, harmless: ReadonlySet<Write>): Write | undefined {
  const done = WRITES.filter((kind) => kinds.has(kind));
  return done.find((kind) => !harmless.has(kind)) ?? done[0];
}

/** Whether the records of secrets are after such a write to their client what they were before. */
export const recordsKept = scenarios(
  'recordsKept',
  async (session: Session, write: Write): Promise<Observed> => {
    requireWrites(session);
    await session.after(lastingValues);
    const comparisons = comparisonsIn(session);
    const alone = comparisons.filter(({ kinds }) => kinds.size === 1);
    const harmless = new Set(
      WRITES.filter((kind) => {
        const own = alone.filter(({ kinds }) => kinds.has(kind));
        return own.length > 0 && own.every(({ changed }) => changed === undefined);
      }),
    );
    const about = comparisons.filter(({ kinds }) => kinds.has(write));
    if (about.length === 0) return NOTHING_SEEN;
    const found = about.find((one) => one.changed !== undefined && culpritOf(one, harmless) === write);
    return {
      holds: found === undefined,
      message: 'The record of a secret was changed.',
      expected: found?.changed === undefined ? '' : inWords(found.changed.was),
      actual: found?.changed === undefined ? '' : inWords(found.changed.is),
      ...(found !== undefined && { answer: found.answer, client: found.client }),
    };
  },
  { isLast: true },
);

/** A secret by its client, for ids may be those of one client. */
function keyOf(client: string, id: unknown): string {
  return `${client} ${String(id)}`;
}

/**
 * Whether the first detail that shows a secret shows the expiry that it was answered with (a tenant may round it, and says so in the
 * answer), and whether those that show it after its end still show one.
 */
export const recordedAsAnswered = scenario(
  'recordedAsAnswered',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    // One that ends in a second of its own, and a detail that shows it.
    await ifPossible(session.once(expiredRequest));
    await ifPossible(session.once(unusualSecrets));
    const expired = await ifPossible(session.once(usedThenExpired));
    if (expired !== undefined) await session.api.get(expired.client.id);
    await session.after(lastingValues);
    const answered = new Map<string, number>();
    const ends = new Map<string, number>();
    let hasLooked = false;
    for (const answer of session.transport.answers) {
      const { operation, method } = answer.request;
      if (!answer.ok) continue;
      if (operation === 'generateSecret' && isObject(answer.json)) {
        const { id, expiryTime } = answer.json;
        const told = second(expiryTime);
        const key = keyOf(holderIn(answer), id);
        if (told !== null) answered.set(key, told);
        else answered.delete(key);
        if (told !== null) ends.set(key, told);
      }
      if (operation !== 'get' || method !== 'GET') continue;
      for (const record of shownSecrets(shownClient(answer)) ?? []) {
        const key = keyOf(idInPath(answer), record.id);
        const [told, end, shown] = [answered.get(key), ends.get(key), second(record.expiryTime)];
        if (end !== undefined && shown === null && end * 1000 <= answer.date.getTime())
          return {
            holds: false,
            message: 'A secret that has expired is shown without its expiry.',
            expected: `expiryTime ${new Date(end * 1000).toISOString()} of secret ${record.id}`,
            actual: 'no expiryTime',
            answer,
            client: idInPath(answer),
          };
        if (told === undefined || shown === null) continue;
        hasLooked = true;
        // What becomes of it after the first look is told of what was done meanwhile.
        answered.delete(key);
        // A fraction of a second may be rounded.
        if (Math.abs(told - shown) <= 1) continue;
        return {
          holds: false,
          message: 'A secret is shown with another expiry than it was answered with.',
          expected: `expiryTime ${new Date(told * 1000).toISOString()} of secret ${record.id}`,
          actual: `expiryTime ${String(record.expiryTime)}`,
          answer,
          client: idInPath(answer),
        };
      }
    }
    if (!hasLooked) return NOTHING_SEEN;
    return {
      holds: true,
      message: 'secrets are shown with the expiry that they were answered with',
      expected: '',
      actual: '',
    };
  },
  { isLast: true },
);

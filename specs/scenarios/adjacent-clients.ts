import { WRITES } from '../../fixtures/api/names.ts';
import { compared } from '../../fixtures/expect/judged.ts';
import { secretsShown } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import { essence, sameId, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import type { WritingOperation } from '../catalogue/everywhere.ts';
import { type Alike, mixUps, scopesApart } from './alike.ts';
import { changeTo, shows } from './change.ts';
import { controlOf, ifMade, isListedAsBefore } from './controls.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';
import { isOwn } from './secrets.ts';

/** A client beside the one that is operated on, with its secrets and how it was seen last. */
export interface Member {
  readonly place: string;
  readonly client: Made;
  readonly secret: MadeSecret | undefined;
  /** Its secrets that are known to be refused: that is told once. */
  readonly lost?: Set<string>;
  seen: Answer;
}

/** One operation on the client in the middle, whatever comes of it. */
type Step = readonly [WritingOperation, () => Promise<void>];

/** What befell the adjacent clients of a client, by the operation after which it was seen. */
export interface Row {
  /** Whether each operation changed a control, as a plain statement. */
  readonly harms: Readonly<Record<WritingOperation, Observed>>;
  /** What two of them with one redirect URI obtain of each other; undefined where nothing tells. */
  readonly alike: Alike | undefined;
}

/**
 * Three clients made one after the other: everything is done to the middle one, nothing may happen to the others. A condition
 * that slips by one, or a cache with one entry, reaches the adjacent clients and nobody else. They are looked at once, at the end; only
 * where something happened is it all done again, with a look after each operation, so that the right one is blamed.
 */
export const adjacentClients = scenarioAlone('adjacentClients', async (session: Session): Promise<Row> => {
  requireWrites(session);
  await requireTruthfulDetail(session);
  const atOnce = await walk(session, false);
  const again = atOnce.suspicious ? await walk(session, true) : atOnce;
  const found = again.found.length > 0 || again.isUnproven ? again.found : atOnce.found;
  return {
    harms: byOperation(WRITES, found, 'An operation on one client changed another client.'),
    alike: atOnce.alike,
  };
});

/** For each operation whether it changed another client: what was seen after it, or only after everything. */
export function byOperation<O extends WritingOperation>(
  operations: readonly O[],
  found: readonly Harm[],
  message: string,
): Readonly<Record<O, Observed>> {
  const harm = (operation: O): Observed => {
    const own = found.filter(({ after }) => after === operation || after === undefined);
    const sides = own.map(({ was, is }) => compared(was, is));
    return {
      holds: own.length === 0,
      message,
      expected: sides.map(({ expected }) => expected).join('; '),
      actual: sides.map(({ actual }) => actual).join('; '),
      ...(own[0] !== undefined && { answer: own[0].answer }),
    };
  };
  return Object.fromEntries(operations.map((operation) => [operation, harm(operation)])) as Record<O, Observed>;
}

/** What clients with one redirect URI obtain of each other. @throws NotVerified where nothing tells */
export const sharingRedirectUri = scenario('sharingRedirectUri', async (session: Session): Promise<Alike> => {
  const { alike } = await session.once(adjacentClients);
  // Of tokens that say nothing of their scopes, and open nothing by which to tell, there are none to look at.
  if (alike !== undefined && alike.scopes.length > 0) return alike;
  throw new NotVerified('not-applicable', 'clients of this tenant do not differ in the scopes that they obtain');
});

export interface Harm {
  /** Undefined where it was seen only after everything. */
  readonly after: WritingOperation | undefined;
  readonly was: string;
  readonly is: string;
  readonly answer: Answer;
}

/** What a walk found, and whether it is worth another one with a look after each operation. */
interface Walked {
  readonly found: readonly Harm[];
  readonly suspicious: boolean;
  /** Whether a secret was refused before anything was done beside its client: it cannot be lost later. */
  readonly isUnproven: boolean;
  readonly alike: Alike | undefined;
}

async function walk(session: Session, lookingEachTime: boolean): Promise<Walked> {
  // What two clients have in common must not make one of them of the other: the redirect URI, and the description of a secret.
  const redirectUri = session.data.redirectUri();
  const [, both, other] = scopesApart(session) ?? [];
  const [first, middle, last] = [
    await session.client({ redirectUri }),
    await session.client({ redirectUri, ...(both && other && { scopes: session.scopes(both, other) }) }),
    await session.client(),
  ];
  const alike = lookingEachTime ? undefined : await mixUps(session, [first, middle], 'the same redirect URI');
  const { description } = session.askingSecret();
  const found: Harm[] = [];
  const early = lookingEachTime ? [await seat(session, BEFORE, first), await seat(session, AFTER, last)] : [];
  const isProven = await prove(session, early);
  const middleSecret = await ifMade(session.secret(middle, { description }));
  found.push(...(await look(session, early, 'generateSecret')));
  // What making the secrets did to their adjacent clients is over when they are seen.
  const { before, after } = await allInParallel({
    before: async () => seat(session, BEFORE, first, await ifMade(session.secret(first, { description }))),
    after: async () => seat(session, AFTER, last, await ifMade(session.secret(last))),
  });
  // Who is not shown as it was asked for may have been changed before it was first looked at.
  const isOdd = [before, after].some(({ client, seen }) => !shows(client.asked).isSeen(seen));
  const { control, controlSecret, detail } = await controlOf(session);
  const far: Member = {
    place: 'an older client',
    client: control,
    secret: controlSecret,
    lost: new Set(),
    seen: detail,
  };
  const members = [before, after, far].filter(({ client, seen }) => sameId(shownClient(seen)?.id, client.id));
  const areProven = await prove(session, lookingEachTime ? members : []);
  for (const [operation, act] of steps(session, middle, middleSecret)) {
    await act();
    if (lookingEachTime) found.push(...(await look(session, members, operation)));
  }
  if (!lookingEachTime) found.push(...(await look(session, members, undefined, await session.api.list())));
  session.ledger.idle(first.id, last.id);
  return { found, suspicious: isOdd || found.length > 0, isUnproven: !isProven || !areProven, alike };
}

/** Uses the secrets of clients before anything is done beside them. @returns whether all are accepted; others are not looked at later */
async function prove(session: Session, members: readonly Member[]): Promise<boolean> {
  const all = members.flatMap(({ client, secret, lost }) =>
    [client.secret, secret?.value].flatMap((value) => (value === undefined ? [] : [{ id: client.id, value, lost }])),
  );
  const uses = await inParallel(all, async ({ id, value, lost }) => {
    const { accepted } = await session.useUntil(true, id, value);
    if (!accepted) lost?.add(value);
    return accepted;
  });
  return !uses.includes(false);
}

const BEFORE = 'the client made before it';
const AFTER = 'the client made after it';

/** A client as it is seen first, with its generated secret where it has one. */
async function seat(session: Session, place: string, client: Made, secret?: MadeSecret): Promise<Member> {
  return {
    place,
    client,
    secret,
    lost: new Set(),
    seen: await session.readUntil(client.id, secretsShown(secret?.id)),
  };
}

function steps(session: Session, middle: Made, secret: MadeSecret | undefined): readonly Step[] {
  const [first] = session.capabilities.scopes;
  // What it has in common with another one stays, so that it is still there when the client goes.
  const redirectUri = middle.asked.redirectUri ?? null;
  return [
    ['create', async () => session.ledger.idle((await ifMade(session.client()))?.id)],
    [
      'update',
      async () => {
        // What a scope is called here is no business of other clients.
        const scopes = session.scopes(first).map((scope) => ({ ...scope, displayName: 'Odd', description: 'odd' }));
        await session.api.update(middle.id, { ...changeTo(session, [first]), redirectUri, scopes });
        // Nothing is ever done to this one, and it was read in the beginning.
        await session.api.get((await controlOf(session)).control.id);
      },
    ],
    ['generateSecret', async () => void (await ifMade(session.secret(middle)))],
    [
      'deleteSecret',
      async () => {
        // Deleting goes by this id alone, so the client itself must show it.
        if (secret !== undefined && isOwn(await session.api.get(middle.id), secret))
          await session.api.deleteSecret(secret.id);
      },
    ],
    [
      'delete',
      async () => {
        // The clean-up looks for strays, so a delete that lies is found all the same.
        if ((await session.api.delete(middle.id)).ok) session.ledger.gone(middle.id);
      },
    ],
  ];
}

export async function look(
  session: Session,
  members: readonly Member[],
  after: WritingOperation | undefined,
  list?: Answer,
): Promise<readonly Harm[]> {
  const seen = await inParallel(members, (member) => harmDoneTo(session, member, after, list));
  return seen.flat();
}

/** @param list read since: who is listed whole and as before is not read alone */
async function harmDoneTo(
  session: Session,
  member: Member,
  after: WritingOperation | undefined,
  list: Answer | undefined,
): Promise<readonly Harm[]> {
  const found: Harm[] = [];
  const essenceOf = (seen: Answer): string => essence(shownClient(seen), false);
  const was = essenceOf(member.seen);
  const isListed = list !== undefined && isListedAsBefore(list, member.seen);
  const answer = isListed ? member.seen : await session.seeAgain(member.client.id, member.seen);
  const is = essenceOf(answer);
  if (was !== is)
    found.push({
      after,
      was: `${member.place} as before: ${was}`,
      is: answer.ok ? is : `status ${answer.status}`,
      answer,
    });
  member.seen = answer;
  for (const value of [member.client.secret, member.secret?.value]) {
    if (value === undefined || member.lost?.has(value) === true) continue;
    const use = await session.useUntil(true, member.client.id, value);
    if (use.accepted) continue;
    member.lost?.add(value);
    found.push({
      after,
      was: `the secrets of ${member.place} accepted`,
      is: 'one of them refused',
      answer: use.answer,
    });
  }
  return found;
}

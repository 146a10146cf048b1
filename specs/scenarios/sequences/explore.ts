import { array, asyncProperty, check, constantFrom, nat, record } from 'fast-check';
import { scenario, scenarios } from '../../../fixtures/session/scenario.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import { orNone, shownClient } from '../../../fixtures/shown/clients.ts';
import { scopesOf } from '../../../fixtures/shown/scopes.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';
import { ifPossible, PrerequisiteFailed } from '../../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import { shows } from '../change.ts';
import { requireTruthfulDetail, requireWrites } from '../creation.ts';
import { takesSeveral, unusualClient } from '../kinds.ts';
import { emptied } from '../rewriting.ts';
import { deletedSecret } from '../secret-deletions.ts';
import { updatedClient } from '../updating.ts';
import { Broken, type Step, Walk, type Wish } from './steps.ts';

/** How many sequences are tried, how long they are at most, and how many tries it may take to shorten one that goes wrong. */
const EXTENT = { sequences: 10, longest: 40, attempts: 20 };

const steps = array(
  record<Step>({
    // Shortening replaces a step by an earlier one of these: reads come first, so that they are blamed where they are at fault.
    what: constantFrom(
      ...(['get', 'get', 'list', 'token', 'update', 'update', 'update'] as const),
      ...(['generateSecret', 'generateSecret', 'generateSecret', 'generateSecret', 'generateSecret'] as const),
      ...(['deleteSecret', 'deleteSecret', 'deleteSecret'] as const),
      ...(['delete', 'create', 'create'] as const),
    ),
    which: nat(3),
    choice: nat(7),
  }),
  { minLength: 1, maxLength: EXTENT.longest, size: 'max' },
);

const BEGIN: Step = { what: 'create', which: 0, choice: 0 };
const END: Step = { what: 'list', which: 0, choice: 0 };

/** States that are each fine alone, and meet: what one step does to a client that an earlier one left in an unusual state. */
const MEETINGS: readonly Step[] = (
  [
    // Two clients that are as different as can be, and each with a secret such as most people ask for.
    ['create', 1, { redirectUri: 'several', scopes: 'first' }],
    ['create', 2, { redirectUri: 'none', scopes: 'all' }],
    ['generateSecret', 1, { isPlain: true }],
    ['list', 0, {}],
    ['generateSecret', 2, { isPlain: true }],
    ['list', 0, {}],
    ['generateSecret', 2, {}],
    ['deleteSecret', 2, {}, 0],
    // What is taken away from who has several secrets, and was never updated.
    ['update', 1, { redirectUri: 'none', scopes: 'same', name: 'same' }],
    ['deleteSecret', 1, {}, 0],
    ['update', 2, { redirectUri: 'same', scopes: 'none', name: 'same' }],
    // What is done to secrets of who has no scopes, and what comes back after it.
    ['generateSecret', 2, {}],
    ['deleteSecret', 2, {}, 1],
    ['update', 2, { redirectUri: 'several', scopes: 'all' }],
    // Namesakes with a different past, and the end of one.
    ['update', 1, { scopes: 'all', name: 'other' }],
    ['generateSecret', 1, {}],
    // Who has read the client before writes back what was deleted meanwhile.
    ['deleteSecret', 1, { isUnseen: true }, 1],
    ['update', 1, { redirectUri: 'null', scopes: 'same', name: 'same' }],
    ['delete', 1, {}],
    // Whoever comes right after the newest one has gone may be given its row, and what still points there.
    ['create', 3, {}],
    ['generateSecret', 2, {}],
    ['delete', 2, {}],
    ['create', 4, {}],
    ['update', 1, { redirectUri: 'none', scopes: 'first' }],
  ] as const
).map(([what, which, wish, choice = 0]) => ({ what, which, wish, choice }));

/** What random sequences brought to light: the shortest one that goes wrong, if any does. */
interface Exploration {
  /** The step that went wrong. */
  readonly broken: Pick<Broken, 'operation' | 'expected' | 'actual' | 'answer'> | undefined;
  /** What was done, in words, in the shortest sequence that goes wrong; the last step first, for it tells most, and what is long is cut. */
  readonly told: readonly string[];
  /** Its requests, as command lines with placeholders. */
  readonly curl: string;
  /** Where fast-check finds it again, with the seed of the run; empty for a sequence that is not drawn. */
  readonly path: string;
}

const NOTHING_BROKEN: Exploration = { broken: undefined, told: [], curl: '', path: '' };

/** What the sequences say about one operation. */
export interface Sequences extends Exploration {
  readonly holds: boolean;
}

interface Failure {
  readonly broken: Broken;
  readonly told: readonly string[];
  readonly answers: readonly Answer[];
  readonly walk: Walk;
}

/** @throws NotVerified where single operations do not work, which has requirements of its own */
async function requireSingles(session: Session): Promise<void> {
  requireWrites(session);
  await requireTruthfulDetail(session);
  const { stored } = await session.once(updatedClient);
  if (!stored.detailAsAsked)
    throw new PrerequisiteFailed('update', 'a single update does not do what it was asked for');
  const { doomedUse, sparedUse } = await session.once(deletedSecret);
  if (doomedUse.accepted || !sparedUse.accepted)
    throw new PrerequisiteFailed('deleteSecret', 'deleting a single secret does not do what it was asked for');
}

/** Two clients in states that are each fine alone, and what is done to them in turn. @throws as single operations do */
const meeting = scenario('meeting', async (session: Session): Promise<Exploration> => {
  await requireSingles(session);
  const failure = await walkThrough(session, [...MEETINGS.map(await granting(session)), END], { isBrief: true });
  return failure === undefined ? NOTHING_BROKEN : told(failure);
});

/** What a step asks for that the tenant refuses of, or does not do to, a client of which nothing else is strange: that stays ordinary. */
async function granting(session: Session): Promise<(step: Step) => Step> {
  const taken = shownClient((await ifPossible(session.once(emptied)))?.detail);
  const bare = await ifPossible(session.once(unusualClient('a name of digits, no redirect URI and many scopes')));
  const grants = {
    several: await takesSeveral(session, 'several redirect URIs'),
    bare: bare !== undefined && orNone(bare.asked.redirectUri) === null && shows(bare.asked).isSeen(bare.detail),
    noUri: taken !== undefined && orNone(taken.redirectUri) === null,
    noScopes: taken !== undefined && scopesOf(taken)?.length === 0,
  };
  return (step) => {
    const { redirectUri, scopes, ...others } = step.wish ?? {};
    const without = step.what === 'create' ? grants.bare : grants.noUri;
    const isUri = { same: true, null: true, several: grants.several, none: without }[redirectUri ?? 'same'];
    const wish: Wish = {
      ...others,
      ...(redirectUri !== undefined && isUri && { redirectUri }),
      ...(scopes !== undefined && (scopes !== 'none' || grants.noScopes) && { scopes }),
    };
    return { ...step, wish };
  };
}

/**
 * Draws sequences of operations by the seed of the run and walks through them; one that goes wrong is made as short as it can be.
 * @throws NotVerified where single operations do not work, which has requirements of its own, or the weather was in the way
 */
const exploration = scenario('exploration', async (session: Session): Promise<Exploration> => {
  await requireSingles(session);
  let interrupted: unknown;
  let last: Failure | undefined;
  let attempts = 0;
  const property = asyncProperty(steps, async (drawn) => {
    // Shortening ends here: what follows counts as good, so that the shortest one found so far stands.
    if (interrupted !== undefined || (last !== undefined && ++attempts > EXTENT.attempts)) return;
    // There are always two to begin with, so that whatever is done to one can be seen to leave the other alone.
    const failure = await walkThrough(session, [BEGIN, BEGIN, ...drawn, END]).catch((error: unknown) => {
      interrupted = error;
      return undefined;
    });
    if (failure === undefined) return;
    last = failure;
    throw failure.broken;
  });
  const { sequence } = session.options;
  const result = await check(property, {
    seed: session.options.seed,
    numRuns: EXTENT.sequences,
    ...(sequence !== undefined && { path: sequence, endOnFailure: true }),
  });
  if (interrupted !== undefined) throw interrupted;
  if (last === undefined || !result.failed) return NOTHING_BROKEN;
  return told(last, result.counterexamplePath ?? '');
});

/** @param path where fast-check finds it again */
function told(failure: Failure, path = ''): Exploration {
  const { operation, expected, actual, answer } = failure.broken;
  return {
    broken: { operation, expected, actual, answer },
    told: failure.told.toReversed(),
    curl: commandLines(failure),
    path,
  };
}

async function walkThrough(
  session: Session,
  taken: readonly Step[],
  { isBrief = false } = {},
): Promise<Failure | undefined> {
  const walk = new Walk(session, isBrief);
  const from = session.transport.answers.length;
  try {
    for (const step of taken) await walk.take(step);
    return undefined;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { broken: error, told: walk.told, answers: session.transport.answers.slice(from), walk };
  } finally {
    await walk.leave();
  }
}

/** The requests of a sequence as command lines; ids that the tenant gave are shell variables. */
function commandLines({ answers, walk }: Failure): string {
  // Between single quotes nothing is a variable, so they end before each and begin again behind it.
  const named = (line: string): string =>
    [...walk.names].reduce(
      (text, [id, name]) => text.replaceAll(id, `${id.startsWith('/secrets/') ? '/secrets/' : ''}'"$${name}"'`),
      line,
    );
  return answers.map((answer) => named(answer.toCurl())).join('\n');
}

/** What sequences say about one operation. @throws PrerequisiteFailed where another one went wrong first */
function saying(found: Exploration, operation: DocumentedOperation): Sequences {
  if (found.broken !== undefined && found.broken.operation !== operation)
    throw new PrerequisiteFailed(
      found.broken.operation,
      `a sequence went wrong at another operation first: ${found.broken.operation}`,
    );
  return { ...found, holds: found.broken === undefined };
}

export const meetingsOf = scenarios(
  'meetingsOf',
  async (session: Session, operation: DocumentedOperation) => saying(await session.once(meeting), operation),
  { isLong: true },
);

export const sequencesOf = scenarios(
  'sequencesOf',
  async (session: Session, operation: DocumentedOperation) => saying(await session.once(exploration), operation),
  { isLong: true },
);

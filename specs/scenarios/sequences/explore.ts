import { array, asyncProperty, check, constantFrom, nat, record } from 'fast-check';
import { scenario, scenarios } from '../../../fixtures/session/scenario.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import { requireTruthfulDetail, requireWrites } from '../creation.ts';
import { deletedSecret } from '../secret-deletions.ts';
import { updatedClient } from '../updating.ts';
import { Broken, type Step, Walk } from './steps.ts';

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

/** What random sequences brought to light: the shortest one that goes wrong, if any does. */
interface Exploration {
  /** The step that went wrong. */
  readonly broken: Pick<Broken, 'operation' | 'expected' | 'actual' | 'answer'> | undefined;
  /** What was done, in words, in the shortest sequence that goes wrong. */
  readonly told: readonly string[];
  /** Its requests, as command lines with placeholders. */
  readonly curl: string;
  /** Where fast-check finds it again, with the seed of the run. */
  readonly path: string;
}

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

/**
 * Draws sequences of operations by the seed of the run and walks through them; one that goes wrong is made as short as it can be.
 * @throws NotVerified where single operations do not work, which has requirements of its own, or the weather was in the way
 */
const exploration = scenario('exploration', async (session: Session): Promise<Exploration> => {
  requireWrites(session);
  await requireTruthfulDetail(session);
  const { stored } = await session.once(updatedClient);
  if (!stored.detailAsAsked)
    throw new PrerequisiteFailed('update', 'a single update does not do what it was asked for');
  const { doomedUse, sparedUse } = await session.once(deletedSecret);
  if (doomedUse.accepted || !sparedUse.accepted)
    throw new PrerequisiteFailed('deleteSecret', 'deleting a single secret does not do what it was asked for');
  let interrupted: unknown;
  let last: Failure | undefined;
  let attempts = 0;
  const property = asyncProperty(steps, async (drawn) => {
    // Shortening ends here: what follows counts as good, so that the shortest one found so far stands.
    if (interrupted !== undefined || (last !== undefined && ++attempts > EXTENT.attempts)) return;
    const failure = await walkThrough(session, drawn).catch((error: unknown) => {
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
  if (last === undefined || !result.failed) return { broken: undefined, told: [], curl: '', path: '' };
  const { operation, expected, actual, answer } = last.broken;
  return {
    broken: { operation, expected, actual, answer },
    told: last.told,
    curl: commandLines(last),
    path: result.counterexamplePath ?? '',
  };
});

async function walkThrough(session: Session, drawn: readonly Step[]): Promise<Failure | undefined> {
  const walk = new Walk(session);
  const from = session.transport.answers.length;
  try {
    // There are always two to begin with, so that whatever is done to one can be seen to leave the other alone.
    for (const step of [BEGIN, BEGIN, ...drawn, END]) await walk.take(step);
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

/** What the sequences say about one operation. @throws PrerequisiteFailed where another one went wrong first */
export const sequencesOf = scenarios(
  'sequencesOf',
  async (session: Session, operation: DocumentedOperation): Promise<Sequences> => {
    const found = await session.once(exploration);
    if (found.broken !== undefined && found.broken.operation !== operation)
      throw new PrerequisiteFailed(
        found.broken.operation,
        `a sequence went wrong at another operation first: ${found.broken.operation}`,
      );
    return { ...found, holds: found.broken === undefined };
  },
);

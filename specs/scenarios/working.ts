/** Whether an operation works at all: a request that is refused shows nothing where a good one is refused as well. */
import { type Scenario, scenarioNamed } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { ifPossible, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { Operation } from '../catalogue/types.ts';
import { requireWrites } from './creation.ts';

/** What every run asks of an operation in any case. By name, since these scenarios ask in turn whether operations work. */
const IN_ANY_CASE: Partial<Readonly<Record<Operation, readonly string[]>>> = {
  // Where nothing may be written, a client that is there already is read.
  get: ['foundClient', 'updatedClient', 'listedReadable'],
  create: ['foundClient'],
  update: ['updatedClient'],
  delete: ['deletedClient'],
  generateSecret: ['generatedSecret', 'deletedSecret'],
  deleteSecret: ['deletedSecret', 'laterDeletions'],
  token: ['secretUses'],
};

/** The scenarios in which a good request of an operation is sent, whatever else a run looks at. */
export function inAnyCase(operation: Operation): readonly Scenario<unknown>[] {
  return (IN_ANY_CASE[operation] ?? []).map(scenarioNamed);
}

/** Acts what it can; what it cannot is for others to tell. */
export async function act(session: Session, all: readonly Scenario<unknown>[]): Promise<void> {
  for (const one of all) await ifPossible(session.once(one));
}

/**
 * Lets only those go on whose check rests on refusals.
 * @throws PrerequisiteFailed where good requests are refused as well: then a refusal has another reason than what was wrong
 */
export async function requireWorking(session: Session, operation: Operation): Promise<void> {
  const good = () => session.api.toOrdinary.filter(({ request }) => request.operation === operation);
  const works = (): boolean => good().some(({ ok }) => ok);
  for (const one of inAnyCase(operation)) if (!works()) await act(session, [one]);
  if (works()) return;
  const last = good().at(-1);
  if (last === undefined) requireWrites(session);
  const found =
    last === undefined
      ? `no well-formed request to ${operation} was answered`
      : `well-formed requests to ${operation} are refused as well (${last.status})`;
  throw new PrerequisiteFailed(operation, found);
}

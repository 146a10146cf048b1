/** Whether an operation works at all: a request that is refused shows nothing where a good one is refused as well. */
import { OPERATIONS } from '../../fixtures/api/names.ts';
import type { Scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { Operation } from '../catalogue/types.ts';
import { foundClient } from './creation.ts';
import { deletedClient } from './deletion.ts';
import { deletedSecret, laterDeletions } from './secret-deletions.ts';
import { generatedSecret } from './secrets.ts';
import { secretUses } from './signing-in.ts';
import { ALLOWED, withScope } from './trials.ts';
import { updatedClient } from './updating.ts';

/** What every run asks of an operation in any case. */
function inAnyCase(operation: Operation): readonly Scenario<unknown>[] {
  const all: Partial<Readonly<Record<Operation, readonly Scenario<unknown>[]>>> = {
    get: [foundClient, updatedClient],
    create: [foundClient],
    update: [updatedClient],
    delete: [deletedClient],
    generateSecret: [generatedSecret, deletedSecret],
    deleteSecret: [deletedSecret, laterDeletions],
    token: [secretUses],
  };
  return all[operation] ?? [];
}

/** The same, and with each scope that suffices. */
export function usual(operation: Operation): readonly Scenario<unknown>[] {
  const documented = OPERATIONS.find((one) => one === operation);
  const scopes = documented === undefined ? [] : ALLOWED[documented].map((scope) => withScope(documented, scope));
  return [...inAnyCase(operation), ...scopes];
}

/** Acts what it can; what it cannot is for others to tell. */
export async function act(session: Session, all: readonly Scenario<unknown>[]): Promise<void> {
  for (const one of all)
    await session.once(one).catch((error: unknown) => {
      if (!(error instanceof NotVerified)) throw error;
    });
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
  const found =
    last === undefined
      ? `no well-formed request to ${operation} was answered`
      : `well-formed requests to ${operation} are refused as well (${last.status})`;
  throw new PrerequisiteFailed(operation, found);
}

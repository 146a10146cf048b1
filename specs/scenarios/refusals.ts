/** What each operation does where it must refuse: no token or a bad one, scopes that do not suffice, organizations of others. */

import type { DocumentedScope } from '../../fixtures/api/bearer.ts';
import type { CreateBody, Departure } from '../../fixtures/api/requests.ts';
import { NOTHING_SEEN, type Observed } from '../../fixtures/session/observed.ts';
import { inParallel, inTurn, needsOrder } from '../../fixtures/session/parallel.ts';
import { scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { sameId, shownClient, shownClients } from '../../fixtures/shown/clients.ts';
import { Answer, isRefusal } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, ifPossible, NotVerified } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { showsNobody } from './controls.ts';
import { requireWrites } from './creation.ts';
import { MADE_UP, type Presented, presentations } from './presentations.ts';
import { EXPIRED, TOGETHER, WAYS, type Whose } from './refusal-ways.ts';
import { ALLOWED, insufficient } from './scopes.ts';
import { allowed } from './single-scope.ts';
import { expiredToken, weakClient } from './special-tokens.ts';
import { attempt, damage, type Subject, subjectFor } from './subjects.ts';
import { requireWorking } from './working.ts';

/** What requests are refused for; all of one kind are made on one subject, and looked after once. */
type Kind = 'authentication' | 'scopes' | 'organizations';

/** One operation tried in one way: its answer, or why it could not be tried. */
type Trial = Answer | NotVerified;

/** Trials that must all be refused, and what they left behind. */
interface Refused {
  readonly trials: ReadonlyMap<string, Trial>;
  readonly aftermath: Observed;
}

/** Everything of one kind for which an operation must refuse, tried on one subject, and what it left behind. */
const refused = scenarios(
  'refused',
  async (session: Session, operation: DocumentedOperation, kind: Kind): Promise<Refused> => {
    if (operation !== 'list' && operation !== 'get') requireWrites(session);
    const needsSubject = operation !== 'list' && operation !== 'create';
    let current = needsSubject ? await subjectFor(session, operation) : undefined;
    let damaged: Observed | undefined;
    const tries = Object.entries(WAYS[kind](session, operation)).map(([what, departure]) => ({
      what,
      departure,
      asked: session.asking({}),
    }));
    const send = async ({ what, departure, asked }: (typeof tries)[number]): Promise<[string, Trial]> => {
      const trial = await tried(session, operation, departure, current, asked);
      // What was let in may have taken away what the next trial is about, which would be refused for that alone.
      if (current !== undefined && isDeletion(operation) && trial instanceof Answer && trial.ok) {
        const seen = await damage(session, current);
        if (!seen.holds) {
          damaged ??= seen;
          current = await subjectFor(session, operation);
        }
      }
      return [what, trial];
    };
    // Who keeps the list for others must look at the token all the same. Tokens are obtained before: what is made for that may change the list.
    if (operation === 'list') {
      await inTurn(tries, ({ departure }) => ifPossible(departure()));
      await session.api.list();
    }
    const made = needsOrder(operation) ? await inTurn(tries, send) : await inParallel(tries, send);
    if (made.every(([, one]) => one instanceof NotVerified || isRefusal(one))) await requireWorking(session, operation);
    const names = tries.map(({ asked }) => asked.name);
    // A read that shows something else than the client is looked after, too: it may have generated that.
    const isLooked = operation !== 'get' || made.some(([, trial]) => isOther(trial, current));
    return {
      trials: new Map(made),
      aftermath: damaged ?? (isLooked ? await aftermathOf(session, operation, current, names) : READ),
    };
  },
);

async function tried(
  session: Session,
  operation: DocumentedOperation,
  departure: () => Promise<Departure>,
  subject: Subject | undefined,
  asked: CreateBody,
): Promise<Trial> {
  let isByMethod = false;
  try {
    const how = await departure();
    isByMethod = how.method !== undefined;
    const answer =
      operation === 'create' ? await createAsked(session, asked, how) : await attempt(session, operation, how, subject);
    const isPage = answer.ok && answer.json === undefined && answer.text.trim() !== '';
    const isElsewhere = how.spelling !== undefined || how.method !== undefined;
    if (how.authorization === null && isElsewhere && isPage)
      throw new NotVerified('not-applicable', 'something else than the operation answers at this path');
    return answer;
  } catch (error) {
    // Gateways end the connection of whoever comes with a method that they do not let through.
    if (error instanceof EnvironmentError && isByMethod)
      return new NotVerified('not-applicable', 'the connection ends at a method that the page does not print');
    if (error instanceof NotVerified) return error;
    throw error;
  }
}

/** How often a create is sent that may be refused for want of room: while others look for room, there may be none again. */
const CREATES = 4;

/** A create that a tenant without room may refuse for that alone: then room is made, and it is sent once more. */
async function createAsked(session: Session, asked: CreateBody, how: Departure): Promise<Answer> {
  for (let sent = 1; ; sent += 1) {
    const { answer } = await session.create(asked, how);
    const mayBeFull = !answer.ok && ![401, 403].includes(answer.status);
    if (!mayBeFull || sent === CREATES) return answer;
    if (!(await session.quota.forClient(answer, { times: 1, makesRoom: true }))) return answer;
  }
}

const READ: Observed = { holds: true, message: 'reads show the client or are refused', expected: '', actual: '' };

function isOther(trial: Trial, subject: Subject | undefined): boolean {
  return trial instanceof Answer && trial.ok && !sameId(shownClient(trial)?.id, subject?.client.id);
}

async function aftermathOf(
  session: Session,
  operation: DocumentedOperation,
  subject: Subject | undefined,
  names: readonly string[],
): Promise<Observed> {
  if (operation === 'list') return NOTHING_SEEN;
  if (subject !== undefined) return damage(session, subject);
  const list = await session.api.list();
  const made = shownClients(list).filter((client) => names.includes(String(client.name)));
  return {
    holds: made.length === 0,
    message: 'A rejected request created a client.',
    expected: 'no client of these names',
    actual: `${made.length} made`,
    answer: list,
    unseen: showsNobody(session, list),
  };
}

function isDeletion(operation: DocumentedOperation): boolean {
  return operation === 'delete' || operation === 'deleteSecret';
}

function answerOf({ trials }: Refused, what: string): Answer {
  const trial = trials.get(what);
  if (trial === undefined) throw new Error(`"${what}" is not among the trials.`);
  if (trial instanceof NotVerified) throw trial;
  return trial;
}

type One = DocumentedOperation;

/** One way of trying an operation, of those of its kind. */
function trial<A extends readonly string[]>(name: string, kind: Kind, whatOf: (...args: A) => string) {
  return scenarios(name, async (session: Session, operation: One, ...args: A) =>
    answerOf(await session.once(refused(operation, kind)), whatOf(...args)),
  );
}

/** The operation with something else than a valid token. */
export const presenting = trial('presenting', 'authentication', (what: Presented) => what);

/** The operation with each token that is none, is forged or has expired, by what it is; what could not be tried is left out. */
export const withInvalidTokens = scenarios(
  'withInvalidTokens',
  async (session: Session, operation: One): Promise<ReadonlyMap<string, Answer>> => {
    const { trials } = await session.once(refused(operation, 'authentication'));
    const invalid: readonly string[] = [MADE_UP, ...presentations(operation).forgeries, EXPIRED];
    return new Map(
      [...trials].flatMap(([what, one]) => (one instanceof Answer && invalid.includes(what) ? [[what, one]] : [])),
    );
  },
);

/** The operation with a token that has expired. What cannot be tried must not cost requests. */
export const expired = scenarios('expired', async (session: Session, operation: One) => {
  await session.once(expiredToken);
  return answerOf(await session.once(refused(operation, 'authentication')), EXPIRED);
});

/** The operation with a token that holds one documented scope alone. */
export const withScope = scenarios('withScope', async (session: Session, operation: One, scope: DocumentedScope) =>
  ALLOWED[operation].includes(scope)
    ? allowed(session, operation, scope)
    : answerOf(await session.once(refused(operation, 'scopes')), scope),
);

/** The operation with the first documented scope that does not suffice. */
export const withInsufficientScope = scenarios('withInsufficientScope', async (session: Session, operation: One) => {
  const [scope] = insufficient(operation);
  if (scope === undefined) throw new NotVerified('not-applicable', 'every documented scope suffices');
  return answerOf(await session.once(refused(operation, 'scopes')), scope);
});

/** The operation with a token that holds several documented scopes, none of which suffices. */
export const withInsufficientScopes = trial('withInsufficientScopes', 'scopes', () => TOGETHER);

/** The operation with a token that holds no scope of the document at all. */
export const withoutScope = trial('withoutScope', 'scopes', () => 'no scope');

/** The operation with a token whose only scope is a documented one in other letters (RFC 6749, 3.3: scopes are case-sensitive). */
export const withScopeInOtherCase = trial('withScopeInOtherCase', 'scopes', () => 'other case');

/** The operation with a token whose scopes are for something else. */
export const withUnrelatedScopes = trial('withUnrelatedScopes', 'scopes', () => 'unrelated scopes');

/** The operation for another organization than the one that the token and the client belong to. */
export const inPartition = trial('inPartition', 'organizations', (whose: Whose) => whose);

/** The operation by a client on itself, with a scope that does not suffice: who one is gives no right. */
export const onItself = scenarios(
  'onItself',
  async (session: Session, operation: 'update' | 'generateSecret' | 'delete') => {
    requireWrites(session);
    const { token, subject } = await session.once(weakClient);
    const answer = await attempt(session, operation, { token }, subject);
    if (isRefusal(answer)) await requireWorking(session, operation);
    return answer;
  },
);

/** The operation with a valid token that stands in the query alone (RFC 6750, 2.3): whoever takes it has authorized the request. */
export const withTokenInQuery = scenarios('withTokenInQuery', async (session: Session, operation: 'get' | 'create') => {
  if (operation === 'create') requireWrites(session);
  const subject = operation === 'get' ? await subjectFor(session, operation) : undefined;
  const { value } = await session.tokens.token(session.fullScopes);
  const how = { authorization: null, query: `?access_token=${encodeURIComponent(value)}` };
  const answer = await tried(session, operation, async () => how, subject, session.asking({}));
  if (answer instanceof NotVerified) throw answer;
  return answer;
});

/** Every answer to this operation with a bad token, or with scopes that do not suffice. */
export const refusals = scenarios('refusals', async (session: Session, operation: One): Promise<readonly Answer[]> => {
  const all = [
    await session.once(refused(operation, 'authentication')),
    await session.once(refused(operation, 'scopes')),
  ];
  return all.flatMap(({ trials }) => [...trials.values()]).filter((one) => one instanceof Answer);
});

/** Whether what was refused for its token, or its scopes, had an effect. @throws NotVerified where not one trial could be made */
export const afterRefusals = scenarios(
  'afterRefusals',
  async (session: Session, operation: One, kind: 'authentication' | 'scopes'): Promise<Observed> => {
    const { trials, aftermath } = await session.once(refused(operation, kind));
    const all = [...trials.values()];
    const [first] = all;
    if (first instanceof NotVerified && all.every((one) => one instanceof NotVerified)) throw first;
    return aftermath;
  },
);

/** Whether what was refused for its organization had an effect. */
export const afterPartition = scenarios(
  'afterPartition',
  async (session: Session, operation: One, whose: Whose): Promise<Observed> => {
    const all = await session.once(refused(operation, 'organizations'));
    answerOf(all, whose);
    return all.aftermath;
  },
);

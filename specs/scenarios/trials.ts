import type { CreateBody, Departure } from '../../fixtures/api/calls.ts';
import { forge, pemOf } from '../../fixtures/api/forgery.ts';
import { type BearerToken, DOCUMENTED_SCOPES, type DocumentedScope } from '../../fixtures/api/tokens.ts';
import { insist } from '../../fixtures/session/insist.ts';
import { inParallel, inTurn, needsOrder } from '../../fixtures/session/parallel.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { essence, givenSecret, itemsOf, shownClient, shownClients } from '../../fixtures/shown/clients.ts';
import { Answer, isRefusal } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { changeTo } from './change.ts';
import { showsNobody } from './controls.ts';
import { requireWrites } from './creation.ts';
import { otherPartition } from './foreign.ts';
import {
  BARE_WITH_BODY,
  isByMethod,
  isRespelled,
  METHODS,
  type Presented,
  presentations,
  SPELLINGS,
} from './presentations.ts';
import {
  expiredToken,
  publishedKeys,
  scopelessToken,
  tokenInOtherCase,
  unrelatedToken,
  weakClient,
} from './special-tokens.ts';
import { type Subject, Subjects, trialSubjects } from './subjects.ts';
import { requireWorking } from './working.ts';

/** The scopes that the document lists for each operation; any one of them suffices. */
export const ALLOWED: Record<DocumentedOperation, readonly DocumentedScope[]> = {
  list: ['PM.OAuthApp', 'PM.OAuthApp.Read'],
  get: ['PM.OAuthApp', 'PM.OAuthApp.Read'],
  create: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  update: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  delete: ['PM.OAuthApp', 'PM.OAuthApp.Write'],
  generateSecret: ['PM.OAuthApp', 'PM.OAuthApp.Write', 'PM.OAuthAppSecret.Write'],
  deleteSecret: ['PM.OAuthApp', 'PM.OAuthApp.Write', 'PM.OAuthAppSecret.Write'],
};

/** The spelling that only one heading has (K5): allowing and refusing it on the secret operations are both fair. */
const OTHER_SPELLING: DocumentedScope = 'PM.OAuthSecret.Write';

function isAllowed(operation: DocumentedOperation, scope: DocumentedScope): boolean {
  return ALLOWED[operation].includes(scope);
}

/** The documented scopes that do not suffice for an operation, under every reading. */
export function insufficient(operation: DocumentedOperation): readonly DocumentedScope[] {
  const secretOperation = operation === 'generateSecret' || operation === 'deleteSecret';
  return DOCUMENTED_SCOPES.filter(
    (scope) => !ALLOWED[operation].includes(scope) && !(secretOperation && scope === OTHER_SPELLING),
  );
}

/** Operations that cloud tenants allow few of, so that each trial must tell something new. */
export const SPARING: readonly DocumentedOperation[] = ['get', 'delete', 'deleteSecret'];

/** Operations, of those that have several scopes which do not suffice, whose requests are not few. */
export const TRIED_TOGETHER: readonly DocumentedOperation[] = ['create', 'update'];
const EXPIRED = 'an expired token';
const TOGETHER = 'several scopes together';

type Whose =
  | 'nobody'
  | 'nobody, in the path alone'
  | 'somebody else'
  | 'somebody else, in capitals'
  | 'somebody else, with one scope';

/** One operation tried in one way: its answer, or why it could not be tried. */
type Trial = Answer | NotVerified;

/** What refused requests left behind, as a plain statement. */
export interface Observed {
  /** Whether there was nothing to look at, which verifies nothing. */
  readonly unseen?: boolean;
  readonly holds: boolean;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly answer?: Answer;
}

/** A group of trials that must all be refused, made on one subject. */
interface Group {
  readonly trials: ReadonlyMap<string, Trial>;
  readonly aftermath: Observed;
}

/** Tries operations in ways that must be refused, or must be allowed, and looks whether what was refused had an effect. */
export class Trials {
  readonly #session: Session;
  readonly #groups = new Map<string, Promise<Group>>();
  readonly #allowed = new Map<string, Promise<Answer>>();
  readonly #inQueries = new Map<'get' | 'create', Promise<Trial>>();
  readonly #usable: Subjects;
  /** What the list must show after an operation that was allowed, by what was done. */
  #listAfter: Promise<Answer> | undefined;
  /** What was generated with one scope alone, by that scope. */
  readonly #generated = new Map<DocumentedScope, Promise<{ readonly secret: MadeSecret; readonly use: SecretUse }>>();
  /** The clients that were created with one scope alone. */
  readonly #createdWith = new Map<DocumentedScope, Made>();
  readonly #createdUses = new Map<DocumentedScope, SecretUse>();
  /** The clients for which those were asked. */
  readonly #generatedFor = new Map<DocumentedScope, string>();
  readonly #effects = new Map<string, { operation: DocumentedOperation; isThere: (list: Answer) => boolean }>();

  constructor(session: Session) {
    this.#session = session;
    this.#usable = new Subjects(session);
  }

  #refused(): Promise<Subjects> {
    return this.#session.once(trialSubjects);
  }

  /** The operation with something else than a valid token. */
  async presenting(operation: DocumentedOperation, what: Presented): Promise<Answer> {
    return answerOf(await this.#authentication(operation), what);
  }

  /** The operation with a token that has expired. */
  async expired(operation: DocumentedOperation): Promise<Answer> {
    // What cannot be tried must not cost requests.
    await this.#session.once(expiredToken);
    return answerOf(await this.#authentication(operation), EXPIRED);
  }

  /** Every answer to this operation with a bad token, or with scopes that do not suffice. */
  async refusals(operation: DocumentedOperation): Promise<readonly Answer[]> {
    const groups = [await this.#authentication(operation), await this.#scopes(operation)];
    return groups.flatMap((group) => [...group.trials.values()]).filter((trial) => trial instanceof Answer);
  }

  /** The operation with a valid token that stands in the query alone (RFC 6750, 2.3): whoever takes it has authorized the request. */
  async withTokenInQuery(operation: 'get' | 'create'): Promise<Answer> {
    const trial = await this.#inQuery(operation);
    if (trial instanceof NotVerified) throw trial;
    return trial;
  }

  #inQuery(operation: 'get' | 'create'): Promise<Trial> {
    const make = async (): Promise<Trial> => {
      if (operation === 'create') requireWrites(this.#session);
      const subject = operation === 'get' ? await (await this.#refused()).of(operation) : undefined;
      return this.#try(operation, () => this.#tokenInQuery(), subject, this.#session.asking({}));
    };
    const kept = this.#inQueries.get(operation) ?? make();
    this.#inQueries.set(operation, kept);
    return kept;
  }

  async #tokenInQuery(): Promise<Departure> {
    const { value } = await this.#session.tokens.token(this.#session.fullScopes);
    return { authorization: null, query: `?access_token=${encodeURIComponent(value)}` };
  }

  /** The operation with a token that holds one documented scope alone. */
  async withScope(operation: DocumentedOperation, scope: DocumentedScope): Promise<Answer> {
    if (!isAllowed(operation, scope)) return answerOf(await this.#scopes(operation), scope);
    const key = `${operation} with ${scope}`;
    const kept = this.#allowed.get(key) ?? insist(() => this.#allowAnew(operation, scope));
    this.#allowed.set(key, kept);
    return kept;
  }

  /** The operation with a token whose only scope is a documented one in other letters (RFC 6749, 3.3: scopes are case-sensitive). */
  async withScopeInOtherCase(operation: DocumentedOperation): Promise<Answer> {
    return answerOf(await this.#scopes(operation), 'other case');
  }

  /** The operation by a client on itself, with a scope that does not suffice: who one is gives no right. */
  async onItself(operation: 'update' | 'generateSecret' | 'delete'): Promise<Answer> {
    requireWrites(this.#session);
    const { token, subject } = await this.#session.once(weakClient);
    const answer = await attempt(this.#session, operation, { token }, subject);
    if (isRefusal(answer)) await requireWorking(this.#session, operation);
    return answer;
  }

  /** Whether what was allowed with one scope had its effect; one look at the list serves all of it. */
  async effects(of: 'update' | 'delete'): Promise<Observed> {
    const session = this.#session;
    requireWrites(session);
    for (const operation of ['update', 'delete'] as const)
      for (const scope of ALLOWED[operation]) await this.withScope(operation, scope);
    this.#listAfter ??= session.polling.until(
      () => session.api.list(),
      (seen) => this.#withoutEffect(seen).length === 0,
    );
    const list = await this.#listAfter;
    if (!list.ok) throw new PrerequisiteFailed('list', `the list answered ${list.status}`);
    const [lost] = this.#withoutEffect(list, of);
    return {
      holds: lost === undefined,
      message: 'An allowed operation had no effect.',
      expected: lost ?? '',
      actual: 'the client as it was',
      answer: list,
    };
  }

  /** The use of a client that was created with one scope alone, which is the scope that it has. */
  async createdUse(scope: DocumentedScope): Promise<SecretUse> {
    await this.withScope('create', scope);
    const use = this.#createdUses.get(scope);
    if (use !== undefined) return use;
    throw new NotVerified('not-applicable', `no client of the run is known to get a token with ${scope}`);
  }

  /** The use of a secret that was generated with one scope alone. */
  async generatedUse(scope: DocumentedScope): Promise<SecretUse> {
    return (await this.#secretOf(scope)).use;
  }

  /** The use of that secret after it was deleted with the same scope alone. */
  async deletedUse(scope: DocumentedScope): Promise<SecretUse> {
    const answer = await this.withScope('deleteSecret', scope);
    if (!answer.ok) throw new PrerequisiteFailed('deleteSecret', `deleting a secret answered ${answer.status}`);
    const { secret, use } = await this.#secretOf(scope);
    if (!use.accepted) throw new PrerequisiteFailed('token', 'the secret was not accepted before it was deleted');
    return this.#session.useUntil(false, this.#generatedFor.get(scope) ?? '', secret.value);
  }

  #secretOf(scope: DocumentedScope): Promise<{ readonly secret: MadeSecret; readonly use: SecretUse }> {
    const make = async () => {
      const secret = this.#session.secretOf(await this.withScope('generateSecret', scope), {});
      const clientId = this.#generatedFor.get(scope) ?? '';
      return { secret, use: await this.#session.useUntil(true, clientId, secret.value) };
    };
    const kept = this.#generated.get(scope) ?? make();
    this.#generated.set(scope, kept);
    return kept;
  }

  /** Whether what is read with one scope alone is what a token with every scope reads. */
  async reads(operation: 'list' | 'get', scope: DocumentedScope): Promise<Observed> {
    const session = this.#session;
    const answer = await this.withScope(operation, scope);
    if (!answer.ok) throw new PrerequisiteFailed(operation, `${operation} answered ${answer.status}`);
    const subjects = await this.#refused();
    const { id } = (await subjects.of(operation)).client;
    const told = (seen: Answer): string =>
      operation === 'list' ? `client ${id}: ${itemsOf(seen, id).length} times` : essence(shownClient(seen), false);
    const read = (departure: Departure = {}): Promise<Answer> =>
      operation === 'list' ? session.api.list(departure) : session.api.get(id, departure);
    const was = operation === 'list' ? `client ${id}: 1 times` : await subjects.essenceOf(id);
    if (told(answer) === was) return { holds: true, message: 'both read the same', expected: was, actual: was };
    // Where it is not as it should be, both are read again: the tenant may have been late, or read wrongly with any scope.
    const token = await session.tokenWith(scope);
    // Either may come from a place that lags behind, so both are read anew each time.
    const { whole, again } = await session.polling.until(
      async () => ({ whole: told(await read()), again: await read({ token }) }),
      (seen) => [seen.whole, was].includes(told(seen.again)),
    );
    return {
      holds: [whole, was].includes(told(again)),
      message: `With ${scope} alone something else is read than with every scope.`,
      expected: whole,
      actual: told(again),
      answer: again,
    };
  }

  #withoutEffect(list: Answer, of?: DocumentedOperation): readonly string[] {
    return [...this.#effects].flatMap(([what, { operation, isThere }]) =>
      isThere(list) || (of !== undefined && operation !== of) ? [] : [what],
    );
  }

  /** The operation with a token whose scopes are for something else. */
  async withUnrelatedScopes(operation: DocumentedOperation): Promise<Answer> {
    return answerOf(await this.#scopes(operation), 'unrelated scopes');
  }

  /** The operation with a token that holds several documented scopes, none of which suffices. */
  async withInsufficientScopes(operation: DocumentedOperation): Promise<Answer> {
    return answerOf(await this.#scopes(operation), TOGETHER);
  }

  /** The operation with a token that holds no scope of the document at all. */
  async withoutScope(operation: DocumentedOperation): Promise<Answer> {
    return answerOf(await this.#scopes(operation), 'no scope');
  }

  /** The first documented scope that does not suffice, with its answer. */
  async withInsufficientScope(operation: DocumentedOperation): Promise<Answer> {
    const [scope] = insufficient(operation);
    if (scope === undefined) throw new NotVerified('not-applicable', 'every documented scope suffices');
    return this.withScope(operation, scope);
  }

  /** The operation for another organization than the one that the token and the client belong to. */
  async inPartition(operation: DocumentedOperation, whose: Whose): Promise<Answer> {
    return answerOf(await this.#partitions(operation), whose);
  }

  /** Whether what was refused for its token, or its scopes, had an effect. */
  async afterRefusals(operation: DocumentedOperation, group: 'authentication' | 'scopes'): Promise<Observed> {
    return aftermathOf(await (group === 'authentication' ? this.#authentication(operation) : this.#scopes(operation)));
  }

  /** Whether what was refused for its organization had an effect. */
  async afterPartition(operation: DocumentedOperation, whose: Whose): Promise<Observed> {
    const group = await this.#partitions(operation);
    answerOf(group, whose);
    return aftermathOf(group);
  }

  #authentication(operation: DocumentedOperation): Promise<Group> {
    const { bare, noBearer, forgeries } = presentations(operation);
    const ways = ['nothing', ...bare, ...noBearer, ...forgeries] as const;
    return this.#group(`${operation} authentication`, operation, {
      ...Object.fromEntries(ways.map((what) => [what, () => this.#presenting(what)])),
      // Last: it is a good one in all other respects.
      [EXPIRED]: async () => ({ authorization: `Bearer ${await this.#session.once(expiredToken)}` }),
    });
  }

  #scopes(operation: DocumentedOperation): Promise<Group> {
    const ways: [string, () => Promise<Departure>][] = insufficient(operation).map((scope) => [
      scope,
      async () => {
        // Where it suffices for something else it is used for that first: to have been accepted once is worth nothing here.
        if (operation === 'create' && isAllowed('generateSecret', scope))
          await this.withScope('generateSecret', scope).catch(() => undefined);
        return { token: await this.#insufficientToken(scope) };
      },
    ]);
    const together = insufficient(operation).filter((scope) => scope !== OTHER_SPELLING);
    if (TRIED_TOGETHER.includes(operation))
      ways.push([TOGETHER, async () => ({ token: await this.#session.tokens.token(together) })]);
    const scopeless = ['no scope', async () => ({ token: await this.#session.once(scopelessToken) })];
    const unrelated = ['unrelated scopes', async () => ({ token: await this.#session.once(unrelatedToken) })];
    const otherCase = ['other case', async () => ({ token: await this.#session.once(tokenInOtherCase) })];
    return this.#group(
      `${operation} scopes`,
      operation,
      Object.fromEntries([...ways, scopeless, unrelated, otherCase]),
    );
  }

  /** A token with this scope alone. One heading alone knows the other spelling (K5), so a tenant that does not know it lacks nothing. */
  async #insufficientToken(scope: DocumentedScope): Promise<BearerToken> {
    try {
      return await this.#session.tokenWith(scope);
    } catch (error) {
      if (!(error instanceof NotVerified) || error.cause !== 'token-not-available' || scope !== OTHER_SPELLING)
        throw error;
      throw new NotVerified('not-applicable', `the tenant knows no scope ${scope}`);
    }
  }

  /** Both kinds of other organizations in one group: what is looked at afterwards is the same. */
  #partitions(operation: DocumentedOperation): Promise<Group> {
    return this.#group(`${operation} partitions`, operation, {
      nobody: async () => ({ partitionId: this.#session.data.unknownGuid() }),
      // The body of an update repeats the ids of its path; the right one there must not open the way to the wrong one.
      ...(operation === 'update'
        ? {
            'nobody, in the path alone': async () => ({
              spelling: this.#inPartition(this.#session.data.unknownGuid()),
            }),
          }
        : {}),
      'somebody else': async () => ({ partitionId: this.#otherPartition() }),
      // GUIDs are the same in either case (RFC 9562, 4), for whoever looks something up and for whoever guards it.
      ...(SPARING.includes(operation)
        ? {}
        : {
            // With the narrowest scope: a guard may know the broad one alone.
            'somebody else, in capitals': async () => ({
              partitionId: this.#otherPartition().toUpperCase(),
              token: await this.#narrowToken(operation),
            }),
          }),
      // A guard may stand on the path of the broad scope alone.
      ...(operation === 'list'
        ? {
            'somebody else, with one scope': async () => ({
              partitionId: this.#otherPartition(),
              token: await this.#readersToken(),
            }),
          }
        : {}),
    });
  }

  /** A token that holds the last of the scopes that suffice, which is the narrowest; the run's own where the tenant issues none. */
  async #narrowToken(operation: DocumentedOperation): Promise<BearerToken> {
    const { fullScopes, tokens } = this.#session;
    return this.#session.tokenWith(ALLOWED[operation].at(-1) ?? '').catch(() => tokens.token(fullScopes));
  }

  /** A token to read with: of a client that was made just now, where such clients get one, for they may be guarded less. */
  async #readersToken(): Promise<BearerToken> {
    try {
      return (await this.#session.once(weakClient)).token;
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      return this.#session.tokenWith('PM.OAuthApp.Read');
    }
  }

  #inPartition(partitionId: string): (path: string) => string {
    return (path) => path.replace(this.#session.options.partitionId, partitionId);
  }

  #otherPartition(): string {
    return otherPartition(this.#session);
  }

  #group(key: string, operation: DocumentedOperation, ways: Record<string, () => Promise<Departure>>): Promise<Group> {
    const kept = this.#groups.get(key) ?? this.#makeAll(operation, ways);
    this.#groups.set(key, kept);
    return kept;
  }

  async #makeAll(operation: DocumentedOperation, ways: Record<string, () => Promise<Departure>>): Promise<Group> {
    if (operation !== 'list' && operation !== 'get') requireWrites(this.#session);
    const needsSubject = operation !== 'list' && operation !== 'create';
    const subject = needsSubject ? await (await this.#refused()).of(operation) : undefined;
    const tries = Object.entries(ways).map(([what, departure]) => ({
      what,
      departure,
      asked: this.#session.asking({}),
    }));
    let current = subject;
    let damage: Observed | undefined;
    const send = async ({ what, departure, asked }: (typeof tries)[number]): Promise<[string, Trial]> => {
      const trial = await this.#try(operation, departure, current, asked);
      // What was let in may have taken away what the next trial is about, which would be refused for that alone.
      if (current !== undefined && isDeletion(operation) && trial instanceof Answer && trial.ok) {
        const subjects = await this.#refused();
        const seen = await subjects.damage(current);
        if (!seen.holds) {
          damage ??= seen;
          current = await subjects.of(operation);
        }
      }
      return [what, trial];
    };
    const made: readonly [string, Trial][] = needsOrder(operation)
      ? await inTurn(tries, send)
      : await inParallel(tries, send);
    if (made.every(([, trial]) => trial instanceof NotVerified || isRefusal(trial)))
      await requireWorking(this.#session, operation);
    const names = tries.map(({ asked }) => asked.name);
    return { trials: new Map(made), aftermath: damage ?? (await this.#aftermath(operation, current, names)) };
  }

  async #try(
    operation: DocumentedOperation,
    departure: () => Promise<Departure>,
    subject: Subject | undefined,
    asked: CreateBody,
  ): Promise<Trial> {
    try {
      const how = await departure();
      const answer =
        operation === 'create'
          ? await this.#createAsked(asked, how)
          : await attempt(this.#session, operation, how, subject);
      const isPage = answer.ok && answer.json === undefined && answer.text.trim() !== '';
      const isElsewhere = how.spelling !== undefined || how.method !== undefined;
      if (how.authorization === null && isElsewhere && isPage)
        throw new NotVerified('not-applicable', 'something else than the operation answers at this path');
      return answer;
    } catch (error) {
      if (error instanceof NotVerified) return error;
      throw error;
    }
  }

  /** A create that a tenant without room may refuse for that alone: then room is made, and it is sent once more. */
  async #createAsked(asked: CreateBody, how: Departure): Promise<Answer> {
    const { answer } = await this.#session.create(asked, how);
    const mayBeFull = !answer.ok && ![401, 403].includes(answer.status);
    if (!mayBeFull || !(await this.#session.quota.forClient(answer, { isFirst: true, makesRoom: true }))) return answer;
    return (await this.#session.create(asked, how)).answer;
  }

  /** The presented credential, as a departure from the ordinary request. */
  async #presenting(what: Presented): Promise<Departure> {
    if (what === 'nothing') return { authorization: null };
    if (what === BARE_WITH_BODY) return { authorization: null, documentedBody: true };
    if (isByMethod(what)) return { authorization: null, method: METHODS[what] };
    if (isRespelled(what)) return { authorization: null, spelling: SPELLINGS[what] };
    if (what === 'a made-up token') return { authorization: `Bearer ${this.#session.data.unknownGuid()}` };
    if (what === 'an empty token') return { authorization: 'Bearer' };
    const { value } = await this.#session.tokens.token(this.#session.fullScopes);
    if (what === 'a valid token under the scheme Basic') return { authorization: `Basic ${value}` };
    if (what === 'a valid token under a made-up scheme') return { authorization: `Ticket ${value}` };
    const key =
      what === 'signed with the public key (HMAC)' ? pemOf(await this.#session.once(publishedKeys), value) : undefined;
    const forged = forge(value, what, key);
    if (forged === undefined)
      throw new NotVerified(
        'not-applicable',
        'tokens of this tenant are opaque, or signed without a published key, so there is nothing to forge',
      );
    return { authorization: `Bearer ${forged}` };
  }

  /** The same on another subject where an earlier try was lost on the way: nobody knows what it did. */
  async #allowAnew(operation: DocumentedOperation, scope: DocumentedScope): Promise<Answer> {
    try {
      return await this.#allowIfAnybody(operation, scope);
    } catch (error) {
      if (error instanceof EnvironmentError && operation === 'deleteSecret') {
        this.#allowed.delete(`generateSecret with ${scope}`);
        this.#generated.delete(scope);
      }
      throw error;
    }
  }

  /** A refusal that a token with every scope meets as well has another reason than the scope. */
  async #allowIfAnybody(operation: DocumentedOperation, scope: DocumentedScope): Promise<Answer> {
    const answer = await this.#allow(operation, () => this.#session.tokenWith(scope), scope);
    if (answer.ok || answer.status < 400 || answer.status >= 500 || [401, 403].includes(answer.status)) return answer;
    const session = this.#session;
    const control = await this.#allow(operation, () => session.tokens.token(session.fullScopes), scope);
    if (control.ok) return answer;
    throw new PrerequisiteFailed(operation, `${operation} is refused with every scope as well (${control.status})`);
  }

  /** The operation with a scope that suffices. */
  async #allow(
    operation: DocumentedOperation,
    tokenOf: () => Promise<BearerToken>,
    scope: DocumentedScope,
  ): Promise<Answer> {
    const session = this.#session;
    const token = await tokenOf();
    if (operation === 'list') return session.api.list({ token });
    if (operation === 'get') {
      const { client } = await (await this.#refused()).of('get');
      // A replica may not know the client yet; a refusal for the scope stays one.
      return session.polling.until(
        () => session.api.get(client.id, { token }),
        (seen) => seen.status !== 404,
      );
    }
    requireWrites(session);
    // A tenant may keep callers from granting more than they hold, so the caller's own scope is asked for.
    if (operation === 'create') {
      const asked = session.asking({ scopes: session.scopes(scope) });
      const { answer, id } = await session.createGood(asked, { token });
      session.ledger.idle(id);
      if (id !== undefined) this.#createdWith.set(scope, { id, asked, answer, secret: undefined });
      const secret = givenSecret(shownClient(answer));
      // At once, for it is what is deleted with this scope.
      if (id !== undefined && secret !== undefined && session.capabilities.scopes.includes(scope))
        this.#createdUses.set(
          scope,
          await session.polling.until(
            () => session.use(id, secret, scope),
            ({ accepted }) => accepted,
          ),
        );
      return answer;
    }
    const { client } =
      operation === 'delete'
        ? { client: await this.#toDelete(scope) }
        : operation === 'update'
          ? { client: await session.client() }
          : await this.#usable.of('generateSecret');
    if (operation === 'update') {
      const change = changeTo(session, [scope]);
      const answer = await session.api.update(client.id, change, { token });
      // A list that does not show the client, or by a third name, is no witness.
      const renamed = (list: Answer): boolean => itemsOf(list, client.id)[0]?.name !== client.asked.name;
      if (answer.ok) this.#effects.set(`the name given with ${scope}`, { operation, isThere: renamed });
      // A list that is to show them is told soon; where there is no room, the answer must do.
      session.ledger.idle(client.id);
      return answer;
    }
    if (operation === 'generateSecret') {
      this.#generatedFor.set(scope, client.id);
      const answer = await session.generate(client.id, session.askingSecret(), { token });
      if (answer.ok || [401, 404].includes(answer.status)) return answer;
      // A tenant may limit how many secrets a client has, so one that has fewer is tried.
      if (answer.status === 403 && !(await session.quota.isFull(answer, client.id))) return answer;
      const { id } = await session.client();
      this.#generatedFor.set(scope, id);
      return session.generate(id, session.askingSecret(), { token });
    }
    if (operation === 'deleteSecret') {
      // What the same scope generated is deleted again: a tenant may limit how many secrets a client has.
      const generated = await this.withScope('generateSecret', scope);
      if (!generated.ok) return session.api.deleteSecret((await session.secret(client)).id, { token });
      const { secret, use } = await this.#secretOf(scope);
      if (!use.accepted) throw new PrerequisiteFailed('token', 'the secret that was to be deleted is not accepted');
      return session.api.deleteSecret(secret.id, { token });
    }
    const answer = await session.api.delete(client.id, { token });
    if (!answer.ok) return answer;
    this.#effects.set(`no client that was deleted with ${scope}`, {
      operation,
      isThere: (list) => itemsOf(list, client.id).length === 0,
    });
    // The clean-up looks for strays, so a delete that lies is found all the same.
    session.ledger.gone(client.id);
    return answer;
  }

  /** A client that nobody needs: the one that was created with the same scope, where there is one, so that the run makes fewer. */
  async #toDelete(scope: DocumentedScope): Promise<Made> {
    const created = this.#createdWith.get(scope);
    this.#createdWith.delete(scope);
    const isThere = created !== undefined && !this.#session.ledger.hasRemoved(created.id);
    this.#session.ledger.take(created?.id);
    return isThere ? created : this.#session.client();
  }

  async #aftermath(
    operation: DocumentedOperation,
    subject: Subject | undefined,
    names: readonly string[],
  ): Promise<Observed> {
    if (operation === 'list' || operation === 'get') return NO_EFFECT;
    if (subject !== undefined) return (await this.#refused()).damage(subject);
    const list = await this.#session.api.list();
    const made = shownClients(list).filter((client) => names.includes(String(client.name)));
    return {
      holds: made.length === 0,
      message: 'A rejected request created a client.',
      expected: 'no client of these names',
      actual: `${made.length} made`,
      answer: list,
      unseen: showsNobody(this.#session, list),
    };
  }
}

/** One request of an operation on a subject, other than a create. */
export async function attempt(
  session: Session,
  operation: DocumentedOperation,
  departure: Departure,
  subject: (Pick<Subject, 'secret'> & { readonly client: Pick<Made, 'id'> }) | undefined,
): Promise<Answer> {
  const { api } = session;
  if (operation === 'list') return api.list(departure);
  if (subject === undefined) throw new Error(`${operation} needs a client to be tried on.`);
  const { client, secret } = subject;
  switch (operation) {
    case 'get':
      return api.get(client.id, departure);
    case 'update':
      return api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]), departure);
    case 'delete':
      return api.delete(client.id, departure);
    case 'generateSecret':
      return session.generate(client.id, session.askingSecret(), departure);
    case 'deleteSecret':
      if (secret === undefined)
        throw new PrerequisiteFailed('generateSecret', 'no secret of our own is there to be deleted');
      return api.deleteSecret(secret.id, departure);
    case 'create':
      throw new Error('A create has no subject.');
  }
}

function isDeletion(operation: DocumentedOperation): boolean {
  return operation === 'delete' || operation === 'deleteSecret';
}

const NO_EFFECT: Observed = { holds: true, message: 'nothing was looked at', expected: '', actual: '', unseen: true };

function answerOf(group: Group, what: string): Answer {
  const trial = group.trials.get(what);
  if (trial === undefined) throw new Error(`"${what}" is not among the trials.`);
  if (trial instanceof NotVerified) throw trial;
  return trial;
}

/** @throws NotVerified where not one trial of the group could be made */
function aftermathOf({ trials, aftermath }: Group): Observed {
  const all = [...trials.values()];
  const [first] = all;
  if (first instanceof NotVerified && all.every((trial) => trial instanceof NotVerified)) throw first;
  return aftermath;
}

const trials = scenario('trials', async (session: Session): Promise<Trials> => new Trials(session));

/** A scenario for each way of trying something, by the method of {@link Trials} that tries it. */
function trying<A extends readonly string[], T>(name: string, attempt: (trials: Trials, ...args: A) => Promise<T>) {
  return scenarios(name, async (session: Session, ...args: A) => attempt(await session.once(trials), ...args));
}

type One = DocumentedOperation;
export const presenting = trying('presenting', (all, operation: One, what: Presented) =>
  all.presenting(operation, what),
);
export const expired = trying('expired', (all, operation: One) => all.expired(operation));
export const withTokenInQuery = trying('withTokenInQuery', (all, operation: 'get' | 'create') =>
  all.withTokenInQuery(operation),
);
export const withScope = trying('withScope', (all, operation: One, scope: DocumentedScope) =>
  all.withScope(operation, scope),
);
export const withInsufficientScope = trying('withInsufficientScope', (all, operation: One) =>
  all.withInsufficientScope(operation),
);
export const withInsufficientScopes = trying('withInsufficientScopes', (all, operation: One) =>
  all.withInsufficientScopes(operation),
);
export const reads = trying('reads', (all, operation: 'list' | 'get', scope: DocumentedScope) =>
  all.reads(operation, scope),
);
export const createdUse = trying('createdUse', (all, scope: DocumentedScope) => all.createdUse(scope));
export const generatedUse = trying('generatedUse', (all, scope: DocumentedScope) => all.generatedUse(scope));
export const deletedUse = trying('deletedUse', (all, scope: DocumentedScope) => all.deletedUse(scope));
export const withoutScope = trying('withoutScope', (all, operation: One) => all.withoutScope(operation));
export const withScopeInOtherCase = trying('withScopeInOtherCase', (all, operation: One) =>
  all.withScopeInOtherCase(operation),
);
export const withUnrelatedScopes = trying('withUnrelatedScopes', (all, operation: One) =>
  all.withUnrelatedScopes(operation),
);
export const onItself = trying('onItself', (all, operation: 'update' | 'generateSecret' | 'delete') =>
  all.onItself(operation),
);
export const effects = trying('effects', (all, of: 'update' | 'delete') => all.effects(of));
export const refusals = trying('refusals', (all, operation: One) => all.refusals(operation));
export const inPartition = trying('inPartition', (all, operation: One, whose: Whose) =>
  all.inPartition(operation, whose),
);
export const afterRefusals = trying('afterRefusals', (all, operation: One, group: 'authentication' | 'scopes') =>
  all.afterRefusals(operation, group),
);
export const afterPartition = trying('afterPartition', (all, operation: One, whose: Whose) =>
  all.afterPartition(operation, whose),
);

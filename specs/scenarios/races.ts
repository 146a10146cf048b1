import type { CreateBody, GenerateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal, show } from '../../fixtures/expect/judged.ts';
import { both, effect, secretsGone, secretsShown } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, secretIds, shownClient, shownScopes } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { EnvironmentError, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo, shows } from './change.ts';
import { creation, requireWrites } from './creation.ts';
import { type Rival, rivalOf, together } from './rivals.ts';
import { deletedSecret } from './secret-deletions.ts';
import { generatedSecret } from './secrets.ts';
import { updatedClient } from './updating.ts';

/** One of several clients that were created at the same time. */
interface Twin {
  readonly asked: CreateBody;
  readonly answer: Answer;
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

/** Two clients created at the same time. */
export const parallelCreations = scenarioAlone(
  'parallelCreations',
  async (session: Session): Promise<readonly Twin[]> => {
    requireWrites(session);
    const { answer } = await session.once(creation);
    if (!answer.ok) throw new PrerequisiteFailed('create', `creating a single client answered ${answer.status}`);
    const asked = [session.asking({}), session.asking({})];
    const made = await together(asked.map((one) => session.createGood(one)));
    return made.map((one, index) => ({
      ...one,
      asked: asked[index] as CreateBody,
      secret: givenSecret(shownClient(one.answer)),
    }));
  },
);

/** What came of two clients that were created at the same time, those that were refused left out. */
export interface TwinsInUse {
  readonly ids: readonly string[];
  readonly values: readonly string[];
  readonly uses: readonly SecretUse[];
}

export const parallelCreationsInUse = scenarioAlone(
  'parallelCreationsInUse',
  async (session: Session): Promise<TwinsInUse> => {
    const made = (await session.once(parallelCreations)).filter(({ id }) => id !== undefined);
    const withSecret = made.flatMap(({ id, secret }) =>
      id === undefined || secret === undefined ? [] : { id, secret },
    );
    if (withSecret.length === 0)
      throw new PrerequisiteFailed('generateSecret', 'no client that was created gave a secret');
    return {
      ids: made.map(({ id }) => String(id).toLowerCase()),
      values: withSecret.map(({ secret }) => secret),
      uses: await together(withSecret.map(({ id, secret }) => session.useUntil(true, id, secret))),
    };
  },
);

export function secretFor(session: Session): GenerateBody {
  return {
    description: session.data.description(),
    expiryTime: session.data.instant(30 * 86_400, new Date()),
  };
}

/** Secrets generated at the same time for two clients. */
export interface ParallelSecrets {
  readonly client: { readonly id: string; readonly secret: string | undefined };
  readonly answers: readonly Answer[];
  readonly made: readonly Rival[];
}

/** How many secrets each client is given at once; with the first one still fewer than tenants are known to allow. */
const EACH = 2;

export const parallelSecrets = scenarioAlone('parallelSecrets', async (session: Session): Promise<ParallelSecrets> => {
  const { newUse, oldUse } = await session.once(generatedSecret);
  if (!newUse.accepted || !oldUse.accepted)
    throw new PrerequisiteFailed('generateSecret', 'a single generated secret, or the one before it, is not accepted');
  const twins = (await session.once(parallelCreations)).filter(({ id }) => id !== undefined);
  const [first] = twins;
  if (first?.id === undefined) throw new PrerequisiteFailed('create', 'no client was created');
  const clients = Array.from({ length: EACH }, () => twins.map(({ id }) => String(id))).flat();
  const answers = await together(clients.map((id) => session.generate(id, secretFor(session))));
  return {
    client: { id: first.id, secret: first.secret },
    answers,
    made: answers.flatMap((answer, index) => rivalOf(clients[index] ?? '', answer)),
  };
});

/** What came of them. */
export interface ParallelSecretsInUse extends ParallelSecrets {
  /** Ids that the first client must record. */
  readonly recorded: readonly string[];
  readonly detail: Answer;
  readonly uses: readonly SecretUse[];
}

export const parallelSecretsInUse = scenarioAlone(
  'parallelSecretsInUse',
  async (session: Session): Promise<ParallelSecretsInUse> => {
    const parallel = await session.once(parallelSecrets);
    const { client, made } = parallel;
    if (made.length === 0) throw new PrerequisiteFailed('generateSecret', 'no secret was generated');
    const recorded = made.filter(({ clientId }) => clientId === client.id).map(({ id }) => id);
    const detail = await session.readUntil(client.id, secretsShown(...recorded));
    if (secretIds(shownClient(detail)) === undefined)
      throw new PrerequisiteFailed('get', 'the detail shows no secrets');
    const uses = await together(made.map(({ clientId, value }) => session.useUntil(true, clientId, value)));
    return { ...parallel, recorded, detail, uses };
  },
);

/** Updates of one client at the same time, and secrets generated among them. */
export interface ParallelUpdates {
  readonly changes: readonly UpdateBody[];
  readonly answers: readonly Answer[];
  readonly generations: readonly Answer[];
  readonly detail: Answer;
  readonly made: readonly Rival[];
  /** How the secrets that were generated among them are used. */
  readonly uses: readonly SecretUse[];
}

export const parallelUpdates = scenarioAlone('parallelUpdates', async (session: Session): Promise<ParallelUpdates> => {
  const { client } = await session.once(parallelSecretsInUse);
  const { newer, detail: after, stored } = await session.once(updatedClient);
  if (!stored.detailAsAsked || (newer !== undefined && !secretsShown(newer.id).isSeen(after)))
    throw new PrerequisiteFailed('update', 'a single update does not do what it was asked for');
  const changes = scopeSets(session).map((scopes) => changeTo(session, scopes));
  const generate = (): Promise<Answer> => session.generate(client.id, secretFor(session));
  // Another client is updated at the same time, last: what requests keep in common would make one of both.
  const bystander = (await session.once(parallelCreations)).flatMap(({ id }) =>
    id === undefined || id === client.id ? [] : id,
  );
  // One before the updates and one behind them: either can be the one that reads too early and writes too late.
  const sent = await together([
    generate(),
    ...changes.map((change) => session.api.update(client.id, change)),
    ...bystander.map((id) => session.api.update(id, changeTo(session, [session.capabilities.scopes[0]]))),
    generate(),
  ]);
  const answers = sent.slice(1, 1 + changes.length);
  const generations = [...sent.slice(0, 1), ...sent.slice(-1)];
  const made = generations.flatMap((answer) => rivalOf(client.id, answer));
  const won = winners(changes, answers);
  const wonShown = effect('values shown', (seen: Answer) => won.some((change) => shows(change).isSeen(seen)));
  const detail = await session.readUntil(client.id, both(wonShown, secretsShown(...made.map(({ id }) => id))));
  const uses = await together(made.map(({ value }) => session.useUntil(true, client.id, value)));
  return { changes, answers, generations, detail, made, uses };
});

/** Scopes that tell three updates apart; the first is in all of them, so that secrets can be put to use whoever wins. */
export function scopeSets(session: Session): readonly (readonly string[])[] {
  const [first, second, third] = session.capabilities.scopes;
  return [[first, second], [first, third], [first]];
}

/** Changes that a tenant said it had made. */
function winners(changes: readonly UpdateBody[], answers: readonly Answer[]): readonly UpdateBody[] {
  return changes.filter((_, index) => answers[index]?.ok === true);
}

/** Whether one update won whole, or all were refused. */
export const oneWinner = scenarioAlone('oneWinner', async (session: Session): Promise<Observed> => {
  const { changes, answers, detail } = await session.once(parallelUpdates);
  const won = winners(changes, answers);
  if (won.length === 0) throw new NotVerified('not-applicable', 'the tenant refuses updates at the same time');
  const name = shownClient(detail)?.name;
  return {
    holds: won.some((change) => shows(change).isSeen(detail)),
    message: won.some((change) => change.name === name)
      ? 'The stored values mix several concurrent updates.'
      : 'The stored values are those of none of the concurrent updates.',
    expected: won.map(brief).join(' or '),
    actual: `${shownBriefly(detail)} (answers ${answers.map(({ status }) => status).join(', ')})`,
    answer: detail,
  };
});

function brief({ name, redirectUri, scopes }: UpdateBody): string {
  return inWords(
    name,
    redirectUri,
    scopes.map((scope) => scope.name),
  );
}

/** What a detail shows of a client that updates change, in words. */
export function shownBriefly(detail: Answer): string {
  const client = shownClient(detail);
  if (client === undefined) return `status ${detail.status}`;
  return inWords(client.name, client.redirectUri, shownScopes(client) ?? []);
}

function inWords(name: unknown, redirectUri: unknown, scopes: readonly string[]): string {
  return `name ${show(name)}, redirectUri ${show(redirectUri)}, scopes ${scopes.toSorted().join(' ') || 'none'}`;
}

/** The secrets that were generated during updates. @throws NotVerified where the tenant refused them as conflicts */
export const secretsAmongUpdates = scenarioAlone(
  'secretsAmongUpdates',
  async (session: Session): Promise<{ detail: Answer; uses: readonly SecretUse[]; ids: readonly string[] }> => {
    const { generations, detail, made, uses } = await session.once(parallelUpdates);
    const statuses = generations.map(({ status }) => status).join(', ');
    if (generations.every(isRefusal))
      throw new NotVerified('not-applicable', `the tenant refuses secrets during updates (${statuses})`);
    if (made.length === 0)
      throw new PrerequisiteFailed('generateSecret', `generating secrets during updates answered ${statuses}`);
    const before = await session.once(parallelSecretsInUse);
    // What was lost before has a requirement of its own.
    const kept = secretIds(shownClient(before.detail)) ?? [];
    return { detail, uses, ids: [...kept, ...made.map(({ id }) => id)] };
  },
);

/** Secrets of one client, two of which were deleted at the same time. */
export interface ParallelRevocations {
  readonly answers: readonly Answer[];
  readonly detail: Answer;
  /** Ids of those whose deletion was not refused. */
  readonly doomed: readonly string[];
  readonly doomedUses: readonly SecretUse[];
  /** Of the secret that the client was created with. */
  readonly sparedUse: SecretUse;
}

/** On the second of the two clients that were created at once: what meets is the deletion of the secrets that both were given then. */
export const parallelRevocations = scenarioAlone(
  'parallelRevocations',
  async (session: Session): Promise<ParallelRevocations> => {
    const ordinary = await session.once(deletedSecret);
    if (ordinary.doomedUse.accepted || !ordinary.sparedUse.accepted)
      throw new PrerequisiteFailed('deleteSecret', 'deleting a single secret does not do what it was asked for');
    await session.after(parallelUpdates);
    const { client: first, made } = await session.once(parallelSecretsInUse);
    const twins = await session.once(parallelCreations);
    const client = twins.find(({ id }) => id !== undefined && id !== first.id);
    const secrets = made.filter(({ clientId }) => clientId === client?.id);
    if (client?.id === undefined || secrets.length < EACH)
      throw new NotVerified('not-applicable', 'the tenant refuses creates, or secrets, at the same time');
    const { id } = client;
    const shown = secretsShown(...secrets.map((one) => one.id));
    const before = await session.readUntil(id, shown);
    if (!shown.isSeen(before))
      throw new PrerequisiteFailed(
        'get',
        'the client does not show its secrets, so deleting by their ids could hit others',
      );
    const answers = await together(secrets.map((one) => session.api.deleteSecret(one.id)));
    const gone = secrets.filter((_, index) => !isRefusal(answers[index] as Answer));
    const detail = await session.readUntil(id, secretsGone(...gone.map((one) => one.id)));
    // First: a tenant may lock a client whose secrets are wrong.
    const sparedUse = await session.useUntil(true, id, client.secret);
    const doomedUses = await together(gone.map(({ value }) => session.useUntil(false, id, value)));
    return { answers, detail, doomed: gone.map((one) => one.id), doomedUses, sparedUse };
  },
);

/** A client deleted several times at once. */
export interface ParallelDeletions {
  /** Those that arrived; the weather may have kept some from us. */
  readonly answers: readonly Answer[];
  readonly done: Observed;
  readonly uses: readonly SecretUse[];
}

export const parallelDeletions = scenarioAlone(
  'parallelDeletions',
  async (session: Session): Promise<ParallelDeletions> => {
    await session.after(parallelUpdates);
    const { client, made } = await session.once(parallelSecrets);
    // An earlier attempt deleted it, and what it led to was lost on the way.
    if (session.ledger.hasRemoved(client.id))
      throw new EnvironmentError('what the deletions led to was lost on the way');
    const settled = await Promise.allSettled([session.api.delete(client.id), session.api.delete(client.id)]);
    const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    for (const one of settled) if (one.status === 'rejected' && !(one.reason instanceof NotVerified)) throw one.reason;
    const [answer] = answers;
    if (answer === undefined) throw new NotVerified('environment', 'both requests were lost on the way');
    const won = answers.length < settled.length || answers.some(({ ok }) => ok);
    if (won) session.ledger.gone(client.id);
    const values = [client.secret, made.find(({ clientId }) => clientId === client.id)?.value];
    return {
      answers,
      done: {
        holds: won,
        message: 'Neither of two requests to delete a client succeeded.',
        expected: '204 for one of them',
        actual: answers.map(({ status }) => status).join(' and '),
        answer,
      },
      uses: await insist(() =>
        together(values.flatMap((value) => (value === undefined ? [] : session.useUntil(false, client.id, value)))),
      ),
    };
  },
);

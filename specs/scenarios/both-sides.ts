/** Isolation from both sides: an application of a second organization, what it owns, and what either side makes of the other's. */
import type { BearerToken } from '../../fixtures/api/bearer.ts';
import { WRITES } from '../../fixtures/api/names.ts';
import type { Departure } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { listed, sameAs, secretsShown } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import { givenSecret, itemsOf, secretIds, shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { requireWrites } from './creation.ts';
import { otherPartition } from './foreign.ts';
import { together } from './rivals.ts';
import { attempt, damage, subjectFor } from './subjects.ts';
import { requireWorking } from './working.ts';

/** A client of the second organization, made by its own application: that it can be made there is the control of all that must be refused. */
interface Theirs {
  readonly token: BearerToken;
  readonly partitionId: string;
  readonly client: Pick<Made, 'id' | 'asked'>;
  readonly secret: MadeSecret | undefined;
  /** The value that its creation gave. */
  readonly first: string | undefined;
  /** How its own side sees it. */
  readonly seen: Answer;
}

export const theirs = scenario('theirs', async (session: Session): Promise<Theirs> => {
  const partitionId = otherPartition(session);
  const token = await session.otherToken();
  requireWrites(session);
  const there = { partitionId, token };
  const asked = session.asking({});
  const { answer, id } = await session.create(asked, there, { isOneOfSeveral: true });
  if (id === undefined)
    throw new PrerequisiteFailed(
      'create',
      `its own application created no client in the second organization (${answer.status})`,
    );
  const wish = session.askingSecret();
  const generated = await session.generate(id, wish, there, { isOneOfSeveral: true });
  const secret = session.secretIn(generated, wish);
  const seen = await session.readUntil(id, secretsShown(secret?.id), there);
  if (!seen.ok)
    throw new PrerequisiteFailed(
      'get',
      `its own application cannot read a client of the second organization (${seen.status})`,
    );
  return { token, partitionId, client: { id, asked }, secret, first: givenSecret(shownClient(answer)), seen };
});

/** Ways across the border, each from one side to what the other one owns. */
type Crossing =
  | 'theirs, where it is'
  | 'theirs, below our address'
  | 'theirs, as if it were here'
  | 'ours, as if it were there'
  | 'ours, by their token';

/** What became of all crossings, and how both sides look afterwards. */
interface Crossed {
  readonly answers: Readonly<Record<string, Readonly<Partial<Record<Crossing, Answer>>>>>;
  /** Name of the client that their token was to create here. */
  readonly name: string;
  readonly theirs: {
    readonly before: Answer;
    readonly after: Answer;
    readonly list: Answer;
    readonly secretId: string | undefined;
  };
  readonly ours: {
    readonly before: Answer | undefined;
    readonly after: Answer;
    readonly list: Answer;
    readonly secretId: string | undefined;
  };
  /** Ids of the two clients. */
  readonly ids: { readonly theirs: string; readonly ours: string };
}

/** What takes most away comes last. */
const ORDER = ['get', 'generateSecret', 'update', 'deleteSecret', 'delete'] as const;

export const crossed = scenario('crossed', async (session: Session): Promise<Crossed> => {
  const foreign = await session.once(theirs);
  const own = await subjectFor(session, 'update');
  const before = own.seen;
  const here = session.api.target.partitionId;
  const { partitionId, token, client, secret } = foreign;
  const asked = session.asking({});
  const answers: Record<string, Partial<Record<Crossing, Answer>>> = {
    list: { 'ours, by their token': await insist(() => session.api.list({ partitionId: here, token })) },
    create: {
      'ours, by their token': (await session.create(asked, { partitionId: here, token }, { isOneOfSeveral: true }))
        .answer,
    },
  };
  for (const operation of ORDER) {
    const lacks = operation === 'deleteSecret' && secret === undefined;
    const to = (departure: Departure, subject: Parameters<typeof attempt>[3]) =>
      insist(() => attempt(session, operation, departure, subject));
    // Who guards an address looks at the organization of its name, and who has one address for all at that of the path.
    const isApart = session.options.otherIdentityUrl !== undefined;
    answers[operation] = {
      ...(!lacks && {
        'theirs, where it is': await to({ partitionId }, { client, secret }),
        ...(isApart && { 'theirs, below our address': await to({ partitionId, here: true }, { client, secret }) }),
        'theirs, as if it were here': await to({ partitionId: here }, { client, secret }),
      }),
      ...((operation !== 'deleteSecret' || own.secret !== undefined) && {
        'ours, as if it were there': await to({ partitionId, token }, own),
        'ours, by their token': await to({ partitionId: here, token }, own),
      }),
    };
  }
  // A list that lags behind may not hold the client yet, and could as little hold what must not be in it.
  const listWith = (id: string, where: Departure): Promise<Answer> => session.listUntil(listed(id), where);
  const { answer: after } = await damage(session, own);
  if (after === undefined) throw new PrerequisiteFailed('get', 'the client of this organization cannot be read again');
  // A replica that lags behind is given its time: it may not know the client, or its secret, yet.
  const seen = await session.readUntil(client.id, sameAs(foreign.seen), { partitionId, token });
  return {
    answers,
    name: asked.name,
    theirs: {
      before: foreign.seen,
      after: seen,
      list: await listWith(client.id, { partitionId, token }),
      secretId: secret?.id,
    },
    ours: { before, after, list: await listWith(own.client.id, {}), secretId: own.secret?.id },
    ids: { theirs: client.id, ours: own.client.id },
  };
});

/** How often both sides ask at once: what requests share while they wait shows at some of them. */
const AT_ONCE = 5;

/** Whether lists that both sides ask for at the same time hold clients of their own side alone. */
export const listsAtOnce = scenario('listsAtOnce', async (session: Session): Promise<Observed> => {
  const { ids, theirs: before } = await session.once(crossed);
  const { token, partitionId } = await session.once(theirs);
  const isMixed = (ours: Answer, other: Answer): boolean =>
    itemsOf(ours, ids.theirs).length > 0 || itemsOf(other, ids.ours).length > 0;
  const told = {
    message: 'A list shows another organization when both are asked for at once.',
    expected: 'its own clients',
  };
  // What one at a time shows already is told of that.
  if (itemsOf(before.list, ids.ours).length > 0) throw new PrerequisiteFailed('list', 'lists show other organizations');
  for (let round = 0; round < AT_ONCE; round += 1) {
    const [ours, other] = await together([session.api.list(), session.api.list({ partitionId, token })]);
    if (ours === undefined || other === undefined || !isMixed(ours, other)) continue;
    const answer = itemsOf(ours, ids.theirs).length > 0 ? ours : other;
    return {
      ...told,
      holds: false,
      actual: `the client ${answer === ours ? ids.theirs : ids.ours} of the other`,
      answer,
    };
  }
  return { ...told, holds: true, actual: '' };
});

/** What one operation made of the border: each answer must be a refusal, and each effect must not be there. */
export interface Across {
  readonly answers: Readonly<Partial<Record<Crossing, Answer>>>;
  /** Undefined for what has none in any case. */
  readonly effects: readonly Observed[] | undefined;
}

/** One operation from both sides. */
export const across = scenarios('across', async (session: Session, operation: DocumentedOperation): Promise<Across> => {
  const all = await session.once(crossed);
  const answers = all.answers[operation] ?? {};
  if (Object.values(answers).every(isRefusal)) await requireWorking(session, operation);
  return { answers, effects: effectsOf(operation, all) };
});

function effectsOf(operation: DocumentedOperation, { theirs: other, ours, name, ids }: Crossed): Across['effects'] {
  const isWitness = {
    ours: itemsOf(ours.list, ids.ours).length > 0,
    theirs: itemsOf(other.list, ids.theirs).length > 0,
  };
  if (operation === 'list')
    return [
      absent(
        'The list shows a client of another organization.',
        ours.list,
        itemsOf(ours.list, ids.theirs).length,
        isWitness.ours,
      ),
      absent(
        'The list of another organization shows a client of this one.',
        other.list,
        itemsOf(other.list, ids.ours).length,
        isWitness.theirs,
      ),
    ];
  if (operation === 'create')
    return [
      absent(
        'A rejected request created a client.',
        ours.list,
        shownClients(ours.list).filter((one) => one.name === name).length,
        isWitness.ours,
      ),
    ];
  if (operation === 'get' || !WRITES.includes(operation)) return undefined;
  return [other, ours].map(({ before, after, secretId }) => {
    const [was, is] = [traceOf(operation, before, secretId), traceOf(operation, after, secretId)];
    return {
      // Of a client that is gone nothing else can be said than that; and nothing where the reader's token is refused.
      unseen:
        shownClient(before) === undefined ||
        (!after.ok && (operation !== 'delete' || after.status === 401)) ||
        was === NO_SECRETS,
      // Whoever generates secrets takes none away.
      holds: was === is || (operation === 'generateSecret' && secretsIn(after) < secretsIn(before)),
      message: 'A request from one organization had an effect in another one.',
      expected: was,
      actual: is,
      answer: after,
    };
  });
}

/** @param isWitness whether the list shows its own side what it has to show */
function absent(message: string, answer: Answer, count: number, isWitness: boolean): Observed {
  return {
    holds: count === 0,
    unseen: !isWitness,
    message,
    expected: 'no such client',
    actual: `${count} of them`,
    answer,
  };
}

function secretsIn(detail: Answer | undefined): number {
  return secretIds(shownClient(detail))?.length ?? 0;
}

const NO_SECRETS = 'no secrets shown';

/** What of a client an operation would have changed. */
function traceOf(operation: DocumentedOperation, answer: Answer | undefined, secretId: string | undefined): string {
  const client = shownClient(answer);
  const ids = secretIds(client);
  switch (operation) {
    case 'delete':
      return answer?.ok === true ? 'the client is there' : `status ${answer?.status}`;
    case 'update':
      return `the name ${JSON.stringify(text(client?.name))}`;
    case 'generateSecret':
      return ids === undefined ? NO_SECRETS : `${ids.length} secrets`;
    case 'deleteSecret':
    case 'list':
    case 'get':
    case 'create':
      return ids === undefined || secretId === undefined
        ? NO_SECRETS
        : ids.includes(secretId)
          ? `secret ${secretId}`
          : `no secret ${secretId}`;
  }
}

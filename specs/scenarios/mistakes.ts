import type { Departure } from '../../fixtures/api/calls.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { insist } from '../../fixtures/session/insist.ts';
import { inLanes, inTurn, needsOrder } from '../../fixtures/session/lanes.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { World } from '../../fixtures/session/world.ts';
import {
  essence,
  idsIn,
  isObject,
  sameId,
  secretIds,
  shownClient,
  shownClients,
  text,
} from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { requireWrites } from './creation.ts';
import { afterDeletion } from './deletion.ts';
import { DEVIATIONS } from './deviations.ts';
import { firstDisclosure } from './disclosure.ts';
import { askForNobody, foreignIn, NIL_GUID } from './foreign.ts';
import type { Mistake } from './mistake.ts';
import { laterDeletions } from './secrets.ts';
import { type Subject, type Subjects, trialSubjects } from './subjects.ts';
import type { Aftermath } from './trials.ts';

const BODIES: readonly Mistake[] = [
  { kind: 'malformed JSON', departure: { rawBody: '{"name": "x", ' } },
  { kind: 'an array for an object', departure: { rawBody: '[]' } },
  { kind: 'an empty body', departure: { rawBody: '' } },
  { kind: 'null for an object', departure: { rawBody: 'null' } },
];

const NO_SCOPE = { name: 'No.Such.Scope', displayName: 'none', description: 'none', type: 'user' };

const CLIENT_BODY: readonly Mistake[] = [
  { kind: 'a number as name', change: { name: 4711 } },
  { kind: 'an object as name', change: { name: { a: 1 } } },
  { kind: 'a number as redirectUri', change: { redirectUri: 4711 } },
  { kind: 'a text as scopes', change: { scopes: 'PM.OAuthApp.Read' } },
  { kind: 'texts in scopes', change: { scopes: [1, 'a', null] } },
  {
    kind: 'a scope that does not exist',
    change: { scopes: [NO_SCOPE] },
  },
];

const NO_GUID = 'not-a-guid';

/** The mistakes tried on each operation. */
export const MISTAKES: Record<DocumentedOperation, readonly Mistake[]> = {
  list: [
    { kind: 'a malformed organization id', departure: { partitionId: NO_GUID } },
    { kind: 'the nil organization id', departure: { partitionId: NIL_GUID } },
    { kind: 'the name of another route as organization id', departure: { partitionId: 'GenerateSecret' } },
  ],
  get: [
    { kind: 'a malformed client id', id: NO_GUID },
    { kind: 'an over-long client id', id: 'a'.repeat(300) },
  ],
  create: [
    ...BODIES,
    ...CLIENT_BODY,
    { kind: 'no name', without: 'name' },
    { kind: 'no scopes', without: 'scopes', arguable: true },
    { kind: 'no organization id', without: 'partitionGlobalId' },
    { kind: 'NUL in the name', change: { name: 'a\u0000b' } },
    {
      kind: 'a scope type of no kind',
      change: { scopes: [{ ...NO_SCOPE, name: 'PM.OAuthApp.Read', type: 'nobody' }] },
    },
    { kind: 'a redirectUri that is none', change: { redirectUri: 'not a URI' } },
    { kind: 'a body declared as plain text', departure: { contentType: 'text/plain' } },
    { kind: 'deeply nested JSON', departure: { rawBody: `{"name":${'['.repeat(2000)}${']'.repeat(2000)}}` } },
    { kind: 'a text as isConfidential', change: { isConfidential: 'perhaps' } },
    { kind: 'a malformed organization id', departure: { partitionId: NO_GUID } },
  ],
  update: [...BODIES.slice(0, 2), ...CLIENT_BODY, { kind: 'a malformed client id', id: NO_GUID }],
  delete: [{ kind: 'a malformed client id', id: NO_GUID }],
  generateSecret: [
    ...BODIES.slice(0, 3),
    { kind: 'a malformed client id', change: { clientId: NO_GUID } },
    { kind: 'no client id', without: 'clientId' },
    { kind: 'a number as client id', change: { clientId: 4711 } },
    { kind: 'no organization id', without: 'partitionGlobalId' },
    { kind: 'a number as expiry', change: { expiryTime: 4711 } },
    { kind: 'a description of 64 kB', arguable: true, change: { description: 'd'.repeat(65_536) } },
    { kind: 'a malformed expiry', change: { expiryTime: 'next summer' } },
    { kind: 'an object as description', change: { description: { a: 1 } } },
    { kind: 'a body declared as XML', departure: { contentType: 'application/xml' }, arguable: true },
    // It can match no client but the right one, whoever takes it for a query.
    { kind: 'a query as client id', alter: (good) => ({ ...good, clientId: { $in: [good.clientId] } }) },
  ],
  deleteSecret: [
    { kind: 'letters behind a secret id', id: (own) => `${own}abc` },
    { kind: 'a negative secret id', id: (own) => `-${own}` },
    // The same number again for whoever cuts it to 32 or 64 bits.
    { kind: 'a secret id beyond 64 bits', id: (own) => String(toInteger(own) + 2n ** 64n) },
  ],
};

/** How a mistake was taken. */
export interface Taken {
  readonly answer: Answer;
  /** Whether it was a delete that was answered like that of something unknown, with 204, and removed nothing. */
  readonly isIdle: boolean;
  /** Whether an id that is none was taken for the client, or the secret, of the run that it was made from, and that was deleted or changed. */
  readonly isHit: boolean;
}

/** All mistakes of one operation: the answers by kind, and what was left behind by those that were refused. */
interface Mistaken {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly idle: ReadonlySet<Answer>;
  readonly hits: ReadonlySet<Answer>;
  readonly aftermath: Aftermath;
}

/** Which mistakes: those of every run, or the whole matrix. */
export type Extent = 'usual' | 'deep';

/** Makes every mistake of an operation once per worker, and remembers what came of it. */
export class Mistakes {
  readonly #world: World;
  readonly #made = new Map<string, Promise<Mistaken>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param kind one of the kinds of {@link MISTAKES} */
  async answer(operation: DocumentedOperation, kind: string): Promise<Answer> {
    const answer = (await this.#all(operation, 'usual')).answers.get(kind);
    if (answer === undefined) throw new Error(`There is no mistake "${kind}" for ${operation}.`);
    return answer;
  }

  /** @param kind one of the kinds of {@link MISTAKES} */
  async taken(operation: DocumentedOperation, kind: string): Promise<Taken> {
    const answer = await this.answer(operation, kind);
    return takenAs(answer, await this.#all(operation, 'usual'));
  }

  /** How the whole matrix was taken, by kind; of those that must be refused alone, or all. */
  async deviations(operation: DocumentedOperation, which: 'all' | 'clear'): Promise<ReadonlyMap<string, Taken>> {
    const mistaken = await this.#all(operation, 'deep');
    const arguable = new Set(DEVIATIONS[operation].filter((one) => one.arguable === true).map(({ kind }) => kind));
    return new Map(
      [...mistaken.answers]
        .filter(([kind]) => which === 'all' || !arguable.has(kind))
        .map(([kind, answer]) => [kind, takenAs(answer, mistaken)]),
    );
  }

  /** Whether a mistake that was refused had an effect all the same. */
  async aftermath(operation: DocumentedOperation, extent: Extent = 'usual'): Promise<Aftermath> {
    return (await this.#all(operation, extent)).aftermath;
  }

  /** The first error that shows internals or a credential; the last error where none does. */
  async disclosure(operation: DocumentedOperation, extent: Extent = 'usual'): Promise<Aftermath> {
    return firstDisclosure([...(await this.#all(operation, extent)).answers.values()], this.#world);
  }

  #all(operation: DocumentedOperation, extent: Extent): Promise<Mistaken> {
    const key = `${operation} ${extent}`;
    const list = extent === 'deep' ? DEVIATIONS[operation] : MISTAKES[operation];
    const made = this.#made.get(key) ?? makeMistakes(this.#world, operation, list);
    this.#made.set(key, made);
    return made;
  }
}

function takenAs(answer: Answer, { idle, hits }: Mistaken): Taken {
  return { answer, isIdle: idle.has(answer), isHit: hits.has(answer) };
}

async function makeMistakes(
  world: World,
  operation: DocumentedOperation,
  mistakes: readonly Mistake[],
): Promise<Mistaken> {
  if (operation !== 'list' && operation !== 'get') requireWrites(world);
  const subjects = await world.tell(trialSubjects);
  // Spellings of an id can only be made from one that exists.
  const needsSubject = operation !== 'list' && operation !== 'create' && (operation !== 'get' || mistakes.length > 2);
  const first = needsSubject ? await subjects.of(operation) : undefined;
  // Another one takes its place where a mistake has hit it, so that the mistakes after that have something to hit as well.
  let subject = first;
  const listBefore = operation === 'create' ? await world.api.list() : undefined;
  const idle = new Set<Answer>();
  const hits = new Set<Answer>();
  const before = operation === 'generateSecret' && subject !== undefined ? subjects.lastSeen(subject) : undefined;
  const names: string[] = [];
  const answers = new Map<string, Answer>();
  const judge = async (answer: Answer, { id }: Mistake): Promise<Answer> => {
    if (!answer.ok || subject === undefined || operation === 'get') return answer;
    if (await isIdle(world, operation, answer, subjects, subject)) {
      idle.add(answer);
      return answer;
    }
    const before = subjects.lastSeen(subject);
    // What was accepted may change the subject; what is refused afterwards is compared with that.
    await subjects.look(subject);
    if (id === undefined || !isHit(operation, subject, before, subjects.lastSeen(subject))) return answer;
    hits.add(answer);
    if (operation === 'update') return answer;
    if (operation === 'delete') world.gone(subject.client.id);
    await subjects.forget(subject);
    subject = await subjects.of(operation);
    return answer;
  };
  let aftermath = NOTHING;
  for (const group of groupsOf(operation, mistakes)) {
    const requests = group.map((mistake) => prepare(world, operation, mistake, subject, names));
    const tries = group.map((mistake, index) => ({ mistake, send: requests[index] as () => Promise<Answer> }));
    const answered = await (needsOrder(operation) ? inTurn : inLanes)(tries, async ({ mistake, send }) => {
      const current = subject === first ? send : prepare(world, operation, mistake, subject, names);
      return judge(await insist(current), mistake);
    });
    for (const [index, answer] of answered.entries()) answers.set(group[index]?.kind ?? '', answer);
    if (listBefore !== undefined || !aftermath.holds) continue;
    const lastTaken = answered.findLastIndex(({ ok }) => ok);
    const hidden = requests.filter((_, index) => index < lastTaken && isRefusal(answered[index] as Answer));
    aftermath = await damage(subjects, subject);
    if (operation === 'update' && aftermath.holds) aftermath = await damageOf(hidden, subjects, subject, aftermath);
  }
  if (listBefore !== undefined) {
    const left = await strays(world, listBefore, names, answers);
    world.idle(...[...answers.values()].map((answer) => (answer.ok ? text(shownClient(answer)?.id) : undefined)));
    return { answers, idle, hits, aftermath: left };
  }
  if (before !== undefined && aftermath.holds) aftermath = unaskedSecrets(before, aftermath, answers);
  if (subject !== undefined && operation !== 'get' && [...answers.values()].some(({ ok }) => ok))
    await subjects.forget(subject);
  return { answers, idle, hits, aftermath };
}

/** Updates that may well be accepted come last: they write over what refused ones may have done, so that is looked for before. */
function groupsOf(operation: DocumentedOperation, mistakes: readonly Mistake[]): readonly (readonly Mistake[])[] {
  if (operation !== 'update') return [mistakes];
  const groups = [false, true].map((arguable) => mistakes.filter((one) => (one.arguable ?? false) === arguable));
  return groups.filter(({ length }) => length > 0);
}

/** Whether a request whose id is none did to the subject what it would have done with the right one. */
function isHit(
  operation: DocumentedOperation,
  { client, secret }: Subject,
  before: Answer | undefined,
  after: Answer | undefined,
): boolean {
  // Who was not shown before is no witness.
  if (!sameId(shownClient(before)?.id, client.id)) return false;
  if (operation === 'delete') return after?.status === 404 || after?.status === 410;
  if (operation === 'update') return essence(shownClient(before), false) !== essence(shownClient(after), false);
  const [were, are] = [before, after].map((seen) => secretIds(shownClient(seen)));
  return secret !== undefined && were?.includes(secret.id) === true && are?.includes(secret.id) === false;
}

/** Whether a delete did nothing, and was answered as this tenant answers to deletes of what there is not. */
async function isIdle(
  world: World,
  operation: DocumentedOperation,
  answer: Answer,
  subjects: Subjects,
  subject: Subject,
): Promise<boolean> {
  if (answer.status !== 204 || (operation !== 'delete' && operation !== 'deleteSecret')) return false;
  try {
    if (!(await subjects.damage(subject)).holds) return false;
    const usual =
      operation === 'delete' ? (await world.tell(afterDeletion)).second : (await world.tell(laterDeletions)).unknown;
    return usual.status === 204;
  } catch (error) {
    if (error instanceof NotVerified) return false;
    throw error;
  }
}

function toInteger(text: string): bigint {
  return /^-?\d+$/.test(text) ? BigInt(text) : 1n;
}

/** One request with one mistake, to be sent. The body is the ordinary one but for the mistake. */
function prepare(
  world: World,
  operation: DocumentedOperation,
  mistake: Mistake,
  subject: Subject | undefined,
  names: string[],
): () => Promise<Answer> {
  const good: Record<string, unknown> = { ...ordinaryBody(world, operation, subject), ...mistake.change };
  const ordinary: Record<string, unknown> = { ...(mistake.alter?.(good) ?? good) };
  if (mistake.without !== undefined) delete ordinary[mistake.without];
  const partition = mistake.departure?.partitionId;
  if (operation === 'create' && partition !== undefined) ordinary.partitionGlobalId = partition;
  if (typeof ordinary.name === 'string') names.push(ordinary.name);
  const json = JSON.stringify(ordinary);
  const departure: Departure = {
    rawBody: mistake.rewrite?.(json) ?? json,
    contentType: 'application/json',
    ...mistake.departure,
  };
  const { api } = world;
  const own = (operation === 'deleteSecret' ? subject?.secret?.id : subject?.client.id) ?? '1';
  const id = typeof mistake.id === 'function' ? mistake.id(own) : (mistake.id ?? own);
  const asked = { ...world.asking({}), name: nameIn(ordinary, good) };
  const send: Record<DocumentedOperation, () => Promise<Answer>> = {
    list: () => api.list(mistake.departure),
    get: () => api.get(id, mistake.departure),
    create: async () => (await world.create(asked, departure)).answer,
    update: () => api.update(id, {}, departure),
    delete: () => api.delete(id),
    generateSecret: () => api.generateSecret(id, {}, departure, async () => {}),
    deleteSecret: () => api.deleteSecret(id),
  };
  return send[operation];
}

/** The name under which a create goes on the record: the one that it sends, where that is ours. */
function nameIn(sent: Readonly<Record<string, unknown>>, good: Readonly<Record<string, unknown>>): string {
  return typeof sent.name === 'string' ? sent.name : String(good.name);
}

function ordinaryBody(
  world: World,
  operation: DocumentedOperation,
  subject: Subject | undefined,
): Record<string, unknown> {
  const partitionGlobalId = world.api.target.partitionId;
  const certificates = world.api.target.certificates ? { clientCertificates: [] } : {};
  if (operation === 'create') return { partitionGlobalId, ...world.asking({}), ...certificates };
  if (operation === 'update') {
    const { isConfidential: _, ...replaced } = world.asking({});
    return {
      ...(world.api.target.idsInUpdate && { partitionGlobalId, clientId: subject?.client.id }),
      ...replaced,
      ...certificates,
    };
  }
  return { clientId: subject?.client.id, partitionGlobalId, ...world.askingSecret() };
}

/** Whether refused creates left clients behind, nameless ones included. */
async function strays(
  world: World,
  before: Answer,
  names: readonly string[],
  answers: ReadonlyMap<string, Answer>,
): Promise<Aftermath> {
  const known = new Set(idsIn(before));
  const list = await world.api.list();
  const allowed = new Set(
    [...answers.values()].filter((answer) => answer.ok).map((answer) => String(shownClient(answer)?.id).toLowerCase()),
  );
  const made = shownClients(list).filter(
    (client) =>
      !known.has(String(client.id).toLowerCase()) &&
      !allowed.has(String(client.id).toLowerCase()) &&
      !world.lostNames.has(String(client.name)) &&
      (names.includes(String(client.name)) || typeof client.name !== 'string' || client.name === ''),
  );
  return {
    holds: made.length === 0,
    message: 'A create that was refused made a client.',
    expected: 'no new client',
    actual: `${made.length} made: ${made.map((client) => JSON.stringify(client.name)).join(', ')}`,
    answer: list,
  };
}

/** Whether a client has secrets that no answer gave; those that were accepted meanwhile hide them from a plain comparison. */
function unaskedSecrets(before: Answer, last: Aftermath, answers: ReadonlyMap<string, Answer>): Aftermath {
  const ids = secretIds(shownClient(last.answer));
  const wereThere = secretIds(shownClient(before));
  // A request that was sent twice may have done what only one answer tells.
  if (ids === undefined || wereThere === undefined || [...answers.values()].some(({ ambiguous }) => ambiguous))
    return last;
  const given = [...answers.values()].flatMap(({ ok, json }) => (ok && isObject(json) ? [String(json.id)] : []));
  const more = ids.filter((id) => !wereThere.includes(id) && !given.includes(id));
  return {
    ...last,
    holds: more.length === 0,
    expected: `${wereThere.length} secrets, and the ${given.length} that answers gave`,
    actual: `${more.length} more`,
  };
}

/** The same once more without those that were accepted, which write over what the refused ones before them may have done. */
async function damageOf(
  refused: readonly (() => Promise<Answer>)[],
  subjects: Subjects,
  subject: Subject | undefined,
  told: Aftermath,
): Promise<Aftermath> {
  if (refused.length === 0) return told;
  const again = await inTurn(refused, (send) => insist(send));
  return again.every(isRefusal) ? damage(subjects, subject) : told;
}

const NOTHING: Aftermath = { holds: true, message: 'reads have no effect', expected: '', actual: '' };

/** Whether refused requests changed their subject. */
async function damage(subjects: Subjects, subject: Subject | undefined): Promise<Aftermath> {
  if (subject === undefined) return NOTHING;
  return subjects.damage(subject);
}

const mistakes = scenario('mistakes', async (world: World): Promise<Mistakes> => new Mistakes(world));

/** A scenario for each look at the mistakes, by the method of {@link Mistakes} that takes it. */
function looking<A extends readonly string[], T>(name: string, look: (all: Mistakes, ...args: A) => Promise<T>) {
  return scenarios(name, async (world: World, ...args: A) => look(await world.tell(mistakes), ...args));
}

type One = DocumentedOperation;
export const mistakeAnswer = looking('mistake', (all, operation: One, kind: string) => all.answer(operation, kind));
export const mistakeTaken = looking('mistakeTaken', (all, operation: One, kind: string) => all.taken(operation, kind));
export const mistakeDeviations = looking('deviations', (all, operation: One, which: 'all' | 'clear') =>
  all.deviations(operation, which),
);
export const mistakesAftermath = looking('mistakesAftermath', (all, operation: One, extent: Extent) =>
  all.aftermath(operation, extent),
);
export const mistakesDisclosure = looking('mistakesDisclosure', (all, operation: One, extent: Extent) =>
  all.disclosure(operation, extent),
);

/** Clients that are not of the organization, in the answer to the nil organization id. */
export const foreignWithNilId = scenario('foreignWithNilId', async (world: World): Promise<Aftermath> => {
  const all = await world.tell(mistakes);
  return foreignIn(world, await all.answer('list', 'the nil organization id'), () => askForNobody(world));
});

import type { Departure } from '../../fixtures/api/requests.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import { effect } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { type Scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, Session } from '../../fixtures/session/session.ts';
import type { Shared } from '../../fixtures/session/shared.ts';
import { essence, sameId, shownClient, shownClients, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { changeTo } from './change.ts';
import { newControl } from './controls.ts';
import { isOwn } from './secrets.ts';

/** A client with two secrets on which requests are tried that must have no effect. */
export interface Subject {
  readonly client: Made;
  /** Absent where the tenant generates none, or where it is not certain that its id is its own. */
  readonly secret: MadeSecret | undefined;
  /** How it was seen last before anything was tried. */
  readonly seen: Answer;
}

/** Subjects are few, for each one costs a client: whoever tries deletions has one, and all others share another. */
type Use = 'deletions' | 'others';

/** @param _nth whether it is the first one for this use, or takes the place of one that was damaged */
const trialSubject = scenarios(
  'trialSubject',
  (session: Session, _use: Use, _nth: string): Promise<Subject> => (session.writes ? make(session) : find(session)),
);

/** Which scenario tries something on a client, by the client's id, for each run. */
const holders = new WeakMap<Shared, Map<string, Scenario<unknown> | undefined>>();

/** Whether nobody else is at work on a client; the scenario that asks is from now on. */
function isFree({ shared, scenario, lanes }: Session, id: string): boolean {
  const held = holders.get(shared) ?? new Map<string, Scenario<unknown> | undefined>();
  holders.set(shared, held);
  const holder = held.get(id);
  const isHeld = lanes > 1 && holder !== undefined && holder !== scenario && shared.once.isUnderWay(holder);
  if (!isHeld) held.set(id, scenario);
  return !isHeld;
}

/** A whole subject for trials of this operation. Whoever tries something looks at it afterwards. */
export async function subjectFor(session: Session, operation: DocumentedOperation): Promise<Subject> {
  const { ledger } = session;
  for (let nth = 1; ; nth += 1) {
    const subject = await session.once(trialSubject(operation === 'delete' ? 'deletions' : 'others', String(nth)));
    const { id } = subject.client;
    if (!ledger.idleIds().includes(id) && !ledger.hasRemoved(id) && isFree(session, id)) return subject;
  }
}

/** Lets another subject take the place of one that may not be whole any more. */
export function forget({ ledger }: Session, { client }: Subject): void {
  ledger.idle(client.id);
}

/** The same where trials broke off: what was sent last may have had an effect that nobody looked for. */
export async function forgetCurrent(session: Session, operation: DocumentedOperation): Promise<void> {
  const current = session.writes ? await subjectFor(session, operation).catch(() => undefined) : undefined;
  if (current !== undefined) forget(session, current);
}

/** Looks at a subject and compares it with how it was seen last. */
export async function damage(session: Session, subject: Subject): Promise<Observed> {
  const { client, seen: before } = subject;
  const after = await session.seeAgain(client.id, before);
  if (!sameId(shownClient(before)?.id, client.id))
    throw new PrerequisiteFailed('get', 'the detail does not show the client, so an effect could not be seen');
  const [was, is] = [essence(shownClient(before), false), essence(shownClient(after), false)];
  if (was !== is) forget(session, subject);
  return {
    holds: was === is,
    message: 'A rejected request had an effect.',
    expected: was,
    actual: after.ok ? is : `status ${after.status}`,
    answer: after,
  };
}

/**
 * A subject with how it is now, where something was accepted. Where reads are known to lag behind, one that shows nothing new is not
 * believed at once: a later one would pass for an effect of something else.
 * @param earlier every state in which it was seen before; this one is added
 */
export async function lookedAt(session: Session, subject: Subject, earlier: Set<string>): Promise<Subject> {
  const { api, polling } = session;
  earlier.add(essence(shownClient(subject.seen), false));
  // One that shows no client at all may be of before it was made.
  const isNew = effect('something new shown', (seen: Answer) => {
    const shown = shownClient(seen);
    return shown !== undefined && !earlier.has(essence(shown, false));
  });
  const read = (): Promise<Answer> => api.get(subject.client.id);
  return { ...subject, seen: polling.longestMs === 0 ? await read() : await polling.until(read, isNew) };
}

async function make(session: Session): Promise<Subject> {
  const { control: client, controlSecret: made, detail: seen } = await newControl(session);
  return { client, secret: made !== undefined && isOwn(seen, made) ? made : undefined, seen };
}

/** Where nothing may be written, a client that is there already, whosever it is: it is read, and nothing else is done to it. */
async function find({ api }: Session): Promise<Subject> {
  const list = await api.list();
  const shown = shownClients(list).find(({ name }) => text(name)?.startsWith(NAME_PREFIX) !== true);
  const id = text(shown?.id);
  if (id === undefined)
    throw new NotVerified('writes-not-allowed', 'no client is there that could be read, and none may be created');
  // What it was asked for with nobody knows; what it shows stands for it.
  const asked = {
    name: text(shown?.name) ?? '',
    isConfidential: shown?.isConfidential === true,
    redirectUri: text(shown?.redirectUri) ?? null,
    scopes: [],
  };
  return { client: { id, asked, answer: list, secret: undefined }, secret: undefined, seen: await api.get(id) };
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

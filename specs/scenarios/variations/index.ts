import { isRefusal } from '../../../fixtures/expect/judged.ts';
import { NOTHING_SEEN, type Observed } from '../../../fixtures/session/observed.ts';
import { inParallel, inTurn, needsOrder } from '../../../fixtures/session/parallel.ts';
import { scenario, scenarios } from '../../../fixtures/session/scenario.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import { essence, isObject, sameId, secretIds, shownClient, text } from '../../../fixtures/shown/clients.ts';
import { type Answer, isNotThere } from '../../../fixtures/wire/answer.ts';
import { NotVerified } from '../../../fixtures/wire/errors.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import { foundClient, requireWrites } from '../creation.ts';
import { afterDeletion } from '../deletion.ts';
import { askForNobody, foreignIn } from '../foreign.ts';
import { laterDeletions } from '../secret-deletions.ts';
import { damage, forget, forgetCurrent, lookedAt, type Subject, subjectFor } from '../subjects.ts';
import { requireWorking } from '../working.ts';
import {
  afterAccepting,
  afterGenerating,
  damageOf,
  damageTo,
  senseless,
  strays,
  takeBack,
  writeElsewhere,
} from './aftermath.ts';
import { knownIds, prepare } from './requests.ts';
import { isAnswer, type Sent, sendUntilAnswered } from './sending.ts';
import { variationsOf } from './table.ts';
import type { Depth, Variation } from './variation.ts';

/** How a variation was taken. */
export interface Taken {
  /** What was wrong with the request. */
  readonly kind: string;
  /** Absent where the connection was ended instead, each time. */
  readonly answer?: Answer;
  /** How the connection was ended, where that is the tenant's failure: other requests were answered meanwhile. */
  readonly crash?: string;
  /** Whether it was a delete that was answered like that of something unknown, with 204, and removed nothing. */
  readonly isIdle: boolean;
  /** Whether it was taken for the client, or the secret, of the run that its id was made from, and that was deleted or changed. */
  readonly isHit: boolean;
}

/** All variations of one operation. */
export interface Varied {
  readonly all: readonly Taken[];
  /** Those that ought to be refused. */
  readonly clear: readonly Taken[];
  /** Those by an id that is cut off or altered, so that it names nothing. */
  readonly altered: readonly Taken[];
  /** Those by what frameworks may make of a path. */
  readonly odd: readonly Taken[];
  /** What was left behind by those that were refused. */
  readonly aftermath: Observed;
  /** Whether the list can be read while clients are there that accepted ones made or changed. */
  readonly listed: Observed;
}

async function vary(session: Session, operation: DocumentedOperation, depth: Depth): Promise<Varied> {
  if (operation !== 'list' && operation !== 'get') requireWrites(session);
  // A client by whose name one may be looked for.
  if (operation === 'get' && session.writes) await session.after(foundClient);
  // Spellings of an id can only be made from one that exists.
  const needsSubject = operation !== 'list' && operation !== 'create' && (operation !== 'get' || depth === 'deep');
  const first = needsSubject ? await subjectFor(session, operation) : undefined;
  // Another one takes its place where a variation has hit it, so that those after it have something to hit as well.
  let subject = first;
  const idle = new Set<Sent>();
  const hits = new Set<Sent>();
  const earlier = new Set<string>();
  const names: string[] = [];
  const taken = new Map<Variation, Sent>();
  const judge = async (sent: Sent, { meansOwn }: Variation): Promise<Sent> => {
    if (!isAnswer(sent) || !sent.ok || subject === undefined || operation === 'get') return sent;
    if (await isIdle(session, operation, sent, subject)) {
      idle.add(sent);
      return sent;
    }
    // Secrets that were given are known by their answers; one look at the end serves them all.
    if (operation === 'generateSecret' && meansOwn === undefined) return sent;
    const { seen } = subject;
    // What was accepted may change the subject; what is refused afterwards is compared with that.
    subject = await lookedAt(session, subject, earlier);
    if (meansOwn === undefined || !isHit(operation, subject, seen, sent)) return sent;
    hits.add(sent);
    if (operation === 'update' || operation === 'generateSecret') return sent;
    if (operation === 'delete') session.ledger.gone(subject.client.id);
    forget(session, subject);
    subject = await subjectFor(session, operation);
    return sent;
  };
  const known = knownIds(session);
  let aftermath = NOTHING_SEEN;
  let isUncertain = false;
  const onLost = (): void => {
    isUncertain = true;
  };
  for (const group of groupsOf(operation, depth)) {
    const tries = group.flatMap((variation) => {
      const send = prepare(session, operation, variation, subject, names, known);
      return send === undefined ? [] : [{ variation, send }];
    });
    const sent = await (needsOrder(operation) ? inTurn : inParallel)(tries, async ({ variation, send }) => {
      const current =
        subject?.client === first?.client
          ? send
          : (prepare(session, operation, variation, subject, names, known) ?? send);
      return judge(await sendUntilAnswered(session, current, variation.mayClose === true, onLost), variation);
    });
    // A request that was sent twice may have done what only one answer tells.
    isUncertain ||= sent.some((one) => isAnswer(one) && one.ambiguous);
    for (const [index, one] of sent.entries()) {
      const { variation } = tries[index] as (typeof tries)[number];
      taken.set(variation, one);
    }
    if (operation === 'create' || !aftermath.holds) continue;
    const isAccepted = sent.some((one) => isAnswer(one) && one.ok);
    if (operation === 'generateSecret' && subject !== undefined && isAccepted) {
      const later = await lookedAt(session, subject, earlier);
      aftermath = afterGenerating(first?.seen, later.seen, sent.filter(isAnswer), isUncertain);
      continue;
    }
    const lastTaken = sent.findLastIndex((one) => isAnswer(one) && one.ok);
    const hidden = tries.filter((_, index) => {
      const one = sent[index];
      return index < lastTaken && one !== undefined && isAnswer(one) && isRefusal(one);
    });
    if (operation === 'update' && hidden.length === 0) await writeElsewhere(session);
    aftermath = await damageTo(session, subject);
    if (operation === 'update' && aftermath.holds)
      aftermath = await damageOf(
        hidden.map(({ send }) => send),
        session,
        subject,
        aftermath,
      );
  }
  const answers = [...taken.values()].filter(isAnswer);
  if (answers.length === taken.size && answers.every(isRefusal)) await requireWorking(session, operation);
  const hasTaken = answers.some(({ ok }) => ok);
  let listed = NOTHING_SEEN;
  if (operation === 'create') {
    aftermath = await strays(session, names, answers);
    listed = afterAccepting(taken, aftermath.answer);
    session.ledger.idle(...answers.map((answer) => (answer.ok ? text(shownClient(answer)?.id) : undefined)));
    await inParallel(senseless(taken), (answer) => takeBack(session, text(shownClient(answer)?.id)));
  } else if (subject !== undefined && operation !== 'get' && hasTaken) {
    forget(session, subject);
    if (operation === 'update') {
      listed = afterAccepting(taken, await session.api.list());
      await takeBack(session, subject.client.id);
    }
  }
  return told(taken, { idle, hits, aftermath, listed });
}

function told(
  taken: ReadonlyMap<Variation, Sent>,
  { idle, hits, ...seen }: { idle: ReadonlySet<Sent>; hits: ReadonlySet<Sent>; aftermath: Observed; listed: Observed },
): Varied {
  const all = [...taken].map(([variation, sent]) => ({
    variation,
    as: {
      kind: variation.kind,
      ...(isAnswer(sent) ? { answer: sent } : sent),
      isIdle: idle.has(sent),
      isHit: hits.has(sent),
    } satisfies Taken,
  }));
  const those = (which: (one: Variation) => boolean): readonly Taken[] =>
    all.filter(({ variation }) => which(variation)).map(({ as }) => as);
  return {
    all: those(() => true),
    clear: those(({ arguable }) => arguable !== true),
    altered: those(({ meansOwn }) => meansOwn === 'never'),
    odd: those(({ meansOwn }) => meansOwn === 'hardly'),
    ...seen,
  };
}

/**
 * Updates that may well be accepted come last: they write over what refused ones may have done. Where there are many, that is looked for
 * before; where there are few, the refused ones are sent again if one was accepted.
 */
function groupsOf(operation: DocumentedOperation, depth: Depth): readonly (readonly Variation[])[] {
  const all = variationsOf(operation, depth);
  if (operation !== 'update') return [all];
  const groups = [false, true].map((arguable) => all.filter((one) => (one.arguable ?? false) === arguable));
  return depth === 'deep' ? groups : [groups.flat()];
}

/** Whether a request whose id is none did to the subject what it would have done with the right one. */
function isHit(
  operation: DocumentedOperation,
  { client, secret, seen: after }: Subject,
  before: Answer,
  answer: Answer,
): boolean {
  // Who was not shown before is no witness.
  if (!sameId(shownClient(before)?.id, client.id)) return false;
  if (operation === 'delete') return isNotThere(after);
  if (operation === 'update') return essence(shownClient(before), false) !== essence(shownClient(after), false);
  const [were, are] = [before, after].map((seen) => secretIds(shownClient(seen)));
  if (operation === 'generateSecret') {
    const id = isObject(answer.json) ? String(answer.json.id) : undefined;
    return id !== undefined && are?.includes(id) === true && were?.includes(id) === false;
  }
  return secret !== undefined && were?.includes(secret.id) === true && are?.includes(secret.id) === false;
}

/** Whether a delete did nothing, and was answered as this tenant answers to deletes of what there is not. */
async function isIdle(
  session: Session,
  operation: DocumentedOperation,
  answer: Answer,
  subject: Subject,
): Promise<boolean> {
  if (answer.status !== 204 || (operation !== 'delete' && operation !== 'deleteSecret')) return false;
  try {
    if (!(await damage(session, subject)).holds) return false;
    const usual =
      operation === 'delete'
        ? (await session.once(afterDeletion)).second
        : (await session.once(laterDeletions)).unknown;
    return usual.status === 204;
  } catch (error) {
    if (error instanceof NotVerified) return false;
    throw error;
  }
}

/** Every variation of an operation that runs of this depth send, and what came of it. */
export const variations = scenarios(
  'variations',
  async (session: Session, operation: DocumentedOperation, depth: Depth): Promise<Varied> => {
    try {
      return await vary(session, operation, depth);
    } catch (error) {
      if (operation !== 'list' && operation !== 'create') await forgetCurrent(session, operation);
      throw error;
    }
  },
);

/** Whether the list can be read while clients are there that malformed input made or changed. @throws NotVerified where none was accepted */
export const listedAfterMalformed = scenarios(
  'listedAfterMalformed',
  async (session: Session, operation: 'create' | 'update'): Promise<Observed> => {
    const { listed } = await session.once(variations(operation, 'default'));
    if (listed.unseen === true) throw new NotVerified('not-applicable', 'the tenant accepts nothing malformed');
    return listed;
  },
);

/** Clients that are not of the organization, in the answer to the GUID of nobody as organization id. */
export const foreignWithNilId = scenario('foreignWithNilId', async (session: Session): Promise<Observed> => {
  const { all } = await session.once(variations('list', 'default'));
  const answer = all.find(({ kind }) => kind === 'the GUID of nobody as organization id')?.answer;
  if (answer === undefined) throw new NotVerified('environment', 'the list of nobody was not answered');
  return foreignIn(session, answer, () => askForNobody(session));
});

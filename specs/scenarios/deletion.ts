import type { CreateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientGone, unlessRefused, unlisted } from '../../fixtures/session/effects.ts';
import type { Disturbed } from '../../fixtures/session/observed.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, itemsOf, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { type Again, type Controls, controls, ifMade, watch } from './controls.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';
import { bareClient, unusualClient, unusualListed } from './kinds.ts';
import { spareClient } from './namesakes.ts';
import { requireWorking } from './working.ts';

/** A delete of a client with two secrets, and its answer. */
export interface Deletion {
  readonly client: Made;
  /** Absent where the tenant generates no secrets. */
  readonly newer: MadeSecret | undefined;
  readonly others: Controls;
  readonly answer: Answer;
}

/** What a delete led to. */
export interface Deleted extends Deletion {
  readonly detail: Answer;
  /** The statuses of several looks at the client, where it came and went. */
  readonly sequence?: readonly number[];
  readonly list: Answer;
  readonly disturbed: readonly Disturbed[];
  readonly firstSecret: SecretUse;
  /** The same for its id in capitals, which is the same id (RFC 9562, 4). */
  readonly firstInCapitals: SecretUse;
}

/** Attempts to go on with a deleted client. */
export interface AfterLife {
  readonly id: string;
  /** The client as it was made. */
  readonly client: Made;
  readonly second: Answer;
  readonly update: Answer;
  readonly generate: Answer;
  readonly detail: Answer;
}

export const clientDeletion = scenario('clientDeletion', async (session: Session): Promise<Deletion> => {
  requireWrites(session);
  // Others are watched over in the list, like everybody else: one with the same redirect URI, and one with neither that nor scopes.
  const alike = await alikeIn(session);
  const client = await session.client(alike === undefined ? {} : { redirectUri: alike.asked.redirectUri ?? null });
  await session.once(bareClient);
  const others = await controls(session, [client.id]);
  const newer = await ifMade(session.secret(client));
  // A secret that never lived cannot die.
  const values = [client.secret, ...(newer === undefined ? [] : [newer.value])];
  await inParallel(values, (value) => session.useUntil(true, client.id, value));
  return { client, newer, others, answer: await session.api.delete(client.id) };
});

/** A confidential client with one ordinary redirect URI that nobody needs to look at any more, where there is one. */
async function alikeIn(session: Session): Promise<{ readonly asked: CreateBody } | undefined> {
  await session.after(unusualListed);
  const one = await ifPossible(session.once(unusualClient('a long name and scopes of both types')));
  const isPlain = /^https:[^,]+$/.test(one?.asked.redirectUri ?? '') && one?.asked.isConfidential === true;
  return isPlain ? one : undefined;
}

export const deletedClient = scenarioAlone('deletedClient', async (session: Session): Promise<Deleted> => {
  await requireTruthfulDetail(session);
  const deletion = await session.once(clientDeletion);
  const { client, others, answer } = deletion;
  if (!answer.ok) throw new PrerequisiteFailed('delete', `deleting a client answered ${answer.status}`);
  const {
    looks: { detail, sequence },
    list,
  } = await allInParallel({
    looks: () => session.detailOfGone(client.id),
    list: () => session.listUntil(unlisted(client.id)),
  });
  if (isRefusal(detail) && itemsOf(list, client.id).length === 0) session.ledger.gone(client.id);
  const disturbed = await watch(session, others, [client.id], list, () => deleteAgain(session));
  return {
    ...deletion,
    detail,
    ...(sequence !== undefined && { sequence }),
    list,
    disturbed,
    firstSecret: await session.useUntil(false, client.id, client.secret),
    firstInCapitals: await session.useUntil(false, client.id.toUpperCase(), client.secret),
  };
});

async function deleteAgain(session: Session): ReturnType<Again> {
  const { id } = await session.client();
  await session.api.delete(id);
  const list = await session.listUntil(unlisted(id));
  if (itemsOf(list, id).length === 0) session.ledger.gone(id);
  return { ids: [id], list };
}

/** The generated secret of a deleted client. */
export const generatedSecretAfterDeletion = scenario(
  'generatedSecretAfterDeletion',
  async (session: Session): Promise<SecretUse> => {
    const { client, newer } = await session.once(deletedClient);
    if (newer === undefined) throw new PrerequisiteFailed('generateSecret', 'the tenant generated no secret');
    return session.useUntil(false, client.id, newer.value);
  },
);

export const afterDeletion = scenario('afterDeletion', async (session: Session): Promise<AfterLife> => {
  const { client } = await session.once(deletedClient);
  const second = await session.api.delete(client.id);
  const update = await session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]));
  const generate = await session.generate(client.id, session.askingSecret());
  // It was seen to be gone; a replica that lags behind may not have been asked by then.
  const detail = await session.readUntil(client.id, clientGone);
  return { id: client.id, client, second, update, generate, detail };
});

/** A create with the name of a client that was deleted, and that nobody has. */
export const nameAgain = scenario(
  'nameAgain',
  async (session: Session): Promise<{ asked: CreateBody; answer: Answer; id: string | undefined }> => {
    const { client } = await session.once(deletedClient);
    // With less than that one had.
    const [, scope] = session.capabilities.scopes;
    const asked = session.asking({ name: client.asked.name, scopes: session.scopes(scope) });
    return { asked, ...(await session.createGood(asked)) };
  },
);

/** The new client, and the old secret used with it. */
export const nameReused = scenario(
  'nameReused',
  async (
    session: Session,
  ): Promise<{ oldId: string; newId: string; oldSecret: SecretUse; asked: CreateBody; answer: Answer }> => {
    const { client } = await session.once(deletedClient);
    const { asked, answer, id } = await session.once(nameAgain);
    if (answer.status >= 400 && answer.status < 500)
      throw new NotVerified('not-applicable', `the tenant refuses the name of a deleted client (${answer.status})`);
    if (id === undefined) throw new PrerequisiteFailed('create', `creating a client answered ${answer.status}`);
    // Asked for is a scope that the new one has.
    const oldSecret = await session.use(id, client.secret, asked.scopes?.[0]?.name);
    session.ledger.idle(id);
    return { oldId: client.id, newId: id, oldSecret, asked, answer };
  },
);

/** A new client without scopes that has the name of one that was deleted. @throws NotVerified where the tenant makes none */
export const scopelessSuccessor = scenario(
  'scopelessSuccessor',
  async (session: Session): Promise<{ id: string; secret: string | undefined; answer: Answer }> => {
    const { client } = await session.once(deletedClient);
    const { answer, id } = await session.createGood(session.asking({ name: client.asked.name, scopes: [] }));
    if (id !== undefined) return { id, secret: givenSecret(shownClient(answer)), answer };
    throw new NotVerified(
      'not-applicable',
      `the tenant makes no client of that name without scopes (${answer.status})`,
    );
  },
);

/** A delete of a client that does not exist. */
export const unknownDelete = scenario(
  'unknownDelete',
  async (session: Session): Promise<{ answer: Answer; disturbed: readonly Disturbed[] }> => {
    requireWrites(session);
    const before = await controls(session);
    const deleteUnknown = () => session.api.delete(session.data.unknownGuid());
    const answer = await deleteUnknown();
    if (isRefusal(answer)) await requireWorking(session, 'delete');
    const again: Again = async () => {
      await deleteUnknown();
      return { ids: [], list: await session.api.list() };
    };
    return { answer, disturbed: await watch(session, before, [], await session.api.list(), again) };
  },
);

/** The secret of a client that was deleted before it was ever used: what a cache of sign-ins does not know must end as well. */
export const unusedSecretAfterDeletion = scenario(
  'unusedSecretAfterDeletion',
  async (session: Session): Promise<SecretUse> => {
    const { answer, detail, secret, id } = await session.once(documentedDelete);
    if (!answer.ok || !isRefusal(detail))
      throw new PrerequisiteFailed('delete', `deleting a client answered ${answer.status}`);
    return session.useUntil(false, id, secret);
  },
);

/** A delete with the headers and the body that the document prints. */
export const documentedDelete = scenario(
  'documentedDelete',
  async (session: Session): Promise<{ answer: Answer; detail: Answer; id: string; secret: string | undefined }> => {
    requireWrites(session);
    const client = await spareClient(session, 'last');
    const answer = await session.api.delete(client.id, { documentedBody: true });
    const detail = await session.readUntil(client.id, unlessRefused(answer, clientGone));
    if (isRefusal(detail)) session.ledger.gone(client.id);
    return { answer, detail, id: client.id, secret: client.secret };
  },
);

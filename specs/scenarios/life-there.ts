/** The life of a client in the second organization, seen from there. */
import { readToken } from '../../fixtures/api/bearer.ts';
import type { CreateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientGone, clientShown } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { LostDelete, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { theirs } from './both-sides.ts';
import { changeTo, shows } from './change.ts';
import { requireWrites } from './creation.ts';
import { otherPartition } from './foreign.ts';
import {
  forgedThere,
  narrowThere,
  refusedThere,
  tokensThere,
  unregisteredThere,
  usedThere,
  useThere,
} from './guards-there.ts';
import { accepted } from './signing-in.ts';

/** What the second organization makes of the ordinary life of a client of its own: it is promised the same as the first one. */
export interface LifeThere {
  readonly created: Answer;
  readonly asked: CreateBody;
  /** Its generated secret; undefined where none was given. */
  readonly made: MadeSecret | undefined;
  readonly change: UpdateBody;
  readonly update: Answer;
  readonly updated: Answer;
  /** The client after one of its name was deleted in the first organization, and that name; undefined where none could be. */
  readonly withoutNamesake: { readonly name: string; readonly detail: Answer } | undefined;
  /** Whether the client went along with that one. */
  readonly wasTaken: boolean;
  /** The generated secret after its deletion, and the first one after that of the client; undefined where nothing was deleted. */
  readonly deletedUse: SecretUse | undefined;
  readonly lastUse: SecretUse | undefined;
  readonly deletion: Answer;
  readonly gone: Answer;
}

export const lifeThere = scenario('lifeThere', async (session: Session): Promise<LifeThere> => {
  requireWrites(session);
  tokensThere(session);
  const { token, partitionId, client, secret, first, seen } = await session.once(theirs);
  await session.after(usedThere, unregisteredThere, refusedThere, forgedThere, narrowThere);
  const there = { partitionId, token };
  const { id, asked } = client;
  const read = (): Promise<Answer> => session.api.get(id, there);
  const [scope] = session.capabilities.scopes;
  // A replica that lags behind may not know it yet.
  if (!(await session.seeThere(id, there)).ok)
    throw new PrerequisiteFailed('get', 'the client of the second organization is gone already');
  // The scope by which its secrets are used stays.
  const change = changeTo(session, [scope]);
  const update = await session.api.update(id, change, there);
  const updated = await session.polling.until(read, shows(change));
  const name = text(shownClient(updated)?.name);
  const detail = name === undefined ? undefined : await afterNamesake(session, name, read);
  const withoutNamesake = name !== undefined && detail !== undefined ? { name, detail } : undefined;
  const wasTaken = detail !== undefined && isRefusal(detail);
  const removal = secret === undefined ? undefined : await session.api.deleteSecret(secret.id, there);
  const deletedUse = removal?.ok === true ? await useThere(session, id, secret?.value, false) : undefined;
  const deletion = await session.api.delete(id, there);
  const gone = await session.polling.until(read, clientGone);
  if (isRefusal(gone)) session.ledger.gone(id);
  if (deletion.ambiguous && isRefusal(deletion))
    throw new LostDelete(`an earlier DELETE was lost on the way, so ${deletion.status} tells nothing`);
  const lastUse = deletion.ok ? await useThere(session, id, first, false) : undefined;
  return {
    created: seen,
    asked,
    made: secret,
    change,
    update,
    updated,
    withoutNamesake,
    wasTaken,
    deletedUse,
    lastUse,
    deletion,
    gone,
  };
});

/** Reads a client of the second organization once a client of its name is gone in the first one; undefined where that cannot be made, or deleted. */
async function afterNamesake(session: Session, name: string, read: () => Promise<Answer>): Promise<Answer | undefined> {
  // Names may have to be unique.
  const { id } = await session.createGood(session.asking({ name }));
  if (id === undefined || !(await session.api.delete(id)).ok) return undefined;
  if (isRefusal(await session.readUntil(id, clientGone))) session.ledger.gone(id);
  // What is gone may be so at some places alone, for a while.
  return session.polling.until(read, clientShown);
}

/** A client of the second organization with a secret that was generated. @throws NotVerified where none was given */
export const madeThere = scenario('madeThere', async (session: Session) => {
  const { created, made } = await session.once(lifeThere);
  if (made !== undefined) return { detail: created, made };
  throw new NotVerified('not-applicable', 'no secret was generated in the second organization');
});

/** A client of the second organization once one of its name is gone in the first. @throws NotVerified where there cannot be two */
export const namesakeThere = scenario('namesakeThere', async (session: Session) => {
  const { withoutNamesake } = await session.once(lifeThere);
  if (withoutNamesake !== undefined) return withoutNamesake;
  throw new NotVerified('not-applicable', 'two organizations cannot have clients of one name');
});

/**
 * The list of the second organization, asked for with the token that a client of the first one obtains at the token endpoint of the
 * second. That endpoint may well know the client: what counts is where its token belongs.
 */
export const tokenOfTheirEndpoint = scenario('tokenOfTheirEndpoint', async (session: Session): Promise<Observed> => {
  const partitionId = otherPartition(session);
  const { otherTokens, tokens, capabilities } = session;
  if (otherTokens === undefined || otherTokens.tokenUrl === tokens.tokenUrl)
    throw new NotVerified('not-applicable', 'the second organization is named no token endpoint of its own');
  const { id, secret } = await session.once(accepted);
  otherTokens.authentication = tokens.authentication;
  const issued = await otherTokens.ask(id, secret, capabilities.asksScope ? capabilities.scopes[0] : undefined);
  const token = readToken(issued);
  const list = token && (await insist(() => session.api.list({ partitionId, token })));
  return {
    holds: list === undefined || isRefusal(list),
    message: 'The token endpoint of another organization gives a client access to that organization.',
    expected: 'no token, or one that is refused there',
    actual: `a token, and status ${list?.status} for the list of that organization`,
    answer: list ?? issued,
  };
});

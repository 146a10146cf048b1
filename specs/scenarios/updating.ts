import { grants } from '../../fixtures/api/bearer.ts';
import type { UpdateBody } from '../../fixtures/api/requests.ts';
import { effect, nameShown, secretsShown, unlessRefused } from '../../fixtures/session/effects.ts';
import { notGranted, type Tried, tryUntilRefused } from '../../fixtures/session/granted.ts';
import type { Disturbed, Observed } from '../../fixtures/session/observed.ts';
import { allInParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo, listsAs, shows, updateAsTaken } from './change.ts';
import { type Again, type Controls, controls, ifMade, onlyControl, watch } from './controls.ts';
import { evidence, requireTruthfulDetail, requireWrites, type StoredEvidence } from './creation.ts';
import { takesSeveral } from './kinds.ts';

/** An update that replaces everything which can be replaced, and its answer. */
export interface Update {
  readonly client: Made;
  /** Absent where the tenant generates no secrets. */
  readonly newer: MadeSecret | undefined;
  readonly before: Answer;
  readonly others: Controls;
  readonly change: UpdateBody;
  readonly answer: Answer;
  /** The list right after it, before anything else was done; undefined where it was refused. */
  readonly list: Answer | undefined;
}

/** What an update led to. */
export interface Updated extends Update {
  /** The first look that shows the new values; where none does, the last one. */
  readonly detail: Answer;
  /** The last of several looks in a row. */
  readonly later: Answer;
  readonly list: Answer;
  readonly stored: StoredEvidence;
  readonly disturbed: readonly Disturbed[];
  readonly firstSecret: SecretUse;
}

/** Token requests for the scope that an update added, and for the one that it dropped. */
export interface Rescoped {
  readonly added: Answer;
  readonly dropped: Tried;
  /** What is granted to who names no scope: a default may be kept elsewhere than what is asked for by name. */
  readonly byDefault: Tried;
  readonly scopes: { readonly added: string; readonly dropped: string };
}

export const clientUpdate = scenario('clientUpdate', async (session: Session): Promise<Update> => {
  requireWrites(session);
  const client = await session.client();
  const newer = await ifMade(session.secret(client));
  // The list is read just before: whoever keeps it must drop it for the update, and not for anything else.
  const others = await controls(session, [client.id]);
  const [, second, third] = session.capabilities.scopes;
  const before = await session.readUntil(client.id, secretsShown(newer?.id));
  // Where several servers answer in turn, each may keep what it has read.
  await session.api.get(client.id, { fresh: true });
  const change = changeTo(session, [second, third]);
  const answer = await session.api.update(client.id, change);
  const list = answer.ok ? await session.listUntil(listsAs(client.id, change)) : undefined;
  return { client, newer, before, others, change, answer, list };
});

/** On a client of its own: the first one is looked at later on. */
async function updateAgain(session: Session): ReturnType<Again> {
  const { id } = await session.client();
  const change = changeTo(session, [session.capabilities.scopes[1], session.capabilities.scopes[2]]);
  await session.api.update(id, change);
  const list = await session.listUntil(listsAs(id, change));
  return { ids: [id], list };
}

export const updatedClient = scenarioAlone('updatedClient', async (session: Session): Promise<Updated> => {
  await requireTruthfulDetail(session);
  const update = await session.once(clientUpdate);
  const { client, change, answer, others, list } = update;
  if (list === undefined) throw new PrerequisiteFailed('update', `updating a client answered ${answer.status}`);
  const expected = shows(change);
  const { value: later, all } = await session.polling.untilStays(
    (fresh) => session.api.get(client.id, { fresh }),
    expected,
  );
  const detail = all.find((look) => expected.isSeen(look)) ?? later;
  return {
    ...update,
    detail,
    later,
    list,
    stored: evidence(detail, list, client.id, change),
    disturbed: await watch(session, others, [client.id], list, () => updateAgain(session)),
    firstSecret: await session.useUntilWithAnyScope(client.id, client.secret),
  };
});

export const rescoped = scenario('rescoped', async (session: Session): Promise<Rescoped> => {
  const { client, change } = await session.once(updatedClient);
  if (session.capabilities.secretShows !== 'token' || !session.capabilities.asksScope)
    throw new NotVerified('not-applicable', 'the tenant grants no scopes by client credentials to new clients');
  const [dropped, , added] = session.capabilities.scopes;
  const ask = (scope?: string) => (): Promise<Answer> => session.tokens.ask(client.id, client.secret, scope);
  const holder = { id: client.id, registered: change.scopes.map(({ name }) => name) };
  const told = await allInParallel({
    added: () =>
      session.polling.until(
        ask(added),
        effect('scopes granted', (seen) => grants(seen, added)),
      ),
    dropped: () => tryUntilRefused(session, ask(dropped), dropped, holder),
    byDefault: () => tryUntilRefused(session, ask(), dropped, holder),
  });
  return { ...told, scopes: { added, dropped } };
});

/** Whether the scope that an update dropped is granted no more. */
export const dropped = scenario('dropped', async (session: Session): Promise<Observed> => {
  const { dropped, scopes } = await session.once(rescoped);
  return notGranted(dropped, scopes.dropped, 'The scope is granted.');
});

/** Whether it is left in what is granted to who names no scope; that may as well be refused in any way. */
export const droppedByDefault = scenario('droppedByDefault', async (session: Session): Promise<Observed> => {
  const { byDefault, scopes } = await session.once(rescoped);
  const told = notGranted(byDefault, scopes.dropped, 'The scope is granted to who names none.');
  return { ...told, holds: byDefault.granted !== true };
});

/** A second update of the client. */
export interface SecondUpdate {
  /** The client before the first of them. */
  readonly before: Answer;
  readonly client: Made;
  readonly change: UpdateBody;
  readonly answer: Answer;
}

export const secondUpdate = scenario('secondUpdate', async (session: Session): Promise<SecondUpdate> => {
  const { client, before, change: first } = await session.once(updatedClient);
  // The scopes that tokens get after the first update are looked at before the second takes them away.
  await session.after(rescoped);
  // Under the name that the client has by then: whoever looks for a change looks at the name first. And who looks at the first redirect
  // URI alone, or at none of their last slashes, finds no change in them.
  const plain = { ...changeTo(session, [session.capabilities.scopes[0]]), name: first.name };
  const several = await takesSeveral(session, 'several redirect URIs');
  const change = {
    ...plain,
    redirectUri: [...(several ? [first.redirectUri] : []), `${first.redirectUri}/`].join(','),
  };
  return { client, before, ...(await updateAsTaken(session, client.id, change, plain)) };
});

/** The scope that suffices for reads alone. */
const READS = 'PM.OAuthApp.Read';

/** What the second update led to, a third, that one once more, and a last one that changes the name. */
export interface Repeated extends SecondUpdate {
  readonly detail: Answer;
  readonly stored: StoredEvidence;
  readonly thirdChange: UpdateBody;
  readonly third: Answer;
  readonly detailThird: Answer;
  readonly again: Answer;
  readonly detailAgain: Answer;
  readonly listAgain: Answer;
  readonly lastChange: UpdateBody;
  readonly last: Answer;
  readonly detailLast: Answer;
  /** The last look of who comes with another token and has looked before the last update; undefined where there is no such token. */
  readonly detailOfOther: Answer | undefined;
}

export const repeatedUpdate = scenario('repeatedUpdate', async (session: Session): Promise<Repeated> => {
  const second = await session.once(secondUpdate);
  const { client, change, answer } = second;
  if (!answer.ok) throw new PrerequisiteFailed('update', `a second update answered ${answer.status}`);
  const detail = await session.readUntil(client.id, shows(change));
  // The list is a second witness, asked only where the detail shows something else.
  const witness = shows(change).isSeen(detail) ? detail : await session.api.list();
  // Back to what it was created with: whoever compares with that finds nothing to change. The repetition comes after it, for
  // one that changes nothing would hide that the update of its number is lost.
  const { name, redirectUri, scopes } = client.asked;
  const thirdChange: UpdateBody = { name, redirectUri: redirectUri ?? null, scopes };
  const third = await session.api.update(client.id, thirdChange);
  const detailThird = third.ok
    ? await session.readUntil(client.id, shows(thirdChange))
    : await session.api.get(client.id);
  const again = await session.api.update(client.id, thirdChange);
  const seenAgain = await allInParallel({
    detailAgain: () => session.seeAgain(client.id, detailThird, true),
    listAgain: () => session.api.list(),
  });
  // The same as the first one, byte for byte: whoever takes that for a repetition drops it.
  const { change: lastChange } = await session.once(clientUpdate);
  const token = await ifPossible(session.tokens.token([READS]));
  const earlier = token && (await session.api.get(client.id, { token }));
  const last = await session.api.update(client.id, lastChange);
  const isShown = unlessRefused(last, shows(lastChange));
  const detailLast = await session.readUntil(client.id, isShown);
  const detailOfOther =
    token && earlier?.ok === true ? await session.readUntil(client.id, isShown, { token }) : undefined;
  const stored = evidence(detail, witness, client.id, change);
  return {
    ...second,
    ...seenAgain,
    detail,
    stored,
    thirdChange,
    third,
    detailThird,
    again,
    lastChange,
    last,
    detailLast,
    detailOfOther,
  };
});

/** What somebody with another token is shown after the last update. @throws NotVerified where there is no such token, or no update */
export const seenByOther = scenario(
  'seenByOther',
  async (session: Session): Promise<{ detail: Answer; change: UpdateBody }> => {
    const { last, lastChange, detailLast, detailOfOther } = await session.once(repeatedUpdate);
    if (!last.ok || !shows(lastChange).isSeen(detailLast))
      throw new PrerequisiteFailed('update', 'a repeated update does not take effect');
    if (detailOfOther === undefined)
      throw new NotVerified('not-applicable', `the tenant gives the application no token with ${READS} alone`);
    return { detail: detailOfOther, change: lastChange };
  },
);

/** The repetition of the third update, where that took effect: one that changes what was lost before repeats nothing. */
export const repetition = scenario('repetition', async (session: Session): Promise<Repeated> => {
  const repeated = await session.once(repeatedUpdate);
  const { third, detailThird, thirdChange } = repeated;
  if (!third.ok || !shows(thirdChange).isSeen(detailThird))
    throw new PrerequisiteFailed('update', 'a third update does not take effect');
  return repeated;
});

/** What updates led to whose bodies name what they cannot change. */
export interface Crossed {
  readonly disturbed: readonly Disturbed[];
  /** The answer to one that says the client is public, and the client after it. */
  readonly fixed: Answer;
  readonly detail: Answer;
}

/** An update whose body names another client than its path, and one that says that the client is public. */
export const crossedUpdate = scenario('crossedUpdate', async (session: Session): Promise<Crossed> => {
  await session.once(repeatedUpdate);
  const { client } = await session.once(clientUpdate);
  const before = await onlyControl(session);
  const rawBody = JSON.stringify({
    partitionGlobalId: session.api.target.partitionId,
    clientId: before.control.id,
    id: before.control.id,
    ...changeTo(session, [session.capabilities.scopes[0]]),
  });
  // Refusing it and going by the path are both fair.
  await session.api.update(client.id, {}, { rawBody });
  const disturbed = await watch(session, before, [client.id]);
  const [first, second] = session.capabilities.scopes;
  const change = { ...changeTo(session, [first, second]), isConfidential: false };
  const fixed = await session.api.update(client.id, change);
  const detail = await session.readUntil(client.id, unlessRefused(fixed, nameShown(change.name)));
  return { disturbed, fixed, detail };
});

/** An update of which each value is the beginning of the one before: whoever asks whether the new is in the old finds nothing to change. */
export const shortened = scenario(
  'shortened',
  async (session: Session): Promise<{ change: UpdateBody; answer: Answer; detail: Answer }> => {
    const { client } = await session.once(clientUpdate);
    const shown = shownClient((await session.once(crossedUpdate)).detail);
    const [name, redirectUri] = [text(shown?.name), text(shown?.redirectUri)];
    if (name === undefined || redirectUri === undefined)
      throw new PrerequisiteFailed('get', 'the detail of an updated client shows no name and no redirect URI');
    const change = {
      name: name.slice(0, -2).trimEnd(),
      redirectUri: redirectUri.slice(0, -2),
      scopes: session.scopes(session.capabilities.scopes[0]),
    };
    const answer = await session.api.update(client.id, change);
    return { change, answer, detail: await session.readUntil(client.id, unlessRefused(answer, shows(change))) };
  },
);

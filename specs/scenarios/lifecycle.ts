import type { AskedScope, CreateBody, GenerateBody, UpdateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import {
  both,
  clientGone,
  secretRefused,
  secretsGone,
  secretsShown,
  unlisted,
} from '../../fixtures/session/effects.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import { useOf } from '../../fixtures/session/secret-uses.ts';
import type { Made, MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { isObject, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo, shows, updateAsTaken } from './change.ts';
import { controlOf, ifMade } from './controls.ts';
import { requireTruthfulDetail } from './creation.ts';
import { unknownDelete } from './deletion.ts';
import { takesSeveral, unusualListed } from './kinds.ts';
import { spareClient } from './namesakes.ts';
import { publicLife } from './public-clients.ts';
import { isOwn, requireDeleted } from './secrets.ts';
import { updatedClient } from './updating.ts';

/** Scopes of the same type as were asked for, and others. */
function otherScopes(session: Session, { scopes: [first] }: CreateBody): readonly AskedScope[] {
  return session.capabilities.scopes.slice(1).map((name) => session.scope(name, first?.type));
}

/** An update of the public client. */
export interface PublicUpdate {
  readonly id: string;
  readonly change: UpdateBody;
  readonly answer: Answer;
}

export const publicUpdate = scenario('publicUpdate', async (session: Session): Promise<PublicUpdate> => {
  const { id, asked } = await session.once(publicLife);
  // It is listed as it was created, before it is changed.
  await session.after(unusualListed);
  const several = await takesSeveral(session, 'a name like a number, public with several redirect URIs');
  const change = {
    name: session.data.name(),
    redirectUri: Array.from({ length: several ? 2 : 1 }, () => session.data.redirectUri()).join(','),
    scopes: otherScopes(session, asked),
  };
  // A GUID in capitals is the same (RFC 9562, 4): who answers with success has to do it. A tenant whose ids are something else may not know it.
  const inCapitals = await session.api.update(id, change, { spelling: (path) => path.replace(id, id.toUpperCase()) });
  if (!isRefusal(inCapitals)) return { id, change, answer: inCapitals };
  // A tenant may keep a scope from public clients; the one that this client was created with it has allowed.
  return { id, ...(await updateAsTaken(session, id, change, { ...change, scopes: asked.scopes })) };
});

export const publicUpdated = scenario(
  'publicUpdated',
  async (session: Session): Promise<PublicUpdate & { detail: Answer; withoutSecret: SecretUse }> => {
    const update = await session.once(publicUpdate);
    if (!update.answer.ok)
      throw new PrerequisiteFailed('update', `updating a public client answered ${update.answer.status}`);
    const [scope] = update.change.scopes;
    return {
      ...update,
      detail: await session.readUntil(update.id, shows(update.change)),
      withoutSecret: await session.use(update.id, undefined, scope?.name),
    };
  },
);

/** A GenerateSecret for the public client, whether or not it gets one; the page does not say. */
export interface PublicSecret {
  readonly answer: Answer;
  readonly before: Answer;
  readonly detail: Answer;
  /** Token requests with the secret, where it got one. */
  readonly uses: readonly SecretUse[];
}

export const publicSecret = scenario('publicSecret', async (session: Session): Promise<PublicSecret> => {
  // The update looks at the secrets of the client, so it comes first.
  const updated = await ifPossible(session.once(publicUpdated));
  const { id, detail: created } = await session.once(publicLife);
  // An update whose end was lost has changed it all the same.
  const known = session.isWrittenSince(id, created) ? await session.seeThere(id) : created;
  const before = updated?.detail ?? known;
  const answer = await session.generate(id, session.askingSecret());
  const value = answer.ok && isObject(answer.json) ? text(answer.json.secret) : undefined;
  const uses = value === undefined ? [] : await useWithAndWithoutScope(session, id, value);
  return { answer, before, detail: await session.seeAgain(id, before), uses };
});

async function useWithAndWithoutScope(session: Session, id: string, secret: string): Promise<readonly SecretUse[]> {
  return inParallel([undefined, ...session.capabilities.scopes], async (scope) => {
    const answer = await session.tokens.ask(id, secret, scope);
    return useOf(answer);
  });
}

/** Token requests with the secret of a public client. @throws NotVerified where it is given none */
export const publicSecretUses = scenario(
  'publicSecretUses',
  async (session: Session): Promise<readonly SecretUse[]> => {
    const { answer, detail, uses } = await session.once(publicSecret);
    if (shownClient(detail)?.isConfidential === true)
      throw new PrerequisiteFailed('generateSecret', 'generating a secret made the public client confidential');
    if (uses.length === 0)
      throw new NotVerified('not-applicable', `the tenant gives public clients no secret (${answer.status})`);
    return uses;
  },
);

/** A deletion, by the id in capitals where a tenant knows a client by that. */
interface End {
  readonly answer: Answer;
  /** The detail after the deletion by capitals, where the client was gone. */
  readonly gone?: Answer;
  /** The same where it was not: it was deleted by its id as it stands then. */
  readonly ignored?: Answer;
}

/** The end of the public client, after its update. */
export interface PublicEnd extends End {
  readonly id: string;
  /** The secret of another client right after it; undefined where it was not accepted right before. */
  readonly neighbourUse: SecretUse | undefined;
}

export const publicEnd = scenario('publicEnd', async (session: Session): Promise<PublicEnd> => {
  const { id } = await session.once(publicLife);
  // The rest of its life comes before; its own requirements tell when that fails.
  await ifPossible(session.once(publicUpdated));
  await ifPossible(session.once(publicSecret));
  const { control } = await controlOf(session);
  const before = await session.useUntil(true, control.id, control.secret);
  const end = await deleteInCapitals(session, id);
  const neighbourUse = before.accepted ? await session.useUntil(true, control.id, control.secret) : undefined;
  return { id, ...end, neighbourUse };
});

/** Deletes a client by its id in capitals (RFC 9562, 4), and as it stands where a tenant does not know it by that. */
async function deleteInCapitals(session: Session, id: string): Promise<End> {
  // Where success is said of what nobody has, it is said of ids in capitals as well, whether or not they are known.
  const unknown = await ifMade(session.once(unknownDelete));
  const inCapitals = unknown?.answer.ok === true ? undefined : await session.api.delete(id.toUpperCase());
  if (inCapitals === undefined || isRefusal(inCapitals)) return { answer: await session.api.delete(id) };
  const detail = await session.readUntil(id, clientGone);
  if (isRefusal(detail)) return { answer: inCapitals, gone: detail };
  const answer = await session.api.delete(id);
  const gone = answer.ok ? await session.readUntil(id, clientGone) : detail;
  // Where it is not gone then either, that is not for the capitals.
  return isRefusal(gone) ? { answer, gone, ignored: detail } : { answer: inCapitals };
}

/** What a deletion by the id in capitals left of its client. @throws NotVerified where the tenant knows no client by that */
export const endInCapitals = scenario(
  'endInCapitals',
  async (session: Session): Promise<{ id: string; detail: Answer }> => {
    const { id, gone, ignored = gone } = await session.once(publicEnd);
    if (ignored !== undefined) return { id, detail: ignored };
    throw new NotVerified('not-applicable', 'the tenant knows no client by its id in capitals, or does not delete it');
  },
);

export const publicEnded = scenario(
  'publicEnded',
  async (session: Session): Promise<PublicEnd & { detail: Answer; list: Answer }> => {
    const end = await session.once(publicEnd);
    const { id, answer } = end;
    if (!answer.ok) throw new PrerequisiteFailed('delete', `deleting a public client answered ${answer.status}`);
    const detail = end.gone ?? (await session.readUntil(id, clientGone));
    const list = await session.listUntil(unlisted(id));
    if (isRefusal(detail)) session.ledger.gone(id);
    return { ...end, detail, list };
  },
);

/** First part of a whole life: created, given a secret, updated. */
export interface LifeUpdated {
  readonly client: Made;
  readonly generated: MadeSecret;
  readonly change: UpdateBody;
  readonly update: Answer;
}

export const lifeUpdated = scenario('lifeUpdated', async (session: Session): Promise<LifeUpdated> => {
  await requireTruthfulDetail(session);
  const client = await spareClient(session, 'first');
  const generated = await session.secret(client);
  const change = changeTo(session, [session.capabilities.scopes[1]]);
  return { client, generated, change, update: await session.api.update(client.id, change) };
});

/** Second part: the generated secret is used, and another one generated. */
export interface LifeLater extends LifeUpdated {
  readonly generatedAfterUpdate: SecretUse;
  readonly later: Answer;
  readonly laterAsked: GenerateBody;
}

export const lifeLater = scenario('lifeLater', async (session: Session): Promise<LifeLater> => {
  const life = await session.once(lifeUpdated);
  if (!life.update.ok) throw new PrerequisiteFailed('update', `updating a client answered ${life.update.status}`);
  // Its scopes decide what the secret is granted, so that waiting for that waits for the update as well.
  const generatedAfterUpdate = await session.useUntilWithAnyScope(life.client.id, life.generated.value);
  const laterAsked = session.askingSecret();
  const later = await session.generate(life.client.id, laterAsked);
  await session.quota.require(later, life.client.id);
  return { ...life, generatedAfterUpdate, laterAsked, later };
});

/** Third part: old and new secrets side by side, and one of them deleted. */
export interface Life extends LifeLater {
  readonly laterSecret: MadeSecret;
  readonly laterUse: SecretUse;
  readonly firstUse: SecretUse;
  readonly generatedUse: SecretUse;
  readonly detail: Answer;
}

export const wholeLife = scenario('wholeLife', async (session: Session): Promise<Life> => {
  const life = await session.once(lifeLater);
  const { client, generated } = life;
  const laterSecret = session.secretOf(life.later, life.laterAsked);
  const use = (secret: string | undefined): Promise<SecretUse> => session.useUntilWithAnyScope(client.id, secret);
  const uses = await allInParallel({
    laterUse: () => use(laterSecret.value),
    firstUse: () => use(client.secret),
    generatedUse: () => use(generated.value),
  });
  const detail = await session.readUntil(client.id, secretsShown(laterSecret.id));
  return { ...life, laterSecret, ...uses, detail };
});

/** The same, where updates are known to do what they are asked for. */
export const updateBeforeSecret = scenario('updateBeforeSecret', async (session: Session): Promise<Life> => {
  const { stored } = await session.once(updatedClient);
  // That an update does nothing is told of it; where there was no room for its client nobody knows.
  if (!stored.detailAsAsked) throw new NotVerified('not-applicable', 'no update was seen to do what it was asked for');
  return session.once(wholeLife);
});

/** The deletion of the secret that was generated before the update. */
export const lifeRemoval = scenario('lifeRemoval', async (session: Session): Promise<Life & { removal: Answer }> => {
  const life = await session.once(wholeLife);
  if (!isOwn(life.detail, life.generated))
    throw new PrerequisiteFailed('get', 'the client does not show its generated secret');
  return { ...life, removal: await session.api.deleteSecret(life.generated.id) };
});

/** Fourth part: after the deletion of a secret. */
export interface LifeReduced {
  readonly change: UpdateBody;
  readonly detail: Answer;
  readonly removedUse: SecretUse;
  readonly laterUse: SecretUse;
}

export const lifeReduced = scenario('lifeReduced', async (session: Session): Promise<LifeReduced> => {
  const { client, generated, change, laterSecret, removal } = await session.once(lifeRemoval);
  requireDeleted(removal);
  const [, scope] = session.capabilities.scopes;
  const told = await allInParallel({
    detail: () => session.readUntil(client.id, both(shows(change), secretsGone(generated.id))),
    removedUse: () => session.polling.until(() => session.use(client.id, generated.value, scope), secretRefused),
    laterUse: () => session.useUntilWithAnyScope(client.id, laterSecret.value),
  });
  return { change, ...told };
});

/** The end of that life. */
export interface LifeEnd extends End {
  readonly client: Made;
}

export const lifeEnd = scenario('lifeEnd', async (session: Session): Promise<LifeEnd> => {
  await ifMade(session.once(lifeReduced));
  const { client } = await session.once(wholeLife);
  // Its secrets were used by its id as it stands.
  return { client, ...(await deleteInCapitals(session, client.id)) };
});

export const lifeEnded = scenario(
  'lifeEnded',
  async (
    session: Session,
  ): Promise<LifeEnd & { detail: Answer; list: Answer; firstUse: SecretUse; laterUse: SecretUse }> => {
    const end = await session.once(lifeEnd);
    const { client, answer } = end;
    if (!answer.ok) throw new PrerequisiteFailed('delete', `deleting a client answered ${answer.status}`);
    const { laterSecret } = await session.once(wholeLife);
    const [, scope] = session.capabilities.scopes;
    const told = await allInParallel({
      detail: async () => end.gone ?? session.readUntil(client.id, clientGone),
      list: () => session.listUntil(unlisted(client.id)),
      firstUse: () => session.polling.until(() => session.use(client.id, client.secret, scope), secretRefused),
      laterUse: () => session.polling.until(() => session.use(client.id, laterSecret.value, scope), secretRefused),
    });
    if (isRefusal(told.detail)) session.ledger.gone(client.id);
    return { ...end, ...told };
  },
);

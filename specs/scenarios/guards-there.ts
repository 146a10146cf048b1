/** The guards of the second organization, tried on a client of its own: it is promised the same as the first one. */
import { holdsOnly } from '../../fixtures/api/bearer.ts';
import { forge } from '../../fixtures/api/forgery.ts';
import type { CreateBody } from '../../fixtures/api/requests.ts';
import type { TokenSource } from '../../fixtures/api/tokens.ts';
import { clientShown, secretAccepted, secretRefused } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import { useOf } from '../../fixtures/session/secret-uses.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { crossed, theirs } from './both-sides.ts';
import { changeTo } from './change.ts';
import { requireWrites } from './creation.ts';
import { expiredRequest } from './expiries.ts';
import { publicType } from './public-clients.ts';

/** The token endpoint as the application of the second organization uses it. @throws NotVerified where none is named */
export function tokensThere({ otherTokens, options }: Session): TokenSource {
  if (otherTokens !== undefined && options.otherPartitionId !== undefined) return otherTokens;
  throw new NotVerified('not-applicable', 'no application of a second organization is named');
}

/** One token request there, with a secret or without one. */
async function ask(session: Session, id: string, value: string | undefined): Promise<SecretUse> {
  const { asksScope, scopes } = session.capabilities;
  return useOf(await tokensThere(session).ask(id, value, asksScope ? scopes[0] : undefined));
}

/** Uses a secret there, until what is expected is seen; undefined where none was given, or using it shows nothing. */
export async function useThere(
  session: Session,
  id: string,
  value: string | undefined,
  isExpected: boolean,
): Promise<SecretUse | undefined> {
  if (value === undefined || session.capabilities.secretShows !== 'token') return undefined;
  return session.polling.until(() => ask(session, id, value), isExpected ? secretAccepted : secretRefused);
}

/** Secrets of a client of the second organization that must be accepted: the first one, and one that was generated. */
export const usedThere = scenario(
  'usedThere',
  async (session: Session): Promise<{ first: SecretUse | undefined; generated: SecretUse | undefined }> => {
    requireWrites(session);
    tokensThere(session);
    const { client, secret, first } = await session.once(theirs);
    // What others do to it first is told of them.
    await session.after(crossed);
    return {
      first: await useThere(session, client.id, first, true),
      generated: await useThere(session, client.id, secret?.value, true),
    };
  },
);

/** A client of the second organization whose first secret is accepted: only then a refusal tells anything. */
const acceptedThere = scenario('acceptedThere', async (session: Session) => {
  const { first } = await session.once(usedThere);
  if (first?.accepted === true) return session.once(theirs);
  throw new PrerequisiteFailed('token', 'no secret is accepted in the second organization, so refusals tell nothing');
});

/** How long ago, in seconds, the expiry of an expired secret lies: as long as no two clocks are apart. */
const EXPIRED_SINCE = 86_400;

/** Token requests in the second organization that must be refused, by what they come with. */
export interface RefusedThere {
  readonly wrong: SecretUse | undefined;
  /** Undefined where the tenant refuses such a secret. */
  readonly expired: SecretUse | undefined;
  /** A public client, without a secret; undefined where the tenant refuses to make one. */
  readonly ofPublic: SecretUse | undefined;
  /** That client; undefined where there is none. */
  readonly publicClient: { readonly asked: CreateBody; readonly detail: Answer } | undefined;
}

export const refusedThere = scenario('refusedThere', async (session: Session): Promise<RefusedThere> => {
  const { token, partitionId, client } = await session.once(acceptedThere);
  const { capabilities, data } = session;
  const there = { partitionId, token };
  const [scope] = capabilities.scopes;
  const before = await session.once(expiredRequest);
  const past = { description: data.description(), expiryTime: data.instant(-EXPIRED_SINCE, before.answer.date) };
  const generated =
    before.observed === 'accepted'
      ? session.secretIn(await session.generate(client.id, past, there, { isOneOfSeveral: true }), past)
      : undefined;
  const asked = session.asking({
    isConfidential: false,
    scopes: [session.scope(scope, publicType(capabilities.scopeType))],
  });
  const { id: publicId } = await session.create(asked, there, { isOneOfSeveral: true });
  const detail = publicId === undefined ? undefined : await session.readUntil(publicId, clientShown, there);
  return {
    publicClient: detail && { asked, detail },
    expired: await useThere(session, client.id, generated?.value, false),
    wrong: await useThere(session, client.id, data.unknownGuid(), false),
    ofPublic: publicId === undefined ? undefined : await ask(session, publicId, undefined),
  };
});

/** A public client of the second organization. @throws NotVerified where the tenant refuses to make one */
export const publicThere = scenario(
  'publicThere',
  async (session: Session): Promise<RefusedThere['publicClient'] & object> => {
    const { publicClient } = await session.once(refusedThere);
    if (publicClient !== undefined) return publicClient;
    throw new NotVerified('not-applicable', 'the tenant makes no public client in the second organization');
  },
);

/** A token request in the second organization for a scope that its client is not registered for. */
export const unregisteredThere = scenario(
  'unregisteredThere',
  async (session: Session): Promise<{ answer: Answer; scope: string }> => {
    const { client, first } = await session.once(acceptedThere);
    const { scopes, asksScope } = session.capabilities;
    const scope = scopes.find((name) => !client.asked.scopes.some((one) => one.name === name));
    if (!asksScope || scope === undefined)
      throw new NotVerified('not-applicable', 'tokens are not asked for by scope, or there is one scope alone');
    return { answer: await tokensThere(session).ask(client.id, first, scope), scope };
  },
);

/** Tokens of the second organization that are forged, and what they open. */
const FORGED = ['altered signature', 'signed with a key of our own'] as const;

/** GenerateSecret of the second organization with forged tokens, by how they are forged. */
export const forgedThere = scenario('forgedThere', async (session: Session): Promise<ReadonlyMap<string, Answer>> => {
  await session.once(usedThere);
  const { token, partitionId, client } = await session.once(theirs);
  const answers = new Map<string, Answer>();
  for (const how of FORGED) {
    const forged = forge(token.value, how);
    if (forged === undefined) continue;
    const departure = { partitionId, authorization: `Bearer ${forged}` };
    const answer = await insist(() =>
      session.generate(client.id, session.askingSecret(), departure, { isOneOfSeveral: true }),
    );
    answers.set(how, answer);
  }
  if (answers.size === 0) throw new NotVerified('not-applicable', 'there is nothing to forge');
  return answers;
});

/** The scope that suffices for reads alone. */
const NARROW = 'PM.OAuthApp.Read';

/** An update in the second organization with a token of there that may read alone. */
export const narrowThere = scenario('narrowThere', async (session: Session): Promise<Answer> => {
  await session.once(usedThere);
  const { partitionId, client } = await session.once(theirs);
  const token = await ifPossible(tokensThere(session).token([NARROW]));
  if (token === undefined || !holdsOnly(token, NARROW))
    throw new NotVerified('not-applicable', 'the second organization issues no token for reading alone');
  const there = { partitionId, token: { ...token, home: partitionId } };
  return insist(() => session.api.update(client.id, changeTo(session, [session.capabilities.scopes[0]]), there));
});

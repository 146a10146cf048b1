import { isRefusal } from '../../fixtures/expect/judged.ts';
import { firstSecretShown, nameShown } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, SecretUse, Session } from '../../fixtures/session/session.ts';
import { sameId, secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { requireTruthfulDetail } from './creation.ts';

/** Two clients of our own, for requests whose path names one and whose body names the other: the page prints ids in both places. */
const clientPair = scenario('clientPair', async (session: Session): Promise<readonly [Made, Made]> => {
  await requireTruthfulDetail(session);
  const pair = [await session.client(), await session.client()] as const;
  for (const { id } of pair) await session.seeThere(id);
  return pair;
});

const JSON_TYPE = { contentType: 'application/json' } as const;

function bodyNaming({ id }: Made, session: Session): { rawBody: string; contentType: string } {
  const ids = { partitionGlobalId: session.api.target.partitionId, clientId: id, id };
  return { rawBody: JSON.stringify(ids), ...JSON_TYPE };
}

/** A read whose body names another client: refusing it and going by the path are both fair. */
export const readNamingOther = scenario('readNamingOther', async (session: Session): Promise<Observed> => {
  const [one, other] = await session.once(clientPair);
  const answer = await insist(() => session.api.get(one.id, bodyNaming(other, session)));
  const shown = shownClient(answer)?.id;
  return {
    holds: isRefusal(answer) || sameId(shown, one.id),
    message: 'The response shows another client than the path names.',
    expected: `the client ${one.id}, or a refusal (4xx)`,
    actual: answer.ok ? `the client ${String(shown)}` : `status ${answer.status}`,
    answer,
  };
});

/**
 * GenerateSecret with the id of a secret of another client, as who sends an earlier answer back with a few changes: that secret must stay
 * in force. Refusing it and making a new one are both fair. @throws NotVerified where the id of the other secret is not shown
 */
export const generationNamingOther = scenario('generationNamingOther', async (session: Session): Promise<SecretUse> => {
  const [one, other] = await session.once(clientPair);
  const detail = await session.readUntil(other.id, firstSecretShown);
  const [id] = secretIds(shownClient(detail)) ?? [];
  if (id === undefined || other.secret === undefined)
    throw new NotVerified('not-applicable', 'the tenant shows no secret of a new client');
  if (!(await session.useUntil(true, other.id, other.secret)).accepted)
    throw new PrerequisiteFailed('token', 'the first secret of a client is not accepted');
  const asked = session.askingSecret();
  const named = { partitionGlobalId: session.api.target.partitionId, clientId: one.id, ...asked };
  // A number, where ids look like one.
  const secretId = /^\d{1,15}$/.test(id) ? Number(id) : id;
  await session.generate(one.id, asked, { rawBody: JSON.stringify({ id: secretId, ...named }), ...JSON_TYPE });
  return session.useUntil(true, other.id, other.secret);
});

/** A deletion whose body names another client, which must outlive it. */
export const deletionNamingOther = scenario('deletionNamingOther', async (session: Session): Promise<Observed> => {
  const [one, other] = await session.once(clientPair);
  await session.once(readNamingOther);
  await session.after(generationNamingOther);
  const { ok } = await session.api.delete(one.id, bodyNaming(other, session));
  const [detail, gone] = [await stays(session, other), await session.api.get(one.id)];
  if (ok && isRefusal(gone)) session.ledger.gone(one.id);
  return {
    holds: detail.ok,
    message: 'A request deleted another client than its path names.',
    expected: `the client ${other.id} as it was`,
    actual: `status ${detail.status}`,
    answer: detail,
  };
});

/** @throws PrerequisiteFailed where the tenant fails */
async function stays(session: Session, { id }: Made): Promise<Answer> {
  const detail = await session.seeThere(id);
  if (detail.status >= 500) throw new PrerequisiteFailed('get', `the detail answered ${detail.status}`);
  return detail;
}

/** Names of JSON that the page does not print, and that tenants of its kind are known to take. */
const OTHER_TYPES = ['text/json', 'application/vnd.update+json'] as const;

/** Updates that are called JSON by another name, and that the tenant says it has done. @throws NotVerified where it takes none */
export const updatesInOtherTypes = scenario('updatesInOtherTypes', async (session: Session): Promise<Observed> => {
  await requireTruthfulDetail(session);
  const { id, asked } = await session.client();
  let isTaken = false;
  for (const contentType of OTHER_TYPES) {
    const name = session.data.name();
    const change = { name, redirectUri: asked.redirectUri ?? null, scopes: asked.scopes };
    const answer = await session.api.update(id, change, { contentType });
    if (!answer.ok) continue;
    isTaken = true;
    const detail = await session.readUntil(id, nameShown(name));
    if (!detail.ok || shownClient(detail)?.name === name) continue;
    return {
      holds: false,
      message: `An update that is declared as ${contentType} is answered with ${answer.status}, and not done.`,
      expected: `name ${JSON.stringify(name)}`,
      actual: `name ${JSON.stringify(shownClient(detail)?.name)}`,
      answer: detail,
    };
  }
  if (!isTaken) throw new NotVerified('not-applicable', 'the tenant takes updates as application/json alone');
  return { holds: true, message: 'what is taken is done', expected: '', actual: '' };
});

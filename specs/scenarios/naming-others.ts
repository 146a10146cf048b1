import { isRefusal } from '../../fixtures/expect/judged.ts';
import { nameShown } from '../../fixtures/session/effects.ts';
import { insist } from '../../fixtures/session/insist.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, Session } from '../../fixtures/session/session.ts';
import { sameId, shownClient } from '../../fixtures/shown/clients.ts';
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

function bodyNaming({ id }: Made, session: Session): { rawBody: string; contentType: string } {
  const ids = { partitionGlobalId: session.api.target.partitionId, clientId: id, id };
  return { rawBody: JSON.stringify(ids), contentType: 'application/json' };
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

/** A deletion whose body names another client, which must outlive it. */
export const deletionNamingOther = scenario('deletionNamingOther', async (session: Session): Promise<Observed> => {
  const [one, other] = await session.once(clientPair);
  await session.once(readNamingOther);
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

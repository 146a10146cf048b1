import { isRefusal } from '../../fixtures/expect/judged.ts';
import { insist } from '../../fixtures/session/insist.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Made, World } from '../../fixtures/session/world.ts';
import { sameId, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { requireTruthfulDetail } from './creation.ts';
import type { Aftermath } from './trials.ts';

/** Two clients of our own, for requests whose path names one and whose body names the other: the page prints ids in both places. */
const clientPair = scenario('clientPair', async (world: World): Promise<readonly [Made, Made]> => {
  await requireTruthfulDetail(world);
  const pair = [await world.client(), await world.client()] as const;
  for (const { id } of pair)
    await world.patience.until(
      () => world.api.get(id),
      ({ ok }) => ok,
    );
  return pair;
});

function bodyNaming({ id }: Made, world: World): { rawBody: string; contentType: string } {
  const ids = { partitionGlobalId: world.api.target.partitionId, clientId: id, id };
  return { rawBody: JSON.stringify(ids), contentType: 'application/json' };
}

/** A read whose body names another client: refusing it and going by the path are both fair. */
export const readNamingOther = scenario('readNamingOther', async (world: World): Promise<Aftermath> => {
  const [one, other] = await world.tell(clientPair);
  const answer = await insist(() => world.api.get(one.id, bodyNaming(other, world)));
  const shown = shownClient(answer)?.id;
  return {
    holds: isRefusal(answer) || sameId(shown, one.id),
    message: 'A read shows another client than the one that its path names.',
    expected: `the client ${one.id}, or a refusal (4xx)`,
    actual: answer.ok ? `the client ${String(shown)}` : `status ${answer.status}`,
    answer,
  };
});

/** A deletion whose body names another client, which must outlive it. */
export const deletionNamingOther = scenario('deletionNamingOther', async (world: World): Promise<Aftermath> => {
  const [one, other] = await world.tell(clientPair);
  await world.tell(readNamingOther);
  const { ok } = await world.api.delete(one.id, bodyNaming(other, world));
  const [detail, gone] = [await stays(world, other), await world.api.get(one.id)];
  if (ok && isRefusal(gone)) world.gone(one.id);
  return {
    holds: detail.ok,
    message: 'A deletion takes another client than the one that its path names.',
    expected: `the client ${other.id} as it was`,
    actual: `status ${detail.status}`,
    answer: detail,
  };
});

/** @throws PrerequisiteFailed where the tenant fails */
async function stays(world: World, { id }: Made): Promise<Answer> {
  const detail = await world.patience.until(
    () => world.api.get(id),
    (seen) => seen.ok,
  );
  if (detail.status >= 500) throw new PrerequisiteFailed(`the detail answered ${detail.status}`);
  return detail;
}

/** Names of JSON that the page does not print, and that tenants of its kind are known to take. */
const OTHER_TYPES = ['text/json', 'application/vnd.update+json'] as const;

/** Updates that are called JSON by another name, and that the tenant says it has done. @throws NotVerified where it takes none */
export const updatesInOtherTypes = scenario('updatesInOtherTypes', async (world: World): Promise<Aftermath> => {
  await requireTruthfulDetail(world);
  const { id, asked } = await world.client();
  let isTaken = false;
  for (const contentType of OTHER_TYPES) {
    const name = world.data.name();
    const change = { name, redirectUri: asked.redirectUri ?? null, scopes: asked.scopes };
    const answer = await world.api.update(id, change, { contentType });
    if (!answer.ok) continue;
    isTaken = true;
    const detail = await world.patience.until(
      () => world.api.get(id),
      (seen) => shownClient(seen)?.name === name,
    );
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

/** Whether the list near the end of a run shows of each client what its detail showed last. */
import { clientMatchers } from '../../fixtures/expect/clients.ts';
import { Unseen } from '../../fixtures/expect/findings.ts';
import { effect } from '../../fixtures/session/effects.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { itemsOf, sameId, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified } from '../../fixtures/wire/errors.ts';
import { completeList } from './crowded-list.ts';
import { unusualSecrets } from './unusual-secrets.ts';

/** A list, and the detail of one of the clients in it. */
export interface ListedDetail {
  readonly list: Answer;
  readonly detail: Answer;
}

export const listedDetails = scenario(
  'listedDetails',
  async (session: Session): Promise<readonly ListedDetail[]> => {
    // A client with many secrets is among them.
    await ifPossible(session.once(unusualSecrets));
    const { list, ids } = await session.once(completeList);
    const found: ListedDetail[] = [];
    for (const id of ids) {
      // Whatever was done to it since then: where that is not in the list, both are read anew.
      const detail = session.lastLookAt(id);
      if (detail === undefined || !sameId(shownClient(detail)?.id, id) || itemsOf(list, id).length === 0) continue;
      const seen = agree(list, detail) ? { list, detail } : await readAgain(session, id);
      found.push(seen);
      // One is enough to tell, and each costs time.
      if (!agree(seen.list, seen.detail)) break;
    }
    if (found.length === 0) throw new NotVerified('not-applicable', 'none of the clients in the list was read');
    return found;
  },
  { isLast: true },
);

/** Whether nothing is to be told of the two: what is judged later is what is looked at again here. */
function agree(list: Answer, detail: Answer): boolean {
  const told = clientMatchers.toAgreeWithDetail(list, detail);
  return told === undefined || told instanceof Unseen;
}

/** Both anew, each time: a secret may have expired in between, and where reads are known to lag behind, either may come from a place that does. */
async function readAgain({ api, polling }: Session, id: string): Promise<ListedDetail> {
  const read = async (): Promise<ListedDetail> => ({ detail: await api.get(id), list: await api.list() });
  const agreed = effect('details listed', ({ list, detail }: ListedDetail) => detail.ok && agree(list, detail));
  return polling.longestMs > 0 ? polling.until(read, agreed) : read();
}

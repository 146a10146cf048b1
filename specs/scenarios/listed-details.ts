/** Whether the list near the end of a run shows of each client what its detail showed last. */
import { answerMatchers } from '../../fixtures/expect/answers.ts';
import { clientMatchers } from '../../fixtures/expect/clients.ts';
import { Unseen } from '../../fixtures/expect/findings.ts';
import type { Judged } from '../../fixtures/expect/judged.ts';
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
  /** Of two reads in a row the one that agrees with the list, where one does. */
  readonly detail: Answer;
  /** The other one of the two; undefined where the list agreed at once. */
  readonly other?: Answer;
}

export const listedDetails = scenario(
  'listedDetails',
  async (session: Session): Promise<readonly ListedDetail[]> => {
    // A client with many secrets is among them.
    await ifPossible(session.once(unusualSecrets));
    const { list, ids } = await session.once(completeList);
    const found: ListedDetail[] = [];
    // Some may have made room for others since then.
    for (const id of ids.filter((one) => !session.ledger.hasRemoved(one))) {
      // Whatever was done to it since then: where that is not in the list, both are read anew.
      const detail = session.lastLookAt(id);
      if (detail === undefined || !sameId(shownClient(detail)?.id, id) || itemsOf(list, id).length === 0) continue;
      const seen = agree(list, detail) ? { list, detail } : await readAgain(session, id);
      found.push(seen);
      // One is enough to tell, and each costs time.
      if (!isSteady(seen)) break;
    }
    if (found.length === 0) throw new NotVerified('not-applicable', 'none of the clients in the list was read');
    return found;
  },
  { isLast: true },
);

/** Whether nothing is to be told: what is judged later is what is looked at again here. */
function holds(judged: Judged): boolean {
  return judged === undefined || judged instanceof Unseen;
}

function agree(list: Answer, detail: Answer): boolean {
  return holds(clientMatchers.toAgreeWithDetail(list, detail));
}

function isSteady({ list, detail, other = detail }: ListedDetail): boolean {
  return agree(list, detail) && agree(list, other) && holds(answerMatchers.toShowTheSame(other, detail));
}

/**
 * Both anew, each time: a secret may have expired in between, and where reads are known to lag behind, either may come from a place that
 * does. The detail is read twice: where several places answer in turn, one of them may keep what it read once.
 */
async function readAgain({ api, polling }: Session, id: string): Promise<ListedDetail> {
  const read = async (): Promise<ListedDetail> => {
    const [first, second, list] = [await api.get(id), await api.get(id), await api.list()];
    return agree(list, first) ? { list, detail: first, other: second } : { list, detail: second, other: first };
  };
  const agreed = effect('details listed', (seen: ListedDetail) => seen.detail.ok && isSteady(seen));
  return polling.longestMs > 0 ? polling.until(read, agreed) : read();
}

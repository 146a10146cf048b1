import {
  tellDeletionMeetsSecrets,
  tellDeletionsMeetUpdates,
  tellListsInMotion,
  tellParallelRevocations,
  tellReadsDuringUpdates,
} from '../fixtures/stories/deep-races.ts';
import {
  tellOneWinner,
  tellParallelDeletions,
  tellParallelSecrets,
  tellParallelSecretsInUse,
  tellParallelUpdates,
  tellSecretsAmongUpdates,
  tellTwins,
  tellTwinsInUse,
} from '../fixtures/stories/races.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Requests at the same time', () => {
  test('never make a create fail', covers('RACE-01'), async ({ tell }) => {
    for (const { answer } of await tell(tellTwins)) expect(answer).toBeNoServerError();
  });

  test('create clients as each was asked for', covers('RACE-01'), async ({ tell }) => {
    for (const { answer, asked } of await tell(tellTwins)) expect(answer).toShowNothingBut({ name: asked.name });
  });

  test('create clients with ids and secrets of their own', covers('RACE-01'), async ({ tell }) => {
    const { ids, values, uses } = await tell(tellTwinsInUse);
    expect(ids).toBeAllDifferent('id');
    expect(values).toBeAllDifferent('value');
    for (const use of uses) expect(use).toBeAccepted();
  });

  test('never make a GenerateSecret fail', covers('RACE-02'), async ({ tell }) => {
    for (const answer of (await tell(tellParallelSecrets)).answers) expect(answer).toBeNoServerError();
  });

  test('generate secrets with ids and values of their own', covers('RACE-02'), async ({ tell }) => {
    const { made } = await tell(tellParallelSecretsInUse);
    expect(made.map(({ id }) => id)).toBeAllDifferent('secret id');
    expect(made.map(({ value }) => value)).toBeAllDifferent('value');
  });

  test('lose no secret', covers('RACE-02'), async ({ tell }) => {
    const { detail, recorded, uses } = await tell(tellParallelSecretsInUse);
    expect(detail).toRecordAll(recorded);
    for (const use of uses) expect(use).toBeAccepted();
  });

  test('never make an update fail', covers('RACE-03'), async ({ tell }) => {
    for (const answer of (await tell(tellParallelUpdates)).answers) expect(answer).toBeNoServerError();
  });

  test('let one update win whole', covers('RACE-03'), async ({ tell }) => {
    expect(await tell(tellOneWinner)).toHold();
  });

  test('lose no secret to an update', covers('RACE-04'), async ({ tell }) => {
    const { detail, ids, uses } = await tell(tellSecretsAmongUpdates);
    expect(detail).toRecordAll(ids);
    for (const use of uses) expect(use).toBeAccepted();
  });

  test('never make a delete fail', covers('RACE-05'), async ({ tell }) => {
    for (const answer of (await tell(tellParallelDeletions)).answers) expect(answer).toBeNoServerError();
  });

  test('delete the client once and for all', covers('RACE-05'), async ({ tell }) => {
    const { done, uses } = await tell(tellParallelDeletions);
    expect(done).toHold();
    for (const use of uses) expect(use).toBeTurnedAway();
  });
});

test.describe('Reads during writes', () => {
  test('show one state whole', covers('RACE-06'), async ({ tell }) => {
    const { answers, whole } = await tell(tellReadsDuringUpdates);
    for (const answer of answers) expect(answer).toSucceed();
    expect(whole).toHold();
  });

  test('list whoever nobody touches once', covers('RACE-09'), async ({ tell }) => {
    const { lists, still } = await tell(tellListsInMotion);
    for (const list of lists) {
      expect(list).toHoldAll(still);
      expect(list).toHoldEachIdOnce();
    }
  });
});

test.describe('Removals at the same time', () => {
  test('take every secret away that was deleted', covers('RACE-07'), async ({ tell }) => {
    const { answers, detail, doomed, doomedUses } = await tell(tellParallelRevocations);
    for (const answer of answers) expect(answer).toBeNoServerError();
    for (const id of doomed) expect(detail).toNotRecordSecret(id);
    for (const use of doomedUses) expect(use).toBeTurnedAway();
  });

  test('leave the other secrets in force', covers('RACE-07'), async ({ tell }) => {
    const { detail, spared, sparedUses } = await tell(tellParallelRevocations);
    expect(detail).toRecordAll(spared);
    for (const use of sparedUses) expect(use).toBeAccepted();
  });

  test('take a client away that is being updated', covers('RACE-10'), async ({ tell }) => {
    const { answers, gone } = await tell(tellDeletionsMeetUpdates);
    for (const answer of answers) expect(answer).toBeNoServerError();
    expect(gone).toHold();
  });

  test('take a client away with secrets that are being generated', covers('RACE-08'), async ({ tell }) => {
    const { answers, detail, list, id, uses } = await tell(tellDeletionMeetsSecrets);
    for (const answer of answers) expect(answer).toBeNoServerError();
    expect(detail).toShowNoMore(id);
    expect(list).toNotHold(id);
    for (const use of uses) expect(use).toBeTurnedAway();
  });
});

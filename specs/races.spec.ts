import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import {
  deletionMeetsSecrets,
  deletionsMeetUpdates,
  listsInMotion,
  readsDuringUpdates,
} from './scenarios/deep-races.ts';
import { equalSecretsInUse } from './scenarios/namesakes.ts';
import {
  oneWinner,
  parallelCreations,
  parallelCreationsInUse,
  parallelDeletions,
  parallelRevocations,
  parallelSecrets,
  parallelSecretsInUse,
  parallelUpdates,
  secretsAmongUpdates,
} from './scenarios/races.ts';

test.describe('Requests at the same time', () => {
  test(
    'never make a create fail',
    covers('RACE-01'),
    given(parallelCreations, (evidence) => {
      for (const { answer } of evidence) expect(answer).toBeNoServerError();
    }),
  );

  test(
    'create clients as each was asked for',
    covers('RACE-01'),
    given(parallelCreations, (evidence) => {
      for (const { answer, asked } of evidence) expect(answer).toShowNothingBut({ name: asked.name });
    }),
  );

  test(
    'create clients with ids and secrets of their own',
    covers('RACE-01'),
    given(parallelCreationsInUse, ({ ids, values, uses }) => {
      expect(ids).toBeAllDifferent('id');
      expect(values).toBeAllDifferent('value');
      for (const use of uses) expect(use).toBeAccepted();
    }),
  );

  test(
    'make a secret that is accepted of each of two requests that are the same',
    covers('RACE-02'),
    given(equalSecretsInUse('at once'), (uses) => {
      for (const { which, use } of uses) expect(use, which).toBeAccepted();
    }),
  );

  test(
    'never make a GenerateSecret fail',
    covers('RACE-02'),
    given(parallelSecrets, (evidence) => {
      for (const answer of evidence.answers) expect(answer).toBeNoServerError();
    }),
  );

  test(
    'generate secrets with ids and values of their own',
    covers('RACE-02'),
    given(parallelSecretsInUse, ({ made }) => {
      expect(made.map(({ id }) => id)).toBeAllDifferent('secret id');
      expect(made.map(({ value }) => value)).toBeAllDifferent('value');
    }),
  );

  test(
    'lose no secret',
    covers('RACE-02'),
    given(parallelSecretsInUse, ({ detail, recorded, uses }) => {
      expect(detail).toRecordAll(recorded);
      for (const use of uses) expect(use).toBeAccepted();
    }),
  );

  test(
    'never make an update fail',
    covers('RACE-03'),
    given(parallelUpdates, (evidence) => {
      for (const answer of evidence.answers) expect(answer).toBeNoServerError();
    }),
  );

  test('let one update win whole', covers('RACE-03'), holds(oneWinner));

  test(
    'lose no secret to an update',
    covers('RACE-04'),
    given(secretsAmongUpdates, ({ detail, ids, uses }) => {
      expect(detail).toRecordAll(ids);
      for (const use of uses) expect(use).toBeAccepted();
    }),
  );

  test(
    'never make a delete fail',
    covers('RACE-05'),
    given(parallelDeletions, (evidence) => {
      for (const answer of evidence.answers) expect(answer).toBeNoServerError();
    }),
  );

  test(
    'delete the client once and for all',
    covers('RACE-05'),
    given(parallelDeletions, ({ done, uses }) => {
      expect(done).toHold();
      for (const use of uses) expect(use).toBeTurnedAway();
    }),
  );
});

test.describe('Reads during writes', () => {
  test(
    'show one state whole',
    covers('RACE-06'),
    given(readsDuringUpdates, ({ answers, whole }) => {
      for (const answer of answers) expect(answer).toSucceed();
      expect(whole).toHold();
    }),
  );

  test(
    'list whoever nobody touches once',
    covers('RACE-09'),
    given(listsInMotion, ({ lists, still }) => {
      for (const list of lists) {
        expect(list).toHoldAll(still);
        expect(list).toHoldEachIdOnce();
      }
    }),
  );
});

test.describe('Removals at the same time', () => {
  test(
    'take every secret away that was deleted',
    covers('RACE-07'),
    given(parallelRevocations, ({ answers, detail, doomed, doomedUses }) => {
      for (const answer of answers) expect(answer).toBeNoServerError();
      for (const id of doomed) expect(detail).toNotRecordSecret(id);
      for (const use of doomedUses) expect(use).toBeTurnedAway();
    }),
  );

  test(
    'leave the other secrets in force',
    covers('RACE-07'),
    given(parallelRevocations, ({ sparedUse }) => expect(sparedUse).toBeAccepted()),
  );

  test(
    'take a client away that is being updated',
    covers('RACE-10', 'deep'),
    given(deletionsMeetUpdates, ({ answers, gone }) => {
      for (const answer of answers) expect(answer).toBeNoServerError();
      expect(gone).toHold();
    }),
  );

  test(
    'take a client away with secrets that are being generated',
    covers('RACE-08'),
    given(deletionMeetsSecrets, ({ answers, detail, list, id, uses }) => {
      for (const answer of answers) expect(answer).toBeNoServerError();
      expect(detail).toShowNoMore(id);
      expect(list).toNotHold(id);
      for (const use of uses) expect(use).toBeTurnedAway();
    }),
  );
});

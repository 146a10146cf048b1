import { covers, expect, given, test } from '../fixtures/test.ts';
import { adjacentClients } from './scenarios/adjacent-clients.ts';
import { oldestDeleted } from './scenarios/end-of-run.ts';
import { expiredSecretDeletion } from './scenarios/expired-deletions.ts';
import { deletedSecretLater } from './scenarios/later.ts';
import { namesakeTouched } from './scenarios/namesakes.ts';
import {
  deletedSecret,
  documentedSecretDelete,
  expiredSecretRemoved,
  firstSecretDeleted,
  firstSecretDeletion,
  lastSecretDeletion,
  lastSecretRemoval,
  laterDeletions,
  secretDeletion,
} from './scenarios/secret-deletions.ts';
import { emptiedForGood, emptiedUsed, secretOfUnusualDeleted } from './scenarios/secrets-of-unusual.ts';

test.describe('Delete a client secret', () => {
  test(
    'answers 204',
    covers('DELSECRET-01'),
    given(secretDeletion, ({ answer }) => expect(answer).toHaveStatus(204)),
  );

  test(
    'answers 204 for an expired secret',
    covers('DELSECRET-01'),
    given(expiredSecretDeletion, ({ removal }) => expect(removal).toHaveStatus(204)),
  );

  test(
    'answers without a body',
    covers('DELSECRET-02'),
    given(deletedSecret, ({ answer }) => expect(answer).toHaveNoBody()),
  );

  test(
    'answers without the value of a secret a second time',
    covers('DELSECRET-02'),
    given(laterDeletions, ({ second, doomed }) => expect(second).toHideSecrets([doomed.value])),
  );

  test(
    'answers without the value of a secret',
    covers('DELSECRET-02'),
    given(deletedSecret, ({ answer, doomed, client }) => expect(answer).toHideSecrets([doomed.value, client.secret])),
  );

  test(
    'takes the secret off the record',
    covers('DELSECRET-03'),
    given(deletedSecret, ({ detail, doomed, before }) => expect(detail).toNotRecordSecret(doomed.id, before)),
  );

  test(
    'ends the secret',
    covers('DELSECRET-04'),
    given(deletedSecret, ({ doomedUse }) => expect(doomedUse).toBeTurnedAway()),
  );

  test(
    'keeps the other secrets on record',
    covers('DELSECRET-05'),
    given(deletedSecret, ({ detail, remaining }) => expect(detail).toRecordAll(remaining)),
  );

  test(
    'keeps the first secret in force',
    covers('DELSECRET-06'),
    given(deletedSecret, ({ firstUse }) => expect(firstUse).toBeAccepted()),
  );

  test(
    'keeps a later secret in force',
    covers('DELSECRET-06'),
    given(deletedSecret, ({ sparedUse }) => expect(sparedUse).toBeAccepted()),
  );

  test(
    'keeps a later secret in force when the first one goes',
    covers('DELSECRET-06'),
    given(firstSecretDeleted, ({ sparedUse }) => expect(sparedUse).toBeAcceptedWhereGiven()),
  );

  test(
    'leaves the records of the other secrets as they were',
    covers('DELSECRET-05'),
    given(deletedSecret, ({ detail, before, remaining }) => expect(detail).toKeepRecordsOf(before, remaining)),
  );

  test(
    'is harmless for an unknown secret',
    covers('DELSECRET-07'),
    given(laterDeletions, ({ unknown, detail, expectedIds }) => {
      expect(unknown).toBeRefusedOrDone();
      expect(detail).toRecordAll(expectedIds);
    }),
  );

  test(
    'is harmless a second time',
    covers('DELSECRET-08'),
    given(laterDeletions, ({ second, detail, expectedIds }) => {
      expect(second).toBeRefusedOrDone();
      expect(detail).toRecordAll(expectedIds);
    }),
  );

  test(
    'touches no other client',
    covers('DELSECRET-09'),
    given(adjacentClients, ({ harms }) => expect(harms.deleteSecret).toHold()),
  );

  test(
    'answers 204 for the last secret of a client with rare values',
    covers('DELSECRET-01'),
    given(emptiedForGood, (answer) => expect(answer).toHaveStatus(204)),
  );

  test(
    'changes nothing else of a client with rare values',
    covers('DELSECRET-09'),
    given(secretOfUnusualDeleted, ({ before, after }) => expect(after).toBeUnchangedButForSecrets(before)),
  );

  test(
    'leaves a client of the same name alone',
    covers('DELSECRET-09'),
    given(namesakeTouched, ({ harms }) => expect(harms.deleteSecret).toHold()),
  );

  test(
    'keeps the secrets of another client in force',
    covers('DELSECRET-09'),
    given(deletedSecret, ({ neighbourUse, neighbourNewerUse }) => {
      expect(neighbourUse).toBeAccepted();
      expect(neighbourNewerUse).toBeAccepted();
    }),
  );

  test(
    'changes nothing else of the client',
    covers('DELSECRET-09'),
    given(deletedSecret, ({ detail, before }) => expect(detail).toBeUnchangedButForSecrets(before)),
  );

  test(
    'takes the last secret off the record',
    covers('DELSECRET-03'),
    given(lastSecretDeletion, ({ before }) => expect(before).toRecordSecrets([])),
  );

  test(
    'answers 204 for the last secret, without a body',
    covers('DELSECRET-01'),
    given(lastSecretRemoval, ({ answer }) => {
      expect(answer).toHaveStatus(204);
      expect(answer).toHaveNoBody();
    }),
  );

  test(
    'ends the last secret',
    covers('DELSECRET-04'),
    given(lastSecretDeletion, ({ lastUse }) => expect(lastUse).toBeTurnedAway()),
  );

  test(
    'leaves the client as it was when the last secret goes',
    covers('DELSECRET-09'),
    given(lastSecretDeletion, ({ before, untouched }) => expect(before).toBeUnchangedButForSecrets(untouched)),
  );

  test(
    'leaves the others of many secrets when the oldest one goes',
    covers('DELSECRET-05'),
    given(oldestDeleted, ({ detail, ids }) => expect(detail).toRecordAll(ids)),
  );

  test(
    'leaves the others of many secrets in force when the oldest one goes',
    covers('DELSECRET-06'),
    given(oldestDeleted, ({ use }) => expect(use).toBeAccepted()),
  );

  test(
    'gives a client without secrets no token',
    covers('TOKEN-01'),
    given(lastSecretDeletion, ({ anyUse }) => expect(anyUse).toBeTurnedAway()),
  );

  test(
    'gives a client without secrets no token for a secret that is not there',
    covers('TOKEN-01'),
    given(emptiedUsed, (uses) => {
      for (const [secret, use] of uses) expect(use, secret).toBeTurnedAway();
    }),
  );

  test(
    'takes the secret off the list',
    covers('DELSECRET-03'),
    given(deletedSecret, ({ list, client, doomed }) => expect(list).toNotListSecret(client.id, doomed.id)),
  );

  test(
    'is not undone by reading the client',
    covers('GET-07'),
    given(lastSecretDeletion, ({ before, after }) => expect(after).toBeUnchangedSince(before)),
  );

  test(
    'accepts the documented header and body',
    covers('DELSECRET-10'),
    given(documentedSecretDelete, ({ answer, detail, id }) => {
      expect(answer).toSucceed();
      expect(detail).toNotRecordSecret(id);
    }),
  );

  test(
    'takes an expired secret off the record',
    covers('DELSECRET-03'),
    given(expiredSecretRemoved, ({ detail, id }) => expect(detail).toNotRecordSecret(id)),
  );

  test(
    'is not undone by what is done to the client later',
    covers('DELSECRET-04'),
    given(deletedSecretLater, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'lets the first secret be deleted',
    covers('DELSECRET-11'),
    given(firstSecretDeletion, ({ answer }) => expect(answer).toSucceed()),
  );

  test(
    'removes the first secret of a client',
    covers('DELSECRET-11'),
    given(firstSecretDeleted, ({ detail, id, use }) => {
      expect(detail).toNotRecordSecret(id);
      expect(use).toBeTurnedAway();
    }),
  );
});

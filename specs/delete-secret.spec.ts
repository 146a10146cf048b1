import { tellSecretStaysDead } from '../fixtures/stories/later.ts';
import { tellRow } from '../fixtures/stories/row.ts';
import {
  tellDocumentedSecretDelete,
  tellEmptied,
  tellExpiredGone,
  tellExpiredRemoved,
  tellFirstSecretDeleted,
  tellFirstSecretDeletion,
  tellLaterDeletions,
} from '../fixtures/stories/secrets.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Delete a client secret', () => {
  test('answers 204', covers('DELSECRET-01'), async ({ secretDeletion }) => {
    expect(secretDeletion.answer).toHaveStatus(204);
  });

  test('answers 204 for an expired secret', covers('DELSECRET-01'), async ({ tell }) => {
    const { removal } = await tell(tellExpiredGone);
    expect(removal).toHaveStatus(204);
  });

  test('answers without a body', covers('DELSECRET-02'), async ({ secretDeleted }) => {
    expect(secretDeleted.answer).toHaveNoBody();
  });

  test(
    'answers without the value of a secret a second time',
    covers('DELSECRET-02'),
    async ({ tell, secretDeleted }) => {
      const { second } = await tell(tellLaterDeletions);
      expect(second).toHideSecrets([secretDeleted.doomed.value]);
    },
  );

  test('answers without the value of a secret', covers('DELSECRET-02'), async ({ secretDeleted }) => {
    expect(secretDeleted.answer).toHideSecrets([secretDeleted.doomed.value, secretDeleted.client.secret]);
  });

  test('takes the secret off the record', covers('DELSECRET-03'), async ({ secretDeleted }) => {
    expect(secretDeleted.detail).toNotRecordSecret(secretDeleted.doomed.id);
  });

  test('ends the secret', covers('DELSECRET-04'), async ({ secretDeleted }) => {
    expect(secretDeleted.doomedUse).toBeTurnedAway();
  });

  test('ends the secret, in whatever way it is shown', covers('DELSECRET-04'), async ({ secretDeleted }) => {
    expect(secretDeleted.doomedOtherwise).toBeTurnedAwayWhereGiven();
  });

  test('keeps the other secrets on record', covers('DELSECRET-05'), async ({ secretDeleted }) => {
    expect(secretDeleted.detail).toRecordAll(secretDeleted.remaining);
  });

  test('keeps the first secret in force', covers('DELSECRET-06'), async ({ secretDeleted }) => {
    expect(secretDeleted.firstUse).toBeAccepted();
  });

  test('keeps a later secret in force', covers('DELSECRET-06'), async ({ secretDeleted }) => {
    expect(secretDeleted.sparedUse).toBeAccepted();
  });

  test('keeps a later secret in force when the first one goes', covers('DELSECRET-06'), async ({ tell }) => {
    const { sparedUse } = await tell(tellFirstSecretDeleted);
    expect(sparedUse).toBeAcceptedWhereGiven();
  });

  test('leaves the records of the other secrets as they were', covers('DELSECRET-05'), async ({ secretDeleted }) => {
    expect(secretDeleted.detail).toKeepRecordsOf(secretDeleted.before, secretDeleted.remaining);
  });

  test('is harmless for an unknown secret', covers('DELSECRET-07'), async ({ laterDeletions }) => {
    expect(laterDeletions.unknown).toBeRefusedOrDone();
    expect(laterDeletions.detail).toRecordAll(laterDeletions.expectedIds);
  });

  test('is harmless a second time', covers('DELSECRET-08'), async ({ laterDeletions }) => {
    expect(laterDeletions.second).toBeRefusedOrDone();
    expect(laterDeletions.detail).toRecordAll(laterDeletions.expectedIds);
  });

  test('touches no other client', covers('DELSECRET-09'), async ({ tell }) => {
    expect((await tell(tellRow)).harm('deleteSecret')).toHold();
  });

  test('keeps the secrets of another client in force', covers('DELSECRET-09'), async ({ secretDeleted }) => {
    expect(secretDeleted.neighbourUse).toBeAccepted();
    expect(secretDeleted.neighbourNewerUse).toBeAccepted();
  });

  test('changes nothing else of the client', covers('DELSECRET-09'), async ({ secretDeleted }) => {
    expect(secretDeleted.detail).toBeUnchangedButForSecrets(secretDeleted.before);
  });

  test('takes the last secret off the record', covers('DELSECRET-03'), async ({ tell }) => {
    const { before } = await tell(tellEmptied);
    expect(before).toRecordSecrets([]);
  });

  test('answers 204 for the last secret, without a body', covers('DELSECRET-01'), async ({ tell }) => {
    const { answer } = await tell(tellEmptied);
    expect(answer).toHaveStatus(204);
    expect(answer).toHaveNoBody();
  });

  test('ends the last secret', covers('DELSECRET-04'), async ({ tell }) => {
    const { lastUse } = await tell(tellEmptied);
    expect(lastUse).toBeTurnedAway();
  });

  test('leaves the client as it was when the last secret goes', covers('DELSECRET-09'), async ({ tell }) => {
    const { before, untouched } = await tell(tellEmptied);
    expect(before).toBeUnchangedButForSecrets(untouched);
  });

  test('gives a client without secrets no token', covers('TOKEN-01'), async ({ tell }) => {
    const { anyUse } = await tell(tellEmptied);
    expect(anyUse).toBeTurnedAway();
  });

  test('takes the secret off the list', covers('DELSECRET-03'), async ({ secretDeleted }) => {
    expect(secretDeleted.list).toNotListSecret(secretDeleted.client.id, secretDeleted.doomed.id);
  });

  test('is not undone by reading the client', covers('GET-07'), async ({ tell }) => {
    const { after } = await tell(tellEmptied);
    expect(after).toRecordSecrets([]);
  });

  test('accepts the documented header and body', covers('DELSECRET-10'), async ({ tell }) => {
    const { answer, detail, id } = await tell(tellDocumentedSecretDelete);
    expect(answer).toSucceed();
    expect(detail).toNotRecordSecret(id);
  });

  test('takes an expired secret off the record', covers('DELSECRET-03'), async ({ tell }) => {
    const { detail, id } = await tell(tellExpiredRemoved);
    expect(detail).toNotRecordSecret(id);
  });

  test('is not undone by what is done to the client later', covers('DELSECRET-04'), async ({ tell }) => {
    expect(await tell(tellSecretStaysDead)).toBeTurnedAway();
  });

  test('lets the first secret be deleted', covers('DELSECRET-11'), async ({ tell }) => {
    const { answer } = await tell(tellFirstSecretDeletion);
    expect(answer).toSucceed();
  });

  test('removes the first secret of a client', covers('DELSECRET-11'), async ({ tell }) => {
    const { detail, id, use } = await tell(tellFirstSecretDeleted);
    expect(detail).toNotRecordSecret(id);
    expect(use).toBeTurnedAway();
  });
});

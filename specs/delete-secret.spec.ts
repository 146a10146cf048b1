import { tellDocumentedSecretDelete, tellEmptied, tellFirstSecretDeletion } from '../fixtures/stories/secrets.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Delete a client secret', () => {
  test('answers 204', covers('DELSECRET-01'), async ({ secretDeletion }) => {
    expect(secretDeletion.answer).toHaveStatus(204);
  });

  test('answers without a body', covers('DELSECRET-02'), async ({ secretDeleted }) => {
    expect(secretDeleted.answer).toHaveNoBody();
  });

  test('takes the secret off the record', covers('DELSECRET-03'), async ({ secretDeleted }) => {
    expect(secretDeleted.detail).toNotRecordSecret(secretDeleted.doomed.id);
  });

  test('ends the secret', covers('DELSECRET-04'), async ({ secretDeleted }) => {
    expect(secretDeleted.doomedUse).toBeTurnedAway();
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

  test('is harmless for an unknown secret', covers('DELSECRET-07'), async ({ laterDeletions }) => {
    expect(laterDeletions.unknown).toBeRefusedOrDone();
    expect(laterDeletions.detail).toRecordAll(laterDeletions.expectedIds);
  });

  test('is harmless a second time', covers('DELSECRET-08'), async ({ laterDeletions }) => {
    expect(laterDeletions.second).toBeRefusedOrDone();
    expect(laterDeletions.detail).toRecordAll(laterDeletions.expectedIds);
  });

  test('touches no other client', covers('DELSECRET-09'), async ({ secretDeleted }) => {
    expect(secretDeleted).toDisturbNobody();
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

  test('is not undone by reading the client', covers('GET-07'), async ({ tell }) => {
    const { after } = await tell(tellEmptied);
    expect(after).toRecordSecrets([]);
  });

  test('accepts the documented header and body', covers('DELSECRET-10'), async ({ tell }) => {
    const { answer, detail, id } = await tell(tellDocumentedSecretDelete);
    expect(answer).toSucceed();
    expect(detail).toNotRecordSecret(id);
  });

  test('removes the first secret of a client', covers('DELSECRET-11'), async ({ tell }) => {
    const { detail, id, use } = await tell(tellFirstSecretDeletion);
    expect(detail).toNotRecordSecret(id);
    expect(use).toBeTurnedAway();
  });
});

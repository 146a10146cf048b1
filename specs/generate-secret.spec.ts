import { tellPublicSecret } from '../fixtures/stories/lifecycle.ts';
import { tellSample } from '../fixtures/stories/reading.ts';
import { tellRow } from '../fixtures/stories/row.ts';
import { tellSecretOfCreation, tellSecretOfGeneration, tellValues } from '../fixtures/stories/secret-quality.ts';
import {
  tellEndlessRequest,
  tellExpired,
  tellExpiredRequest,
  tellGivenSecret,
  tellOldestOfMany,
  tellRefilled,
  tellRefilledDetail,
  tellUnknownGenerate,
  tellUnusualSecret,
  tellUsedThenExpired,
  UNUSUAL_SECRETS,
} from '../fixtures/stories/secrets.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Generate a new secret', () => {
  test('answers 200', covers('GENSECRET-01'), async ({ generation }) => {
    expect(generation.answer).toHaveStatus(200);
  });

  test('labels the secret as JSON', covers('GENSECRET-02'), async ({ generated }) => {
    expect(generated.answer).toBeJson();
  });

  test('answers the secret as documented', covers('GENSECRET-03'), async ({ tell }) => {
    expect(await tell(tellGivenSecret)).toConform('generateSecret');
  });

  test('shows the value of no other secret', covers('GENSECRET-03'), async ({ generated, endless }) => {
    expect(generated.answer).toHideSecrets([generated.client.secret]);
    expect(endless.answer).toHideSecrets([endless.client.secret, endless.first.value]);
  });

  test('gives every secret an id of its own', covers('GENSECRET-04'), async ({ tell }) => {
    const { secretIds } = await tell(tellSample);
    expect(secretIds).toBeAllDifferent('secret id');
  });

  test('repeats description and expiry', covers('GENSECRET-05'), async ({ generated }) => {
    expect(generated.answer).toShowSecret(generated.asked);
  });

  test('records the secret as asked for', covers('GENSECRET-06'), async ({ generated }) => {
    expect(generated).toRecordGenerated();
  });

  test('gives a secret that obtains a token', covers('GENSECRET-07'), async ({ generated }) => {
    expect(generated.newUse).toBeAccepted();
  });

  test('leaves older secrets in force', covers('GENSECRET-08'), async ({ generated }) => {
    expect(generated.oldUse).toBeAccepted();
  });

  test('leaves older generated secrets in force', covers('GENSECRET-08'), async ({ endless }) => {
    expect(endless.firstUse).toBeAccepted();
  });

  test('leaves the oldest of three secrets in force', covers('GENSECRET-08'), async ({ endless }) => {
    expect(endless.oldestUse).toBeAccepted();
  });

  test('records no further secret', covers('GENSECRET-12'), async ({ generated }) => {
    expect(generated.detail).toRecordNoneBut([...generated.olderIds, generated.made.id]);
  });

  test('leaves the record of the first secret', covers('GENSECRET-12'), async ({ generated }) => {
    expect(generated).toLeaveOlderRecords();
  });

  test('leaves the description and expiry of older secrets', covers('GENSECRET-12'), async ({ endless }) => {
    expect(endless).toKeepFirstAsAsked();
  });

  test('leaves the other secrets in force when one expires', covers('GENSECRET-10'), async ({ tell }) => {
    const { otherUse } = await tell(tellExpired);
    expect(otherUse).toBeAccepted();
  });

  test('never fails on an expiry in the past', covers('GENSECRET-10'), async ({ tell }) => {
    const { answer } = await tell(tellExpiredRequest);
    expect(answer).toBeNoServerError();
  });

  test('answers 200 for a second secret, without expiry', covers('GENSECRET-09'), async ({ tell }) => {
    const { answer } = await tell(tellEndlessRequest);
    expect(answer).toHaveStatus(200);
  });

  test('gives a client without secrets a new one', covers('GENSECRET-07'), async ({ tell }) => {
    const { answer } = await tell(tellRefilled);
    expect(answer).toHaveStatus(200);
  });

  test('gives a client without secrets one that works', covers('GENSECRET-07'), async ({ tell }) => {
    const { use } = await tell(tellRefilled);
    expect(use).toBeAcceptedWhereGiven();
  });

  test('records the one of a client that had none', covers('GENSECRET-06'), async ({ tell }) => {
    const { detail, ids } = await tell(tellRefilledDetail);
    expect(detail).toRecordAll(ids);
  });

  test('never fails for a public client', covers('GENSECRET-B1'), async ({ tell }) => {
    const { answer } = await tell(tellPublicSecret);
    expect(answer).toBeNoServerError();
  });

  test('does nothing when it refuses a public client', covers('GENSECRET-B2'), async ({ tell }) => {
    expect(await tell(tellPublicSecret)).toBeUnchangedIfRefused();
  });

  test('gives a secret without expiry no end but one that it tells', covers('GENSECRET-09'), async ({ endless }) => {
    expect(endless.detail).toRecordSecret(endless.made.id, { expiryTime: endless.expiry });
  });

  test('accepts a secret without expiry', covers('GENSECRET-09'), async ({ endless }) => {
    expect(endless.use).toBeAccepted();
  });

  test('gives an expired secret no token', covers('GENSECRET-10'), async ({ tell }) => {
    const { use } = await tell(tellExpired);
    expect(use).toBeTurnedAway();
  });

  test('gives an expired secret no token, in whatever way it is shown', covers('GENSECRET-10'), async ({ tell }) => {
    const { otherwise } = await tell(tellExpired);
    expect(otherwise).toBeTurnedAwayWhereGiven();
  });

  test('gives an expired secret no token that was used before', covers('GENSECRET-10'), async ({ tell }) => {
    expect(await tell(tellUsedThenExpired)).toBeTurnedAway();
  });

  test('refuses an unknown client', covers('GENSECRET-11'), async ({ tell }) => {
    const told = await tell(tellUnknownGenerate);
    expect(told.answer).toBeRefused();
    expect(told).toDisturbNobody();
  });

  test('touches no other client', covers('GENSECRET-12'), async ({ tell }) => {
    expect((await tell(tellRow)).harm('generateSecret')).toHold();
  });

  test('changes nothing else of the client', covers('GENSECRET-12'), async ({ generated }) => {
    expect(generated.detail).toBeUnchangedButForSecrets(generated.before);
  });

  test('tells when the secret was created', covers('GENSECRET-13'), async ({ generated }) => {
    expect(generated.answer).toHappenAt(generated.shown.creationTime);
  });

  test('records when the secret was created', covers('GENSECRET-13'), async ({ generated }) => {
    expect(generated.answer).toHappenAt(generated.record?.creationTime);
  });

  test('tells the same time of creation that it records', covers('GENSECRET-13'), async ({ generated }) => {
    expect(generated.detail).toTellSameTime(generated.shown.creationTime, generated.record?.creationTime);
  });

  test('forbids caching of the secret', covers('GENSECRET-14'), async ({ generated }) => {
    expect(generated.answer).toForbidCaching();
  });

  test('leaves the older ones of many secrets in force', covers('GENSECRET-08'), async ({ tell }) => {
    const { oldest, generated } = await tell(tellOldestOfMany);
    expect(oldest).toBeAccepted();
    expect(generated).toBeAccepted();
  });

  for (const kind of UNUSUAL_SECRETS) {
    test(`keeps a secret with ${kind} exactly`, covers('GENSECRET-15'), async ({ tell }) => {
      const { answer, detail, made, asked } = await tell((world) => tellUnusualSecret(world, kind));
      expect(answer).toHaveStatus(200);
      expect(detail).toRecordSecret(made?.id ?? '', asked);
    });
  }
});

test.describe('The value of a secret', () => {
  test('varies enough', covers('SECRET-01'), async ({ tell }) => {
    expect(await tell(tellValues)).toBeHardToGuess();
  });

  test('stands in no header when a client is created', covers('SECRET-02'), async ({ tell }) => {
    const { answer, value } = await tell(tellSecretOfCreation);
    expect(answer).toKeepSecretToBody(value);
  });

  test('stands in no header when it is generated', covers('SECRET-03'), async ({ tell }) => {
    const { answer, value } = await tell(tellSecretOfGeneration);
    expect(answer).toKeepSecretToBody(value);
  });
});

import { covers, expect, given, test } from '../fixtures/test.ts';
import { adjacentClients } from './scenarios/adjacent-clients.ts';
import {
  expiredBeforeAnother,
  expiredRequest,
  expiredSecret,
  NOTATIONS,
  usedBeforeEnd,
  usedThenExpired,
} from './scenarios/expiries.ts';
import { publicSecret } from './scenarios/lifecycle.ts';
import { equalSecrets, equalSecretsInUse, namesakeTouched } from './scenarios/namesakes.ts';
import { generationNamingOther } from './scenarios/naming-others.ts';
import { onlyExpired } from './scenarios/only-expired.ts';
import { runSample } from './scenarios/reading.ts';
import { refilledClient, refilledDetail } from './scenarios/secret-deletions.ts';
import { secretOfCreation, secretOfGeneration, secretValues } from './scenarios/secret-quality.ts';
import {
  generatedSecret,
  givenSecret,
  secretGeneration,
  secretWithoutExpiry,
  secretWithoutExpiryRequest,
} from './scenarios/secrets.ts';
import { secretOfUnusual } from './scenarios/secrets-of-unusual.ts';
import {
  besideExpired,
  FORMS_OF_BODIES,
  generationSent,
  oldestOfMany,
  UNUSUAL_SECRETS,
  unknownGenerate,
  unusualSecret,
  unusualSecrets,
  unusualSecretsInUse,
} from './scenarios/unusual-secrets.ts';

test.describe('Generate a new secret', () => {
  test(
    'answers 200',
    covers('GENSECRET-01'),
    given(secretGeneration, ({ answer }) => expect(answer).toHaveStatus(200)),
  );

  test(
    'labels the secret as JSON',
    covers('GENSECRET-02'),
    given(generatedSecret, ({ answer }) => expect(answer).toBeJson()),
  );

  test(
    'answers the secret as documented',
    covers('GENSECRET-03'),
    given(givenSecret, (evidence) => expect(evidence).toConform('generateSecret')),
  );

  test(
    'shows the value of no other secret',
    covers('GENSECRET-03'),
    given({ generated: generatedSecret, endless: secretWithoutExpiry }, ({ generated, endless }) => {
      expect(generated.answer).toHideSecrets([generated.client.secret]);
      expect(endless.answer).toHideSecrets([endless.client.secret, endless.first.value]);
    }),
  );

  test(
    'gives every secret an id of its own',
    covers('GENSECRET-04'),
    given(runSample, ({ secretIds }) => expect(secretIds).toBeAllDifferent('secret id')),
  );

  test(
    'repeats description and expiry',
    covers('GENSECRET-05'),
    given(generatedSecret, ({ answer, asked }) => expect(answer).toShowSecret(asked)),
  );

  test(
    'gives secrets of their own to requests that are the same, or refuses them',
    covers('GENSECRET-04'),
    given(equalSecrets, ({ requests, made }) => {
      for (const { which, answer } of requests) expect(answer, which).toBeDoneOrRefused(200);
      expect(made.map(({ id }) => id)).toBeAllDifferentWhereGiven('secret id');
      expect(made.map(({ value }) => value)).toBeAllDifferentWhereGiven('value');
    }),
  );

  test(
    'gives a secret that is accepted to a request that was sent before',
    covers('GENSECRET-07'),
    given(equalSecretsInUse('second'), (uses) => {
      for (const { which, use } of uses) expect(use, which).toBeAccepted();
    }),
  );

  test(
    'leaves the secret in force that the same request gave before',
    covers('GENSECRET-08'),
    given(equalSecretsInUse('first'), (uses) => {
      for (const { which, use } of uses) expect(use, which).toBeAccepted();
    }),
  );

  test(
    'records the secret as asked for',
    covers('GENSECRET-06'),
    given(generatedSecret, (generated) => expect(generated).toRecordGenerated()),
  );

  test(
    'gives a secret that obtains a token',
    covers('GENSECRET-07'),
    given(generatedSecret, ({ newUse }) => expect(newUse).toBeAccepted()),
  );

  for (const notation of NOTATIONS)
    test(
      `gives a secret that obtains a token until shortly before its end, written ${notation}`,
      covers('GENSECRET-07'),
      given(usedBeforeEnd(notation), ({ use, end }) => expect(use).toBeAcceptedUntil(end)),
    );

  test(
    'gives secrets that obtain a token, whatever is said of them',
    covers('GENSECRET-07'),
    given(unusualSecretsInUse, (uses) => {
      for (const [kind, use] of uses) expect(use, kind).toBeAccepted();
    }),
  );

  test(
    'gives a secret that is accepted in every way in which the older one is',
    covers('GENSECRET-07'),
    given(generatedSecret, ({ otherwise }) => expect(otherwise?.newer).toBeAcceptedWhereGiven()),
  );

  test(
    'leaves the older secret in force in every way in which the newer one is accepted',
    covers('GENSECRET-08'),
    given(generatedSecret, ({ otherwise }) => expect(otherwise?.older).toBeAcceptedWhereGiven()),
  );

  test(
    'leaves older secrets in force',
    covers('GENSECRET-08'),
    given(generatedSecret, ({ oldUse }) => expect(oldUse).toBeAccepted()),
  );

  test(
    'leaves older generated secrets in force',
    covers('GENSECRET-08'),
    given(secretWithoutExpiry, ({ firstUse }) => expect(firstUse).toBeAccepted()),
  );

  test(
    'leaves the oldest of three secrets in force',
    covers('GENSECRET-08'),
    given(secretWithoutExpiry, ({ oldestUse }) => expect(oldestUse).toBeAccepted()),
  );

  test(
    'keeps every secret stored, however many the client has',
    covers('GENSECRET-08'),
    given(unusualSecrets, ({ again, lastingIds }) => expect(again).toRecordAll(lastingIds)),
  );

  test(
    'leaves a client of the same name alone',
    covers('GENSECRET-12'),
    given(namesakeTouched, ({ harms }) => expect(harms.generateSecret).toHold()),
  );

  test(
    'records no further secret',
    covers('GENSECRET-12'),
    given(generatedSecret, ({ detail, olderIds, made }) => expect(detail).toRecordNoneBut([...olderIds, made.id])),
  );

  test(
    'leaves the record of the first secret',
    covers('GENSECRET-12'),
    given(generatedSecret, ({ detail, before, olderIds }) => expect(detail).toKeepRecordsOf(before, olderIds)),
  );

  test(
    'leaves the description and expiry of older secrets',
    covers('GENSECRET-12'),
    given(secretWithoutExpiry, (endless) => expect(endless).toKeepFirstAsAsked()),
  );

  test(
    'leaves the other secrets in force when one expires',
    covers('LIFE-07'),
    given(expiredSecret, ({ otherUse }) => expect(otherUse).toOutliveExpired()),
  );

  test(
    'never fails on an expiry in the past',
    covers('GENSECRET-10'),
    given(expiredRequest, ({ answer }) => expect(answer).toBeNoServerError()),
  );

  test(
    'answers 200 for a second secret, without expiry',
    covers('GENSECRET-09'),
    given(secretWithoutExpiryRequest, ({ answer }) => expect(answer).toHaveStatus(200)),
  );

  test(
    'gives a client without secrets a new one',
    covers('GENSECRET-07'),
    given(refilledClient, ({ answer }) => expect(answer).toHaveStatus(200)),
  );

  test(
    'gives a client without secrets one that works',
    covers('GENSECRET-07'),
    given(refilledClient, ({ use }) => expect(use).toBeAcceptedWhereGiven()),
  );

  test(
    'records the one of a client that had none',
    covers('GENSECRET-06'),
    given(refilledDetail, ({ detail, ids }) => expect(detail).toRecordAll(ids)),
  );

  test(
    'never fails for a public client',
    covers('GENSECRET-B1'),
    given(publicSecret, ({ answer }) => expect(answer).toBeNoServerError()),
  );

  test(
    'does nothing when it refuses a public client',
    covers('GENSECRET-B2'),
    given(publicSecret, (evidence) => expect(evidence).toBeUnchangedIfRefused()),
  );

  test(
    'leaves a public client public',
    covers('GENSECRET-12'),
    given(publicSecret, ({ detail }) => expect(detail).toShow({ isConfidential: false })),
  );

  test(
    'gives a secret without expiry no end but one that it tells',
    covers('GENSECRET-09'),
    given(secretWithoutExpiry, ({ detail, made, expiry }) =>
      expect(detail).toRecordSecretIfAny(made.id, { expiryTime: expiry }),
    ),
  );

  test(
    'accepts a secret without expiry',
    covers('GENSECRET-09'),
    given(secretWithoutExpiry, ({ use }) => expect(use).toBeAccepted()),
  );

  test(
    'gives an expired secret no token',
    covers('GENSECRET-10'),
    given(expiredSecret, ({ use }) => expect(use).toBeTurnedAway()),
  );

  test(
    'gives an expired secret no token that was used before',
    covers('GENSECRET-10'),
    given(usedThenExpired, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'gives an expired secret no token after which another one was generated',
    covers('GENSECRET-10'),
    given(expiredBeforeAnother, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'gives the only secret of a client no token when it has expired',
    covers('GENSECRET-10'),
    given(onlyExpired, ({ use }) => expect(use).toBeTurnedAway()),
  );

  test(
    'leaves a client there whose only secret has expired',
    covers('GENSECRET-12'),
    given(onlyExpired, ({ detail, before }) => expect(detail).toBeUnchangedButForSecrets(before)),
  );

  test(
    'refuses an unknown client',
    covers('GENSECRET-11'),
    given(unknownGenerate, (told) => {
      expect(told.answer).toBeRefused();
      expect(told).toDisturbNobody();
    }),
  );

  test(
    'touches no other client',
    covers('GENSECRET-12'),
    given(adjacentClients, ({ harms }) => expect(harms.generateSecret).toHold()),
  );

  test(
    'leaves the secret of another client in force whose id its body names',
    covers('GENSECRET-12'),
    given(generationNamingOther, (use) => expect(use).toBeAccepted()),
  );

  test(
    'changes nothing else of the client',
    covers('GENSECRET-12'),
    given(generatedSecret, ({ detail, before }) => expect(detail).toBeUnchangedButForSecrets(before)),
  );

  test(
    'changes nothing else of a client with rare values',
    covers('GENSECRET-12'),
    given(secretOfUnusual, ({ before, generated }) => expect(generated).toBeUnchangedButForSecrets(before)),
  );

  test(
    'tells when the secret was created',
    covers('GENSECRET-13'),
    given(generatedSecret, ({ answer, shown }) => expect(answer).toHappenAt(shown.creationTime)),
  );

  test(
    'records when the secret was created',
    covers('GENSECRET-13'),
    given(generatedSecret, ({ answer, record }) => expect(answer).toHappenAt(record?.creationTime)),
  );

  test(
    'records the same times of creation after more secrets were generated and used',
    covers('GENSECRET-13'),
    given(unusualSecrets, ({ detail, earlier, lastingIds }) =>
      expect(detail).toKeepCreationTimesOf(earlier, lastingIds),
    ),
  );

  test(
    'tells the same time of creation that it records',
    covers('GENSECRET-13'),
    given(generatedSecret, ({ detail, shown, record }) =>
      expect(detail).toTellSameTime(shown.creationTime, record?.creationTime),
    ),
  );

  test(
    'forbids caching of the secret',
    covers('GENSECRET-14'),
    given(generatedSecret, ({ answer }) => expect(answer).toForbidCaching()),
  );

  test(
    'leaves the older ones of many secrets in force',
    covers('GENSECRET-08'),
    given(oldestOfMany, ({ oldest, generated }) => {
      expect(oldest).toBeAccepted();
      expect(generated).toBeAccepted();
    }),
  );

  test(
    'answers 200 for a client with an expired secret',
    covers('GENSECRET-01'),
    given(besideExpired, (answer) => expect(answer).toHaveStatus(200)),
  );

  for (const form of FORMS_OF_BODIES)
    test(
      `reads a body that is sent ${form}`,
      covers('GENSECRET-H3'),
      given(generationSent(form), (answer) => expect(answer).toSucceed()),
    );

  for (const kind of UNUSUAL_SECRETS) {
    test(
      `keeps a secret with ${kind} exactly`,
      covers('GENSECRET-15'),
      given(unusualSecret(kind), ({ answer, detail, made, asked }) => {
        expect(answer).toHaveStatus(200);
        expect(answer).toConform('generateSecret');
        expect(detail).toRecordSecret(made?.id ?? '', asked);
      }),
    );
  }
});

test.describe('The value of a secret', () => {
  test(
    'varies enough',
    covers('SECRET-01'),
    given(secretValues, (evidence) => expect(evidence).toBeHardToGuess()),
  );

  test(
    'stands in no header when a client is created',
    covers('SECRET-02'),
    given(secretOfCreation, ({ answer, value }) => expect(answer).toKeepSecretToBody(value)),
  );

  test(
    'stands in no header when it is generated',
    covers('SECRET-03'),
    given(secretOfGeneration, ({ answer, value }) => expect(answer).toKeepSecretToBody(value)),
  );
});

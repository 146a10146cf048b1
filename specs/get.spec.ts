import { NOTHING_SEEN } from '../fixtures/session/observed.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { actingReads } from './scenarios/acting-reads.ts';
import { shownDetail } from './scenarios/creation.ts';
import { readNamingOther } from './scenarios/naming-others.ts';
import { newsOfChanges } from './scenarios/news.ts';
import { anyDetail, cutGet, readableDetail, reading, twoClients, unknownGet } from './scenarios/reading.ts';
import { generatedSecret, secretWithoutExpiry } from './scenarios/secrets.ts';
import { shownTexts } from './scenarios/shown-texts.ts';
import { unusualSecrets } from './scenarios/unusual-secrets.ts';
import { repeatedUpdate, updatedClient } from './scenarios/updating.ts';

test.describe('Get details for a specific external client', () => {
  test(
    'answers 200',
    covers('GET-01'),
    given(anyDetail, ({ detail }) => expect(detail).toHaveStatus(200)),
  );

  test(
    'labels the detail as JSON',
    covers('GET-02'),
    given(readableDetail, ({ detail }) => expect(detail).toBeJson()),
  );

  test(
    'answers one client as documented',
    covers('GET-03'),
    given(readableDetail, ({ detail }) => expect(detail).toConform('get')),
  );

  test(
    'answers a client with many secrets, an expired one among them, as documented',
    covers('GET-03'),
    given(unusualSecrets, ({ detail }) => {
      expect(detail).toHaveStatus(200);
      expect(detail).toConform('get');
    }),
  );

  test(
    'leaves out nothing that the created client showed',
    covers('GET-03'),
    given(shownDetail, ({ detail, answer }) => expect(detail).toLeaveOutNothingOf(answer)),
  );

  test(
    'shows the client that was asked for',
    covers('GET-04'),
    given(shownDetail, ({ detail, id }) => expect(detail).toShow({ id })),
  );

  test('shows the client of its path, whatever its body names', covers('GET-04', 'deep'), holds(readNamingOther));

  test(
    'shows the values of the client',
    covers('GET-05'),
    given(shownDetail, ({ detail, asked, stored }) => expect(detail).toAgreeInDetail(asked, stored)),
  );

  test(
    'shows the new values after an update',
    covers('GET-05', 'update'),
    given(updatedClient, ({ detail, change, stored }) => expect(detail).toAgreeInDetail(change, stored)),
  );

  test(
    'tells who asks for what is new of an update',
    covers('GET-05', 'update'),
    given(newsOfChanges, ({ update }) => expect(update).toTellNews()),
  );

  test(
    'tells who asks for what is new of a new secret',
    covers('GET-10', 'generateSecret'),
    given(newsOfChanges, ({ generateSecret }) => expect(generateSecret).toTellNews()),
  );

  test(
    'tells who asks for what is new of a secret that is gone',
    covers('GET-10', 'deleteSecret'),
    given(newsOfChanges, ({ deleteSecret }) => expect(deleteSecret).toTellNews()),
  );

  test(
    'hides the values of secrets',
    covers('GET-06'),
    given(generatedSecret, ({ detail, client, made }) => expect(detail).toHideSecrets([client.secret, made.value])),
  );

  test(
    'hides the value of the first secret at first sight',
    covers('GET-06'),
    given(shownDetail, ({ detail, secret }) => expect(detail).toHideSecrets([secret])),
  );

  test(
    'hides the values of secrets after an update',
    covers('GET-06', 'update'),
    given(updatedClient, ({ detail, client, newer }) => expect(detail).toHideSecrets([client.secret, newer?.value])),
  );

  test(
    'mints no secret, however often it is read',
    covers('GET-07'),
    given(reading, ({ before, afterReads }) => expect(afterReads).toBeUnchangedSince(before)),
  );

  test(
    'shows secrets the second time as it did the first',
    covers('GET-07'),
    given(unusualSecrets, ({ detail, again, repeated }) => {
      // What was shown once before is old, and nothing that the read has done.
      if (repeated === undefined) expect(again).toBeUnchangedSince(detail);
      else expect(NOTHING_SEEN).toHold();
    }),
  );

  test(
    'does not go back to what it showed before some of the secrets were generated',
    covers('GET-10'),
    given(unusualSecrets, ({ detail, again, repeated }) => expect(again).toShowSecretsSince(repeated, detail)),
  );

  test(
    'leaves the secrets in force, however often it is read',
    covers('GET-07'),
    given(reading, ({ use }) => expect(use).toBeAccepted()),
  );

  test(
    'changes nothing, whatever the path of the read',
    covers('GET-07'),
    given(actingReads('default'), (evidence) => {
      for (const { kind, aftermath } of evidence) expect(aftermath, kind).toHold();
    }),
  );

  test(
    'shows no value of a secret, whatever the path of the read',
    covers('GET-06'),
    given(actingReads('default'), (evidence) => {
      for (const { kind, answer, values = [] } of evidence)
        if (answer !== undefined) expect(answer, kind).toHideSecrets(values);
    }),
  );

  test(
    'changes nothing, whatever the path or the parameters of the read',
    covers('GET-07', 'deep'),
    given(actingReads('deep'), (evidence) => {
      for (const { kind, aftermath } of evidence) expect(aftermath, kind).toHold();
    }),
  );

  test(
    'refuses an unknown client',
    covers('GET-08'),
    given(unknownGet, (evidence) => expect(evidence).toBeRefused()),
  );

  test(
    'refuses a part of an id',
    covers('GET-08'),
    given(cutGet, (evidence) => expect(evidence).toBeRefused()),
  );

  test(
    'accepts the documented header and body',
    covers('GET-09'),
    given(reading, ({ documentedDetail }) => expect(documentedDetail).toHaveStatus(200)),
  );

  test(
    'shows a record for every secret',
    covers('GET-10'),
    given(twoClients, ({ detail }) => expect(detail).toRecordAny()),
  );

  test(
    'shows description and expiry of a secret',
    covers('GET-13'),
    given(generatedSecret, (generated) => expect(generated).toShowRecordTruly()),
  );

  test(
    'shows a record for every secret that is in force',
    covers('GET-10'),
    given(secretWithoutExpiry, ({ detail, olderIds }) => expect(detail).toRecordAll(olderIds)),
  );

  test(
    'shows the new values after a second update',
    covers('GET-05', 'update'),
    given(repeatedUpdate, ({ detail, change, stored }) => expect(detail).toAgreeInDetail(change, stored)),
  );

  test(
    'shows nothing that belongs to another client',
    covers('GET-11'),
    given(twoClients, ({ detail, otherDetail }) => expect(detail).toShareNoSecretWith(otherDetail)),
  );

  test(
    'shows the scopes that the tenant holds',
    covers('GET-12'),
    given(shownDetail, ({ detail, asked, stored }) => expect(detail).toAgreeOnScopes(asked, stored)),
  );

  test('opens nothing with what is shown in the place of a secret', covers('GET-14'), holds(shownTexts));
});

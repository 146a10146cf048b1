import { tellReadNamingOther } from '../fixtures/stories/naming-others.ts';
import { tellNeighbours, tellReading, tellUnknownGet } from '../fixtures/stories/reading.ts';
import { tellUnusualSecrets } from '../fixtures/stories/secrets.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Get details for a specific external client', () => {
  test('answers 200', covers('GET-01'), async ({ found }) => {
    expect(found.detail).toHaveStatus(200);
  });

  test('labels the detail as JSON', covers('GET-02'), async ({ readable }) => {
    expect(readable.detail).toBeJson();
  });

  test('answers one client as documented', covers('GET-03'), async ({ readable }) => {
    expect(readable.detail).toConform('get');
  });

  test(
    'answers a client with many secrets, an expired one among them, as documented',
    covers('GET-03'),
    async ({ tell }) => {
      const { detail } = await tell(tellUnusualSecrets);
      expect(detail).toHaveStatus(200);
      expect(detail).toConform('get');
    },
  );

  test('leaves out nothing that the created client showed', covers('GET-03'), async ({ shown }) => {
    expect(shown.detail).toLeaveOutNothingOf(shown.answer);
  });

  test('shows the client that was asked for', covers('GET-04'), async ({ shown }) => {
    expect(shown.detail).toShow({ id: shown.id });
  });

  test('shows the client of its path, whatever its body names', covers('GET-04', 'deep'), async ({ tell }) => {
    expect(await tell(tellReadNamingOther)).toHold();
  });

  test('shows the values of the client', covers('GET-05'), async ({ shown }) => {
    expect(shown.detail).toAgreeInDetail(shown.asked, shown.stored);
  });

  test('shows the new values after an update', covers('GET-05', 'update'), async ({ updated }) => {
    expect(updated.detail).toAgreeInDetail(updated.change, updated.stored);
  });

  test('hides the values of secrets', covers('GET-06'), async ({ generated }) => {
    expect(generated.detail).toHideSecrets([generated.client.secret, generated.made.value]);
  });

  test('hides the value of the first secret at first sight', covers('GET-06'), async ({ shown }) => {
    expect(shown.detail).toHideSecrets([shown.secret]);
  });

  test('hides the values of secrets after an update', covers('GET-06', 'update'), async ({ updated }) => {
    expect(updated.detail).toHideSecrets([updated.client.secret, updated.newer?.value]);
  });

  test('mints no secret, however often it is read', covers('GET-07'), async ({ tell }) => {
    const { before, afterReads } = await tell(tellReading);
    expect(afterReads).toBeUnchangedSince(before);
  });

  test('shows secrets the second time as it did the first', covers('GET-07'), async ({ tell }) => {
    const { detail, again } = await tell(tellUnusualSecrets);
    expect(again).toBeUnchangedSince(detail);
  });

  test('leaves the secrets in force, however often it is read', covers('GET-07'), async ({ tell }) => {
    const { use } = await tell(tellReading);
    expect(use).toBeAccepted();
  });

  test('refuses an unknown client', covers('GET-08'), async ({ tell }) => {
    expect(await tell(tellUnknownGet)).toBeRefused();
  });

  test('accepts the documented header and body', covers('GET-09'), async ({ tell }) => {
    const { documentedDetail } = await tell(tellReading);
    expect(documentedDetail).toHaveStatus(200);
  });

  test('shows a record for every secret', covers('GET-10'), async ({ tell }) => {
    const { detail } = await tell(tellNeighbours);
    expect(detail).toRecordAny();
  });

  test('shows description and expiry of a secret', covers('GET-13'), async ({ generated }) => {
    expect(generated).toShowRecordTruly();
  });

  test('shows a record for every secret that is in force', covers('GET-10'), async ({ endless }) => {
    expect(endless.detail).toRecordAll(endless.olderIds);
  });

  test('shows the new values after a second update', covers('GET-05', 'update'), async ({ repeated }) => {
    expect(repeated.detail).toAgreeInDetail(repeated.change, repeated.stored);
  });

  test('shows nothing that belongs to another client', covers('GET-11'), async ({ tell }) => {
    const { detail, otherDetail } = await tell(tellNeighbours);
    expect(detail).toShareNoSecretWith(otherDetail);
  });

  test('shows the scopes that the tenant holds', covers('GET-12'), async ({ shown }) => {
    expect(shown.detail).toAgreeOnScopes(shown.asked, shown.stored);
  });
});

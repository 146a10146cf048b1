import { tellLife, tellLifeEnd, tellPublicEnd } from '../fixtures/stories/lifecycle.ts';
import { tellLaterSample } from '../fixtures/stories/reading.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('A whole life of a client', () => {
  test('keeps a generated secret through an update', covers('LIFE-01'), async ({ tell }) => {
    const { generatedAfterUpdate } = await tell(tellLife);
    expect(generatedAfterUpdate).toBeAccepted();
  });

  test('gives a working secret after an update', covers('LIFE-02'), async ({ tell }) => {
    const { laterUse } = await tell(tellLife);
    expect(laterUse).toBeAccepted();
  });

  test('keeps the older secrets next to it', covers('LIFE-02'), async ({ tell }) => {
    const { firstUseLater, generatedUseLater, detailLater, generated, later } = await tell(tellLife);
    expect(firstUseLater).toBeAccepted();
    expect(generatedUseLater).toBeAccepted();
    expect(detailLater).toRecordAll([generated.id, later.id]);
  });

  test('keeps the update when a secret is deleted', covers('LIFE-03'), async ({ tell }) => {
    const { detailRemoved, change, laterUseRemoved, removedUse } = await tell(tellLife);
    expect(detailRemoved).toShow({ name: change.name, redirectUri: change.redirectUri });
    expect(detailRemoved).toShowScopes(change.scopes.map((scope) => scope.name));
    expect(laterUseRemoved).toBeAccepted();
    expect(removedUse).toBeTurnedAway();
  });

  test('ends with the delete, secrets included', covers('LIFE-04'), async ({ tell }) => {
    const { detail, list, client, firstUse, laterUse } = await tell(tellLifeEnd);
    expect(detail).toBeRefused();
    expect(list).toNotHold(client.id);
    expect(firstUse).toBeTurnedAway();
    expect(laterUse).toBeTurnedAway();
  });

  test('never gives the id of a deleted client again', covers('CREATE-13'), async ({ tell }) => {
    const { ids } = await tell(tellLaterSample);
    expect(ids).toBeAllDifferent('id');
  });

  test('is the same for a public client', covers('LIFE-05'), async ({ tell }) => {
    const { detail, list, id } = await tell(tellPublicEnd);
    expect(detail).toBeRefused();
    expect(list).toNotHold(id);
  });
});

import { OPERATIONS, requirementOf } from '../fixtures/operations.ts';
import { tellSequencesOf } from '../fixtures/sequences/explore.ts';
import { tellBareHeir, tellReborn } from '../fixtures/stories/deletion.ts';

import {
  tellLife,
  tellLifeEnd,
  tellLifeEnded,
  tellLifeLater,
  tellLifeReduced,
  tellLifeRemoval,
  tellLifeUpdated,
  tellPublicEnded,
} from '../fixtures/stories/lifecycle.ts';

import { tellLaterSample } from '../fixtures/stories/reading.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('A whole life of a client', () => {
  test('takes an update after a secret was generated', covers('LIFE-01'), async ({ tell }) => {
    const { update } = await tell(tellLifeUpdated);
    expect(update).toSucceed();
  });

  test('keeps a generated secret through an update', covers('LIFE-01'), async ({ tell }) => {
    const { generatedAfterUpdate } = await tell(tellLifeLater);
    expect(generatedAfterUpdate).toBeAccepted();
  });

  test('takes a new secret after an update', covers('LIFE-02'), async ({ tell }) => {
    const { later } = await tell(tellLifeLater);
    expect(later).toSucceed();
  });

  test('gives a working secret after an update', covers('LIFE-02'), async ({ tell }) => {
    const { laterUse } = await tell(tellLife);
    expect(laterUse).toBeAccepted();
  });

  test('keeps the older secrets next to it', covers('LIFE-02'), async ({ tell }) => {
    const { firstUse, generatedUse, detail, generated, laterSecret } = await tell(tellLife);
    expect(firstUse).toBeAccepted();
    expect(generatedUse).toBeAccepted();
    expect(detail).toRecordAll([generated.id, laterSecret.id]);
  });

  test('lets a secret be deleted after an update', covers('LIFE-03'), async ({ tell }) => {
    const { removal } = await tell(tellLifeRemoval);
    expect(removal).toSucceed();
  });

  test('keeps the update when a secret is deleted', covers('LIFE-03'), async ({ tell }) => {
    const { detail, change, laterUse, removedUse } = await tell(tellLifeReduced);
    expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
    expect(detail).toShowScopes(change.scopes);
    expect(laterUse).toBeAccepted();
    expect(removedUse).toBeTurnedAway();
  });

  test('lets an updated client be deleted', covers('LIFE-04'), async ({ tell }) => {
    const { answer } = await tell(tellLifeEnd);
    expect(answer).toSucceed();
  });

  test('ends with the delete, secrets included', covers('LIFE-04'), async ({ tell }) => {
    const { detail, list, client, firstUse, laterUse } = await tell(tellLifeEnded);
    expect(detail).toShowNoMore(client.id);
    expect(list).toNotHold(client.id);
    expect(firstUse).toBeTurnedAway();
    expect(laterUse).toBeTurnedAway();
  });

  test('never gives the id of a deleted client again', covers('CREATE-13'), async ({ tell }) => {
    const { ids } = await tell(tellLaterSample);
    expect(ids).toBeAllDifferent('id');
  });

  test('makes another client of the name of a deleted one', covers('CREATE-13'), async ({ tell }) => {
    const { oldId, newId, oldSecret } = await tell(tellReborn);
    expect([oldId, newId]).toBeAllDifferent('id');
    expect(oldSecret).toBeTurnedAway();
  });

  test('gives a client without scopes none of others', covers('CREATE-08', 'deep'), async ({ tell }) => {
    const { answer } = await tell(tellBareHeir);
    expect(answer).toShowScopes([]);
  });

  test('never gives the id of a deleted secret again', covers('GENSECRET-04'), async ({ tell }) => {
    const { secretIds } = await tell(tellLaterSample);
    expect(secretIds).toBeAllDifferent('secret id');
  });

  test('is the same for a public client', covers('LIFE-05'), async ({ tell }) => {
    const { detail, list, id } = await tell(tellPublicEnded);
    expect(detail).toShowNoMore(id);
    expect(list).toNotHold(id);
  });
});

test.describe('Any sequence of operations', () => {
  for (const operation of OPERATIONS) {
    test(`keeps the promises of ${operation}`, covers(requirementOf(operation, 'Q1')), async ({ tell }) => {
      expect(await tell((world) => tellSequencesOf(world, operation))).toHoldInSequence();
    });
  }
});

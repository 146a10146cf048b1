import {
  tellDocumentedDelete,
  tellNamesakeDeleted,
  tellNewerDead,
  tellUnknownDelete,
  tellUnusedDead,
} from '../fixtures/stories/deletion.ts';
import { tellPublicEnd, tellPublicEnded } from '../fixtures/stories/lifecycle.ts';
import { tellDeletionNamingOther } from '../fixtures/stories/naming-others.ts';
import { tellRow } from '../fixtures/stories/row.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Delete external clients', () => {
  test('answers 204', covers('DELETE-01'), async ({ deletion }) => {
    expect(deletion.answer).toHaveStatus(204);
  });

  test('answers without a body', covers('DELETE-02'), async ({ deleted }) => {
    expect(deleted.answer).toHaveNoBody();
  });

  test('answers without the value of a secret a second time', covers('DELETE-02'), async ({ afterLife, deleted }) => {
    expect(afterLife.second).toHideSecrets([deleted.client.secret]);
  });

  test('answers without the value of a secret', covers('DELETE-02'), async ({ deleted }) => {
    expect(deleted.answer).toHideSecrets([deleted.client.secret, deleted.newer?.value]);
  });

  test('makes the client unreadable', covers('DELETE-03'), async ({ deleted }) => {
    expect(deleted.detail).toShowNoMore(deleted.client.id);
  });

  test('takes the client off the list', covers('DELETE-04'), async ({ deleted }) => {
    expect(deleted.list).toNotHold(deleted.client.id);
  });

  test('leaves every other client alone', covers('DELETE-05'), async ({ deleted }) => {
    expect(deleted).toDisturbNobody();
  });

  test('leaves the clients beside it alone', covers('DELETE-05'), async ({ tell }) => {
    expect((await tell(tellRow)).harm('delete')).toHold();
  });

  test('is harmless a second time', covers('DELETE-06'), async ({ afterLife }) => {
    expect(afterLife.second).toBeRefusedOrDone();
  });

  test('ends the first secret', covers('DELETE-07'), async ({ deleted }) => {
    expect(deleted.firstSecret).toBeTurnedAway();
  });

  test('ends the first secret, in whatever way it is shown', covers('DELETE-07'), async ({ deleted }) => {
    expect(deleted.firstOtherwise).toBeTurnedAwayWhereGiven();
  });

  test('ends a generated secret', covers('DELETE-07'), async ({ tell }) => {
    expect(await tell(tellNewerDead)).toBeTurnedAway();
  });

  test('is harmless for an unknown client', covers('DELETE-08'), async ({ tell }) => {
    const told = await tell(tellUnknownDelete);
    expect(told.answer).toBeRefusedOrDone();
    expect(told).toDisturbNobody();
  });

  test('cannot be undone by an update', covers('DELETE-09'), async ({ afterLife }) => {
    expect(afterLife.update).toBeRefused();
    expect(afterLife.detail).toShowNoMore(afterLife.id);
  });

  test('cannot be undone by a new secret', covers('DELETE-09'), async ({ afterLife }) => {
    expect(afterLife.generate).toBeRefused();
  });

  test('accepts the documented header and body', covers('DELETE-10'), async ({ tell }) => {
    const { answer, detail, id } = await tell(tellDocumentedDelete);
    expect(answer).toSucceed();
    expect(detail).toShowNoMore(id);
  });

  test('ends the secret of a client that was never used', covers('DELETE-07'), async ({ tell }) => {
    expect(await tell(tellUnusedDead)).toBeTurnedAway();
  });

  test('answers 204 for a public client', covers('DELETE-11'), async ({ tell }) => {
    const { answer } = await tell(tellPublicEnd);
    expect(answer).toHaveStatus(204);
  });

  test('removes a public client', covers('DELETE-11'), async ({ tell }) => {
    const { detail, list, id } = await tell(tellPublicEnded);
    expect(detail).toShowNoMore(id);
    expect(list).toNotHold(id);
  });

  test('leaves a client alone that its body names', covers('DELETE-05', 'deep'), async ({ tell }) => {
    expect(await tell(tellDeletionNamingOther)).toHold();
  });

  test('leaves a client of the same name alone', covers('DELETE-05'), async ({ tell }) => {
    const { after, before } = await tell(tellNamesakeDeleted);
    expect(after).toBeUnchangedSince(before);
  });
});

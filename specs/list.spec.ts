import { tellNamesake } from '../fixtures/stories/deletion.ts';
import { tellUnusualListed } from '../fixtures/stories/kinds.ts';
import { tellListedReadable, tellReading } from '../fixtures/stories/reading.ts';
import { tellEmptied } from '../fixtures/stories/secrets.ts';
import { tellListsOfChanges } from '../fixtures/stories/updating.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('List all external clients', () => {
  test('answers 200', covers('LIST-01'), async ({ listing }) => {
    expect(listing).toHaveStatus(200);
  });

  test('labels the list as JSON', covers('LIST-02'), async ({ listed }) => {
    expect(listed).toBeJson();
  });

  test('answers an array of clients as documented', covers('LIST-03'), async ({ listed }) => {
    expect(listed).toConform('list');
  });

  test('leaves out nothing that the detail shows', covers('LIST-03'), async ({ shown }) => {
    expect(shown.list).toLeaveOutNothingOf(shown.detail, shown.id);
  });

  test('holds a created client once', covers('LIST-04'), async ({ found }) => {
    expect(found.list).toHoldOnce(found.id);
  });

  test('shows the values of a client', covers('LIST-05'), async ({ found }) => {
    expect(found.list).toAgreeInList(found.id, found.asked, found.stored);
  });

  test('hides the values of secrets', covers('LIST-06'), async ({ generated }) => {
    expect(generated.list).toHideSecrets([generated.client.secret, generated.made.value]);
  });

  test('hides the values of secrets after an update', covers('LIST-06', 'update'), async ({ updated }) => {
    expect(updated.list).toHideSecrets([updated.client.secret, updated.newer?.value]);
  });

  test('holds clients of every kind once', covers('LIST-04'), async ({ tell }) => {
    const { list, clients } = await tell(tellUnusualListed);
    for (const { id } of clients) expect(list).toHoldOnce(id);
  });

  test('shows the values of clients of every kind', covers('LIST-05'), async ({ tell }) => {
    const { list, clients } = await tell(tellUnusualListed);
    for (const { id, asked, detail } of clients) expect(list).toShowLikeDetail(id, asked, detail);
  });

  test('holds a client without secrets', covers('LIST-04'), async ({ tell }) => {
    const { list, client } = await tell(tellEmptied);
    expect(list).toHoldOnce(client.id);
  });

  test('holds two clients of the same name', covers('LIST-04'), async ({ tell }) => {
    const { between, twin } = await tell(tellNamesake);
    expect(between).toHoldOnce(twin);
  });

  test('holds no client that cannot be read', covers('LIST-13'), async ({ tell }) => {
    expect(await tell(tellListedReadable)).toHold();
  });

  test('agrees with the detail on resources and secrets', covers('LIST-09'), async ({ generated }) => {
    expect(generated.list).toAgreeWithDetail(generated.detail);
  });

  test('accepts the documented header and body', covers('LIST-10'), async ({ tell }) => {
    const { documentedList } = await tell(tellReading);
    expect(documentedList).toHaveStatus(200);
  });

  test('changes no client', covers('LIST-11'), async ({ tell }) => {
    const { before, afterLists } = await tell(tellReading);
    expect(afterLists).toBeUnchangedSince(before);
  });

  test('is new for whoever asks for changes alone', covers('LIST-12', 'deep'), async ({ tell }) => {
    const { lists, id } = await tell(tellListsOfChanges);
    for (const list of lists) expect(list).toHoldOnce(id);
  });

  test('shows the new state after an update', covers('LIST-12'), async ({ updated }) => {
    expect(updated.list).toAgreeInList(updated.client.id, updated.change, updated.stored);
  });
});

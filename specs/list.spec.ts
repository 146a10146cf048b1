import { tellCompleteness, tellReading } from '../fixtures/stories/reading.ts';
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

  test('holds a created client once', covers('LIST-04'), async ({ found }) => {
    expect(found.list).toHoldOnce(found.id);
  });

  test('shows the values of a client', covers('LIST-05'), async ({ found }) => {
    expect(found.list).toAgreeInList(found.id, found.asked, found.stored);
  });

  test('hides the values of secrets', covers('LIST-06'), async ({ generated }) => {
    expect(generated.list).toHideSecrets([generated.client.secret, generated.made.value]);
  });

  test('leaves out no client', covers('LIST-07'), async ({ tell }) => {
    const { list, ids } = await tell(tellCompleteness);
    expect(list).toHoldAll(ids);
  });

  test('holds each id once', covers('LIST-08'), async ({ tell }) => {
    const { list } = await tell(tellCompleteness);
    expect(list).toHoldEachIdOnce();
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

  test('shows the new state after an update', covers('LIST-12'), async ({ updated }) => {
    expect(updated.list).toAgreeInList(updated.client.id, updated.change, updated.stored);
  });
});

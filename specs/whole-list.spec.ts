import { tellFarewell } from '../fixtures/stories/farewell.ts';
import { tellAllValues, tellClothed, tellGoneBefore, tellStripped, tellUnclothed } from '../fixtures/stories/later.ts';
import { tellCompleteness, tellLasting } from '../fixtures/stories/reading.ts';
import { covers, expect, test } from '../fixtures/test.ts';

// The last file in the order of names: when it is reached, as many clients exist as a run ever makes.
test.describe('List all external clients', () => {
  test('leaves out no client', covers('LIST-07'), async ({ tell }) => {
    const { list, ids } = await tell(tellCompleteness);
    expect(list).toHoldAll(ids);
  });

  test('leaves out no client that can be read', covers('LIST-07'), async ({ tell }) => {
    const { list, own } = await tell(tellCompleteness);
    expect(list).toHoldAll(own);
  });

  test('shows every client as it was last given', covers('LIFE-06'), async ({ tell }) => {
    expect(await tell(tellLasting)).toHold();
  });

  test('holds each id once', covers('LIST-08'), async ({ tell }) => {
    const { list } = await tell(tellCompleteness);
    expect(list).toHoldEachIdOnce();
  });
});

test.describe('Generate a new client secret', () => {
  test('never repeats a value in a whole run', covers('GENSECRET-04'), async ({ tell }) => {
    expect(await tell(tellAllValues)).toBeAllDifferent('value');
  });
});

test.describe('Update an external client', () => {
  test('gives scopes to a client that had none', covers('UPDATE-05'), async ({ tell }) => {
    expect(await tell(tellClothed)).toHold();
  });

  test('takes the last scope away', covers('UPDATE-15'), async ({ tell }) => {
    expect(await tell(tellStripped)).toHold();
  });

  test('gives no scopes to clients but the one that is updated', covers('UPDATE-09', 'deep'), async ({ tell }) => {
    expect(await tell(tellUnclothed)).toHold();
  });
});

test.describe('Delete external clients', () => {
  test('brings nobody back by the end of the run', covers('DELETE-04'), async ({ tell }) => {
    const { list, ids } = await tell(tellGoneBefore);
    for (const id of ids) expect(list).toNotHold(id);
  });

  test('removes clients of every kind', covers('DELETE-04'), async ({ tell }) => {
    const { answers, list, ids } = await tell(tellFarewell);
    for (const answer of answers) expect(answer).toBeRefusedOrDone();
    for (const id of ids) expect(list).toNotHold(id);
  });
});

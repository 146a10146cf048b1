import { OPERATIONS, READS, requirementOf, WRITES } from '../fixtures/operations.ts';
import {
  askForNobody,
  CREATED_FOR_TWO,
  tellForeignIn,
  tellListForOther,
  tellListsBehindOwn,
} from '../fixtures/stories/foreign.ts';
import { SPARING } from '../fixtures/stories/trials.ts';
import { covers, expect, test } from '../fixtures/test.ts';

for (const [requirement, whose] of [
  ['X1', 'nobody'],
  ['X2', 'somebody else'],
] as const) {
  test.describe(`The organization of ${whose}`, () => {
    for (const operation of READS) {
      test(`shows nothing to ${operation}`, covers(requirementOf(operation, requirement)), async ({ trials }) => {
        expect(await trials.inPartition(operation, whose)).toRevealNothing();
      });
    }

    for (const operation of WRITES) {
      test(`refuses ${operation}`, covers(requirementOf(operation, requirement)), async ({ trials }) => {
        expect(await trials.inPartition(operation, whose)).toBeRefusedOrDone();
      });

      test(`is no way to ${operation} here`, covers(requirementOf(operation, requirement)), async ({ trials }) => {
        expect(await trials.afterPartition(operation, whose)).toHold();
      });
    }
  });
}

test.describe('The organization of nobody, in the path alone', () => {
  test('refuses update, whatever the body names', covers('UPDATE-X1'), async ({ trials }) => {
    expect(await trials.inPartition('update', 'nobody, in the path alone')).toBeRefused();
  });
});

test.describe('The organization of nobody, by the id of none', () => {
  test('shows nobody else’s clients to list', covers('LIST-X1'), async ({ mistakes, tell }) => {
    const list = await mistakes.answer('list', 'the nil organization id');
    expect(await tell((world) => tellForeignIn(world, list, () => askForNobody(world)))).toHold();
  });
});

test.describe('The organization of somebody else, asked for in other ways', () => {
  test('shows nothing to list in capitals', covers('LIST-X2'), async ({ trials }) => {
    expect(await trials.inPartition('list', 'somebody else, in capitals')).toRevealNothing();
  });

  test('shows nothing to a token with one scope', covers('LIST-X2'), async ({ trials }) => {
    expect(await trials.inPartition('list', 'somebody else, with one scope')).toRevealNothing();
  });

  test('shows nothing behind the own', covers('LIST-X2', 'deep'), async ({ tell }) => {
    for (const answer of await tell(tellListsBehindOwn)) expect(answer).toRevealNothing();
  });

  test('shows nothing to a list that names it in its body', covers('LIST-X2', 'deep'), async ({ tell }) => {
    expect(await tell(tellListForOther)).toHold();
  });

  test('gets no client of a create that names it last', covers('CREATE-X2'), async ({ tell }) => {
    expect(await tell(CREATED_FOR_TWO.first)).toHold();
  });

  test('gets no client of a create that names it first', covers('CREATE-X2', 'deep'), async ({ tell }) => {
    expect(await tell(CREATED_FOR_TWO.last)).toHold();
  });

  for (const operation of WRITES.filter((one) => !SPARING.includes(one))) {
    test(`refuses ${operation} in capitals`, covers(requirementOf(operation, 'X2')), async ({ trials }) => {
      expect(await trials.inPartition(operation, 'somebody else, in capitals')).toBeRefusedOrDone();
    });
  }
});

test.describe('The organization of somebody else', () => {
  for (const operation of OPERATIONS) {
    test(`is told from none by ${operation} by nobody`, covers(requirementOf(operation, 'X3')), async ({ trials }) => {
      const unknown = await trials.inPartition(operation, 'nobody');
      expect(await trials.inPartition(operation, 'somebody else')).toAnswerLike(unknown);
    });
  }
});

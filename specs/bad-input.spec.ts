import { OPERATIONS, requirementOf, WRITES } from '../fixtures/api/names.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { listedAfterMalformed, variations } from './scenarios/variations/index.ts';

for (const operation of OPERATIONS) {
  test.describe(`Requests to ${operation} with one thing wrong`, () => {
    test(
      'never make it fail',
      covers(requirementOf(operation, 'B1')),
      given(variations(operation, 'default'), ({ all }) => {
        for (const taken of all) expect(taken, taken.kind).toMakeNothingFail();
      }),
    );

    test(
      'are refused',
      covers(requirementOf(operation, 'B3')),
      given(variations(operation, 'default'), ({ clear }) => {
        for (const taken of clear) expect(taken, taken.kind).toBeRefusedOrIdle();
      }),
    );

    test(
      'never make it fail, however unusual they are',
      covers(requirementOf(operation, 'B1'), 'deep'),
      given(variations(operation, 'deep'), ({ all }) => {
        for (const taken of all) expect(taken, taken.kind).toMakeNothingFail();
      }),
    );

    test(
      'are refused, however unusual they are',
      covers(requirementOf(operation, 'B3'), 'deep'),
      given(variations(operation, 'deep'), ({ clear }) => {
        for (const taken of clear) expect(taken, taken.kind).toBeRefusedOrIdle();
      }),
    );
  });
}

for (const operation of WRITES) {
  test.describe(`Requests to ${operation} with one thing wrong`, () => {
    test(
      'do nothing when they are refused',
      covers(requirementOf(operation, 'B2')),
      given(variations(operation, 'default'), ({ aftermath }) => expect(aftermath).toHold()),
    );

    test(
      'do nothing when they are refused, however unusual they are',
      covers(requirementOf(operation, 'B2'), 'deep'),
      given(variations(operation, 'deep'), ({ aftermath }) => expect(aftermath).toHold()),
    );
  });
}

for (const operation of ['create', 'update'] as const) {
  test.describe(`Requests to ${operation} with one thing wrong`, () => {
    test(
      'leave a list that can be read when they are accepted',
      covers(requirementOf(operation, 'B1')),
      holds(listedAfterMalformed(operation)),
    );
  });
}

for (const operation of ['update', 'delete', 'generateSecret', 'deleteSecret'] as const) {
  test.describe(`Requests to ${operation} by an id that is cut off or altered`, () => {
    test(
      'reach nothing',
      covers(requirementOf(operation, 'B5')),
      given(variations(operation, 'default'), ({ altered }) => {
        for (const taken of altered) expect(taken, taken.kind).toHitNothing();
      }),
    );

    test(
      'reach nothing, in whatever form',
      covers(requirementOf(operation, 'B5'), 'deep'),
      given(variations(operation, 'deep'), ({ altered }) => {
        for (const taken of altered) expect(taken, taken.kind).toHitNothing();
      }),
    );
  });
}

for (const operation of ['update', 'delete', 'deleteSecret'] as const) {
  test.describe(`Requests to ${operation} by what frameworks make of a path`, () => {
    test(
      'reach nothing',
      covers(requirementOf(operation, 'B3'), 'deep'),
      given(variations(operation, 'deep'), ({ odd }) => {
        for (const taken of odd) expect(taken, taken.kind).toHitNothing();
      }),
    );
  });
}

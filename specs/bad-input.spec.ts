import { OPERATIONS, requirementOf, WRITES } from '../fixtures/operations.ts';
import { MISTAKES } from '../fixtures/stories/mistakes.ts';
import { covers, expect, test } from '../fixtures/test.ts';

for (const operation of OPERATIONS) {
  test.describe(`Bad input to ${operation}`, () => {
    for (const { kind } of MISTAKES[operation]) {
      test(`never fails on ${kind}`, covers(requirementOf(operation, 'B1')), async ({ mistakes }) => {
        expect(await mistakes.answer(operation, kind)).toBeNoServerError();
      });
    }

    for (const { kind } of MISTAKES[operation].filter((mistake) => mistake.arguable !== true)) {
      test(`refuses ${kind}`, covers(requirementOf(operation, 'B3')), async ({ mistakes }) => {
        expect(await mistakes.taken(operation, kind)).toBeRefusedOrIdle();
      });
    }

    test('shows no internals in errors', covers(requirementOf(operation, 'B4')), async ({ mistakes }) => {
      expect(await mistakes.disclosure(operation)).toHold();
    });

    test(
      'shows no internals when it turns somebody away',
      covers(requirementOf(operation, 'B4')),
      async ({ trials }) => {
        expect(await trials.disclosure(operation)).toHold();
      },
    );
  });
}

for (const operation of WRITES) {
  test.describe(`Bad input to ${operation}`, () => {
    test('does nothing when it refuses', covers(requirementOf(operation, 'B2')), async ({ mistakes }) => {
      expect(await mistakes.aftermath(operation)).toHold();
    });
  });
}

for (const operation of OPERATIONS) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test('never make it fail', covers(requirementOf(operation, 'B1'), 'deep'), async ({ mistakes }) => {
      for (const [kind, { answer }] of await mistakes.deviations(operation, 'all'))
        expect(answer, kind).toBeNoServerError();
    });

    test('are refused', covers(requirementOf(operation, 'B3'), 'deep'), async ({ mistakes }) => {
      for (const [kind, taken] of await mistakes.deviations(operation, 'clear'))
        expect(taken, kind).toBeRefusedOrIdle();
    });

    test('show no internals', covers(requirementOf(operation, 'B4'), 'deep'), async ({ mistakes }) => {
      expect(await mistakes.disclosure(operation, 'deep')).toHold();
    });
  });
}

for (const operation of ['update', 'delete', 'deleteSecret'] as const) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test('name nothing that exists', covers(requirementOf(operation, 'B3'), 'deep'), async ({ mistakes }) => {
      for (const [kind, taken] of await mistakes.deviations(operation, 'all')) expect(taken, kind).toHitNothing();
    });
  });
}

for (const operation of WRITES) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test('do nothing when they are refused', covers(requirementOf(operation, 'B2'), 'deep'), async ({ mistakes }) => {
      expect(await mistakes.aftermath(operation, 'deep')).toHold();
    });
  });
}

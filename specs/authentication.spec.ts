import { OPERATIONS, READS, requirementOf, WRITES } from '../fixtures/operations.ts';
import { presentations } from '../fixtures/stories/presentations.ts';
import { tellHeadForNobody } from '../fixtures/stories/special-tokens.ts';
import { covers, expect, test } from '../fixtures/test.ts';

for (const operation of OPERATIONS) {
  test.describe(`Authentication of ${operation}`, () => {
    test('refuses a request without a token', covers(requirementOf(operation, 'A1')), async ({ trials }) => {
      expect(await trials.presenting(operation, 'nothing')).toBeRefused();
    });

    for (const what of presentations(operation).bare) {
      test(`refuses ${what}`, covers(requirementOf(operation, 'A1')), async ({ trials }) => {
        expect(await trials.presenting(operation, what)).toBeRefused();
      });
    }

    for (const what of presentations(operation).noBearer) {
      test(`refuses ${what}`, covers(requirementOf(operation, 'A2')), async ({ trials }) => {
        expect(await trials.presenting(operation, what)).toBeRefused();
      });
    }

    for (const forgery of presentations(operation).forgeries) {
      test(`refuses a token with ${forgery}`, covers(requirementOf(operation, 'A3')), async ({ trials }) => {
        expect(await trials.presenting(operation, forgery)).toBeRefused();
      });
    }

    test('challenges a request without a token', covers(requirementOf(operation, 'A5')), async ({ trials }) => {
      expect(await trials.presenting(operation, 'nothing')).toChallenge();
    });

    test('refuses an expired token', covers(requirementOf(operation, 'A6')), async ({ trials }) => {
      expect(await trials.expired(operation)).toBeRefused();
    });
  });
}

test.describe('A valid token in the query', () => {
  test('is not taken for a read', covers('GET-A7'), async ({ trials }) => {
    expect(await trials.withTokenInQuery('get')).toBeRefused();
  });

  test('is not taken for a create', covers('GET-A7', 'create'), async ({ trials }) => {
    expect(await trials.withTokenInQuery('create')).toBeRefused();
  });
});

for (const operation of READS) {
  test.describe(`Authentication of ${operation}`, () => {
    test('refuses HEAD without a token', covers(requirementOf(operation, 'A1'), 'deep'), async ({ tell }) => {
      expect(await tell((world) => tellHeadForNobody(world, operation))).toHold();
    });
  });
}

for (const operation of WRITES) {
  test.describe(`Authentication of ${operation}`, () => {
    test('does nothing without a valid token', covers(requirementOf(operation, 'A4')), async ({ trials }) => {
      expect(await trials.afterRefusals(operation, 'authentication')).toHold();
    });
  });
}

import { OPERATIONS, requirementOf, WRITES } from '../fixtures/operations.ts';
import { ALLOWED, insufficient, TRIED_TOGETHER } from '../fixtures/stories/trials.ts';
import { covers, expect, test } from '../fixtures/test.ts';

for (const operation of OPERATIONS) {
  test.describe(`Scopes of ${operation}`, () => {
    for (const scope of ALLOWED[operation]) {
      test(`allows ${scope} alone`, covers(requirementOf(operation, 'S1')), async ({ trials }) => {
        expect(await trials.withScope(operation, scope)).toSucceed();
      });
    }

    for (const scope of insufficient(operation)) {
      test(`refuses ${scope} alone`, covers(requirementOf(operation, 'S2')), async ({ trials }) => {
        expect(await trials.withScope(operation, scope)).toBeRefused();
      });
    }

    test('refuses a token without any scope', covers(requirementOf(operation, 'S2')), async ({ trials }) => {
      expect(await trials.withoutScope(operation)).toBeRefused();
    });

    test('refuses scopes for something else', covers(requirementOf(operation, 'S2')), async ({ trials }) => {
      expect(await trials.withUnrelatedScopes(operation)).toBeRefused();
    });

    test('refuses a documented scope in other letters', covers(requirementOf(operation, 'S2')), async ({ trials }) => {
      expect(await trials.withScopeInOtherCase(operation)).toBeRefused();
    });

    test('answers too little scope with 403', covers(requirementOf(operation, 'S4')), async ({ trials }) => {
      expect(await trials.withInsufficientScope(operation)).toHaveStatus(403);
    });
  });
}

for (const operation of ['list', 'get'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    for (const scope of ALLOWED[operation]) {
      test(`shows everything with ${scope} alone`, covers(requirementOf(operation, 'S1')), async ({ trials }) => {
        expect(await trials.reads(operation, scope)).toHold();
      });
    }
  });
}

test.describe('Scopes of generateSecret', () => {
  for (const scope of ALLOWED.generateSecret) {
    test(`gives a secret that works with ${scope} alone`, covers('GENSECRET-S1'), async ({ trials }) => {
      expect(await trials.generatedUse(scope)).toBeAccepted();
    });
  }
});

test.describe('Scopes of deleteSecret', () => {
  for (const scope of ALLOWED.deleteSecret) {
    test(`ends a secret with ${scope} alone`, covers('DELSECRET-S1'), async ({ trials }) => {
      expect(await trials.deletedUse(scope)).toBeTurnedAway();
    });
  }
});

for (const operation of TRIED_TOGETHER) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'refuses scopes that do not suffice also when they come together',
      covers(requirementOf(operation, 'S2')),
      async ({ trials }) => {
        expect(await trials.withInsufficientScopes(operation)).toBeRefused();
      },
    );
  });
}

for (const operation of ['update', 'generateSecret', 'delete'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'refuses a client that may only read, also on itself',
      covers(requirementOf(operation, 'S2')),
      async ({ trials }) => {
        expect(await trials.onItself(operation)).toBeRefused();
      },
    );
  });
}

for (const operation of ['update', 'delete'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'does what it was asked with each scope',
      covers(requirementOf(operation, 'S1'), 'update'),
      async ({ trials }) => {
        expect(await trials.effects(operation)).toHold();
      },
    );
  });
}

for (const operation of WRITES) {
  test.describe(`Scopes of ${operation}`, () => {
    test('does nothing with too little scope', covers(requirementOf(operation, 'S3')), async ({ trials }) => {
      expect(await trials.afterRefusals(operation, 'scopes')).toHold();
    });
  });
}

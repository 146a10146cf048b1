import { OPERATIONS, requirementOf, WRITES } from '../fixtures/api/names.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import {
  afterRefusals,
  onItself,
  withInsufficientScope,
  withInsufficientScopes,
  withoutScope,
  withScope,
  withScopeInOtherCase,
  withUnrelatedScopes,
} from './scenarios/refusals.ts';
import { ALLOWED, ARGUABLE, insufficient, TRIED_TOGETHER } from './scenarios/scopes.ts';
import { createdUse, deletedUse, effects, generatedUse, reads } from './scenarios/single-scope.ts';

for (const operation of OPERATIONS) {
  test.describe(`Scopes of ${operation}`, () => {
    for (const scope of ALLOWED[operation]) {
      test(
        `allows ${scope} alone`,
        covers(requirementOf(operation, 'S1')),
        given(withScope(operation, scope), (evidence) => expect(evidence).toSucceed()),
      );
    }

    for (const scope of insufficient(operation)) {
      test(
        `refuses ${scope} alone`,
        covers(requirementOf(operation, 'S2')),
        given(withScope(operation, scope), (evidence) => expect(evidence).toBeRefused()),
      );
    }

    test(
      'refuses a token without any scope',
      covers(requirementOf(operation, 'S2')),
      given(withoutScope(operation), (evidence) => expect(evidence).toBeRefused()),
    );

    test(
      'refuses scopes for something else',
      covers(requirementOf(operation, 'S2')),
      given(withUnrelatedScopes(operation), (evidence) => expect(evidence).toBeRefused()),
    );

    test(
      'refuses a documented scope in other letters',
      covers(requirementOf(operation, 'S2')),
      given(withScopeInOtherCase(operation), (evidence) => expect(evidence).toBeRefused()),
    );

    test(
      'answers too little scope with 403',
      covers(requirementOf(operation, 'S4')),
      given(withInsufficientScope(operation), (evidence) => expect(evidence).toHaveStatus(403)),
    );
  });
}

test.describe('Scopes of get', () => {
  for (const scope of ARGUABLE.get ?? []) {
    test(
      `refuses ${scope} alone, which another heading lists for its address`,
      covers('GET-S5'),
      given(withScope('get', scope), (evidence) => expect(evidence).toBeRefused()),
    );
  }
});

for (const operation of ['list', 'get'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    for (const scope of ALLOWED[operation]) {
      test(
        `shows everything with ${scope} alone`,
        covers(requirementOf(operation, 'S1')),
        holds(reads(operation, scope)),
      );
    }
  });
}

test.describe('Scopes of create', () => {
  for (const scope of ALLOWED.create) {
    test(
      `makes a client that works with ${scope} alone`,
      covers('CREATE-S1'),
      given(createdUse(scope), (evidence) => expect(evidence).toBeAccepted()),
    );
  }
});

test.describe('Scopes of generateSecret', () => {
  for (const scope of ALLOWED.generateSecret) {
    test(
      `gives a secret that works with ${scope} alone`,
      covers('GENSECRET-S1'),
      given(generatedUse(scope), (evidence) => expect(evidence).toBeAccepted()),
    );
  }
});

test.describe('Scopes of deleteSecret', () => {
  for (const scope of ALLOWED.deleteSecret) {
    test(
      `ends a secret with ${scope} alone`,
      covers('DELSECRET-S1'),
      given(deletedUse(scope), (evidence) => expect(evidence).toBeTurnedAway()),
    );
  }
});

for (const operation of TRIED_TOGETHER) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'refuses scopes that do not suffice also when they come together',
      covers(requirementOf(operation, 'S2')),
      given(withInsufficientScopes(operation), (evidence) => expect(evidence).toBeRefused()),
    );
  });
}

for (const operation of ['update', 'generateSecret', 'delete'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'refuses a client that may only read, also on itself',
      covers(requirementOf(operation, 'S2')),
      given(onItself(operation), (evidence) => expect(evidence).toBeRefusedWhateverItAsks()),
    );
  });
}

for (const operation of ['update', 'delete'] as const) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'does what it was asked with each scope',
      covers(requirementOf(operation, 'S1'), 'update'),
      holds(effects(operation)),
    );
  });
}

test.describe('Scopes of get', () => {
  test('changes nothing with too little scope', covers('GET-07'), holds(afterRefusals('get', 'scopes')));
});

for (const operation of WRITES) {
  test.describe(`Scopes of ${operation}`, () => {
    test(
      'does nothing with too little scope',
      covers(requirementOf(operation, 'S3')),
      holds(afterRefusals(operation, 'scopes')),
    );
  });
}

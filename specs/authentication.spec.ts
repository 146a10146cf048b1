import { OPERATIONS, READS, requirementOf, WRITES } from '../fixtures/api/names.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { presentations } from './scenarios/presentations.ts';
import { afterRefusals, expired, presenting, withInvalidTokens, withTokenInQuery } from './scenarios/refusals.ts';
import { headWithoutToken, lowerCaseScheme, otherHeaders } from './scenarios/special-tokens.ts';

for (const operation of OPERATIONS) {
  test.describe(`Authentication of ${operation}`, () => {
    test(
      'refuses a request without a token',
      covers(requirementOf(operation, 'A1')),
      given(presenting(operation, 'nothing'), (evidence) => expect(evidence).toBeRefused()),
    );

    for (const what of presentations(operation).bare) {
      test(
        `refuses ${what}`,
        covers(requirementOf(operation, 'A1')),
        given(presenting(operation, what), (evidence) => expect(evidence).toBeRefused()),
      );
    }

    for (const what of presentations(operation).noBearer) {
      test(
        `refuses ${what}`,
        covers(requirementOf(operation, 'A2')),
        given(presenting(operation, what), (evidence) => expect(evidence).toBeRefused()),
      );
    }

    for (const forgery of presentations(operation).forgeries) {
      test(
        `refuses a token with ${forgery}`,
        covers(requirementOf(operation, 'A3')),
        given(presenting(operation, forgery), (evidence) => expect(evidence).toBeRefused()),
      );
    }

    test(
      'challenges a request without a token',
      covers(requirementOf(operation, 'A5')),
      given(presenting(operation, 'nothing'), (evidence) => expect(evidence).toChallenge()),
    );

    test(
      'answers a token that is not valid with 401',
      covers('LIST-A10', operation),
      given(withInvalidTokens(operation), (evidence) => {
        for (const [what, answer] of evidence) expect(answer, what).toBeRefusedAsInvalid();
      }),
    );

    test(
      'refuses an expired token',
      covers(requirementOf(operation, 'A6')),
      given(expired(operation), (evidence) => expect(evidence).toBeRefused()),
    );
  });
}

test.describe('A valid token in the query', () => {
  test(
    'is not taken for a read',
    covers('GET-A7'),
    given(withTokenInQuery('get'), (evidence) => expect(evidence).toBeRefused()),
  );

  test(
    'is not taken for a create',
    covers('GET-A7', 'create'),
    given(withTokenInQuery('create'), (evidence) => expect(evidence).toBeRefused()),
  );
});

test.describe('A valid token in the header', () => {
  test(
    'is taken behind the scheme in lower case',
    covers('LIST-A9'),
    given(lowerCaseScheme, (answer) => expect(answer).toSucceed()),
  );

  test(
    'is taken behind the word Bearer alone',
    covers('CREATE-A8'),
    given(otherHeaders, (evidence) => {
      for (const [what, answer] of evidence) expect(answer, what).toBeRefused();
    }),
  );
});

for (const operation of READS) {
  test.describe(`Authentication of ${operation}`, () => {
    test('refuses HEAD without a token', covers(requirementOf(operation, 'A1')), holds(headWithoutToken(operation)));
  });
}

for (const operation of WRITES) {
  test.describe(`Authentication of ${operation}`, () => {
    test(
      'does nothing without a valid token',
      covers(requirementOf(operation, 'A4')),
      holds(afterRefusals(operation, 'authentication')),
    );
  });
}

import { OPERATIONS, requirementOf } from '../fixtures/api/names.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import {
  creationsAtOnce,
  creationsOfRun,
  creationTimesOfRun,
  detailsOfRun,
  generationsOfRun,
  successesOf,
} from './scenarios/company.ts';
import { disclosures } from './scenarios/disclosure.ts';
import { effectsOfUpdates } from './scenarios/effects-of-updates.ts';
import { inheritedSecrets } from './scenarios/inheritance.ts';
import { recordedAsAnswered, recordsKept } from './scenarios/records-of-run.ts';
import { steadyPresence, steadyReads } from './scenarios/steadiness.ts';
import {
  grantsBeyondAsked,
  grantsOfRun,
  secretsInTokens,
  tokensOfOthers,
  tokensOfRun,
} from './scenarios/tokens-of-run.ts';
import { updatesOfOthers } from './scenarios/values-of-others.ts';
import { duties, failures } from './scenarios/whole-run.ts';

// The last file in the order of names: it looks at all that was answered in the run.
for (const operation of OPERATIONS) {
  test.describe(`All answers to ${operation}`, () => {
    test(
      'keep to themselves what is no business of the caller',
      covers(requirementOf(operation, 'B4')),
      given(disclosures(operation), (evidence) => {
        for (const { kind, statement } of evidence) expect(statement, kind).toHold();
      }),
    );

    test(
      'carry the headers that HTTP demands',
      covers(requirementOf(operation, 'H1')),
      given(duties(operation, 'framing'), (evidence) => {
        for (const { kind, statement } of evidence) expect(statement, kind).toHold();
      }),
    );

    test(
      'are kept from shared caches and from other sites',
      covers(requirementOf(operation, 'H2')),
      given(duties(operation, 'keeping'), (evidence) => {
        for (const { kind, statement } of evidence) expect(statement, kind).toHold();
      }),
    );

    test(
      'are no repeated server errors where the request is well-formed',
      covers(requirementOf(operation, 'G1')),
      given(failures(operation), ({ repeated }) => expect(repeated).toHold()),
    );

    test(
      'are no server errors where the request is well-formed',
      covers(requirementOf(operation, 'G2')),
      given(failures(operation), ({ any }) => expect(any).toHold()),
    );
  });
}

test.describe('All answers to get', () => {
  test('show the client that was asked for', covers('GET-04'), holds(detailsOfRun));
});

test.describe('All reads', () => {
  test('show a client alike until it is changed', covers('LIFE-06'), holds(steadyReads));
  test('show no client with what an update of another one was sent', covers('UPDATE-09'), holds(updatesOfOthers));
  test('show no secret of a deleted client at another one', covers('CREATE-13'), holds(inheritedSecrets));
  test('show the records of secrets after an update as before', covers('UPDATE-08'), holds(recordsKept('update')));
  test(
    'show the records of secrets after another one was generated as before',
    covers('GENSECRET-12'),
    holds(recordsKept('generateSecret')),
  );
  test(
    'show the records of secrets after another one was deleted as before',
    covers('DELSECRET-05'),
    holds(recordsKept('deleteSecret')),
  );
  test('show each update that was answered with success', covers('UPDATE-Q1'), holds(effectsOfUpdates));
  test('show secrets with the expiry that they were answered with', covers('GENSECRET-06'), holds(recordedAsAnswered));
  test('list a client until it is deleted', covers('LIST-04'), holds(steadyPresence('list')));
  test('find a client until it is deleted', covers('GET-01'), holds(steadyPresence('get')));
});

for (const operation of ['create', 'generateSecret'] as const) {
  test.describe(`All answers to ${operation}`, () => {
    test(
      'are in the documented format, whatever legal values were asked for',
      covers(requirementOf(operation, '03')),
      given(successesOf(operation), (answers) => expect(answers).toConformEach(operation)),
    );
  });
}

test.describe('All answers to create', () => {
  test(
    'repeat what was asked for, whatever other clients have in common with it',
    covers('CREATE-04'),
    holds(creationsOfRun),
  );

  test(
    'are each for its own request, however many are sent at once',
    covers('RACE-01'),
    given(creationsAtOnce, (evidence) => expect(evidence).toBeForItsOwnRequest()),
  );

  test(
    'forbid caching where they hold a secret',
    covers('CREATE-17'),
    given(duties('create', 'secrets'), (evidence) => {
      for (const { kind, statement } of evidence) expect(statement, kind).toHold();
    }),
  );
});

test.describe('All answers to generateSecret', () => {
  test(
    'repeat what was asked for, whatever was done to the client before',
    covers('GENSECRET-05'),
    holds(generationsOfRun),
  );

  test('tell times of creation that differ', covers('GENSECRET-13'), holds(creationTimesOfRun));

  test(
    'forbid caching where they hold a secret',
    covers('GENSECRET-14'),
    given(duties('generateSecret', 'secrets'), (evidence) => {
      for (const { kind, statement } of evidence) expect(statement, kind).toHold();
    }),
  );
});

test.describe('All answers of the token endpoint', () => {
  test('hold no secret in a token', covers('TOKEN-26'), holds(secretsInTokens));

  test('give tokens that are accepted until their end', covers('TOKEN-15'), holds(tokensOfRun));

  test('name the client that asked', covers('TOKEN-29'), holds(tokensOfOthers));

  test('grant no client what was only ever asked for others', covers('TOKEN-04'), holds(grantsOfRun));

  test('grant no more than was asked for', covers('TOKEN-11'), holds(grantsBeyondAsked));

  test(
    'keep to themselves what is no business of the caller',
    covers('TOKEN-B4'),
    given(disclosures('token'), (evidence) => {
      for (const { kind, statement } of evidence) expect(statement, kind).toHold();
    }),
  );

  test(
    'are no repeated server errors where the request is well-formed',
    covers('TOKEN-G1'),
    given(failures('token'), ({ repeated }) => expect(repeated).toHold()),
  );

  test(
    'are no server errors where the request is well-formed',
    covers('TOKEN-G2'),
    given(failures('token'), ({ any }) => expect(any).toHold()),
  );
});

test.describe('All answers of the authorization endpoint', () => {
  test(
    'keep to themselves what is no business of the caller',
    covers('AUTHORIZE-B4'),
    given(disclosures('authorize'), (evidence) => {
      for (const { kind, statement } of evidence) expect(statement, kind).toHold();
    }),
  );
});

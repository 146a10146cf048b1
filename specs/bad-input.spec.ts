import { OPERATIONS, requirementOf, WRITES } from '../fixtures/api/names.ts';
import { covers, expect, given, test } from '../fixtures/test.ts';
import {
  MISTAKES,
  mistakeAnswer,
  mistakeDeviations,
  mistakesAftermath,
  mistakesDisclosure,
  mistakeTaken,
} from './scenarios/mistakes.ts';
import { trialsDisclosure } from './scenarios/trials.ts';

for (const operation of OPERATIONS) {
  test.describe(`Bad input to ${operation}`, () => {
    for (const { kind } of MISTAKES[operation]) {
      test(
        `never fails on ${kind}`,
        covers(requirementOf(operation, 'B1')),
        given(mistakeAnswer(operation, kind), (evidence) => expect(evidence).toBeNoServerError()),
      );
    }

    for (const { kind } of MISTAKES[operation].filter((mistake) => mistake.arguable !== true)) {
      test(
        `refuses ${kind}`,
        covers(requirementOf(operation, 'B3')),
        given(mistakeTaken(operation, kind), (evidence) => expect(evidence).toBeRefusedOrIdle()),
      );
    }

    test(
      'shows no internals in errors',
      covers(requirementOf(operation, 'B4')),
      given(mistakesDisclosure(operation, 'usual'), (evidence) => expect(evidence).toHold()),
    );

    test(
      'shows no internals when it turns somebody away',
      covers(requirementOf(operation, 'B4')),
      given(trialsDisclosure(operation), (evidence) => expect(evidence).toHold()),
    );
  });
}

for (const operation of WRITES) {
  test.describe(`Bad input to ${operation}`, () => {
    test(
      'does nothing when it refuses',
      covers(requirementOf(operation, 'B2')),
      given(mistakesAftermath(operation, 'usual'), (evidence) => expect(evidence).toHold()),
    );
  });
}

for (const operation of OPERATIONS) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test(
      'never make it fail',
      covers(requirementOf(operation, 'B1'), 'deep'),
      given(mistakeDeviations(operation, 'all'), (evidence) => {
        for (const [kind, { answer }] of evidence) expect(answer, kind).toBeNoServerError();
      }),
    );

    test(
      'are refused',
      covers(requirementOf(operation, 'B3'), 'deep'),
      given(mistakeDeviations(operation, 'clear'), (evidence) => {
        for (const [kind, taken] of evidence) expect(taken, kind).toBeRefusedOrIdle();
      }),
    );

    test(
      'show no internals',
      covers(requirementOf(operation, 'B4'), 'deep'),
      given(mistakesDisclosure(operation, 'deep'), (evidence) => expect(evidence).toHold()),
    );
  });
}

for (const operation of ['update', 'delete', 'deleteSecret'] as const) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test(
      'name nothing that exists',
      covers(requirementOf(operation, 'B3'), 'deep'),
      given(mistakeDeviations(operation, 'all'), (evidence) => {
        for (const [kind, taken] of evidence) expect(taken, kind).toHitNothing();
      }),
    );
  });
}

for (const operation of WRITES) {
  test.describe(`Deviations in requests to ${operation}`, () => {
    test(
      'do nothing when they are refused',
      covers(requirementOf(operation, 'B2'), 'deep'),
      given(mistakesAftermath(operation, 'deep'), (evidence) => expect(evidence).toHold()),
    );
  });
}

import { READS, requirementOf, WRITES } from '../fixtures/operations.ts';
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

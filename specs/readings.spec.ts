import { covers, expect, given, test } from '../fixtures/test.ts';
import { readingIds, readingRequirement } from './catalogue/observed-readings.ts';
import { observe } from './scenarios/observations.ts';

test.describe('Readings of the document', () => {
  for (const id of readingIds) {
    test(
      `follows a known reading of ${id}`,
      covers(readingRequirement(id)),
      given(observe(id), (evidence) => expect(evidence).toFollowAReading()),
    );
  }
});

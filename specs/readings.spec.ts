import { observe } from '../fixtures/stories/observations.ts';
import { covers, expect, test } from '../fixtures/test.ts';
import { readingIds, readingRequirement } from './readings.ts';

test.describe('Readings of the document', () => {
  for (const id of readingIds) {
    test(`follows a known reading of ${id}`, covers(readingRequirement(id)), async ({ tell }) => {
      expect(await tell((world) => observe(world, id))).toFollowAReading();
    });
  }
});

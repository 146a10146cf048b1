import { expect, test } from '@playwright/test';
import { Patience } from '../../fixtures/patience.ts';

test('a consequence that shows late within the budget is seen', async () => {
  // Pauses double, so that the look before the last one is in the first half of this budget.
  const patience = new Patience(300);
  const begun = performance.now();
  const seen = await patience.until(
    async () => performance.now() - begun,
    (elapsed) => elapsed >= 250,
  );
  expect(seen).toBeGreaterThanOrEqual(250);
  expect(patience.longestMs).toBeGreaterThanOrEqual(250);
});

test('what never shows is waited for as long as the budget, and looked at a last time', async () => {
  const patience = new Patience(300);
  let looks = 0;
  const begun = performance.now();
  expect(
    await patience.until(
      async () => (looks += 1),
      () => false,
    ),
  ).toBe(looks);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(300);
  expect(looks).toBeLessThanOrEqual(5);
});

test('without a budget there is one look', async () => {
  let looks = 0;
  await new Patience(0).until(
    async () => (looks += 1),
    () => false,
  );
  expect(looks).toBe(1);
});

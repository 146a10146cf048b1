import { expect, test } from '@playwright/test';
import { Patience } from '../../fixtures/session/patience.ts';

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

test('what two places show in turn is seen when both show it', async () => {
  const patience = new Patience(2000);
  const begun = performance.now();
  let looks = 0;
  // Every other look goes to a place that lags behind.
  const read = async (): Promise<boolean> => (looks += 1) % 2 === 1 || performance.now() - begun >= 200;
  expect(await patience.untilSteady(read, (seen) => seen)).toBe(true);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(200);
  expect(patience.longestMs).toBeGreaterThan(0);
});

test('what is the same everywhere is not waited for', async () => {
  const patience = new Patience(2000);
  let looks = 0;
  await patience.untilSteady(
    async () => (looks += 1),
    () => true,
  );
  expect(looks).toBe(4);
  expect(patience.longestMs).toBe(0);
});

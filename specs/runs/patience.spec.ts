import { expect, test } from '@playwright/test';
import { Polling } from '../../fixtures/session/polling.ts';

test('a consequence that shows late within the budget is seen', async () => {
  // Pauses double, so that the look before the last one is in the first half of this budget.
  const polling = new Polling(300);
  const begun = performance.now();
  const seen = await polling.until(
    async () => performance.now() - begun,
    (elapsed) => elapsed >= 250,
  );
  expect(seen).toBeGreaterThanOrEqual(250);
  expect(polling.longestMs).toBeGreaterThanOrEqual(250);
});

test('what never shows is waited for as long as the budget, and looked at a last time', async () => {
  const polling = new Polling(300);
  let looks = 0;
  const begun = performance.now();
  expect(
    await polling.until(
      async () => (looks += 1),
      () => false,
    ),
  ).toBe(looks);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(300);
  expect(looks).toBeLessThanOrEqual(5);
});

test('without a budget there is one look', async () => {
  let looks = 0;
  await new Polling(0).until(
    async () => (looks += 1),
    () => false,
  );
  expect(looks).toBe(1);
});

test('what two places show in turn is seen when both show it', async () => {
  const polling = new Polling(2000);
  const begun = performance.now();
  let looks = 0;
  // Every other look goes to a place that lags behind.
  const read = async (): Promise<boolean> => (looks += 1) % 2 === 1 || performance.now() - begun >= 200;
  expect(await polling.untilSteady(read, (seen) => seen)).toBe(true);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(200);
  expect(polling.longestMs).toBeGreaterThan(0);
});

test('what is the same everywhere is not waited for', async () => {
  const polling = new Polling(2000);
  let looks = 0;
  await polling.untilSteady(
    async () => (looks += 1),
    () => true,
  );
  expect(looks).toBe(4);
  expect(polling.longestMs).toBe(0);
});

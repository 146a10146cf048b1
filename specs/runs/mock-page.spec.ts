import { existsSync } from 'node:fs';
import { expect } from '@playwright/test';
import { exchange } from './mock-session.ts';
import { violations } from './support/accessibility.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './support/chromium.ts';
import { test } from './support/mock.ts';

test.use({ launchOptions: { executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] } });
test.skip(!existsSync(CHROMIUM), `${CHROMIUM} is not installed`);

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test.describe(`${colorScheme}, ${width} pixels wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });
    test('the console is accessible and fits', async ({ page, session }) => {
      await exchange(`${session.mock.tenant.identityUrl}/api/ExternalClient/x`, {});
      await session.console('PATCH', '/state', { personas: ['observed'], faults: ['list-answers-201'] });
      await page.goto(`${session.consoleUrl}/`);
      // Folded away, most of it would not be looked at.
      await page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(0, 3)) one.open = true");
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await violations(page)).toEqual([]);
    });
  });
}

test('the page asks nobody else, and shows what is there', async ({ page, session }) => {
  const { mock, consoleUrl, listClients } = session;
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const [organization] = mock.tenant.store.organizations;
  if (organization?.clients[1] === undefined) throw new Error('The mock holds no client.');
  organization.clients[1].name = '<script>document.title = "alive"</script>';
  await listClients();
  await page.goto(`${consoleUrl}/`);
  await expect(page).toHaveTitle('Mock tenant');
  await expect(page.getByText('<script>document.title')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: organization.clients[2]?.id ?? '' })).toBeVisible();
  await expect(page.locator('a.request').filter({ hasText: 'list' })).toContainText('200');
  await expect(page.locator('script')).toHaveCount(1);
  expect(
    await page.evaluate(
      "[...document.querySelectorAll('.clients')].every((one) => one.scrollWidth <= one.parentElement.clientWidth)",
    ),
  ).toBe(true);
  expect(requests.filter((url) => !url.startsWith(consoleUrl) && !url.startsWith('data:'))).toEqual([]);
  expect(errors).toEqual([]);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with its script' : 'without scripts', () => {
    test.use({ javaScriptEnabled });
    test('one click switches on and off, what is on stands on top, and reset brings all back', async ({
      page,
      session,
    }) => {
      const { mock, consoleUrl } = session;
      await page.goto(consoleUrl);
      await page.getByText(/^Personas \d+$/).click();
      await expect(page.getByRole('button', { name: 'large', exact: true })).toBeDisabled();
      const persona = page.getByRole('button', { name: 'observed', exact: true });
      await persona.click();
      await expect(page.getByText('It is altered: persona observed.')).toBeVisible();
      expect(mock.switches().personas).toEqual(['observed']);
      await page.getByLabel('Every answer late by').fill('7');
      await page.keyboard.press('Enter');
      await expect(page.getByText('It is altered: persona observed; 7 ms late.')).toBeVisible();
      await page.getByRole('button', { name: 'Switch observed off' }).click();
      await expect(page.getByText('It is altered: 7 ms late.')).toBeVisible();
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await expect(page.getByText('It behaves as the documentation says.')).toBeVisible();
      expect(mock.switches()).toEqual({ personas: [], faults: [], latencyMs: 0 });
    });
  });
}

test('a search finds a fault by its requirement, and a key switches it', async ({ page, session }) => {
  await page.goto(session.consoleUrl);
  await page.keyboard.press('/');
  await page.keyboard.type('create-grants-more create-07');
  await expect(page.locator('.item:visible')).toHaveCount(1);
  const fault = page.getByRole('button', { name: 'create-grants-more', exact: true });
  await fault.focus();
  await page.keyboard.press('Enter');
  await expect(fault).toHaveAttribute('aria-pressed', 'true');
  await expect(fault).toBeFocused();
  expect(session.mock.switches().faults).toEqual(['create-grants-more']);
  await page.locator('#search').fill('');
  await page.getByRole('button', { name: /^on 1$/ }).click();
  await expect(page.locator('.item:visible')).toHaveCount(1);
});

test('requests come in by themselves, and open their exchange', async ({ page, session }) => {
  await page.goto(session.consoleUrl);
  await expect(page.locator('a.request')).toHaveCount(0);
  await session.listClients();
  const listed = page.locator('a.request').filter({ hasText: 'list' });
  await expect(listed.locator('.chip.pass')).toHaveText('200', { timeout: 15_000 });
  await listed.click();
  await expect(page.getByRole('dialog')).toContainText('authorization: Bearer [redacted]');
  await expect(page.getByRole('dialog')).toContainText('"isConfidential": true');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
});

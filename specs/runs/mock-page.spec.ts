import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { exchange } from './mock-session.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './support/chromium.ts';
import { test } from './support/mock.ts';

test.use({ launchOptions: { executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] } });
test.skip(!existsSync(CHROMIUM), `${CHROMIUM} is not installed`);
test.setTimeout(120_000);

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

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
      await accessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    });
  });
}

test('the page asks nobody else, runs no script, and shows what is there', async ({ page, session }) => {
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
  await expect(page.getByRole('cell', { name: organization.clients[2]?.id ?? '' })).toBeVisible();
  await expect(page.getByRole('row', { name: / 200 GET .* list/ })).toHaveCount(1);
  await expect(page.locator('script')).toHaveCount(0);
  expect(requests.filter((url) => !url.startsWith(consoleUrl) && !url.startsWith('data:'))).toEqual([]);
  expect(errors).toEqual([]);
});

test('the forms switch and reset the mock, by keyboard as well', async ({ page, session }) => {
  const { mock, consoleUrl } = session;
  await page.goto(consoleUrl);
  await page.getByText(/^Personas: legal variants \(/).click();
  await page.getByRole('checkbox', { name: /^observed / }).check();
  await page.getByText(/^CREATE \(/).click();
  await page.getByRole('checkbox', { name: /^create-grants-more / }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Milliseconds by which every answer is late').fill('7');
  await page.keyboard.press('Enter');
  const told = 'It is altered: persona observed; fault create-grants-more; 7 ms late.';
  await expect(page.getByText(told)).toBeVisible();
  expect(mock.switches()).toEqual({ personas: ['observed'], faults: ['create-grants-more'], latencyMs: 7 });
  await page.getByText(/^Personas: legal variants \(\d+\), on: observed$/).click();
  await expect(page.getByRole('checkbox', { name: /^observed / })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^large / })).toBeDisabled();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByText('It behaves as the documentation says.')).toBeVisible();
  expect(mock.switches()).toEqual({ personas: [], faults: [], latencyMs: 0 });
});

test('a page of another site cannot switch the mock in a real browser', async ({ page, session }) => {
  const { mock, consoleUrl } = session;
  await page.route('http://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${consoleUrl}/state"><input name="latencyMs" value="9"><button>Win</button></form>`,
    }),
  );
  await page.goto('http://evil.example/');
  const answer = page.waitForResponse(`${consoleUrl}/state`);
  await page.getByRole('button', { name: 'Win' }).click();
  expect((await answer).status()).toBe(403);
  expect(mock.switches().latencyMs).toBe(0);
});

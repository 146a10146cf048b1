import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test as withBrowser } from '@playwright/test';
import { reportPage } from '../../reports/page/index.ts';
import { overviewPage } from '../../reports/page/overview.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { identity } from '../../reports/publish/files.ts';
import { statementOn } from '../../reports/publish/statement.ts';
import { sampleStory } from './samples/stories.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './support/chromium.ts';

const KINDS = ['conformant', 'non-conformant', 'inconclusive'] as const;

const test = withBrowser.extend<
  { report: (kind: (typeof KINDS)[number], exchanges?: number) => Promise<Page> },
  { folder: string }
>({
  folder: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'report-'));
      await use(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  report: async ({ page, folder }, use) => {
    await use(async (kind, exchanges) => {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${kind}.html`);
      writeFileSync(path, reportPage(sampleStory(kind, exchanges)));
      await page.goto(pathToFileURL(path).href);
      return page;
    });
  },
});

test.use({ launchOptions: { executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] } });
test.skip(!existsSync(CHROMIUM), `${CHROMIUM} is not installed`);
test.setTimeout(120_000);

/** What axe has to say against a page. */
async function violations(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations: found } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

test('the pages over several tenants, and of a statement, are accessible and fit on a phone', async ({
  page,
  folder,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const runs = KINDS.map((kind) => ({ name: kind, result: sampleStory(kind).result }));
  const result = { ...sampleStory('non-conformant').result, ...identity() };
  const pages = { overview: overviewPage(runs), statement: statementPage(statementOn(result)) };
  for (const [name, content] of Object.entries(pages)) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, content);
    await page.goto(pathToFileURL(path).href);
    expect(await violations(page), name).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(390);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test.describe(`${colorScheme}, ${width} pixels wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      // The page with failures holds everything; the others are looked at once in each light and at each width.
      for (const kind of (colorScheme === 'dark') === (width === 390) ? KINDS : (['non-conformant'] as const)) {
        test(`the page of a run that is ${kind} is accessible and fits`, async ({ report }) => {
          const page = await report(kind);
          expect(await violations(page)).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        });
      }
    });
  }
}

test('opens within a second, asks for nothing, and stays below a megabyte', async ({ report, page }) => {
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await report('non-conformant', 1000);
  const loaded: unknown = await page.evaluate("performance.getEntriesByType('navigation')[0].duration");
  expect(loaded).toBeLessThan(1000);
  expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
  expect(errors).toEqual([]);
  expect(Buffer.byteLength(reportPage(sampleStory('non-conformant', 1000)))).toBeLessThan(1_000_000);
});

test('nothing of an exchange comes alive', async ({ report }) => {
  const page = await report('non-conformant');
  page.on('dialog', () => expect(true, 'a script of an answer ran').toBe(false));
  await expect(page.locator('article.failure').first()).toContainText('<script>alert(1)</script>');
  await expect(page.locator('script')).toHaveCount(1);
});

test('a search, a filter and a level leave what fits', async ({ report }) => {
  const page = await report('non-conformant');
  await page.keyboard.press('/');
  await expect(page.locator('#search')).toBeFocused();
  await page.keyboard.type('list-01');
  await expect(page.locator('#LIST-01')).toBeVisible();
  await expect(page.locator('#told')).toContainText(/^1 of \d+ shown$/);
  await page.keyboard.press('Escape');
  const failed = page.getByRole('button', { name: 'failed', exact: true });
  await failed.focus();
  await page.keyboard.press('Enter');
  await expect(failed).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-verdict=pass]:visible')).toHaveCount(0);
  await page.locator('#level').selectOption('should');
  await expect(page.locator('#told')).toContainText(/^0 of/);
});

test('a deep link opens what is folded or filtered away', async ({ report }) => {
  const page = await report('conformant');
  await page.locator('#search').fill('nothing like it');
  await page.evaluate("location.hash = '#CREATE-07'");
  await expect(page.locator('#CREATE-07')).toBeVisible();
  await expect(page.locator('#CREATE-07 dl')).toBeVisible();
});

test('failures of one cause are folded, and found where they are looked for', async ({ report }) => {
  const page = await report('non-conformant');
  const fold = page.locator('details.more').first();
  const folded = fold.locator('article.failure').first();
  await expect(folded).toBeHidden();
  await fold.locator('> summary').focus();
  await page.keyboard.press('Enter');
  await expect(folded).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(folded).toBeHidden();
  await page.locator('#search').fill((await folded.getAttribute('id')) ?? '');
  await expect(folded).toBeVisible();
});

test('the keyboard reaches failures and commands', async ({ report }) => {
  const page = await report('non-conformant');
  const shown = page.locator('article.failure:visible');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(shown.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(shown.first()).toBeFocused();
  const unreachable = await page.evaluate(
    "[...document.querySelectorAll('a,button,input,select,summary')].filter((one) => one.tabIndex < 0).length",
  );
  expect(unreachable).toBe(0);
});

test('it prints without controls', async ({ report }) => {
  const page = await report('non-conformant');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('nav.bar')).toBeHidden();
  await expect(page.locator('.tools')).toBeHidden();
  await expect(page.locator('article.failure').first()).toBeVisible();
});

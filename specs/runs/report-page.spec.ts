import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test as withBrowser } from '@playwright/test';
import { reportPage } from '../../reports/page/index.ts';
import { overviewPage } from '../../reports/page/overview.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { identity } from '../../reports/publish/files.ts';
import { statementOn } from '../../reports/publish/statement.ts';
import { requirements } from '../catalogue/index.ts';
import { proofPage } from '../prove/page.ts';
import { sampleProof } from './samples/proof.ts';
import { sampleStory } from './samples/stories.ts';
import { violations } from './support/accessibility.ts';
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

test('the pages over several tenants, of a statement and of a proof are accessible and fit on a phone', async ({
  page,
  folder,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const runs = KINDS.map((kind) => ({ name: kind, result: sampleStory(kind).result }));
  const result = { ...sampleStory('non-conformant').result, ...identity() };
  const pages = {
    overview: overviewPage(runs),
    statement: statementPage(statementOn(result)),
    proof: proofPage(sampleProof(), requirements),
  };
  for (const [name, content] of Object.entries(pages)) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, content);
    await page.goto(pathToFileURL(path).href);
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(390);
    expect(await violations(page), name).toEqual([]);
  }
});

// The page with failures holds everything, so that one is looked at in each light and at each width.
for (const [colorScheme, width, kinds] of [
  ['light', 1440, KINDS],
  ['dark', 390, ['non-conformant']],
] as const)
  test.describe(`${colorScheme}, ${width} pixels wide`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } });

    for (const kind of kinds)
      test(`the page of a run that is ${kind} is accessible and fits`, async ({ report }) => {
        const page = await report(kind);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await violations(page)).toEqual([]);
      });
  });

test('opens within a second, asks for nothing, and stays below a megabyte', async ({ report, page }) => {
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  // Time of the processor: what else the machine does is not the page's fault.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable', { timeDomain: 'threadTicks' });
  await report('non-conformant', 1000);
  const { metrics } = await browser.send('Performance.getMetrics');
  const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(1);
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

test('a search, a filter and a level leave what fits, in all lists, and stand in the address', async ({ report }) => {
  const page = await report('non-conformant');
  await page.keyboard.press('/');
  await expect(page.locator('#search')).toBeFocused();
  await page.keyboard.type('list-02');
  await expect(page.locator('#LIST-02')).toBeVisible();
  await expect(page.locator('#told')).toContainText(/^1 of \d+ shown$/);
  await expect(page.locator('.cells a:visible')).toHaveText(['✓LIST-02']);
  await expect(page.locator('main section:visible h2')).toHaveText([
    'Requirements by operation',
    'All other requirements',
  ]);
  await page.keyboard.press('Escape');
  const failed = page.getByRole('button', { name: /^failed \d+$/ });
  const number = await failed.locator('b').textContent();
  await failed.focus();
  await page.keyboard.press('Enter');
  await expect(failed).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-is=pass]:visible')).toHaveCount(0);
  await expect(page.locator('#told')).toContainText(`${number} of `);
  await page.reload();
  await expect(failed).toHaveAttribute('aria-pressed', 'true');
  await page.locator('#level').selectOption('should');
  await expect(page.locator('#told')).toContainText(/^0 of/);
  await expect(page.locator('#nothing')).toBeVisible();
  await expect(page.locator('main h2:visible')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expect(page.locator('main h2:visible')).not.toHaveCount(0);
  await page.locator('.glance').getByRole('link', { name: 'warnings' }).click();
  await expect(page.locator('article.failure.warn').first()).toBeVisible();
  await expect(page.locator('article.failure.fail:visible')).toHaveCount(0);
});

test('causes stand below the verdict, cells say their whole id, and a conformant run is short', async ({ report }) => {
  const page = await report('conformant', 900);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(6000);
  await expect(page.locator('.cells a').filter({ hasText: /^✓[A-Z]+(-[A-Z0-9]+)+$/ })).toHaveCount(
    Object.keys(requirements).length,
  );
  await report('non-conformant');
  const cause = page.locator('.causes a').first();
  await cause.click();
  await expect(page.locator(`article.failure#${await cause.textContent()}`)).toBeInViewport();
  await expect(page.locator('.keys').first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(page.locator('.keys:visible')).toHaveCount(0);
});

test('what was disturbed leads from the timeline to its exchange', async ({ report }) => {
  const page = await report('non-conformant', 120);
  await page.locator('.dots a').first().click();
  await expect(page.locator('details.item#x0 summary').first()).toContainText('503');
  await page.locator('#x0 details summary').click();
  await expect(page.locator('#x0 pre')).toContainText('503');
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
  const fold = page.locator('.root details.fold').first();
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

test('it prints without controls, every failure in full, and without what passed', async ({ report, folder }) => {
  const page = await report('non-conformant');
  const { result } = sampleStory('non-conformant');
  const failing = result.requirements.filter(({ verdict }) => verdict !== 'pass');
  expect(failing.length).toBeGreaterThanOrEqual(20);
  // A search that is on takes nothing away from paper.
  await page.locator('#search').fill('zzzz');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('nav.bar')).toBeHidden();
  await expect(page.locator('.tools')).toBeHidden();
  await expect(page.locator('article.failure .sides:visible')).toHaveCount(
    await page.locator('article .sides').count(),
  );
  await expect(page.locator('[data-is=pass]:visible')).toHaveCount(0);
  const path = join(folder, 'report.pdf');
  await page.pdf({ path, format: 'A4' });
  // Lines are broken anywhere, so spaces do not count.
  const solid = (part: string) => part.replaceAll(/\s+/g, '');
  const text = solid(
    existsSync(PDFTOTEXT)
      ? execFileSync(PDFTOTEXT, ['-raw', path, '-'], { encoding: 'utf8' })
      : await page.locator('body').innerText(),
  );
  for (const { id, statement, signature } of failing) {
    expect(text, id).toContain(solid(`${statement} ${id}`));
    expect(text, id).toContain(solid(`${signature}, for a waiver`));
  }
  expect(text.match(/EXPECTED/gi)?.length).toBeGreaterThanOrEqual(failing.length);
});

/** Part of poppler-utils, which reads the text of a PDF; where it is not, what Chromium shows on paper is searched. */
const PDFTOTEXT = '/usr/bin/pdftotext';

test('a statement is one sheet with all that identifies it, and an annex', async ({ page, folder }) => {
  const told = statementOn({ ...sampleStory('non-conformant').result, ...identity() });
  const path = join(folder, 'statement.html');
  writeFileSync(path, statementPage(told, 'thumbprint-of-the-key'));
  await page.goto(pathToFileURL(path).href);
  const sheet = page.locator('.sheet');
  for (const text of [told.digest, told.document.edition, told.document.digest, 'thumbprint-of-the-key', 'verify'])
    await expect(sheet).toContainText(text);
  const { must } = sampleStory('non-conformant').result.summary;
  const numbers = ['must', must.pass + must.fail + must.waived, must.pass, must.fail, must.waived];
  await expect(sheet.getByRole('row', { name: numbers.join(' ') })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  // The height of A4 within its margins, at 96 pixels an inch.
  await page.setViewportSize({ width: 688, height: 1000 });
  expect((await sheet.boundingBox())?.height).toBeLessThanOrEqual(1016);
});

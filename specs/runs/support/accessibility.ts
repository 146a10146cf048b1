import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** So many of the parts of a table, list or section are looked at: those behind them are made by the same code, and axe takes its time for each. */
const ENTRIES = 8;

/** What axe has to say against a page. Takes entries off it that are like others. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(
    `for (const one of document.querySelectorAll(':not(html, body, main, dl) > :nth-child(n+${ENTRIES + 1})')) one.remove()`,
  );
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

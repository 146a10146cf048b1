/** Takes the pictures of the main pages that README and docs show: `npm run pictures`. Needs Debian's Chromium. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { startMock } from '../../bin/mock/start.ts';
import { reportPage } from '../../reports/page/index.ts';
import { overviewPage } from '../../reports/page/overview.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { identity } from '../../reports/publish/files.ts';
import { statementOn } from '../../reports/publish/statement.ts';
import { requirements } from '../catalogue/index.ts';
import { proofPage } from '../prove/page.ts';
import { sampleProof } from './samples/proof.ts';
import { sampleStory } from './samples/stories.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './support/chromium.ts';

const OUT = 'docs/pictures';
const stories = (['conformant', 'non-conformant', 'inconclusive'] as const).map((name) => ({
  name,
  ...sampleStory(name, 120),
}));
const [good, bad] = stories;
if (good === undefined || bad === undefined) throw new Error('There are no samples.');
const pages = {
  report: reportPage(bad),
  statement: statementPage(
    statementOn({ ...good.result, ...identity() }),
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  ),
  overview: overviewPage(stories),
  proof: proofPage(sampleProof(), requirements),
};

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const mock = await startMock({ personas: ['observed'], faults: ['create-grants-more'] });
await Promise.all(
  ['/connect/token', '/api/ExternalClient/x'].map((path) => fetch(`${mock.tenant.identityUrl}${path}`)),
);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] });
try {
  mkdirSync(OUT, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1080, height: 700 } });
  const take = async (name: string, address: string) => {
    await page.goto(address);
    await page.screenshot({ path: join(OUT, `${name}.jpg`), type: 'jpeg', quality: 55 });
  };
  for (const [name, content] of Object.entries(pages)) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, content);
    await take(name, pathToFileURL(path).href);
  }
  await take('console', mock.consoleUrl);
} finally {
  await browser.close();
  await mock.close();
  rmSync(folder, { recursive: true });
}

/** Takes the pictures of the main pages that README and docs show: `npm run pictures`. Needs Debian's Chromium. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import type { ProofResult } from '../prove/result.ts';
import { sampleProof } from './samples/proof.ts';
import { sampleStory } from './samples/stories.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './support/chromium.ts';

const OUT = 'docs/pictures';
/** What `npm run prove` left; a picture of it tells more than one of a made-up proof. */
const PROOF = 'reports/out/proof.json';
const proof = existsSync(PROOF) ? (JSON.parse(readFileSync(PROOF, 'utf8')) as ProofResult) : sampleProof();
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
  proof: proofPage(proof, requirements),
};

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const mock = await startMock({ personas: ['observed'], faults: ['create-grants-more'] });
await makeTraffic();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] });
try {
  mkdirSync(OUT, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 830 } });
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

/** What somebody who develops a client would send: with a token and without, allowed and refused. */
async function makeTraffic(): Promise<void> {
  const { identityUrl, tokenUrl, organizations } = mock.tenant;
  const [own, other] = organizations;
  if (own === undefined || other === undefined) throw new Error('The mock has two organizations.');
  const { clientId, clientSecret } = own.administrator;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret ?? '' };
  const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const base = `${identityUrl}/api/ExternalClient`;
  await fetch(`${base}/${own.partitionId}`);
  await fetch(`${base}/${own.partitionId}`, { headers });
  await fetch(`${base}/${other.partitionId}`, { headers });
  await fetch(`${base}/${own.partitionId}/${clientId}`, { headers });
  const [first] = own.clients;
  if (first !== undefined) await fetch(`${base}/${own.partitionId}/${first.clientId}`, { method: 'DELETE', headers });
}

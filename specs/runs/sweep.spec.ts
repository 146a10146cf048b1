import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { readJournals } from '../../fixtures/session/journal.ts';
import { liveOptions } from '../../fixtures/session/run.ts';
import { Session } from '../../fixtures/session/session.ts';
import { type Swept, sweep } from '../../fixtures/session/sweep.ts';
import { sweepByName } from '../../fixtures/session/sweep-by-name.ts';
import { LiveTenant } from './support/live.ts';
import { killTrial } from './trials/kill.ts';

const test = base.extend<{ tenant: LiveTenant; sweeping: (dry?: boolean) => Promise<readonly Swept[]> }>({
  tenant: async ({}, use) => {
    const tenant = await LiveTenant.start();
    await use(tenant);
    await tenant.close();
  },
  sweeping: async ({ tenant }, use) => {
    await use(async (dry = false) => {
      const session = sessionOf(tenant, 'sweeper1');
      const swept = await sweep(session, tenant.journal, dry);
      await session.cleanUp();
      return swept;
    });
  },
});

/** A session of a run with this tag. */
function sessionOf(tenant: LiveTenant, runId: string): Session {
  return new Session({
    ...liveOptions(readSettings(tenant.env())),
    runId,
    journalFolder: tenant.journal,
    consistencyMs: 300,
  });
}

/** A process id that nobody has any more. */
const { pid: DEAD } = spawnSync(process.execPath, ['-e', '']);

/** A session that made three clients and was killed: its journal is that of a process which is no more. */
async function killed(tenant: LiveTenant, runId: string): Promise<Session> {
  const session = sessionOf(tenant, runId);
  await session.prepare();
  await session.client();
  await session.client();
  await session.client();
  await session.abandon();
  const [found] = readJournals(tenant.journal).filter(({ head }) => head.runId === runId);
  if (found === undefined) throw new Error('There is no journal.');
  const text = readFileSync(found.path, 'utf8').replace(/"pid":\d+,"runner":\d+/, `"pid":${DEAD},"runner":${DEAD}`);
  writeFileSync(found.path, text);
  return session;
}

test('removes what a killed run left, by its journal, and nothing else', async ({ tenant, sweeping }) => {
  const clients = tenant.running.store.organizations[0]?.clients ?? [];
  const before = JSON.stringify(clients);
  await killed(tenant, 'aaaa0001');
  const [template] = clients.filter(({ isConfidential }) => isConfidential);
  if (template === undefined) throw new Error('There is no client.');
  // Somebody else's, whatever its name.
  const stranger = { ...template, id: crypto.randomUUID(), name: 'ecc-aaaa0001-0.99 not on record' };
  // The tenant has another list by now: a client of the first phase is gone.
  tenant.running.store.organizations[0]?.clients.push(stranger);
  expect((await sweeping(true)).filter(({ state }) => state === 'found')).toHaveLength(3);
  expect(tenant.ours()).toHaveLength(4);
  expect((await sweeping()).map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
  expect(tenant.ours()).toEqual([stranger.name]);
  const rest = tenant.running.store.organizations[0]?.clients.filter(({ id }) => id !== stranger.id);
  expect(JSON.stringify(rest)).toBe(before);
  expect(readdirSync(tenant.journal)).toEqual([]);
});

test('finds a create whose answer was lost by its name', async ({ tenant, sweeping }) => {
  const session = await killed(tenant, 'aaaa0002');
  const [found] = readJournals(tenant.journal);
  if (found === undefined) throw new Error('There is no journal.');
  const lines = readFileSync(found.path, 'utf8').trim().split('\n');
  const last = lines.findLastIndex((line) => line.includes('"made"'));
  // As if the process had ended between the create and its answer, in the middle of writing.
  writeFileSync(found.path, lines.filter((_, index) => index !== last).join('\n'));
  appendFileSync(found.path, '\n{"step":"made","name":"ecc-aa');
  expect((await sweeping()).filter(({ state }) => state === 'removed')).toHaveLength(3);
  expect(tenant.ours()).toEqual([]);
  expect(session.ledger.leftovers).toEqual([]);
});

test('keeps a client that has lost the tag of its run', async ({ tenant, sweeping }) => {
  await killed(tenant, 'aaaa0003');
  const client = tenant.running.store.organizations[0]?.clients.at(-1);
  if (client === undefined) throw new Error('There is no client.');
  client.name = 'Now in production';
  const swept = await sweeping();
  expect(swept.find(({ id }) => id === client.id)).toMatchObject({ state: 'kept' });
  expect(tenant.running.store.organizations[0]?.clients).toContain(client);
  expect(readdirSync(tenant.journal)).toHaveLength(1);
});

test('leaves runs alone that are still at work, and other tenants', async ({ tenant, sweeping }) => {
  const session = sessionOf(tenant, 'aaaa0004');
  await session.prepare();
  await session.client();
  await session.client();
  const head = { step: 'run', runId: 'aaaa0005', identityUrl: 'https://elsewhere.example/identity_', partitionId: 'x' };
  const elsewhere = join(tenant.journal, 'aaaa0005-0.jsonl');
  const whose = { at: new Date().toISOString(), host: hostname(), pid: DEAD, runner: DEAD };
  const made = { step: 'made', name: 'ecc-aaaa0005-0.1 x', id: crypto.randomUUID() };
  writeFileSync(elsewhere, `${JSON.stringify({ ...head, ...whose })}\n${JSON.stringify(made)}\n`);
  expect(await sweeping()).toEqual([]);
  expect(tenant.ours()).toHaveLength(2);
  expect(existsSync(elsewhere)).toBe(true);
  await session.cleanUp();
  expect(tenant.ours()).toEqual([]);
});

test('a journal whose run ends while the folder is read is none', ({}, info) => {
  const folder = info.outputDir;
  const head = { step: 'run', runId: 'abc', pid: 1, host: 'here', identityUrl: 'https://t.example', partitionId: 'p' };
  writeFileSync(info.outputPath('abc-1.jsonl'), `${JSON.stringify(head)}\n`);
  // Listed, and gone when it is opened.
  symlinkSync(join(folder, 'gone'), info.outputPath('abc-0.jsonl'));
  expect(readJournals(folder).map(({ path }) => path)).toEqual([join(folder, 'abc-1.jsonl')]);
});

test('a run that is killed leaves nothing behind its sweep', async () => {
  expect(await killTrial(1)).toMatchObject({ remaining: 0, changed: 0, complaints: [] });
});

test('without a journal clients are found by the names of the suite, told first, and removed once they are old enough', async ({
  tenant,
}) => {
  const [own] = tenant.running.store.organizations;
  const before = JSON.stringify(own?.clients);
  const session = await killed(tenant, 'lost0001');
  await session.abandon();
  const atWork = sessionOf(tenant, 'alive001');
  await atWork.prepare();
  const { id } = await atWork.client();
  for (const name of readdirSync(tenant.journal)) if (name.startsWith('lost')) rmSync(join(tenant.journal, name));
  const look = await tenant.run(['doctor']);
  expect(look.output).toContain('3 clients look like ours, and no journal here tells of them');
  const plain = await tenant.run(['sweep']);
  expect(plain.output).toMatch(
    /^0 clients of earlier runs removed, 0 kept\.\n3 clients look like ours, and no journal/,
  );
  const sweeper = sessionOf(tenant, 'sweeper1');
  const told: Swept[] = [];
  const found = (all: readonly Swept[]): void => void told.push(...all);
  const young = await sweepByName(sweeper, tenant.journal, { olderThanMs: 3_600_000, dry: false, found });
  expect(young.map(({ state }) => state)).toEqual(['kept', 'kept', 'kept']);
  told.length = 0;
  // Clocks do not agree on what was made just now: without an age it does not matter.
  const ahead = new Date(Date.now() + 5000).toISOString();
  for (const client of own?.clients ?? [])
    if (client.name.startsWith('ecc-lost')) for (const secret of client.secrets) secret.creationTime = ahead;
  const swept = await sweepByName(sweeper, tenant.journal, { olderThanMs: 0, dry: false, found });
  expect(told.map(({ state }) => state)).toEqual(['found', 'found', 'found']);
  expect(swept.map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
  expect(own?.clients.filter((client) => client.id !== id).length).toBe(JSON.parse(before).length);
  await sweeper.cleanUp();
  await atWork.cleanUp();
  expect(JSON.stringify(own?.clients)).toBe(before);
});

test('an age that is none is refused', async ({ tenant }) => {
  const { code, output } = await tenant.run(['sweep', '--by-name', '--older-than', 'yesterday']);
  expect([code, output.trim()]).toEqual([
    2,
    '--older-than is "yesterday"; write a number and m, h or d, such as 30m, 1h or 2d.',
  ]);
});

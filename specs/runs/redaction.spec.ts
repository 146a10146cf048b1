import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { isObject, type Variant } from '../../fixtures/mock/index.ts';
import { readJournals } from '../../fixtures/session/journal.ts';
import { Redactor } from '../../fixtures/wire/redact.ts';
import { found, isSuspicious, MARK, textsBelow } from './support/canaries.ts';
import { type LiveRun, LiveTenant } from './support/live.ts';

/** A secret that every encoding changes. */
const canary = (): string => `${MARK}${randomBytes(12).toString('base64url')}/+="\\&%é`;

/** A tenant whose every secret and token is known to the test. */
async function open(...variants: readonly Variant[]): Promise<{ tenant: LiveTenant; canaries: string[] }> {
  const canaries: string[] = [];
  const remember = (value: string): string => {
    canaries.push(value);
    return value;
  };
  const telling: Variant = {
    points: (base) => ({
      newSecretValue: () => remember(canary()),
      issueToken: async (claims) => remember(await base.issueToken(claims)),
    }),
  };
  const clientSecret = remember(canary());
  const organizations = [{ administrator: { clientSecret } }, { administrator: { clientSecret: remember(canary()) } }];
  return { tenant: await LiveTenant.start({ organizations, variants: [telling, ...variants] }), canaries };
}

/** No credential may stand in what the run printed, nor in any file that it wrote, journals included. */
function expectNoHits(tenant: LiveTenant, canaries: readonly string[], run: LiveRun, least: number): void {
  const texts = [{ place: 'output', text: run.output }, ...textsBelow(tenant.folder)];
  expect(texts.length).toBeGreaterThan(least);
  expect(canaries.length).toBeGreaterThan(5);
  expect(canaries.every((value) => isSuspicious(value))).toBe(true);
  const hits = texts.filter(({ text }) => isSuspicious(text)).map(({ place }) => place);
  expect(hits).toEqual([]);
}

test('words and line breaks around credentials stay', () => {
  const redactor = new Redactor();
  const value = canary();
  redactor.learn(value, 'token');
  const told = 'expected  status 401, WWW-Authenticate: Bearer\nactual    status 401, the word Bearer and no token';
  expect(redactor.redact(told)).toBe(told);
  expect(redactor.redact(`Authorization: Bearer ${value}\nactual`)).toBe('Authorization: Bearer [token-1]\nactual');
});

test.describe('the search finds a value', () => {
  const value = canary();
  const encodings: Record<string, string> = {
    plain: value,
    'in a URL': encodeURIComponent(value),
    'in JSON': JSON.stringify({ a: JSON.stringify({ value }) }),
    'in Base64': Buffer.from(value).toString('base64'),
    'in Base64, one byte on': Buffer.from(`x${value}:y`).toString('base64'),
    'in Base64, two bytes on': Buffer.from(`xy${value}:y`).toString('base64url'),
    'split over lines': value.replace(/(.{9})/g, '$1\n  '),
    'split over lines in JSON': JSON.stringify(value.replace(/(.{9})/g, '$1\r\n')),
    'in a form': new URLSearchParams({ value }).toString(),
  };
  for (const [how, text] of Object.entries(encodings)) {
    test(`${how}, and the redactor removes it`, () => {
      const around = `before ${text} after`;
      expect(found([value], around)).toEqual([value]);
      const redactor = new Redactor();
      redactor.learn(value);
      expect(redactor.holds(around)).toBe(true);
      const clean = redactor.redact(around);
      expect(found([value], clean)).toEqual([]);
      expect(clean).toMatch(/before.*\[secret-1\].*after/s);
    });
  }
});

test('a conformant run shows no credential', async () => {
  const { tenant, canaries } = await open();
  const run = await tenant.run(['run']);
  expect(run.result?.verdict, run.output).toBe('conformant');
  expectNoHits(tenant, canaries, run, 8);
  await tenant.close();
});

test('a run with many failures shows no credential', async () => {
  const values = new Map<string, string[]>();
  const blabbing: Variant = {
    around: async (call, next) => {
      const reply = await next();
      if (!call.path.includes('/api/') || !isObject(reply.body)) return reply;
      const { id, secret } = reply.body;
      const asked = isObject(call.json) ? call.json.clientId : undefined;
      // Of the client in question only: what another process was given, this one cannot know.
      const client = String(call.params.clientId ?? asked ?? id).toLowerCase();
      const secrets = values.get(client) ?? [];
      if (typeof secret === 'string') secrets.push(secret);
      values.set(client, secrets);
      // The values in every read and in refusals, in words, encoded, and split.
      const echo = {
        authorization: call.headers.authorization,
        words: secrets.join(' and '),
        encoded: secrets.map((one) => Buffer.from(`id:${one}`).toString('base64')),
        split: secrets.map((one) => one.replace(/(.{7})/g, '$1\n')),
      };
      return { ...reply, status: reply.status === 200 ? 202 : reply.status, body: { ...reply.body, echo } };
    },
  };
  const { tenant, canaries } = await open(blabbing);
  const run = await tenant.run(['run', '--operation', 'create,get,generateSecret'], {
    CONFORMANCE_CONSISTENCY_MS: '100',
  });
  expect(run.result?.headline, run.output).toMatch(/^PARTIAL: .* fails?/);
  expectNoHits(tenant, canaries, run, 8);
  await tenant.close();
});

test('a run whose worker and tenant break shows no credential', async () => {
  const { tenant, canaries } = await open();
  // Two processes, of which one can be killed.
  const started = tenant.start(['run', '--reporter', 'dot']);
  const workers = () =>
    readJournals(tenant.journal).filter(({ head, path }) => head.pid !== process.pid && /-[01]\.jsonl$/.test(path));
  const until = Date.now() + 90_000;
  while (workers().every(({ pending }) => pending.length === 0) && Date.now() < until) await sleep(20);
  const [worker] = workers();
  if (worker !== undefined) process.kill(worker.head.pid, 'SIGKILL');
  await sleep(500);
  await tenant.running.close();
  const run = await started.ended;
  expect(run.code, run.output).toBe(2);
  expect(run.result?.verdict).toBe('inconclusive');
  expectNoHits(tenant, canaries, run, 2);
  await tenant.close();
});

test('what a mask leaves of a secret stands for that secret, and what it leaves of nothing known for nothing', () => {
  const redactor = new Redactor();
  const value = randomBytes(24).toString('base64url');
  redactor.learn(value);
  redactor.learn(`${value.slice(0, -4)}****`);
  redactor.learn(`${randomBytes(12).toString('base64url')}****`);
  expect(redactor.redact(`secret ${value.slice(0, -4)}****`)).toBe(`secret ${redactor.redact(value)}`);
  expect(new Set(redactor.known.values()).size).toBe(2);
});

test('a token that has the signs of a mask in it is not taken for what is left of another one', () => {
  const redactor = new Redactor();
  const head = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(`{"iss":"${'x'.repeat(60)}"`).toString('base64url')}`;
  const [first, second] = [`${head}one.abcdefghijk`, `${head}two.abXxxXcdefg`];
  for (const token of [first, second]) redactor.learnFrom({ access_token: token });
  expect(redactor.redact(`${first} and ${second}`)).toBe('[token-1] and [token-2]');
});

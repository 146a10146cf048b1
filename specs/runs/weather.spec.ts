import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { Call, Json, Variant } from '../../fixtures/mock/index.ts';
import { EnvironmentError } from '../../fixtures/wire/errors.ts';
import { Redactor } from '../../fixtures/wire/redact.ts';
import { Transport } from '../../fixtures/wire/transport.ts';
import type { ConformanceResult } from '../../reports/verdict/result.ts';
import { LiveTenant } from './support/live.ts';
import { disturbancesTrial } from './trials/disturbances.ts';

/** What a server does with one request. */
type Deed = (respond: { status: number; headers: Record<string, string>; body: string }) => void;
/** How often one request is sent at most when its answers are lost. */
const ATTEMPTS = 5;
type Weather = 'fine' | '429' | '429 seconds' | '429 date' | '503' | 'html' | 'reset' | 'cut' | 'silence';

/** A server that meets each request with the next weather, and then is fine. */
async function under(weather: readonly Weather[]): Promise<{ server: Server; origin: string; count: () => number }> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const answer: Deed = ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body);
    const kind = weather[count++] ?? 'fine';
    const deeds: Record<Weather, () => void> = {
      fine: () => answer({ status: 200, headers: {}, body: '{}' }),
      429: () => answer({ status: 429, headers: {}, body: '' }),
      '429 seconds': () => answer({ status: 429, headers: { 'retry-after': '1' }, body: '' }),
      '429 date': () =>
        answer({ status: 429, headers: { 'retry-after': new Date(Date.now() + 1500).toUTCString() }, body: '' }),
      503: () => answer({ status: 503, headers: {}, body: '' }),
      html: () => answer({ status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' }),
      reset: () => incoming.socket.destroy(),
      cut: () => {
        outgoing.writeHead(200, { 'content-length': '100' });
        outgoing.write('{"half":', () => incoming.socket.destroy());
      },
      silence: () => {},
    };
    deeds[kind]();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
}

const BUDGET = { requestTimeoutMs: 1500, attempts: 4, rateLimitMs: 5000, lostMs: 20_000 };

for (const kind of ['429', '429 seconds', '429 date', '503', 'html', 'reset', 'cut', 'silence'] as const) {
  test(`a request that meets ${kind} is answered in the end`, async () => {
    const { server, origin, count } = await under([kind]);
    const transport = new Transport(BUDGET, new Redactor());
    expect((await transport.send({ method: 'GET', origin, path: '/', headers: {} })).status).toBe(200);
    expect(count()).toBe(2);
    // What may have reached the tenant is not sent again unless somebody looks first.
    const again = await under([kind]);
    const post = transport.send({ method: 'POST', origin: again.origin, path: '/', headers: {}, body: '{}' });
    if (kind.startsWith('429')) expect((await post).status).toBe(200);
    else await expect(post).rejects.toThrow(EnvironmentError);
    await transport.close();
    for (const one of [server, again.server]) {
      one.closeAllConnections();
      one.close();
    }
  });
}

test('503 to one request alone, however often it is sent, is an answer; to others as well it is a gateway', async () => {
  const away = Array.from({ length: BUDGET.attempts }, () => '503' as const);
  const { server, origin } = await under(['fine', ...away, 'fine', ...away, 'fine']);
  const transport = new Transport(BUDGET, new Redactor());
  const ask = (body: string) =>
    transport.send({ operation: 'token', method: 'POST', origin, path: '/', headers: {}, body }, { repeatable: true });
  expect((await ask('good')).status).toBe(200);
  expect((await ask('odd')).status).toBe(503);
  await expect(ask('another')).rejects.toThrow(EnvironmentError);
  await transport.close();
  server.closeAllConnections();
  server.close();
});

test('a create that was lost is looked for before it is repeated', async () => {
  const { server, origin } = await under(['cut']);
  const transport = new Transport(BUDGET, new Redactor());
  let looked = 0;
  const recover = async (): Promise<void> => {
    looked += 1;
  };
  const answer = await transport.send({ method: 'POST', origin, path: '/', headers: {}, body: '{}' }, { recover });
  expect([answer.status, looked]).toEqual([200, 1]);
  await transport.close();
  server.closeAllConnections();
  server.close();
});

test('a tenant that is gone costs no more than a few requests', async () => {
  const { server, origin } = await under([]);
  server.close();
  const transport = new Transport({ ...BUDGET, attempts: 2 }, new Redactor());
  const send = () => transport.send({ method: 'GET', origin, path: '/', headers: {} });
  for (let tries = 0; tries < 3; tries += 1) await expect(send()).rejects.toThrow(/ECONNREFUSED/);
  expect(transport.isSilent).toBe(true);
  await expect(send()).rejects.toThrow(/ECONNREFUSED.* in 1 attempt/);
  await expect(send()).rejects.toThrow(/was not sent: the tenant has stopped answering/);
  await transport.close();
});

test('a run in bad weather comes to the right verdict', async () => {
  const fine = await disturbancesTrial(1, false, { CONFORMANCE_OPERATION: 'create,delete' });
  expect(fine).toMatchObject({ verdicts: { partial: 1 }, left: 0 });
  const broken = await disturbancesTrial(1, true, { CONFORMANCE_ONLY: 'DELETE-03,LIST-01' });
  expect(broken.verdicts).toEqual({ partial: 1 });
});

/** Loses the answer to requests that the tenant has carried out, each once. @param which names what is lost; undefined: nothing */
function losing(which: (call: Call) => string | undefined): Variant {
  const lost = new Set<string>();
  return {
    around: async (call, next) => {
      const key = which(call);
      const reply = await next();
      if (key === undefined || lost.has(key)) return reply;
      lost.add(key);
      return { ...reply, destroy: 'within' };
    },
  };
}

test('what a lost GenerateSecret or create may have made is removed, and nothing that was there before', async () => {
  const seen = new Set<string>();
  const again = (call: Call, member: string): string | undefined => {
    const value = (call.json as Json | undefined)?.[member];
    if (typeof value !== 'string') return undefined;
    if (seen.has(value)) return value;
    seen.add(value);
    return undefined;
  };
  const tenant = await LiveTenant.start({
    // Those that have a description, or a name, for the second time.
    variants: [
      losing((call) => {
        if (call.operation === 'generateSecret') return again(call, 'description');
        return call.operation === 'create' ? again(call, 'name') : undefined;
      }),
    ],
  });
  const { verdict, headline } = await tenant.judge({
    CONFORMANCE_ONLY: 'GENSECRET-08,GENSECRET-15,CREATE-12,READING-DUPLICATE-NAME',
  });
  expect(verdict, headline).toBe('partial');
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

/** Runs against a tenant that does what it is asked, and of whose first answers to each request as many are lost as `losses` say in turn. */
async function runWithLost(
  lostMethod: string,
  losses: readonly number[],
): Promise<{ result: ConformanceResult; left: readonly string[] }> {
  const lost = new Map<string, number>();
  const losing: Variant = {
    around: async ({ method, path, body }, next) => {
      if (method !== lostMethod) return next();
      const request = `${path} ${body}`;
      const left = lost.get(request) ?? losses[lost.size % losses.length] ?? 0;
      lost.set(request, Math.max(left - 1, 0));
      return left > 0 ? { ...(await next()), destroy: 'within' } : next();
    },
  };
  const tenant = await LiveTenant.start({ variants: [losing] });
  const result = await tenant.judge();
  expect(lost.size).toBeGreaterThan(40);
  await tenant.close();
  return { result, left: tenant.ours() };
}

test('where every third answer to a DELETE is lost, others tell what it would have been', async () => {
  const { result, left } = await runWithLost('DELETE', [0, 1, 0]);
  expect(result.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect([result.verdict, left]).toEqual(['conformant', []]);
});

for (const [method, losses] of [
  ['DELETE', [0, 1, 0, 1, 1, 0, 1, 0, ATTEMPTS, 1, 1]],
  ['POST', [0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, ATTEMPTS]],
] as const)
  test(`where half of the answers to ${method} are lost, some of them for good, none is held against the tenant`, async () => {
    const { result, left } = await runWithLost(method, losses);
    expect(result.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(result.requirements.filter(({ cause }) => cause === 'prerequisite')).toEqual([]);
    expect(result.leftovers.map(({ name }) => name)).toEqual(left);
  });

test('where every 204 is lost, none is held against the tenant', async () => {
  const losing: Variant = {
    around: async (_call, next) => {
      const reply = await next();
      return reply.status === 204 ? { ...reply, destroy: 'within' } : reply;
    },
  };
  const tenant = await LiveTenant.start({ variants: [losing] });
  const result = await tenant.judge();
  await tenant.close();
  expect(result.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(result.verdict).toBe('inconclusive');
});

test('a tenant that dies within a run ends it inconclusive, with the results so far', async () => {
  let requests = 0;
  let dead = false;
  const tenant = await LiveTenant.start({
    variants: [
      {
        around: (_call, next) => {
          requests += 1;
          dead ||= requests > 150;
          return dead ? { status: 500, headers: {}, body: undefined, destroy: 'before' } : next();
        },
      },
    ],
  });
  const { code, result, output } = await tenant.run(['run']);
  expect(code, output).toBe(2);
  expect(result?.verdict).toBe('inconclusive');
  expect(result?.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(result?.requirements.some(({ verdict }) => verdict === 'pass')).toBe(true);
  // It comes back, and what was left is swept.
  dead = false;
  requests = -100_000;
  expect((await tenant.run(['sweep'])).code).toBe(0);
  expect(tenant.ours()).toEqual([]);
  await tenant.close();
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { metrics } from '../../reports/formats/metrics.ts';
import { reportPage } from '../../reports/page/index.ts';
import { digestOf } from '../../reports/publish/files.ts';
import { belongsInHistory, keepInHistory, readHistory } from '../../reports/publish/history.ts';
import { notify, payloadOf } from '../../reports/publish/notify.ts';
import { sinceLast } from '../../reports/publish/since.ts';
import { sampleResult } from './samples/results.ts';
import { sampleStory } from './samples/stories.ts';
import { test } from './support/small-project.ts';

const day = (number: number) => `2026-10-${String(number).padStart(2, '0')}T03:00:00.000Z`;

test('earlier results are read from files and folders, oldest first, and anything else is passed over', ({
  folder,
}) => {
  const write = (path: string, number: number) => {
    const result = sampleResult({}, { startedAt: day(number) });
    writeFileSync(path, JSON.stringify({ ...result, digest: digestOf(result) }));
  };
  write(join(folder, 'b.json'), 2);
  mkdirSync(join(folder, 'night-1'));
  write(join(folder, 'night-1/conformance.json'), 1);
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'cut.json'), '{"formatVersion"');
  expect(readHistory(folder).map(({ startedAt }) => startedAt)).toEqual([day(1), day(2)]);
  expect(readHistory(join(folder, 'nowhere'))).toEqual([]);
});

test('of many results the last thirty count', ({ folder }) => {
  for (let number = 1; number <= 31; number += 1) {
    const result = sampleResult({}, { startedAt: day(number) });
    writeFileSync(join(folder, `${number}.json`), JSON.stringify({ ...result, digest: digestOf(result) }));
  }
  expect(readHistory(folder)).toHaveLength(30);
  expect(readHistory(folder)[0]?.startedAt).toBe(day(2));
});

test('the trend stands in the report where there is one', () => {
  const story = sampleStory('conformant');
  expect(reportPage(story)).toContain('The last 4 runs');
  expect(reportPage({ ...story, history: [] })).not.toContain('id="trend"');
});

test('the trend tells since when a requirement fails, and which ones flap', () => {
  const story = sampleStory('non-conformant');
  const [fails, flaps] = story.result.requirements.filter(({ verdict }) => verdict === 'fail');
  const open = story.result.requirements.find(({ verdict }) => verdict === 'pass');
  const holds = (id: string, number: number) =>
    (id === fails?.id && number < 3) || (id === flaps?.id && number % 2 === 1) || (id === open?.id && number > 1);
  const history = [1, 2, 3, 4].map((number) => ({
    ...story.result,
    startedAt: day(number),
    requirements: story.result.requirements.map((one) =>
      holds(one.id, number)
        ? { ...one, verdict: 'pass' as const }
        : { ...one, verdict: one.id === open?.id ? ('fail' as const) : one.verdict },
    ),
  }));
  const requirements = story.result.requirements.map((one) =>
    one === open ? { ...one, verdict: 'skip' as const, cause: 'environment' as const } : one,
  );
  const page = reportPage({ ...story, result: { ...story.result, requirements }, history });
  const told = (id = '') =>
    new RegExp(`href="#${id}">${id}</a><br>[^]*?<span class="chip \\w+">([^<]*)`).exec(page)?.[1];
  expect(told(fails?.id)).toBe(`failed since ${day(3).slice(0, 10)} ${day(3).slice(11, 16)} UTC`);
  expect(told(flaps?.id)).toBe('flapping: 3 changes');
  expect(told(open?.id)).toBe(`held from ${day(2).slice(0, 10)} ${day(2).slice(11, 16)} UTC on, not verified now`);
});

test('runs on one tenant and environment are kept apart from others, and only whole ones', ({ folder }) => {
  const on = (environment: string | undefined, number: number) =>
    sampleResult(
      {},
      {
        startedAt: day(number),
        tenant: { tenant: 'https://a/identity_', partition: 'p', ...(environment && { environment }) },
      },
    );
  keepInHistory(folder, on(undefined, 1));
  keepInHistory(folder, on('staging', 2));
  keepInHistory(folder, on(undefined, 3));
  const read = (environment: string | undefined, number: number) =>
    readHistory(folder, on(environment, number)).map(({ startedAt }) => startedAt);
  expect(read(undefined, 4)).toEqual([day(1), day(3)]);
  expect(read(undefined, 3)).toEqual([day(1)]);
  expect(read('staging', 4)).toEqual([day(2)]);
  expect(belongsInHistory({ ...on(undefined, 1), word: 'PARTIAL' })).toBe(false);
  expect(belongsInHistory({ ...on(undefined, 1), shard: '1/2' })).toBe(false);
});

const CHANGED = ['CONFORMANT', 'NON-CONFORMANT'] as const;
/** A run before, and one whose verdict is another one. */
function changed() {
  const tenant = { tenant: 'https://a/identity_', partition: 'p' };
  const [before, now] = CHANGED.map((word, index) => ({
    ...sampleResult({}, { startedAt: day(index + 1), tenant }),
    word,
    headline: `${word}: <told>`,
  }));
  if (before === undefined || now === undefined) throw new Error('two are made');
  return { before, now };
}

test('a run of a selection is compared with the last one in what it looked at', () => {
  const { before } = changed();
  const [first, ...others] = before.requirements;
  if (first === undefined) throw new Error('The sample holds no requirement.');
  const unseen = others.map((one) => ({ ...one, verdict: 'skip' as const, cause: 'not-selected' as const }));
  const selection = { ...before, startedAt: day(9), requirements: [first, ...unseen] };
  expect(sinceLast(selection, [before])?.lines[0]).toBe('No difference.');
  const lost = { ...selection, requirements: [{ ...first, verdict: 'skip' as const, cause: 'environment' as const }] };
  expect(sinceLast(lost, [before])?.lines.slice(0, 2)).toEqual([
    'no longer verified (1)',
    expect.stringContaining(`${first.id}  `),
  ]);
});

test('a webhook is told of a new verdict, as its kind takes it, and nothing otherwise', async () => {
  const { before, now } = changed();
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(request.url === '/broken' ? 500 : 200).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const env = { CONFORMANCE_WEBHOOK: `http://127.0.0.1:${port}/hush-hush` };
  try {
    expect(await notify(env, now, [before])).toBe(
      'The webhook (generic) was told that the verdict is another one than last time.',
    );
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      event: 'verdict-changed',
      verdict: { word: 'NON-CONFORMANT' },
      before: { word: 'CONFORMANT' },
    });
    expect(await notify(env, { ...before, startedAt: day(3) }, [before])).toBeUndefined();
    expect(await notify(env, now, [])).toBeUndefined();
    expect(await notify({}, now, [before])).toBeUndefined();
    expect(bodies).toHaveLength(1);
    const failed = await notify({ CONFORMANCE_WEBHOOK: `http://127.0.0.1:${port}/broken` }, now, [before]);
    expect(failed).toMatch(/^CONFORMANCE_WEBHOOK: it answered 500/);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const nobody = await notify(env, now, [before]);
  expect(nobody).toMatch(/^CONFORMANCE_WEBHOOK: it could not be reached \(ECONNREFUSED\)/);
  expect(nobody).not.toContain('hush');
});

test('messages for Slack and Teams have the form that these document', () => {
  const { before, now } = changed();
  const slack = payloadOf('slack', now, [before]) as { text: string; blocks: { type: string }[] };
  expect(slack.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section']);
  expect(JSON.stringify(slack.blocks.slice(1))).not.toMatch(/<told>/);
  const teams = payloadOf('teams', now, [before]) as {
    type: string;
    attachments: { contentType: string; content: { type: string; body: object[] } }[];
  };
  expect(teams.type).toBe('message');
  expect(teams.attachments[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
  expect(teams.attachments[0]?.content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
});

test('metrics are in the text format of Prometheus', () => {
  const text = metrics({ result: sampleResult({}, { tenant: { tenant: 'a "quoted"\nname', partition: 'p' } }) });
  const sample =
    /^external_client_conformance_[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?$/;
  const lines = text.trimEnd().split('\n');
  const typed = new Set(lines.flatMap((line) => /^# TYPE (\S+) gauge$/.exec(line)?.[1] ?? []));
  for (const line of lines.filter((one) => !one.startsWith('#'))) {
    expect(line).toMatch(sample);
    expect(typed).toContain(/^\w+/.exec(line)?.[0]);
  }
  expect(text).toMatch(/_requirements\{[^}]*level="must",verdict="pass"\} \d+/);
  expect(text.endsWith('\n')).toBe(true);
});

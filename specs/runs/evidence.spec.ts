import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { judge } from '../../bin/index.ts';
import { rejudge } from '../../bin/verbs/rejudge.ts';
import { statement, verify } from '../../bin/verbs/statement.ts';
import { allChecks, fails, judgeByRunner, scenariosOf } from '../../fixtures/judge.ts';
import { startTenant } from '../../fixtures/mock/index.ts';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { embeddedOptions } from '../../fixtures/session/run.ts';
import { ScenarioRunner } from '../../fixtures/session/runner.ts';
import { Session } from '../../fixtures/session/session.ts';
import { digestOf } from '../../reports/publish/files.ts';
import type { Statement } from '../../reports/publish/statement.ts';
import { creation } from '../scenarios/creation.ts';
import { CLI, ROOT, run } from './support/small-project.ts';

interface Taken {
  readonly folder: string;
  readonly text: string;
}

/** One run on the mock, whose evidence all tests of a worker look at. */
const test = base.extend<object, { taken: Taken }>({
  taken: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'conformance-evidence-'));
      const done = await run([...CLI, 'run', '--only', 'CREATE-01,CREATE-06,DELETE-07,GENSECRET-07,LIST-07'], {
        cwd: ROOT,
        env: { CONFORMANCE_OUT: folder },
      });
      expect(done.code, done.stdout + done.stderr).toBe(0);
      await use({ folder, text: readFileSync(join(folder, 'evidence.json'), 'utf8') });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

test.describe.configure({ mode: 'default' });

test('the result of a run is derived again from its evidence, to the byte', async ({ taken: { folder } }) => {
  const again = join(folder, 'again');
  expect(await rejudge(join(folder, 'evidence.json'), { out: again })).toEqual({ code: 0 });
  const [was, is] = [folder, again].map((place) => readFileSync(join(place, 'conformance.json'), 'utf8'));
  expect(is).toBe(was);
});

test('evidence conforms to its published schema', ({ taken: { folder } }) => {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(
    read(join(ROOT, 'schemas/files/evidence.schema.json')) as object,
  );
  const evidence = read(join(folder, 'evidence.json')) as object;
  expect(validate(evidence), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...evidence, exchanges: [{}] })).toBe(false);
});

/** What somebody may do to evidence. Each gives other text than before. */
const ALTERATIONS: Readonly<Record<string, (text: string) => string>> = {
  'a status': (text) => text.replace('"status":201', '"status":200'),
  'a later status': (text) => text.replace('"status":400', '"status":401'),
  'a success for a refusal': (text) => text.replace('"status":400', '"status":200'),
  'an exchange less': (text) => edited(text, ({ exchanges }) => exchanges.pop()),
  'the first exchange less': (text) => edited(text, ({ exchanges }) => exchanges.shift()),
  'two exchanges in the other order': (text) =>
    edited(text, ({ exchanges }) => exchanges.splice(0, 2, exchanges[1], exchanges[0])),
  'an exchange twice': (text) => edited(text, ({ exchanges }) => exchanges.push(exchanges[0])),
  'no exchange': (text) => edited(text, ({ exchanges }) => exchanges.splice(0)),
  'a pseudonym for another': (text) => text.replace(/\[secret-\d+\]/, '[secret-999]'),
  'all pseudonyms alike': (text) => text.replaceAll(/\[secret-\d+\]/g, '[secret-1]'),
  'a scenario less': (text) => edited(text, ({ scenarios }) => delete scenarios.creation),
  'another scenario in its place': (text) =>
    edited(text, (all) => {
      all.scenarios.creation = all.scenarios.clientDeletion;
    }),
  'an obstacle for what was seen': (text) =>
    edited(text, ({ scenarios }) => {
      scenarios.creation = { obstacle: { cause: 'not-applicable', detail: 'none', scenario: 'creation' } };
    }),
  'a check less': (text) => edited(text, ({ run: { asked } }) => asked.pop()),
  'no check': (text) => edited(text, ({ run: { asked } }) => asked.splice(0)),
  'another requirement': (text) => edited(text, ({ run: { outcome } }) => outcome.covered.pop()),
  'another seed': (text) => text.replace(/"seed":\d+/, '"seed":1'),
  'another level of failure': (text) => text.replace('"failOn":"must"', '"failOn":"should"'),
  strictness: (text) => text.replace('"strict":false', '"strict":true'),
  'another selection': (text) => text.replace('"CREATE-01"', '"CREATE-02"'),
  'another tenant': (text) => text.replace('embedded mock', 'https://cloud.example'),
  'another version': (text) => text.replace('"version":"', '"version":"9'),
  'another document': (text) => edited(text, ({ run: { document } }) => Object.assign(document, { digest: 'x' })),
  'another moment': (text) => text.replaceAll(/"startedAt":"\d{4}/g, '"startedAt":"2020'),
  'another digest': (text) => text.replace(/"digest":"[0-9a-f]{64}"\}\s*$/, `"digest":"${'0'.repeat(64)}"}`),
  'no digest': (text) => edited(text, (all) => delete all.digest, false),
  'another format': (text) => text.replace('"formatVersion":"1.0"', '"formatVersion":"7.0"'),
  'its end': (text) => text.slice(0, -200),
  'its beginning': (text) => text.slice(200),
  'half of it': (text) => text.slice(0, text.length / 2),
  everything: () => '',
  'no JSON': () => 'evidence',
  'a list': () => '[]',
  'the result': () => '{"formatVersion":"2.0"}',
};

type Loose = {
  exchanges: unknown[];
  scenarios: Record<string, unknown>;
  run: { asked: string[]; outcome: { covered: string[] }; document: object };
  digest?: string;
};

function edited(text: string, change: (all: Loose) => unknown, isWhole = true): string {
  const all = JSON.parse(text) as Loose;
  change(all);
  return `${JSON.stringify(isWhole ? all : { ...all, digest: undefined })}\n`;
}

test('evidence in which anything was altered is refused with one sentence', async ({ taken: { folder, text } }) => {
  expect(Object.keys(ALTERATIONS).length).toBeGreaterThanOrEqual(30);
  for (const [what, alter] of Object.entries(ALTERATIONS)) {
    const path = join(folder, 'altered.json');
    const altered = alter(text);
    expect(altered, what).not.toBe(text);
    writeFileSync(path, altered);
    const { code, problems } = await rejudge(path, {});
    expect(code, what).toBe(2);
    expect(problems, what).toEqual([expect.stringMatching(/altered\.json .+\.$/)]);
  }
});

test('a statement holds by its evidence alone, and not by evidence that was altered and given a digest of its own', async ({
  taken: { folder, text },
}) => {
  const [stated, path] = [join(folder, 'statement.json'), join(folder, 'forged.json')];
  expect((await statement(join(folder, 'conformance.json'), { out: folder })).code).toBe(0);
  expect(await verify(stated, {})).toEqual({ code: 0 });
  expect(await verify(stated, { evidence: join(folder, 'evidence.json') })).toEqual({ code: 0 });
  for (const [what, alter] of Object.entries(ALTERATIONS)) {
    const forged = resealed(alter(text));
    if (forged === undefined || forged === text) continue;
    writeFileSync(path, forged);
    const { code, problems } = await verify(stated, { evidence: path });
    expect([code, problems?.length], what).toEqual([2, 1]);
  }
  // Who alters the statement as well has to alter what was seen to what it says.
  const { evidenceDigest: _, digest: __, ...unbound } = JSON.parse(readFileSync(stated, 'utf8')) as Statement;
  writeFileSync(stated, JSON.stringify({ ...unbound, digest: digestOf(unbound) }));
  writeFileSync(path, resealed(text.replaceAll('"status":201', '"status":200')) ?? '');
  const { code, problems } = await verify(stated, { evidence: path });
  expect([code, problems]).toEqual([
    2,
    [expect.stringContaining('CREATE-01 is pass in it, and the evidence leads to fail')],
  ]);
});

/** Evidence with the digest that belongs to it; undefined for what is no evidence. */
function resealed(text: string): string | undefined {
  try {
    const { digest: _, ...all } = JSON.parse(text) as { digest?: string };
    return `${JSON.stringify({ ...all, digest: digestOf(all) })}\n`;
  } catch {
    return undefined;
  }
}

/** Each check is in one of so many selections. */
const SELECTIONS = 6;

/** The mock with a session of its own. */
async function opened() {
  const running = await startTenant({});
  const settings = readSettings({ CONFORMANCE_SEED: '3', CONFORMANCE_CONSISTENCY_MS: '300' });
  const session = new Session(embeddedOptions(settings, running));
  await session.prepare();
  return { session, runner: new ScenarioRunner(session, fails), close: () => running.close() };
}

test('checks are given pseudonyms, and never a secret or a token', async () => {
  const { session, runner, close } = await opened();
  const checks = (await allChecks()).filter(({ deep, requirement }) => !deep && /SECRET|TOKEN-0/.test(requirement));
  await judgeByRunner(runner, checks);
  for (const name of scenariosOf(checks)) {
    const message = JSON.stringify(await runner.evidence(name));
    expect(session.redactor.holds(message), name).toBe(false);
  }
  expect(session.redactor.known.size).toBeGreaterThan(20);
  await session.cleanUp();
  await close();
});

test('no check fails on a good tenant in whatever selection', async () => {
  const checks = (await allChecks()).filter(({ deep }) => !deep);
  for (let part = 0; part < SELECTIONS; part += 1) {
    const { runner, close } = await opened();
    const results = await judgeByRunner(
      runner,
      checks.filter((_, place) => (place * 7 + part) % SELECTIONS === 0),
    );
    await close();
    const broken = [...results].filter(([, { verdict, cause }]) => verdict === 'fail' || cause === 'suite-error');
    expect(broken.map(([id, { findings, detail }]) => [id, detail, findings[0]?.message])).toEqual([]);
  }
});

test('checks in any order see the same, and one alone is sent the same data', async () => {
  const checks = (await allChecks()).filter(({ deep }) => !deep);
  const runs = [];
  for (const chosen of [checks, shuffled(checks), checks.filter(({ requirement }) => requirement === 'CREATE-05')]) {
    const { session, runner, close } = await opened();
    const results = await judgeByRunner(runner, chosen);
    const { asked } = await session.once(creation);
    // The tag of the run is drawn anew each time.
    const sent = JSON.stringify(asked).replaceAll(session.data.tag, '');
    runs.push({
      verdicts: chosen.map(({ id }) => `${id} ${results.get(id)?.verdict}`).sort(),
      sent,
      ...session.transport.byMethod,
    });
    await close();
  }
  const [whole, otherOrder, alone] = runs;
  expect(otherOrder).toEqual(whole);
  expect(alone?.sent).toBe(whole?.sent);
});

/** In another order, the same one each time. */
function shuffled<T>(all: readonly T[]): readonly T[] {
  return all
    .map((one, place) => ({ one, at: (place * 7919) % all.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

test('programs judge a tenant without a word on the terminal', async () => {
  const { word, headline, requirements } = await judge({}, { CONFORMANCE_ONLY: 'CREATE-01', CONFORMANCE_SEED: '1' });
  expect(word).toBe('PARTIAL');
  expect(headline).toContain('1 of');
  expect(requirements.find(({ id }) => id === 'CREATE-01')?.verdict).toBe('pass');
  await expect(judge({ TENANT_IDENTITY_URL: 'nonsense' })).rejects.toThrow('TENANT_IDENTITY_URL');
});

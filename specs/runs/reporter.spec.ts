import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { WorkerRecord } from '../../reports/verdict/result.ts';
import { ROOT, smallCatalogue, test } from './support/small-project.ts';

const FINDING = {
  message: 'The answer has status 200.',
  expected: 'status 201',
  actual: 'status 200',
  seenIn: 'POST /api/ExternalClient',
  exchange: {
    operation: 'create',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1.5,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/api/ExternalClient',
      headers: { authorization: 'Bearer [redacted]' },
    },
    response: { status: 200, headers: {}, body: '{}' },
  },
  curl: 'curl http://127.0.0.1/api/ExternalClient',
};
const FOUND = `await attach([${JSON.stringify(FINDING)}]); expect(200).toBe(201);`;
const REST = `test('is quick', should, () => {}); test('is pleasant', may, () => {});`;
const GREEN = `test('answers 201', must, () => {}); ${REST}`;

test('a conformant run is told in a few lines; what an earlier one left is removed, and nothing else', async ({
  runSmall,
  folder,
}) => {
  for (const path of ['run', 'allure-results']) mkdirSync(join(folder, 'out', path), { recursive: true });
  const stale = ['run/worker-7.json', 'allure-results/0c8f1d2e-1111-4222-8333-444455556666-result.json'];
  const mine = ['notes.txt', 'run/notes.json', 'allure-results/environment.properties'];
  for (const path of [...stale, ...mine]) writeFileSync(join(folder, 'out', path), '{ "byMethod": { "GET": 99 } }');
  const { code, stdout, stderr, result } = await runSmall({ spec: GREEN });
  expect(result?.requests.total).toBe(0);
  for (const path of stale) expect(existsSync(join(folder, 'out', path)), path).toBe(false);
  for (const path of mine) expect(existsSync(join(folder, 'out', path)), path).toBe(true);
  expect(readdirSync(join(folder, 'out'))).not.toContainEqual(expect.stringContaining('.tmp'));
  expect(code).toBe(0);
  expect(result).toMatchObject({ verdict: 'conformant', seed: 4711, tenant: { tenant: 'a small project' } });
  // The last line names the page.
  expect(stdout.trimEnd()).toMatch(
    /CONFORMANT: 1 must, 1 should and 1 may requirements hold\.\nreport {2}out\/report\.html$/,
  );
  expect(stdout).toContain('seed 4711');
  expect(stdout).toContain('out/conformance.json');
  expect(stdout.split('\n').length).toBeLessThan(30);
  expect(stderr).toBe('');
  // A list of tests leaves the last result alone.
  const listed = await runSmall({ spec: GREEN, args: ['--list'], reporter: { listing: true } });
  expect(listed.stdout).toContain('answers 201');
  expect(listed.result).toEqual(result);
  expect(listed.code).toBe(0);
});

test('a failure reads as statement, place, expected, actual, meaning and repetition', async ({ runSmall }) => {
  const { code, stdout, result } = await runSmall({
    spec: `test('answers 201', must, async () => { ${FOUND} }); ${REST}`,
  });
  expect([code, result?.verdict]).toEqual([1, 'non-conformant']);
  expect(result?.requirements[0]).toMatchObject({ id: 'CREATE-01', verdict: 'fail', findings: [FINDING] });
  const told = stdout.slice(stdout.indexOf('FAIL'), stdout.indexOf('must:'));
  expect(told.split('\n').map((line) => line.trim().replaceAll(/\s{2,}/g, '  '))).toEqual([
    'FAIL  CREATE-01  must  Creating a client answers 201.',
    'document  A heading > Responses',
    'check  answers 201',
    'finding  The answer has status 200.',
    'expected  status 201',
    'actual  status 200',
    'seen in  POST /api/ExternalClient',
    'means  somebody has to look at it',
    expect.stringMatching(/^signature [0-9a-f]{12}$/),
    'again  npm run conformance -- --only CREATE-01 --seed 4711  step by step: npm run replay -- CREATE-01',
    '',
    '',
  ]);
});

test('a real result conforms to the published schema', async ({ runSmall, folder }) => {
  const record: WorkerRecord = {
    byMethod: { GET: 2, POST: 1, PATCH: 1 },
    latency: { list: [1] },
    readings: [
      {
        id: 'K15',
        observed: 'integer',
        candidates: ['string', 'integer'],
        printed: 'string',
        evidence: 'seen on create',
      },
    ],
    disturbances: [],
    leftovers: [{ kind: 'client', id: '1', name: 'ecc-1', reason: 'DELETE answered 500' }],
    tenant: { writes: 'allowed', consistencyWindowMs: 3 },
  };
  const spec = `import { mkdirSync, writeFileSync } from 'node:fs';
    test('answers 201', must, async () => {
      mkdirSync('out/run', { recursive: true });
      for (const name of ['worker-0', 'worker-1']) writeFileSync('out/run/' + name + '.json', ${JSON.stringify(JSON.stringify(record))});
      ${FOUND}
    });
    test('is quick', should, () => warns(2, 1));
    test('is pleasant', may, async () => { await skip('not-applicable', 'there is nothing to like'); });`;
  const { stdout, result } = await runSmall({ spec });
  expect(result).toMatchObject({
    requests: { total: 8, byMethod: { GET: 4, POST: 2, PUT: 0, DELETE: 0 } },
    tenant: { tenant: 'a small project', writes: 'allowed', consistencyWindowMs: 3 },
    readings: [{ id: 'K15', observed: 'integer' }],
    leftovers: [{ id: '1' }, { id: '1' }],
  });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'reading K15 Is the type of a scope shown as a name or as a number? Here: integer; the document prints: string (seen on create)',
  );
  expect(stdout).toContain('left behind  client 1 "ecc-1": DELETE answered 500');

  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas/files/conformance.schema.json'), 'utf8')));
  const read = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'out/conformance.json'), 'utf8'));
  validate(read());
  expect(validate.errors).toBeNull();
  // What may be missing.
  const later = ['latency', 'digest'];
  for (const name of Object.keys(read()).filter((one) => !later.includes(one))) {
    const { [name]: _, ...less } = read();
    expect(validate(less), `without ${name}`).toBe(false);
  }
});

test('a should that fails as expected is a warning, told like a failure', async ({ runSmall }) => {
  const { code, stdout, result } = await runSmall({
    spec: `test('answers 201', must, () => {}); test('is pleasant', may, () => {});
    test('is quick', should, () => warns('quick', 'slow'));`,
  });
  expect(code).toBe(0);
  expect(result).toMatchObject({ verdict: 'conformant', summary: { should: { warn: 1 } } });
  const told = stdout.slice(stdout.indexOf('WARN'), stdout.indexOf('must:'));
  expect(told.split('\n').map((line) => line.trim().replaceAll(/\s{2,}/g, '  '))).toEqual([
    'WARN  LIST-01  should  Listing clients is quick.',
    'document  A heading > Responses',
    'check  is quick',
    expect.stringMatching(/^finding /),
    'expected  "quick"',
    'actual  "slow"',
    'means  somebody has to look at it',
    expect.stringMatching(/^signature [0-9a-f]{12}$/),
    'again  npm run conformance -- --only LIST-01 --seed 4711  step by step: npm run replay -- LIST-01',
    '',
    '',
  ]);
  expect(stdout).toContain('CONFORMANT, 1 warning: 1 must and 1 may requirements hold.');
});

test('a test that tells nothing is not verified, with its cause', async ({ runSmall }) => {
  const cases = [
    [`await skip('environment', 'a gateway answered 502')`, 'environment', 'a gateway answered 502'],
    ['test.skip()', 'never-ran', '"is 2" was skipped without a cause'],
    [`throw new TypeError('x is not a function')`, 'suite-error', '"is 3": x is not a function'],
    ['test.setTimeout(300); await new Promise(() => {})', 'timeout', '"is 4" did not end in time'],
  ] as const;
  const must = smallCatalogue['CREATE-01'];
  const ids = [...cases.keys(), cases.length].map((index) => `CREATE-1${index + 1}`);
  const bodies = cases.map(
    ([body], index) => `test('is ${index + 1}', covers('${ids[index]}'), async () => { ${body}; });`,
  );
  const { code, result, stdout } = await runSmall({
    reporter: { catalogue: Object.fromEntries(ids.map((id) => [id, must])) },
    spec: `${bodies.join('\n')}
      test.describe('behind a hook', () => {
        test.beforeEach(() => { expect(1, 'a matter of set-up').toBe(2); });
        test('is 5', covers('${ids.at(-1)}'), () => {});
      });`,
  });
  const told = result?.requirements.map(({ verdict, cause, detail }) => [verdict, cause, detail]);
  expect(told?.slice(0, -1)).toEqual(cases.map(([, cause, detail]) => ['skip', cause, detail]));
  expect(told?.at(-1)).toEqual(['skip', 'suite-error', expect.stringContaining('a matter of set-up')]);
  expect([code, result?.verdict]).toEqual([2, 'inconclusive']);
  expect(stdout).toContain('not verified (suite-error, 2)');
});

test('what Playwright was told to leave out is not selected', async ({ runSmall }) => {
  const { result, stdout } = await runSmall({ spec: GREEN, args: ['--grep', '@LIST-01'] });
  expect(result).toMatchObject({
    verdict: 'partial',
    headline: 'PARTIAL: 1 of 3 requirements looked at, it holds',
    requirements: [{ cause: 'not-selected' }, { verdict: 'pass' }, { cause: 'not-selected' }],
  });
  expect(stdout).toContain('PARTIAL: 1 of 3 requirements looked at, it holds.');
  const everything = await runSmall({ spec: GREEN, args: ['--grep', '.'] });
  expect(everything.result?.headline).toBe('PARTIAL: 3 of 3 requirements looked at, all hold');
  const byFile = await runSmall({
    spec: GREEN,
    files: { 'specs/other.spec.ts': `import { test } from '@playwright/test'; test('x', () => {});` },
    args: ['other'],
  });
  expect(byFile.result).toMatchObject({ verdict: 'inconclusive', requirements: [{ cause: 'not-selected' }, {}, {}] });
});

test('a selection asks for exactly what it names', async ({ runSmall }) => {
  const selection = { only: ['CREATE-01', 'CREATE-99'], operation: [], level: [] };
  const { result, code } = await runSmall({ spec: REST, reporter: { selection } });
  expect(result).toMatchObject({
    requirements: [{ cause: 'never-ran' }, { cause: 'not-selected' }, { cause: 'not-selected' }],
  });
  expect(result?.problems[0]).toMatch(/^There is no requirement CREATE-99; did you mean CREATE-01\?/);
  expect(code).toBe(2);
});

test('problems of the first phase are sentences without a stack', async ({ runSmall }) => {
  const globalSetup = `export default () => { throw Object.assign(new Error('TENANT_IDENTITY_URL: nothing listens there.\\nTENANT_PROXY: it refused.'), { name: 'InconclusiveError' }); };`;
  const { stdout, stderr, result, code } = await runSmall({ spec: GREEN, globalSetup });
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    problems: ['TENANT_IDENTITY_URL: nothing listens there.', 'TENANT_PROXY: it refused.'],
  });
  expect(stdout).toMatch(/^TENANT_IDENTITY_URL: nothing listens there\.$/m);
  expect(stdout + stderr).not.toMatch(/\bat .*:\d+:\d+|InconclusiveError/);
  expect(code).toBe(2);
});

test('a requirement without a test, an unknown id and a record that cannot be read make a run inconclusive', async ({
  runSmall,
}) => {
  const spec = `import { mkdirSync, writeFileSync } from 'node:fs';
    test('x', covers('NEW-01', 'must', 'create'), () => {});
    test('is quick', should, () => { mkdirSync('out/run', { recursive: true }); writeFileSync('out/run/worker-0.json', '{'); });
    test('is pleasant', may, () => {});`;
  const { result } = await runSmall({ spec });
  expect(result).toMatchObject({
    verdict: 'inconclusive',
    requirements: [{ id: 'CREATE-01', cause: 'never-ran' }, {}, {}],
  });
  for (const words of ['NEW-01', 'worker-0.json'])
    expect(result?.problems).toContainEqual(expect.stringContaining(words));
});

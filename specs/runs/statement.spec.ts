import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { verify } from '../../bin/verbs/statement.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { digestOf, identity } from '../../reports/publish/files.ts';
import { sign } from '../../reports/publish/signing.ts';
import { type Statement, statementOn } from '../../reports/publish/statement.ts';
import { concluded } from '../../reports/verdict/gate.ts';
import type { ConformanceResult } from '../../reports/verdict/result.ts';
import { verifiedOf } from '../../reports/verdict/verified.ts';
import { sampleStory } from './samples/stories.ts';
import { CLI, run, test } from './support/small-project.ts';

const resultOf = (kind: 'conformant' | 'non-conformant'): ConformanceResult => ({
  ...sampleStory(kind).result,
  ...identity(),
});
const GOOD = JSON.stringify(statementOn(resultOf('conformant')));
/** Changes a statement as a forger would, who also mends its digest. */
const forged = (change: (statement: Record<string, unknown>) => void, from = GOOD): string => {
  const value = JSON.parse(from) as Record<string, unknown>;
  change(value);
  return JSON.stringify({ ...value, digest: digestOf(value) });
};
const requirementsOf = (value: Record<string, unknown>) =>
  value.requirements as { id: string; verdict: string; cause?: string }[];

test('a statement lists the whole catalogue, and its page as well', () => {
  const told = statementOn(resultOf('non-conformant'));
  expect(told.requirements).toHaveLength(resultOf('non-conformant').requirements.length);
  const page = statementPage(told);
  expect(page).toContain('Non-conformant');
  for (const text of ['team-identity', told.digest, told.requirements.at(-1)?.id ?? '']) expect(page).toContain(text);
});

const RED = JSON.stringify(statementOn(resultOf('non-conformant')));
const CORRUPTED: readonly (readonly [string, RegExp])[] = [
  ['', /not JSON/],
  ['null', /not a conformance statement/],
  ['[]', /not a conformance statement/],
  ['{}', /not a conformance statement/],
  ['a.b.c', /not signed/],
  ...[1, 50, 500, GOOD.length - 2].map((length) => [GOOD.slice(0, length), /not JSON/] as const),
  [GOOD.replace('"conformant"', '"inconclusive"'), /digest/],
  [GOOD.replace('4711', '4712'), /digest/],
  [RED.replace('"fail"', '"pass"'), /digest/],
  [forged((value) => requirementsOf(value).splice(7, 1)), /omits [A-Z]+-\w+\.$/],
  [forged((value) => requirementsOf(value).splice(0, 9)), /and 4 more\.$/],
  [forged((value) => requirementsOf(value).push({ id: 'CREATE-999', verdict: 'pass' })), /CREATE-999/],
  [forged((value) => requirementsOf(value).push({ id: 'LIST-01', verdict: 'pass' })), /LIST-01 twice/],
  [forged((value) => Object.assign(value, { verdict: 'conformant' }), RED), /says conformant, and \S+ fails/],
  [forged((value) => Object.assign(value, { verdict: 'non-conformant' })), /nothing fails/],
  [forged((value) => Object.assign(value, { waivers: [] }), RED), /waived without a waiver/],
  [
    forged((value) => Object.assign(requirementsOf(value)[0] ?? {}, { verdict: 'skip', cause: 'environment' })),
    /could not be verified/,
  ],
  [forged((value) => Object.assign(value, { catalogueDigest: '0'.repeat(64) })), /another catalogue/],
  [forged((value) => Object.assign(value, { suite: { name: 'x', version: '0.0.1' } })), /version 0\.0\.1/],
  ...Object.keys(JSON.parse(GOOD) as object).map(
    (name) =>
      [
        JSON.stringify({ ...(JSON.parse(GOOD) as object), [name]: undefined }),
        /not a conformance statement|digest/,
      ] as const,
  ),
];

test(`a clear sentence for each of ${CORRUPTED.length} corrupted statements`, async ({ folder }) => {
  const path = join(folder, 'statement.json');
  for (const [content, sentence] of CORRUPTED) {
    writeFileSync(path, content);
    const { code, problems } = await verify(path, {});
    expect(problems, content.slice(0, 60)).toEqual([expect.stringMatching(sentence)]);
    expect(problems?.[0]).toMatch(/^\S*statement\.json [^\n]+\.$/);
    expect(code).toBe(2);
  }
});

test('a result tells a forged statement from its own', async ({ folder }) => {
  const result = resultOf('non-conformant');
  const file = join(folder, 'conformance.json');
  writeFileSync(file, JSON.stringify({ ...result, digest: digestOf(result) }));
  const path = join(folder, 'statement.json');
  const softened = forged((value) => {
    for (const one of requirementsOf(value)) if (one.verdict === 'fail') one.verdict = 'pass';
    const accepted = 'NON-CONFORMANT, accepted';
    const headline = `${accepted} by team-identity until 2027-01-31, 7 warnings`;
    Object.assign(value, { word: accepted, headline });
  }, RED);
  writeFileSync(path, softened);
  const { problems } = await verify(path, { result: file });
  expect(problems?.[0]).toMatch(/does not say what its result says|contradicts itself/);
  writeFileSync(path, GOOD);
  expect((await verify(path, { result: file })).problems?.[0]).toContain('another result');
});

test('a signed statement is verified by its key, and by no other', async ({ folder }) => {
  const result = resultOf('conformant');
  writeFileSync(join(folder, 'conformance.json'), JSON.stringify({ ...result, digest: digestOf(result) }));
  const keys = [generateKeyPairSync('ed25519'), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  for (const [index, { privateKey, publicKey }] of keys.entries()) {
    writeFileSync(join(folder, `private-${index}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(folder, `public-${index}.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const cli = (...args: readonly string[]) => run([...CLI, ...args], { cwd: folder });
  const written = await cli('statement', 'conformance.json', '--out', 'out', '--key', 'private-0.pem');
  expect(written.stderr).toBe('');
  expect(written.stdout.trim().split('\n')).toEqual(['CONFORMANT', ...[1, 2, 3].map(() => expect.any(String))]);
  const right = await cli('verify', 'out/statement.jws', '--key', 'public-0.pem', '--result', 'conformance.json');
  expect(right.stdout).toMatch(/^The statement holds: CONFORMANT, \d+ requirements, signed with the key \S+\.$/m);
  expect(right.code).toBe(0);

  const path = join(folder, 'out/statement.jws');
  expect((await verify(path, {})).code).toBe(0);
  expect((await verify(path, { key: join(folder, 'public-1.pem') })).problems?.[0]).toContain(
    'is not signed by the key that was given',
  );
  const [header = '', , signature = ''] = readFileSync(path, 'utf8').trim().split('.');
  const other = Buffer.from(forged((value) => Object.assign(value, { seed: 1 }))).toString('base64url');
  writeFileSync(path, `${header}.${other}.${signature}`);
  expect((await verify(path, {})).problems?.[0]).toContain('is not signed by the key that it carries');
  await expect(sign('x', join(folder, 'conformance.json'))).rejects.toThrow(/holds no private key/);
});

test('a statement survives being laid out and read again', () => {
  const value = JSON.parse(GOOD) as Statement;
  expect(digestOf(JSON.parse(JSON.stringify(value, null, 2)) as object)).toBe(value.digest);
});

test('says as JSON what was written, what a statement holds for, and what of it was not judged', async ({ folder }) => {
  const { requirements, selection, ...rest } = resultOf('conformant');
  const [first, ...others] = requirements;
  if (first === undefined) throw new Error('There is no requirement.');
  const some = [{ ...first, verdict: 'skip' as const, cause: 'not-selected' as const }, ...others];
  const partial = concluded(
    {
      ...rest,
      selection: { ...selection, partial: true },
      requirements: some,
      verified: verifiedOf(some, () => false),
    },
    { waivers: [], failOn: 'must' },
  );
  const path = join(folder, 'partial.json');
  writeFileSync(path, JSON.stringify({ ...partial, digest: digestOf(partial) }));
  const written = await run([...CLI, 'statement', path, '--out', folder, '--json'], { cwd: folder });
  expect(written.code, written.stderr).toBe(0);
  const headline = `PARTIAL: ${others.length} of ${requirements.length} requirements looked at, all hold`;
  expect(JSON.parse(written.stdout)).toMatchObject({
    verdict: 'partial',
    headline,
    files: ['statement.json', 'statement.html'].map((name) => join(folder, name)),
  });
  const told = await run([...CLI, 'verify', join(folder, 'statement.json'), '--json'], { cwd: folder });
  expect(JSON.parse(told.stdout)).toMatchObject({ verdict: 'partial', headline, notSelected: 1, signedWith: null });
  const plain = await run([...CLI, 'verify', join(folder, 'statement.json')], { cwd: folder });
  expect(plain.stdout).toContain(', 1 of them not selected and not judged');
});

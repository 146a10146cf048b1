import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { diff } from '../../bin/verbs/diff.ts';
import { matrix } from '../../bin/verbs/matrix.ts';
import type { VerbOutcome } from '../../bin/verbs/outcome.ts';
import { statement, verify } from '../../bin/verbs/statement.ts';
import { digestOf, identity } from '../../reports/publish/files.ts';
import { statementOn } from '../../reports/publish/statement.ts';
import { readMatrix } from '../../reports/publish/tenants.ts';
import { readGateFiles } from '../../reports/verdict/gate-files.ts';
import { sampleStory } from './samples/stories.ts';
import { test } from './support/small-project.ts';

const result = { ...sampleStory('non-conformant').result, ...identity() };
const stored = JSON.stringify({ ...result, digest: digestOf(result) }, null, 1);
const waivers = `waivers:
  - requirement: CREATE-01
    signature: 0123456789ab
    owner: team-identity
    ticket: ID-7
    reason: fixed in the next release
    expires: "${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}"
`;
const tenants = `tenants:
  - name: staging
    settings: { TENANT_IDENTITY_URL: 'https://staging.example/org/identity_' }
    from: { TENANT_CLIENT_SECRET: A_VARIABLE_THAT_NOBODY_SETS }
`;

/** A small generator of numbers below a limit: the same damage in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Damage as disks, editors and people do it. */
function damaged(text: string, seed: number): string {
  const below = random(seed);
  const [at, other] = [below(text.length), below(text.length)];
  const [from, to] = [Math.min(at, other), Math.max(at, other)];
  const kinds = [
    () => text.slice(0, at),
    () => text.slice(at),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, at) + text.slice(from, to) + text.slice(at),
    () => `${text.slice(0, at)}\u0000${text.slice(at + 1)}`,
    () => `${text.slice(0, at)}${String.fromCharCode(33 + below(90))}${text.slice(at + 1)}`,
    () => text.replaceAll('"', '“'),
    () => `\uFEFF${text.slice(0, at)}\uFEFF${text.slice(at)}`,
    () => `${text.slice(0, at)}\n<<<<<<< HEAD\n${text.slice(at)}`,
    () => text.slice(0, at) + '['.repeat(50_000),
  ];
  return (kinds[seed % kinds.length] ?? kinds[0])?.() ?? '';
}

type Reader = (path: string) => VerbOutcome | Promise<VerbOutcome>;
const gated = (files: Parameters<typeof readGateFiles>[0]): VerbOutcome => {
  const { problems } = readGateFiles(files);
  return { code: problems.length > 0 ? 2 : 0, problems };
};
/** Every file that people hand in, and the verb that reads it. */
const FILES: Readonly<Record<string, readonly [good: string, read: Reader]>> = {
  'results (diff)': [stored, (path) => diff(path, path, { json: true })],
  'results (statement)': [stored, (path) => statement(path, { out: `${path}-out` })],
  baselines: [stored, (path) => gated({ baseline: path })],
  waivers: [waivers, (path) => gated({ waivers: path })],
  statements: [JSON.stringify(statementOn(result)), (path) => verify(path, {})],
};

const SAMPLES = 60;

for (const [what, [good, read]] of Object.entries(FILES)) {
  test(`${SAMPLES} damaged ${what}: each is told in sentences that name the file, and none is taken`, async ({
    folder,
  }) => {
    const path = join(folder, 'handed-in');
    for (let seed = 0; seed < SAMPLES; seed += 1) {
      const content = damaged(good, seed);
      writeFileSync(path, content);
      const { code, problems = [] } = await read(path);
      // White space at an end, and words inside a reason, may change without harm.
      if (code !== 2) {
        expect(what, `damage ${seed}: ${content.slice(0, 200)}`).toBe('waivers');
        continue;
      }
      expect(problems.length, `damage ${seed}`).toBeGreaterThan(0);
      for (const problem of problems)
        expect(problem, `damage ${seed}`).toMatch(/^(The result cannot be stated: )?[^\n]{10,400}[.?]$/);
      expect(problems.join(' '), `damage ${seed}`).toContain('handed-in');
    }
  });
}

test(`${SAMPLES} damaged matrix files: each is told in a sentence, before anything is sent`, async ({ folder }) => {
  const path = join(folder, 'handed-in');
  writeFileSync(path, tenants);
  expect(readMatrix(path)).toHaveLength(1);
  for (let seed = 0; seed < SAMPLES; seed += 1) {
    writeFileSync(path, damaged(tenants, seed));
    // Where the damage leaves the file usable, the variable that nobody sets ends the verb.
    const { code, problems = [] } = await matrix(path, ['--list']);
    expect(code, `damage ${seed}`).toBe(2);
    expect(problems, `damage ${seed}`).toHaveLength(1);
    expect(problems[0], `damage ${seed}`).toMatch(/^[^\n]{10,400}[.?]$/);
  }
});

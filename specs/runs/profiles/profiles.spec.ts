import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { withinProfile } from '../../../reports/verdict/left-out.ts';
import { contradictedBy, parseProfile, readProfile, shippedProfiles } from '../../../reports/verdict/profiles.ts';
import { requirements } from '../../catalogue/index.ts';
import { isOfSecurityImportance } from '../../catalogue/security.ts';
import type { Requirement } from '../../catalogue/types.ts';
import { CLI, ROOT, run } from '../support/small-project.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;
const REASON = 'Our server does not offer this.';
const GOOD = {
  name: 'our-server',
  describes: 'The server of our company.',
  leavesOut: [
    { operations: ['update'], reason: REASON },
    { requirements: ['LIST-12', 'TOKEN-03'], reason: 'It has no public clients.' },
  ],
};
const validates = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schemas/files/profile.schema.json'), 'utf8')) as object,
);
const parsed = (content: unknown) => parseProfile(stringify(content), 'ours.yaml', 'file');
const changed = (change: object) => ({ ...GOOD, ...change });
const leaving = (...entries: readonly unknown[]) => changed({ leavesOut: entries });

test.describe('Profiles of the suite', () => {
  test('are the three that were promised, each a file that can be used', () => {
    expect(shippedProfiles()).toEqual(['automation-cloud', 'automation-suite-2.2510', 'minimal']);
    for (const name of shippedProfiles()) {
      const { profile, problems } = readProfile(name);
      expect(problems).toEqual([]);
      expect(profile).toMatchObject({ name, source: 'shipped' });
      const file = JSON.parse(readFileSync(join(ROOT, 'specs/catalogue/profiles', `${name}.json`), 'utf8')) as unknown;
      expect(validates(file), JSON.stringify(validates.errors)).toBe(true);
    }
  });

  test('are all that is in their folder', () => {
    expect(readdirSync(join(ROOT, 'specs/catalogue/profiles')).sort()).toEqual(
      shippedProfiles().map((name) => `${name}.json`),
    );
  });

  test('leave nothing out where the document describes the edition', () => {
    expect(readProfile('automation-suite-2.2510').profile?.leftOut).toEqual([]);
  });
});

test.describe('A profile of your own', () => {
  test('names each requirement that does not apply, with reason, level and importance', () => {
    const { profile } = parsed(GOOD);
    const updates = Object.keys(catalogue).filter((id) => catalogue[id]?.operation === 'update');
    expect(profile?.leftOut.map(({ requirement }) => requirement).sort()).toEqual(
      [...updates, 'LIST-12', 'TOKEN-03'].sort(),
    );
    expect(profile).toMatchObject({ name: 'our-server', source: 'file', operations: ['update'] });
    expect(profile?.leftOut).toContainEqual({
      requirement: 'TOKEN-03',
      level: 'must',
      reason: 'It has no public clients.',
      security: true,
    });
    expect(withinProfile(profile)).toMatch(
      /^ within a profile of its own, our-server, which leaves out \d+ requirements \(\d+ must\), \d+ of them of security importance$/,
    );
  });

  test('may be JSON, and says the same however it is written', () => {
    const json = parseProfile(JSON.stringify(GOOD), 'ours.json', 'file').profile;
    expect(json).toEqual(parsed(GOOD).profile);
    expect(json?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(json?.digest).not.toBe(parsed(leaving({ requirements: ['LIST-12'], reason: REASON })).profile?.digest);
  });

  const FAULTY: Readonly<Record<string, readonly [content: unknown, sentence: RegExp]>> = {
    'is no mapping': [['a'], /^ours\.yaml is not a mapping; give it name, describes, leavesOut\.$/],
    'has an unknown member': [changed({ skips: [] }), /has skips, which no profile has; it has name, describes/],
    'has no name': [changed({ name: undefined }), /has no name of small letters/],
    'has a name with spaces': [changed({ name: 'Our server' }), /has no name of small letters/],
    'takes a name of the suite': [changed({ name: 'minimal' }), /is named minimal, as a profile of the suite is/],
    'does not say what it is for': [changed({ describes: 'x' }), /does not say in "describes" which tenants/],
    'has no list': [changed({ leavesOut: {} }), /has no list "leavesOut"/],
    'has an entry that is a text': [leaving('LIST-01'), /entry 1 of leavesOut is not a mapping/],
    'has an entry with an unknown member': [
      leaving({ requirements: ['LIST-01'], reason: REASON, ticket: 'X-1' }),
      /entry 1 of leavesOut has ticket, which no entry has; it has operations, requirements, reason\.$/,
    ],
    'gives no reason': [leaving({ requirements: ['LIST-01'] }), /entry 1 of leavesOut has no reason of 15 to 500/],
    'gives an empty reason': [leaving({ requirements: ['LIST-01'], reason: '   ' }), /has no reason/],
    'gives a reason that says nothing': [leaving({ requirements: ['LIST-01'], reason: 'n/a' }), /has no reason/],
    'gives a reason of blanks': [leaving({ requirements: ['LIST-01'], reason: ' '.repeat(40) }), /has no reason/],
    'names nothing': [leaving({ requirements: [], reason: REASON }), /has no list of texts in "requirements"/],
    'names numbers': [leaving({ requirements: [5], reason: REASON }), /has no list of texts in "requirements"/],
    'says neither what': [leaving({ reason: REASON }), /must have either operations or requirements/],
    'says both': [
      leaving({ operations: ['list'], requirements: ['GET-01'], reason: REASON }),
      /must have either operations or requirements/,
    ],
    'names a stale id': [
      leaving({ requirements: ['LIST-00'], reason: REASON }),
      /entry 1 of leavesOut is stale\. There is no requirement LIST-00; did you mean LIST-0\d\?/,
    ],
    'names a pattern': [leaving({ requirements: ['LIST-*'], reason: REASON }), /There is no requirement LIST-\*/],
    'names an unknown operation': [
      leaving({ operations: ['updat'], reason: REASON }),
      /names the operation updat, which there is not; did you mean update\?$/,
    ],
    'names a requirement twice': [
      leaving({ requirements: ['LIST-01'], reason: REASON }, { requirements: ['LIST-01'], reason: REASON }),
      /leaves LIST-01 out more than once/,
    ],
    'names a requirement of an operation': [
      leaving({ operations: ['list'], reason: REASON }, { requirements: ['LIST-01'], reason: REASON }),
      /leaves LIST-01 out more than once/,
    ],
    'leaves out every must': [
      leaving({ requirements: Object.keys(catalogue).filter((id) => catalogue[id]?.level === 'must'), reason: REASON }),
      /leaves out every must, so that nothing would be judged/,
    ],
  };

  for (const [what, [content, sentence]] of Object.entries(FAULTY)) {
    test(`is refused with one sentence when it ${what}`, () => {
      const { profile, problems } = parsed(content);
      expect(profile).toBeUndefined();
      expect(problems).toEqual([expect.stringMatching(sentence)]);
      expect(problems[0]).toMatch(/^ours\.yaml(?: |: entry )[^\n]+[^.?][.?]$/);
    });
  }

  test('is refused by its schema wherever that can tell', () => {
    const beyondSchema = /name of the suite|stale|twice|of an operation|every must|blanks|empty reason/;
    for (const [what, [content]] of Object.entries(FAULTY))
      if (!beyondSchema.test(what)) expect(validates(JSON.parse(JSON.stringify(content))), what).toBe(false);
    expect(validates(GOOD)).toBe(true);
  });

  test('is refused when it is neither YAML nor JSON, with the line', () => {
    expect(parseProfile('name: a\nleavesOut: [', 'ours.yaml', 'file').problems).toEqual([
      expect.stringMatching(/^ours\.yaml is neither YAML nor JSON \(line 2: .*\); correct that line\.$/),
    ]);
    // Aliases could make little text into much.
    expect(parseProfile('name: &a x\ndescribes: *a\n', 'ours.yaml', 'file').problems[0]).toContain('not a mapping');
  });

  test('does not go together with the requirement that it leaves out', () => {
    const { profile } = parsed(GOOD);
    expect(profile === undefined ? [] : contradictedBy(profile, ['LIST-01', 'TOKEN-03'])).toEqual([
      'TOKEN-03 is left out by the profile our-server (It has no public clients); select another requirement, or run without the profile.',
    ]);
  });
});

test('What is refused, hidden or kept apart is of security importance', () => {
  const telltale =
    /never shows the value|no token|no longer accepted|is not accepted|without a (?:valid )?token|forged|must not be cached|organization of others/i;
  const missed = Object.entries(catalogue).filter(
    ([id, requirement]) => telltale.test(requirement.statement) && !isOfSecurityImportance(id, requirement),
  );
  expect(missed.map(([id, { statement }]) => `${id} ${statement}`)).toEqual([]);
  expect(isOfSecurityImportance('CREATE-01', requirements['CREATE-01'])).toBe(false);
});

test.describe('On the command line', () => {
  const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    run([...CLI, ...args], { cwd: ROOT, env: { CONFORMANCE_OUT: test.info().outputPath('out'), ...env } });

  test('profiles lists them, shows one, and judges a file of your own', async () => {
    expect((await cli(['profiles'])).stdout).toContain('automation-suite-2.2510\n');
    expect((await cli(['profiles', 'minimal'])).stdout).toMatch(
      / {2}UPDATE-05 \(security\)\n[^]* of \d+ requirements apply\.\n$/,
    );
    const file = test.info().outputPath('ours.yaml');
    writeFileSync(file, stringify(GOOD));
    expect(JSON.parse((await cli(['profiles', file, '--json'])).stdout)).toEqual(parsed(GOOD).profile);
  });

  test('a run with a profile that cannot be used ends at once with 2 and a sentence', async () => {
    const unknown = await cli(['run', '--profile', 'minimul']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^There is no profile minimul; did you mean minimal\? [^\n]*\n$/);
    const missing = await cli(['run'], { CONFORMANCE_PROFILE: './ours.yaml' });
    expect(missing).toMatchObject({
      code: 2,
      stderr: './ours.yaml cannot be read (ENOENT); name the file of a profile.\n',
    });
    const contradicted = await cli(['run', '--profile', 'minimal', '--only', 'UPDATE-01']);
    expect(contradicted.code).toBe(2);
    expect(contradicted.stderr).toMatch(/^UPDATE-01 is left out by the profile minimal \(/);
  });
});

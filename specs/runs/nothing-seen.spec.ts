import { expect as demand, test } from '@playwright/test';
import { judgeCheck } from '../../fixtures/check.ts';
import { expect } from '../../fixtures/expect/index.ts';
import { allChecks, fails, judgeByRunner } from '../../fixtures/judge.ts';
import { type Points, startTenant, type Variant } from '../../fixtures/mock/index.ts';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { embeddedOptions } from '../../fixtures/session/run.ts';
import { ScenarioRunner } from '../../fixtures/session/runner.ts';
import { Session } from '../../fixtures/session/session.ts';
import { opaque, silent } from '../../fixtures/variants/personas/narrowing.ts';
import { outcomeOfCheck } from '../../reports/verdict/verdict.ts';
import { verdictOn } from '../prove/verdict.ts';

/** What becomes of a check with this assertion on a scenario that saw this. */
function checked(seen: object, assert: (evidence: never) => void) {
  const scenario = Object.assign(async () => undefined, {
    scenario: 'it',
    isLast: false,
    isAlone: false,
    isLong: false,
  });
  const evidence = { outcome: { seen: seen as never }, exchanges: {}, credentials: {} };
  return judgeCheck({ scenarios: [scenario], assert: ([one]) => assert(one as never) }, [evidence]);
}

test('a check that goes through nothing, or sees nothing of one of its kinds, is skipped', () => {
  type Seen = {
    readonly ids: readonly string[];
    readonly uses: readonly string[];
    readonly all: ReadonlyMap<string, string>;
  };
  const full = { ids: ['a', 'b'], uses: ['c', 'd'], all: { $map: [['e', 'f']] } };
  const assert = ({ ids, uses, all }: Seen): void => {
    expect(ids).toBeAllDifferent('id');
    for (const use of uses) expect({ holds: use !== '', message: '', expected: '', actual: '' }).toHold();
    for (const [, one] of all) expect({ holds: one !== '', message: '', expected: '', actual: '' }).toHold();
  };
  demand(checked(full, assert).verdict).toBe('pass');
  for (const less of [{ ids: ['a'] }, { ids: [] }, { uses: [] }, { all: { $map: [] } }])
    demand(checked({ ...full, ...less }, assert), JSON.stringify(less)).toMatchObject({
      verdict: 'skip',
      cause: 'prerequisite',
      detail: 'there was nothing to look at',
    });
  // What was found is told all the same.
  demand(checked({ ...full, uses: [], ids: ['a', 'a'] }, assert).verdict).toBe('fail');
});

const refusing = (name: keyof Points, status: number): Variant => ({
  points: (base) => ({ [name]: () => base.problem(status, 'No.') }),
});

/** Tenants on which something cannot be seen, and the requirements that nobody may call verified there. */
const BLIND: Readonly<Record<string, readonly [variants: readonly Variant[], requirements: string]>> = {
  'every create is refused': [
    [refusing('create', 403)],
    'CREATE-A1 CREATE-A2 CREATE-A3 CREATE-A4 CREATE-A8 CREATE-B2 CREATE-B3 CREATE-S2 CREATE-S3 CREATE-X1 CREATE-X2 CREATE-17',
  ],
  'every update is refused': [
    [refusing('update', 400)],
    'UPDATE-A1 UPDATE-A2 UPDATE-B2 UPDATE-B3 UPDATE-S2 UPDATE-X1 UPDATE-X2 UPDATE-X4 UPDATE-11',
  ],
  'every deletion of a secret is refused': [[refusing('deleteSecret', 409)], 'DELSECRET-A1 DELSECRET-S2 DELSECRET-X4'],
  'no secret is generated': [[refusing('generateSecret', 400)], 'GENSECRET-A1 GENSECRET-S2 GENSECRET-11 GENSECRET-14'],
  'lists show nobody': [[{ points: () => ({ listClients: () => [] }) }], 'LIST-05 LIST-06 LIST-09 DELETE-04 CREATE-B2'],
  'no detail is served': [[refusing('get', 501)], 'GET-07 GET-08 GET-A1 GET-S2 CREATE-03 LIST-09 DELSECRET-03'],
  'tokens say nothing': [[opaque, silent], 'TOKEN-11 TOKEN-13 TOKEN-20'],
  'secrets end in a day at the earliest': [
    [
      {
        points: (base) => ({
          complainAboutExpiry: (value) =>
            typeof value === 'string' && Date.parse(value) < base.now().getTime() + 86_400_000
              ? 'must lie a day ahead'
              : base.complainAboutExpiry(value),
        }),
      },
    ],
    'GENSECRET-10',
  ],
};

for (const [what, [variants, ids]] of Object.entries(BLIND)) {
  test(`where ${what}, nothing is verified that could not be seen`, async () => {
    const wanted = new Set(ids.split(' '));
    const running = await startTenant({ variants });
    const settings = readSettings({ CONFORMANCE_SEED: '3', CONFORMANCE_CONSISTENCY_MS: '100' });
    const session = new Session(embeddedOptions(settings, running));
    await session.prepare();
    const checks = (await allChecks()).filter(({ requirement, deep }) => wanted.has(requirement) && !deep);
    const results = await judgeByRunner(new ScenarioRunner(session, fails), checks);
    await session.abandon();
    await running.close();
    const outcomes = checks.flatMap((check) => outcomeOfCheck(check, results.get(check.id)) ?? []);
    const verdicts = verdictOn(outcomes).requirements.filter(({ id }) => wanted.has(id));
    demand(verdicts.length).toBe(wanted.size);
    demand(verdicts.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual([]);
  });
}

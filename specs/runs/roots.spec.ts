import { expect, test } from '@playwright/test';
import { firstStep, meaningOf } from '../../reports/causes/advice.ts';
import { differing } from '../../reports/causes/differing.ts';
import { rootsOf } from '../../reports/causes/roots.ts';
import { formatReport } from '../../reports/terminal/index.ts';
import { meanwhileInWords, toldOnce, verdictOf } from '../../reports/terminal/sentences.ts';
import type { Finding, RequirementResult, RequirementVerdict, Suspect } from '../../reports/verdict/result.ts';
import { requirements } from '../catalogue/index.ts';
import type { Operation, Requirement } from '../catalogue/types.ts';
import { sampleFinding, sampleResult } from './samples/results.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;
let exchanges = 0;

/** A finding of its own exchange. */
function finding(operation: Operation, status: number, message: string, more: Partial<Finding> = {}): Finding {
  exchanges += 1;
  const exchange = sampleFinding.exchange as NonNullable<Finding['exchange']>;
  return {
    message,
    expected: 'something else',
    actual: `status ${status}`,
    exchange: {
      ...exchange,
      operation,
      startedAt: new Date(exchanges).toISOString(),
      response: { status, headers: {}, body: '' },
    },
    ...more,
  };
}

function failing(id: string, findings?: readonly Finding[], verdict: RequirementVerdict = 'fail'): RequirementResult {
  const { level, operation, statement, source } = catalogue[id] as Requirement;
  const told = findings ?? [finding(operation, 200, `${id} is broken.`)];
  return { id, level, operation, statement, source, verdict: level === 'must' ? verdict : 'warn', findings: told };
}

function blocked(id: string, operation: Operation): RequirementResult {
  const detail = `${operation} answered 500`;
  const blockedBy = { scenario: 'creation', operation };
  return { ...failing(id), verdict: 'skip', cause: 'prerequisite', detail, blockedBy, findings: [] };
}

const resultOf = (...all: readonly RequirementResult[]) =>
  sampleResult(
    {},
    {
      requirements: all,
      summary: { ...sampleResult().summary, must: { pass: 0, fail: all.length, skip: 0, waived: 0, warn: 0 } },
    },
  );
/** Leads, each with what is told below it. */
const told = (...all: readonly RequirementResult[]) =>
  rootsOf(resultOf(...all)).map(({ lead, alike, following }) => [
    lead.id,
    alike.map(({ id }) => id),
    following.map(({ id }) => id),
  ]);

test('where no token is asked for, that is told once for all operations', () => {
  const kinds = ['A1', 'A2', 'A3', 'A5'].flatMap((kind) => ['LIST', 'GET', 'CREATE'].map((name) => `${name}-${kind}`));
  const [root, ...rest] = rootsOf(resultOf(...kinds.map((id) => failing(id)), failing('CREATE-A4')));
  expect(root?.lead.id).toBe('LIST-A1');
  expect(root?.alike.map(({ id }) => id)).toEqual(['GET-A1', 'CREATE-A1']);
  expect(root?.following).toHaveLength(10);
  expect(rest).toEqual([]);
});

test('an operation that always answers with an error explains what else it was asked, and what was not verified', () => {
  const kind = 'toHaveStatus';
  const broken = (id: string) => failing(id, [finding('create', 500, `${id} is broken.`, { kind })]);
  const result = resultOf(
    broken('CREATE-S1'),
    broken('CREATE-01'),
    broken('CREATE-B1'),
    failing('LIST-02'),
    ...['GET-01', 'GET-02', 'UPDATE-01', 'UPDATE-02', 'DELETE-01', 'DELETE-03'].map((id) => blocked(id, 'create')),
  );
  const [first, second] = rootsOf(result);
  expect(first?.lead.id).toBe('CREATE-01');
  expect(first?.following.map(({ id }) => id)).toEqual(['CREATE-S1', 'CREATE-B1']);
  expect(first?.blocked).toHaveLength(6);
  expect(second?.lead.id).toBe('LIST-02');
  expect(firstStep(result)).toBe(
    'Look at CREATE-01, “Creating a client answers 201”: seen was status 500. The tenant failed where it had to answer; look for the error in its log before anything else. 3 of 4 failures are likely to come from it. 6 requirements could not be verified because of it. Then look at the other cause.',
  );
});

test('what a client lost while others were created is told of the creates, whichever check met it', () => {
  const suspects: Finding['suspects'] = [{ operation: 'create', on: 'others' }];
  const lost = (id: string, kind: string, more: readonly Suspect[] = []) =>
    failing(id, [finding('get', 200, `${id} is broken.`, { kind, suspects: [...suspects, ...more] })]);
  const refused: Suspect = { operation: 'update', on: 'it', refused: true };
  expect(
    told(
      lost('GET-07', 'toHold', [{ operation: 'update', on: 'others' }]),
      lost('UPDATE-S3', 'toHold', [refused]),
      lost('CREATE-12', 'toHold'),
    ),
  ).toEqual([['CREATE-12', [], ['GET-07', 'UPDATE-S3']]]);
});

test('what was done to others meanwhile is told where nothing was done to the client itself', () => {
  const refused: Suspect = { operation: 'update', on: 'it', refused: true };
  const create: Suspect = { operation: 'create', on: 'others' };
  expect(meanwhileInWords({ suspects: [create, refused] })).toBe('create of other clients');
  expect(meanwhileInWords({ suspects: [create, { operation: 'update', on: 'it' }] })).toBeUndefined();
  expect(meanwhileInWords({ suspects: [refused] })).toBeUndefined();
  expect(meanwhileInWords({})).toBeUndefined();
});

test('a secret that is refused after it was accepted, with nothing done in between, is told as worn out', () => {
  const lost = (id: string, ...suspects: readonly Suspect[]) =>
    failing(id, [finding('token', 400, `${id} is broken.`, { kind: 'toBeAccepted', suspects })]);
  const [[first] = []] = told(
    lost('UPDATE-15'),
    lost('GENSECRET-08', { operation: 'generateSecret', on: 'it' }),
    lost('TOKEN-08'),
  );
  expect(first).toBe('TOKEN-08');
});

test('what was read off a list of another shape is told with the shape', () => {
  const seen = (id: string) => failing(id, [finding('list', 200, `${id} is broken.`)]);
  expect(told(seen('LIST-03'), seen('LIST-04'), seen('LIST-07'), seen('CREATE-12'))).toEqual([
    ['LIST-03', [], ['LIST-04', 'LIST-07', 'CREATE-12']],
  ]);
});

test('a secret that is shown is never told as a consequence of a shape', () => {
  const seen = (id: string) => failing(id, [finding('list', 200, `${id} is broken.`)]);
  expect(told(seen('LIST-03'), seen('LIST-06'))).toEqual([
    ['LIST-06', [], []],
    ['LIST-03', [], []],
  ]);
});

test('an operation that says yes and does nothing is told by what it does not do', () => {
  const yes = (id: string) =>
    failing(id, [finding('delete', 204, 'The request was not rejected.', { kind: 'toBeRefused' })]);
  const shown = ['DELETE-03', 'DELETE-04', 'DELETE-10', 'LIFE-04'].map((id) => failing(id));
  expect(told(...shown, yes('DELETE-A1'), yes('DELETE-S2'), failing('DELETE-05'))).toEqual([
    ['DELETE-03', [], ['DELETE-04', 'DELETE-10', 'LIFE-04', 'DELETE-A1', 'DELETE-S2']],
    ['DELETE-05', [], []],
  ]);
  // It does not do nothing where a refused request has an effect.
  expect(told(failing('DELETE-03'), yes('DELETE-A1'), failing('DELETE-A4')).map(([lead]) => lead)).toEqual([
    'DELETE-A1',
    'DELETE-03',
  ]);
});

test('server errors all over the place are told as such, not as what was tried when they came', () => {
  const result = resultOf(
    failing('DELETE-A3', [finding('delete', 503, 'The request was not rejected.')]),
    failing('UPDATE-14', [finding('update', 500, 'The answer has status 500.')]),
  );
  expect(rootsOf(result)).toMatchObject([{ alike: [{}], following: [] }]);
  expect(firstStep(result)).toContain('look for the error in its log');
  expect(firstStep(result)).not.toContain('signature');
});

test('failures that have nothing in common stay apart, a must before a should, danger before form', () => {
  expect(told(failing('LIST-02'), failing('TOKEN-07'), failing('DELETE-07'))).toEqual([
    ['DELETE-07', [], []],
    ['LIST-02', [], []],
    ['TOKEN-07', [], []],
  ]);
});

test('scopes that are granted wrongly explain what is about scopes only', () => {
  const steps = [{ operation: 'create', method: 'POST', status: 201, startedAt: '' }] as const;
  const about = (id: string, kind: string) =>
    failing(id, [finding('get', 200, 'Something is wrong.', { kind, steps })]);
  expect(
    told(about('CREATE-07', 'toShowScopes'), about('CREATE-15', 'toShowScopes'), about('CREATE-16', 'toShow')),
  ).toEqual([
    ['CREATE-07', [], ['CREATE-15']],
    ['CREATE-16', [], []],
  ]);
});

test('every failure is told once, under one cause', () => {
  const all = Object.keys(requirements).map((id) => failing(id));
  const ids = rootsOf(resultOf(...all)).flatMap(({ lead, alike, following }) => [lead, ...alike, ...following]);
  expect(ids.map(({ id }) => id).toSorted()).toEqual(Object.keys(requirements).toSorted());
});

test('sixty failures of one cause stay a page in the terminal, and the last words say what to look at', () => {
  const kinds = ['A1', 'A2', 'A3', 'A4', 'A5'].flatMap((kind) =>
    ['LIST', 'GET', 'CREATE', 'UPDATE', 'DELETE', 'GENSECRET', 'DELSECRET'].map((name) => `${name}-${kind}`),
  );
  const all = kinds.filter((id) => id in catalogue).map((id) => failing(id));
  const lines = formatReport(resultOf(...all), {
    catalogue,
    command: 'npm run conformance --',
    path: 'x',
    columns: 100,
  });
  expect(lines.join('\n').split('\n').length).toBeLessThan(32);
  expect(lines.every((line) => !line.startsWith('FAIL') || line.startsWith('FAIL  LIST-A1'))).toBe(true);
  expect(verdictOf(resultOf(...all)).sentence).toContain('probably for one reason');
  expect(lines.findIndex((line) => line.startsWith('First: Look at LIST-A1'))).toBeGreaterThan(
    lines.findIndex((line) => line.startsWith('NON-CONFORMANT')),
  );
});

test('findings that say the same are told once, with every check that found it', () => {
  const one = { message: 'The request was not rejected.', expected: 'status 4xx', actual: 'status 200, {"id":"1"}' };
  const findings = ['refuses A', 'refuses B', 'refuses B'].map((check) => ({ ...one, check }));
  expect(toldOnce([...findings, { ...one, actual: 'status 500, no body' }])).toMatchObject([
    { times: 3, checks: ['refuses A', 'refuses B'] },
    { times: 1 },
  ]);
});

test('long values are told by their difference', () => {
  const [id, uri] = ['0'.repeat(36), `https://host.example/${'x'.repeat(80)}`];
  const client = (name: string) => JSON.stringify({ id, name, uri, scopes: ['a'] });
  expect(differing(client('before'), client('after'))).toEqual({ expected: 'name "before"', actual: 'name "after"' });
  const text = 'y'.repeat(200);
  expect(differing(`${text}1`, `${text}2`)).toEqual({
    expected: `…${'y'.repeat(40)}1`,
    actual: `…${'y'.repeat(40)}2`,
  });
  expect(differing('201', '200')).toEqual({ expected: '201', actual: '200' });
  expect(differing(client('a'), 'status 404')).toEqual({ expected: client('a'), actual: 'status 404' });
});

test('what one operation does wrong explains the lives, races and sequences in which it is met', () => {
  const steps = (['create', 'update'] as const).map((operation) => ({
    operation,
    method: 'POST',
    status: 200,
    startedAt: '',
  }));
  const kept = [finding('get', 200, 'The stored scopes differ.', { kind: 'toHaveScopesStored', steps })];
  const seen = [finding('get', 200, 'The response shows wrong scopes of the client.', { kind: 'toShowScopes', steps })];
  const torn = [finding('get', 200, 'The stored values mix several concurrent updates.', { kind: 'toHold', steps })];
  expect(
    told(failing('UPDATE-05', kept), failing('LIFE-03', seen), failing('RACE-03', torn), failing('UPDATE-Q1')),
  ).toEqual([['UPDATE-05', [], ['LIFE-03', 'RACE-03', 'UPDATE-Q1']]]);
  const removed = [...steps, { operation: 'deleteSecret' as const, method: 'DELETE', status: 204, startedAt: '' }];
  const alive = [finding('token', 200, 'The secret was not rejected.', { kind: 'toBeTurnedAway', steps: removed })];
  expect(told(failing('DELSECRET-04', alive), failing('DELSECRET-11', alive), failing('LIFE-03', seen))).toEqual([
    ['DELSECRET-04', [], ['DELSECRET-11']],
    ['LIFE-03', [], []],
  ]);
});

test('a run that the first phase ended is told by what ended it, whatever that cost', () => {
  const problem = 'TENANT_CLIENT_SECRET: the token endpoint refused the client; check it.';
  const ended: RequirementResult = { ...failing('LIST-01', []), verdict: 'skip', cause: 'interrupted' };
  const result = sampleResult({}, { requirements: [ended], problems: [problem] });
  expect(result.requests.total).toBeGreaterThan(0);
  expect(firstStep(result)).toBe(problem);
});

test('a step that nothing reports on is told with what builds on it', () => {
  const sample = sampleResult();
  const requirements = sample.requirements.map((one, at) => ({
    ...one,
    verdict: at === 0 ? ('skip' as const) : ('pass' as const),
    findings: [],
    ...(at === 0 && { cause: 'prerequisite' as const, detail: 'the tenant grants no token' }),
  }));
  const [first] = requirements;
  const result = { ...sample, verdict: 'inconclusive' as const, problems: [], requirements };
  expect(firstStep(result)).toBe(
    `Replay ${first?.id} to see the step that it builds on: the tenant grants no token; no requirement of its own reports it.`,
  );
});

test('where reading changes a client, that explains what looks like effects of other requests, and nothing else that is dangerous', () => {
  const effect = (id: string) =>
    failing(id, [finding('get', 200, 'A rejected request had an effect.', { kind: 'toHold' })]);
  const changed = (id: string) => failing(id, [finding('get', 200, 'The client was changed.', { kind: 'toHold' })]);
  expect(
    told(changed('LIST-11'), changed('GET-07'), changed('CREATE-12'), effect('UPDATE-A4'), effect('DELETE-S3')),
  ).toEqual([['LIST-11', [], ['GET-07', 'CREATE-12', 'UPDATE-A4', 'DELETE-S3']]]);
  const passed = failing('UPDATE-X1', [
    finding('update', 200, 'The request was not rejected.', { kind: 'toBeRefused' }),
  ]);
  expect(told(changed('GET-07'), passed)).toEqual([
    ['UPDATE-X1', [], []],
    ['GET-07', [], []],
  ]);
});

test('a secret that is lost after a generation is told of the generation, not of the read between', () => {
  const after = (...operations: readonly Operation[]) => ({
    kind: 'toBeAccepted',
    steps: operations.map((operation) => ({ operation, method: 'POST', status: 200, startedAt: '' })),
  });
  const lost = (...operations: readonly Operation[]) => [
    finding('token', 401, 'The secret was not accepted.', after('create', ...operations)),
  ];
  expect(
    told(
      failing('GET-07', lost('generateSecret')),
      failing('CREATE-10', lost('generateSecret')),
      failing('GENSECRET-07', lost('generateSecret', 'generateSecret')),
      failing('GENSECRET-08', lost('generateSecret')),
    ).map(([lead]) => lead),
  ).toEqual(['GENSECRET-08']);
});

test('secrets that are not told apart explain that one is accepted in the place of another', () => {
  const same = [finding('generateSecret', 200, 'Values are repeated.', { kind: 'toBeAllDifferent' })];
  const accepted = [finding('token', 200, 'The secret was not rejected.', { kind: 'toBeTurnedAway' })];
  expect(told(failing('DELSECRET-04', accepted), failing('GENSECRET-04', same))).toEqual([
    ['GENSECRET-04', [], ['DELSECRET-04']],
  ]);
});

test('where a new client never comes into the list, that another one is missing there says nothing of what was done to it', () => {
  const missing = (...suspects: readonly Suspect[]) => [
    finding('list', 200, 'The list shows the client 0 times.', { kind: 'toHoldOnce', suspects }),
  ];
  const [itself, another]: readonly Suspect[] = [
    { operation: 'create', on: 'it' },
    { operation: 'create', on: 'others' },
  ];
  const replaced = failing('CREATE-12', missing(another as Suspect));
  expect(told(replaced, failing('LIST-04', missing(itself as Suspect)))).toEqual([['LIST-04', [], ['CREATE-12']]]);
  expect(told(replaced, failing('LIST-04', missing(another as Suspect)))).toEqual([['LIST-04', ['CREATE-12'], []]]);
});

test('who looks at what a client did before, not at its token, is told of that, not of expired tokens', () => {
  const opened = (id: string) =>
    failing(id, [finding('list', 200, 'The request was not rejected.', { kind: 'toBeRefused' })]);
  expect(told(opened('LIST-A6'), opened('LIST-S2'))[0]?.[0]).toBe('LIST-S2');
  expect(told(opened('LIST-A6'))[0]?.[0]).toBe('LIST-A6');
});

test('secrets that no read ever showed are not lost', () => {
  const unshown = (id: string, kind: string) =>
    failing(id, [finding('get', 200, 'The client lost secrets.', { kind })]);
  const hidden = unshown('GENSECRET-09', 'toRecordSecret');
  expect(told(unshown('GENSECRET-08', 'toRecordAll'), hidden)[0]?.[0]).toBe('GENSECRET-09');
  const refused = failing('GENSECRET-08', [
    finding('token', 400, 'The secret was not accepted.', { kind: 'toBeAccepted' }),
  ]);
  expect(told(refused, hidden)[0]?.[0]).toBe('GENSECRET-08');
});

test('a token that is refused as a whole is not said to be short of scopes', () => {
  const refused = (status: number) =>
    failing('TOKEN-21', [finding('list', status, 'The request was not allowed.', { kind: 'toSucceed' })]);
  expect(meaningOf(refused(401))).toContain('clocks');
  expect(meaningOf(refused(403))).toContain('scope claim');
});

/** A secret that was refused, and what was done to its client since it was good. */
const lost = (id: string, ...suspects: readonly Operation[]) =>
  failing(id, [
    finding('token', 400, 'The secret was not accepted.', {
      kind: 'toBeAccepted',
      expected: 'a token',
      suspects: suspects.map((operation) => ({ operation, on: 'it' })),
    }),
  ]);

test('losses after one and the same operation are no matter of time, however many promises they break', () => {
  const by = (operation: Operation) => [
    lost('UPDATE-08', operation),
    lost('GENSECRET-08', 'generateSecret', operation),
    lost('DELSECRET-06', 'deleteSecret', operation),
    lost('LIFE-07', 'deleteSecret', operation),
  ];
  expect(told(...by('update'))[0]?.[0]).toBe('UPDATE-08');
  expect(told(...by('create'))[0]?.[0]).toBe('LIFE-07');
});

test('who lets any secret in lets an expired one in as well', () => {
  const accepted = (id: string) =>
    failing(id, [finding('token', 200, 'The secret was not rejected.', { kind: 'toBeTurnedAway' })]);
  expect(told(accepted('GENSECRET-10'), accepted('TOKEN-01'))).toEqual([['TOKEN-01', [], ['GENSECRET-10']]]);
  expect(told(accepted('GENSECRET-10'))[0]?.[0]).toBe('GENSECRET-10');
});

test('what another write was done to as well is not told of a generation', () => {
  const lasting = lost('LIFE-07', 'deleteSecret', 'update');
  expect(told(lost('GENSECRET-08', 'generateSecret', 'update'), lasting)[0]?.[0]).toBe('LIFE-07');
  expect(told(lost('GENSECRET-08', 'generateSecret'), lasting)[0]?.[0]).toBe('GENSECRET-08');
});

test('a secret that wears out is no matter of time, nor of what was done to others meanwhile', () => {
  const losses = [
    lost('UPDATE-19', 'update'),
    lost('DELSECRET-06', 'deleteSecret'),
    lost('GENSECRET-08', 'generateSecret', 'update'),
    lost('LIFE-07', 'deleteSecret'),
  ];
  expect(told(...losses, lost('TOKEN-08', 'update'))[0]?.[0]).toBe('LIFE-07');
  expect(told(...losses, lost('TOKEN-08'))[0]?.[0]).toBe('TOKEN-08');
});

test('a token for whoever makes up an id is the token of another one', () => {
  const given = (id: string, kind: string) => failing(id, [finding('token', 200, 'A token was given.', { kind })]);
  const [unknown, other] = [given('TOKEN-09', 'toBeTurnedAway'), given('TOKEN-29', 'toHold')];
  expect(told(other, unknown)[0]?.[0]).toBe('TOKEN-09');
});

test('whom a create answers under another id is no second client, unless the one that it answered is there', () => {
  const twice = failing('CREATE-13', [
    finding('list', 200, 'A create made more clients.', { kind: 'toHoldNoDuplicate' }),
  ]);
  const never = failing('CREATE-05', [finding('get', 404, 'The client is not shown.', { kind: 'toShowSomewhere' })]);
  expect(told(twice, never)[0]?.[0]).toBe('CREATE-05');
});

test('one sign in the place of all secrets is told with the secrets that nobody is let in with', () => {
  const lost = finding('token', 400, 'refused', { kind: 'toBeAccepted', expected: 'a token' });
  const repeated: Finding = { kind: 'toBeAllDifferent', message: 'repeated', expected: '2', actual: '1' };
  const [[first, , following] = []] = told(failing('CREATE-13', [repeated]), failing('CREATE-10', [lost]));
  expect([first, following]).toEqual(['CREATE-10', ['CREATE-13']]);
  expect(told(failing('CREATE-13', [repeated]), failing('LIST-02'))[0]?.[0]).toBe('CREATE-13');
});

test('an unknown client that is answered like a deleted one comes before it', () => {
  const seen = (id: string, status: number, suspects: readonly Suspect[] = []) =>
    failing(id, [finding('get', status, `${id} is broken.`, { kind: 'toBeRefused', suspects })]);
  const deleted = seen('DELETE-03', 200, [{ operation: 'delete', on: 'it' }]);
  expect(told(deleted, seen('GET-08', 200))[0]?.[0]).toBe('GET-08');
  expect(told(deleted, seen('GET-08', 204))[0]?.[0]).toBe('DELETE-03');
});

test('what an update of another client is known to have done is told of the updates', () => {
  const by = (id: string, suspects: readonly Suspect[]) =>
    failing(id, [finding('get', 200, `${id} is broken.`, { kind: 'toHold', suspects })]);
  const [[first] = []] = told(
    by('LIST-09', [{ operation: 'create', on: 'it' }]),
    by('UPDATE-09', [{ operation: 'update', on: 'others' }]),
  );
  expect(first).toBe('UPDATE-09');
});

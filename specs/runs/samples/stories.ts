import type { Check, Exchange, RequirementResult, RunStory } from '../../../reports/verdict/result.ts';
import { signatureOf } from '../../../reports/verdict/signature.ts';
import { requirements } from '../../catalogue/index.ts';
import type { Requirement } from '../../catalogue/types.ts';
import { sampleFinding, sampleResult } from './results.ts';

const GUID = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const BASE = 'https://host.example/org/identity_/api/ExternalClient';

/** As many exchanges as asked for, going round the operations of one client after the other. */
function exchanges(number: number): readonly Exchange[] {
  const steps = ['create', 'get', 'update', 'delete'] as const;
  return Array.from({ length: number }, (_, index): Exchange => {
    const client = GUID(Math.floor(index / 4));
    const operation = steps[index % 4] ?? 'get';
    const created = operation === 'create';
    return {
      operation,
      startedAt: new Date(Date.parse('2026-11-23T10:00:00Z') + index * 20).toISOString(),
      durationMs: 3 + (index % 17),
      request: {
        method: { create: 'POST', get: 'GET', update: 'PUT', delete: 'DELETE' }[operation],
        url: created ? `${BASE}/${GUID(999999)}` : `${BASE}/${GUID(999999)}/${client}`,
        headers: { authorization: 'Bearer [redacted]' },
        ...(created && { body: '{"name":"x"}' }),
      },
      response: {
        status: index % 50 === 49 ? 503 : index % 9 === 8 ? 403 : created ? 201 : 200,
        headers: { 'content-type': 'application/json' },
        body: `{"id":"${client}","name":"a client","filler":"${'x'.repeat(200)}"}`,
      },
    };
  });
}

function checks(): readonly Check[] {
  const cells = ['list', 'create'].flatMap((operation) =>
    ['PM.OAuthApp', 'PM.OAuthApp.Read', 'PM.OAuthApp.Write'].map((scope, index) => ({
      title: `${index === 0 ? 'allows' : 'refuses'} ${scope} alone`,
      path: ['scopes.spec.ts', `Scopes of ${operation}`],
      scenarios: [`withScope(${operation} · ${scope})`],
      requirements: [`${operation.toUpperCase()}-S1`],
      status: (['pass', 'fail', 'skip'] as const)[index] ?? 'pass',
      startedAt: '2026-11-23T10:00:00.000Z',
      durationMs: 5,
    })),
  );
  return cells;
}

/** A run over the whole catalogue, with everything that a report can be asked to show. */
export function sampleStory(kind: 'conformant' | 'non-conformant' | 'inconclusive', exchangeCount = 60): RunStory {
  const all = Object.entries<Requirement>(requirements).map(([id, entry], index): RequirementResult => {
    const { level, operation, statement, source } = entry;
    const base = { id, level, operation, statement, source };
    if (kind === 'inconclusive' && index % 3 === 0)
      return { ...base, verdict: 'skip', cause: 'environment', detail: 'a gateway answered 502', findings: [] };
    const fails = kind === 'non-conformant' && index % 12 === 0;
    if (!fails) return { ...base, verdict: 'pass', findings: [] };
    const findings = [sampleFinding, sampleFinding];
    const verdict = level === 'must' ? (index % 24 === 0 ? 'waived' : 'fail') : 'warn';
    return { ...base, verdict, findings, signature: signatureOf({ id, findings }) ?? '' };
  });
  const number = (level: string, verdict: string) =>
    all.filter((one) => one.level === level && one.verdict === verdict).length;
  const counts = (level: string) => ({
    pass: number(level, 'pass'),
    fail: number(level, 'fail'),
    warn: number(level, 'warn'),
    waived: number(level, 'waived'),
    skip: number(level, 'skip'),
  });
  const waived = all.filter(({ verdict }) => verdict === 'waived');
  const result = sampleResult(
    {},
    {
      requirements: all,
      summary: { must: counts('must'), should: counts('should'), may: counts('may') },
      problems: kind === 'inconclusive' ? ['80 of 192 must requirements could not be verified: environment (80).'] : [],
      latency: {
        create: { count: 15, p50Ms: 5, p95Ms: 12, maxMs: 19 },
        get: { count: 15, p50Ms: 2.5, p95Ms: 8, maxMs: 9 },
      },
      ...(waived.length > 0 && {
        waivers: waived.map(({ id, signature = '' }) => ({
          requirement: id,
          signature,
          owner: 'team-identity',
          ticket: 'ID-7',
          reason: 'fixed in the next release',
          expires: '2027-01-31',
          state: 'applied' as const,
        })),
        leftovers: [{ kind: 'client' as const, id: GUID(1), reason: 'DELETE answered 500' }],
      }),
    },
  );
  const history = [1, 2, 3].map((day) => sampleResult({}, { startedAt: `2026-11-2${day - 1}T01:00:00.000Z` }));
  return { result, checks: checks(), exchanges: exchanges(exchangeCount), history, command: 'npm run conformance --' };
}

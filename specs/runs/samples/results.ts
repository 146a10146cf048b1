import { concluded, type Unconcluded } from '../../../reports/verdict/gate.ts';
import type {
  ConformanceResult,
  Counts,
  Finding,
  RequirementResult,
  RequirementVerdict,
} from '../../../reports/verdict/result.ts';
import { signatureOf } from '../../../reports/verdict/signature.ts';
import { verifiedOf } from '../../../reports/verdict/verified.ts';
import type { Level, Operation } from '../../catalogue/types.ts';

const ENTRIES: readonly (readonly [id: string, level: Level, operation: Operation])[] = [
  ['LIST-01', 'must', 'list'],
  ['GET-01', 'must', 'get'],
  ['CREATE-01', 'must', 'create'],
  ['UPDATE-01', 'must', 'update'],
  ['LIST-A5', 'should', 'list'],
];

/** A deviation with its exchange; markup in it must not come alive in any report. */
export const sampleFinding: Finding = {
  message: 'create answered 200 where 201 is documented <script>alert(1)</script>',
  expected: 'status 201',
  actual: 'status 200, {"id":"x"}',
  seenIn: 'POST /org/identity_/api/ExternalClient/p',
  exchange: {
    operation: 'create',
    startedAt: '2026-11-23T10:00:00.500Z',
    durationMs: 12,
    request: {
      method: 'POST',
      url: 'https://host.example/org/identity_/api/ExternalClient/p?x=1',
      headers: { authorization: 'Bearer [redacted]', 'content-type': 'application/json' },
      body: '{"name":"a & b"}',
    },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":"x"}' },
  },
  curl: `curl -i -X POST 'https://host.example/org' \\\n  -H "Authorization: Bearer $TOKEN"`,
};

/**
 * A small result.
 * @param verdicts of requirements that do not pass; what fails has one finding, what is skipped the cause `environment`
 */
export function sampleResult(
  verdicts: Readonly<Record<string, RequirementVerdict>> = {},
  change: Partial<Unconcluded> = {},
): ConformanceResult {
  const requirements = ENTRIES.map(([id, level, operation]) =>
    requirement(id, level, operation, verdicts[id] ?? 'pass'),
  );
  const result: Unconcluded = {
    formatVersion: '2.0',
    suite: { name: 'external-client-conformance', version: '0.1.0' },
    document: { title: 'External client', edition: 'an edition', digest: 'e'.repeat(64) },
    tenant: { tenant: 'https://host.example/org/identity_', partition: 'p' },
    seed: 4711,
    startedAt: '2026-11-23T10:00:00.000Z',
    durationMs: 1234,
    problems: [],
    summary: {
      must: count(requirements, 'must'),
      should: count(requirements, 'should'),
      may: count(requirements, 'may'),
    },
    requests: { total: 3, byMethod: { GET: 1, POST: 1, PUT: 1, DELETE: 0 } },
    requirements,
    readings: [{ id: 'K14', observed: 'null', candidates: ['masked', 'null', 'empty', 'absent'] }],
    leftovers: [],
    selection: { partial: false, of: (change.requirements ?? requirements).length, deeper: 0, strict: false },
    verified: verifiedOf(change.requirements ?? requirements, () => false),
    ...change,
  };
  return concluded(result, { waivers: change.waivers ?? [], failOn: 'must' });
}

function requirement(id: string, level: Level, operation: Operation, verdict: RequirementVerdict): RequirementResult {
  const base = {
    id,
    level,
    operation,
    statement: `${id} holds.`,
    source: { heading: 'Create a new external client', part: 'Responses' },
    verdict,
  };
  if (verdict === 'pass') return { ...base, findings: [] };
  if (verdict === 'skip') return { ...base, cause: 'environment', detail: 'no answer', findings: [] };
  const findings = [sampleFinding];
  const signature = signatureOf({ id, findings });
  return { ...base, findings, ...(signature !== undefined && { signature }) };
}

function count(requirements: readonly RequirementResult[], level: Level): Counts {
  const counts = { pass: 0, fail: 0, skip: 0, waived: 0, warn: 0 };
  for (const one of requirements) if (one.level === level) counts[one.verdict] += 1;
  return counts;
}

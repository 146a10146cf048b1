import type { ConformanceResult, ReadingResult } from '../../reports/verdict/result.ts';
import { judge, type Outcome } from '../../reports/verdict/verdict.ts';
import { requirements } from '../catalogue/index.ts';

/** The suite's own verdict on a tenant, by nothing but what became of the checks that it met. */
export function verdictOn(outcomes: readonly Outcome[]): ConformanceResult {
  return judge({
    catalogue: requirements,
    selected: new Set(outcomes.map(({ requirement }) => requirement)),
    outcomes,
    failOn: 'must',
    problems: [],
    cutShort: false,
    facts: NO_FACTS,
  });
}

/** What a verdict does not depend on. */
const NO_FACTS = {
  formatVersion: '1.0',
  suite: { name: '', version: '' },
  document: { title: '', edition: '', digest: '' },
  tenant: {},
  seed: 0,
  startedAt: '',
  durationMs: 0,
  requests: { total: 0, byMethod: { GET: 0, POST: 0, PUT: 0, DELETE: 0 } },
  readings: [] as readonly ReadingResult[],
  leftovers: [],
} as const;

import type { FaultRow, ProofResult } from '../../prove/result.ts';

/** A proof of a part, with a fault of each kind of outcome. */
export function sampleProof(): ProofResult {
  const row = (fault: string, outcome: FaultRow['outcome'], red: readonly string[]): FaultRow => ({
    fault,
    sentence: `What ${fault} does.`,
    declares: ['CREATE-07', 'CREATE-08'],
    red,
    outcome,
    first: 'CREATE-07',
    checks: [],
    unverified: [{ requirement: 'CREATE-08', cause: 'timeout', detail: 'it took too long' }],
    crashed: [],
  });
  const faultRows = [
    row('grants-more', 'caught', ['CREATE-07', 'GET-01']),
    row('grants-less', 'missed', []),
    { ...row('same', 'equivalent', []), equivalent: 'nobody can tell' },
  ];
  return {
    faults: { caught: 1, missed: 1, unproved: 0, unmet: 0, equivalent: 1, disproved: 0, total: 3, of: 9, toldFirst: 1 },
    personas: { total: 1, of: 5, green: 0 },
    loosenings: { total: 1, noticed: 1, equivalent: 0 },
    requirements: { total: 2, proved: 1 },
    verdict: 'not-proved',
    whole: false,
    problems: ['Faults that no declared requirement noticed: grants-less.'],
    formatVersion: '1',
    suite: { name: 'suite', version: '1' },
    document: { title: 'page', edition: '1', digest: '0' },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    requests: 3,
    slowest: [],
    control: { green: true, problems: [] },
    matrixDifferences: [],
    goldenDifferences: [],
    toldFirstOthers: [],
    unprovedRequirements: [],
    faultRows,
    personaRows: [
      {
        persona: 'slow',
        sentence: 'Takes its time.',
        green: false,
        problems: ['GET-01: it is wrong.'],
        departures: [{ reading: 'K8', observed: 'client' }],
      },
    ],
    looseningRows: [
      { id: 'a.schema.json#/type', noticed: true, by: { fault: 'grants-more', requirement: 'CREATE-07' } },
    ],
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { identity } from '../../reports/publish/files.ts';
import { Progress } from '../../reports/terminal/progress.ts';
import { requirements } from '../catalogue/index.ts';
import { goldenOf, readGolden, writeGolden } from './golden.ts';
import { judgeProof } from './judge.ts';
import { loosenSchemas } from './loosenings.ts';
import { readMatrix, writeMatrix } from './matrix.ts';
import { meetAll } from './meet-all.ts';
import { listFaults, type ProofSelection, planProof } from './plan.ts';
import type { ProofResult } from './result.ts';

const MATRIX = fileURLToPath(new URL('matrix.txt', import.meta.url));

/** Meets all that is asked for and judges what came of it. @param write whether what was seen becomes the committed matrix */
export async function carryOut(selection: ProofSelection, write: boolean): Promise<ProofResult> {
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const plan = planProof(selection);
  const progress = new Progress(process.stderr);
  progress.begin(plan.guests.length, 'tenants');
  const met = await meetAll(plan.guests, ({ guest }) => progress.advance(guest.id));
  progress.clear();
  const looseningRows = plan.loosens ? loosenSchemas(met) : [];
  const order = new Map(listFaults().map(({ id }, at) => [id, at]));
  const faults = met
    .filter(({ guest }) => guest.kind === 'fault')
    .toSorted((a, b) => (order.get(a.guest.id) ?? 0) - (order.get(b.guest.id) ?? 0));
  const isWhole = faults.length === plan.of.faults;
  const golden = goldenOf(faults, readGolden(), readMatrix(readFileSync(MATRIX, 'utf8')), isWhole);
  const committed = () => ({ matrix: readMatrix(readFileSync(MATRIX, 'utf8')), golden: readGolden() });
  const judge = (known = committed()): ProofResult =>
    judgeProof({
      catalogue: requirements,
      plan,
      met,
      committed: known.matrix,
      golden: { committed: known.golden, seen: golden },
      looseningRows,
      startedAt,
      durationMs: Math.round(performance.now() - begun),
      identity: identity(),
    });
  const proof = judge();
  const matrix = writeMatrix(committed().matrix, proof.faultRows, new Set(order.keys()));
  // Side by side nobody knows who comes first, so that what is told may be other than what is committed.
  if (selection.sideBySide === true) return judge({ matrix: readMatrix(matrix), golden });
  if (!write) return proof;
  writeFileSync(MATRIX, matrix);
  writeGolden(golden);
  return judge();
}

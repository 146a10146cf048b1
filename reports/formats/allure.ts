import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceResult, Gate } from '../verdict/result.ts';
import { GATE_TEST, gateText } from './parts.ts';

/** Where Allure's reporter leaves its results, in the folder for results. */
export const ALLURE_FOLDER = 'allure-results';

/** The same id in each run, so that Allure has one history of it. */
const ID = 'e0c7a7e5-7e57-4a11-9a7e-000000000001';
/** Name of the file that stands for the gate. */
export const GATE_FILE = `${ID}-result.json`;

const STATUSES: Readonly<Record<Gate['outcome'], string>> = { passed: 'passed', failed: 'failed', undecided: 'broken' };

/** The gate as a test of its own, in the format of Allure's results: its reporter knows single checks alone, and a skipped one fails nothing. */
export function allureGate(result: ConformanceResult): string {
  const start = Date.parse(result.startedAt);
  return `${JSON.stringify({
    uuid: ID,
    historyId: ID,
    name: `${GATE_TEST}: ${result.headline}`,
    fullName: GATE_TEST,
    status: STATUSES[result.gate.outcome],
    statusDetails: { message: gateText({ result }) },
    stage: 'finished',
    start,
    stop: start + result.durationMs,
    labels: [
      { name: 'suite', value: 'gate' },
      { name: 'severity', value: 'blocker' },
    ],
    description: gateText({ result }),
  })}\n`;
}

/** Adds the gate to the results of Allure, where there are any. */
export function completeAllure(out: string, result: ConformanceResult): void {
  const folder = join(out, ALLURE_FOLDER);
  if (!existsSync(folder)) return;
  writeFileSync(join(folder, GATE_FILE), allureGate(result));
}

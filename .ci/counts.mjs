// Adds up what the parts of `npm test` left behind: tests of our own tools, requirements on the mock, faults and personas.
import { readFileSync } from 'node:fs';

const status = Number(process.argv[2]);
let passed = 0;
let failed = 0;

/** The parsed file, or undefined where that part did not get to write it. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const tools = read('reports/out/tools.json')?.stats;
if (tools !== undefined) {
  passed += tools.expected + tools.flaky;
  failed += tools.unexpected;
}
const run = read('reports/out/conformance.json');
for (const { verdict } of run?.requirements ?? []) {
  if (verdict === 'pass') passed += 1;
  else if (verdict === 'fail') failed += 1;
}
const proof = read('reports/out/proof.json');
if (proof !== undefined) {
  passed += proof.faults.caught + proof.personas.green;
  const { missed, unproved, unmet } = proof.faults;
  failed += missed + unproved + unmet + proof.personas.total - proof.personas.green;
}
// A step that broke before it could count is a failure all the same.
if (status !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDotEnv, outFolder } from '../../fixtures/preflight/settings.ts';
import { readDepartures } from '../../reports/proof/departures.ts';
import { EVIDENCE_FILES, type Evidence } from '../../reports/proof/evidence.ts';
import { judgeProof } from '../../reports/proof/judge.ts';
import { proofPage } from '../../reports/proof/page.ts';
import { MEETING_VARIABLE, PLAN_VARIABLE, type ProofPlan } from '../../reports/proof/plan.ts';
import { complaintAboutMarkers, withFigures } from '../../reports/proof/readme.ts';
import { PROOF_FILE, PROOF_PAGE, type ProofResult } from '../../reports/proof/result.ts';
import { printProof } from '../../reports/proof/terminal.ts';
import { identity, replaceFile } from '../../reports/publish/files.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { nearest } from '../../reports/verdict/selection.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';
import { modulePath, PLAYWRIGHT_CLI } from './processes.ts';

export interface ProveFlags {
  readonly only: readonly string[];
  readonly quick?: boolean;
  readonly personas?: boolean;
  /** With how many seeds each legal tenant is judged. */
  readonly seeds?: number;
  readonly faults?: boolean;
  readonly loosenings?: boolean;
  readonly writeReadme?: boolean;
  readonly list?: boolean;
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Proves the judge: every fault is caught, every legal tenant is conformant, every rule is needed. Code 1 when the proof does not hold. */
export async function prove(flags: ProveFlags): Promise<VerbOutcome> {
  const { planProof, listFaults, listPersonas } = await import('../../specs/prove/plan.ts');
  const known = listFaults();
  if (flags.list === true) {
    print(
      known
        .map(({ id, declares, sentence }) => `${id.padEnd(44)}  ${(declares[0] ?? '').padEnd(12)}  ${sentence}`)
        .join('\n'),
    );
    return { code: 0 };
  }
  const legal = listPersonas();
  const asked = partsOf(flags, legal);
  const problems = check(flags, [...known.map(({ id }) => id), ...legal], asked);
  if (problems.length > 0) return unusable(...problems);
  loadDotEnv();
  const out = outFolder(process.env);
  const folder = join(out, 'proof');
  for (const stale of [folder, join(out, PROOF_FILE), join(out, PROOF_PAGE)])
    rmSync(stale, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const needsFaults = asked.faults || asked.loosenings;
  const mode = flags.quick === true || !asked.faults ? 'quick' : 'full';
  const plan = planProof({
    mode,
    personas: asked.personas,
    faults: needsFaults,
    only: flags.only,
    ...(flags.seeds !== undefined && { seeds: flags.seeds }),
  });
  replaceFile(join(folder, 'plan.json'), JSON.stringify(plan));
  try {
    const result = await carryOut(plan, folder, asked.loosenings);
    if (result === undefined)
      return { code: 1, problems: ['The proof ended before it could tell anything; the reason stands above.'] };
    publish(result, out);
    if (flags.writeReadme === true) replaceFile(README, withFigures(readFileSync(README, 'utf8'), result));
    return { code: result.verdict === 'proved' ? 0 : 1 };
  } finally {
    // Bodies in the evidence hold secrets; those of the mock are worth nothing, but nobody needs them either.
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Parts {
  readonly personas: boolean;
  readonly faults: boolean;
  readonly loosenings: boolean;
}

/** What is asked for; everything, unless something is named. */
function partsOf(
  { only, personas = false, faults = false, loosenings = false }: ProveFlags,
  legal: readonly string[],
): Parts {
  if (personas || faults || loosenings) return { personas, faults, loosenings };
  return only.length > 0
    ? {
        personas: only.some((id) => legal.includes(id)),
        faults: !only.every((id) => legal.includes(id)),
        loosenings: false,
      }
    : { personas: true, faults: true, loosenings: true };
}

function check(flags: ProveFlags, known: readonly string[], parts: Parts): readonly string[] {
  const unknown = flags.only.filter((id) => !known.includes(id));
  if (unknown.length > 0) return unknown.map((id) => unknownFault(id, known));
  if (flags.only.length > 0 && parts.loosenings) return ['--loosenings needs every fault; leave out --only.'];
  if (flags.seeds !== undefined && (parts.faults || parts.loosenings))
    return ['--seeds goes with the legal tenants alone; add --personas.'];
  const whole = Object.values(parts).every(Boolean) && flags.only.length === 0;
  if (flags.writeReadme === true && !whole)
    return ['--write-readme needs the whole proof; leave out --only and the names of parts.'];
  if (flags.writeReadme !== true) return [];
  const complaint = complaintAboutMarkers(readFileSync(README, 'utf8'));
  return complaint === undefined ? [] : [complaint];
}

function unknownFault(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return `There is no fault or legal tenant ${id}${near === undefined ? ';' : `; did you mean ${near}?`} "${invocation('prove', '--list')}" shows all ${known.length}.`;
}

/** Runs all that is planned and judges what came of it; undefined when the runner left no evidence. */
async function carryOut(plan: ProofPlan, folder: string, loosen: boolean): Promise<ProofResult | undefined> {
  const { examineAll } = await import('../../specs/prove/probe/index.ts');
  const begun = performance.now();
  // Legal tenants take their time, and the machine would idle meanwhile.
  const [notApplied] = await Promise.all([
    examineAll(plan.faults.map(({ id }) => id)),
    runner(folder, {}),
    ...(plan.own.length > 0 ? [runner(folder, { [MEETING_VARIABLE]: 'own' })] : []),
  ]);
  const own = plan.own.length > 0 ? [read(folder, EVIDENCE_FILES.own)] : [];
  const evidence = together(
    [read(folder, EVIDENCE_FILES.tests), ...own],
    performance.now() - begun,
    own[0]?.durationMs,
  );
  if (evidence === undefined) return undefined;
  if (plan.matrix.length > 0) await runner(folder, { [MEETING_VARIABLE]: 'matrix' });
  const matrix = plan.matrix.length > 0 ? read(folder, EVIDENCE_FILES.matrix) : undefined;
  if (plan.matrix.length > 0 && matrix === undefined) return undefined;
  const loosenings = loosen ? (await import('../../specs/prove/loosenings.ts')).loosenJudge(plan, evidence) : undefined;
  const departures = readDepartures(join(folder, 'run'));
  return judgeProof({
    catalogue: requirements,
    plan,
    evidence,
    matrix,
    notApplied,
    loosenings,
    departures,
    identity: identity(),
  });
}

/** Runs Playwright on the plan. Its exit code tells nothing: failed tests are what a proof is made of. */
async function runner(folder: string, more: Readonly<Record<string, string>>): Promise<void> {
  const config = modulePath('specs/prove/playwright.config');
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:TENANT|CONFORMANCE)_/.test(name));
  const env = {
    ...Object.fromEntries(kept),
    [PLAN_VARIABLE]: join(folder, 'plan.json'),
    CONFORMANCE_OUT: folder,
    // The same data each time, so that a proof can be compared with an earlier one.
    CONFORMANCE_SEED: process.env.CONFORMANCE_SEED ?? '1',
    CONFORMANCE_TIMEOUT_MS: '5000',
    ...more,
  };
  const child = spawn(process.execPath, [PLAYWRIGHT_CLI, 'test', '--config', config], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  // Playwright cleans up on SIGINT only.
  const interrupt = () => child.kill('SIGINT');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  await new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('close', () => done());
  });
  for (const signal of signals) process.off(signal, interrupt);
}

/** The evidence of runs that took place at the same time; undefined when one of them left none. */
function together(
  all: readonly (Evidence | undefined)[],
  durationMs: number,
  faultsMs: number | undefined,
): Evidence | undefined {
  const told = all.filter((one) => one !== undefined);
  const [first] = told;
  if (first === undefined || told.length < all.length) return undefined;
  return {
    startedAt: first.startedAt,
    durationMs: Math.round(durationMs),
    ...(faultsMs !== undefined && { faultsMs }),
    arms: told.flatMap(({ arms }) => arms),
    sites: [...new Set(told.flatMap(({ sites }) => sites))].sort(),
    problems: [...new Set(told.flatMap(({ problems }) => problems))],
  };
}

function read(folder: string, name: string): Evidence | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Evidence;
  } catch {
    return undefined;
  }
}

function publish(result: ProofResult, out: string): void {
  const [pathOfResult, pathOfPage] = [join(out, PROOF_FILE), join(out, PROOF_PAGE)];
  replaceFile(pathOfResult, `${JSON.stringify(result, null, 2)}\n`);
  replaceFile(pathOfPage, proofPage(result, requirements));
  printProof(result, { pathOfResult, pathOfPage });
}

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings, outFolder } from '../../fixtures/preflight/settings.ts';
import { replaceFile } from '../../reports/publish/files.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { nearest } from '../../schemas/nearest.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';

export interface ProveFlags {
  readonly only: readonly string[];
  readonly personas?: boolean;
  /** With how many seeds each legal tenant is judged. */
  readonly seeds?: number;
  /** Whether scenarios act several at once on every tenant. */
  readonly sideBySide?: boolean;
  readonly faults?: boolean;
  readonly loosenings?: boolean;
  readonly write?: boolean;
  readonly writeReadme?: boolean;
  readonly list?: boolean;
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Proves the judge: every fault is caught, every legal tenant is conformant, every keyword of the schemas is needed. Code 1 when the proof does not hold. */
export async function prove(flags: ProveFlags): Promise<VerbOutcome> {
  const { listFaults, listPersonas } = await import('../../specs/prove/plan.ts');
  const faults = listFaults();
  if (flags.list === true) {
    const lines = faults.map(
      ({ id, declares: [first = ''], sentence }) => `${id.padEnd(44)}  ${first.padEnd(12)}  ${sentence}`,
    );
    print(lines.join('\n'));
    return { code: 0 };
  }
  const legal = listPersonas().map(({ id }) => id);
  const parts = partsOf(flags, legal);
  const problems = await check(flags, [...faults.map(({ id }) => id), ...legal], parts);
  if (problems.length > 0) return unusable(...problems);
  loadSettings();
  const out = outFolder(process.env);
  const { PROOF_FILE, PROOF_PAGE } = await import('../../specs/prove/result.ts');
  const [pathOfResult, pathOfPage] = [join(out, PROOF_FILE), join(out, PROOF_PAGE)];
  for (const stale of [pathOfResult, pathOfPage]) rmSync(stale, { force: true });
  mkdirSync(out, { recursive: true });
  const { carryOut } = await import('../../specs/prove/index.ts');
  const { seeds, only, sideBySide = false } = flags;
  const selection = { ...parts, only, sideBySide, ...(seeds !== undefined && { seeds }) };
  const proof = await carryOut(selection, flags.write === true);
  replaceFile(pathOfResult, `${JSON.stringify(proof, null, 2)}\n`);
  const { proofPage } = await import('../../specs/prove/page.ts');
  replaceFile(pathOfPage, proofPage(proof, requirements));
  const { printProof } = await import('../../specs/prove/terminal.ts');
  printProof(proof, { pathOfResult, pathOfPage });
  const isWhole = Object.values(parts).every(Boolean) && only.length === 0;
  const holds = proof.verdict === 'proved';
  if (!isWhole || sideBySide) return { code: holds ? 0 : 1 };
  const { hasFigures, withFigures } = await import('../../specs/prove/readme.ts');
  const readme = readFileSync(README, 'utf8');
  if (flags.writeReadme === true) replaceFile(README, withFigures(readme, proof));
  else if (!hasFigures(readme, proof)) {
    print(`README.md tells other figures of the proof; "${invocation('prove', '--write-readme')}" writes these.`);
    return { code: 1 };
  }
  return { code: holds ? 0 : 1 };
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
  if (only.length === 0) return { personas: true, faults: true, loosenings: true };
  return {
    personas: only.some((id) => legal.includes(id)),
    faults: !only.every((id) => legal.includes(id)),
    loosenings: false,
  };
}

async function check(flags: ProveFlags, known: readonly string[], parts: Parts): Promise<readonly string[]> {
  const unknown = flags.only.filter((id) => !known.includes(id));
  if (unknown.length > 0) return unknown.map((id) => unknownName(id, known));
  if (flags.only.length > 0 && parts.loosenings) return ['--loosenings needs every fault; leave out --only.'];
  if (flags.seeds !== undefined && (parts.faults || parts.loosenings))
    return ['--seeds goes with the legal tenants alone; add --personas.'];
  if (flags.write === true && !parts.faults)
    return ['--write needs the faults; add --faults, or leave out --personas.'];
  if (flags.sideBySide === true && (flags.write === true || flags.writeReadme === true))
    return ['--side-by-side writes nothing: nobody knows who comes first; leave out --write and --write-readme.'];
  if (flags.writeReadme !== true) return [];
  if (!Object.values(parts).every(Boolean) || flags.only.length > 0)
    return ['--write-readme needs the whole proof; leave out --only and the names of parts.'];
  const { complaintAboutMarkers } = await import('../../specs/prove/readme.ts');
  const complaint = complaintAboutMarkers(readFileSync(README, 'utf8'));
  return complaint === undefined ? [] : [complaint];
}

function unknownName(id: string, known: readonly string[]): string {
  const near = nearest(id, known);
  return `There is no fault or legal tenant ${id}${near === undefined ? ';' : `; did you mean ${near}?`} "${invocation('prove', '--list')}" shows all ${known.length}.`;
}

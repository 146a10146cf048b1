import { allChecks, checkOutcomes, looked } from '../../fixtures/judge.ts';
import { EVIDENCE_FORMAT, type RunEvidence } from '../../fixtures/session/evidence.ts';
import { derive, type StoredRun } from '../../reports/conclude.ts';
import { digestOf, identity, writeResult } from '../../reports/publish/files.ts';
import { readJsonFile, UnusableFile } from '../../reports/publish/stored.ts';
import { printReport } from '../../reports/terminal/index.ts';
import { exitCodeOf } from '../../reports/verdict/gate.ts';
import { outcomeOfCheck } from '../../reports/verdict/verdict.ts';
import { catalogueFor } from '../../specs/catalogue/index.ts';
import { orUnusable, print, type VerbOutcome } from './outcome.ts';

/** `evidence.json`, whole. */
type StoredEvidence = RunEvidence & { readonly run: StoredRun; readonly digest: string };

/**
 * Derives the result of a run again from its evidence, offline, by the checks of this version of the suite.
 * @param path of an `evidence.json`
 * @returns the exit code of the result; 2 and a sentence where the evidence cannot be used
 */
export async function rejudge(
  path: string,
  flags: { readonly out?: string; readonly waivers?: string; readonly baseline?: string; readonly json?: boolean },
): Promise<VerbOutcome> {
  return orUnusable(async () => {
    const evidence = readEvidence(path);
    const { result, without } = await rejudged(evidence, path, flags);
    if (flags.out !== undefined) writeResult(flags.out, result);
    if (flags.json === true) print(JSON.stringify(result, null, 2));
    else {
      const { strict = false, command } = evidence.run.options;
      printReport(result, { catalogue: catalogueFor(strict), command, path });
      if (without.length > 0)
        print(`no evidence  ${without.length} checks that the run did not have: ${without.slice(0, 5).join('; ')}`);
    }
    return { code: exitCodeOf(result) };
  });
}

/**
 * Derives a result from evidence.
 * @param path for sentences
 * @param gate what it is to be gated by; default: nothing
 * @throws UnusableFile where the evidence does not hold together
 */
export async function rejudged(evidence: StoredEvidence, path: string, gate: Gating = {}): Promise<Rejudged> {
  try {
    return await rejudgedWhole(evidence, gate);
  } catch (error) {
    throw new UnusableFile(
      `${path} does not hold together (${(error as Error).message.replace(/\.$/, '')}); use it as the run wrote it.`,
    );
  }
}

interface Gating {
  readonly waivers?: string;
  readonly baseline?: string;
}

interface Rejudged {
  readonly result: Awaited<ReturnType<typeof derive>>;
  /** Ids of checks that the run did not have. */
  readonly without: readonly string[];
}

async function rejudgedWhole(evidence: StoredEvidence, gate: Gating): Promise<Rejudged> {
  const { options, outcome, asked } = evidence.run;
  const all = await allChecks();
  const known = new Set(asked);
  const covered = new Set(outcome.covered);
  const sameSuite = evidence.run.suite.version === identity().suite.version;
  // Checks that came later are about requirements that the run was asked for, and have their say where there is evidence for them.
  const wanted = all.filter(({ id, requirement }) => known.has(id) || (!sameSuite && covered.has(requirement)));
  const judged = looked(evidence, wanted);
  const results = checkOutcomes(evidence, judged);
  const outcomes = judged.flatMap((check) => outcomeOfCheck(check, results[check.id]) ?? []);
  const result = await derive(
    { ...options, ...gate, out: '' },
    { ...outcome, outcomes, checks: [], covered, records: { ...outcome.records, checks: {}, exchanges: [] } },
  );
  return {
    result: { ...result, evidenceDigest: evidence.digest },
    without: wanted.filter((check) => !judged.includes(check)).map(({ id }) => id),
  };
}

/** Reads evidence that a run left, and makes sure that it is whole and as that run left it. @throws UnusableFile with one sentence */
export function readEvidence(path: string): StoredEvidence {
  const value = readJsonFile(path, 'an evidence.json');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnusableFile(`${path} is not evidence of a run; name an evidence.json as a run wrote it.`);
  const { formatVersion, digest, run, scenarios, exchanges, credentials } = value as Partial<StoredEvidence>;
  if (formatVersion !== EVIDENCE_FORMAT)
    throw new UnusableFile(
      `${path} is of format ${JSON.stringify(formatVersion)}, and this version of the suite reads ${EVIDENCE_FORMAT}; name an evidence.json of such a run.`,
    );
  if (digest === undefined || run === undefined)
    throw new UnusableFile(`${path} is of a run that did not end; name the evidence.json of one that did.`);
  if (scenarios === undefined || !Array.isArray(exchanges) || credentials === undefined)
    throw new UnusableFile(`${path} lacks what was seen; name an evidence.json as a run wrote it.`);
  if (digest !== digestOf(value))
    throw new UnusableFile(`${path} does not match its own digest: it was altered after the run; use the original.`);
  const { document } = identity();
  if (run.document.digest !== document.digest)
    throw new UnusableFile(
      `${path} was taken by another edition of the document (${run.document.edition}); judge it with the version of the suite that took it.`,
    );
  return value as StoredEvidence;
}

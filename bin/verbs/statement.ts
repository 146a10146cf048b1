import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outFolder } from '../../fixtures/preflight/settings.ts';
import { statementPage } from '../../reports/page/statement.ts';
import { EVIDENCE_FILE, RESULT_FILE, replaceFile } from '../../reports/publish/files.ts';
import { isSigned, openSigned, sign } from '../../reports/publish/signing.ts';
import { checkStatement, firstDifference, type Statement, statementOn } from '../../reports/publish/statement.ts';
import { readStoredResult, UnusableFile } from '../../reports/publish/stored.ts';
import { withinProfile } from '../../reports/verdict/left-out.ts';
import { DONE, orUnusable, print, type VerbOutcome } from './outcome.ts';

/**
 * Writes the statement on a result, as JSON and as a page, and signed where a key is given.
 * @param resultPath the result; without it, that of the last run
 */
export async function statement(
  resultPath: string | undefined,
  flags: { readonly out?: string; readonly key?: string; readonly json?: boolean },
): Promise<VerbOutcome> {
  return orUnusable(async () => {
    const told = statementOn(readStoredResult(resultPath ?? join(outFolder(process.env), RESULT_FILE)));
    const out = flags.out ?? outFolder(process.env);
    const text = `${JSON.stringify(told, null, 2)}\n`;
    const signed = flags.key === undefined ? undefined : await sign(text, flags.key);
    const key = signed === undefined ? undefined : (await openSigned(signed, 'statement.jws')).thumbprint;
    const files = {
      'statement.json': text,
      'statement.html': statementPage(told, key),
      ...(signed !== undefined && { 'statement.jws': `${signed}\n` }),
    };
    try {
      mkdirSync(out, { recursive: true });
      for (const [name, content] of Object.entries(files)) replaceFile(join(out, name), content);
    } catch (error) {
      throw new UnusableFile(
        `${out} cannot be written (${(error as NodeJS.ErrnoException).code}); name a folder that can.`,
      );
    }
    const paths = Object.keys(files).map((name) => join(out, name));
    print(
      flags.json === true
        ? JSON.stringify({ ...verdictIn(told), digest: told.digest, files: paths }, null, 2)
        : [told.headline, ...paths].join('\n'),
    );
    return DONE;
  });
}

/** Recomputes a statement offline; code 0 when it holds, 2 with a sentence when it does not. */
export async function verify(
  path: string,
  flags: {
    readonly result?: string;
    readonly evidence?: string;
    readonly key?: string;
    readonly json?: boolean;
  },
): Promise<VerbOutcome> {
  return orUnusable(async () => {
    const content = read(path);
    const signed = isSigned(content);
    if (!signed && flags.key !== undefined)
      throw new UnusableFile(`${path} is not signed; name the statement.jws, or leave --key out.`);
    const opened = signed ? await openSigned(content, path, flags.key) : undefined;
    const result = flags.result === undefined ? undefined : readStoredResult(flags.result);
    const told = checkStatement(parse(opened?.text ?? content, path), path, result);
    const isDerived = await derivedAgain(told, path, flags.evidence);
    const key =
      opened === undefined
        ? 'not signed'
        : `signed with the key ${opened.thumbprint}${flags.key === undefined ? ', which it carries itself' : ''}`;
    if (flags.json === true) {
      print(JSON.stringify({ ...summaryOf(told, opened?.thumbprint), derivedFromEvidence: isDerived }, null, 2));
      return DONE;
    }
    const within = withinProfile(told.profile);
    print(
      `The statement holds: ${told.headline}, ${told.requirements.length} requirements${notSelected(told.requirements)}${within}, ${key}.`,
    );
    print(
      isDerived
        ? 'Its verdict was derived again from its evidence.'
        : 'Its verdict was not derived again: name the evidence.json of its run with --evidence.',
    );
    return DONE;
  });
}

/**
 * Derives the verdict again from the evidence of the run: the one that is named, or the one beside the statement where it is the same run's.
 * @returns whether there was any
 * @throws UnusableFile with the first difference
 */
async function derivedAgain(told: Statement, path: string, named: string | undefined): Promise<boolean> {
  const beside = join(dirname(path), EVIDENCE_FILE);
  const from = named ?? (told.evidenceDigest !== undefined && existsSync(beside) ? beside : undefined);
  if (from === undefined) return false;
  const { readEvidence, rejudged } = await import('./rejudge.ts');
  const evidence = readEvidence(from);
  if (named === undefined && evidence.digest !== told.evidenceDigest) return false;
  if (told.evidenceDigest !== undefined && evidence.digest !== told.evidenceDigest)
    throw new UnusableFile(`${path} was made of other evidence than ${from}; name the evidence.json of its run.`);
  const { result } = await rejudged(evidence, from);
  const difference = firstDifference(told, result);
  if (difference !== undefined) throw new UnusableFile(`${path} does not follow from ${from}: ${difference}.`);
  return true;
}

/** The verdict as a statement gives it. */
function verdictIn({ verdict, word, headline }: Statement) {
  return { verdict, word, headline };
}

/** What a script needs to know of a statement that holds. */
function summaryOf(told: Statement, thumbprint: string | undefined): Readonly<Record<string, unknown>> {
  return {
    ...verdictIn(told),
    profile: told.profile?.name ?? null,
    requirements: told.requirements.length,
    notSelected: told.requirements.filter(({ cause }) => cause === 'not-selected').length,
    digest: told.digest,
    signedWith: thumbprint ?? null,
  };
}

/** A selection must not read as a verdict on the whole. */
function notSelected(requirements: readonly { readonly cause?: string }[]): string {
  const left = requirements.filter(({ cause }) => cause === 'not-selected').length;
  return left === 0 ? '' : `, ${left} of them not selected and not judged`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableFile(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}); name a statement.`);
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnusableFile(`${path} is not JSON, or was cut short; name a statement as the verb statement wrote it.`);
  }
}

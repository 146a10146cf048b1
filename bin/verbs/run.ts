import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwritableFolders } from '../../fixtures/preflight/folders.ts';
import { outFolder, type Settings, SettingsError } from '../../fixtures/preflight/settings.ts';
import { readResult } from '../../reports/publish/files.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { refuse } from '../../reports/terminal/refusal.ts';
import { EXIT_CODES, exitCodeOf } from '../../reports/verdict/gate.ts';
import { readGateFiles } from '../../reports/verdict/gate-files.ts';
import { select } from '../../reports/verdict/selection.ts';
import { nearest } from '../../schemas/nearest.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { plainRun } from '../plain-run.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { dryRun } from './dry-run.ts';
import { print, type VerbOutcome } from './outcome.ts';
import { modulePath, PLAYWRIGHT_CLI } from './processes.ts';

/**
 * Runs the suite in Playwright.
 * @param flags our own flags, as commander names them
 * @param rest everything else, for Playwright
 * @param words what a mistyped word may have been meant as
 */
export async function run(
  flags: Readonly<Record<string, string | boolean>>,
  rest: readonly string[],
  words: { readonly flags: readonly string[]; readonly verbs: readonly string[] },
): Promise<VerbOutcome> {
  const outcome = await judged(flags, rest, words);
  if (flags.json !== true || flags.dryRun === true) return outcome;
  const result = readResult(outFolder(process.env));
  if (result !== undefined) print(JSON.stringify(result, null, 2));
  return outcome;
}

async function judged(
  flags: Readonly<Record<string, string | boolean>>,
  rest: readonly string[],
  words: { readonly flags: readonly string[]; readonly verbs: readonly string[] },
): Promise<VerbOutcome> {
  const mistyped = nearMiss(rest, words);
  if (mistyped !== undefined) return { code: EXIT_CODES.undecided, problems: [mistyped] };
  if (rest.some((word, at) => /^--trace(?!=off$)/.test(word) && rest[at + 1] !== 'off'))
    return {
      code: EXIT_CODES.undecided,
      problems: [
        '--trace is refused: a trace holds tokens and secrets as they were sent; report.html, exchanges.har and "replay" show every exchange without them.',
      ],
    };
  const { tag, shard, json, quiet, dryRun: dry } = flags;
  const { settings, problems } = check(flags);
  if (settings === undefined || problems.length > 0) return { code: refuse(problems, outFolder(process.env)) };
  if (dry === true) return dryRun(settings, json === true);
  if (json === true) process.env.CONFORMANCE_OUTPUT = 'json';
  else if (quiet === true) process.env.CONFORMANCE_OUTPUT = 'quiet';
  const { reporters, others } = reportersIn(rest);
  if (reporters.length > 0) process.env.CONFORMANCE_REPORTERS = reporters.join(',');
  // Without any wish for Playwright the checks are judged in this process: nobody waits for its workers.
  if (rest.length === 0 && tag === undefined && shard === undefined) return { code: await plainRun(settings) };
  const more = tag === undefined ? others : [...others, '--grep', tagged(String(tag))];
  if (shard === undefined) return playwright(more);
  const wrong = takeShard(String(shard));
  if (wrong !== undefined) return { code: refuse([wrong], outFolder(process.env)) };
  return playwright([...more, `--shard=${shard}`]);
}

/** Takes Playwright's reporters out of the arguments: they come beside ours, which tells the verdict. */
function reportersIn(rest: readonly string[]): {
  readonly reporters: readonly string[];
  readonly others: readonly string[];
} {
  const reporters: string[] = [];
  const others: string[] = [];
  for (const [at, word] of rest.entries()) {
    const named = /^--reporter=(.+)$/.exec(word)?.[1] ?? (rest[at - 1] === '--reporter' ? word : undefined);
    if (named !== undefined) reporters.push(...named.split(','));
    else if (word !== '--reporter') others.push(word);
  }
  return { reporters, others };
}

/** Gives a shard a folder of its own below the one for results; returns what is wrong with it. */
function takeShard(shard: string): string | undefined {
  const [, number = 0, total = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(shard) ?? []).map(Number);
  if (number < 1 || number > total) return `--shard is "${shard}"; set it to a part of a whole, such as 1/4.`;
  if (!process.env.CONFORMANCE_SEED)
    return '--shard needs --seed (or CONFORMANCE_SEED), the same for all shards of a run, so that they can be merged.';
  process.env.CONFORMANCE_OUT = join(outFolder(process.env), `shard-${number}-of-${total}`);
  process.env.CONFORMANCE_SHARD = shard;
  return undefined;
}

/** Tags stand behind the titles of tests, each with its `@`. */
function tagged(tags: string): string {
  const names = tags.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^@/, '')
      .replaceAll(/[^\w-]/g, '\\$&'),
  );
  return `@(?:${names.join('|')})(?![\\w-])`;
}

/** The settings, or what is wrong with them and with the selection. */
function check(flags: Flags): { readonly settings?: Settings; readonly problems: readonly string[] } {
  try {
    const { settings } = settingsBy(flags);
    const places = unwritableFolders(process.env);
    const problems = [...places, ...select(requirements, settings).problems, ...readGateFiles(settings).problems];
    return { settings, problems };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { problems: error.problems };
  }
}

/** Playwright would take a mistyped flag or verb for one of its own, or for the name of a file. */
function nearMiss(
  rest: readonly string[],
  words: { readonly flags: readonly string[]; readonly verbs: readonly string[] },
): string | undefined {
  const verb = rest[0];
  if (verb !== undefined && words.verbs.includes(verb))
    return `A verb stands in front of its flags: "${invocation(verb)} ...".`;
  const meantVerb = verb === undefined || /^-|[./\\:]/.test(verb) ? undefined : nearest(verb, words.verbs);
  if (meantVerb !== undefined) return `There is no verb "${verb}"; did you mean ${meantVerb}?`;
  if (verb !== undefined && !verb.startsWith('-') && !namesSpec(verb))
    return `There is no verb "${verb}", and no spec has it in its path; "${invocation('run', '--help')}" shows what there is.`;
  for (const flag of rest.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, ''))) {
    const meant = nearest(
      flag.slice(2),
      words.flags.map((known) => known.slice(2)),
      2,
    );
    if (meant !== undefined) return `There is no flag ${flag}; did you mean --${meant}?`;
  }
  return undefined;
}

/** Whether Playwright would find specs by this word, which it takes for a pattern of their paths. */
function namesSpec(word: string): boolean {
  const folder = fileURLToPath(new URL('../../specs', import.meta.url));
  const pattern = /^(.*?)(?::\d+){0,2}$/.exec(word)?.[1] ?? word;
  try {
    return readdirSync(folder)
      .filter((name) => /\.spec\.[jt]s$/.test(name))
      .some((name) => new RegExp(pattern, 'i').test(join(folder, name).replaceAll('\\', '/')));
  } catch {
    return false;
  }
}

/** Resolves with the code of the verdict; a run that left no new result could not tell anything. */
async function playwright(args: readonly string[]): Promise<VerbOutcome> {
  const out = outFolder(process.env);
  const before = readResult(out)?.startedAt;
  const config = modulePath('playwright.config');
  const child = spawn(process.execPath, [PLAYWRIGHT_CLI, 'test', '--config', config, ...args], {
    // Standard output is for the result, where that was asked for.
    stdio: ['inherit', process.env.CONFORMANCE_OUTPUT === 'json' ? 2 : 'inherit', 'inherit'],
  });
  // Playwright cleans up on SIGINT only.
  const interrupt = () => child.kill('SIGINT');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  // No code: a signal ended it before Playwright was ready to clean up.
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  for (const signal of signals) process.off(signal, interrupt);
  const result = readResult(out);
  if (result !== undefined && result.startedAt !== before) return { code: exitCodeOf(result) };
  // Playwright's own modes (--list, --ui, --help) leave no result.
  if (code === 0) return { code };
  const reason =
    code === null
      ? 'The run was interrupted before it began.'
      : 'The run ended before it could tell anything; the reason stands above.';
  return { code: refuse([reason], out) };
}

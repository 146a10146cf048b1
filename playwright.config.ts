import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { loadDotEnv, outFolder, readSettings, type Settings, SettingsError } from './fixtures/preflight/settings.ts';
import { endGently } from './fixtures/session/signals.ts';
import { PACKAGED, repeatedBy } from './reports/terminal/invocation.ts';
import type { ProfileResult } from './reports/verdict/result.ts';

/** Settings that cannot be used end the run before anything else happens. */
async function settingsOrExit(): Promise<Settings> {
  try {
    const settings = readSettings(process.env);
    if (process.env.TEST_WORKER_INDEX !== undefined) return settings;
    const places = (await import('./fixtures/preflight/folders.ts')).unwritableFolders(process.env);
    if (places.length > 0) throw new SettingsError(places);
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // Loaded on demand: every worker loads this file.
    const { refuse } = await import('./reports/terminal/refusal.ts');
    process.exit(refuse(error.problems, outFolder(process.env)));
  }
}

/** Files that gate the run are looked at before anything is sent; the runner does so, not its workers. */
async function gateFiles(settings: Settings): Promise<ProfileResult | undefined> {
  const { waivers, baseline, profile: wanted } = settings;
  if ((waivers ?? baseline ?? wanted) === undefined || process.env.TEST_WORKER_INDEX !== undefined) return undefined;
  const { readGateFiles } = await import('./reports/verdict/gate-files.ts');
  const { problems, profile } = readGateFiles(settings);
  if (problems.length > 0) {
    const { refuse } = await import('./reports/terminal/refusal.ts');
    process.exit(refuse(problems, outFolder(process.env)));
  }
  return profile;
}

/** What a profile leaves out is not tried: the tenant does not have it. */
function leftOut(profile: ProfileResult | undefined): RegExp | undefined {
  const ids = profile?.leftOut.map(({ requirement }) => requirement) ?? [];
  const tags = [...ids, ...(profile?.operations ?? []).map((operation) => `needs-${operation}`)];
  return tags.length > 0 ? new RegExp(`@(?:${tags.join('|')})(?![\\w-])`) : undefined;
}

/** Tests carry ids, levels and operations of their requirements as tags; a selection is a pattern over them. */
function selected({ only, operation, level }: Settings): RegExp {
  const anyOf = (tags: readonly string[]) => (tags.length > 0 ? `(?=[^]*@(?:${tags.join('|')})(?![\\w-]))` : '');
  return new RegExp(`^${anyOf(only)}${anyOf(operation)}${anyOf(level)}`);
}

/** What repeats a single check of this run, up to the id. */
function command({ strict, depth, failOn, profile: wanted }: Settings): string {
  const flags = [
    wanted === undefined ? '' : `--profile ${wanted}`,
    strict ? '--strict' : '',
    depth === 'deep' ? '--depth deep' : '',
    failOn === 'should' ? '--fail-on should' : '',
  ];
  return repeatedBy(flags.filter((flag) => flag !== ''));
}

endGently();
loadDotEnv();
const settings = await settingsOrExit();
// Workers read the settings anew and must draw the same data.
process.env.CONFORMANCE_SEED = String(settings.seed);

const profile = await gateFiles(settings);
const grepInvert = leftOut(profile);

const { tenant, seed, failOn, only, operation, level, depth } = settings;
// Playwright takes relative paths as seen from this file, people from where they stand.
const out = resolve(settings.out);
const facts =
  tenant.kind === 'embedded'
    ? { tenant: 'embedded mock' }
    : { tenant: tenant.identityUrl, partition: tenant.partitionId };

const shard = process.env.CONFORMANCE_SHARD;

/** Playwright reads modules that a configuration names in text as they are. */
const SUFFIX = PACKAGED ? 'js' : 'ts';

/** Anchored at the specs: folders above may have any name. */
const OWN_TOOLS = new RegExp(
  `^${join(import.meta.dirname, 'specs').replaceAll(/[^\w/]/g, '\\$&')}[\\\\/](?:runs|prove)[\\\\/]`,
);
/** Checks that send more than the budget of an ordinary run allows. */
const DEEP = /@deep(?![\w-])/;
export default defineConfig({
  testDir: 'specs',
  outputDir: join(out, 'artifacts'),
  globalSetup: `./fixtures/session/global-setup.${SUFFIX}`,
  testIgnore: OWN_TOOLS,
  // Workers judge; what is sent, and in which order, is the session's business.
  workers: 2,
  retries: 0,
  // A check waits for the session, which has budgets for everything that it waits for.
  timeout: 0,
  grep: selected(settings),
  grepInvert: [...(grepInvert === undefined ? [] : [grepInvert]), ...(depth === 'default' ? [DEEP] : [])],
  // Traces print tokens and secrets.
  use: { trace: 'off', screenshot: 'off', video: 'off' },
  reporter: [
    [`./fixtures/session/current.${SUFFIX}`],
    [
      `./reports/reporter.${SUFFIX}`,
      {
        out,
        seed,
        failOn,
        strict: settings.strict,
        selection: { only, operation, level, depth },
        tenant: facts,
        command: command(settings),
        ...(shard && { shard }),
        ...(profile !== undefined && { profile }),
        ...(settings.waivers !== undefined && { waivers: settings.waivers }),
        ...(settings.baseline !== undefined && { baseline: settings.baseline }),
        ...(process.env.CONFORMANCE_HISTORY && { history: resolve(process.env.CONFORMANCE_HISTORY) }),
      },
    ],
    ...(shard ? [['blob', { outputDir: join(out, 'blob') }] as const] : []),
    ['html', { open: 'never', outputFolder: join(out, 'html') }],
    ['allure-playwright', { resultsDir: join(out, 'allure-results'), detail: false }],
  ],
});

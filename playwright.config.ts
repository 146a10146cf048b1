import { join, resolve } from 'node:path';
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { loadSettings, outFolder, readSettings, type Settings, SettingsError } from './fixtures/preflight/settings.ts';
import { endGently } from './fixtures/session/signals.ts';
import { PACKAGED } from './reports/terminal/invocation.ts';
import type { ProfileResult } from './reports/verdict/result.ts';

/** Playwright reads modules that a configuration names in text as they are. */
const SUFFIX = PACKAGED ? 'js' : 'ts';

/** Anchored at the specs: folders above may have any name. */
const OWN_TOOLS = new RegExp(
  `^${join(import.meta.dirname, 'specs').replaceAll(/[^\w/]/g, '\\$&')}[\\\\/](?:runs|prove)[\\\\/]`,
);
/** Checks that send more than the budget of an ordinary run allows. */
const DEEP = /@deep(?![\w-])/;

/** Settings that cannot be used end the run before anything else happens, with one sentence per problem. */
async function refused(problems: readonly string[]): Promise<never> {
  const { refuse } = await import('./reports/terminal/refusal.ts');
  process.exit(refuse(problems, outFolder(process.env)));
}

async function settingsOrExit(): Promise<Settings> {
  try {
    loadSettings();
    const settings = readSettings(process.env);
    const places = (await import('./fixtures/preflight/folders.ts')).unwritableFolders(process.env);
    return places.length > 0 ? await refused(places) : settings;
  } catch (error) {
    if (error instanceof SettingsError) return refused(error.problems);
    throw error;
  }
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

/** Playwright's own reporters: its page and Allure's results, unless others were asked for by name. */
function runnersOwn(out: string): readonly (readonly [string] | readonly [string, object])[] {
  const options: Readonly<Record<string, object>> = {
    // Skipped checks are green there, and the verdict is not known when it begins.
    html: { open: 'never', outputFolder: join(out, 'html'), title: 'Single checks; the verdict is in report.html' },
    'allure-playwright': {
      resultsDir: join(out, 'allure-results'),
      detail: false,
      // Seen from the page that docs/allurerc.mjs makes.
      links: { tms: { urlTemplate: '../report.html#%s', nameTemplate: '%s in the report' } },
    },
  };
  const asked = process.env.CONFORMANCE_REPORTERS?.split(',') ?? Object.keys(options);
  return asked.map((name) => (options[name] === undefined ? [name] : [name, options[name]]));
}

/** What the process of the runner needs to know beside what its workers know. */
async function ofRunner(): Promise<PlaywrightTestConfig> {
  endGently();
  const settings = await settingsOrExit();
  process.env.CONFORMANCE_SEED = String(settings.seed);
  process.env.CONFORMANCE_OUT = settings.out;
  const { gateOf, runOptions } = await import('./bin/run-options.ts');
  const { problems, profile } = gateOf(settings);
  if (problems.length > 0) await refused(problems);
  const options = runOptions(settings, profile);
  const { out } = options;
  const grepInvert = leftOut(profile);
  return {
    globalSetup: `./fixtures/session/global-setup.${SUFFIX}`,
    grep: selected(settings),
    grepInvert: [...(grepInvert === undefined ? [] : [grepInvert]), ...(settings.depth === 'default' ? [DEEP] : [])],
    reporter: [
      [`./fixtures/session/current.${SUFFIX}`],
      [`./reports/reporter.${SUFFIX}`, { ...options, listing: process.argv.includes('--list') }],
      ...(options.shard === undefined ? [] : [['blob', { outputDir: join(out, 'blob') }] as const]),
      ...runnersOwn(out),
    ],
  };
}

// A worker judges evidence: it needs no settings, and must not know any secret.
const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
if (isWorker) endGently();

export default defineConfig({
  testDir: 'specs',
  testIgnore: OWN_TOOLS,
  // Workers judge; what is sent, and in which order, is the session's business.
  workers: 2,
  retries: 0,
  // A check waits for the session, which has budgets for everything that it waits for.
  timeout: 0,
  // Traces print what was sent.
  use: { trace: 'off', screenshot: 'off', video: 'off' },
  ...(isWorker ? {} : await ofRunner()),
  outputDir: join(resolve(outFolder(process.env)), 'artifacts'),
});

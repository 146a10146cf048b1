import { loadSettings, readSettings, type Settings, SettingsError } from '../fixtures/preflight/settings.ts';
import type { Sources } from '../fixtures/preflight/settings-sources.ts';

/** Flags and the variables through which they reach all processes of a run. */
const VARIABLES: Readonly<Record<string, string>> = {
  only: 'CONFORMANCE_ONLY',
  operation: 'CONFORMANCE_OPERATION',
  level: 'CONFORMANCE_LEVEL',
  depth: 'CONFORMANCE_DEPTH',
  seed: 'CONFORMANCE_SEED',
  failOn: 'CONFORMANCE_FAIL_ON',
  strict: 'CONFORMANCE_STRICT',
  waivers: 'CONFORMANCE_WAIVERS',
  baseline: 'CONFORMANCE_BASELINE',
  profile: 'CONFORMANCE_PROFILE',
  out: 'CONFORMANCE_OUT',
  envFile: 'CONFORMANCE_ENV_FILE',
  settings: 'CONFORMANCE_SETTINGS',
  environment: 'CONFORMANCE_ENVIRONMENT',
};

/** Values of flags, as commander names them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Lets flags win over the environment. */
export function takeFlags(flags: Flags): void {
  for (const [flag, value] of Object.entries(flags)) {
    const variable = VARIABLES[flag];
    if (variable !== undefined && (typeof value === 'string' || typeof value === 'boolean'))
      process.env[variable] = String(value);
  }
}

/**
 * The settings of this process: flags win over the environment, that over a file of variables, and that over the settings file.
 * @throws SettingsError with one sentence per problem, in terms of the flags where those were used
 */
export function settingsBy(flags: Flags): { readonly settings: Settings; readonly sources: Sources } {
  takeFlags(flags);
  try {
    const sources = loadSettings();
    return { settings: readSettings(process.env), sources };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.problems.map((problem) => inTermsOfFlags(problem, flags)));
  }
}

function inTermsOfFlags(problem: string, flags: Flags): string {
  const flag = Object.keys(flags).find((name) => problem.startsWith(`${VARIABLES[name]} `));
  return flag === undefined ? problem : problem.replace(VARIABLES[flag] ?? '', `--${kebab(flag)}`);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

import { diagnose, type Finding } from '../../fixtures/preflight/doctor/index.ts';
import { unwritableFolders } from '../../fixtures/preflight/folders.ts';
import { SettingsError } from '../../fixtures/preflight/settings.ts';
import type { Sources } from '../../fixtures/preflight/settings-sources.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { DONE, print, type VerbOutcome } from './outcome.ts';

const WORDS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

/** Looks at settings and environment and prints one line per finding; code 2 where a run could not tell anything. */
export async function doctor(flags: Flags & { readonly json?: boolean }): Promise<VerbOutcome> {
  const findings = await look(flags);
  if (flags.json === true) print(JSON.stringify({ ready: isReady(findings), findings }, null, 2));
  else for (const { check, state, sentence } of findings) print(`${WORDS[state]}  ${check.padEnd(12)}  ${sentence}`);
  return isReady(findings) ? DONE : { code: 2 };
}

function isReady(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'problem');
}

async function look(flags: Flags): Promise<readonly Finding[]> {
  try {
    const { settings, sources } = settingsBy(flags);
    const places = unwritableFolders(process.env);
    const findings = await diagnose(settings);
    const problems = places.map((sentence): Finding => ({ check: 'settings', state: 'problem', sentence }));
    return [...problems, ...origin(sources), ...findings];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((sentence) => ({ check: 'settings', state: 'problem', sentence }));
  }
}

/** Where the settings come from, where that is a file; a variable that was forgotten in a shell may win over it. */
function origin({ file, environment, overridden }: Sources): readonly Finding[] {
  if (file === undefined) return [];
  const which = environment === undefined ? file : `${file}, environment ${environment}`;
  if (overridden.length === 0) return [{ check: 'settings', state: 'ok', sentence: `they come from ${which}.` }];
  const sentence = `they come from ${which}; the environment wins over it for ${overridden.join(', ')}.`;
  return [{ check: 'settings', state: 'warning', sentence }];
}

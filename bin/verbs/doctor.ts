import { diagnose, type Finding } from '../../fixtures/preflight/doctor/index.ts';
import { unwritableFolders } from '../../fixtures/preflight/folders.ts';
import { loadDotEnv, readSettings, SettingsError } from '../../fixtures/preflight/settings.ts';
import { DONE, print, type VerbOutcome } from './outcome.ts';

const WORDS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

/** Looks at settings and environment and prints one line per finding; code 2 where a run could not tell anything. */
export async function doctor(flags: { readonly json?: boolean }): Promise<VerbOutcome> {
  loadDotEnv();
  const findings = await look();
  if (flags.json === true) print(JSON.stringify({ ready: isReady(findings), findings }, null, 2));
  else for (const { check, state, sentence } of findings) print(`${WORDS[state]}  ${check.padEnd(12)}  ${sentence}`);
  return isReady(findings) ? DONE : { code: 2 };
}

function isReady(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'problem');
}

async function look(): Promise<readonly Finding[]> {
  try {
    const settings = readSettings(process.env);
    const places = unwritableFolders(process.env);
    const findings = await diagnose(settings);
    return [...places.map((sentence): Finding => ({ check: 'settings', state: 'problem', sentence })), ...findings];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((sentence) => ({ check: 'settings', state: 'problem', sentence }));
  }
}

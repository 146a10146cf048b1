import { connect } from '../../fixtures/preflight/connect.ts';
import { SettingsError } from '../../fixtures/preflight/settings.ts';
import { journalFolder, liveOptions } from '../../fixtures/session/run.ts';
import { Session } from '../../fixtures/session/session.ts';
import { type Swept, sweep as sweepJournals } from '../../fixtures/session/sweep.ts';
import { InconclusiveError } from '../../fixtures/wire/errors.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Removes what killed runs left on the tenant of the settings; code 2 where something could not be removed. */
export async function sweep(
  flags: Flags & { readonly dryRun?: boolean; readonly json?: boolean },
): Promise<VerbOutcome> {
  const dry = flags.dryRun === true;
  let swept: readonly Swept[];
  try {
    const { settings } = settingsBy(flags);
    if (settings.tenant.kind === 'embedded') {
      print('No TENANT_ variable is set; the embedded mock tenant ends with its run, so there is nothing to sweep.');
      return DONE;
    }
    if (!settings.tenant.writes && !dry)
      return unusable(
        'TENANT_WRITES is not allow, so nothing may be removed; set it to allow, or look with --dry-run.',
      );
    const session = new Session({ ...liveOptions(settings), writes: false });
    try {
      const { bodiesOnReads } = await connect(session, !dry);
      session.api.target = { ...session.api.target, bodiesOnReads };
      swept = await sweepJournals(session, journalFolder(), dry);
    } finally {
      await session.cleanUp();
    }
  } catch (error) {
    if (error instanceof SettingsError || error instanceof InconclusiveError) return unusable(...error.problems);
    throw error;
  }
  tell(swept, dry, flags.json === true);
  return swept.some(({ state }) => state === 'kept') ? { code: 2 } : DONE;
}

function tell(swept: readonly Swept[], dry: boolean, json: boolean): void {
  if (json) return print(JSON.stringify({ swept }, null, 2));
  for (const { state, id, name, reason } of swept)
    print(`${state.padEnd(8)}${id ?? 'unknown id'}  ${name}${reason === undefined ? '' : `: ${reason}`}`);
  const count = (state: Swept['state']): number => swept.filter((one) => one.state === state).length;
  if (dry) print(`${count('found')} clients of earlier runs would be removed, ${count('kept')} kept.`);
  else print(`${count('removed')} clients of earlier runs removed, ${count('kept')} kept.`);
}

import { connect } from '../../fixtures/preflight/connect.ts';
import { SettingsError } from '../../fixtures/preflight/settings.ts';
import { liveOptions } from '../../fixtures/session/run.ts';
import { Session } from '../../fixtures/session/session.ts';
import { type Swept, sweep as sweepJournals } from '../../fixtures/session/sweep.ts';
import { strangersIn, sweepByName } from '../../fixtures/session/sweep-by-name.ts';
import { shownClients } from '../../fixtures/shown/clients.ts';
import { InconclusiveError, NotVerified } from '../../fixtures/wire/errors.ts';
import { visible } from '../../schemas/visible.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Removes what killed runs left on the tenant of the settings; code 2 where something could not be removed. */
export async function sweep(
  flags: Flags & {
    readonly dryRun?: boolean;
    readonly byName?: boolean;
    readonly olderThan?: string;
    readonly json?: boolean;
  },
): Promise<VerbOutcome> {
  const dry = flags.dryRun === true;
  const olderThanMs = ageOf(flags.olderThan ?? '1h');
  if (olderThanMs === undefined)
    return unusable(`--older-than is "${flags.olderThan}"; write a number and m, h or d, such as 30m, 1h or 2d.`);
  let swept: readonly Swept[];
  let strangers: string | undefined;
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
      const found = (all: readonly Swept[]): void => {
        if (!dry && flags.json !== true) for (const one of all) print(line(one));
      };
      swept = [
        ...(await sweepJournals(session, settings.journal, dry)),
        ...(flags.byName === true ? await sweepByName(session, settings.journal, { olderThanMs, dry, found }) : []),
      ];
      if (flags.byName !== true)
        strangers = strangersIn(shownClients(await session.api.list()), session, settings.journal);
    } finally {
      await session.cleanUp();
    }
  } catch (error) {
    if (error instanceof SettingsError || error instanceof InconclusiveError) return unusable(...error.problems);
    if (error instanceof NotVerified) return unusable(`${error.detail}.`);
    throw error;
  }
  tell(swept, dry, flags.json === true);
  if (strangers !== undefined && flags.json !== true) print(strangers);
  return swept.some(({ state }) => state === 'kept') ? { code: 2 } : DONE;
}

function line({ state, id, name, reason }: Swept): string {
  return `${state.padEnd(8)}${id ?? 'unknown id'}  ${visible(name)}${reason === undefined ? '' : `: ${reason}`}`;
}

/** Milliseconds of an age such as `90m`; undefined for what is none. */
function ageOf(age: string): number | undefined {
  const [, number, unit] = /^(\d{1,6})([mhd])$/.exec(age) ?? [];
  if (number === undefined) return age === '0' ? 0 : undefined;
  return Number(number) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? 'h'] ?? 0);
}

function tell(swept: readonly Swept[], dry: boolean, json: boolean): void {
  if (json) return print(JSON.stringify({ swept }, null, 2));
  for (const one of swept) print(line(one));
  const count = (state: Swept['state']): number => swept.filter((one) => one.state === state).length;
  if (dry) print(`${count('found')} clients of earlier runs would be removed, ${count('kept')} kept.`);
  else print(`${count('removed')} clients of earlier runs removed, ${count('kept')} kept.`);
}

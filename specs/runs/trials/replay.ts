import { faultById } from '../../../fixtures/variants/faults/index.ts';
import { requirements } from '../../catalogue/index.ts';
import { LiveTenant } from '../support/live.ts';

/** How often the failures of one broken tenant were seen again by the commands that the run printed for them. */
interface Replayed {
  readonly fault: string;
  /** By requirement: the printed arguments, and in how many tries they made it fail again. */
  readonly again: Readonly<Record<string, { readonly command: string; readonly failed: number }>>;
}

/** How often failures were seen again by the commands that runs printed for them. */
export interface ReplayTrial {
  readonly tries: number;
  readonly faults: readonly Replayed[];
}

/** One of each kind: a plain one, a mistake of input, a race, a lost right, an organization, a whole life, a random sequence. */
export const REPLAYED = [
  'repeated-update-counts',
  'parallel-secrets-are-lost',
  'parallel-creates-mix-names',
  'create-allows-no-scope',
  'list-crosses-organizations',
  'secret-after-update-is-dead',
  'create-fails-on-mistakes',
  'create-takes-from-the-dead',
] as const;

/**
 * Judges broken tenants, and repeats each failure by its printed command.
 * @param tries how often each command is given
 */
export async function replayTrial(faults: readonly string[], tries: number): Promise<ReplayTrial> {
  const told: Replayed[] = [];
  for (const id of faults) told.push(await replay(id, tries));
  return { tries, faults: told };
}

async function replay(id: string, tries: number): Promise<Replayed> {
  const { declares, variants, options } = faultById(id);
  const tenant = await LiveTenant.start({ ...options, variants });
  const again: Record<string, { command: string; failed: number }> = {};
  try {
    const isDeep = declares.some((one) => 'depth' in requirements[one] && requirements[one].depth === 'deep');
    const only = ['--only', declares.join(',')];
    const { result, output } = await tenant.run(['run', ...only, ...(isDeep ? ['--depth', 'deep'] : [])]);
    const failed = result?.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id: one }) => one) ?? [];
    for (const requirement of failed) {
      const command = new RegExp(` -- (.*--only ${requirement}\\b.*?)(?: {2,}|$)`, 'm').exec(output)?.[1];
      // What only follows from another failure is told in its words.
      if (command === undefined) continue;
      again[requirement] = { command, failed: 0 };
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const { result: repeated } = await tenant.run(['run', ...command.split(' ')]);
        const seen = repeated?.requirements.find(({ id: one }) => one === requirement);
        if (seen?.verdict === 'fail') again[requirement].failed += 1;
      }
    }
  } finally {
    await tenant.close();
  }
  return { fault: id, again };
}

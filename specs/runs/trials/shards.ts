import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readResult } from '../../../reports/publish/files.ts';
import { readStoredResult } from '../../../reports/publish/stored.ts';
import type { RequirementResult } from '../../../reports/verdict/result.ts';
import { lasting } from '../support/lasting.ts';
import { LiveTenant } from '../support/live.ts';

/** How often shards told what a whole run tells. */
export interface ShardsTrial {
  readonly tries: number;
  /** Tries in which every number of shards told the same as the whole run, all shards at once on the tenant that it judged. */
  readonly equal: number;
  /** One line per difference. */
  readonly different: readonly string[];
  /** Clients left on the tenants. */
  readonly left: number;
}

/**
 * Judges a tenant as a whole and in shards that run at the same time.
 * @param tries how often, each time on a new tenant and with another seed
 * @param totals numbers of shards
 * @param args more arguments for every run
 */
export async function shardsTrial(
  tries: number,
  totals: readonly number[],
  args: readonly string[] = [],
): Promise<ShardsTrial> {
  const different: string[] = [];
  let equal = 0;
  let left = 0;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const tenant = await LiveTenant.start();
    const common = ['--seed', String(attempt), ...args];
    const whole = await tenant.run(['run', ...common]);
    const before = different.length;
    for (const total of totals) {
      const out = join(tenant.folder, `in-${total}`);
      const numbers = Array.from({ length: total }, (_, index) => index + 1);
      await Promise.all(
        numbers.map((number) =>
          tenant.run(['run', ...common, '--shard', `${number}/${total}`], { CONFORMANCE_OUT: out }),
        ),
      );
      const merged = await tenant.run(['merge', out], { CONFORMANCE_OUT: out });
      const difference =
        readResult(out) === undefined
          ? `nothing could be merged: ${merged.output.trim()}`
          : compare(tenant.out, out, [whole.code, merged.code]);
      if (difference !== undefined) different.push(`try ${attempt}, ${total} shards: ${difference}`);
    }
    left += tenant.ours().length;
    await tenant.close();
    if (different.length === before) equal += 1;
    process.stderr.write(
      `try ${attempt}: ${different.length === before ? 'equal' : different.slice(before).join('; ')}\n`,
    );
  }
  return { tries, equal, different, left };
}

function compare(whole: string, merged: string, codes: readonly (number | null)[]): string | undefined {
  const [a, b] = [whole, merged].map((folder) => readStoredResult(join(folder, 'conformance.json')));
  if (a === undefined || b === undefined) return 'no result';
  const said = ({ verdict, cause, detail }: RequirementResult) =>
    [verdict, cause, detail].filter((part) => part !== undefined).join(' ');
  const verdicts = a.requirements.flatMap((one) => {
    const other = b.requirements.find(({ id }) => id === one.id);
    return other?.verdict === one.verdict
      ? []
      : [`${one.id} ${said(one)} -> ${other === undefined ? 'absent' : said(other)}`];
  });
  if (verdicts.length > 0) return `other verdicts: ${verdicts.join(', ')}`;
  const apart = differingIn(lasting(a), lasting(b));
  if (apart.length > 0) return `other members than the volatile ones differ: ${apart.slice(0, MOST_APART).join('; ')}`;
  return codes[0] === codes[1] ? undefined : `exit codes ${codes.join(' and ')}`;
}

/** Differences told of one try, and the length at which a value is cut. */
const MOST_APART = 4;
const LONGEST = 120;

/** Where two results are not the same, as paths with both values. */
function differingIn(whole: unknown, merged: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(whole, merged)) return [];
  const [a, b] = [whole, merged].map((value) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : undefined,
  );
  if (a === undefined || b === undefined)
    return [`${path} ${[whole, merged].map((value) => JSON.stringify(value)?.slice(0, LONGEST)).join(' -> ')}`];
  const names = new Set([...a, ...b].map(([name]) => name));
  const member = (of: readonly (readonly [string, unknown])[], name: string): unknown =>
    of.find(([one]) => one === name)?.[1];
  return [...names].flatMap((name) => differingIn(member(a, name), member(b, name), `${path}/${name}`));
}

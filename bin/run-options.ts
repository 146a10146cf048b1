import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../fixtures/preflight/settings.ts';
import type { RunOptions } from '../reports/conclude.ts';
import { repeatedBy } from '../reports/terminal/invocation.ts';
import { readGateFiles } from '../reports/verdict/gate-files.ts';
import type { ProfileResult } from '../reports/verdict/result.ts';

/** What a run is asked for, as its end is told of it. @param profile what the tenant is declared not to have */
export function runOptions(settings: Settings, profile: ProfileResult | undefined): RunOptions {
  const { tenant, seed, failOn, failOnIds, only, operation, level, depth, strict, waivers, baseline, out } = settings;
  const shard = process.env.CONFORMANCE_SHARD;
  return {
    // Playwright takes relative paths as seen from its configuration, people from where they stand.
    out: resolve(out),
    seed,
    failOn,
    failOnIds,
    strict,
    selection: { only, operation, level, depth },
    tenant:
      tenant.kind === 'embedded'
        ? { tenant: 'embedded mock' }
        : {
            tenant: tenant.identityUrl,
            partition: tenant.partitionId,
            ...(process.env.CONFORMANCE_ENVIRONMENT && { environment: process.env.CONFORMANCE_ENVIRONMENT }),
          },
    command: command(settings),
    ...(shard && { shard }),
    ...(profile !== undefined && { profile }),
    ...(waivers !== undefined && { waivers }),
    ...(baseline !== undefined && { baseline }),
    // A shard is no run to compare others with.
    ...(shard ? {} : historyOf(settings)),
  };
}

/** Where results are kept: beside the folder for results, unless a setting names another one. Of the embedded mock nothing is kept unasked. */
export function historyOf({
  tenant,
  out,
}: {
  readonly tenant: { readonly kind: 'embedded' | 'live' };
  readonly out: string;
}): { readonly history?: string } {
  const asked = process.env.CONFORMANCE_HISTORY?.trim();
  if (asked?.toLowerCase() === 'off' || (!asked && tenant.kind === 'embedded')) return {};
  const whole = resolve(out);
  return { history: asked ? resolve(asked) : join(dirname(whole), 'history') };
}

/** Reads the files that gate a run, before anything is sent: the profile, or sentences on what cannot be used. */
export function gateOf(settings: Settings): { readonly profile?: ProfileResult; readonly problems: readonly string[] } {
  const { waivers, baseline, profile: wanted, failOnIds } = settings;
  if ((waivers ?? baseline ?? wanted) === undefined && failOnIds.length === 0) return { problems: [] };
  const { problems, profile } = readGateFiles(settings);
  return { problems, ...(profile !== undefined && { profile }) };
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

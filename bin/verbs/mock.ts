import type { RunningTenant } from '../../fixtures/tenant/index.ts';
import { type ServeOptions, serve, TenantStartError } from '../../fixtures/tenant/serve.ts';
import { nearest } from '../../reports/selection.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

export interface MockFlags {
  readonly port: number;
  readonly persona: readonly string[];
  /** Milliseconds. */
  readonly latency: number;
  readonly clients?: string;
}

/** Starts the mock tenant, prints how to reach it, and serves until the process is told to end. */
export async function mock({ port, persona, latency, clients }: MockFlags): Promise<VerbOutcome> {
  const { personas } = await import('../../fixtures/personas/index.ts');
  const unknown = persona.filter((name) => !Object.hasOwn(personas, name));
  if (unknown.length > 0) return unusable(...unknown.map((name) => unknownPersona(name, Object.keys(personas))));
  const chosen = persona.flatMap((name) => personas[name] ?? []);
  const variants = chosen.flatMap((one) => one.variants);
  const start: NonNullable<ServeOptions['start']> = Object.assign({}, ...chosen.map((one) => one.options));
  let running: RunningTenant;
  try {
    running = await serve({
      port,
      variants,
      latencyMs: latency,
      start,
      ...(clients !== undefined && { seedFile: clients }),
    });
  } catch (error) {
    if (error instanceof TenantStartError) return unusable(error.message);
    throw error;
  }
  // Before anybody can know that it runs.
  const told = toldToEnd();
  print(settingsOf(running));
  await told;
  await running.close();
  return DONE;
}

function unknownPersona(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `There is no persona "${name}"; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}`}${near === undefined ? '.' : '?'}`;
}

/** Lines for `.env` or a shell. The credentials are the mock's own and worth nothing elsewhere. */
function settingsOf(running: RunningTenant): string {
  const [own, other] = running.organizations;
  const lines = [
    ['TENANT_IDENTITY_URL', running.identityUrl],
    ['TENANT_PARTITION_ID', own?.partitionId],
    ['TENANT_CLIENT_ID', own?.administrator.clientId],
    ['TENANT_CLIENT_SECRET', own?.administrator.clientSecret],
    ['TENANT_OTHER_PARTITION_ID', other?.partitionId],
    ['TENANT_WRITES', 'allow'],
  ];
  const settings = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${/^[\w.:/-]*$/.test(value) ? value : `'${value}'`}`],
  );
  return ['# The mock tenant listens until Ctrl-C; these settings reach it.', ...settings].join('\n');
}

function toldToEnd(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}

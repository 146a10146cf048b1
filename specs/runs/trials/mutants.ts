import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { judge } from '../../../bin/index.ts';
import { rootsOf } from '../../../reports/causes/roots.ts';
import type { RunVerdict } from '../../../reports/verdict/result.ts';
import { ROOT } from '../support/small-project.ts';

/** What became of one change to the source of the tenant. */
export interface MutantRow {
  readonly id: string;
  /** Line of the source, from 1. */
  readonly line: number;
  /** What was put where, e.g. `ConditionalExpression: true`. */
  readonly change: string;
  /** `no tenant`: it does not start, so nobody could be misled. */
  readonly verdict: RunVerdict | 'no tenant';
  /** The failure that is told first. */
  readonly first?: string;
  readonly warnings: number;
  /** Whether somebody who uses each operation once, and looks at nothing but statuses, notices it. */
  readonly isNoticed: boolean;
  readonly seconds: number;
}

/** What a sample of changed tenants showed. Which survivors are equivalent must be judged by reading. */
export interface MutantsTrial {
  readonly of: number;
  readonly judged: number;
  readonly caught: number;
  readonly unnoticedCaught: string;
  readonly survivors: readonly MutantRow[];
  readonly rows: readonly MutantRow[];
}

const SOURCE = join(ROOT, 'specs/runs/second-tenant/tenant.ts');
/** Below the project, so that its packages are found. */
const FOLDER = join(ROOT, 'reports/out/mutants');
const SILENT: Readonly<Record<string, () => unknown>> = Object.fromEntries(
  ['Debug', 'Error', 'Fatal', 'Info', 'Trace', 'Warn'].flatMap((level) => [
    [`is${level}Enabled`, () => false],
    [level.toLowerCase(), () => {}],
  ]),
);
/** Milliseconds after which a tenant that has not told its settings is none. */
const START_MS = 90_000;

/**
 * Changes the source of the tenant that was written from the page alone in one place at a time, and judges what comes of it.
 * @param sample how many changes, drawn by the seed
 * @param atOnce how many are judged side by side
 */
export async function mutantsTrial(sample: number, seed: number, atOnce: number): Promise<MutantsTrial> {
  const content = readFileSync(SOURCE, 'utf8');
  const instrumenter = new Instrumenter(SILENT as never);
  const { mutants, files } = await instrumenter.instrument([{ name: SOURCE, content, mutate: true }], {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'tenant.ts'), files[0]?.content ?? '');
  process.env.CONFORMANCE_JOURNAL = join(FOLDER, 'journal');
  const chosen = mutants
    .map((mutant) => ({ mutant, at: drawn(`${seed} ${mutant.id}`) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, sample)
    .map(({ mutant }) => mutant);
  const rows: MutantRow[] = [];
  const waiting = chosen.values();
  const work = async (): Promise<void> => {
    for (const { id, location, mutatorName, replacement } of waiting) {
      const change = `${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 60)}`;
      const row = { id, line: location.start.line + 1, change, ...(await met(id, seed)) };
      rows.push(row);
      process.stderr.write(`${rows.length}/${chosen.length} ${JSON.stringify(row)}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const judged = rows.filter(({ verdict }) => verdict !== 'no tenant');
  const isCaught = ({ verdict }: MutantRow): boolean => verdict !== 'conformant';
  const unnoticed = judged.filter(({ isNoticed }) => !isNoticed);
  return {
    of: mutants.length,
    judged: judged.length,
    caught: judged.filter(isCaught).length,
    unnoticedCaught: `${unnoticed.filter(isCaught).length} of ${unnoticed.length}`,
    survivors: judged.filter((row) => !isCaught(row)),
    rows,
  };
}

/** A number from 0 to 1 that a text always gives. */
function drawn(text: string): number {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 16777619) >>> 0;
  return (Math.imul(state ^ (state >>> 15), 2246822519) >>> 0) / 2 ** 32;
}

type Met = Pick<MutantRow, 'verdict' | 'first' | 'warnings' | 'isNoticed' | 'seconds'>;

async function met(id: string, seed: number): Promise<Met> {
  const begun = performance.now();
  const tenant = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(FOLDER, 'tenant.ts')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, __STRYKER_ACTIVE_MUTANT__: id },
  });
  try {
    const settings = await settingsOf(tenant);
    const seconds = (): number => Math.round((performance.now() - begun) / 100) / 10;
    if (settings?.TENANT_CLIENT_SECRET === undefined)
      return { verdict: 'no tenant', warnings: 0, isNoticed: true, seconds: seconds() };
    const isNoticed = !(await usedPlainly(settings).catch(() => false));
    const result = await judge(
      { ...settings, TENANT_WRITES: 'allow' },
      { CONFORMANCE_SEED: String(seed), CONFORMANCE_CONSISTENCY_MS: '2000', CONFORMANCE_RATE: 'off' },
    );
    const [root] = rootsOf(result);
    const warnings = result.requirements.filter(({ verdict }) => verdict === 'warn').length;
    const first = root === undefined ? {} : { first: `${root.lead.id} ${root.lead.findings[0]?.message ?? ''}` };
    return { verdict: result.verdict, ...first, warnings, isNoticed, seconds: seconds() };
  } finally {
    tenant.kill();
  }
}

async function settingsOf(tenant: ChildProcess): Promise<Readonly<Record<string, string>> | undefined> {
  if (tenant.stdout === null) return undefined;
  const lines = createInterface(tenant.stdout)[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), sleep(START_MS, undefined, { ref: false })]);
  try {
    return JSON.parse(String(first?.value)) as Readonly<Record<string, string>>;
  } catch {
    return undefined;
  }
}

/** Uses each operation once, as somebody would who tries the page. @returns whether every answer had the documented status */
async function usedPlainly(settings: Readonly<Record<string, string>>): Promise<boolean> {
  const { TENANT_IDENTITY_URL: base = '', TENANT_PARTITION_ID: partition, TENANT_CLIENT_ID: client = '' } = settings;
  const token = async (id: string, secret: string, scope: string): Promise<Response> =>
    fetch(settings.TENANT_TOKEN_URL ?? `${base}/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret, scope }),
    });
  const own = await token(client, settings.TENANT_CLIENT_SECRET ?? '', 'PM.OAuthApp');
  const { access_token: bearer } = (await own.json()) as { access_token?: string };
  const call = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${base}/api/ExternalClient${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const asked = {
    partitionGlobalId: partition,
    name: `plain ${crypto.randomUUID()}`,
    isConfidential: true,
    redirectUri: 'https://plain.example.com/callback',
    scopes: [{ name: 'PM.OAuthApp.Read', type: 'application' }],
  };
  const created = await call('POST', '', asked);
  const { id = '', secret = '' } = (await created.json()) as { id?: string; secret?: string };
  const generated = await call('POST', '/GenerateSecret', { partitionGlobalId: partition, clientId: id });
  const { id: secretId } = (await generated.json()) as { id?: number };
  const steps = [
    [own, 200],
    [created, 201],
    [generated, 200],
    [await token(id, secret, 'PM.OAuthApp.Read'), 200],
    [await call('GET', `/${partition}`), 200],
    [await call('GET', `/${partition}/${id}`), 200],
    [await call('PUT', `/${partition}/${id}`, { ...asked, clientId: id, name: `${asked.name} later` }), 200],
    [await call('DELETE', `/${partition}/secrets/${secretId}`), 204],
    [await call('DELETE', `/${partition}/${id}`), 204],
  ] as const;
  return steps.every(([{ status }, wanted]) => status === wanted);
}

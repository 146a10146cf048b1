import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { judge } from '../../../bin/index.ts';
import { type RunningTenant, startTenant, type TenantOptions } from '../../../fixtures/mock/index.ts';
import { readResult } from '../../../reports/publish/files.ts';
import type { ConformanceResult } from '../../../reports/verdict/result.ts';
import { CLI, plainEnvironment, ROOT } from './small-project.ts';

/** How a run of the suite, or another verb, ended. */
export interface LiveRun {
  readonly code: number | null;
  readonly output: string;
  readonly result: ConformanceResult | undefined;
  readonly ms: number;
}

/** A started verb: its process group, and its end. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<LiveRun>;
}

/** A mock tenant that is judged from outside, as a real one would be, with folders of its own for results and journals. */
export class LiveTenant {
  readonly running: RunningTenant;
  /** A token of the tenant that has expired. */
  readonly expired: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'conformance-live-'));
  readonly out = join(this.folder, 'out');
  readonly journal = join(this.folder, 'journal');

  private constructor(running: RunningTenant, expired: string) {
    this.running = running;
    this.expired = expired;
  }

  static async start(options: TenantOptions = {}): Promise<LiveTenant> {
    const running = await startTenant(options);
    return new LiveTenant(running, await running.expiredToken());
  }

  /** Settings that reach it. */
  env(): Record<string, string> {
    const [own, other] = this.running.organizations;
    if (own === undefined || other === undefined) throw new Error('There must be two organizations.');
    return {
      TENANT_IDENTITY_URL: this.running.identityUrl,
      TENANT_PARTITION_ID: own.partitionId,
      TENANT_OTHER_PARTITION_ID: other.partitionId,
      TENANT_OTHER_CLIENT_ID: other.administrator.clientId,
      TENANT_OTHER_CLIENT_SECRET: other.administrator.clientSecret,
      TENANT_EXPIRED_TOKEN: this.expired,
      TENANT_CLIENT_ID: own.administrator.clientId,
      TENANT_CLIENT_SECRET: own.administrator.clientSecret,
      TENANT_WRITES: 'allow',
      CONFORMANCE_OUT: this.out,
      CONFORMANCE_JOURNAL: this.journal,
    };
  }

  /** Starts a verb in a process group of its own. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const began = performance.now();
    const [node, ...cli] = CLI;
    const child = spawn(node, [...cli, ...args], {
      cwd: ROOT,
      env: { ...plainEnvironment(), ...this.env(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const ended = new Promise<LiveRun>((done) => {
      child.on('close', (code) =>
        done({
          code,
          output: stripVTControlCharacters(output),
          result: readResult(this.out),
          ms: performance.now() - began,
        }),
      );
    });
    return { child, ended };
  }

  /** Runs a verb to its end. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LiveRun> {
    return this.start(args, env).ended;
  }

  /** Judges it in this process, for whoever looks at the result alone. @param settings such as `{ CONFORMANCE_ONLY: 'CREATE-12' }` */
  judge(settings: Readonly<Record<string, string>> = {}): Promise<ConformanceResult> {
    return judge(this.env(), settings);
  }

  /** Everything that the tenant holds, secrets' digests included, without the clients of the suite. */
  foreign(): string {
    return JSON.stringify(
      this.running.store.organizations.map((one) => ({
        ...one,
        clients: one.clients.filter(({ name }) => !name.startsWith('ecc-')),
      })),
    );
  }

  /** Names of the suite's clients that are on the tenant. */
  ours(): readonly string[] {
    return this.running.store.organizations.flatMap(({ clients }) =>
      clients.map(({ name }) => name).filter((name) => name.startsWith('ecc-')),
    );
  }

  async close(): Promise<void> {
    await this.running.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends a started verb and all processes that it started, at once and without a word. */
export function killAll({ child }: Started): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Settings that give a run a token of the tenant's administrator instead of the secret. @param scope scopes, separated by spaces */
export async function withReadyToken(tenant: LiveTenant, scope?: string): Promise<Record<string, string>> {
  const { TENANT_CLIENT_ID, TENANT_CLIENT_SECRET } = tenant.env();
  const form = {
    grant_type: 'client_credentials',
    client_id: TENANT_CLIENT_ID ?? '',
    client_secret: TENANT_CLIENT_SECRET ?? '',
    ...(scope !== undefined && { scope }),
  };
  const answer = await fetch(tenant.running.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { TENANT_CLIENT_ID: '', TENANT_CLIENT_SECRET: '', TENANT_ACCESS_TOKEN: token };
}

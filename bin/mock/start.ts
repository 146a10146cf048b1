import type { Beside, OrganizationSeed, RunningTenant } from '../../fixtures/mock/index.ts';
import { UnusableFile } from '../../reports/publish/stored.ts';
import { MockProblem, type Switches } from './alterations.ts';
import { type Announcement, announcementOf } from './announce.ts';
import { CONSOLE_PATH, Mock } from './running.ts';
import { readSeedFile } from './seed-file.ts';
import { type RequestView, requestsOf } from './view.ts';

/** How a mock is started; everything is optional. */
export interface StartOptions extends Partial<Switches> {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Interface to listen on; default 127.0.0.1. Others let other machines in. */
  readonly host?: string;
  /** How clients reach the mock, e.g. `http://mock:8085`; default: the address that it listens on. */
  readonly origin?: string;
  /** A JSON file by `schemas/files/mock-seed.schema.json`: the organizations and clients to start with. */
  readonly seedFile?: string;
  /** The same as values; a file takes precedence. */
  readonly organizations?: readonly OrganizationSeed[];
}

/** A mock tenant with its console. */
export interface RunningMock extends Announcement {
  readonly tenant: RunningTenant;
  switches(): Switches;
  /** Changes personas, faults or latency; what is not named stays. @throws MockProblem */
  turn(changes: Partial<Switches>): Promise<void>;
  /** Brings back organizations, clients, secrets and switches of the start, and forgets the requests. */
  reset(): Promise<void>;
  /** The recent requests, latest first, redacted. */
  requests(): readonly RequestView[];
  close(): Promise<void>;
}

/**
 * Starts a mock tenant with its console.
 * @throws MockProblem for a port that cannot be had, a seed file that cannot be used, and names that do not exist
 */
export async function startMock(options: StartOptions = {}): Promise<RunningMock> {
  const { port = 0, host = '127.0.0.1', origin, personas = [], faults = [], latencyMs = 0 } = options;
  const organizations = seedOf(options);
  const mock = await Mock.start({
    port,
    host,
    switches: { personas, faults, latencyMs },
    ...(origin !== undefined && { origin }),
    ...(organizations !== undefined && { organizations }),
  });
  serveConsole(mock, host);
  return {
    ...announcementOf(mock),
    tenant: mock.tenant,
    switches: () => mock.switches,
    turn: (changes) => mock.turn(changes),
    reset: () => mock.reset(),
    requests: () => requestsOf(mock),
    close: () => mock.tenant.close(),
  };
}

function seedOf({ seedFile, organizations }: StartOptions): readonly OrganizationSeed[] | undefined {
  try {
    return seedFile === undefined ? organizations : readSeedFile(seedFile);
  } catch (error) {
    if (error instanceof UnusableFile) throw new MockProblem([error.message]);
    throw error;
  }
}

/** Loads the console when somebody looks at it: the mock is there sooner without. */
function serveConsole(mock: Mock, host: string): void {
  let loading: Promise<{ fetch: Beside }> | undefined;
  mock.tenant.serveBeside(CONSOLE_PATH, async (request) => {
    loading ??= import('./console.ts').then(({ createConsole }) => createConsole(mock, host));
    return (await loading).fetch(request);
  });
}

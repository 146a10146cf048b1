import { type OrganizationSeed, type RunningTenant, startTenant } from '../../fixtures/mock/index.ts';
import { Redactor } from '../../fixtures/wire/redact.ts';
import { type Altered, altered, choices, type Kind, MockProblem, type Switches } from './alterations.ts';

/** Where the console stands; no organization can have this name. */
export const CONSOLE_PATH = '/_mock';

/** How the mock is started. */
export interface MockOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** How clients reach the mock, where that is not the address that it listens on. */
  readonly origin?: string;
  readonly switches: Switches;
  /** What the mock holds from the start; takes precedence over what a persona says. */
  readonly organizations?: readonly OrganizationSeed[];
}

/** A mock tenant that can be switched and reset while it runs. */
export class Mock {
  readonly tenant: RunningTenant;
  /** A token of the first administrator that ended an hour ago. */
  readonly expiredToken: string;
  /** Knows the credentials of the start; those made later are as long as nothing else in a path. */
  readonly #redactor = new Redactor();
  readonly #start: Switches;
  /** The organizations and clients of the start. */
  readonly #seed: string;
  #switches: Switches;
  /** One change after the other, for each builds on what the one before has left. */
  #turning: Promise<void> = Promise.resolve();

  private constructor(tenant: RunningTenant, switches: Switches, expiredToken: string) {
    this.tenant = tenant;
    this.expiredToken = expiredToken;
    this.#start = switches;
    this.#switches = switches;
    this.#seed = JSON.stringify(tenant.store);
    for (const { administrator, clients } of tenant.organizations)
      for (const { clientSecret } of [administrator, ...clients]) this.#redactor.learn(clientSecret);
  }

  /**
   * Starts the mock.
   * @throws MockProblem when the port cannot be had, or for a persona or fault that does not exist
   */
  static async start({ port, host, origin, switches, organizations }: MockOptions): Promise<Mock> {
    const { variants, ...alteredSeeds }: Altered = await altered(switches);
    const seeds = organizations === undefined ? alteredSeeds : { organizations };
    const tenant = await startTenant({ port, host, variants, ...seeds, ...(origin !== undefined && { origin }) }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') throw error;
        throw new MockProblem([
          `The mock cannot listen on port ${port} of ${host}: ${REASONS[error.code ?? ''] ?? error.code}.`,
        ]);
      },
    );
    return new Mock(tenant, switches, await tenant.expiredToken());
  }

  get switches(): Switches {
    return this.#switches;
  }

  /**
   * Changes personas, faults or latency; what is not named stays. Variants begin anew, so that what they count starts from nothing.
   * @throws MockProblem for names that do not exist, and for personas that decide what the tenant holds from the start
   */
  turn(changes: Partial<Switches>): Promise<void> {
    const turned = this.#turning.then(() => this.#turn(changes));
    this.#turning = turned.catch(() => {});
    return turned;
  }

  async #turn(changes: Partial<Switches>): Promise<void> {
    const wanted = { ...this.#switches, ...changes };
    const { variants } = await altered(wanted);
    const late = wanted.personas.filter((name) => !this.#start.personas.includes(name));
    if (late.length > 0) {
      const known = await choices('personas');
      const refused = late.filter((name) => known.some(({ id, fromTheStart }) => id === name && fromTheStart));
      if (refused.length > 0) throw new MockProblem(refused.map(startOnly));
    }
    this.tenant.tenant.notes.clear();
    this.tenant.alter(variants);
    this.#switches = wanted;
  }

  /** Brings back organizations, clients, secrets and switches as they were at the start, and forgets the requests; tokens stay valid. */
  async reset(): Promise<void> {
    await this.turn(this.#start);
    Object.assign(this.tenant.store, JSON.parse(this.#seed));
    this.tenant.forgetRequests();
  }

  /**
   * How texts of exchanges may be shown: without what any of the recent ones handed out, and without what is as long as a credential.
   * @returns the text redacted
   */
  shower(): (text: string) => string {
    for (const { sent, answered } of this.tenant.requests())
      for (const { body } of [sent, answered]) {
        try {
          this.#redactor.learnFrom(JSON.parse(body));
        } catch {
          // A body that is no JSON hands nothing out.
        }
      }
    return (text) => this.#redactor.redact(text).replaceAll(LONG, '[redacted]');
  }

  /** A path as it may be shown: without anything that could be a credential. */
  showPath(path: string): string {
    const names = this.tenant.store.organizations.map(({ name }) => name);
    return this.#redactor
      .redact(path)
      .split('/')
      .map((part) => (part.length > LONGEST_ID && !names.includes(part) ? '[redacted]' : part))
      .join('/');
  }

  /** All personas or faults, and which of them are on. */
  async choices(kind: Kind): Promise<readonly (Awaited<ReturnType<typeof choices>>[number] & { on: boolean })[]> {
    const on = new Set(this.#switches[kind]);
    return (await choices(kind)).map((one) => ({ ...one, on: on.has(one.id) }));
  }
}

/** A GUID has 36 characters; secrets and tokens of the mock are longer. */
const LONGEST_ID = 36;
const LONG = new RegExp(`[\\w~.-]{${LONGEST_ID + 1},}`, 'g');

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; choose another --port, or 0 for a free one',
  EACCES: 'this user may not; choose a --port above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; choose another --host',
  ENOTFOUND: 'there is no such name; choose another --host',
};

function startOnly(name: string): string {
  return `The persona ${name} decides what the mock holds from the start; start it with --persona ${name}.`;
}

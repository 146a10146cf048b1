import type {
  Blocked,
  Cause,
  ConformanceResult,
  Disturbance,
  Exchange,
  Finding,
  Leftover,
  ReadingResult,
} from '../../schemas/files/conformance.ts';

// What stands in `conformance.json` has its types from the schema of that file.
export type * from '../../schemas/files/conformance.ts';

/**
 * The closed list of causes for `skip`. A cause that is `blocking` makes a run inconclusive when it hits a `must`; one for want of a
 * `setting`, or of time, makes it conformant as far as verified; the others say that the tenant does not have it, or that nobody asked for it.
 */
export const CAUSES = {
  environment: {
    blocking: true,
    setting: false,
    meaning: 'the network, a gateway or a rate limit kept the answer from us',
  },
  prerequisite: {
    blocking: true,
    setting: false,
    meaning: 'a step that the check builds on failed; see the requirement that failed there',
  },
  quota: {
    blocking: true,
    setting: false,
    meaning: 'the tenant allows fewer clients than the run needs; see the limit below',
  },
  'token-not-available': {
    blocking: true,
    setting: false,
    meaning: 'a token with the scopes that the check needs could not be had',
  },
  timeout: { blocking: true, setting: false, meaning: 'the check did not end in time' },
  'never-ran': { blocking: true, setting: false, meaning: 'the requirement was selected but no test reported on it' },
  interrupted: { blocking: true, setting: false, meaning: 'the run was ended before the check' },
  'suite-error': { blocking: true, setting: false, meaning: 'the suite itself failed; please report it' },
  'writes-not-allowed': {
    blocking: false,
    setting: true,
    meaning: 'TENANT_WRITES is not set to allow, so nothing was created or changed',
  },
  'setting-not-given': { blocking: false, setting: true, meaning: 'a setting that the check needs is not given' },
  'not-in-time': { blocking: false, setting: true, meaning: 'it happens later on this tenant than a run can wait for' },
  'not-applicable': {
    blocking: false,
    setting: false,
    meaning: 'the tenant does not have what the requirement speaks about',
  },
  'not-selected': { blocking: false, setting: false, meaning: 'the selection of this run leaves it out' },
} as const satisfies Record<Cause, { blocking: boolean; setting: boolean; meaning: string }>;

/** How much a cause keeps the verdict from saying. */
export function weightOf(cause: Cause): number {
  const { blocking, setting } = CAUSES[cause];
  return blocking ? 2 : setting ? 1 : 0;
}

/** The lowest of what keeps a run from passing: failures of a `must`, warnings as well, or also what could not be verified for want of a setting, or of time. */
export type FailOn = 'must' | 'should' | 'unverified';

/** What one test was about and how it ended; titles state facts. */
export interface Check extends Reason {
  readonly title: string;
  /** File and describe blocks, outermost first. */
  readonly path: readonly string[];
  readonly requirements: readonly string[];
  readonly status: 'pass' | 'fail' | 'skip';
  /** Names of the scenarios whose evidence it judges; none where nothing was judged. */
  readonly scenarios: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Everything that reports are told of a run. */
export interface RunStory {
  readonly result: ConformanceResult;
  readonly checks: readonly Check[];
  /** In the order in which they were sent. */
  readonly exchanges: readonly Exchange[];
  /** Earlier results, oldest first. */
  readonly history: readonly ConformanceResult[];
  /** Words that go before `--only ID` to repeat a check. */
  readonly command: string;
}

/** Why something was not verified. */
export interface Reason {
  readonly cause?: Cause;
  /** One sentence on the cause. */
  readonly detail?: string;
  readonly blockedBy?: Blocked;
}

/** The reason alone, of whatever has one. */
export function reasonOf({ cause, detail, blockedBy }: Reason): Reason {
  return {
    ...(cause !== undefined && { cause }),
    ...(detail !== undefined && { detail }),
    ...(blockedBy !== undefined && { blockedBy }),
  };
}

/** What became of one check; a reason with `skip` alone. */
export interface CheckOutcome extends Reason {
  readonly verdict: 'pass' | 'fail' | 'skip';
  /** Names of the scenarios whose evidence it judges. */
  readonly scenarios: readonly string[];
  readonly findings: readonly Finding[];
}

/** What a session hands to the reporter: its record, and what the checks say of its evidence, by their ids. */
export interface SessionRecord extends WorkerRecord {
  checks: Readonly<Record<string, CheckOutcome>>;
}

/** What one worker hands to the reporter through `{out}/run/worker-*.json`. */
export interface WorkerRecord {
  /** Requests sent to the tenant, by method (token requests count as POST). */
  readonly byMethod: Record<string, number>;
  /** Milliseconds per operation, one figure per request. */
  readonly latency: Record<string, readonly number[]>;
  readonly readings: readonly ReadingResult[];
  readonly leftovers: readonly Leftover[];
  readonly disturbances: readonly Disturbance[];
  /** Facts on the tenant for the report: base URL, partition, embedded or live, persona or fault. No secrets. */
  readonly tenant: Readonly<Record<string, string | boolean | number>>;
  /** Everything that was sent and answered, redacted. */
  readonly exchanges?: readonly Exchange[];
}

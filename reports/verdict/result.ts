import type { Level, Operation, Source } from '../../specs/catalogue/types.ts';

/** Verdict of one requirement. `skip` means not verified and always carries a cause. */
export type RequirementVerdict = 'pass' | 'fail' | 'warn' | 'waived' | 'skip';

/** Verdict of a run. `partial` is one on less than was to be looked at, whatever became of it; exit codes go by the gate. */
export type RunVerdict = 'conformant' | 'non-conformant' | 'inconclusive' | 'partial';

/** The verdict of a run as it stands in every report: no more than was verified. */
export const VERDICT_WORDS = [
  'CONFORMANT',
  'CONFORMANT AS FAR AS VERIFIED',
  'NON-CONFORMANT, accepted',
  'NON-CONFORMANT',
  'INCONCLUSIVE',
  'PARTIAL',
] as const;
export type VerdictWord = (typeof VERDICT_WORDS)[number];

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
    meaning: 'the tenant has no room for as many clients as the run needs; see the limit below',
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
} as const satisfies Record<string, { blocking: boolean; setting: boolean; meaning: string }>;

export type Cause = keyof typeof CAUSES;

/** How much a cause keeps the verdict from saying. */
export function weightOf(cause: Cause): number {
  const { blocking, setting } = CAUSES[cause];
  return blocking ? 2 : setting ? 1 : 0;
}

/** One deviation: what was expected, what was seen, and the exchange that shows it (all redacted). */
export interface Finding {
  /** Which assertion found it, e.g. `toHaveStatus`. */
  readonly kind?: string;
  /** Which one of several it was found on: a kind of bad input, a redirect URI, a scope. */
  readonly subject?: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** What was tried, as the title of the check says it; a requirement may have several checks. */
  readonly check?: string;
  /** Where it was seen, e.g. `GET /api/ExternalClient/{partition}/{client}`. */
  readonly seenIn?: string;
  /** Id of the client that it is about, where the request does not name it: lists show many. */
  readonly client?: string;
  readonly exchange?: Exchange;
  /** A command line that repeats the request, credentials as shell variables. */
  readonly curl?: string;
  /** What was done before to the client that it was found on, in that order; the last steps where they are many. */
  readonly steps?: readonly Step[];
  /** What was done between the last time that it was seen otherwise, or was made, and the first time that it was seen as it was found; reads aside. */
  readonly suspects?: readonly Suspect[];
}

/** A kind of request that may have brought about what was found. */
export interface Suspect {
  readonly operation: Operation;
  /** Whether it was about the client that it was found on, or about others. */
  readonly on: 'it' | 'others';
  readonly refused?: true;
}

/** One request on the way to a finding. */
export interface Step {
  readonly operation?: Operation;
  readonly method: string;
  readonly status: number;
  /** ISO 8601; by it the exchange is found among those of the run. */
  readonly startedAt: string;
}

/** One recorded request and its response, redacted. Times in milliseconds. */
export interface Exchange {
  readonly operation?: Operation;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
  readonly response?: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
  /** Why there is no response. */
  readonly error?: string;
}

/** What was observed of one reading. `observed` is one of the candidates' ids, or `not-observed`. */
export interface ReadingResult {
  readonly id: string;
  readonly observed: string;
  readonly candidates: readonly string[];
  /** The candidate that the document prints, where it prints one. */
  readonly printed?: string;
  readonly evidence?: string;
}

export interface RequirementResult extends Reason {
  readonly id: string;
  readonly level: Level;
  readonly operation: Operation;
  readonly statement: string;
  readonly source: Source;
  readonly verdict: RequirementVerdict;
  readonly findings: readonly Finding[];
  /** Names the way in which it failed, the same from run to run; waivers and comparisons go by it. */
  readonly signature?: string;
}

/** What became of a waiver in a run; all states but `applied` and `not-judged` fail the gate, with a sentence. */
export interface WaiverResult {
  readonly requirement: string;
  readonly signature: string;
  readonly owner: string;
  readonly ticket: string;
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`, in UTC. */
  readonly expires: string;
  readonly state: 'applied' | 'expired' | 'passes-again' | 'different-failure' | 'matches-nothing' | 'not-judged';
  readonly sentence?: string;
}

/** A declared set of capabilities that a tenant was judged by: what it leaves out is not verified, and told with every verdict. */
export interface ProfileResult {
  readonly name: string;
  readonly describes: string;
  /** Whether the suite ships it, or it is a file of the one who ran it. */
  readonly source: 'shipped' | 'file';
  /** Operations that the tenant does not have at all. */
  readonly operations: readonly Operation[];
  /** In the order of the catalogue. */
  readonly leftOut: readonly {
    readonly requirement: string;
    readonly level: Level;
    readonly reason: string;
    /** Whether it guards a credential, a permission, or what belongs to others. */
    readonly security: boolean;
  }[];
  /** SHA-256 of everything above, as JSON with sorted keys and no white space. */
  readonly digest: string;
  /** Operations that the run saw the tenant carry out although the profile says that it does not have them. */
  readonly present?: readonly Operation[];
}

/** How the failures of a run stand to those of an earlier one. Lists hold ids of requirements. */
export interface BaselineResult {
  readonly startedAt: string;
  readonly digest: string;
  /** Failures that the baseline does not have, or has with another signature. */
  readonly fresh: readonly string[];
  /** Failures that the baseline has as well. */
  readonly known: readonly string[];
  readonly fixed: readonly string[];
  /** Failures of the baseline that this run did not verify. */
  readonly unverified: readonly string[];
}

/** Whether the run lets pass what it guards, which waivers, a baseline and `--fail-on` decide together with the verdict. */
export interface Gate {
  readonly passes: boolean;
  /** Exit codes 0, 1 and 2 in this order. */
  readonly outcome: 'passed' | 'failed' | 'undecided';
  /** One sentence each; empty only where it passes. */
  readonly why: readonly string[];
  /** Ids of the requirements that keep it from passing: failures, and the warnings that `--fail-on` counts. */
  readonly failing: readonly string[];
}

/** The lowest of what keeps a run from passing: failures of a `must`, warnings as well, or also what could not be verified for want of a setting, or of time. */
export type FailOn = 'must' | 'should' | 'unverified';

/** What a run was asked to look at. */
export interface Asked {
  /** Whether that is less than a run looks at without a selection. */
  readonly partial: boolean;
  /** Requirements that a run of this depth looks at without a selection, but for what the profile leaves out. */
  readonly of: number;
  /** Requirements that a deep run looks at besides. */
  readonly deeper: number;
  /** Whether every departure from the printed document failed. */
  readonly strict: boolean;
}

/** What was not verified, why, and what to do about it. */
export interface Missing {
  readonly id: string;
  readonly cause: Cause;
  readonly how: string;
  /** The variable for want of which it was not. */
  readonly setting?: string;
}

/** How much of what applies to the tenant was verified, of every level; what was not selected is missing as well. */
export interface Verified {
  readonly of: number;
  readonly verified: number;
  readonly missing: readonly Missing[];
}

export interface Counts {
  readonly pass: number;
  readonly fail: number;
  readonly skip: number;
  readonly waived: number;
  readonly warn: number;
}

/** What disturbed a run and decided nothing: how often, where, how long. */
export interface Disturbance {
  readonly kind: 'sent-again' | 'rate-limit' | 'own-limit' | 'unanswered' | 'server-error' | 'repeated' | 'clean-up';
  /** Operation, method or scenario. */
  readonly where: string;
  /** What was seen, e.g. `answered 503`; may be empty. */
  readonly what: string;
  readonly times: number;
  /** Time that it took, in milliseconds, all together. */
  readonly ms: number;
}

/** Something the run created and could not remove; `sweep` removes it. */
export interface Leftover {
  readonly kind: 'client' | 'secret';
  readonly id: string;
  readonly name?: string;
  readonly reason: string;
}

/** The content of `conformance.json`. */
export interface ConformanceResult {
  readonly formatVersion: string;
  readonly suite: { readonly name: string; readonly version: string };
  readonly document: { readonly title: string; readonly edition: string; readonly digest: string };
  readonly tenant: Readonly<Record<string, string | boolean | number>>;
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly word: VerdictWord;
  /** The word with what must never be read without it. */
  readonly headline: string;
  readonly selection: Asked;
  readonly verified: Verified;
  /** Sentences that explain an inconclusive verdict (settings, environment, too little verified). */
  readonly problems: readonly string[];
  readonly summary: Record<Level, Counts>;
  readonly requests: { readonly total: number; readonly byMethod: Record<'GET' | 'POST' | 'PUT' | 'DELETE', number> };
  readonly requirements: readonly RequirementResult[];
  readonly readings: readonly ReadingResult[];
  readonly leftovers: readonly Leftover[];
  /** Retries, rate limits, waits, server errors outside of findings, and clean-up that needed a second try; absent where there were none. */
  readonly disturbances?: readonly Disturbance[];
  /** By operation. */
  readonly latency?: Readonly<Record<string, Latency>>;
  readonly gate: Gate;
  /** Without one, every requirement applies. */
  readonly profile?: ProfileResult;
  readonly waivers?: readonly WaiverResult[];
  readonly baseline?: BaselineResult;
  /** Which part of the suite this run was, `1/4` for instance. */
  readonly shard?: string;
  /** SHA-256 of the evidence that it was derived from, as it stands in `evidence.json`. */
  readonly evidenceDigest?: string;
  /** SHA-256 of everything else here (keys sorted, no white space), so that edits are noticed. */
  readonly digest?: string;
}

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

/** Times of the answers to one operation, in milliseconds. */
export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** What kept a check from being made. */
export interface Blocked {
  /** The scenario in which that showed. */
  readonly scenario: string;
  /** The operation that did not do what the check builds on. */
  readonly operation?: Operation;
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

/** Written by schemas/generate.ts from conformance.schema.json; edit that. */

/**
 * Says nothing on what was not verified; word and headline do. Exit codes go by the gate.
 */
export type RunVerdict = 'conformant' | 'non-conformant' | 'inconclusive' | 'partial';
/**
 * The verdict, as every report has it. PARTIAL: less was looked at than a run without a selection looks at.
 */
export type VerdictWord =
  | 'CONFORMANT'
  | 'CONFORMANT AS FAR AS VERIFIED'
  | 'NON-CONFORMANT, accepted'
  | 'NON-CONFORMANT'
  | 'INCONCLUSIVE'
  | 'PARTIAL';
/**
 * Why it was not verified. The ones up to suite-error make the run inconclusive where they hit a must; the next two stand for a setting that is not given, not-in-time for what a run cannot wait for.
 */
export type Cause =
  | 'environment'
  | 'prerequisite'
  | 'quota'
  | 'token-not-available'
  | 'timeout'
  | 'never-ran'
  | 'interrupted'
  | 'suite-error'
  | 'writes-not-allowed'
  | 'setting-not-given'
  | 'not-in-time'
  | 'not-applicable'
  | 'not-selected';
/**
 * How binding a requirement is. must: the document says so or it follows; should: a standard or practice; may: reported only.
 */
export type Level = 'must' | 'should' | 'may';
/**
 * The operations of the document, and the two where a secret is put to use.
 */
export type Operation =
  'list' | 'get' | 'create' | 'update' | 'delete' | 'generateSecret' | 'deleteSecret' | 'token' | 'authorize';
/**
 * skip means not verified, and always has a cause.
 */
export type RequirementVerdict = 'pass' | 'fail' | 'warn' | 'waived' | 'skip';

/**
 * Content of conformance.json: the result of a run of the External Client conformance suite. Holds no credentials.
 */
export interface ConformanceResult {
  /**
   * Version of this format. The first number changes when readers of earlier results would break. 2: a verdict may be partial and has words of its own, waived failures are failures, gate.reasons has become gate.why.
   */
  readonly formatVersion: string;
  /**
   * The suite that judged.
   */
  readonly suite: {
    readonly name: string;
    readonly version: string;
  };
  /**
   * The edition of the page that the tenant was judged by.
   */
  readonly document: {
    readonly title: string;
    readonly edition: string;
    /**
     * SHA-256 of the page.
     */
    readonly digest: string;
  };
  /**
   * Facts on the tenant: its address, organization, and what was measured on it.
   */
  readonly tenant: {
    readonly [k: string]: string | number | boolean;
  };
  /**
   * Seed of all generated data; the same seed repeats the run.
   */
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly word: VerdictWord;
  /**
   * The word with what must never be read without it: warnings, profile, what was not verified, who accepts the failures and until when.
   */
  readonly headline: string;
  readonly gate: Gate;
  readonly selection: Asked;
  readonly verified: Verified;
  /**
   * One sentence each on what kept the run from telling. Never empty where the verdict is inconclusive.
   */
  readonly problems: readonly string[];
  /**
   * Numbers of requirements by level and verdict.
   */
  readonly summary: {
    readonly must: Counts;
    readonly should: Counts;
    readonly may: Counts;
  };
  /**
   * Requests sent. The total includes methods that are not listed.
   */
  readonly requests: {
    readonly total: number;
    readonly byMethod: {
      readonly GET: number;
      readonly POST: number;
      readonly PUT: number;
      readonly DELETE: number;
    };
  };
  readonly requirements: readonly RequirementResult[];
  /**
   * Which way to understand the document the tenant follows, where the document leaves several.
   */
  readonly readings: readonly ReadingResult[];
  /**
   * What disturbed the run and decided nothing; absent where nothing did.
   */
  readonly disturbances?: readonly Disturbance[];
  /**
   * SHA-256 of the evidence that this was derived from, as it stands in evidence.json.
   */
  readonly evidenceDigest?: string;
  /**
   * What the run created and could not remove.
   */
  readonly leftovers: readonly Leftover[];
  /**
   * What became of each waiver.
   */
  readonly waivers?: readonly WaiverResult[];
  readonly profile?: ProfileResult;
  readonly baseline?: BaselineResult;
  /**
   * Which part of the suite this run was.
   */
  readonly shard?: string;
  /**
   * SHA-256 of everything else here, as JSON with sorted keys and no white space.
   */
  readonly digest?: string;
  /**
   * Times of answers by operation, in milliseconds.
   */
  readonly latency?: {
    readonly [k: string]: Latency;
  };
}
/**
 * Whether the run lets pass what it guards, which waivers, a baseline and --fail-on decide together with the verdict.
 */
export interface Gate {
  readonly passes: boolean;
  /**
   * Exit codes 0, 1 and 2 in this order.
   */
  readonly outcome: 'passed' | 'failed' | 'undecided';
  /**
   * One sentence each; never empty where it does not pass.
   */
  readonly why: readonly string[];
  /**
   * Ids of the requirements that keep it from passing: failures, and the warnings that --fail-on counts.
   */
  readonly failing?: readonly string[];
}
/**
 * What the run was asked to look at.
 */
export interface Asked {
  /**
   * Whether that is less than a run without a selection looks at.
   */
  readonly partial: boolean;
  /**
   * Requirements that a run of this depth looks at without a selection, but for what the profile leaves out.
   */
  readonly of: number;
  /**
   * Requirements that a deep run looks at besides.
   */
  readonly deeper: number;
  /**
   * Whether every departure from the printed document failed.
   */
  readonly strict: boolean;
}
/**
 * How much of what applies to the tenant was verified. What was not selected is missing as well; what deep runs alone look at does not count.
 */
export interface Verified {
  readonly of: number;
  readonly verified: number;
  readonly missing: readonly Missing[];
}
/**
 * What was not verified, why, and what to do about it.
 */
export interface Missing {
  /**
   * Permanent.
   */
  readonly id: string;
  readonly cause: Cause;
  /**
   * How it can be verified.
   */
  readonly how: string;
  /**
   * The variable for want of which it was not.
   */
  readonly setting?: string;
}
/**
 * Numbers of requirements by verdict.
 */
export interface Counts {
  readonly pass: number;
  readonly fail: number;
  /**
   * Not verified, including what was not selected.
   */
  readonly skip: number;
  readonly waived: number;
  /**
   * Failures below must.
   */
  readonly warn: number;
}
export interface RequirementResult {
  /**
   * Permanent.
   */
  readonly id: string;
  readonly level: Level;
  readonly operation: Operation;
  readonly statement: string;
  readonly source: Source;
  readonly verdict: RequirementVerdict;
  readonly cause?: Cause;
  readonly detail?: string;
  readonly blockedBy?: Blocked;
  readonly findings: readonly Finding[];
  /**
   * Names the way in which it failed, the same from run to run; waivers and comparisons go by it.
   */
  readonly signature?: string;
}
/**
 * Where the requirement comes from: a place in the document, a section of a standard, or both.
 */
export interface Source {
  /**
   * Heading of the document, e.g. Create a new external client; absent for requirements of a standard alone.
   */
  readonly heading?: string;
  /**
   * Part below the heading, e.g. Request body > scopes.
   */
  readonly part?: string;
  /**
   * Standard and section, e.g. RFC 6750, 3.1.
   */
  readonly standard?: string;
}
/**
 * What kept it from being verified: the scenario in which that showed, and the operation that did not do what it builds on.
 */
export interface Blocked {
  readonly scenario: string;
  readonly operation?: Operation;
}
/**
 * One deviation: what was expected, what was seen, and the exchange that shows it, all redacted.
 */
export interface Finding {
  /**
   * Which assertion found it, e.g. `toHaveStatus`.
   */
  readonly kind?: string;
  /**
   * Which one of several it was found on: a kind of bad input, a redirect URI, a scope.
   */
  readonly subject?: string;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /**
   * What was tried, as the title of the check says it; a requirement may have several checks.
   */
  readonly check?: string;
  /**
   * Whether the check looks at everything that a run did: only a run of all checks shows it again.
   */
  readonly ofWholeRun?: boolean;
  /**
   * Where it was seen, e.g. GET /api/ExternalClient/{partition}/{client}.
   */
  readonly seenIn?: string;
  readonly exchange?: Exchange;
  /**
   * A command line that repeats the request, credentials as shell variables.
   */
  readonly curl?: string;
  /**
   * Id of the client that it is about, where the request does not name it: lists show many.
   */
  readonly client?: string;
  /**
   * What was done before to the client that it was found on, in that order; the last steps where they are many.
   */
  readonly steps?: readonly Step[];
  /**
   * What was done between the last time that it was seen otherwise, or was made, and the first time that it was seen as it was found; reads aside.
   */
  readonly suspects?: readonly Suspect[];
}
/**
 * One recorded request and its response, redacted. Times in milliseconds.
 */
export interface Exchange {
  readonly operation?: Operation;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: {
      readonly [k: string]: string;
    };
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: {
      readonly [k: string]: string;
    };
    readonly body: string;
  };
  /**
   * Why there is no response.
   */
  readonly error?: string;
}
/**
 * One request on the way to a finding; by its time it is found among the exchanges of the run.
 */
export interface Step {
  readonly operation?: Operation;
  readonly method: string;
  readonly status: number;
  readonly startedAt: string;
}
/**
 * A kind of request that may have brought about what was found.
 */
export interface Suspect {
  readonly operation: Operation;
  /**
   * Whether it was about the client that it was found on.
   */
  readonly on: 'it' | 'others';
  readonly refused?: true;
}
/**
 * What was observed of one reading.
 */
export interface ReadingResult {
  readonly id: string;
  /**
   * One of the candidates, or not-observed.
   */
  readonly observed: string;
  /**
   * The ways to understand the passage, from the printed one to the farthest from it.
   */
  readonly candidates: readonly string[];
  /**
   * The candidate that the document prints, where it prints one.
   */
  readonly printed?: string;
  readonly evidence?: string;
}
/**
 * What disturbed a run and decided nothing: how often, where, how long.
 */
export interface Disturbance {
  /**
   * A request sent again, a rate limit of the tenant (429), a wait for the own limit of requests, a request given up without an answer, a server error that no finding shows, a scenario done anew, or clean-up that needed a second try.
   */
  readonly kind: 'sent-again' | 'rate-limit' | 'own-limit' | 'unanswered' | 'server-error' | 'repeated' | 'clean-up';
  /**
   * Operation, method or scenario.
   */
  readonly where: string;
  /**
   * What was seen, e.g. answered 503; may be empty.
   */
  readonly what: string;
  readonly times: number;
  /**
   * Time that it took, in milliseconds, all together.
   */
  readonly ms: number;
}
/**
 * Something the run created and could not remove; sweep removes it.
 */
export interface Leftover {
  readonly kind: 'client' | 'secret';
  readonly id: string;
  readonly name?: string;
  readonly reason: string;
}
/**
 * What became of a waiver in a run; all states but applied and not-judged fail the gate, with a sentence.
 */
export interface WaiverResult {
  /**
   * Permanent.
   */
  readonly requirement: string;
  /**
   * Names the way in which a requirement fails, the same from run to run.
   */
  readonly signature: string;
  readonly owner: string;
  readonly ticket: string;
  readonly reason: string;
  /**
   * Last day on which it counts, in UTC.
   */
  readonly expires: string;
  readonly state: 'applied' | 'expired' | 'passes-again' | 'different-failure' | 'matches-nothing' | 'not-judged';
  /**
   * Why it fails the gate.
   */
  readonly sentence?: string;
}
/**
 * A declared set of capabilities that the tenant was judged by. Without one, every requirement applies.
 */
export interface ProfileResult {
  readonly name: string;
  readonly describes: string;
  /**
   * Whether the suite ships it, or it is a file of the one who ran it.
   */
  readonly source: 'shipped' | 'file';
  /**
   * Operations that the tenant does not have at all.
   */
  readonly operations: readonly Operation[];
  /**
   * In the order of the catalogue. Not verified, unless it was seen to fail all the same.
   */
  readonly leftOut: readonly LeftOut[];
  /**
   * SHA-256 of the declaration, which is everything here but what the run saw.
   */
  readonly digest: string;
  /**
   * Operations that the tenant carried out although the profile says that it does not have them.
   */
  readonly present?: readonly Operation[];
}
/**
 * A requirement that a profile leaves out.
 */
export interface LeftOut {
  /**
   * Permanent.
   */
  readonly requirement: string;
  readonly level: Level;
  readonly reason: string;
  /**
   * Whether it guards a credential, a permission, or what belongs to others.
   */
  readonly security: boolean;
}
/**
 * How the failures stand to those of an earlier run.
 */
export interface BaselineResult {
  readonly startedAt: string;
  readonly digest: string;
  /**
   * Failures that the baseline does not have, or has with another signature.
   *
   * Items: Permanent.
   */
  readonly fresh: readonly string[];
  /**
   * Failures that the baseline has as well.
   *
   * Items: Permanent.
   */
  readonly known: readonly string[];
  /**
   * Items: Permanent.
   */
  readonly fixed: readonly string[];
  /**
   * Failures of the baseline that this run did not verify.
   *
   * Items: Permanent.
   */
  readonly unverified: readonly string[];
}
/**
 * Times of the answers to one operation, in milliseconds.
 */
export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

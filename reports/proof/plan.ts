/** A legal variant of the mock that must stay conformant. */
export interface PlannedPersona {
  readonly id: string;
  readonly sentence: string;
}

/** A deviation of the mock that the tests of its declared requirements must notice. */
export interface PlannedFault {
  readonly id: string;
  readonly sentence: string;
  /** Requirements whose statements are false of the tenant, of which at least one must turn red. */
  readonly declares: readonly string[];
  /** Requirements that may turn red with them, because they cannot hold, or cannot be seen to hold, where those are broken. */
  readonly consequences: readonly string[];
  /** Why the fault cannot be told from a legal tenant; such a fault must not be caught. */
  readonly equivalent?: string;
}

/** One Playwright project of the proof. */
export interface PlannedProject {
  readonly name: string;
  /** What the tenant of its worker is; the option `alteration` of the suite's test. */
  readonly alteration: {
    readonly persona?: string;
    readonly each?: readonly string[];
    readonly concerned?: Readonly<Record<string, readonly string[]>>;
    /** Set where those are legal tenants, met with another seed. */
    readonly seed?: number;
    readonly consistencyMs: number;
  };
  /** Requirements whose tests run; undefined: all. */
  readonly requirements?: readonly string[];
  /** Whether tests that take many requests are left out. */
  readonly shallow?: boolean;
}

/** Everything that one proof sets out to do; decided once, read by the runner, its workers and the reporter. */
export interface ProofPlan {
  /** `quick` leaves out the matrix: which other requirements each fault turns red. */
  readonly mode: 'full' | 'quick';
  /** Tests that run at the same time. */
  readonly workers: number;
  readonly control: boolean;
  readonly personas: readonly PlannedPersona[];
  /** How many seeds the legal tenants are judged with at once; undefined: with the one of the settings, each in a run of its own. */
  readonly seeds?: number;
  readonly faults: readonly PlannedFault[];
  /** The tenant without fault, and the legal ones, each in a run of its own. */
  readonly projects: readonly PlannedProject[];
  /** The faults with the tests of the requirements that they break. */
  readonly own: readonly PlannedProject[];
  /** The faults with all tests; or the legal tenants with several seeds; empty in a quick proof. */
  readonly matrix: readonly PlannedProject[];
}

/** Environment variable with the path of the plan, by which all processes of a proof know of it. */
export const PLAN_VARIABLE = 'CONFORMANCE_PROOF';
/** Runs of a proof in which tests meet many tenants: faults with their own tests, or with all (the matrix). */
export type MeetingRun = 'own' | 'matrix';
/** Environment variable that names which of these is under way. */
export const MEETING_VARIABLE = 'CONFORMANCE_PROOF_MEETING';

/** What runs, by the value of {@link MEETING_VARIABLE}. */
export function projectsOf(plan: ProofPlan, run: string | undefined): readonly PlannedProject[] {
  return run === undefined ? plan.projects : plan[run as MeetingRun];
}

import { allFaults } from '../../fixtures/variants/faults/index.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import { requirements } from '../catalogue/index.ts';
import type { Requirement } from '../catalogue/types.ts';

/** A tenant that the suite is tried on: the mock as it is, as a persona, or with a fault. Plain data. */
export interface Guest {
  readonly kind: 'control' | 'persona' | 'fault';
  /** Of the persona or fault; `control` for the tenant without either. */
  readonly id: string;
  readonly sentence: string;
  /** Which checks it meets: all, those of an ordinary run, or those of the requirements that it declares. */
  readonly checks: 'all' | 'default' | 'declared';
  /** Requirements whose statements are false of the tenant, of which at least one must turn red. */
  readonly declares: readonly string[];
  /** Why the fault cannot be told from a legal tenant; such a fault must not be caught. */
  readonly equivalent?: string;
  /** Of all data that is drawn. */
  readonly seed: number;
  /** Whether scenarios act several at once; undefined: as they do on such a tenant. */
  readonly sideBySide?: boolean;
  /** Longest time, in milliseconds, that an effect may take to become visible. */
  readonly consistencyMs: number;
  /** Milliseconds after which the meeting ends, and the guest counts as not met. */
  readonly limitMs: number;
}

/** Everything that one proof sets out to do. */
export interface ProofPlan {
  readonly guests: readonly Guest[];
  /** How many there are, whether or not this proof meets them. */
  readonly of: { readonly faults: number; readonly personas: number };
  /** Whether keywords are taken out of the schemas. */
  readonly loosens: boolean;
  /** With how many seeds each legal tenant is met; undefined: with one. */
  readonly seeds?: number;
}

/** What a proof is asked to do. */
export interface ProofSelection {
  readonly personas: boolean;
  readonly faults: boolean;
  readonly loosenings: boolean;
  readonly seeds?: number;
  /** Whether scenarios act several at once on every tenant, as they do on those that take their time. */
  readonly sideBySide?: boolean;
  /** Ids of faults and personas; empty: all. */
  readonly only: readonly string[];
}

/** The same data each time, so that a proof can be compared with an earlier one. */
const SEED = 1;
/** The mock shows effects at once, so a tenant with a fault is not waited for; some legal variants take most of a second. */
const CONSISTENCY_MS = { legal: 3000, faulty: 300 };
/** A tenant may take its time on a machine that is busy; one that keeps its answers back for good ends here. */
const LIMIT_MS = 600_000;

/** Decides which tenants meet which checks. Those that take longest begin. */
export function planProof({
  personas: withPersonas,
  faults: withFaults,
  loosenings,
  seeds,
  sideBySide = false,
  only,
}: ProofSelection): ProofPlan {
  const isAsked = ({ id }: { readonly id: string }): boolean => only.length === 0 || only.includes(id);
  const faults = withFaults || loosenings ? listFaults().filter(isAsked) : [];
  const legal = withPersonas ? listPersonas().filter(isAsked) : [];
  const drawn = Array.from({ length: seeds ?? 1 }, (_, index) => SEED + index);
  const guests = [
    ...controlOf(faults, only),
    ...faults.filter(isDeep).map(guestOf),
    ...drawn.flatMap((seed) =>
      legal.map(({ id, sentence }): Guest => {
        // A hundred tenants at full depth take longer than everything else; those who ask for one mean it.
        const checks = only.length === 0 ? 'default' : 'all';
        return { kind: 'persona', id, sentence, checks, declares: [], seed, ...ofLegal };
      }),
    ),
    ...faults.filter((fault) => !isDeep(fault)).map(guestOf),
  ];
  return {
    guests: sideBySide ? guests.map((guest) => ({ ...guest, sideBySide })) : guests,
    of: { faults: listFaults().length, personas: listPersonas().length },
    loosens: loosenings,
    ...(seeds !== undefined && { seeds }),
  };
}

/** Whether it takes checks of many requests to catch a fault. */
function isDeep({ declares }: PlannedFault): boolean {
  const catalogue: Readonly<Record<string, Requirement>> = requirements;
  return declares.some((id) => catalogue[id]?.depth === 'deep');
}

function guestOf(fault: PlannedFault): Guest {
  const { faulty: consistencyMs } = CONSISTENCY_MS;
  return { kind: 'fault', ...fault, checks: 'declared', seed: SEED, consistencyMs, limitMs: LIMIT_MS };
}

const ofLegal = { consistencyMs: CONSISTENCY_MS.legal, limitMs: LIMIT_MS };

/** The tenant without fault, which meets what the faults meet, so that nothing but a fault turns a check red. */
function controlOf(faults: readonly PlannedFault[], only: readonly string[]): readonly Guest[] {
  const declares = [...new Set(faults.flatMap((fault) => fault.declares))];
  if (only.length > 0 && declares.length === 0) return [];
  const checks = only.length === 0 ? 'all' : 'declared';
  const sentence = 'It does what the document says.';
  return [{ kind: 'control', id: 'control', sentence, checks, declares, seed: SEED, ...ofLegal }];
}

type PlannedFault = Pick<Guest, 'id' | 'sentence' | 'declares' | 'equivalent'>;

/** Every fault that a proof can be asked for. */
export function listFaults(): readonly PlannedFault[] {
  return allFaults().map(({ id, sentence, declares, equivalent }) => ({
    id,
    sentence,
    declares,
    ...(equivalent !== undefined && { equivalent }),
  }));
}

/** Every legal tenant that a proof can be asked for. */
export function listPersonas(): readonly Pick<Guest, 'id' | 'sentence'>[] {
  return Object.values(personas).map(({ id, sentence }) => ({ id, sentence }));
}

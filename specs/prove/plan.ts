import { availableParallelism } from 'node:os';
import { allFaults } from '../../fixtures/variants/faults/index.ts';
import { personas } from '../../fixtures/variants/personas/index.ts';
import type { PlannedFault, PlannedProject, ProofPlan } from '../../reports/proof/plan.ts';
import { groupBy } from '../../reports/verdict/group.ts';
import { consequencesOf } from '../catalogue/consequences.ts';

/** What a proof is asked to do. */
export interface ProofSelection {
  readonly mode: ProofPlan['mode'];
  /** Whether the tenant without a fault and the legal variants are judged. */
  readonly personas: boolean;
  readonly faults: boolean;
  /** With how many seeds the legal variants are judged; undefined: with that of the settings. */
  readonly seeds?: number;
  /** Ids of faults; empty: all. */
  readonly only: readonly string[];
}

/**
 * Longest times, in milliseconds, that an effect may take to become visible. The mock shows effects at once, so a tenant with a
 * fault is not waited for; some legal variants take most of a second.
 */
const CONSISTENCY_MS = { legal: 3000, faulty: 300 };

/** Decides which tenants meet which tests. */
export function planProof(selection: ProofSelection): ProofPlan {
  const legal = selection.personas
    ? Object.values(personas)
        .filter(({ id }) => isAsked(id, selection.only))
        .map(({ id, sentence }) => ({ id, sentence }))
    : [];
  const faults = selection.faults ? listFaults().filter(({ id }) => isAsked(id, selection.only)) : [];
  const control: PlannedProject = { name: 'control', alteration: { consistencyMs: CONSISTENCY_MS.legal } };
  const { seeds } = selection;
  const ofPersonas = (seeds === undefined ? legal : []).map(
    ({ id }): PlannedProject => ({
      name: `persona:${id}`,
      alteration: { persona: id, consistencyMs: CONSISTENCY_MS.legal },
      // A hundred tenants at full depth take longer than everything else; those who ask for one mean it.
      shallow: selection.only.length === 0,
    }),
  );
  return {
    mode: selection.mode,
    // Some tenants are slow on purpose, and the machine would idle meanwhile.
    workers: availableParallelism() + (seeds === undefined ? 1 : 2),
    control: true,
    personas: legal,
    faults,
    projects: [control, ...ofPersonas],
    own: concerned(faults),
    matrix: seeds === undefined ? (selection.mode === 'quick' ? [] : together(faults)) : sown(seeds, legal),
    ...(seeds !== undefined && { seeds }),
  };
}

function isAsked(id: string, only: readonly string[]): boolean {
  return only.length === 0 || only.includes(id);
}

/** Ids of the legal tenants that a proof can be asked for. */
export function listPersonas(): readonly string[] {
  return Object.keys(personas);
}

/** Every fault that a proof can be asked for. */
export function listFaults(): readonly PlannedFault[] {
  return allFaults().map(({ id, sentence, declares, equivalent }) => ({
    id,
    sentence,
    declares,
    consequences: [...new Set(declares.flatMap((one) => [...consequencesOf(one)]))].filter(
      (one) => !declares.some((declared) => declared === one),
    ),
    ...(equivalent !== undefined && { equivalent }),
  }));
}

/** In how many workers faults meet their own tests: some keep answers back, and the machine would idle meanwhile. */
const OWN_WORKERS = availableParallelism() + 2;

/** Most faults that share a worker when every test meets every fault: each has a tenant and connections of its own. */
const COMPANY = 50;

/** Projects in which each test meets many faults at the same time. */
function together(faults: readonly PlannedFault[]): readonly PlannedProject[] {
  const count = Math.ceil(faults.length / COMPANY);
  return Array.from({ length: count }, (_, index) => ({
    name: `matrix:${index + 1}`,
    alteration: {
      // Neighbours in the catalogue resemble each other, also in the time that they take.
      each: faults.filter((__, place) => place % count === index).map(({ id }) => id),
      consistencyMs: CONSISTENCY_MS.faulty,
    },
    // Faults that only a deep test finds meet it by its name.
    shallow: true,
  }));
}

/** Legal variants that share a worker: neighbours in the list take their time alike, and nobody waits for another kind. */
const GUESTS = 13;

/** Projects in which each test meets many legal variants at the same time, with one seed after the other. */
function sown(seeds: number, legal: readonly { readonly id: string }[]): readonly PlannedProject[] {
  const parts = Array.from({ length: Math.ceil(legal.length / GUESTS) }, (_, part) =>
    legal.slice(part * GUESTS, (part + 1) * GUESTS).map(({ id }) => id),
  );
  return Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) =>
    parts.map((each, part) => ({
      name: `legal:${seed}:${part + 1}`,
      alteration: { each, seed, consistencyMs: CONSISTENCY_MS.legal },
      shallow: true,
    })),
  );
}

/** Projects in which each test meets the faults that break its requirement. */
function concerned(faults: readonly PlannedFault[]): readonly PlannedProject[] {
  // A worker that starts anew takes longer than the faults that it would spare another one.
  const company = Math.max(1, Math.ceil(faults.length / OWN_WORKERS));
  // Neighbours in the catalogue break the same requirements, so that a test is started in few workers.
  return Array.from({ length: Math.ceil(faults.length / company) }, (_, part) => {
    const members = faults.slice(part * company, (part + 1) * company);
    const byRequirement = groupBy(
      members.flatMap(({ id, declares }) => declares.map((requirement) => ({ id, requirement }))),
      ({ requirement }) => requirement,
    );
    return {
      name: `faults:${part + 1}`,
      alteration: {
        each: members.map(({ id }) => id),
        concerned: Object.fromEntries(
          [...byRequirement].map(([requirement, all]) => [requirement, all.map(({ id }) => id)]),
        ),
        consistencyMs: CONSISTENCY_MS.faulty,
      },
      requirements: [...byRequirement.keys()],
    };
  });
}

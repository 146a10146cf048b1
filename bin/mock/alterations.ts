import { setTimeout as delay } from 'node:timers/promises';
import type { OrganizationSeed, Variant } from '../../fixtures/mock/index.ts';
import { nearest } from '../../schemas/nearest.ts';

/** Longest time by which an answer can be held back, in milliseconds. */
export const LONGEST_LATENCY_MS = 600_000;

/** In what the mock departs from the plain tenant. */
export interface Switches {
  /** Names of personas, in the order in which they are applied. */
  readonly personas: readonly string[];
  /** Names of faults, applied after the personas. */
  readonly faults: readonly string[];
  /** Milliseconds by which every answer is held back. */
  readonly latencyMs: number;
}

/** The switches in one sentence. */
export function switchesInWords({ personas, faults, latencyMs }: Switches): string {
  const parts = [
    personas.length > 0 ? `persona ${personas.join(', ')}` : '',
    faults.length > 0 ? `fault ${faults.join(', ')}` : '',
    latencyMs > 0 ? `${latencyMs} ms late` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'It behaves as the documentation says.' : `It is altered: ${parts.join('; ')}.`;
}

/** One persona or fault, as people choose it. */
export interface Choice {
  readonly id: string;
  readonly sentence: string;
  /** The requirements that a fault breaks. */
  readonly requirements?: readonly string[];
  /** Decides what the tenant holds from the start, so that it cannot be switched on later. */
  readonly fromTheStart?: boolean;
}

interface Alteration extends Choice {
  readonly variants: readonly Variant[];
  readonly organizations?: number | readonly OrganizationSeed[];
}

// Both are loaded when somebody asks for one of them: a mock without is there sooner.
const load = {
  personas: async (): Promise<readonly Alteration[]> => {
    const { personas } = await import('../../fixtures/variants/personas/index.ts');
    return Object.values(personas).map(({ id, sentence, variants, options = {} }) => {
      const { now, organizations } = options;
      const clock: Variant[] = now === undefined ? [] : [{ points: () => ({ now }) }];
      const start = organizations === undefined ? {} : { organizations, fromTheStart: true };
      return { id, sentence, variants: [...variants, ...clock], ...start };
    });
  },
  faults: async (): Promise<readonly Alteration[]> => {
    const { allFaults } = await import('../../fixtures/variants/faults/index.ts');
    return allFaults().map(({ id, sentence, variants, declares }) => ({
      id,
      sentence,
      variants,
      requirements: declares,
    }));
  },
} as const;

export type Kind = keyof typeof load;

const loaded: { [Key in Kind]?: Promise<readonly Alteration[]> } = {};

function all(kind: Kind): Promise<readonly Alteration[]> {
  loaded[kind] ??= load[kind]();
  return loaded[kind];
}

/** All personas or all faults, without what they are made of. */
export async function choices(kind: Kind): Promise<readonly Choice[]> {
  return (await all(kind)).map(({ variants: _variants, organizations: _organizations, ...choice }) => choice);
}

/** The mock cannot be started or switched as asked. Each sentence is for the user and holds no secret. */
export class MockProblem extends Error {
  override readonly name = 'MockProblem';
  readonly sentences: readonly string[];
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.sentences = sentences;
  }
}

/** What a set of switches makes of the plain tenant. */
export interface Altered {
  readonly variants: readonly Variant[];
  /** What the tenant holds from the start, where a persona decides it. */
  readonly organizations?: number | readonly OrganizationSeed[];
}

/**
 * The variants that a set of switches stands for: personas, then faults, then the latency around them all.
 * @throws MockProblem for names that do not exist
 */
export async function altered({ personas, faults, latencyMs }: Switches): Promise<Altered> {
  const chosen = [...(await named('personas', personas)), ...(await named('faults', faults))];
  const organizations = chosen.findLast((one) => one.organizations !== undefined)?.organizations;
  const latency: Variant = {
    around: async (_call, next) => {
      await delay(latencyMs);
      return next();
    },
  };
  return {
    variants: [...chosen.flatMap(({ variants }) => variants), ...(latencyMs > 0 ? [latency] : [])],
    ...(organizations !== undefined && { organizations }),
  };
}

async function named(kind: Kind, names: readonly string[]): Promise<readonly Alteration[]> {
  if (names.length === 0) return [];
  const known = await all(kind);
  const byId = new Map(known.map((one) => [one.id, one]));
  const unknown = names.filter((name) => !byId.has(name));
  if (unknown.length > 0) throw new MockProblem(unknown.map((name) => sentence(kind, name, [...byId.keys()])));
  return [...new Set(names)].flatMap((name) => byId.get(name) ?? []);
}

function sentence(kind: Kind, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `There is no ${kind === 'faults' ? 'fault' : 'persona'} "${name}"${hint}${hint ? '' : ';'} "mock --list" shows all ${known.length}.`;
}

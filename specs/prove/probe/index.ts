import { Agent } from 'undici';
import { startTenant, type TenantOptions } from '../../../fixtures/mock/index.ts';
import { inLanes } from '../../../fixtures/session/lanes.ts';
import { type DeclaredFault, faultById } from '../../../fixtures/variants/faults/index.ts';
import { authorizing } from './authorizing.ts';
import { careless } from './careless.ts';
import { crowd, deleting, sequences, updating } from './changes.ts';
import { later } from './later.ts';
import { creating, reading, secrets, signingIn } from './lives.ts';
import { longer } from './longer.ts';
import { meetings } from './meetings.ts';
import { mixed } from './mixed.ts';
import { races } from './races.ts';
import { authentication, authorization, expiry, mistakes, organizations } from './refusals.ts';
import { Clock, Different, Walker } from './walker.ts';

type Chapter = (walk: Walker) => Promise<void>;

/** The chapters of the walk, each with a tenant of its own. */
const CHAPTERS: Readonly<Record<string, Chapter>> = {
  reading,
  creating,
  signingIn,
  secrets,
  updating,
  deleting,
  sequences,
  mistakes,
  authentication,
  authorization,
  organizations,
  expiry,
  crowd,
  races,
  meetings,
  longer,
  careless,
  mixed,
  later,
  authorizing,
};

/** Which chapters most likely show a fault, by the declared requirement; the order decides about speed alone. */
const LIKELY: readonly (readonly [requirement: RegExp, ...chapters: string[]])[] = [
  [/^RACE-06/, 'races', 'meetings'],
  [/^RACE-0[89]/, 'meetings', 'races'],
  [/^RACE/, 'races'],
  [/-Q1$/, 'longer'],
  [/^AUTHORIZE-0[3-5]/, 'authorizing'],
  [/-A6$/, 'expiry'],
  [/-A\d$/, 'authentication'],
  [/-S\d$/, 'authorization'],
  [/-X\d$/, 'organizations', 'later'],
  [/-B\d$/, 'mistakes', 'secrets', 'deleting'],
  [/^LIST-07/, 'crowd'],
  [/^LIFE/, 'sequences', 'authorization'],
  [/^(TOKEN|PRIVILEGE)/, 'signingIn', 'later', 'longer'],
  [/^(UPDATE|AUTHORIZE-02)/, 'updating', 'later', 'longer', 'mistakes', 'secrets'],
  [/^DELETE/, 'deleting', 'secrets', 'authorization'],
  [/^(CREATE|AUTHORIZE)/, 'creating', 'deleting', 'secrets', 'later', 'updating'],
  [/^(LIST|GET)/, 'reading', 'creating', 'secrets', 'updating'],
  [/SECRET/, 'secrets', 'longer', 'later'],
];

/** Where a tenant with a fault first answered differently from one without. */
export interface Difference {
  readonly fault: string;
  /** The step, e.g. `creating: ordinary: POST`; undefined: every answer was the same. */
  readonly step: string | undefined;
}

/**
 * Shows that faults were really applied: walks through a tenant with each fault, by a script that no check has a part in, and
 * compares the answers with those of the tenant without any.
 * @returns the ids of the faults that change no answer
 */
export async function examineAll(faults: readonly string[]): Promise<readonly string[]> {
  const probe = new Probe();
  // Some faults keep answers back; others are looked at meanwhile.
  const differences = await inLanes(faults, (id) => probe.examine(faultById(id)));
  return differences.flatMap(({ fault, step }) => (step === undefined ? [fault] : []));
}

/** Compares tenants with the one without any fault, whose answers it remembers. */
export class Probe {
  readonly #reference = new Map<string, Promise<readonly string[]>>();

  /** The first difference that a fault makes to the walk. */
  async examine({ id, declares, variants, options }: DeclaredFault): Promise<Difference> {
    const [, ...likely] = LIKELY.find(([pattern]) => pattern.test(declares[0] ?? '')) ?? [];
    const order = [...new Set([...likely, ...Object.keys(CHAPTERS)])];
    for (const chapter of order) {
      const step = await this.#compare(chapter, { ...options, variants });
      if (step !== undefined) return { fault: id, step };
    }
    return { fault: id, step: undefined };
  }

  async #compare(chapter: string, options: TenantOptions): Promise<string | undefined> {
    const walking = this.#reference.get(chapter) ?? walkThrough(chapter, {});
    this.#reference.set(chapter, walking);
    const reference = await walking;
    try {
      await walkThrough(chapter, options, reference);
      return undefined;
    } catch (error) {
      if (error instanceof Different) return `${chapter}, ${error.step}`;
      throw error;
    }
  }
}

async function walkThrough(
  chapter: string,
  options: TenantOptions,
  expected?: readonly string[],
): Promise<readonly string[]> {
  const clock = new Clock();
  const tenant = await startTenant({ now: clock.now, ...options });
  const dispatcher = new Agent({ headersTimeout: 5000, bodyTimeout: 5000 });
  const walk = new Walker(tenant, clock, dispatcher, expected);
  try {
    await CHAPTERS[chapter]?.(walk);
    return walk.lines;
  } finally {
    await dispatcher.destroy();
    await tenant.close();
  }
}

import { scenario } from '../../fixtures/session/scenario.ts';
import type { World } from '../../fixtures/session/world.ts';
import { givenSecret, isObject, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { creation } from './creation.ts';
import { parallelCreations, parallelSecrets } from './races.ts';
import { runSample } from './reading.ts';
import { secretGeneration } from './secrets.ts';

/** Fewest values from which anything can be told about all. */
const FEWEST = 8;

/** How much values of secrets vary: measured where they are known, since evidence holds pseudonyms. */
export interface Variety {
  readonly count: number;
  /** See {@link variety}. */
  readonly bits: number;
  /** Characters of the shortest one. */
  readonly shortest: number;
  /** Whether one of them is another one that begins at another letter, or is read backwards. */
  readonly isTurned: boolean;
}

/** How much the values of all secrets vary that the run was given so far. */
export const secretValues = scenario('secretValues', async (world: World): Promise<Variety> => {
  const { values } = await world.tell(runSample);
  // Those that met others are not part of the run's sample.
  const met = await world.tell(parallelSecrets).catch(() => undefined);
  const twins = await world.tell(parallelCreations).catch(() => undefined);
  const more = [...(met?.made.map(({ value }) => value) ?? []), ...(twins ?? []).flatMap(({ secret }) => secret ?? [])];
  const different = [...new Set([...values, ...more])];
  if (different.length < FEWEST)
    throw new NotVerified('not-applicable', `${different.length} secrets are too few to tell how much they vary`);
  return {
    count: different.length,
    bits: Math.round(variety(different)),
    shortest: Math.min(...different.map((value) => value.length)),
    isTurned: different.some((value, index) => different.slice(0, index).some((other) => isTurned(value, other))),
  };
});

/** An answer that gave a secret, and the secret. */
export interface Giving {
  readonly answer: Answer;
  readonly value: string;
}

export const secretOfCreation = scenario('secretOfCreation', async (world: World): Promise<Giving> => {
  const { answer } = await world.tell(creation);
  return giving(answer, givenSecret(shownClient(answer)));
});

export const secretOfGeneration = scenario('secretOfGeneration', async (world: World): Promise<Giving> => {
  const { answer } = await world.tell(secretGeneration);
  return giving(answer, answer.ok && isObject(answer.json) ? text(answer.json.secret) : undefined);
});

function giving(answer: Answer, value: string | undefined): Giving {
  if (value === undefined) throw new PrerequisiteFailed(`the answer (${answer.status}) gives no secret`);
  return { answer, value };
}

/** Whether a value is another one that begins at another letter, or is read backwards. */
function isTurned(value: string, other: string): boolean {
  if (value.length !== other.length) return false;
  const backwards = Array.from(other).toReversed().join('');
  return (other + other).includes(value) || (backwards + backwards).includes(value);
}

/**
 * Bits in which values vary, estimated from a sample: each place counts with the letters that are used there, unless
 * all values have the letters of an earlier place there: what is said twice is no harder to guess. Where a place shows about as
 * many different letters as chance would draw from all letters of the sample, all of them are counted.
 * @param values at least two; what is behind the end of the shortest is left out
 */
function variety(values: readonly string[]): number {
  const shortest = Math.min(...values.map((value) => value.length));
  const columns = Array.from({ length: shortest }, (_, place) => values.map((value) => value[place]).join(''));
  const varying = [...new Set(columns)].map((column) => new Set(column)).filter((letters) => letters.size > 1);
  const alphabet = new Set(varying.flatMap((letters) => [...letters])).size;
  const drawn = alphabet * (1 - (1 - 1 / alphabet) ** values.length);
  return varying.reduce((bits, { size }) => bits + Math.log2(size >= drawn / 2 ? alphabet : size), 0);
}

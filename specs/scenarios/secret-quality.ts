import { createHash } from 'node:crypto';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { givenSecret, isObject, membersIn, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { creation } from './creation.ts';
import { lastingSecrets } from './later.ts';
import { sameNameClient } from './namesakes.ts';
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
  /** The same as {@link bits} without what is known of each secret: ids, names and times, of it and of its client. */
  readonly unknownBits: number;
  /** What a value was computed from, in words; undefined where it is none of what is known. */
  readonly derived: string | undefined;
  /** Most letters that any two values do not have at the same places, of the pair that has fewest. */
  readonly fewestDifferent: number;
  /** Whether two clients of one name were given the same secret. */
  readonly isOfNamesakes: boolean;
}

/** How much the values of all secrets vary that the run was given so far. */
export const secretValues = scenario('secretValues', async (session: Session): Promise<Variety> => {
  const { values } = await session.once(runSample);
  // Those that met others are not part of the run's sample.
  const met = await session.once(parallelSecrets).catch(() => undefined);
  const twins = await session.once(parallelCreations).catch(() => undefined);
  const first = await session.once(creation);
  const namesake = await session.once(sameNameClient).catch(() => undefined);
  const [one, other] = [first.answer, namesake?.answer].map((answer) => givenSecret(shownClient(answer)));
  const more = [
    ...(other === undefined ? [] : [other]),
    ...(met?.made.map(({ value }) => value) ?? []),
    ...(twins ?? []).flatMap(({ secret }) => secret ?? []),
  ];
  const different = [...new Set([...values, ...more])];
  if (different.length < FEWEST)
    throw new NotVerified('not-applicable', `${different.length} secrets are too few to tell how much they vary`);
  return {
    count: different.length,
    bits: Math.round(variety(different)),
    shortest: Math.min(...different.map((value) => value.length)),
    isTurned: different.some((value, index) => different.slice(0, index).some((other) => isTurned(value, other))),
    isOfNamesakes: one !== undefined && one === other,
    ...likeness(session, different),
    fewestDifferent: Math.min(
      ...different.flatMap((value, at) => different.slice(0, at).map((other) => apart(value, other))),
    ),
  };
});

/** How many letters of the longer of two values the other one does not have at their places. */
function apart(value: string, other: string): number {
  const [longer, shorter] = value.length < other.length ? [other, value] : [value, other];
  return Array.from(longer, (letter, at) => letter === shorter[at]).filter((same) => !same).length;
}

/** What everybody may know of a secret: of each value that an answer gave, the texts beside it, by what they are. */
function knownOf({ transport }: Session): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const known = new Map<string, ReadonlyMap<string, string>>();
  for (const { request, ok, json } of transport.answers) {
    if (!ok || (request.operation !== 'create' && request.operation !== 'generateSecret') || !isObject(json)) continue;
    const value = request.operation === 'create' ? givenSecret(json) : text(json.secret);
    const body = membersIn(request.body);
    const facts = {
      'the id of the client': request.operation === 'create' ? json.id : body.clientId,
      'the name of the client': json.name,
      'the redirect URI of the client': json.redirectUri,
      'the id of the secret': request.operation === 'generateSecret' ? json.id : undefined,
      'the description of the secret': json.description,
      'the time of its creation': json.creationTime,
      'the id of the organization': body.partitionGlobalId,
    };
    const texts = Object.entries(facts).flatMap(([what, fact]) =>
      typeof fact === 'number' || (typeof fact === 'string' && fact !== '') ? [[what, String(fact)] as const] : [],
    );
    if (value !== undefined) known.set(value, new Map(texts));
  }
  return known;
}

/** Digests by which a value may be made of what is known. */
const DIGESTS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** What careless servers make of a text to have something that looks like chance. */
function madeOf(fact: string): readonly string[] {
  const spellings = [...new Set([fact, fact.toLowerCase(), fact.toUpperCase(), fact.replaceAll('-', '')])];
  return spellings.flatMap((spelling) => [
    Buffer.from(spelling).toString('base64'),
    Buffer.from(spelling).toString('hex'),
    ...DIGESTS.flatMap((name) => {
      const digest = createHash(name).update(spelling).digest();
      return [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')];
    }),
  ]);
}

/** Fewest characters by which a fact is looked for in a value: shorter ones stand there by chance. */
const FEWEST_FACT = 6;
/** The same for what is made of one: a short id makes a short text. */
const FEWEST_MADE = 16;

/** What of the values is left when that which is known is taken out, and whether one is made of it. */
function likeness(session: Session, values: readonly string[]): Pick<Variety, 'unknownBits' | 'derived'> {
  const known = knownOf(session);
  let derived: string | undefined;
  const rest = values.map((value) => {
    const facts = [...(known.get(value) ?? [])];
    const plain = (letters: string): string => letters.replace(/=+$/, '').toLowerCase();
    derived ??= facts.find(([, fact]) =>
      madeOf(fact).some((made) => plain(made).length >= FEWEST_MADE && plain(value).includes(plain(made))),
    )?.[0];
    const times = facts.flatMap(([, fact]) => (/^\d{4}-\d\d-\d\dT/.test(fact) ? timesOf(fact) : []));
    const texts = [...facts.map(([, fact]) => fact), ...times];
    return texts
      .flatMap((fact) => [fact, fact.replaceAll('-', ''), fact.replaceAll(/\W/g, '')])
      .filter((fact) => fact.length >= FEWEST_FACT && fact.length <= value.length)
      .reduce((left, fact) => left.replaceAll(new RegExp(escaped(fact), 'gi'), ''), value);
  });
  return { unknownBits: Math.round(variety(rest)), derived };
}

/** A time as it may stand in a value: its seconds, within two of them, and the beginning of its milliseconds. */
function timesOf(time: string): readonly string[] {
  const seconds = Math.floor(Date.parse(time) / 1000);
  return [-2, -1, 0, 1, 2].map((by) => String(seconds + by)).concat(time.slice(0, 19), time.slice(0, 16));
}

function escaped(fact: string): string {
  return fact.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** An answer that gave a secret, and the secret. */
export interface Giving {
  readonly answer: Answer;
  readonly value: string;
}

export const secretOfCreation = scenario('secretOfCreation', async (session: Session): Promise<Giving> => {
  const { answer } = await session.once(creation);
  return giving(answer, givenSecret(shownClient(answer)));
});

export const secretOfGeneration = scenario('secretOfGeneration', async (session: Session): Promise<Giving> => {
  const { answer } = await session.once(secretGeneration);
  return giving(answer, answer.ok && isObject(answer.json) ? text(answer.json.secret) : undefined);
});

function giving(answer: Answer, value: string | undefined): Giving {
  if (value === undefined)
    throw new PrerequisiteFailed(answer.request.operation ?? 'create', `the answer (${answer.status}) gives no secret`);
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

/** A sign that all secrets hold which were never accepted, and none of the accepted ones: it is lost on their way. */
export interface SignsOfSecrets {
  readonly sign: string | undefined;
  readonly accepted: number;
  readonly never: number;
}

/** So many secrets that differ in a sign are no chance: of those that were never accepted, and of the others. */
const NO_CHANCE = { never: 2, accepted: 8 };

/** What the secrets that were never accepted have in common. Measured here: evidence holds no secrets. */
export const signsOfSecrets = scenario(
  'signsOfSecrets',
  async (session: Session): Promise<SignsOfSecrets> => {
    await session.after(lastingSecrets);
    const { accepted, never } = session.ledger.uses;
    const enough = never.length >= NO_CHANCE.never && accepted.length >= NO_CHANCE.accepted;
    const signs = new Set(Array.from(enough ? (never[0] ?? '') : '').filter((letter) => !/[\da-z]/i.test(letter)));
    const isTelling = (sign: string): boolean =>
      never.every((value) => value.includes(sign)) && !accepted.some((value) => value.includes(sign));
    return { sign: [...signs].find(isTelling), accepted: accepted.length, never: never.length };
  },
  { isLast: true },
);

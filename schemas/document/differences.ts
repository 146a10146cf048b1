import { keyOf, passageDigest } from './build.ts';
import { type Passage, saying } from './inventory.ts';
import type { PageOperation, PagePassage } from './page.ts';
import type { SampleField } from './sample.ts';

/**
 * One difference between a page and the inventory. `contract`: implementations may have to change; `edition`: products print
 * it differently on purpose (hosts, tables of addresses, federated credentials); `presentation`: the same, told otherwise.
 */
export interface Drift {
  readonly class: 'contract' | 'edition' | 'presentation';
  readonly change: 'added' | 'removed' | 'changed';
  readonly subject: DriftSubject;
  /** Id of the passage concerned, of the inventory where it is there, else made in the same manner. */
  readonly id: string;
  /** One sentence. */
  readonly message: string;
  /** Line where it stands, or where what is gone is missed: the heading that it stood below. */
  readonly line?: number;
  /** File of that line, where the page came in several. */
  readonly file?: string;
}

/** Where in which file. */
export type Place = Pick<Drift, 'line' | 'file'>;

export type DriftSubject =
  | 'operation'
  | 'path'
  | 'scope'
  | 'status'
  | 'header'
  | 'field'
  | 'sentence'
  | 'title'
  | 'host'
  | 'address table'
  | 'link'
  | 'furniture'
  | 'sample'
  | 'formatting';

/** What the kinds of passages are called in a difference. */
export const SUBJECTS = {
  title: 'operation',
  endpoint: 'path',
  scope: 'scope',
  status: 'status',
  header: 'header',
  field: 'field',
  sentence: 'sentence',
  note: 'sentence',
} as const satisfies Record<Passage['kind'], DriftSubject>;

/** Compares what is stated as a fact: title, endpoint, scopes, headers, fields, statuses. */
export function compareFacts(key: string, known: readonly Passage[], operation: PageOperation): readonly Drift[] {
  const found = operation.passages;
  const renumbered = renumber(key, known, found);
  const facts = new Map(
    found
      .filter((passage) => !isProse(passage))
      .map((passage) => [fold(`${key}/${renumbered(passage.key)}`), passage] as const),
  );
  const drifts: Drift[] = [];
  for (const passage of known.filter((candidate) => !isProse(candidate))) {
    const drift = compareFact(operation, passage, facts.get(fold(passage.id)));
    facts.delete(fold(passage.id));
    if (drift !== undefined) drifts.push(drift);
  }
  const added = [...facts.values()].map((passage) => {
    const subject = SUBJECTS[passage.kind];
    const message = `"${operation.title}" > ${passage.part}: there is a new ${subject}: ${saying(passage)}.`;
    return contract('added', subject, `${key}/${passage.key}`, message, placeOf(passage, operation));
  });
  return collapse([...drifts, ...added]);
}

/** What comes or goes with everything below it is one difference. */
function collapse(drifts: readonly Drift[]): readonly Drift[] {
  const whole = new Set(drifts.filter(({ change }) => change !== 'changed').map(({ change, id }) => `${change} ${id}`));
  const below = new Map<Drift['id'], number>();
  const rest = drifts.filter(({ change, id }) => {
    const above = ancestors(id).find((one) => whole.has(`${change} ${one}`));
    if (above !== undefined) below.set(above, (below.get(above) ?? 0) + 1);
    return above === undefined;
  });
  return rest.map((drift) => {
    const number = below.get(drift.id);
    const more = `, with ${number} field${number === 1 ? '' : 's'} below it.`;
    return number === undefined ? drift : { ...drift, message: drift.message.replace(/\.$/, more) };
  });
}

/** The ids above one, the outermost first. */
function ancestors(id: string): readonly string[] {
  const names = id.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Where one status took the place of another, what stands below it is compared, not reported as gone and new. */
function renumber(key: string, known: readonly Passage[], found: readonly PagePassage[]): (key: string) => string {
  const before = known.filter(({ kind }) => kind === 'status').map(({ id }) => id.slice(key.length + 1));
  const after = found.filter(({ kind }) => kind === 'status').map((passage) => passage.key);
  const [gone, ...others] = before.filter((status) => !after.includes(status));
  const [fresh, ...more] = after.filter((status) => !before.includes(status));
  if (gone === undefined || fresh === undefined || others.length + more.length > 0) return (same) => same;
  return (candidate) =>
    candidate === fresh || candidate.startsWith(`${fresh}/`) ? gone + candidate.slice(fresh.length) : candidate;
}

/** Where a passage stands. */
function placeOf({ line, file }: PagePassage, operation?: PageOperation): Place {
  const name = file ?? operation?.file;
  return name === undefined ? { line } : { line, file: name };
}

/** Where a passage that is gone would stand: below the heading of its part, or else of its operation. */
function placeOfLost({ part }: Passage, { parts, line, file }: PageOperation): Place {
  const above = parts.get(part) ?? parts.get(part.split(' > ')[0] ?? '') ?? line;
  return file === undefined ? { line: above } : { line: above, file };
}

function compareFact(operation: PageOperation, known: Passage, now: PagePassage | undefined): Drift | undefined {
  const subject = SUBJECTS[known.kind];
  const what = `"${operation.title}" > ${known.part}: the ${subject} ${saying(known)}`;
  if (now === undefined)
    return contract('removed', subject, known.id, `${what} is gone.`, placeOfLost(known, operation));
  const place = placeOf(now, operation);
  if (!sameFact(known, now)) return contract('changed', subject, known.id, `${what} is now ${saying(now)}.`, place);
  if (known.kind !== 'title' || known.digest === passageDigest(now)) return undefined;
  return {
    ...contract('changed', 'title', known.id, `The heading "${known.heading}" is now spelt "${now.text}".`, place),
    class: 'presentation',
  };
}

/** Names of headers do not depend on case, and neither do headings. */
function fold(id: string): string {
  return id.includes('/header/') ? id.toLowerCase() : id;
}

function sameFact(known: Passage, now: PagePassage): boolean {
  if (known.digest === passageDigest(now)) return true;
  if (known.kind === 'title') return keyOf(now.text) === keyOf(known.heading);
  if (known.kind !== 'field' || known.value === undefined || now.value === undefined) return false;
  const [before, after] = [known.value as SampleField, now.value as SampleField];
  const sameType =
    before.type === after.type || (isArray(before) && isArray(after) && [before.type, after.type].includes('array'));
  // A filler may become an example; a printed word of an enumeration may not become a filler.
  const sameWord = before.sample === undefined || before.sample === after.sample;
  return sameType && sameWord;
}

function isArray(field: SampleField): boolean {
  return field.type.startsWith('array');
}

/** Compares sentences by their wording, wherever they stand below the heading. */
export function compareProse(
  key: string,
  known: readonly Passage[],
  operation: PageOperation,
  found: readonly PagePassage[] = operation.passages.filter(isProse),
): readonly Drift[] {
  const before = new Set(known.map((passage) => passage.digest));
  const after = new Set(found.map(passageDigest));
  const gone = known.filter((passage) => !after.has(passage.digest));
  const fresh = found.filter((passage) => !before.has(passageDigest(passage)));
  const drifts = gone.map((passage) => {
    const index = fresh.findIndex((candidate) => branch(`${key}/${candidate.key}`) === branch(passage.id));
    const now = index < 0 ? undefined : fresh.splice(index, 1)[0];
    const place = `"${operation.title}" > ${passage.part}`;
    return now === undefined
      ? contract(
          'removed',
          'sentence',
          passage.id,
          `${place}: a sentence is gone, which said: ${saying(passage)}`,
          placeOfLost(passage, operation),
        )
      : contract(
          'changed',
          'sentence',
          passage.id,
          `${place}: a sentence has changed, which said: ${saying(passage)} It is now: "${now.text}"`,
          placeOf(now, operation),
        );
  });
  const added = fresh.map((passage) =>
    contract(
      'added',
      'sentence',
      `${key}/${passage.key}`,
      `"${operation.title}" > ${passage.part}: there is a new sentence: "${passage.text}"`,
      placeOf(passage, operation),
    ),
  );
  return [...drifts, ...added];
}

/** The branch in which sentences are numbered. */
function branch(id: string): string {
  return id.replace(/\/\d+$/, '');
}

/** A difference of contract. */
export function contract(
  change: Drift['change'],
  subject: DriftSubject,
  id: string,
  message: string,
  place: Place = {},
): Drift {
  return { class: 'contract', change, subject, id, message, ...place };
}

/** Whether a passage is compared by its wording. */
export function isProse(passage: { readonly kind: Passage['kind'] }): boolean {
  return passage.kind === 'sentence' || passage.kind === 'note';
}

import type { Departure } from '../../fixtures/api/requests.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inTurn } from '../../fixtures/session/parallel.ts';
import { scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { type Answer, isNotThere } from '../../fixtures/wire/answer.ts';
import { requireWrites } from './creation.ts';
import { damage, type Subject, subjectFor } from './subjects.ts';
import type { Depth } from './variations/variation.ts';

/** A GET or HEAD by which a careless server could do something, and what it did. */
interface ActingRead {
  readonly kind: string;
  readonly aftermath: Observed;
  /** What it was answered, and the values that no answer may show. */
  readonly answer?: Answer;
  readonly values?: readonly (string | undefined)[];
}

type Read = readonly [kind: string, departure: (session: Session, subject: Subject) => Departure];

const ofClient = (session: Session, { client }: Subject): string => `/${session.api.target.partitionId}/${client.id}`;
const ofSecret = (session: Session, { secret }: Subject): string =>
  `/${session.api.target.partitionId}/secrets/${secret?.id ?? 'none'}`;

/** A request to another path than that of the client. */
const at =
  (path: (session: Session, subject: Subject) => string, departure: Departure = {}): Read[1] =>
  (session, subject) => ({
    spelling: (ordinary) => ordinary.replace(ofClient(session, subject), path(session, subject)),
    ...departure,
  });

/** GenerateSecret by GET: with its members in the query, and in the body that the page prints for POST. */
const generating =
  (method: string, hasBody: boolean): Read[1] =>
  (session, subject) => {
    const asked = {
      partitionGlobalId: session.api.target.partitionId,
      clientId: subject.client.id,
      ...session.askingSecret(),
    };
    return {
      ...at(() => '/GenerateSecret')(session, subject),
      method,
      query: `?${new URLSearchParams(asked).toString()}`,
      ...(hasBody && { rawBody: JSON.stringify(asked) }),
    };
  };

const READS: Readonly<Record<Depth, readonly Read[]>> = {
  default: [
    ['GET of GenerateSecret', generating('GET', true)],
    ['HEAD of GenerateSecret', generating('HEAD', false)],
    ['GET of a secret', at(ofSecret)],
    ['HEAD of a secret', at(ofSecret, { method: 'HEAD' })],
    ['GET of {client}/secrets', at((...all) => `${ofClient(...all)}/secrets`)],
    ['GET of {client}/delete', at((...all) => `${ofClient(...all)}/delete`)],
    ['HEAD of a client', at(ofClient, { method: 'HEAD' })],
    // Reads are safe, whatever a header says (RFC 9110, 9.2.1).
    ['GET with X-HTTP-Method-Override', at(ofClient, { headers: { 'x-http-method-override': 'DELETE' } })],
  ],
  deep: [
    ['GET of {client}/GenerateSecret', at((...all) => `${ofClient(...all)}/GenerateSecret`)],
    ['GET of {client}/edit', at((...all) => `${ofClient(...all)}/edit`, { query: '?name=changed' })],
    ['GET of {secret}/delete', at((...all) => `${ofSecret(...all)}/delete`)],
    ['GET with the parameter _method', at(ofClient, { query: '?_method=DELETE&method=DELETE' })],
    ['GET with the members of an update', at(ofClient, { query: '?name=changed&redirectUri=' })],
    ['GET with the parameter action', at(ofClient, { query: '?action=delete&delete=true' })],
  ],
};

/** Sends them and looks what has become of the subject; where something has, once more one by one, so that the right one is told. */
async function read(session: Session, depth: Depth): Promise<readonly ActingRead[]> {
  requireWrites(session);
  const all = READS[depth];
  const subject = await subjectFor(session, 'get');
  const answers: Answer[] = [];
  for (const [, departure] of all) answers.push(await send(session, departure, subject));
  const values = [subject.client.secret, subject.secret?.value];
  const atOnce = await looked(session, subject);
  const alone = atOnce.holds ? [] : await inTurn(all, (one) => readAlone(session, one));
  const isFound = alone.some(({ aftermath }) => !aftermath.holds);
  if (isFound || atOnce.holds)
    return all.map(([kind], index) => {
      const answer = answers[index];
      return { ...(alone[index] ?? { kind, aftermath: atOnce }), ...(answer !== undefined && { answer, values }) };
    });
  return [{ kind: 'one of several reads', aftermath: atOnce }];
}

async function readAlone(session: Session, [kind, departure]: Read): Promise<ActingRead> {
  const subject = await subjectFor(session, 'get');
  await send(session, departure, subject);
  return { kind, aftermath: await looked(session, subject) };
}

function send(session: Session, departure: Read[1], subject: Subject): Promise<Answer> {
  return session.api.get(subject.client.id, departure(session, subject));
}

async function looked(session: Session, subject: Subject): Promise<Observed> {
  const seen = await damage(session, subject);
  // Others look for what nobody has deleted.
  if (isNotThere(seen.answer)) session.ledger.gone(subject.client.id);
  return { ...seen, message: 'A read changed a client or its secrets.' };
}

/** Reads of every path by which a careless server could do something. */
export const actingReads = scenarios('actingReads', read);

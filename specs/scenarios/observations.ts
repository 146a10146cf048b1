import { FOUND_FIRST, readingResult } from '../../fixtures/session/capabilities.ts';
import { scenarios } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import {
  isObject,
  itemsOf,
  orNone,
  type ShownClient,
  secretIds,
  shownClient,
  shownSecrets,
} from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import type { ReadingId } from '../catalogue/observed-readings.ts';
import { controlOf } from './controls.ts';
import { shownDetail } from './creation.ts';
import { afterDeletion } from './deletion.ts';
import { expiredRequest } from './expiries.ts';
import { observeGrants } from './grants.ts';
import { publicSecret } from './lifecycle.ts';
import { sameNameClient } from './namesakes.ts';
import { inPartition } from './refusals.ts';
import { partsLeftOut } from './rewriting.ts';
import { generatedSecret, secretWithoutExpiry } from './secrets.ts';
import { updatedClient } from './updating.ts';

/** What was observed of a reading. */
export interface Observation {
  readonly id: ReadingId;
  readonly observed: string;
  readonly candidates: readonly string[];
  /** The only candidate that `--strict` accepts. */
  readonly printed: string | undefined;
  readonly strict: boolean;
  readonly evidence: string;
}

type Seen = readonly [observed: string, evidence: Answer | string];

/** How each reading is recognised. */
const RECOGNISERS: Record<ReadingId, (session: Session) => Promise<Seen>> = {
  K5: async (session) => {
    try {
      const token = await session.tokens.token(['PM.OAuthSecret.Write']);
      const { client } = await session.once(generatedSecret);
      const answer = await session.generate(client.id, session.askingSecret(), { token });
      return [answer.ok ? 'sufficient' : 'insufficient', answer];
    } catch (error) {
      if (error instanceof NotVerified && error.cause === 'token-not-available') return ['unknown', error.detail];
      throw error;
    }
  },
  'K6-request': async (session) => found(session, 'K6-request'),
  K8: async (session) => {
    const { answer } = await session.once(updatedClient);
    if (answer.text.trim() === '') return ['empty', answer];
    const body = answer.json;
    if (!isObject(body)) return ['other', answer];
    if ('id' in body) return ['client', answer];
    return ['name' in body && 'scopes' in body ? 'printed-block' : 'other', answer];
  },
  K11: async (session) => found(session, 'K11'),
  K13: async (session) => {
    const { list, id } = await session.once(shownDetail);
    const [item] = itemsOf(list, id);
    if (item === undefined) throw new PrerequisiteFailed('list', 'the list does not show a client that was created');
    return [filled(item.resources) && filled(item.secrets) ? 'full' : 'summary', list];
  },
  K14: async (session) => {
    const { detail } = await session.once(shownDetail);
    const client = shownClient(detail) ?? {};
    if (!('secret' in client)) return ['absent', detail];
    return [client.secret === null ? 'null' : client.secret === '' ? 'empty' : 'masked', detail];
  },
  K15: async (session) => {
    const { detail } = await session.once(shownDetail);
    const types = scopeTypes(shownClient(detail));
    const every = (test: (type: unknown) => boolean): boolean => types.length > 0 && types.every(test);
    if (every((type) => type === 'user' || type === 'application')) return ['name', detail];
    if (every((type) => typeof type === 'string' && /^(user|application)$/i.test(type)))
      return ['name-in-other-case', detail];
    return [every((type) => Number.isInteger(type)) ? 'number' : 'other', detail];
  },
  'K15-request': async (session) => found(session, 'K15-request'),
  K16: async (session) => found(session, 'K16'),
  K17: async (session) => {
    const { detail } = await session.once(secretWithoutExpiry);
    const ids = (shownSecrets(shownClient(detail)) ?? []).map((record) => String(record.id));
    if (ids.length < 2)
      throw new PrerequisiteFailed('get', 'the detail does not show two secrets, so that nothing tells their order');
    const sorted = secretIds(shownClient(detail)) ?? [];
    const rising = ids.every((id, index) => id === sorted[index]);
    const falling = ids.every((id, index) => id === sorted.at(-1 - index));
    return [rising ? 'oldest-first' : falling ? 'newest-first' : 'other', detail];
  },
  'second-delete': async (session) => {
    const { second } = await session.once(afterDeletion);
    return [second.status === 404 || second.status === 204 ? String(second.status) : 'other', second];
  },
  'no-expiry': async (session) => {
    const { expiry, answer } = await session.once(secretWithoutExpiry);
    return [expiry === null ? 'never' : 'default', answer];
  },
  'past-expiry': async (session) => {
    const { observed } = await session.once(expiredRequest);
    return [observed, 'the answer to a GenerateSecret with an expiry in the past'];
  },
  'duplicate-name': async (session) => {
    const { answer } = await session.once(sameNameClient);
    return [answer.ok ? 'allowed' : 'refused', answer];
  },
  'partial-update': async (session) => {
    const { last, detail } = await session.once(partsLeftOut);
    if (!last.answer.ok) return ['refused', last.answer];
    const client = shownClient(detail);
    if (client === undefined) throw new PrerequisiteFailed('get', `the detail answered ${detail.status}`);
    return [orNone(client.redirectUri) === null ? 'cleared' : 'kept', detail];
  },
  'public-secret': async (session) => {
    const { answer } = await session.once(publicSecret);
    return [answer.ok ? 'generated' : 'refused', answer];
  },
  'grant-beyond-own': observeGrants,
  'foreign-organization': async (session) => {
    const answer = await session.once(
      inPartition('list', session.options.otherPartitionId === undefined ? 'nobody' : 'somebody else'),
    );
    return [answer.status === 403 || answer.status === 404 ? String(answer.status) : 'other', answer];
  },
};

/** Observes one reading and remembers it for the report. */
export const observe = scenarios('observe', async (session: Session, id: ReadingId): Promise<Observation> => {
  if (!session.writes && !['K11', 'K13', 'foreign-organization'].includes(id))
    throw new NotVerified(
      'writes-not-allowed',
      'set TENANT_WRITES=allow to see what needs a client to be created or changed',
    );
  const [observed, seen] = await RECOGNISERS[id](session);
  const evidence = typeof seen === 'string' ? seen : `${seen.place} answered ${seen.status}`;
  const reading = readingResult(id, observed, evidence);
  session.observe(reading);
  const { candidates, printed } = reading;
  return { id, observed, candidates, printed, strict: session.options.strict, evidence };
});

/** What the first phase of the run found out. @throws NotVerified where it could not */
async function found(session: Session, id: ReadingId): Promise<Seen> {
  await controlOf(session);
  const seen = session.capabilities.readings.find((reading) => reading.id === id);
  if (seen === undefined)
    throw new NotVerified('prerequisite', 'no client could be registered in the first phase of the run');
  return [seen.observed, FOUND_FIRST];
}

function filled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function scopeTypes(client: ShownClient | undefined): readonly unknown[] {
  const resources = Array.isArray(client?.resources) ? client.resources.filter(isObject) : [];
  return resources
    .flatMap((resource) => (Array.isArray(resource.scopes) ? resource.scopes.filter(isObject) : []))
    .map((scope) => scope.type);
}

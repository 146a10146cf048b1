import type { CreateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { listed } from '../../fixtures/session/effects.ts';
import type { Disturbed, Observed } from '../../fixtures/session/observed.ts';
import { scenario, scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { givenSecret, idsIn, itemsOf, sameId, shownClient, shownScopes } from '../../fixtures/shown/clients.ts';
import { showsScopes } from '../../fixtures/shown/scopes.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { expected, listsAs, shows } from './change.ts';
import { type Again, type Controls, controls, ifMade, watch } from './controls.ts';

/** A create request and its answer, with the list before it. */
export interface Creation {
  readonly asked: CreateBody;
  readonly answer: Answer;
  readonly id: string | undefined;
  readonly before: Controls | undefined;
}

/** What a creation led to. */
export interface Created {
  readonly id: string;
  readonly asked: CreateBody;
  readonly answer: Answer;
  readonly secret: string | undefined;
  readonly detail: Answer;
  readonly list: Answer;
  /** What both reads agree is stored, where they do; the member of the request otherwise. */
  readonly stored: StoredEvidence;
  readonly disturbed: readonly Disturbed[];
  readonly before: Controls | undefined;
}

/** Which reads show the values asked for. Two reads that agree against the request convict the write; one alone convicts that read. */
export interface StoredEvidence {
  readonly detailAsAsked: boolean;
  readonly listAsAsked: boolean;
  readonly detailScopesAsAsked: boolean;
  /** Undefined where the list is a summary without resources. */
  readonly listScopesAsAsked: boolean | undefined;
}

/** Compares what two reads show with what was asked. */
export function evidence(
  detail: Answer,
  list: Answer,
  id: string,
  asked: CreateBody | { name: string; redirectUri: string | null; scopes: CreateBody['scopes'] },
): StoredEvidence {
  const item = itemsOf(list, id)[0];
  const listed = shownScopes(item);
  return {
    detailAsAsked: differences(shownClient(detail), expected(asked)).length === 0,
    listAsAsked: differences(item, expected(asked)).length === 0,
    detailScopesAsAsked: showsScopes(shownClient(detail), asked.scopes),
    listScopesAsAsked: listed === undefined || listed.length === 0 ? undefined : showsScopes(item, asked.scopes),
  };
}

/** Creates a confidential client with two scopes. */
export const creation = scenarioAlone('creation', async (session: Session): Promise<Creation> => {
  requireWrites(session);
  const before = await ifMade(controls(session));
  const asked = session.asking({});
  return { asked, ...(await session.createGood(asked)), before };
});

/** Creates a client as asked and reads it back in every way. */
export const createdClient = scenario('createdClient', async (session: Session): Promise<Created> => {
  const { asked, answer, id, before } = await session.once(creation);
  if (id === undefined) throw new PrerequisiteFailed('create', `creating a client answered ${answer.status}`);
  const detail = await session.readUntil(id, shows(asked));
  const list = await session.listUntil(listsAs(id, asked));
  return {
    id,
    asked,
    answer,
    secret: givenSecret(shownClient(answer)),
    detail,
    list,
    stored: evidence(detail, list, id, asked),
    disturbed: before === undefined ? [] : await watch(session, before, [id], list, () => createAgain(session)),
    before,
  };
});

async function createAgain(session: Session): ReturnType<Again> {
  const { id } = await session.client();
  const list = await session.listUntil(listed(id));
  session.ledger.idle(id);
  return { ids: [id], list };
}

export function requireWrites(session: Session): void {
  if (!session.writes)
    throw new NotVerified(
      'writes-not-allowed',
      'set TENANT_WRITES=allow to judge what needs a client to be created or changed',
    );
}

/** A created client that at least one read shows. */
export const foundClient = scenarioAlone('foundClient', async (session: Session): Promise<Created> => {
  const created = await session.once(createdClient);
  if (!created.detail.ok && !idsIn(created.list).includes(created.id.toLowerCase()))
    throw new PrerequisiteFailed('get', 'the created client cannot be read back');
  return created;
});

/** A created client whose detail can be looked into. */
export const shownDetail = scenario('shownDetail', async (session: Session): Promise<Created> => {
  const found = await session.once(foundClient);
  if (shownClient(found.detail) === undefined)
    throw new PrerequisiteFailed('get', `the detail answered ${found.detail.status}`);
  return found;
});

/**
 * Lets only those go on whose check rests on what the detail shows.
 * @throws PrerequisiteFailed where the detail contradicts the list about a new client: the detail has requirements for that
 */
export async function requireTruthfulDetail(session: Session): Promise<void> {
  const { stored, detail, id } = await session.once(shownDetail);
  if (!sameId(shownClient(detail)?.id, id)) throw new PrerequisiteFailed('get', 'the detail shows another client');
  if (!stored.detailAsAsked && stored.listAsAsked)
    throw new PrerequisiteFailed('get', 'the detail shows other values than the list');
  if (!stored.detailScopesAsAsked && stored.listScopesAsAsked === true)
    throw new PrerequisiteFailed('get', 'the detail shows other scopes than the list');
}

/** Whether the address that the answer to a creation names is that of the client (RFC 9110, 10.2.2). */
export const located = scenario('located', async (session: Session): Promise<Observed> => {
  const { id, answer, detail } = await session.once(foundClient);
  const { location } = answer.headers;
  if (answer.status !== 201 || location === undefined)
    throw new NotVerified('not-applicable', 'the tenant names no address of a new client');
  const base = new URL(session.api.target.identityUrl);
  const created = new URL(answer.request.path, base);
  const { origin, pathname, search } = URL.canParse(location, created.href) ? new URL(location, created) : base;
  // The token of the run is sent nowhere else.
  if (origin !== base.origin)
    throw new NotVerified(
      'not-applicable',
      'the address of a new client lies on another host than TENANT_IDENTITY_URL',
    );
  const path = `${pathname}${search}`;
  const seen = path === detail.request.path ? detail : await session.api.get(id, { path });
  return {
    holds: sameId(shownClient(seen)?.id, id),
    message: 'The address of the new client leads to something else.',
    expected: `the client ${id}`,
    actual: `Location: ${location}, which answers with status ${seen.status}`,
    answer: seen,
  };
});

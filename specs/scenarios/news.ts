/** What is told to who asks for what is new alone, after each change (RFC 9110, 13.1). */

import type { Departure } from '../../fixtures/api/requests.ts';
import { secretsGone, secretsShown, unlessRefused, unlisted } from '../../fixtures/session/effects.ts';
import { scenarioAlone } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { News } from '../../fixtures/session/session-view.ts';
import { type Answer, markOf } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { pause } from '../../fixtures/wire/pause.ts';
import { changeTo, listsAs, shows } from './change.ts';
import { requireWrites } from './creation.ts';

/** A weak mark, and a time, may stand for all states of one second (RFC 9110, 8.8.1 and 8.8.2.2): in milliseconds. */
const SAME_MARK_MS = 1100;

/** By what was done; undefined where that was refused. */
export interface NewsOfChanges {
  readonly generateSecret: News | undefined;
  readonly deleteSecret: News | undefined;
  readonly update: News | undefined;
  readonly updateInList: News | undefined;
  readonly deletionInList: News | undefined;
}

/** Whether the run has seen answers to a read, and none of them bore a mark. */
function isUnmarked({ transport: { answers } }: Session, operation: 'list' | 'get'): boolean {
  const seen = answers.filter(({ ok, request }) => ok && request.method === 'GET' && request.operation === operation);
  return seen.length > 0 && seen.every((answer) => markOf(answer) === undefined);
}

/** Whether the mark of an answer may stand for several states. */
function isWeak(answer: Answer): boolean {
  return markOf(answer) !== undefined && (answer.headers.etag?.startsWith('W/') ?? true);
}

export const newsOfChanges = scenarioAlone('newsOfChanges', async (session: Session): Promise<NewsOfChanges> => {
  requireWrites(session);
  if (isUnmarked(session, 'list') && isUnmarked(session, 'get'))
    throw new NotVerified('not-applicable', 'the tenant gives what it shows no mark (ETag, Last-Modified)');
  const { api } = session;
  const inDetail = (id: string) => (how: Departure) => api.get(id, how);
  const inList = (how: Departure) => api.list(how);
  const [kept, emptied, doomed] = [await session.client(), await session.client(), await session.client()];
  const old = await session.secret(emptied);
  const [detail, other, list] = [await api.get(kept.id), await api.get(emptied.id), await api.list()];
  const needsPause = [detail, list].some(isWeak);

  if (needsPause) await pause(SAME_MARK_MS);
  const deletion = await api.delete(doomed.id);
  const withoutDoomed = await session.readNews(inList, unlessRefused(deletion, unlisted(doomed.id)), list);
  const asked = session.askingSecret();
  const generation = await session.generate(kept.id, asked);
  const made = session.secretIn(generation, asked)?.id;
  const withSecret = await session.readNews(inDetail(kept.id), secretsShown(made), detail);
  const revocation = await api.deleteSecret(old.id);
  const withoutSecret = await session.readNews(
    inDetail(emptied.id),
    unlessRefused(revocation, secretsGone(old.id)),
    other,
  );

  if (needsPause) await pause(SAME_MARK_MS);
  const change = changeTo(session, [session.capabilities.scopes[1]]);
  const update = await api.update(kept.id, change);
  const updated = await session.readNews(inDetail(kept.id), unlessRefused(update, shows(change)), withSecret.answer);
  const relisted = await session.readNews(
    inList,
    unlessRefused(update, listsAs(kept.id, change)),
    withoutDoomed.answer,
  );
  return {
    deletionInList: deletion.ok ? withoutDoomed.news : undefined,
    generateSecret: made === undefined ? undefined : withSecret.news,
    deleteSecret: revocation.ok ? withoutSecret.news : undefined,
    update: update.ok ? updated.news : undefined,
    updateInList: update.ok ? relisted.news : undefined,
  };
});

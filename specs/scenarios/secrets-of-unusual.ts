import { isRefusal } from '../../fixtures/expect/judged.ts';
import { clientShown, secretsGone, secretsShown } from '../../fixtures/session/effects.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { givenSecret, sameId, secretIds, shownClient } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { onlyControl } from './controls.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';
import { unusualClient } from './kinds.ts';
import { requireFirstSecret } from './secret-deletions.ts';
import { requireDeleted, requireOwn } from './secrets.ts';
import type { UnusualKind } from './unusual-requests.ts';

/** A client with rare values as it was created, and after it was given a secret. */
export interface SecretOfUnusual {
  readonly before: Answer;
  readonly made: MadeSecret;
  readonly generated: Answer;
}

/**
 * Who reads a whole record and writes it back loses what he cannot write: letters of other scripts, or all redirect URIs but one.
 * An update is not the only operation that does so.
 */
export const secretOfUnusual = scenario('secretOfUnusual', async (session: Session): Promise<SecretOfUnusual> => {
  requireWrites(session);
  const rare = async (kind: UnusualKind) => (await ifPossible(session.once(unusualClient(kind))))?.asked;
  const named = await rare('unicode name and a redirect URI on the own machine');
  const reached = await rare('several redirect URIs');
  // The word of a name stands behind what makes it one of its own.
  const [, word] = named === undefined ? [] : (/^\S+ (.*)$/s.exec(named.name) ?? []);
  const asked = session.asking({
    ...(word !== undefined && { name: session.data.name(word) }),
    ...(reached !== undefined && { redirectUri: reached.redirectUri ?? null }),
  });
  const { answer, id } = await session.createGood(asked);
  if (id === undefined) throw new NotVerified('not-applicable', `the tenant makes no such client (${answer.status})`);
  const before = await session.readUntil(id, clientShown);
  if (!before.ok) throw new PrerequisiteFailed('get', `reading a new client answered ${before.status}`);
  const made = await session.secret({ id, asked, answer, secret: givenSecret(shownClient(answer)) });
  return { before, made, generated: await session.readUntil(id, secretsShown(made.id)) };
});

/** The deletion of the only other secret of that client. @throws NotVerified where the tenant keeps the last one */
export const emptiedForGood = scenario('emptiedForGood', async (session: Session): Promise<Answer> => {
  const { before } = await session.once(secretOfUnusual);
  await session.once(secretOfUnusualDeleted);
  const first = requireFirstSecret(before, (await onlyControl(session)).detail);
  const answer = await session.api.deleteSecret(first);
  if (isRefusal(answer)) throw new NotVerified('not-applicable', 'the tenant keeps the last secret of a client');
  return answer;
});

/** The id of that client. @throws PrerequisiteFailed where its only secret was not deleted */
async function emptiedId(session: Session): Promise<string> {
  const { before } = await session.once(secretOfUnusual);
  requireDeleted(await session.once(emptiedForGood));
  return String(shownClient(before)?.id);
}

/** No secret, and what a program takes for none where it compares what is missing as text. */
const NOTHING = {
  'no secret': undefined,
  'an empty secret': '',
  'the word undefined': 'undefined',
  'the word null': 'null',
};

/** Token requests of that client with what may be taken for a secret that is not there. */
export const emptiedUsed = scenario(
  'emptiedUsed',
  async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
    const id = await emptiedId(session);
    return new Map(
      await inParallel(Object.entries(NOTHING), async ([what, value]) => [what, await session.use(id, value)] as const),
    );
  },
);

/** Whether that client is still there near the end of the run, and without secrets: nothing was done to it since. */
export const emptiedAtTheEnd = scenario(
  'emptiedAtTheEnd',
  async (session: Session): Promise<Observed> => {
    const id = await emptiedId(session);
    await session.once(lastingValues);
    const seen = await session.seeThere(id);
    const ids = secretIds(shownClient(seen)) ?? [];
    return {
      holds: sameId(shownClient(seen)?.id, id) && ids.length === 0,
      message: 'A client whose last secret was deleted is not what it was then.',
      expected: 'the client, without secrets',
      actual: seen.ok ? `secrets ${ids.join(', ')}` : `status ${seen.status}`,
      answer: seen,
      client: id,
    };
  },
  { isLast: true },
);

/** The client after that secret was deleted again, and before. */
export const secretOfUnusualDeleted = scenario(
  'secretOfUnusualDeleted',
  async (session: Session): Promise<{ readonly before: Answer; readonly after: Answer }> => {
    const { made, generated } = await session.once(secretOfUnusual);
    requireOwn(generated, made);
    requireDeleted(await session.api.deleteSecret(made.id));
    const { id } = shownClient(generated) ?? {};
    return { before: generated, after: await session.readUntil(String(id), secretsGone(made.id)) };
  },
);

/** Clients that are public: they have no secret, so nothing that they present may open anything. */

import type { AskedScope, CreateBody } from '../../fixtures/api/requests.ts';
import { differences } from '../../fixtures/expect/judged.ts';
import { NAME_PREFIX } from '../../fixtures/session/data.ts';
import { effect } from '../../fixtures/session/effects.ts';
import { allInParallel, inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import { useOf } from '../../fixtures/session/secret-uses.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import { shownClient, shownClients, shownScopes, text } from '../../fixtures/shown/clients.ts';
import { type Answer, refusesValues } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { expected } from './change.ts';
import { requireTruthfulDetail, requireWrites } from './creation.ts';

/** A public client, read back. */
export interface PublicCreated {
  readonly id: string | undefined;
  readonly asked: CreateBody;
  readonly answer: Answer;
}

export const publicCreation = scenario('publicCreation', async (session: Session): Promise<PublicCreated> => {
  requireWrites(session);
  let creation: PublicCreated | undefined;
  for await (const scopes of publicScopes(session)) {
    const asked = session.asking({ isConfidential: false, scopes });
    // Where there was no room for the first one, there is some afterwards.
    creation = { asked, ...(await (creation === undefined ? session.createGood(asked) : session.create(asked))) };
    if (!refusesValues(creation.answer)) break;
  }
  return creation as PublicCreated;
});

/**
 * Scopes that public clients may be registered for, the ordinary one first. A tenant may keep scopes for management from them, so
 * those of somebody's public client come next, and then none.
 */
async function* publicScopes(session: Session): AsyncGenerator<readonly AskedScope[]> {
  const type = publicType(session.capabilities.scopeType);
  yield [session.scope(session.capabilities.scopes[0], type)];
  const list = await session.api.list();
  const example = shownClients(list).find(({ isConfidential, name }) => isConfidential === false && !isOurs(name));
  const shown = shownScopes(example) ?? [];
  const names =
    example === undefined || shown.length > 0
      ? shown
      : shownScopes(shownClient(await session.api.get(String(example.id))));
  if (names?.[0] !== undefined) yield [session.scope(names[0], type)];
  yield [];
}

function isOurs(name: unknown): boolean {
  return text(name)?.startsWith(NAME_PREFIX) === true;
}

/** Public clients are registered for user scopes; the type is written the way the tenant takes it. */
export function publicType(type: string | number): string | number {
  return typeof type === 'number' ? 0 : 'user';
}

/** A public client with its detail and its attempts to sign in. */
export interface PublicLife extends PublicCreated {
  readonly id: string;
  readonly detail: Answer;
  readonly withoutSecret: SecretUse;
  readonly withEmptySecret: SecretUse;
  readonly withMadeUpSecret: SecretUse;
  /** Token requests in all the other ways, by what is presented. */
  readonly tries: ReadonlyMap<string, SecretUse>;
}

/**
 * Token requests of a public client: with and without a secret and a scope, in the form and in the header. Whoever takes it for
 * authenticated may still refuse the scope, so it is asked without one as well.
 */
export async function publicTries(
  session: Session,
  id: string,
  registered: readonly string[],
): Promise<ReadonlyMap<string, SecretUse>> {
  const secrets = {
    'no secret': undefined,
    'an empty secret': '',
    'a made-up secret': session.data.unknownGuid(),
    'its id as secret': id,
  };
  const scopes = [undefined, ...registered];
  const asked = Object.entries(secrets).flatMap(([what, secret]) =>
    (['form', 'basic'] as const).flatMap((way) =>
      way === 'basic' && (secret === undefined || secret === id)
        ? []
        : scopes.map((scope) => ({ what, secret, way, scope })),
    ),
  );
  const uses = await inParallel(asked, async ({ what, secret, way, scope }) => {
    const answer = await session.tokens.ask(id, secret, scope, way);
    const kind = `${what}, ${way === 'form' ? 'in the form' : 'in the header'}, ${scope === undefined ? 'without a scope' : `for ${scope}`}`;
    return [kind, useOf(answer)] as const;
  });
  return new Map(uses);
}

export const publicLife = scenario('publicLife', async (session: Session): Promise<PublicLife> => {
  await requireTruthfulDetail(session);
  const creation = await session.once(publicCreation);
  const { id, asked, answer } = creation;
  if (id === undefined) throw new PrerequisiteFailed('create', `creating a public client answered ${answer.status}`);
  const detail = await session.readUntil(
    id,
    effect('values shown', (seen) => differences(shownClient(seen), expected(asked)).length === 0),
  );
  const uses = await allInParallel({
    withoutSecret: () => session.use(id, undefined),
    withEmptySecret: () => session.use(id, ''),
    withMadeUpSecret: () => session.use(id, session.data.unknownGuid()),
  });
  const tries = await publicTries(
    session,
    id,
    asked.scopes.map(({ name }) => name),
  );
  return { ...creation, id, detail, ...uses, tries };
});

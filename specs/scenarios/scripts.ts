import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { creation, requireWrites } from './creation.ts';
import { parallelCreations } from './races.ts';
import { clientUpdate } from './updating.ts';

/** Redirect URIs at which a browser runs or shows what the URI itself holds. */
export const SCRIPTS = ['javascript:alert(1)//', 'data:text/html,<script>alert(1)</script>'] as const;
type Script = (typeof SCRIPTS)[number];
/** The answer to each. */
type Scripted = Readonly<Record<Script, Answer>>;

/** A create with each of them. */
export const scriptedCreations = scenario('scriptedCreations', async (session: Session): Promise<Scripted> => {
  requireWrites(session);
  const { answer } = await session.once(creation);
  if (!answer.ok) throw new PrerequisiteFailed('create', `creating a client answered ${answer.status}`);
  const answers = await inParallel(SCRIPTS, async (redirectUri) => {
    const { answer: made, id } = await session.create(session.asking({ redirectUri }));
    // Who takes what is to be refused may clean it: nobody looks at it later.
    if (id !== undefined) session.ledger.given.delete(id);
    return [redirectUri, made] as const;
  });
  return Object.fromEntries(answers) as Scripted;
});

/** An update with each of them, of a client whose values nobody looks at. */
export const scriptedUpdates = scenario('scriptedUpdates', async (session: Session): Promise<Scripted> => {
  const { answer } = await session.once(clientUpdate);
  if (!answer.ok) throw new PrerequisiteFailed('update', `updating a client answered ${answer.status}`);
  const twins = await session.once(parallelCreations);
  const { id, asked } = twins.findLast((twin) => twin.id !== undefined) ?? {};
  if (id === undefined || asked === undefined) throw new PrerequisiteFailed('create', 'no client was created');
  const answers: Partial<Record<Script, Answer>> = {};
  for (const redirectUri of SCRIPTS)
    answers[redirectUri] = await session.api.update(id, { name: asked.name, redirectUri, scopes: asked.scopes });
  if (Object.values(answers).some(({ ok }) => ok)) session.ledger.given.delete(id);
  return answers as Scripted;
});

/** Texts that everybody who may read a client sees, in the place of its secret. */
import { DOCUMENTED_SCOPES } from '../../fixtures/api/bearer.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { inParallel } from '../../fixtures/session/parallel.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { SecretUse, Session } from '../../fixtures/session/session.ts';
import {
  isObject,
  type ShownClient,
  shownClient,
  shownClients,
  shownScopes,
  shownSecrets,
  text,
} from '../../fixtures/shown/clients.ts';
import { PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { deletedSecret } from './secret-deletions.ts';
import { generatedSecret } from './secrets.ts';
import { accepted, guessedClient } from './signing-in.ts';
import { updatedClient } from './updating.ts';

/** Members in which a server may show what it keeps of a secret. */
const SECRETIVE = /secret|hash|digest|value|key|password|credential/i;
/** Most texts that are tried: those of a few clients tell of all. */
const MOST = 40;

interface ShownText {
  readonly id: string;
  /** Where it was shown, in words. */
  readonly place: string;
  readonly value: string;
  /** One that the client is shown with. */
  readonly scope: string | undefined;
}

/** The texts that a client is shown with in the place of secrets. */
function textsIn(client: ShownClient, operation: string): readonly ShownText[] {
  const id = text(client.id);
  if (id === undefined) return [];
  const scope = shownScopes(client)?.find((name) => (DOCUMENTED_SCOPES as readonly string[]).includes(name));
  const of = (shown: Readonly<Record<string, unknown>>, place: string): readonly ShownText[] =>
    Object.entries(shown).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' && SECRETIVE.test(name)
        ? [{ id, place: `${place}${name}, as ${operation} shows it`, value, scope }]
        : [],
    );
  return [...of(client, ''), ...(shownSecrets(client) ?? []).flatMap((record) => of(record, 'secrets[].'))];
}

/** Everything of this kind that reads and updates have shown so far, each text once; no value that the run was given: that has a requirement of its own. */
function allTexts({ transport, ledger: { givenValues } }: Session): readonly ShownText[] {
  const found = new Map<string, ShownText>();
  for (const answer of transport.answers) {
    const { operation = '' } = answer.request;
    if (!['list', 'get', 'update'].includes(operation)) continue;
    const client = shownClient(answer);
    for (const shown of client === undefined ? shownClients(answer) : [client])
      for (const one of textsIn(shown, operation))
        if (!givenValues.includes(one.value))
          found.set(`${one.id} ${one.value}`, found.get(`${one.id} ${one.value}`) ?? one);
  }
  return [...found.values()];
}

/** Presents a text as the secret of a client; what opens something is a credential. */
async function present(
  session: Session,
  id: string,
  value: string,
  scope: string = session.capabilities.scopes[0],
): Promise<SecretUse> {
  const answer = await session.tokens.askWithText(id, value, session.capabilities.asksScope ? scope : undefined);
  return { answer, accepted: session.accepts(answer) };
}

/** Some of each place, so that none is left out where there are many. */
function someOfEach(texts: readonly ShownText[]): readonly ShownText[] {
  const places = [...new Set(texts.map(({ place }) => place))];
  const each = Math.max(1, Math.floor(MOST / Math.max(1, places.length)));
  return places.flatMap((place) => texts.filter((one) => one.place === place).slice(-each));
}

/** Whether nothing that reads and updates showed in the place of a secret opens anything. */
export const shownTexts = scenario(
  'shownTexts',
  async (session: Session): Promise<Observed> => {
    await session.once(accepted);
    // Lists, details, and answers to updates, also after the deletion of a secret.
    await session.after(generatedSecret, updatedClient, deletedSecret);
    const kept = new Set(session.ledger.kept().map((id) => id.toLowerCase()));
    const chosen = someOfEach(allTexts(session).filter(({ id }) => kept.has(id.toLowerCase())));
    const uses = await inParallel(chosen, async ({ id, place, value, scope }) => ({
      place,
      use: await present(session, id, value, scope),
    }));
    const opening = uses.find(({ use }) => use.accepted);
    return {
      holds: opening === undefined,
      message: 'The text that is shown in place of a secret is accepted as the secret.',
      expected: 'no token, whatever is shown there',
      actual: `a token, for ${opening?.place ?? 'none'}`,
      ...(opening !== undefined && { answer: opening.use.answer }),
    };
  },
  { isLast: true },
);

/** What is known of a secret and its client, presented in its place. */
export const guesses = scenario('guesses', async (session: Session): Promise<ReadonlyMap<string, SecretUse>> => {
  const { generated: made, ...client } = await session.once(guessedClient);
  if (made === undefined)
    throw new PrerequisiteFailed(
      'generateSecret',
      'a generated secret is not accepted, so that others are refused tells nothing',
    );
  const { creationTime } = isObject(made.answer.json) ? made.answer.json : {};
  const { value } = made;
  const known: Readonly<Record<string, unknown>> = {
    'the id of the secret': made.id,
    'its description': made.asked.description,
    'the time of its creation': creationTime,
    'the name of the client': client.asked.name,
    'the redirect URI of the client': client.asked.redirectUri,
    'its first letters and stars': `${value.slice(0, 4)}${'*'.repeat(Math.max(1, value.length - 4))}`,
    'stars and its last letters': `${'*'.repeat(Math.max(1, value.length - 4))}${value.slice(-4)}`,
    stars: '*'.repeat(8),
    'the word null': 'null',
    'a blank': ' ',
  };
  const texts = Object.entries(known).flatMap(([what, shown]) =>
    typeof shown === 'string' ? [[what, shown] as const] : [],
  );
  const uses = await inParallel(
    texts,
    async ([what, shown]) => [what, await present(session, client.id, shown)] as const,
  );
  return new Map(uses);
});

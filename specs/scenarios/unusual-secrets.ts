import type { Departure, GenerateBody } from '../../fixtures/api/requests.ts';
import { isRefusal } from '../../fixtures/expect/judged.ts';
import { nameShown, secretsShown } from '../../fixtures/session/effects.ts';
import type { Disturbed } from '../../fixtures/session/observed.ts';
import { allInParallel } from '../../fixtures/session/parallel.ts';
import { scenario, scenarios } from '../../fixtures/session/scenario.ts';
import type { MadeSecret, SecretUse, Session } from '../../fixtures/session/session.ts';
import { essence, secretIds, shownClient, shownSecrets } from '../../fixtures/shown/clients.ts';
import { secretDifferences } from '../../fixtures/shown/secret-differences.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { ifPossible, NotVerified, PrerequisiteFailed } from '../../fixtures/wire/errors.ts';
import { changeTo } from './change.ts';
import { onlyControl, watch } from './controls.ts';
import { requireWrites } from './creation.ts';
import { BRIEFLY, expiredRequest, generatePassing, usedThenExpired } from './expiries.ts';
import { hourShownTwice, leapDay, withOffset } from './instants.ts';
import { askedBefore, generatedSecret, generationForMore, ownExpiry, secretGeneration, takenOver } from './secrets.ts';
import { requireWorking } from './working.ts';

/** Kinds of secrets that are legal and unusual. */
export const UNUSUAL_SECRETS = [
  'unicode description',
  'long description',
  'a description that is JSON with markup',
  'a description like a date',
  'a description of one digit',
  'the word none as description',
  'the word null as description',
  'an expiry on 29 February',
  'far expiry',
  'an expiry in an hour that clocks show twice',
  'an expiry in the same hour the second time',
  'an expiry with an offset',
  'the description of another one',
  'null for description and expiry',
  'neither description nor expiry',
  'the id of its client in capitals',
] as const;

type UnusualSecret = (typeof UNUSUAL_SECRETS)[number];

export interface UnusualSecretMade {
  readonly asked: GenerateBody;
  readonly answer: Answer;
  /** Absent where the tenant refuses such a secret, or fails. */
  readonly made: MadeSecret | undefined;
  /** Its first use, before there was another one after it; absent where not even an ordinary one is accepted. */
  readonly use?: SecretUse | undefined;
}

/** Secrets of every unusual kind on one client, two looks at all of them, the ids of those that must be shown, and a look before they were used. */
export const unusualSecrets = scenario(
  'unusualSecrets',
  async (
    session: Session,
  ): Promise<{
    secrets: ReadonlyMap<UnusualSecret, UnusualSecretMade>;
    detail: Answer;
    again: Answer;
    lastingIds: readonly string[];
    earlier: Answer | undefined;
    /** An earlier look, from before some of the secrets, which the second one repeats. */
    repeated: Answer | undefined;
  }> => {
    requireWrites(session);
    const generation = await generationForMore(session);
    const { client } = generation;
    // One that has expired already is looked at with them.
    await session.after(expiredRequest);
    const earlier = askedBefore(session, client.id);
    const ordinary = await ifPossible(session.once(generatedSecret));
    const isPutToUse = ordinary?.newUse.accepted === true;
    // Where there are two, the second is for a tenant that refuses the first.
    const changes: Record<UnusualSecret, (description: string) => GenerateBody | readonly GenerateBody[]> = {
      // First: where it is lost on the way nothing tells whether it arrived, and all of this is told anew. What the secret before it
      // was given must not stand in for what is left out.
      'neither description nor expiry': () => ({}),
      'null for description and expiry': () => ({ description: null, expiryTime: null }),
      'unicode description': (text) => ({ description: `${text} Ωμέγα 日本語 \u{1F511} e\u0301` }),
      'long description': (text) => [960, 220, 100].map((length) => ({ description: `${text} ${'d'.repeat(length)}` })),
      // Whoever keeps what is JSON as JSON shows something else than a text.
      'a description that is JSON with markup': (text) => ({
        description: JSON.stringify([`${text} <b>it's & 100%</b> %41 \\ /; a+b  c {0}|`]),
      }),
      'a description like a date': () => ({ description: '2031-05-06T07:08:09.100Z' }),
      // A number to careless readers, and nothing to PHP and Perl.
      'a description of one digit': () => ({ description: '0' }),
      // Texts all the same, for who does not write nothing as a word.
      'the word none as description': () => ({ description: 'none' }),
      'the word null as description': () => ({ description: 'null' }),
      'an expiry on 29 February': () => ({ expiryTime: leapDay(generation.answer.date) }),
      // As .NET writes it; RFC 3339, 5.6 leaves the number of decimals open.
      'far expiry': () => ({ expiryTime: '2099-12-31T23:59:00.0000000Z' }),
      'an expiry in an hour that clocks show twice': () => ({ expiryTime: hourShownTwice(generation.answer.date, 0) }),
      'an expiry in the same hour the second time': () => ({ expiryTime: hourShownTwice(generation.answer.date, 1) }),
      'the description of another one': () => ({ description: generation.asked.description ?? null }),
      'an expiry with an offset': () => ({ expiryTime: withOffset(session.askingSecret().expiryTime) }),
      // A GUID in capitals is the same (RFC 9562, 4): who answers with success has to do it. A tenant whose ids are something else may not know it.
      'the id of its client in capitals': () => [{ clientId: client.id.toUpperCase() }, {}],
    };
    const secrets = new Map<UnusualSecret, UnusualSecretMade>();
    for (const [kind, change] of Object.entries(changes) as [UnusualSecret, (typeof changes)[UnusualSecret]][]) {
      const description = session.data.description();
      const isLeftOut = kind === 'neither description nor expiry';
      const bodies = [change(description)]
        .flat()
        .map((one) => (isLeftOut ? {} : { ...session.askingSecret({ description }), ...one }));
      const { asked, answer } = await firstGiven(session, client.id, bodies);
      const made = session.secretIn(answer, asked);
      // A tenant may describe by itself what nobody describes.
      secrets.set(kind, {
        asked:
          asked.description == null
            ? { ...(isLeftOut && takenOver(answer, earlier)), expiryTime: ownExpiry(answer, earlier) }
            : asked,
        answer,
        made,
        ...(isPutToUse && made !== undefined && { use: await session.useUntil(true, client.id, made.value) }),
      });
    }
    const ids = [...secrets.values()].flatMap(({ made }) => made?.id ?? []);
    const detail = await session.readUntil(client.id, secretsShown(...ids));
    // What the first sight of a secret does to it shows at the second.
    const again = await session.seeAgain(client.id, detail, true);
    // An expired one may be shown or not. What was neither accepted nor shown once is not lost: it never was there.
    const shown = secretIds(shownClient(detail)) ?? [];
    const lived = [...secrets.values()].flatMap(({ made, use }) =>
      made === undefined || (use?.accepted === false && !shown.includes(made.id)) ? [] : made.id,
    );
    const lastingIds = [...(secretIds(shownClient(generation.before)) ?? []), ...lived];
    return {
      secrets,
      detail,
      again,
      lastingIds,
      earlier: ordinary?.detail,
      repeated: repeatedBy(session, detail, again),
    };
  },
);

/** The look at a client, from before another one, that a still later one repeats though it was shown otherwise in between. */
function repeatedBy({ transport: { answers } }: Session, detail: Answer, again: Answer): Answer | undefined {
  const [is, was] = [again, detail].map((look) => essence(shownClient(look), false));
  if (is === was || !again.ok) return undefined;
  return answers
    .slice(0, answers.indexOf(detail))
    .findLast((answer) => answer.ok && essence(shownClient(answer), false) === is);
}

/** Asks for secrets one after the other until one is given. @returns the one that was given, else the last one */
async function firstGiven(
  session: Session,
  clientId: string,
  [asked = {}, ...others]: readonly GenerateBody[],
): Promise<{ readonly asked: GenerateBody; readonly answer: Answer }> {
  const answer = await session.generate(clientId, asked);
  return answer.ok || others.length === 0 ? { asked, answer } : firstGiven(session, clientId, others);
}

/**
 * The answer to an ordinary GenerateSecret for a client with a secret that has expired. Only where none of the unusual ones beside such
 * a secret was given it is asked for on clients of its own, and beside a control client with as many secrets, of which none has expired.
 * @throws NotVerified where the tenant refuses secrets that have expired, or as many of them as that
 */
export const besideExpired = scenario('besideExpired', async (session: Session): Promise<Answer> => {
  const { made } = await session.once(expiredRequest);
  await session.after(usedThenExpired);
  const { secrets } = await session.once(unusualSecrets);
  const given = [...secrets.values()].find(({ answer }) => answer.ok);
  if (given !== undefined && made === undefined)
    throw new NotVerified('not-applicable', 'the tenant refuses a secret that has expired');
  if (given !== undefined) return given.answer;
  const [one, control] = [await session.client(), await session.client()];
  const { date } = await session.api.get(one.id);
  const passing = await generatePassing(session, one, BRIEFLY, date);
  const controls = [
    await session.generate(control.id, session.askingSecret()),
    await session.generate(control.id, session.askingSecret()),
  ];
  if (passing === undefined || !controls.every(({ ok }) => ok))
    throw new NotVerified('not-applicable', 'the tenant gives a client no third secret, or none that expires soon');
  await passing.end();
  return session.generate(one.id, session.askingSecret());
});

/** How a body may be sent as well: in chunks, by clients that do not know its length, and with the only character set of JSON beside its type. */
export const FORMS_OF_BODIES = ['in chunks', 'labelled with charset=utf-8'] as const;

type FormOfBody = (typeof FORMS_OF_BODIES)[number];

const DEPARTURES: Readonly<Record<FormOfBody, Departure>> = {
  'in chunks': { headers: { 'transfer-encoding': 'chunked' } },
  'labelled with charset=utf-8': { contentType: 'application/json; charset=utf-8' },
};

/** A GenerateSecret whose body is sent like that. @throws NotVerified where the tenant wants the length */
export const generationSent = scenarios(
  'generationSent',
  async (session: Session, form: FormOfBody): Promise<Answer> => {
    const { client } = await generationForMore(session);
    await session.after(unusualSecrets);
    const answer = await session.generate(client.id, session.askingSecret(), DEPARTURES[form]);
    if (answer.status === 411) throw new NotVerified('not-applicable', 'the tenant wants the length of a body (411)');
    if (isRefusal(answer)) {
      await session.quota.require(answer, client.id);
      await requireWorking(session, 'generateSecret');
    }
    return answer;
  },
);

/** The oldest secret of a client that has got many more, and the first that was generated. */
export const oldestOfMany = scenario(
  'oldestOfMany',
  async (session: Session): Promise<{ oldest: SecretUse; generated: SecretUse }> => {
    const { client, made } = await session.once(generatedSecret);
    await session.once(unusualSecrets);
    return allInParallel({
      oldest: () => session.useUntil(true, client.id, client.secret),
      generated: () => session.useUntil(true, client.id, made.value),
    });
  },
);

/** The client of many secrets before and after an update, near the end of the run, and the ids of those that last. */
export const updatedWithMany = scenario(
  'updatedWithMany',
  async (session: Session): Promise<{ before: Answer; after: Answer; lastingIds: readonly string[] }> => {
    const { lastingIds } = await session.once(unusualSecrets);
    const { client } = await session.once(secretGeneration);
    const before = await session.seeThere(client.id);
    const change = changeTo(session, [session.capabilities.scopes[0]]);
    const answer = await session.api.update(client.id, change);
    if (!answer.ok) throw new PrerequisiteFailed('update', `an update answered ${answer.status}`);
    return { before, after: await session.readUntil(client.id, nameShown(change.name)), lastingIds };
  },
  { isLast: true },
);

/** The first use of each of them: a secret is as good as any, whatever is said of it. */
export const unusualSecretsInUse = scenario(
  'unusualSecretsInUse',
  async (session: Session): Promise<ReadonlyMap<UnusualSecret, SecretUse>> => {
    const { newUse } = await session.once(generatedSecret);
    if (!newUse.accepted) throw new PrerequisiteFailed('token', 'not even an ordinary secret is accepted');
    const { secrets } = await session.once(unusualSecrets);
    const uses = new Map([...secrets].flatMap(([kind, { use }]) => (use === undefined ? [] : [[kind, use] as const])));
    if (uses.size === 0)
      throw new NotVerified('not-applicable', 'the tenant gives a client no secret of an unusual kind');
    return uses;
  },
);

/** One of them. A refusal is `not-applicable`: the page sets no limits. */
export const unusualSecret = scenarios(
  'unusualSecret',
  async (session: Session, kind: UnusualSecret): Promise<UnusualSecretMade & { detail: Answer }> => {
    const { secrets, detail } = await session.once(unusualSecrets);
    const one = secrets.get(kind) as UnusualSecretMade;
    if (one.answer.status >= 400 && one.answer.status < 500) {
      const { client } = await session.once(secretGeneration);
      await session.quota.require(one.answer, client.id);
      throw new NotVerified('not-applicable', `the tenant refuses a secret with ${kind} (${one.answer.status})`);
    }
    // Where not even an ordinary secret of the client is shown as it was asked for, what is unusual about others is not at fault.
    const { made: ordinary } = await session.once(generatedSecret);
    const record = shownSecrets(shownClient(detail))?.find(({ id }) => String(id) === ordinary.id);
    if (detail.ok && (record === undefined || secretDifferences(record, ordinary.asked).length > 0))
      throw new PrerequisiteFailed('get', 'the detail does not show an ordinary secret as it was asked for');
    return { ...one, detail };
  },
);

/** A GenerateSecret for a client that does not exist. */
export const unknownGenerate = scenario(
  'unknownGenerate',
  async (session: Session): Promise<{ answer: Answer; disturbed: readonly Disturbed[] }> => {
    requireWrites(session);
    const before = await onlyControl(session);
    const answer = await session.generate(session.data.unknownGuid(), session.askingSecret());
    if (isRefusal(answer)) await requireWorking(session, 'generateSecret');
    return { answer, disturbed: await watch(session, before, []) };
  },
);

/** What holds for all tokens of a run taken together: whom they name, what they hold and grant, and how long they are accepted. */
import { readToken } from '../../fixtures/api/bearer.ts';
import type { Observed } from '../../fixtures/session/observed.ts';
import { scenario } from '../../fixtures/session/scenario.ts';
import type { Session } from '../../fixtures/session/session.ts';
import { isObject, membersIn, shownClient, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { pause } from '../../fixtures/wire/pause.ts';
import { scopeGrants } from './asking-scopes.ts';
import { requireWrites } from './creation.ts';
import { lastingValues } from './crowded-list.ts';

/** Names of the scopes in the body of a create or update, where it can be read. */
function scopesIn(body: string | undefined): readonly string[] {
  const { scopes } = membersIn(body);
  return Array.isArray(scopes) ? scopes.flatMap((scope) => (isObject(scope) ? (text(scope.name) ?? []) : [])) : [];
}

/** The id of the client that proves itself in a token request, by the body where that names one. */
function clientOf(answer: Answer): string {
  return clientsOf(answer)[0] ?? '';
}

/** The ids of clients that a token request names: in its body, and in its header. */
function clientsOf({ request }: Answer): readonly string[] {
  const named = new URLSearchParams(request.body).get('client_id');
  const [, credentials] = /^Basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const shown = credentials === undefined ? undefined : Buffer.from(credentials, 'base64').toString().split(':')[0];
  return [named, shown].flatMap((id) => id?.toLowerCase() ?? []);
}

/**
 * Whether some token of the run holds a scope that its client was never asked to have, in no create and in no update, and that others
 * have: whatever the two have in common. Tokens that nobody can read, and answers that name no scopes, say nothing here.
 */
export const grantsOfRun = scenario(
  'grantsOfRun',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(lastingValues);
    const { answers } = session.transport;
    const asked = new Map<string, Set<string>>();
    for (const answer of answers) {
      const { operation, path, body } = answer.request;
      const created = operation === 'create' ? text(shownClient(answer)?.id) : undefined;
      const id = (created ?? (operation === 'update' ? path.split(/[/?]/).at(-1) : undefined))?.toLowerCase();
      // What a client was created with is not known where the answer named no id.
      if (id !== undefined && (created !== undefined || asked.has(id)))
        asked.set(id, new Set([...(asked.get(id) ?? []), ...scopesIn(body)]));
    }
    const known = new Set([...asked.values()].flatMap((scopes) => [...scopes]));
    const looked = answers.filter(
      (answer) =>
        answer.request.operation === 'token' && asked.has(clientOf(answer)) && readToken(answer)?.scopes !== undefined,
    );
    if (looked.length === 0)
      throw new NotVerified('not-applicable', 'no token of a new client says which scopes it has');
    const beyond = (answer: Answer): readonly string[] =>
      (readToken(answer)?.scopes ?? []).filter(
        (scope) => known.has(scope) && asked.get(clientOf(answer))?.has(scope) === false,
      );
    const found = looked.find((answer) => beyond(answer).length > 0);
    return {
      holds: found === undefined,
      message: 'A client obtains a scope that it was never asked to have, and others were.',
      expected: found === undefined ? '' : [...(asked.get(clientOf(found)) ?? [])].join(', ') || 'no scope',
      actual: found === undefined ? '' : (readToken(found)?.scopes ?? []).join(', '),
      ...(found !== undefined && { answer: found }),
    };
  },
  { isLast: true },
);

/**
 * Whether some token of the run holds a scope that its request did not name. A request that names none is left out.
 * @throws NotVerified where neither tokens nor answers say which scopes they have
 */
export const grantsBeyondAsked = scenario(
  'grantsBeyondAsked',
  async (session: Session): Promise<Observed> => {
    await session.once(scopeGrants);
    await session.after(lastingValues);
    const told = session.transport.answers.flatMap((answer) => {
      const asked =
        answer.request.operation === 'token' ? new URLSearchParams(answer.request.body).getAll('scope') : [];
      const held = asked.length === 1 && asked[0] !== '' ? readToken(answer)?.scopes : undefined;
      // How scopes are parted, and in which letters they are known, is looked at elsewhere.
      return held === undefined ? [] : [{ answer, asked: asked[0]?.toLowerCase().split(/[ ,]/) ?? [], held }];
    });
    if (told.length === 0) throw new NotVerified('not-applicable', 'tokens do not say which scopes they have');
    const found = told.find(({ asked, held }) => !held.every((scope) => asked.includes(scope.toLowerCase())));
    return {
      holds: found === undefined,
      message: 'The token has more scopes than requested.',
      expected: new URLSearchParams(found?.answer.request.body).get('scope') ?? '',
      actual: found?.held.join(', ') ?? '',
      ...(found !== undefined && { answer: found.answer }),
    };
  },
  { isLast: true },
);

/** Whether a token of the run can be read and holds a secret, in whatever encoding. Measured here: evidence holds no secrets. */
export const secretsInTokens = scenario(
  'secretsInTokens',
  async (session: Session): Promise<Observed> => {
    await session.after(lastingValues);
    const told = session.transport.answers.flatMap((answer) => {
      const claims = answer.request.operation === 'token' ? answer.claimsOf(readToken(answer)?.value ?? '') : undefined;
      return claims === undefined ? [] : [{ answer, claims: Object.entries(claims) }];
    });
    if (told.length === 0) throw new NotVerified('not-applicable', 'the tokens of this tenant cannot be read');
    const holding = ([, value]: readonly [string, unknown]): boolean => session.redactor.holds(JSON.stringify(value));
    const found = told.find(({ claims }) => claims.some(holding));
    return {
      holds: found === undefined,
      message: 'An access token holds a secret.',
      expected: 'claims without a secret',
      actual: `a secret in the claim ${found?.claims.find(holding)?.[0]}`,
      ...(found !== undefined && { answer: found.answer }),
    };
  },
  { isLast: true },
);

/** Whether tokens that can be read name the client that asked for them, and not another one of the run. */
export const tokensOfOthers = scenario(
  'tokensOfOthers',
  async (session: Session): Promise<Observed> => {
    requireWrites(session);
    await session.after(lastingValues);
    const known = new Set(session.ledger.givenIds);
    let isTold = false;
    for (const answer of session.transport.answers) {
      const askers = answer.request.operation === 'token' ? clientsOf(answer) : [];
      const [asker = ''] = askers;
      const claims = known.has(asker) ? answer.claimsOf(readToken(answer)?.value ?? '') : undefined;
      const named = Object.values(claims ?? {}).flatMap((value) => (known.has(lower(value)) ? lower(value) : []));
      isTold ||= named.length > 0;
      if (named.length === 0 || named.some((id) => askers.includes(id))) continue;
      return {
        holds: false,
        message: 'A token names another client than the one that asked for it.',
        expected: `client ${asker}`,
        actual: `client ${named[0]}`,
        answer,
      };
    }
    if (!isTold) throw new NotVerified('not-applicable', 'no token of this tenant tells its client');
    return { holds: true, message: 'tokens name their clients', expected: '', actual: '' };
  },
  { isLast: true },
);

function lower(value: unknown): string {
  return (text(value) ?? '').toLowerCase();
}

/** How often a tenant may have been started anew during a run, so that all tokens of before are refused. */
const RESTARTS = 1;

/** How often a tenant must have been started anew, at least, so that each of these tokens was accepted until then and refused from then on. */
function restartsBetween({ transport: { answers } }: Session, refusals: readonly Answer[]): number {
  const spans = refusals.map((refusal) => {
    const { authorization } = refusal.request.headers;
    const good = answers.findLast(
      ({ request, status, startedAt }) =>
        request.headers.authorization === authorization && status !== 401 && startedAt <= refusal.startedAt,
    );
    return { from: good?.startedAt.getTime() ?? 0, to: refusal.startedAt.getTime() };
  });
  let [count, last] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of spans.toSorted((one, other) => one.to - other.to)) {
    if (from <= last) continue;
    [count, last] = [count + 1, to];
  }
  return count;
}

/** Longest life of a token, in milliseconds, that is waited for: what ends later is met in longer runs only. */
const LONGEST_LIFE = 12_000;

/** How long after its first use a token was refused, in milliseconds. */
function ageOf({ transport: { answers } }: Session, { request: { headers }, startedAt }: Answer): number {
  const first = answers.find(({ request }) => request.headers.authorization === headers.authorization);
  return startedAt.getTime() - (first?.startedAt ?? startedAt).getTime();
}

/** Lets a new token become older than any that was refused, and uses it again: where it is refused as well, it was no restart. */
async function outliveRefused(session: Session, refusals: readonly Answer[]): Promise<void> {
  const life = Math.max(...refusals.map((refusal) => ageOf(session, refusal)));
  if (life > LONGEST_LIFE) return;
  await session.api.list();
  await pause(life + 500);
  await session.api.list();
}

/** Whether the tokens of the applications are accepted until the end that came with them, however often they are used. */
export const tokensOfRun = scenario(
  'tokensOfRun',
  async (session: Session): Promise<Observed> => {
    await session.after(lastingValues);
    const doubtful = session.api.refusedEarly;
    if (doubtful.length > 0 && restartsBetween(session, doubtful) <= RESTARTS) await outliveRefused(session, doubtful);
    const { refusedEarly } = session.api;
    const [first] = refusedEarly;
    const life = Math.max(0, ...refusedEarly.map((refusal) => ageOf(session, refusal)));
    // In steps: it is known no better.
    const most = Math.ceil(life / 5000) * 5;
    return {
      holds: restartsBetween(session, refusedEarly) <= RESTARTS,
      message: 'Tokens are refused long before their end.',
      expected: 'the same answer as with a new token',
      actual: `status ${first?.status} with several tokens, less than ${most} s after their first use, and another one with new ones`,
      ...(first !== undefined && { answer: first }),
    };
  },
  { isLast: true },
);

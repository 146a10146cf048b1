import { readFileSync } from 'node:fs';
import { oauthError, readToken } from '../../fixtures/api/bearer.ts';
import { FORGERIES, type Forgery, forge } from '../../fixtures/api/forgery.ts';
import { explainNetwork, ownWords } from '../../fixtures/preflight/explain.ts';
import { SettingsError } from '../../fixtures/preflight/settings.ts';
import { liveOptions } from '../../fixtures/session/run.ts';
import { Session } from '../../fixtures/session/session.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';
import { NotVerified } from '../../fixtures/wire/errors.ts';
import { nearest } from '../../schemas/nearest.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { DONE, unusable, type VerbOutcome } from './outcome.ts';

/**
 * Prints a token of the application of the settings on standard output, and what it is on standard error. It is the one verb that
 * shows a credential, and only where scopes are named.
 * @param flags `scope`: what the token is asked for; `forge`: alters the token on standard input instead, without any request
 */
export async function token(
  flags: Flags & { readonly scope?: readonly string[]; readonly forge?: string },
): Promise<VerbOutcome> {
  if (flags.forge !== undefined) return forged(flags.forge);
  const scopes = (flags.scope ?? []).flatMap((one) => one.split(/\s+/)).filter((one) => one !== '');
  if (scopes.length === 0)
    return unusable(
      'Name the scopes of the token with --scope, such as --scope PM.OAuthApp.Read; it is printed in full.',
    );
  try {
    const { settings } = settingsBy(flags);
    if (settings.tenant.kind === 'embedded')
      return unusable(
        'No TENANT_ variable is set; the embedded mock tenant ends with its run, so a token of it is of no use.',
      );
    const { credentials } = settings.tenant;
    if (credentials.kind === 'token')
      return unusable(
        'TENANT_ACCESS_TOKEN is a ready token, and others cannot be asked for with it; set TENANT_CLIENT_ID and TENANT_CLIENT_SECRET instead.',
      );
    const session = new Session({ ...liveOptions(settings), writes: false });
    try {
      const ask = (way: 'form' | 'basic'): Promise<Answer> =>
        session.tokens.ask(credentials.clientId, credentials.clientSecret, scopes.join(' '), way);
      const byForm = await ask('form');
      const answer = readToken(byForm, scopes) === undefined ? await ask('basic') : byForm;
      const found = readToken(answer, scopes);
      if (found === undefined)
        return unusable(
          session.redactor.redact(
            `The token endpoint issued no token for ${scopes.join(' ')}: status ${answer.status}, ${oauthError(answer)}.${ownWords(answer)}`,
          ),
        );
      process.stdout.write(`${found.value}\n`);
      const left = found.lifetimeSeconds === undefined ? '' : ` for ${found.lifetimeSeconds} seconds`;
      process.stderr.write(
        `A token for ${found.scopes?.join(' ') ?? scopes.join(' ')}${left}. Whoever has it can do what it opens.\n`,
      );
      return DONE;
    } finally {
      await session.abandon();
    }
  } catch (error) {
    if (error instanceof SettingsError) return unusable(...error.problems);
    if (error instanceof NotVerified) return unusable(explainNetwork(error.detail, 'TENANT_IDENTITY_URL'));
    throw error;
  }
}

function forged(kind: string): VerbOutcome {
  const known = FORGERIES.find((one) => one === kind);
  if (known === undefined) {
    const meant = nearest(kind, FORGERIES);
    return unusable(
      `There is no forgery "${kind}"; ${meant === undefined ? `there are ${FORGERIES.join(', ')}.` : `did you mean "${meant}"?`}`,
    );
  }
  const made = forge(readFileSync(0, 'utf8').trim(), known satisfies Forgery);
  if (made === undefined)
    return unusable('The token on standard input is not readable, so it cannot be altered in this way; give a JWT.');
  process.stdout.write(`${made}\n`);
  return DONE;
}

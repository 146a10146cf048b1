import type { GenerateBody, UpdateBody } from '../../../fixtures/api/requests.ts';
import { differences } from '../../../fixtures/expect/judged.ts';
import { orNone, secretIds, shownClient, shownSecrets } from '../../../fixtures/shown/clients.ts';
import { scopesInWords, scopesOf, showsScopes } from '../../../fixtures/shown/scopes.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';

/** A secret as it is expected to be. */
export interface KnownSecret {
  /** Undefined for a first secret whose record the tenant does not show. */
  readonly id: string | undefined;
  readonly value: string;
  /** Absent for the secret that creation gave. */
  readonly asked?: GenerateBody;
}

/** A client as it is expected to be; the model of a sequence is a list of these. */
export interface KnownClient {
  readonly id: string;
  state: UpdateBody;
  secrets: KnownSecret[];
  /** Values that must never be accepted again. */
  readonly dead: string[];
  isGone: boolean;
  /** Whether the detail shows secrets at all; learned from the first read. */
  showsSecrets: boolean;
}

/** Clients that are there. */
export function living(clients: readonly KnownClient[]): readonly KnownClient[] {
  return clients.filter(({ isGone }) => !isGone);
}

/** In what a detail differs from what is expected of its client; undefined where it does not. */
export function deviation(
  client: KnownClient,
  detail: Answer,
): { readonly expected: string; readonly actual: string } | undefined {
  if (client.isGone)
    return detail.status < 400 || detail.status >= 500
      ? { expected: 'a refusal (4xx), for the client is deleted', actual: `status ${detail.status}` }
      : undefined;
  const shown = shownClient(detail);
  if (shown === undefined) return { expected: 'the client', actual: `status ${detail.status}` };
  const { name, redirectUri, scopes } = client.state;
  const [first] = differences(shown, { id: client.id, name, redirectUri });
  if (first !== undefined) return { expected: first[0], actual: first[1] };
  if (!showsScopes(shown, scopes))
    return { expected: `scopes ${scopesInWords(scopes)}`, actual: `scopes ${scopesInWords(scopesOf(shown))}` };
  return client.showsSecrets ? ofSecrets(client, detail) : undefined;
}

function ofSecrets(client: KnownClient, detail: Answer): { expected: string; actual: string } | undefined {
  const ids = secretIds(shownClient(detail)) ?? [];
  const wanted = client.secrets.map(({ id }) => String(id));
  if ([...ids].sort().join() !== [...wanted].sort().join())
    return {
      expected: `${wanted.length} secrets, those that were made`,
      actual: `secrets ${ids.join(', ') || 'none'}`,
    };
  for (const { id, asked } of client.secrets) {
    const record = shownSecrets(shownClient(detail))?.find((one) => String(one.id) === id);
    if (asked !== undefined && orNone(record?.description) !== orNone(asked.description))
      return {
        expected: `description ${String(asked.description)}`,
        actual: `description ${String(record?.description)}`,
      };
  }
  return undefined;
}

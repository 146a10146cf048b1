import type { GenerateBody, UpdateBody } from '../../../fixtures/api/requests.ts';
import { differences, sets } from '../../../fixtures/expect/judged.ts';
import { itemsOf, orNone, secretIds, shownClient, shownSecrets } from '../../../fixtures/shown/clients.ts';
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
  /** A redirect URI that it may have as well as that of its state: null may say that there is none, or that the member is left out. */
  orRedirectUri?: string | null | undefined;
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
  const differing = (uri: string | null): readonly (readonly [string, string])[] =>
    differences(shown, { id: client.id, name, redirectUri: uri });
  const isOther = client.orRedirectUri !== undefined && differing(client.orRedirectUri).length === 0;
  const [first] = isOther ? [] : differing(redirectUri);
  if (first !== undefined) return { expected: first[0], actual: first[1] };
  if (!showsScopes(shown, scopes))
    return { expected: `scopes ${scopesInWords(scopes)}`, actual: `scopes ${scopesInWords(scopesOf(shown))}` };
  return client.showsSecrets ? ofSecrets(client, detail) : undefined;
}

/** In what the list differs from what is expected of a client: how often it is there, and what is shown of it; undefined where it does not. */
export function listedOtherwise(
  client: KnownClient,
  name: string,
  list: Answer,
): { readonly expected: string; readonly actual: string } | undefined {
  const items = itemsOf(list, client.id);
  const [item] = items;
  if (items.length !== (client.isGone ? 0 : 1))
    return { expected: `${name} ${client.isGone ? 'not at all' : 'once'}`, actual: `${items.length} times` };
  if (item === undefined) return undefined;
  const { name: called, redirectUri } = client.state;
  const isShown = 'redirectUri' in item && client.orRedirectUri === undefined;
  const [first] = differences(item, { name: called, ...(isShown && { redirectUri }) });
  if (first !== undefined) return { expected: `${name} with ${first[0]}`, actual: first[1] };
  const ids = client.showsSecrets ? (secretIds(item) ?? []) : [];
  const wanted = client.secrets.map(({ id }) => String(id));
  // A list may be a summary.
  if (ids.length === 0 || sets(wanted, ids)) return undefined;
  return { expected: `${name} with secrets ${wanted.join(', ')}`, actual: `secrets ${ids.join(', ')}` };
}

function ofSecrets(client: KnownClient, detail: Answer): { expected: string; actual: string } | undefined {
  const ids = secretIds(shownClient(detail)) ?? [];
  const wanted = client.secrets.map(({ id }) => String(id));
  if (!sets(wanted, ids))
    return {
      expected: `${wanted.length} secrets, those that were made`,
      actual: `secrets ${ids.join(', ') || 'none'}`,
    };
  for (const { id, asked } of client.secrets) {
    const record = shownSecrets(shownClient(detail))?.find((one) => String(one.id) === id);
    // A tenant may describe by itself what nobody describes.
    if (asked?.description !== undefined && orNone(record?.description) !== orNone(asked.description))
      return {
        expected: `description ${String(asked.description)}`,
        actual: `description ${String(record?.description)}`,
      };
  }
  return undefined;
}

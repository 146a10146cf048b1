import type { RequestRecord } from '../../fixtures/mock/index.ts';
import { layOutJson } from '../../schemas/json.ts';
import type { Switches } from './alterations.ts';
import type { Mock } from './running.ts';

/** What the console shows of a client. A secret is its record; the mock itself keeps no value. */
export interface ClientView {
  readonly id: string;
  readonly name: string;
  readonly isConfidential: boolean;
  readonly redirectUri: string | null;
  readonly scopes: readonly { readonly name: string; readonly type: string }[];
  readonly secrets: readonly {
    readonly id: number;
    readonly description: string | null;
    readonly creationTime: string;
    readonly expiryTime: string | null;
    readonly expired: boolean;
  }[];
}

/** What the mock is and holds at this moment. */
export interface StateView extends Switches {
  readonly organizations: readonly {
    readonly name: string;
    readonly partitionId: string;
    readonly identityUrl: string;
    readonly clients: readonly ClientView[];
  }[];
}

/** State of the mock, member by member, so that nothing gets out which is not meant to. */
export function stateOf({ switches, tenant: { store, tenant } }: Mock): StateView {
  const now = tenant.points.now();
  return {
    ...switches,
    organizations: store.organizations.map(({ name, partitionId, clients }) => ({
      name,
      partitionId,
      identityUrl: `${tenant.origin}/${name}/identity_`,
      clients: clients.map((client) => ({
        id: client.id,
        name: client.name,
        isConfidential: client.isConfidential,
        redirectUri: client.redirectUri,
        scopes: client.scopes.map((scope) => ({ name: scope.name, type: scope.type })),
        secrets: client.secrets.map(({ id, description, creationTime, expiryTime }) => ({
          id,
          description,
          creationTime,
          expiryTime,
          expired: expiryTime !== null && new Date(expiryTime) <= now,
        })),
      })),
    })),
  };
}

/** One of the recent requests, redacted. */
export interface RequestView extends Omit<RequestRecord, 'at' | 'query' | 'sent' | 'answered'> {
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** The recent requests, latest first. */
export function requestsOf(mock: Mock): readonly RequestView[] {
  return mock.tenant
    .requests()
    .map(({ at, path, tookMs, query: _query, sent: _sent, answered: _answered, ...record }) => ({
      time: new Date(at).toISOString(),
      ...record,
      path: mock.showPath(path),
      tookMs: Math.round(tookMs * 100) / 100,
    }))
    .reverse();
}

/** Headers whose values are credentials. */
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie)$/i;
/** Headers that say nothing of the exchange. */
const NOISE = /^(?:host|connection|accept-encoding|accept-language|sec-.*|user-agent)$/i;

/**
 * One of the recent requests with its answer, as text, redacted.
 * @returns undefined where it is not remembered
 */
export function exchangeOf(mock: Mock, number: number): string | undefined {
  const all = mock.tenant.requests();
  const found = all.find((one) => one.number === number);
  if (found === undefined) return undefined;
  const { method, path, query, status, sent, answered } = found;
  const show = mock.shower();
  const headers = (given: Readonly<Record<string, string>>) =>
    Object.entries(given).flatMap(([name, value]) =>
      NOISE.test(name)
        ? []
        : `${name}: ${CREDENTIALS.test(name) ? value.replace(/ .*|^[^ ]*$/, ' [redacted]') : show(value)}`,
    );
  const body = (text: string) => (text === '' ? [] : ['', show(laidOut(text))]);
  const address = `${mock.showPath(path)}${query === '' ? '' : `?${show(query)}`}`;
  return [
    `${method} ${address}`,
    ...headers(sent.headers),
    ...body(sent.body),
    '',
    String(status),
    ...headers(answered.headers),
    ...body(answered.body),
  ].join('\n');
}

function laidOut(text: string): string {
  try {
    return layOutJson(text);
  } catch {
    return text;
  }
}

import type { RequestRecord } from '../../fixtures/mock/index.ts';
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
export interface RequestView extends Omit<RequestRecord, 'at'> {
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** The recent requests, latest first. */
export function requestsOf(mock: Mock): readonly RequestView[] {
  return mock.tenant
    .requests()
    .map(({ at, path, tookMs, ...record }) => ({
      time: new Date(at).toISOString(),
      ...record,
      path: mock.showPath(path),
      tookMs: Math.round(tookMs * 100) / 100,
    }))
    .reverse();
}

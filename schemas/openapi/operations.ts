import type { PayloadName } from '../payloads/index.ts';

/** One reconciled operation, as the OpenAPI document presents it. */
export interface OperationEntry {
  readonly id: 'list' | 'get' | 'create' | 'update' | 'delete' | 'generateSecret' | 'deleteSecret';
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Path below the identity base. */
  readonly path: string;
  readonly tag: 'External clients' | 'Secrets';
  readonly summary: string;
  readonly description: string;
  /** Any one of them is enough. */
  readonly scopes: readonly (keyof typeof SCOPES)[];
  readonly request?: PayloadName;
  /** Documented status of success. */
  readonly status: number;
  readonly outcome: string;
  /** Absent where the answer has no body. */
  readonly response?: PayloadName;
  /** Operations that can follow, with what they take from this one, as OpenAPI runtime expressions. */
  readonly links?: Readonly<
    Partial<
      Record<
        OperationEntry['id'],
        { parameters?: Readonly<Record<string, string>>; requestBody?: Readonly<Record<string, string>> }
      >
    >
  >;
}

/** The five scopes that the page names. */
export const SCOPES = {
  'PM.OAuthApp': 'Everything on external clients and their secrets.',
  'PM.OAuthApp.Read': 'Reads external clients.',
  'PM.OAuthApp.Write': 'Creates, changes and deletes external clients and their secrets.',
  'PM.OAuthAppSecret.Write': 'Generates and deletes secrets of external clients.',
  'PM.OAuthSecret.Write':
    'Printed once, under "Generate a new secret", probably for PM.OAuthAppSecret.Write; no operation here asks for it.',
} as const;

/** Parameters of the paths. */
export const PARAMETERS: Readonly<Record<string, { description: string; schema: { type: 'string' | 'integer' } }>> = {
  partitionGlobalId: { description: 'Id of the organization.', schema: { type: 'string' } },
  clientId: { description: 'Id of the external client.', schema: { type: 'string' } },
  secretId: { description: 'Id of the secret, as the records of the client show it.', schema: { type: 'integer' } },
};

const ORGANIZATION = '/api/ExternalClient/{partitionGlobalId}';
const CLIENT = `${ORGANIZATION}/{clientId}`;

const READ = ['PM.OAuthApp', 'PM.OAuthApp.Read'] as const;
const WRITE = ['PM.OAuthApp', 'PM.OAuthApp.Write'] as const;
const WRITE_SECRET = [...WRITE, 'PM.OAuthAppSecret.Write'] as const;

const PARTITION_ASKED = '$request.body#/partitionGlobalId';
const NEW_CLIENT = { parameters: { partitionGlobalId: PARTITION_ASKED, clientId: '$response.body#/id' } };

/** The seven operations, in the order of a client's life. */
export const OPERATIONS: readonly OperationEntry[] = [
  {
    id: 'list',
    method: 'get',
    path: ORGANIZATION,
    tag: 'External clients',
    summary: 'List all external clients',
    description:
      'A bare array of all external clients of the organization. Items may be summaries without resources and secrets.',
    scopes: READ,
    status: 200,
    outcome: 'All external clients of the organization.',
    response: 'list',
  },
  {
    id: 'create',
    method: 'post',
    path: '/api/ExternalClient',
    tag: 'External clients',
    summary: 'Create a new external client',
    description: 'A confidential client gets its first secret, the value of which this answer shows and no other.',
    scopes: WRITE,
    request: 'create.request',
    status: 201,
    outcome: 'The new external client.',
    response: 'create',
    links: {
      get: NEW_CLIENT,
      update: NEW_CLIENT,
      delete: NEW_CLIENT,
      generateSecret: { requestBody: { partitionGlobalId: PARTITION_ASKED, clientId: '$response.body#/id' } },
    },
  },
  {
    id: 'get',
    method: 'get',
    path: CLIENT,
    tag: 'External clients',
    summary: 'Get details for a specific external client',
    description: [
      'The client with its scopes and the records of its secrets, never their values.',
      'The page prints the path of the list here; it prints this path under "Generate a new secret", as an operation that answers',
      'a secret as a bare string. A GET must not make anything, so that heading is not an operation of this document.',
    ].join(' '),
    scopes: READ,
    status: 200,
    outcome: 'The external client.',
    response: 'get',
  },
  {
    id: 'update',
    method: 'put',
    path: CLIENT,
    tag: 'External clients',
    summary: 'Update an external client',
    description: [
      'Replaces name, redirect address, scopes and certificates. The page prints these four as the answer and the two ids as',
      'the request; the four are the request here. The answer is open: the client, the four members, another value or nothing.',
    ].join(' '),
    scopes: WRITE,
    request: 'update.request',
    status: 200,
    outcome: 'The external client has been changed.',
    response: 'update',
  },
  {
    id: 'delete',
    method: 'delete',
    path: CLIENT,
    tag: 'External clients',
    summary: 'Delete an external client',
    description: 'Removes one client with all its secrets. The heading of the page says clients; the path names one.',
    scopes: WRITE,
    status: 204,
    outcome: 'The external client is gone.',
  },
  {
    id: 'generateSecret',
    method: 'post',
    path: '/api/ExternalClient/GenerateSecret',
    tag: 'Secrets',
    summary: 'Generate a secret for an external client',
    description: [
      'Adds a secret and leaves older ones valid; this answer shows its value and no other.',
      'The page prints this operation under "Generate a new external client".',
    ].join(' '),
    scopes: WRITE_SECRET,
    request: 'generateSecret.request',
    status: 200,
    outcome: 'The new secret with its value.',
    response: 'generateSecret',
    links: { deleteSecret: { parameters: { partitionGlobalId: PARTITION_ASKED, secretId: '$response.body#/id' } } },
  },
  {
    id: 'deleteSecret',
    method: 'delete',
    path: `${ORGANIZATION}/secrets/{secretId}`,
    tag: 'Secrets',
    summary: 'Delete a client secret',
    description: 'Removes one secret; the path names it without its client.',
    scopes: WRITE_SECRET,
    status: 204,
    outcome: 'The secret is gone.',
  },
];

/** The method of each operation, as requests carry it. */
export const METHODS = Object.fromEntries(OPERATIONS.map(({ id, method }) => [id, method.toUpperCase()])) as Readonly<
  Record<OperationEntry['id'], string>
>;

import { under } from './build.ts';

const create = under('create', 'create');

/** What the heading on creating a client promises. */
export const createRequirements = {
  'CREATE-01': create('must', 'Creating a client answers 201.', 'Responses > 201', {
    cites: ['endpoint', 'header/*', 'response/201', 'response/sentence/*'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'CREATE-02': create('must', 'The response of creating a client has a JSON Content-Type.', 'Responses > 201', {
    cites: ['response/201'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means:
      'generated clients refuse to parse the response, which is the only place that shows the secret; check its Content-Type header',
  }),
  'CREATE-03': create('must', 'Creating a client answers the client in the documented format.', 'Responses > 201', {
    cites: ['response/201/*'],
    readings: ['K15'],
    means: 'clients that deserialise the documented JSON fail; check how the created client is serialised',
  }),
  'CREATE-04': create(
    'must',
    'The response shows the requested name, isConfidential and redirectUri.',
    'Responses > 201',
    {
      cites: ['response/201/name', 'response/201/isConfidential', 'response/201/redirectUri'],
      basis: 'follows',
      means: 'the response describes a client that differs from the request; check how the response is built',
    },
  ),
  'CREATE-05': create('must', 'A created client can be read with the id of the response.', 'Responses > 201 > id', {
    cites: ['response/201/id', 'sentence/*'],
    basis: 'follows',
    means: 'the tenant reports success but stores nothing; check the transaction',
  }),
  'CREATE-06': create(
    'must',
    'A created client is stored with the requested name, isConfidential and redirectUri.',
    'Request body',
    {
      cites: ['request/sentence/*', 'request/name', 'request/isConfidential', 'request/redirectUri'],
      basis: 'follows',
      means: 'a value of the request was lost or changed; check how the request is stored',
    },
  ),
  'CREATE-07': create('must', 'A created client has exactly the requested scopes.', 'Request body > scopes', {
    cites: ['request/scopes*'],
    basis: 'follows',
    readings: ['K12', 'K15'],
    means: 'the client can do more, or less, than requested; check how scopes are assigned when a client is created',
  }),
  'CREATE-08': create(
    'must',
    'The response shows exactly the requested scopes, grouped by resource.',
    'Responses > 201 > resources',
    {
      cites: ['response/201/resources*'],
      basis: 'follows',
      readings: ['K12'],
      means: 'the response shows scopes that differ from the request; check how the response is built',
    },
  ),
  'CREATE-09': create('must', 'The response shows the secret of a confidential client.', 'Responses > 201 > secret', {
    cites: ['response/201/secret', 'request/isConfidential'],
    means: 'this response is the only place that shows the secret; without it the client cannot sign in',
  }),
  'CREATE-10': create(
    'must',
    'The token endpoint accepts the secret of a created client.',
    'Responses > 201 > secret',
    {
      cites: ['response/201/secret', 'sentence/*'],
      basis: 'follows',
      means: 'a new client cannot sign in; check how the secret is hashed and stored',
    },
  ),
  'CREATE-11': create('must', 'A public client has no secret.', 'Request body > isConfidential', {
    cites: ['request/isConfidential', 'response/201/isConfidential', 'response/201/secrets*'],
    basis: 'follows',
    standard: 'RFC 6749, 2.1',
    means: 'a public client cannot keep a secret; create secrets for confidential clients only',
  }),
  'CREATE-12': create('must', 'Creating a client changes no other client.', 'Responses > 201', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'other clients were changed or lost; check the key under which the new client is stored',
  }),
  'CREATE-13': create('must', 'Every created client has its own id and its own secret.', 'Responses > 201 > id', {
    cites: ['response/201/id', 'response/201/secret'],
    basis: 'follows',
    means:
      'clients overwrite each other, or can sign in as each other; check how ids and secrets are generated, whether a create looks up an existing client (by its name), and what a deleted one leaves under a key that is given again',
  }),
  'CREATE-14': create(
    'must',
    'The first secret of a client is stored once, with its creation time.',
    'Responses > 201 > secrets',
    {
      cites: ['response/201/secrets/id', 'response/201/secrets/creationTime'],
      basis: 'follows',
      means:
        'operators cannot see the age of the first secret, or delete it; check the time zone of its creation time, and how the first secret is stored',
    },
  ),
  'CREATE-15': create(
    'must',
    'Unusual but legal names, redirect URIs and sets of scopes are stored unchanged.',
    'Request body',
    {
      cites: ['request/name', 'request/redirectUri', 'request/scopes'],
      basis: 'follows',
      means:
        'unusual values are changed, cut or lost on their way into the store: compare what was sent with what is shown; check what reads them apart (lists, queries, types), column lengths, encoding and normalisation, and where what a request leaves out comes from',
    },
  ),
  'CREATE-16': create(
    'must',
    'A public client is created with the requested values.',
    'Request body > isConfidential',
    {
      cites: ['request/isConfidential'],
      basis: 'follows',
      means: 'public clients differ from the request; check the code path for isConfidential false',
    },
  ),
  'CREATE-17': create(
    'should',
    'The response with the secret must not be cached (Cache-Control: no-store).',
    'Responses > 201',
    {
      standard: 'RFC 6749, 5.1',
      basis: 'practice',
      means: 'a proxy or browser may store the secret; send Cache-Control: no-store',
    },
  ),
  'CREATE-18': create('should', 'Creating a client with an empty or blank name is rejected.', 'Request body', {
    cites: ['request/name'],
    basis: 'practice',
    standard: 'OWASP ASVS 5.0, 2.2.1',
    means: 'administrators cannot recognise the client; require a visible name',
  }),
  'CREATE-19': create('should', 'The name of a deleted client can be used again.', 'Request body', {
    cites: ['request/name'],
    basis: 'follows',
    means: 'the name of a deleted client stays blocked; look for a unique index that includes soft-deleted clients',
  }),
  'CREATE-20': create(
    'should',
    'A scope that is requested for users and for applications is registered for both, or refused.',
    'Request body > scopes',
    {
      cites: ['request/scopes*'],
      basis: 'follows',
      readings: ['K15'],
      means: 'one of the two is lost without a word; make the type a part of the key under which scopes are stored',
    },
  ),
} as const;

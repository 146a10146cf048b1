import { under } from './build.ts';

const get = under('get', 'get');

/** What the heading on reading one client promises. */
export const getRequirements = {
  'GET-01': get('must', 'Reading a client answers 200.', 'Responses > 200', {
    cites: ['header/*', 'response/200'],
    citesElsewhere: ['newSecret/endpoint', 'newSecret/header/*'],
    readings: ['K1', 'K2'],
    means: 'callers cannot read a client; check the route {partitionGlobalId}/{clientId} and its status code',
  }),
  'GET-02': get('must', 'The response of reading a client has a JSON Content-Type.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the response; check its Content-Type header',
  }),
  'GET-03': get('must', 'Reading a client answers one client in the documented format.', 'Responses > 200', {
    cites: ['response/200/*'],
    readings: ['K14', 'K15'],
    means: 'clients that deserialise the documented JSON fail; check how the client is serialised',
  }),
  'GET-04': get('must', 'Reading a client answers the client with the requested id.', 'Request body > clientId', {
    cites: ['request/clientId', 'response/200/id', 'sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'callers read, and then change, the wrong client; check the lookup by id',
  }),
  'GET-05': get('must', 'Reading a client shows its stored name, isConfidential and redirectUri.', 'Responses > 200', {
    cites: ['response/200/name', 'response/200/isConfidential', 'response/200/redirectUri'],
    basis: 'follows',
    means:
      'GET shows values that differ from the stored ones; check how the response is built, its cache, and its ETag',
  }),
  'GET-06': get('must', 'Reading a client never shows the value of a secret.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/200/secrets/secret'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'everybody who may read clients can sign in as any of them; return secret values only when they are created',
  }),
  'GET-07': get('must', 'No GET or HEAD request changes a client or its secrets, whatever its path.', 'API Endpoint', {
    cites: ['endpoint'],
    citesElsewhere: [
      'newSecret/endpoint',
      'newSecret/response/200',
      'newSecret/sentence/*',
      'newSecret/response/sentence/*',
    ],
    basis: 'follows',
    standard: 'RFC 9110, 9.2.1',
    readings: ['K2', 'K4'],
    means:
      'reading a client, or following a link, creates, removes or replaces a secret; GET and HEAD must be safe methods',
  }),
  'GET-08': get('must', 'Reading a client that does not exist is rejected.', 'Responses', {
    cites: ['request/clientId'],
    basis: 'follows',
    means: 'callers cannot distinguish a missing client from an existing one; answer 404',
  }),
  'GET-09': get('must', 'Reading a client accepts the documented header and body.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    citesElsewhere: ['newSecret/request/*'],
    readings: ['K9', 'K11'],
    means: 'a request exactly as documented is rejected; ignore the body of a GET',
  }),
  'GET-10': get('must', 'Reading a client shows every secret of the client with its id.', 'Responses > 200 > secrets', {
    cites: ['response/200/secrets', 'response/200/secrets/id', 'response/200/secrets/creationTime', 'sentence/*'],
    readings: ['K17'],
    means:
      'callers cannot find the secrets that they want to rotate or delete; check the secrets array of the response, its ETag, and caches',
  }),
  'GET-11': get('must', 'Reading a client shows no resources or secrets of another client.', 'Responses > 200', {
    cites: ['response/200/resources', 'response/200/secrets'],
    basis: 'follows',
    means: 'data of one client is shown with another client; check the joins on the client id',
  }),
  'GET-12': get('must', 'Reading a client shows its stored scopes.', 'Responses > 200 > resources', {
    cites: ['response/200/resources*'],
    basis: 'follows',
    readings: ['K12'],
    means: 'GET shows scopes that differ from the stored ones; check how the response is built',
  }),
  'GET-13': get(
    'must',
    'Reading a client shows the stored description and expiryTime of each secret.',
    'Responses > 200 > secrets',
    {
      cites: ['response/200/secrets/description', 'response/200/secrets/expiryTime'],
      basis: 'follows',
      means: 'operators overlook secrets that will expire soon; check how the secrets of the response are built',
    },
  ),
  'GET-14': get(
    'must',
    'No text that GET or the list shows in place of a secret is accepted as the secret.',
    'Responses > 200 > secrets > secret',
    {
      cites: ['response/200/secret', 'response/200/secrets/secret'],
      basis: 'follows',
      readings: ['K14'],
      means:
        'everybody who may read clients can sign in as them; do not show the hash that the secret is compared with',
    },
  ),
} as const;

import { under } from './build.ts';

const generate = under('generateSecret', 'generateSecret');
const revoke = under('deleteSecret', 'deleteSecret');

/** What the heading on generating a secret (titled as generating a client) promises. */
export const generateSecretRequirements = {
  'GENSECRET-01': generate('must', 'Generating a secret answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200', 'response/sentence/*'],
    readings: ['K3', 'K19'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'GENSECRET-02': generate('must', 'The response of generating a secret has a JSON Content-Type.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means:
      'generated clients refuse to parse the response, which is the only place that shows the secret; check its Content-Type header',
  }),
  'GENSECRET-03': generate(
    'must',
    'Generating a secret answers the secret in the documented format, with its value and no other secret.',
    'Responses > 200',
    {
      cites: ['response/200/*'],
      citesElsewhere: ['newSecret/response/200'],
      readings: ['K4', 'K10'],
      means: 'this response is the only place that shows the value; check how the response is serialised',
    },
  ),
  'GENSECRET-04': generate('must', 'Every generated secret has its own id and its own value.', 'Responses > 200 > id', {
    cites: ['response/200/id', 'response/200/secret', 'sentence/*'],
    basis: 'follows',
    means: 'secrets cannot be distinguished, or are not new; check how ids and values are generated',
  }),
  'GENSECRET-05': generate(
    'must',
    'The response shows the requested description and expiryTime.',
    'Request body > expiryTime',
    {
      cites: ['request/description', 'request/expiryTime', 'response/200/description', 'response/200/expiryTime'],
      basis: 'follows',
      readings: ['K18'],
      means: 'the response describes a secret that differs from the request; check how the request is read',
    },
  ),
  'GENSECRET-06': generate(
    'must',
    'Reading the client shows the new secret once, with its id, description and expiryTime.',
    'Request body',
    {
      cites: ['request/sentence/*', 'request/clientId', 'request/description', 'request/expiryTime', 'sentence/*'],
      basis: 'follows',
      means:
        'callers cannot find the secret to rotate or delete it, or do not see when it ends; check how it is stored and shown (time zones)',
    },
  ),
  'GENSECRET-07': generate('must', 'The token endpoint accepts the new secret.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/sentence/*'],
    citesElsewhere: ['newSecret/sentence/*', 'newSecret/response/sentence/*'],
    basis: 'follows',
    means:
      'a client with a rotated secret cannot sign in; check for which client the secret is stored, how, and until when, how many secrets of a client are looked at and for how long they are remembered, and how forms and headers are decoded',
  }),
  'GENSECRET-08': generate(
    'must',
    'Generating a secret keeps the older secrets stored and accepted.',
    'Generate a new external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'running systems are locked out when a secret is rotated, or nobody finds their secrets; add the new secret, do not replace or hide the old ones',
    },
  ),
  'GENSECRET-09': generate(
    'must',
    'A secret requested without expiryTime does not expire, or the response states its expiry.',
    'Request body > expiryTime',
    {
      cites: ['request/expiryTime'],
      basis: 'follows',
      readings: ['no-expiry'],
      means: 'secrets expire unexpectedly; check the default expiry',
    },
  ),
  'GENSECRET-10': generate('must', 'An expired secret is not accepted.', 'Request body > expiryTime', {
    cites: ['request/expiryTime'],
    basis: 'follows',
    readings: ['past-expiry'],
    means: 'the expiry is stored but not enforced; check it in the token endpoint',
  }),
  'GENSECRET-11': generate(
    'must',
    'Generating a secret for a client that does not exist is rejected.',
    'Request body > clientId',
    {
      cites: ['request/clientId'],
      basis: 'follows',
      means: 'a secret is created for no client, or for another one; check the lookup of the client',
    },
  ),
  'GENSECRET-12': generate(
    'must',
    'Generating a secret changes no other client, and no other value of this client.',
    'Request body > clientId',
    {
      cites: ['request/clientId'],
      basis: 'follows',
      means:
        'the secret is stored with the wrong client, or others are changed with it; check which entries are written',
    },
  ),
  'GENSECRET-13': generate(
    'must',
    'The creationTime of a secret is the time at which it was generated.',
    'Responses > 200 > creationTime',
    {
      cites: ['response/200/creationTime'],
      basis: 'follows',
      means: 'operators see a wrong age of secrets; check clock and time zone, and when the time is taken',
    },
  ),
  'GENSECRET-14': generate(
    'should',
    'The response with the secret must not be cached (Cache-Control: no-store).',
    'Responses > 200',
    {
      standard: 'RFC 6749, 5.1',
      basis: 'practice',
      means: 'a proxy or browser may store the secret; send Cache-Control: no-store',
    },
  ),
  'GENSECRET-15': generate(
    'must',
    'Secrets requested with the shortest body, or an unusual description or expiry, are generated and stored unchanged.',
    'Request body > description',
    {
      cites: ['request/description'],
      basis: 'follows',
      means:
        'descriptions or expiry times are changed or lost before they are stored; check how times with an offset and texts are read and stored',
    },
  ),
} as const;

/** What the heading on deleting a secret promises. */
export const deleteSecretRequirements = {
  'DELSECRET-01': revoke('must', 'Deleting a secret answers 204.', 'Responses > 204', {
    cites: ['endpoint', 'header/*', 'response/204'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'DELSECRET-02': revoke(
    'must',
    'The response to deleting a secret has no body and shows no secret.',
    'Responses > 204',
    {
      cites: ['response/204', 'response/sentence/*'],
      standard: 'RFC 9110, 15.3.5',
      basis: 'stated',
      means: 'a body after 204 corrupts the next response on the connection; send none',
    },
  ),
  'DELSECRET-03': revoke('must', 'A deleted secret is no longer shown with its client.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means:
      'the tenant reports success but keeps the secret; look for a soft delete or a cache, and, where another secret is gone, at how the delete finds the one that is named',
  }),
  'DELSECRET-04': revoke('must', 'A deleted secret is no longer accepted.', 'Responses > 204', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a leaked secret cannot be revoked; make the token endpoint read the same store, and check its cache',
  }),
  'DELSECRET-05': revoke(
    'must',
    'Deleting a secret keeps the other secrets of the client stored.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      means: 'more than the requested secret is deleted; check the WHERE condition of the delete',
    },
  ),
  'DELSECRET-06': revoke(
    'must',
    'Deleting a secret keeps the other secrets of the client accepted.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      means: 'running systems are locked out; check the WHERE condition of the delete',
    },
  ),
  'DELSECRET-07': revoke(
    'must',
    'Deleting a secret that does not exist has no effect and never answers 5xx.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a mistyped id deletes something, or causes a server error; answer 404',
    },
  ),
  'DELSECRET-08': revoke('must', 'Deleting a secret a second time answers 4xx or 204, never 5xx.', 'Responses', {
    cites: ['response/204'],
    basis: 'follows',
    readings: ['second-delete'],
    means: 'gateways may repeat a DELETE, which then fails; answer 404 or 204',
  }),
  'DELSECRET-09': revoke(
    'must',
    'Deleting a secret changes no other value of the client, and no other client.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      means: 'the client, or another one, was changed; check cascades and the key of secrets',
    },
  ),
  'DELSECRET-10': revoke('must', 'Deleting a secret accepts the documented header and body.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11'],
    means: 'a request exactly as documented is rejected; ignore the body of a DELETE',
  }),
  'DELSECRET-11': revoke(
    'must',
    'The first secret of a client can be deleted like any other.',
    'Delete a client secret',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'the secret of the creation cannot be rotated; check how it is stored',
    },
  ),
} as const;

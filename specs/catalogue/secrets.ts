import { under } from './build.ts';

const generate = under('generateSecret', 'generateSecret');
const revoke = under('deleteSecret', 'deleteSecret');

/** What the heading on generating a secret (titled as generating a client) promises. */
export const generateSecretRequirements = {
  'GENSECRET-01': generate('must', 'Generating a secret answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200', 'response/sentence/*'],
    readings: ['K3', 'K19'],
    means: 'callers that follow the page take the answer for a failure; look at the route and its status',
  }),
  'GENSECRET-02': generate('must', 'The generated secret is labelled as JSON.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the answer, and with it the only sight of the secret',
  }),
  'GENSECRET-03': generate(
    'must',
    'The answer is the secret as the document shows it, with its value and no other one.',
    'Responses > 200',
    {
      cites: ['response/200/*'],
      citesElsewhere: ['newSecret/response/200'],
      readings: ['K4', 'K10'],
      means: 'the value is shown here or never; look at the serialisation of the answer',
    },
  ),
  'GENSECRET-04': generate('must', 'Every generated secret has an id and a value of its own.', 'Responses > 200 > id', {
    cites: ['response/200/id', 'response/200/secret', 'sentence/*'],
    basis: 'follows',
    means: 'secrets cannot be told apart or are not new; look at the generators',
  }),
  'GENSECRET-05': generate(
    'must',
    'The answer repeats the description and the expiry asked for.',
    'Request body > expiryTime',
    {
      cites: ['request/description', 'request/expiryTime', 'response/200/description', 'response/200/expiryTime'],
      basis: 'follows',
      readings: ['K18'],
      means: 'the caller is told of another secret than it asked for; look at the mapping of the request',
    },
  ),
  'GENSECRET-06': generate(
    'must',
    'The detail shows the new secret once, under its id, with description and expiry.',
    'Request body',
    {
      cites: ['request/sentence/*', 'request/clientId', 'request/description', 'request/expiryTime', 'sentence/*'],
      basis: 'follows',
      means: 'the secret cannot be found for rotation or removal; look at how it is recorded',
    },
  ),
  'GENSECRET-07': generate('must', 'The new secret is accepted at the token endpoint.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/sentence/*'],
    citesElsewhere: ['newSecret/sentence/*', 'newSecret/response/sentence/*'],
    basis: 'follows',
    means: 'a rotated client cannot sign in; look at how the secret is hashed and stored',
  }),
  'GENSECRET-08': generate('must', 'Older secrets stay recorded and accepted.', 'Generate a new external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'rotation without a pause is impossible, running systems are locked out; add, do not replace',
  }),
  'GENSECRET-09': generate(
    'must',
    'A secret that is asked for without an expiry has none, or one that the answer tells.',
    'Request body > expiryTime',
    {
      cites: ['request/expiryTime'],
      basis: 'follows',
      readings: ['no-expiry'],
      means: 'secrets end by surprise; look at the default of the expiry',
    },
  ),
  'GENSECRET-10': generate('must', 'An expired secret is not accepted.', 'Request body > expiryTime', {
    cites: ['request/expiryTime'],
    basis: 'follows',
    readings: ['past-expiry'],
    means: 'expiry is stored and not enforced; look at the check of the token endpoint',
  }),
  'GENSECRET-11': generate('must', 'Generating a secret for an unknown client is refused.', 'Request body > clientId', {
    cites: ['request/clientId'],
    basis: 'follows',
    means: 'a secret was made for nobody, or for somebody else; look at the lookup of the client',
  }),
  'GENSECRET-12': generate(
    'must',
    'Generating a secret changes no other client, and nothing else of this one.',
    'Request body > clientId',
    {
      cites: ['request/clientId'],
      basis: 'follows',
      means: 'a secret went to, or changed, the wrong client; look at the condition of the insert',
    },
  ),
  'GENSECRET-13': generate(
    'must',
    'The creation time of a secret is the time at which it was generated.',
    'Responses > 200 > creationTime',
    {
      cites: ['response/200/creationTime'],
      basis: 'follows',
      means: 'secrets cannot be aged; look at the clock and the time zone',
    },
  ),
  'GENSECRET-14': generate('should', 'The answer with the secret forbids caching.', 'Responses > 200', {
    standard: 'RFC 6749, 5.1',
    basis: 'practice',
    means: 'a proxy may keep the secret; send Cache-Control: no-store',
  }),
  'GENSECRET-15': generate(
    'must',
    'A secret with the shortest request, and with unusual descriptions, is generated and kept.',
    'Request body > description',
    {
      cites: ['request/description'],
      basis: 'follows',
      means: 'descriptions are altered or lost on the way to the store',
    },
  ),
} as const;

/** What the heading on deleting a secret promises. */
export const deleteSecretRequirements = {
  'DELSECRET-01': revoke('must', 'Deleting a secret answers 204.', 'Responses > 204', {
    cites: ['endpoint', 'header/*', 'response/204'],
    means: 'callers that follow the page take the answer for a failure; look at the route and its status',
  }),
  'DELSECRET-02': revoke(
    'must',
    'The answer to deleting a secret has no body, and shows no secret elsewhere.',
    'Responses > 204',
    {
      cites: ['response/204', 'response/sentence/*'],
      standard: 'RFC 9110, 15.3.5',
      basis: 'stated',
      means: 'the leftover body corrupts the next answer on the connection; send none',
    },
  ),
  'DELSECRET-03': revoke('must', 'A deleted secret is no longer recorded.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'the tenant said deleted and kept the record; look for a soft delete',
  }),
  'DELSECRET-04': revoke('must', 'A deleted secret is no longer accepted.', 'Responses > 204', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a leaked secret cannot be revoked; the token endpoint must look at the same store',
  }),
  'DELSECRET-05': revoke('must', 'The other secrets of the client stay recorded.', 'Request body > secretId', {
    cites: ['request/secretId'],
    basis: 'follows',
    means: 'more was deleted than asked; look at the condition of the delete statement',
  }),
  'DELSECRET-06': revoke('must', 'The other secrets of the client stay accepted.', 'Request body > secretId', {
    cites: ['request/secretId'],
    basis: 'follows',
    means: 'running systems are locked out; look at the condition of the delete statement',
  }),
  'DELSECRET-07': revoke(
    'must',
    'Deleting an unknown secret has no effect and never fails.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a mistyped id removes something, or breaks the tenant; answer 404',
    },
  ),
  'DELSECRET-08': revoke(
    'must',
    'Deleting a secret a second time is refused or answers 204, and never fails.',
    'Responses',
    {
      cites: ['response/204'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a repeated delete, as every gateway may send, breaks the tenant; answer 404 or 204',
    },
  ),
  'DELSECRET-09': revoke(
    'must',
    'Deleting a secret changes nothing else of the client, and no other client.',
    'Request body > secretId',
    {
      cites: ['request/secretId'],
      basis: 'follows',
      means: 'the client, or another one, was changed; look at cascades and at the key of secrets',
    },
  ),
  'DELSECRET-10': revoke('must', 'The documented header and body are accepted on deleting a secret.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11'],
    means: 'a caller that follows the page literally is refused; ignore the body of a DELETE',
  }),
  'DELSECRET-11': revoke(
    'must',
    'The first secret of a client can be deleted like a later one.',
    'Delete a client secret',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'the secret that creation gave cannot be rotated away; look at how it is recorded',
    },
  ),
} as const;

import { under } from './build.ts';

const update = under('update', 'update');

/** What the heading on updating a client promises. */
export const updateRequirements = {
  'UPDATE-01': update('must', 'Updating a client answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200', 'response/sentence/*'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'UPDATE-02': update(
    'must',
    'The response, unless empty, is JSON whose documented members have their documented types.',
    'Responses > 200',
    {
      cites: ['response/200/*'],
      readings: ['K6', 'K7', 'K8'],
      means: 'clients that deserialise the documented JSON fail; check how the updated client is serialised',
    },
  ),
  'UPDATE-03': update('must', 'An update changes the name.', 'Update an external client', {
    cites: ['sentence/*', 'response/200/name'],
    means:
      'the tenant reports success, and the name is not changed, or not for long; check how the change is stored, and what writes the client after it',
  }),
  'UPDATE-04': update('must', 'An update changes the redirect URI.', 'Update an external client', {
    cites: ['sentence/*', 'response/200/redirectUri'],
    means: 'users are still sent to the old address; the new value must replace the old one',
  }),
  'UPDATE-05': update(
    'must',
    'After an update, the client has exactly the scopes of the request.',
    'Update an external client',
    {
      cites: ['sentence/*', 'response/200/scopes*'],
      readings: ['K12'],
      means: 'a removed permission is still there, or a new one is missing; replace the set of scopes, do not merge it',
    },
  ),
  'UPDATE-06': update('must', 'An update keeps the id of the client.', 'API Endpoint', {
    cites: ['endpoint', 'request/clientId'],
    basis: 'follows',
    means: 'references to the client break, or a second client appears; look for delete-and-insert or an upsert',
  }),
  'UPDATE-07': update('must', 'An update does not change isConfidential.', 'Update an external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    readings: ['K8'],
    means:
      'a confidential client becomes public, or the reverse; check the defaults of members that the request does not contain',
  }),
  'UPDATE-08': update(
    'must',
    'An update keeps all secrets of the client: they are still stored and accepted.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'the secrets of a client end, or change, with its update; look for code that replaces the whole record, or that ties a secret to what an update changes',
    },
  ),
  'UPDATE-09': update('must', 'An update changes no other client.', 'Request body > clientId', {
    cites: ['request/clientId', 'endpoint'],
    basis: 'follows',
    means: 'other clients were changed; check the WHERE condition of the update',
  }),
  'UPDATE-10': update('must', 'The response shows the new values of the client.', 'Responses > 200', {
    cites: ['response/200/*'],
    basis: 'follows',
    readings: ['K6', 'K8'],
    means: 'the response shows the values before the update; build the response after the change',
  }),
  'UPDATE-11': update(
    'must',
    'Updating a client that does not exist is rejected and creates no client.',
    'Request body > clientId',
    {
      cites: ['request/clientId'],
      basis: 'follows',
      means: 'a mistyped id creates a client, or is reported as success; look for an upsert',
    },
  ),
  'UPDATE-12': update('must', 'The response to an update never shows the value of a secret.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'an update reveals a credential; return secret values only when they are created',
  }),
  'UPDATE-13': update('must', 'Later updates take effect like the first one.', 'Update an external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    means:
      'a later change is not stored; check caches, concurrency stamps, what is taken for no change, and whether the client itself counts among those that have its name',
  }),
  'UPDATE-14': update('must', 'Sending the same update twice has the same effect as sending it once.', 'API Endpoint', {
    cites: ['endpoint'],
    basis: 'standard',
    standard: 'RFC 9110, 9.2.2',
    means: 'gateways may repeat a PUT, which then has more effects; PUT must be idempotent',
  }),
  'UPDATE-15': update(
    'must',
    'After an update, new tokens have the new scopes and none of the removed ones.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'a removed permission is still granted, or a given one is not; check where the token endpoint reads scopes',
    },
  ),
  'UPDATE-16': update(
    'must',
    'An update of a public client takes effect, and the client stays public and without secrets.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'updates of public clients behave differently; check the code path for isConfidential false',
    },
  ),
  'UPDATE-17': update('must', 'Updating a client accepts the documented body.', 'Request body', {
    cites: ['request/*', 'header/Content-Type'],
    readings: ['K6'],
    basis: 'follows',
    means: 'a request exactly as documented is rejected; accept the ids of the path in the body',
  }),
  'UPDATE-18': update(
    'must',
    'Unusual but legal names, redirect URIs and sets of scopes are stored unchanged.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'unusual values are changed, cut or lost on their way into the store: compare what was sent with what is shown; check what reads them apart (lists, queries, types), column lengths, encoding, normalisation and how a charset beside the media type is read',
    },
  ),
  'UPDATE-19': update(
    'must',
    'Members that an update leaves out are kept or cleared, or the update is rejected; nothing is added and no secret is revoked.',
    'Request body',
    {
      cites: ['request/*', 'sentence/*'],
      basis: 'follows',
      readings: ['partial-update'],
      means:
        'a client gains or loses something that nobody requested; check the defaults of members that a request leaves out',
    },
  ),
  'UPDATE-20': update(
    'must',
    'An update whose body is the GET response with one change keeps the secrets and all other values, or is rejected.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'tools that read, change and send back a client lock it out; do not store members that are only meant to be shown',
    },
  ),
  'UPDATE-21': update(
    'should',
    'Updating a client to an empty or blank name is rejected.',
    'Update an external client',
    {
      cites: ['response/200/name'],
      basis: 'practice',
      standard: 'OWASP ASVS 5.0, 2.2.1',
      means: 'administrators cannot recognise the client; require a visible name',
    },
  ),
} as const;

import { under } from './build.ts';

const update = under('update', 'update');

/** What the heading on updating a client promises. */
export const updateRequirements = {
  'UPDATE-01': update('must', 'Updating a client answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200', 'response/sentence/*'],
    means: 'callers that follow the page take the answer for a failure; look at the route and its status',
  }),
  'UPDATE-02': update(
    'must',
    'The answer, unless empty, is JSON with the documented members in their documented types.',
    'Responses > 200',
    {
      cites: ['response/200/*'],
      readings: ['K6', 'K7', 'K8'],
      means: 'clients that deserialise the answer break; look at the serialisation of the updated client',
    },
  ),
  'UPDATE-03': update('must', 'An update replaces the name.', 'Update an external client', {
    cites: ['sentence/*', 'response/200/name'],
    means: 'the tenant said updated and kept the old name; look at how the change is stored',
  }),
  'UPDATE-04': update('must', 'An update replaces the redirect URI.', 'Update an external client', {
    cites: ['sentence/*', 'response/200/redirectUri'],
    means: 'users are still sent to the old address, or to both; the new value replaces the old one',
  }),
  'UPDATE-05': update(
    'must',
    'An update replaces the scopes: afterwards the client has exactly those sent.',
    'Update an external client',
    {
      cites: ['sentence/*', 'response/200/scopes*'],
      readings: ['K12'],
      means:
        'a permission that was taken away is still there, or one that was given is missing; replace the set, do not merge',
    },
  ),
  'UPDATE-06': update('must', 'An update keeps the id: the client stays one and the same.', 'API Endpoint', {
    cites: ['endpoint', 'request/clientId'],
    basis: 'follows',
    means: 'references to the client break, or a copy appears; look for delete-and-insert or an upsert',
  }),
  'UPDATE-07': update('must', 'An update keeps the confidentiality.', 'Update an external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    readings: ['K8'],
    means:
      'a confidential client became public or the reverse; look at defaults of members that the request does not have',
  }),
  'UPDATE-08': update(
    'must',
    'An update keeps the secrets: all of them are still recorded and accepted.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'renaming a client locks it out; look for a replace of the whole record',
    },
  ),
  'UPDATE-09': update('must', 'An update touches no other client.', 'Request body > clientId', {
    cites: ['request/clientId', 'endpoint'],
    basis: 'follows',
    means: 'other clients were changed; look at the condition of the update statement',
  }),
  'UPDATE-10': update('must', 'What the answer shows of the client is the new state.', 'Responses > 200', {
    cites: ['response/200/*'],
    basis: 'follows',
    readings: ['K6', 'K8'],
    means: 'the caller is told of the state before the update; build the answer after the change',
  }),
  'UPDATE-11': update('must', 'Updating an unknown client is refused and makes none.', 'Request body > clientId', {
    cites: ['request/clientId'],
    basis: 'follows',
    means: 'a mistyped id makes a new client or is told of success; look for an upsert',
  }),
  'UPDATE-12': update('must', 'The answer to an update never shows the value of a secret.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'an update discloses a credential; show secrets only where they are made',
  }),
  'UPDATE-13': update('must', 'A second update takes effect like the first.', 'Update an external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'only the first change is kept; look at caches and at concurrency stamps',
  }),
  'UPDATE-14': update('must', 'Repeating an update changes nothing more.', 'API Endpoint', {
    cites: ['endpoint'],
    basis: 'standard',
    standard: 'RFC 9110, 9.2.2',
    means: 'a repeated PUT, as every gateway may send, has further effects; PUT is idempotent',
  }),
  'UPDATE-15': update(
    'must',
    'After an update new tokens carry the new scopes and no dropped one.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'a permission that was taken away is still granted; look at what the token endpoint reads',
    },
  ),
  'UPDATE-16': update(
    'must',
    'A public client is updated, and stays public and without secrets.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'public clients are updated differently; look at the branch for isConfidential false',
    },
  ),
  'UPDATE-17': update('must', 'The documented body of an update is accepted.', 'Request body', {
    cites: ['request/*', 'header/Content-Type'],
    readings: ['K6'],
    basis: 'follows',
    means: 'a caller that repeats the ids of the path, as the page prints them, is refused',
  }),
  'UPDATE-18': update(
    'must',
    'Names, redirect URIs and scope sets of every legal kind are kept exactly.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'values beyond plain ASCII, or lists of values, are altered on the way to the store',
    },
  ),
  'UPDATE-19': update(
    'must',
    'What an update leaves out is kept or cleared, or the update is refused; nothing is added, and no secret ends.',
    'Request body',
    {
      cites: ['request/*', 'sentence/*'],
      basis: 'follows',
      readings: ['partial-update'],
      means:
        'a client gets, or loses, what nobody asked for; look at the defaults of members that a request leaves out',
    },
  ),
  'UPDATE-20': update(
    'must',
    'A client that is sent back as a read shows it, with changes, keeps its secrets and its other values, or the update is refused.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'tools that read a client, change it and send it back lock it out; members that are only shown must not be stored',
    },
  ),
  'UPDATE-21': update('should', 'An update to an empty or blank name is refused.', 'Update an external client', {
    cites: ['response/200/name'],
    basis: 'practice',
    standard: 'OWASP ASVS 5.0, 2.2.1',
    means: 'nobody can tell the client from others; demand a name that can be seen',
  }),
} as const;

import { under } from './build.ts';

const create = under('create', 'create');

/** What the heading on creating a client promises. */
export const createRequirements = {
  'CREATE-01': create('must', 'Creating a client answers 201.', 'Responses > 201', {
    cites: ['endpoint', 'header/*', 'response/201', 'response/sentence/*'],
    means: 'callers that follow the page take the answer for a failure; look at the route and its status',
  }),
  'CREATE-02': create('must', 'The created client is labelled as JSON.', 'Responses > 201', {
    cites: ['response/201'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the answer, and with it the only sight of the secret',
  }),
  'CREATE-03': create('must', 'The answer is the created client as the document shows it.', 'Responses > 201', {
    cites: ['response/201/*'],
    readings: ['K15'],
    means: 'clients that deserialise the documented shape break; look at the serialisation of the created client',
  }),
  'CREATE-04': create(
    'must',
    'The answer repeats the name, confidentiality and redirect URI asked for.',
    'Responses > 201',
    {
      cites: ['response/201/name', 'response/201/isConfidential', 'response/201/redirectUri'],
      basis: 'follows',
      means: 'the caller is told of another client than it asked for; look at the mapping of the answer',
    },
  ),
  'CREATE-05': create('must', 'The client can be read back under the id of the answer.', 'Responses > 201 > id', {
    cites: ['response/201/id', 'sentence/*'],
    basis: 'follows',
    means: 'the tenant said created and kept nothing; look at the transaction',
  }),
  'CREATE-06': create(
    'must',
    'The client read back has the name, confidentiality and redirect URI asked for.',
    'Request body',
    {
      cites: ['request/sentence/*', 'request/name', 'request/isConfidential', 'request/redirectUri'],
      basis: 'follows',
      means: 'a member of the request was lost or altered; look at how the request is stored',
    },
  ),
  'CREATE-07': create('must', 'The scopes granted are exactly the scopes asked for.', 'Request body > scopes', {
    cites: ['request/scopes*'],
    basis: 'follows',
    readings: ['K12', 'K15'],
    means: "a client can do more, or less, than its owner asked; look at the tenant's scope assignment on create",
  }),
  'CREATE-08': create(
    'must',
    'The answer shows exactly the scopes asked for, under their resources.',
    'Responses > 201 > resources',
    {
      cites: ['response/201/resources*'],
      basis: 'follows',
      readings: ['K12'],
      means: 'the caller is told of other scopes than it asked for; look at the mapping of the answer',
    },
  ),
  'CREATE-09': create('must', 'A confidential client is answered with its secret.', 'Responses > 201 > secret', {
    cites: ['response/201/secret', 'request/isConfidential'],
    means: 'the secret is shown here or never, so the client is useless without another one',
  }),
  'CREATE-10': create(
    'must',
    'The secret of the answer is accepted at the token endpoint.',
    'Responses > 201 > secret',
    {
      cites: ['response/201/secret', 'sentence/*'],
      basis: 'follows',
      means: 'a new client cannot sign in; look at how the secret is hashed and stored',
    },
  ),
  'CREATE-11': create('must', 'A public client has no secret.', 'Request body > isConfidential', {
    cites: ['request/isConfidential', 'response/201/isConfidential', 'response/201/secrets*'],
    basis: 'follows',
    standard: 'RFC 6749, 2.1',
    means: 'a client that cannot keep a secret was given one; give secrets to confidential clients only',
  }),
  'CREATE-12': create('must', 'Creating a client changes no other client.', 'Responses > 201', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'other clients were changed or lost; look at the key under which the new one is stored',
  }),
  'CREATE-13': create('must', 'Every client gets an id and a secret of its own.', 'Responses > 201 > id', {
    cites: ['response/201/id', 'response/201/secret'],
    basis: 'follows',
    means: 'clients overwrite each other, or can sign in as each other; look at the generators',
  }),
  'CREATE-14': create(
    'must',
    'The first secret is recorded once, with the time at which it was created.',
    'Responses > 201 > secrets',
    {
      cites: ['response/201/secrets/id', 'response/201/secrets/creationTime'],
      basis: 'follows',
      means: 'secrets cannot be aged or removed by their record; look at how the first secret is recorded',
    },
  ),
  'CREATE-15': create(
    'must',
    'Names, redirect URIs and scope sets of every legal kind are kept exactly.',
    'Request body',
    {
      cites: ['request/name', 'request/redirectUri', 'request/scopes'],
      basis: 'follows',
      means: 'values beyond plain ASCII, or lists of values, are altered on the way to the store',
    },
  ),
  'CREATE-16': create(
    'must',
    'A public client is created with the values asked for.',
    'Request body > isConfidential',
    {
      cites: ['request/isConfidential'],
      basis: 'follows',
      means: 'public clients are created differently from what was asked; look at the branch for isConfidential false',
    },
  ),
  'CREATE-17': create('should', 'The answer with the secret forbids caching.', 'Responses > 201', {
    standard: 'RFC 6749, 5.1',
    basis: 'practice',
    means: 'a proxy may keep the secret; send Cache-Control: no-store',
  }),
  'CREATE-18': create('should', 'A create with an empty or blank name is refused.', 'Request body', {
    cites: ['request/name'],
    basis: 'practice',
    standard: 'OWASP ASVS 5.0, 2.2.1',
    means: 'nobody can tell the client from others; demand a name that can be seen',
  }),
  'CREATE-19': create('should', 'The name of a deleted client can be given to a new one.', 'Request body', {
    cites: ['request/name'],
    basis: 'follows',
    means: 'a name that nobody holds stays taken; look for a soft delete that a unique index does not honour',
  }),
} as const;

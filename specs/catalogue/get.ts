import { under } from './build.ts';

const get = under('get', 'get');

/** What the heading on reading one client promises. */
export const getRequirements = {
  'GET-01': get('must', 'The detail of a client answers 200.', 'Responses > 200', {
    cites: ['header/*', 'response/200'],
    citesElsewhere: ['newSecret/endpoint', 'newSecret/header/*'],
    readings: ['K1', 'K2'],
    means: 'a client cannot be read; look at the route {partition}/{client} and its status',
  }),
  'GET-02': get('must', 'The detail is labelled as JSON.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the answer; look at the Content-Type of the answer',
  }),
  'GET-03': get('must', 'The detail is one client as the document shows it.', 'Responses > 200', {
    cites: ['response/200/*'],
    readings: ['K14', 'K15'],
    means: 'clients that deserialise the documented shape break; look at the serialisation of the detail',
  }),
  'GET-04': get('must', 'The detail shows the client that was asked for.', 'Request body > clientId', {
    cites: ['request/clientId', 'response/200/id', 'sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'a caller reads, and then changes, the wrong client; look at the lookup by id',
  }),
  'GET-05': get('must', 'The detail shows name, confidentiality and redirect URI of the client.', 'Responses > 200', {
    cites: ['response/200/name', 'response/200/isConfidential', 'response/200/redirectUri'],
    basis: 'follows',
    means: 'the detail shows other values than the tenant holds; look at its mapping',
  }),
  'GET-06': get('must', 'The detail never shows the value of a secret.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/200/secrets/secret'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'everybody who may read clients can act as any of them; show secrets only where they are made',
  }),
  'GET-07': get('must', 'A read never changes a client or its secrets, whatever its path.', 'API Endpoint', {
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
    means: 'whoever reads, or follows a link, mints, drops or replaces a credential; GET and HEAD must stay safe',
  }),
  'GET-08': get('must', 'An unknown client is refused.', 'Responses', {
    cites: ['request/clientId'],
    basis: 'follows',
    means: 'a caller takes nothing, or somebody else, for its client; answer 404',
  }),
  'GET-09': get('must', 'The documented header and body are accepted on the detail.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    citesElsewhere: ['newSecret/request/*'],
    readings: ['K9', 'K11'],
    means: 'a caller that follows the page literally is refused; ignore the body of a GET',
  }),
  'GET-10': get(
    'must',
    'The detail shows a record with its id for every secret of the client.',
    'Responses > 200 > secrets',
    {
      cites: ['response/200/secrets', 'response/200/secrets/id', 'response/200/secrets/creationTime', 'sentence/*'],
      readings: ['K17'],
      means: 'secrets cannot be found for rotation or removal; look at the secrets collection of the detail',
    },
  ),
  'GET-11': get('must', 'The detail shows no resources or secrets of another client.', 'Responses > 200', {
    cites: ['response/200/resources', 'response/200/secrets'],
    basis: 'follows',
    means: 'one client is shown with what belongs to another; look at the joins by client id',
  }),
  'GET-12': get(
    'must',
    'The detail shows the scopes that the tenant holds for the client.',
    'Responses > 200 > resources',
    {
      cites: ['response/200/resources*'],
      basis: 'follows',
      readings: ['K12'],
      means: 'the detail shows other scopes than the list, or than tokens get; look at its mapping',
    },
  ),
  'GET-13': get(
    'must',
    'The detail shows description and expiry of a secret as the tenant holds them.',
    'Responses > 200 > secrets',
    {
      cites: ['response/200/secrets/description', 'response/200/secrets/expiryTime'],
      basis: 'follows',
      means: 'secrets that are about to expire are overlooked; look at the mapping of secret records in the detail',
    },
  ),
  'GET-14': get(
    'must',
    'Nothing that reads show in the place of a secret is accepted as one.',
    'Responses > 200 > secrets > secret',
    {
      cites: ['response/200/secret', 'response/200/secrets/secret'],
      basis: 'follows',
      readings: ['K14'],
      means: 'whoever may read clients can sign in as them; a digest that is shown must not be what is compared with',
    },
  ),
} as const;

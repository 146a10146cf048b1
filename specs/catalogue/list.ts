import { under } from './build.ts';

const list = under('list', 'list');

/** What the heading on listing clients promises. */
export const listRequirements = {
  'LIST-01': list('must', 'Listing the clients of an organization answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'LIST-02': list('must', 'The list has a JSON Content-Type.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the response; check its Content-Type header',
  }),
  'LIST-03': list('must', 'The list is a JSON array of clients as the document shows them.', 'Responses > 200', {
    cites: ['response/200/*'],
    readings: ['K13', 'K14', 'K15'],
    means: 'clients that deserialise the documented JSON fail; check how list items are serialised',
  }),
  'LIST-04': list('must', 'A client that exists is in the list exactly once.', 'Responses > 200', {
    cites: ['response/200/id', 'sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means:
      'callers do not find their clients in the list, or find them twice; check the query, its joins, its limit (paging) and its cache',
  }),
  'LIST-05': list(
    'must',
    'The list shows the same name, isConfidential and redirectUri as GET of the client.',
    'Responses > 200',
    {
      cites: ['response/200/name', 'response/200/isConfidential', 'response/200/redirectUri'],
      basis: 'follows',
      means: 'the list and GET of the client show different values; check how list items are built',
    },
  ),
  'LIST-06': list('must', 'The list never shows the value of a secret.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/200/secrets/secret'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'everybody who may read clients can sign in as any of them; return secret values only when they are created',
  }),
  'LIST-07': list('must', 'The list is complete: it holds every client that exists.', 'Responses > 200', {
    cites: ['sentence/*'],
    basis: 'follows',
    means:
      'audits miss the clients that are left out; the document describes no paging, so the list must hold all clients',
  }),
  'LIST-08': list('must', 'No id is in the list twice.', 'Responses > 200 > id', {
    cites: ['response/200/id'],
    basis: 'follows',
    means: 'callers that index clients by id lose some; check the joins of the list query',
  }),
  'LIST-09': list(
    'must',
    'Resources and secrets in the list, where shown, are the same as in GET of the client.',
    'Responses > 200 > resources',
    {
      cites: ['response/200/resources*', 'response/200/secrets*'],
      basis: 'follows',
      readings: ['K13'],
      means:
        'an audit based on the list sees wrong scopes or secrets; check the joins of the list query, and for how long the list is kept',
    },
  ),
  'LIST-10': list('must', 'Listing clients accepts the documented header and body.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11', 'K22'],
    means: 'a request exactly as documented is rejected; ignore the body of a GET',
  }),
  'LIST-11': list('must', 'Listing clients changes no client.', 'API Endpoint', {
    cites: ['endpoint'],
    basis: 'follows',
    standard: 'RFC 9110, 9.2.1',
    means: 'GET is a safe method and must not write; look for writes in the read path',
  }),
  'LIST-12': list('must', 'After an update, the list shows the new values of the client.', 'Responses > 200', {
    cites: ['response/200/name'],
    basis: 'follows',
    means: 'the list is out of date; check its cache',
  }),
  'LIST-13': list('must', 'Every client in the list can be read in the same organization.', 'Responses > 200', {
    cites: ['sentence/*', 'response/sentence/*', 'response/200/id'],
    basis: 'follows',
    means:
      'the list holds clients of other organizations, or deleted ones; check its organization filter and its cache',
  }),
} as const;

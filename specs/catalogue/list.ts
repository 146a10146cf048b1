import { under } from './build.ts';

const list = under('list', 'list');

/** What the heading on listing clients promises. */
export const listRequirements = {
  'LIST-01': list('must', 'The list of an organization answers 200.', 'Responses > 200', {
    cites: ['endpoint', 'header/*', 'response/200'],
    means:
      'callers cannot read their clients, or must guess which status means success; look at the route and its status',
  }),
  'LIST-02': list('must', 'The list is labelled as JSON.', 'Responses > 200', {
    cites: ['response/200'],
    basis: 'follows',
    standard: 'RFC 9110, 8.3',
    means: 'generated clients refuse to parse the answer; look at the Content-Type of the answer',
  }),
  'LIST-03': list('must', 'The list is a JSON array of clients as the document shows them.', 'Responses > 200', {
    cites: ['response/200/*'],
    readings: ['K13', 'K14', 'K15'],
    means: 'clients that deserialise the documented shape break; look at the serialisation of list items',
  }),
  'LIST-04': list('must', 'A client that exists is in the list exactly once.', 'Responses > 200', {
    cites: ['response/200/id', 'sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'the list cannot be trusted to find a client; look at its query, joins and caches',
  }),
  'LIST-05': list(
    'must',
    'The list shows name, confidentiality and redirect URI as the detail shows them.',
    'Responses > 200',
    {
      cites: ['response/200/name', 'response/200/isConfidential', 'response/200/redirectUri'],
      basis: 'follows',
      means: 'two reads of one client disagree; look at the mapping of list items',
    },
  ),
  'LIST-06': list('must', 'The list never shows the value of a secret.', 'Responses > 200 > secret', {
    cites: ['response/200/secret', 'response/200/secrets/secret'],
    basis: 'practice',
    standard: 'RFC 9700, 2.5',
    readings: ['K14'],
    means: 'everybody who may read clients can act as any of them; show secrets only where they are made',
  }),
  'LIST-07': list('must', 'The list is complete: it holds every client that exists.', 'Responses > 200', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'clients beyond the cut are invisible to audits; the page knows no paging, so nothing may be left out',
  }),
  'LIST-08': list('must', 'No id is in the list twice.', 'Responses > 200 > id', {
    cites: ['response/200/id'],
    basis: 'follows',
    means: 'callers that key clients by id lose some; look at joins in the list query',
  }),
  'LIST-09': list(
    'must',
    'Resources and secret records in the list, where shown, agree with the detail.',
    'Responses > 200 > resources',
    {
      cites: ['response/200/resources*', 'response/200/secrets*'],
      basis: 'follows',
      readings: ['K13'],
      means: 'an audit by list sees other scopes or secrets than the client has; look at the joins of the list query',
    },
  ),
  'LIST-10': list('must', 'The documented header and body are accepted on the list.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11', 'K22'],
    means: 'a caller that follows the page literally is refused; ignore the body of a GET',
  }),
  'LIST-11': list('must', 'Reading the list changes no client.', 'API Endpoint', {
    cites: ['endpoint'],
    basis: 'follows',
    standard: 'RFC 9110, 9.2.1',
    means: 'a safe method has an effect; look for writes on the read path',
  }),
  'LIST-12': list('must', 'After an update the list shows the new state of the client.', 'Responses > 200', {
    cites: ['response/200/name'],
    basis: 'follows',
    means: 'the list is stale; look at its cache',
  }),
  'LIST-13': list('must', 'Every client in the list can be read in the same organization.', 'Responses > 200', {
    cites: ['sentence/*', 'response/sentence/*', 'response/200/id'],
    basis: 'follows',
    means:
      'the list holds clients of other organizations, or some that are gone; look at its filter by organization and at its cache',
  }),
} as const;

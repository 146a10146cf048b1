import { under } from './build.ts';

const remove = under('delete', 'delete');

/** What the heading on deleting a client promises. */
export const deleteRequirements = {
  'DELETE-01': remove('must', 'Deleting a client answers 204.', 'Responses > 204', {
    cites: ['endpoint', 'header/*', 'response/204'],
    means: 'clients built from the documentation treat the response as an error; check the route and its status code',
  }),
  'DELETE-02': remove('must', 'The response to deleting a client has no body and shows no secret.', 'Responses > 204', {
    cites: ['response/204', 'response/sentence/*'],
    standard: 'RFC 9110, 15.3.5',
    basis: 'stated',
    means: 'a body after 204 corrupts the next response on the connection; send none',
  }),
  'DELETE-03': remove('must', 'A deleted client can no longer be read.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means:
      'the tenant reports success but keeps the client; look for a soft delete that reads ignore, and for what holds the client and fails unseen',
  }),
  'DELETE-04': remove('must', 'A deleted client is no longer in the list.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'the list still shows the client; check the filter and the cache of the list',
  }),
  'DELETE-05': remove('must', 'Deleting a client deletes and changes no other client.', 'Request body > clientId', {
    cites: ['request/clientId', 'sentence/*'],
    basis: 'follows',
    means: 'other clients are lost or changed; check the WHERE condition of the delete and its cascades',
  }),
  'DELETE-06': remove('must', 'Deleting a client a second time answers 4xx or 204, never 5xx.', 'Responses', {
    cites: ['response/204'],
    basis: 'follows',
    readings: ['second-delete'],
    means: 'gateways may repeat a DELETE, which then fails; answer 404 or 204',
  }),
  'DELETE-07': remove('must', 'The secrets of a deleted client are no longer accepted.', 'Responses > 204', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a deleted client can still sign in; make the token endpoint read the same store, and check its cache',
  }),
  'DELETE-08': remove(
    'must',
    'Deleting a client that does not exist has no effect and never answers 5xx.',
    'Request body > clientId',
    {
      cites: ['request/clientId'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a mistyped id deletes something, or causes a server error; answer 404',
    },
  ),
  'DELETE-09': remove(
    'must',
    'A deleted client cannot be restored by an update, and cannot get a new secret.',
    'Responses > 204',
    {
      cites: ['response/204'],
      basis: 'follows',
      means: 'anybody who knows the id can undo the deletion; look for an upsert or a soft delete',
    },
  ),
  'DELETE-10': remove('must', 'Deleting a client accepts the documented header and body.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11'],
    means: 'a request exactly as documented is rejected; ignore the body of a DELETE',
  }),
  'DELETE-11': remove('must', 'A public client can be deleted like a confidential one.', 'Delete external clients', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'public clients cannot be deleted; check the code path for isConfidential false',
  }),
  'DELETE-12': remove(
    'must',
    'The authorization endpoint no longer accepts the redirect URI of a deleted client.',
    'Responses > 204',
    {
      cites: ['sentence/*', 'response/sentence/*'],
      basis: 'follows',
      standard: 'RFC 6749, 4.1.2.1',
      means:
        'users can still sign in to a deleted client; make the authorization endpoint read the same store, and check its cache',
    },
  ),
} as const;

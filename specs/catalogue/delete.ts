import { under } from './build.ts';

const remove = under('delete', 'delete');

/** What the heading on deleting a client promises. */
export const deleteRequirements = {
  'DELETE-01': remove('must', 'Deleting a client answers 204.', 'Responses > 204', {
    cites: ['endpoint', 'header/*', 'response/204'],
    means: 'callers that follow the page take the answer for a failure; look at the route and its status',
  }),
  'DELETE-02': remove('must', 'The answer to a delete has no body, and shows no secret elsewhere.', 'Responses > 204', {
    cites: ['response/204', 'response/sentence/*'],
    standard: 'RFC 9110, 15.3.5',
    basis: 'stated',
    means: 'the leftover body corrupts the next answer on the connection; send none',
  }),
  'DELETE-03': remove('must', 'A deleted client can no longer be read.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'the tenant said deleted and kept the client; look for a soft delete that reads do not honour',
  }),
  'DELETE-04': remove('must', 'A deleted client is no longer in the list.', 'Responses > 204', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means: 'the client goes on to be shown; look at the filter and the cache of the list',
  }),
  'DELETE-05': remove('must', 'Deleting a client removes or changes no other client.', 'Request body > clientId', {
    cites: ['request/clientId', 'sentence/*'],
    basis: 'follows',
    means: 'other clients are lost; look at the condition of the delete statement and at cascades',
  }),
  'DELETE-06': remove(
    'must',
    'Deleting a client a second time is refused or answers 204, and never fails.',
    'Responses',
    {
      cites: ['response/204'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a repeated delete, as every gateway may send, breaks the tenant; answer 404 or 204',
    },
  ),
  'DELETE-07': remove('must', 'No secret of a deleted client is accepted any more.', 'Responses > 204', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a deleted client still signs in; the token endpoint must look at the same store',
  }),
  'DELETE-08': remove('must', 'Deleting an unknown client has no effect and never fails.', 'Request body > clientId', {
    cites: ['request/clientId'],
    basis: 'follows',
    readings: ['second-delete'],
    means: 'a mistyped id removes something, or breaks the tenant; answer 404',
  }),
  'DELETE-09': remove(
    'must',
    'A deleted client cannot be brought back by an update or given a new secret.',
    'Responses > 204',
    {
      cites: ['response/204'],
      basis: 'follows',
      means: 'deletion can be undone by anybody with the id; look for an upsert or a soft delete',
    },
  ),
  'DELETE-10': remove('must', 'The documented header and body are accepted on a delete.', 'Request body', {
    cites: ['header/Content-Type', 'request/*'],
    readings: ['K11'],
    means: 'a caller that follows the page literally is refused; ignore the body of a DELETE',
  }),
  'DELETE-11': remove('must', 'A public client is deleted like a confidential one.', 'Delete external clients', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'public clients cannot be removed; look at the branch for isConfidential false',
  }),
} as const;

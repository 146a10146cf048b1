import { under } from './build.ts';

const inUpdate = under('update', 'update');
const inDelete = under('delete', 'delete');
const inGenerate = under('generateSecret', 'generateSecret');
const inRevoke = under('deleteSecret', 'deleteSecret');

/** What must hold over a whole life of a client, where single steps look right and their sequence goes wrong. */
export const lifecycleRequirements = {
  'LIFE-01': inUpdate(
    'must',
    'An update keeps secrets that were generated after the creation of the client.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'an update revokes newer secrets; look for code that replaces the whole record',
    },
  ),
  'LIFE-02': inGenerate(
    'must',
    'A secret generated after an update is accepted, and so are the older ones.',
    'Responses > 200',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'an updated client cannot get new secrets, or loses older ones; check what the update does to the stored client',
    },
  ),
  'LIFE-03': inRevoke('must', 'Deleting a secret does not undo an earlier update.', 'Delete a client secret', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'an older copy of the client is written back; check caches between the operations',
  }),
  'LIFE-04': inDelete(
    'must',
    'Deleting an updated client removes it and revokes all its secrets.',
    'Delete external clients',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'secrets stay valid after their client is deleted; check cascades from the client to its secrets',
    },
  ),
  'LIFE-05': inDelete('must', 'A public client can be created, read, updated and deleted.', 'Delete external clients', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'one of the operations handles public clients differently; check the code path for isConfidential false',
  }),
  'LIFE-06': inUpdate('must', 'A client keeps the values of its last successful update.', 'Responses > 200', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means:
      'a change is undone later, or an operation on one client changes another; check write-behind caches, jobs and replication, and whether each server has a cache of its own',
  }),
  'LIFE-07': inRevoke(
    'must',
    'A secret stays valid until it is deleted or expires, or its client is deleted.',
    'Request body > secretId',
    {
      cites: ['request/secretId', 'sentence/*'],
      basis: 'follows',
      means:
        'a running system is locked out, by an operation on another secret, an update, or time alone; check the WHERE condition of the delete, what updates write, and jobs and caches',
    },
  ),
  'LIFE-08': inRevoke(
    'must',
    'A secret that has ended does not come back, whatever is done to its client later.',
    'Delete a client secret',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'revoked secrets are in force again; look for an older copy of the client that a later operation writes back',
    },
  ),
} as const;

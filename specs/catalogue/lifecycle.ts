import { under } from './build.ts';

const inUpdate = under('update', 'update');
const inDelete = under('delete', 'delete');
const inGenerate = under('generateSecret', 'generateSecret');
const inRevoke = under('deleteSecret', 'deleteSecret');

/** What must hold over a whole life of a client, where single steps look right and their sequence goes wrong. */
export const lifecycleRequirements = {
  'LIFE-01': inUpdate(
    'must',
    'An update keeps secrets that were generated after creation.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'renaming a client revokes its newer secrets; look for a replace of the whole record',
    },
  ),
  'LIFE-02': inGenerate(
    'must',
    'A secret generated after an update is accepted, next to the older ones.',
    'Responses > 200',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'an updated client cannot be given new secrets; look at what the update did to the record',
    },
  ),
  'LIFE-03': inRevoke('must', 'Deleting a secret keeps what an update changed.', 'Delete a client secret', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'an older copy of the client is written back; look at caches between the operations',
  }),
  'LIFE-04': inDelete(
    'must',
    'Deleting an updated client removes it, and all of its secrets die.',
    'Delete external clients',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'secrets outlive their client; look at cascades from the client to its secrets',
    },
  ),
  'LIFE-05': inDelete(
    'must',
    'A public client lives its whole life: created, read, updated, deleted.',
    'Delete external clients',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'public clients are treated differently somewhere on the way',
    },
  ),
  'LIFE-06': inUpdate('must', 'A client stays what it was last given until it is changed again.', 'Responses > 200', {
    cites: ['sentence/*', 'response/sentence/*'],
    basis: 'follows',
    means:
      'a change is undone later, or work on one client reaches another; look at write-behind caches, jobs and replication',
  }),
  'LIFE-07': inRevoke(
    'must',
    'A secret stays in force until it is deleted or expires, or its client is deleted.',
    'Request body > secretId',
    {
      cites: ['request/secretId', 'sentence/*'],
      basis: 'follows',
      means: 'a running system is locked out by work on something else; look at the condition of the delete statement',
    },
  ),
} as const;

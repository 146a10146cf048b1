import { under } from './build.ts';

const inCreate = under('create', 'create');
const inUpdate = under('update', 'update');
const inDelete = under('delete', 'delete');
const inGenerate = under('generateSecret', 'generateSecret');
const inRevoke = under('deleteSecret', 'deleteSecret');

/**
 * What must hold when requests meet each other. The page promises nothing about order, so any order is fine, and so is a refusal
 * of the later one; what was answered with success must have happened.
 */
export const raceRequirements = {
  'RACE-01': inCreate(
    'must',
    'Clients created concurrently have their own ids and secrets, and every secret is accepted.',
    'Responses > 201',
    {
      cites: ['response/201/id', 'response/201/secret'],
      basis: 'follows',
      means: 'two callers share a client, or one of them has an invalid secret; check id generation and shared state',
    },
  ),
  'RACE-02': inGenerate(
    'must',
    'Secrets generated concurrently are different, stored, and accepted for their own client.',
    'Responses > 200',
    {
      cites: ['response/200/id', 'response/200/secret', 'sentence/*'],
      basis: 'follows',
      means: 'an issued secret is lost; append to the stored list instead of overwriting it',
    },
  ),
  'RACE-03': inUpdate(
    'must',
    'Concurrent updates are atomic: the result is exactly one of them, and a rejected one has no effect.',
    'Responses > 200',
    {
      cites: ['response/sentence/*', 'sentence/*'],
      basis: 'follows',
      means: 'a client ends with the name of one update and the scopes of another; update in one transaction',
    },
  ),
  'RACE-04': inUpdate(
    'must',
    'An update does not lose a secret that is generated at the same time.',
    'Update an external client',
    {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'an issued secret is invalid; the update overwrites the client with an older copy',
    },
  ),
  'RACE-05': inDelete(
    'must',
    'A client deleted by several concurrent requests is gone, and no request fails.',
    'Responses > 204',
    {
      cites: ['response/204', 'sentence/*'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'a repeated request causes an error, or the client survives; make the delete idempotent',
    },
  ),
  'RACE-07': inRevoke(
    'must',
    'Secrets deleted concurrently are all gone, and the others stay stored and accepted.',
    'Responses > 204',
    {
      cites: ['response/204', 'sentence/*'],
      basis: 'follows',
      means: 'a revoked secret comes back, or a valid one is lost; delete the record instead of overwriting the list',
    },
  ),
} as const;

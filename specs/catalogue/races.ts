import { under } from './build.ts';

const inCreate = under('create', 'create');
const inUpdate = under('update', 'update');
const inDelete = under('delete', 'delete');
const inGenerate = under('generateSecret', 'generateSecret');

/**
 * What must hold when requests meet each other. The page promises nothing about order, so any order is fine, and so is a refusal
 * of the later one; what was answered with success must have happened.
 */
export const raceRequirements = {
  'RACE-01': inCreate(
    'must',
    'Clients created at the same time get ids and secrets of their own, and every secret is accepted.',
    'Responses > 201',
    {
      cites: ['response/201/id', 'response/201/secret'],
      basis: 'follows',
      means: 'two callers share a client, or one of them holds a dead secret; look at generators and shared state',
    },
  ),
  'RACE-02': inGenerate(
    'must',
    'Secrets generated at the same time are of their own, recorded, and accepted for the client they were made for.',
    'Responses > 200',
    {
      cites: ['response/200/id', 'response/200/secret', 'sentence/*'],
      basis: 'follows',
      means: 'a secret that was given out is lost; append to the stored list, do not write it back whole',
    },
  ),
  'RACE-03': inUpdate(
    'must',
    'Of updates at the same time one wins whole; what is refused leaves no trace.',
    'Responses > 200',
    {
      cites: ['response/sentence/*', 'sentence/*'],
      basis: 'follows',
      means: 'a client is left with the name of one caller and the scopes of another; update in one transaction',
    },
  ),
  'RACE-04': inUpdate('must', 'An update loses no secret that is generated meanwhile.', 'Update an external client', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a secret that was given out is dead; the update writes back the client as it was read before',
  }),
  'RACE-05': inDelete(
    'must',
    'A client deleted several times at once is gone, and no request fails.',
    'Responses > 204',
    {
      cites: ['response/204', 'sentence/*'],
      basis: 'follows',
      readings: ['second-delete'],
      means: 'what a gateway repeats breaks the tenant, or the client survives; make the delete idempotent',
    },
  ),
} as const;

import { under } from './build.ts';

const inGet = under('get', 'get');
const inList = under('list', 'list');
const inDelete = under('delete', 'delete');
const inRevoke = under('deleteSecret', 'deleteSecret');

/** As {@link ./races.ts}, for what takes more requests than an ordinary run may send. */
export const deepRaceRequirements = {
  'RACE-06': {
    ...inGet('must', 'A read during updates shows one state whole.', 'Responses > 200', {
      cites: ['response/sentence/*'],
      basis: 'follows',
      means: 'readers see a client that never was; read in one transaction, or write in one',
    }),
    depth: 'deep',
  },
  'RACE-07': {
    ...inRevoke(
      'must',
      'Secrets deleted at the same time are all gone, and the others stay recorded and accepted.',
      'Responses > 204',
      {
        cites: ['response/204', 'sentence/*'],
        basis: 'follows',
        means: 'a revoked secret comes back, or a living one dies; remove the row, do not write the list back whole',
      },
    ),
    depth: 'deep',
  },
  'RACE-08': {
    ...inDelete('must', 'A client deleted while secrets are generated is gone, with every secret.', 'Responses > 204', {
      cites: ['sentence/*'],
      basis: 'follows',
      means:
        'a deleted client comes back, or a secret outlives it; check that the client exists when its secret is stored',
    }),
    depth: 'deep',
  },
  'RACE-09': {
    ...inList(
      'must',
      'A list read while clients come and go holds every client that nobody touches, once.',
      'Responses > 200',
      {
        cites: ['response/sentence/*'],
        basis: 'follows',
        means: 'callers act on clients that seem to be missing; read the list from one snapshot',
      },
    ),
    depth: 'deep',
  },
  'RACE-10': {
    ...inDelete('must', 'A client deleted while it is updated is gone.', 'Responses > 204', {
      cites: ['sentence/*'],
      basis: 'follows',
      means: 'a late update brings a deleted client back; update a row that exists, do not write the record back whole',
    }),
    depth: 'deep',
  },
} as const;

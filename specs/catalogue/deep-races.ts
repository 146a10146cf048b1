import { under } from './build.ts';

const inGet = under('get', 'get');
const inList = under('list', 'list');
const inDelete = under('delete', 'delete');

/** As {@link ./races.ts}, for what takes more requests than an ordinary run may send. */
export const deepRaceRequirements = {
  'RACE-06': {
    ...inGet(
      // Two queries without a transaction between them are common, and the page promises nothing of reads that meet a write.
      'should',
      'Reading a client during updates shows the values of one update, never a mixture.',
      'Responses > 200',
      {
        cites: ['response/sentence/*'],
        basis: 'standard',
        standard: 'RFC 9110, 3.2',
        means: 'callers see a client that never existed; read and write in one transaction',
      },
    ),
    depth: 'deep',
  },
  'RACE-08': {
    ...inDelete(
      'must',
      'A client deleted while secrets are generated is gone, with all its secrets.',
      'Responses > 204',
      {
        cites: ['sentence/*'],
        basis: 'follows',
        means:
          'a deleted client comes back, or a secret of it stays valid; check that the client exists when its secret is stored',
      },
    ),
    depth: 'deep',
  },
  'RACE-09': {
    ...inList(
      'must',
      'A list read while clients are created and deleted holds every other client once.',
      'Responses > 200',
      {
        cites: ['response/sentence/*'],
        basis: 'follows',
        means: 'clients seem to be missing; read the list from one snapshot',
      },
    ),
    depth: 'deep',
  },
  'RACE-10': inDelete('must', 'A client deleted while it is updated is gone.', 'Responses > 204', {
    cites: ['sentence/*'],
    basis: 'follows',
    means: 'a late update restores a deleted client; change the existing record instead of writing a whole one',
  }),
} as const;

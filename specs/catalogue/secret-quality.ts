import { under } from './build.ts';

const inCreate = under('create', 'create');
const inGenerate = under('generateSecret', 'generateSecret');

/** What makes a secret worth its name, and keeps it where only its owner sees it. */
export const secretQualityRequirements = {
  'SECRET-01': inGenerate(
    'should',
    'The values of secrets vary so much that nobody can guess one: in 128 bits at least.',
    'Responses > 200 > secret',
    {
      standard: 'RFC 6749, 10.10',
      means: 'secrets can be guessed from others, or tried out; take them from a cryptographic generator, long enough',
    },
  ),
  'SECRET-02': inCreate(
    'should',
    'Creating a client shows the secret in the body alone, in no header and no address.',
    'Responses > 201 > secret',
    {
      standard: 'RFC 9110, 17.9',
      basis: 'practice',
      means: 'logs of every proxy on the way hold the secret; keep it out of Location and other headers',
    },
  ),
  'SECRET-03': inGenerate(
    'should',
    'Generating a secret shows it in the body alone, in no header and no address.',
    'Responses > 200 > secret',
    {
      standard: 'RFC 9110, 17.9',
      basis: 'practice',
      means: 'logs of every proxy on the way hold the secret; keep it out of Location and other headers',
    },
  ),
} as const;

import { under } from './build.ts';

const inCreate = under('create', 'create');
const inGenerate = under('generateSecret', 'generateSecret');

/** What makes a secret worth its name, and keeps it where only its owner sees it. */
export const secretQualityRequirements = {
  'SECRET-01': inGenerate('should', 'Secret values have at least 128 bits of entropy.', 'Responses > 200 > secret', {
    standard: 'RFC 6749, 10.10',
    means: 'secrets can be guessed; use a cryptographic random generator and enough characters',
  }),
  'SECRET-02': inCreate(
    'should',
    'Creating a client returns the secret only in the body, not in a header or URL.',
    'Responses > 201 > secret',
    {
      standard: 'RFC 9110, 17.9',
      basis: 'practice',
      means: 'proxies write the secret into their logs; keep it out of Location and other headers',
    },
  ),
  'SECRET-03': inGenerate(
    'should',
    'Generating a secret returns it only in the body, not in a header or URL.',
    'Responses > 200 > secret',
    {
      standard: 'RFC 9110, 17.9',
      basis: 'practice',
      means: 'proxies write the secret into their logs; keep it out of Location and other headers',
    },
  ),
} as const;

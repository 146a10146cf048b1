import { under } from './build.ts';

const inCreate = under('create', 'create');
const inUpdate = under('update', 'update');

/** Where users are sent: what is registered, and nothing that only looks like it. */
export const authorizeRequirements = {
  'AUTHORIZE-01': inCreate(
    'should',
    'No client is created with a redirect URI that runs a script or carries its own content.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 10.14',
      basis: 'practice',
      means: 'whoever registers a client runs scripts at the tenant; take http, https and private schemes alone',
    },
  ),
  'AUTHORIZE-02': inUpdate(
    'should',
    'No update gives a client a redirect URI that runs a script or carries its own content.',
    'Update an external client',
    {
      standard: 'RFC 6749, 10.14',
      basis: 'practice',
      means: 'what is refused on create is let in by the back door; use one validator for both',
    },
  ),
} as const;

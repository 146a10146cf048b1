import { under } from './build.ts';

const inCreate = under('create', 'create');
const inUpdate = under('update', 'update');

const SCRIPTS =
  "everybody who may register or change a client can run scripts in the tenant's pages; accept only http, https and private schemes";

/** Where users are sent: what is registered, and nothing that only looks like it. */
export const authorizeRequirements = {
  'AUTHORIZE-01': inCreate(
    'should',
    'Creating a client rejects redirect URIs with javascript:, data: and similar schemes.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 10.14',
      basis: 'practice',
      means: SCRIPTS,
    },
  ),
  'AUTHORIZE-02': inUpdate(
    'should',
    'Updating a client rejects redirect URIs with javascript:, data: and similar schemes.',
    'Update an external client',
    {
      standard: 'RFC 6749, 10.14',
      basis: 'practice',
      means: SCRIPTS,
    },
  ),
} as const;

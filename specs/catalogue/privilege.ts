import { under } from './build.ts';

const inCreate = under('create', 'create');
const inGenerate = under('generateSecret', 'generateSecret');

/** Both are the same promise about tokens, shown by two operations. */
const narrowed = {
  cites: ['scope/*'],
  basis: 'follows',
  standard: 'RFC 6749, 3.3',
  means:
    'a leaked token allows everything that its client may do; check that the token holds no more than was asked for, and that its scopes are looked at, not those of the client',
} as const;

/** What a client can do with a token of its own, which is what its scopes were registered for. */
export const privilegeRequirements = {
  'PRIVILEGE-01': inCreate(
    'must',
    'A token requested without the scope does not allow creating a client, even if its client is registered for the scope.',
    'Scopes',
    narrowed,
  ),
  'PRIVILEGE-02': inGenerate(
    'must',
    'A token requested without the scope does not allow generating a secret, even if its client is registered for the scope.',
    'Scopes',
    narrowed,
  ),
} as const;

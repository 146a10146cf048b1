import { under } from './build.ts';

const inCreate = under('create', 'create');
const inGenerate = under('generateSecret', 'generateSecret');

/** Both are the same promise about tokens, shown by two operations. */
const narrowed = {
  cites: ['scope/*'],
  basis: 'follows',
  standard: 'RFC 6749, 3.3',
  means: 'tokens cannot be narrowed: a leaked one opens all that its client may do; look at the token, not the client',
} as const;

/** What a client can do with a token of its own, which is what its scopes were registered for. */
export const privilegeRequirements = {
  'PRIVILEGE-01': inCreate(
    'must',
    'With a token that was asked for without the scope, a client that is registered for the scope creates none.',
    'Scopes',
    narrowed,
  ),
  'PRIVILEGE-02': inGenerate(
    'must',
    'With a token that was asked for without the scope, a client that is registered for the scope generates no secret.',
    'Scopes',
    narrowed,
  ),
} as const;

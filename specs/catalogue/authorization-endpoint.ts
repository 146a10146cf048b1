import { under } from './build.ts';

const inAuthorize = under('create', 'authorize');

/** Where the authorization endpoint sends users, on tenants that have one. */
export const authorizationEndpointRequirements = {
  'AUTHORIZE-03': inAuthorize(
    'should',
    'The authorization endpoint sends nobody to a redirect URI that is not registered.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 4.1.2.1',
      means: 'the tenant sends users, and codes, wherever a link says; compare with what is registered',
    },
  ),
  'AUTHORIZE-04': inAuthorize(
    'should',
    'The authorization endpoint compares redirect URIs whole: similar ones are not registered.',
    'Request body > redirectUri',
    {
      standard: 'RFC 9700, 4.1',
      means: 'codes leak to hosts and paths that nobody registered; compare texts whole, not by prefix or pattern',
    },
  ),
  'AUTHORIZE-05': inAuthorize(
    'should',
    'The authorization endpoint sends nobody to the redirect URI of another client, or of a deleted one.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 3.1.2.3',
      means: 'redirect URIs are looked up without their client; compare with those of the client that asks',
    },
  ),
  'AUTHORIZE-06': inAuthorize(
    'should',
    'The authorization endpoint gives no code and no token where nobody has signed in.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 4.1',
      means: 'whoever knows a public client id acts as somebody; ask for a session, also with prompt=none',
    },
  ),
  'AUTHORIZE-07': {
    ...inAuthorize(
      'should',
      'The authorization endpoint shows nothing of a request as markup.',
      'Request body > redirectUri',
      {
        standard: 'RFC 6749, 10.14',
        means: 'a link runs scripts on the page where users sign in; escape what is shown of a request',
      },
    ),
    depth: 'deep',
  },
  'AUTHORIZE-08': {
    ...inAuthorize(
      'should',
      'The authorization endpoint keeps the query of a redirect URI, and gives state back as it was.',
      'Request body > redirectUri',
      {
        standard: 'RFC 6749, 3.1.2',
        means: 'whoever makes up a state adds parameters to an answer; put the address together as one, not as text',
      },
    ),
    depth: 'deep',
  },
  'AUTHORIZE-09': inAuthorize(
    'must',
    'The authorization endpoint takes each redirect URI that a client is registered with, as it was created and updated.',
    'Request body > redirectUri',
    {
      cites: ['request/redirectUri'],
      citesElsewhere: ['update/response/200/redirectUri'],
      basis: 'follows',
      standard: 'RFC 6749, 3.1.2.3',
      means:
        'no user reaches the client; where it is so for none of them, look at where the endpoint reads what is registered, else at how several are told apart',
    },
  ),
} as const;

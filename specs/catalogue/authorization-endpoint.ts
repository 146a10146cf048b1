import { under } from './build.ts';

const inAuthorize = under('create', 'authorize');

/** Where the authorization endpoint sends users, on tenants that have one. */
export const authorizationEndpointRequirements = {
  'AUTHORIZE-03': inAuthorize(
    'must',
    'The authorization endpoint never redirects to an unregistered redirect URI.',
    'Request body > redirectUri',
    {
      cites: ['request/redirectUri'],
      citesElsewhere: ['update/response/200/redirectUri'],
      basis: 'follows',
      standard: 'RFC 6749, 4.1.2.1',
      means:
        'users are sent to any address in a link, with an authorization code or an error; compare it with the registered redirect URIs',
    },
  ),
  'AUTHORIZE-04': inAuthorize(
    'should',
    'The authorization endpoint compares redirect URIs exactly: a similar URI is not accepted.',
    'Request body > redirectUri',
    {
      standard: 'RFC 9700, 4.1',
      means: 'codes leak to unregistered hosts and paths; compare whole strings, not prefixes or patterns',
    },
  ),
  'AUTHORIZE-05': inAuthorize(
    'must',
    'The authorization endpoint never redirects to a redirect URI of another client.',
    'Request body > redirectUri',
    {
      cites: ['request/redirectUri'],
      citesElsewhere: ['update/response/200/redirectUri'],
      basis: 'follows',
      standard: 'RFC 6749, 3.1.2.3',
      means: 'redirect URIs are looked up without their client; compare with those of the requesting client',
    },
  ),
  'AUTHORIZE-06': inAuthorize(
    'should',
    'The authorization endpoint issues no code and no token before a user signs in.',
    'Request body > redirectUri',
    {
      standard: 'RFC 6749, 4.1',
      means: 'everybody who knows a public client id gets a code; require a session, also with prompt=none',
    },
  ),
  'AUTHORIZE-07': {
    ...inAuthorize(
      'should',
      'The authorization endpoint escapes request values in its pages.',
      'Request body > redirectUri',
      {
        standard: 'RFC 6749, 10.14',
        means: 'a link can run scripts in the sign-in page; escape request values',
      },
    ),
    depth: 'deep',
  },
  'AUTHORIZE-08': {
    ...inAuthorize(
      'should',
      'The authorization endpoint keeps the query of a redirect URI and returns state unchanged.',
      'Request body > redirectUri',
      {
        standard: 'RFC 6749, 3.1.2',
        means:
          'a crafted state adds parameters to the redirect; build the URL with a URL library, not by concatenation',
      },
    ),
    depth: 'deep',
  },
  'AUTHORIZE-09': inAuthorize(
    'must',
    'The authorization endpoint accepts every registered redirect URI of a client, after creation and after an update.',
    'Request body > redirectUri',
    {
      cites: ['request/redirectUri'],
      citesElsewhere: ['update/response/200/redirectUri'],
      basis: 'follows',
      standard: 'RFC 6749, 3.1.2.3',
      means:
        'users cannot sign in to the client; check where the endpoint reads the registered redirect URIs, and how it splits several',
    },
  ),
} as const;

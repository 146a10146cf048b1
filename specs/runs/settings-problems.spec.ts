import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, test } from '@playwright/test';
import { suspicionOf } from '../../fixtures/preflight/settings-reader.ts';
import { LIVE, PARTITION, problemsOf, SECRET, WITHOUT_CREDENTIALS } from './support/settings.ts';

const OTHER = '11111111-89ab-cdef-0123-456789abcdef';
type Env = Record<string, string>;
const live = (changes: Env = {}): Env => ({ ...LIVE, ...changes });
const bare = (changes: Env = {}): Env => ({ ...WITHOUT_CREDENTIALS, ...changes });

// One case per row reads better than one word per line.
// biome-ignore format: a table
/** A readable token that ends in so many seconds. */
function ending(seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1000) + seconds })}.x`;
}

const WRONG: readonly (readonly [string, Env, RegExp])[] = [
  [
    'a missing identity base',
    { TENANT_PARTITION_ID: PARTITION, TENANT_ACCESS_TOKEN: 'abc' },
    /^TENANT_IDENTITY_URL is not set; set it to .*https:/,
  ],
  [
    'a missing partition',
    { TENANT_IDENTITY_URL: LIVE.TENANT_IDENTITY_URL, TENANT_ACCESS_TOKEN: 'abc' },
    /^TENANT_PARTITION_ID is not set; .*GUID/,
  ],
  ['missing credentials', bare(), /^TENANT_CLIENT_ID is not set; .*TENANT_CLIENT_SECRET.*TENANT_ACCESS_TOKEN/],
  ['a client without its secret', bare({ TENANT_CLIENT_ID: 'a' }), /^TENANT_CLIENT_SECRET is not set/],
  ['a secret without its client', bare({ TENANT_CLIENT_SECRET: SECRET }), /^TENANT_CLIENT_ID is not set/],
  [
    'a token beside a client',
    live({ TENANT_ACCESS_TOKEN: SECRET }),
    /^TENANT_ACCESS_TOKEN is set together with TENANT_CLIENT_ID and TENANT_CLIENT_SECRET;/,
  ],
  [
    'a token beside half a client',
    bare({ TENANT_CLIENT_SECRET: SECRET, TENANT_ACCESS_TOKEN: 'abc' }),
    /^TENANT_ACCESS_TOKEN is set together with TENANT_CLIENT_SECRET;/,
  ],
  [
    'a token with the word Bearer',
    bare({ TENANT_ACCESS_TOKEN: `Bearer ${SECRET}` }),
    /^TENANT_ACCESS_TOKEN begins with the word Bearer/,
  ],
  [
    'a token that was broken by copying',
    bare({ TENANT_ACCESS_TOKEN: `${SECRET}\nmore` }),
    /^TENANT_ACCESS_TOKEN holds characters/,
  ],
  [
    'a partition that is no GUID',
    live({ TENANT_PARTITION_ID: 'contoso' }),
    /^TENANT_PARTITION_ID is "contoso"; set it to a GUID/,
  ],
  [
    'an expired token that has not expired',
    live({ TENANT_EXPIRED_TOKEN: ending(3600) }),
    /^TENANT_EXPIRED_TOKEN has not expired; set it to a token/,
  ],
  [
    'an expired token that has just expired',
    live({ TENANT_EXPIRED_TOKEN: ending(-60) }),
    /^TENANT_EXPIRED_TOKEN has expired only just now; set it/,
  ],
  [
    'another partition that is no GUID',
    live({ TENANT_OTHER_PARTITION_ID: '{x' }),
    /^TENANT_OTHER_PARTITION_ID is "\{x"/,
  ],
  [
    'another partition that is the same',
    live({ TENANT_OTHER_PARTITION_ID: PARTITION.toUpperCase() }),
    /^TENANT_OTHER_PARTITION_ID names the same organization/,
  ],
  [
    'another application without its secret',
    live({ TENANT_OTHER_PARTITION_ID: OTHER, TENANT_OTHER_CLIENT_ID: 'theirs' }),
    /^TENANT_OTHER_CLIENT_SECRET is not set; set it to the secret that belongs to TENANT_OTHER_CLIENT_ID/,
  ],
  [
    'another application without its organization',
    live({ TENANT_OTHER_CLIENT_ID: 'theirs', TENANT_OTHER_CLIENT_SECRET: 'of theirs' }),
    /^TENANT_OTHER_PARTITION_ID is not set; set it to the organization of the application/,
  ],
  [
    'another application that is the same',
    live({
      TENANT_OTHER_PARTITION_ID: OTHER,
      TENANT_OTHER_CLIENT_ID: 'an-application',
      TENANT_OTHER_CLIENT_SECRET: 'of theirs',
    }),
    /^TENANT_OTHER_CLIENT_ID is the same as TENANT_CLIENT_ID/,
  ],
  [
    'a placeholder in the address',
    live({ TENANT_IDENTITY_URL: 'https://{yourDomain}/org/identity_' }),
    /^TENANT_IDENTITY_URL still holds the placeholder \{yourDomain\}/,
  ],
  [
    'an encoded placeholder',
    live({ TENANT_IDENTITY_URL: 'https://host/%7BorganizationName%7D/identity_' }),
    /^TENANT_IDENTITY_URL still holds the placeholder/,
  ],
  [
    'a placeholder for the partition',
    live({ TENANT_PARTITION_ID: '<organizationId>' }),
    /^TENANT_PARTITION_ID still holds the placeholder <organizationId>/,
  ],
  ['an address that is none', live({ TENANT_IDENTITY_URL: 'host/organization' }), /^TENANT_IDENTITY_URL is not a URL/],
  [
    'an address of another kind',
    live({ TENANT_IDENTITY_URL: 'ftp://host/identity_' }),
    /^TENANT_IDENTITY_URL does not begin with https/,
  ],
  [
    'credentials in the address',
    live({ TENANT_IDENTITY_URL: `https://user:${SECRET}@host/identity_` }),
    /^TENANT_IDENTITY_URL holds a user name or password/,
  ],
  [
    'a query in the address',
    live({ TENANT_IDENTITY_URL: 'https://host/identity_?a=b' }),
    /^TENANT_IDENTITY_URL has a query or a fragment/,
  ],
  [
    'an empty query in the address',
    live({ TENANT_IDENTITY_URL: 'https://host/identity_?' }),
    /^TENANT_IDENTITY_URL has a query or a fragment/,
  ],
  [
    'a fragment in the address',
    live({ TENANT_IDENTITY_URL: 'https://host/identity_#x' }),
    /^TENANT_IDENTITY_URL has a query or a fragment/,
  ],
  [
    'the address of the list',
    live({ TENANT_IDENTITY_URL: `https://host/identity_/api/ExternalClient/${PARTITION}` }),
    /^TENANT_IDENTITY_URL ends in \/api\/ExternalClient/,
  ],
  [
    'the address of the token endpoint',
    live({ TENANT_IDENTITY_URL: 'https://host/identity_/connect/token' }),
    /^TENANT_IDENTITY_URL ends in \/connect\/token/,
  ],
  ['a token address that is none', live({ TENANT_TOKEN_URL: '/connect/token' }), /^TENANT_TOKEN_URL is not a URL/],
  [
    'a certificate file that is missing',
    live({ TENANT_CA_FILE: 'missing.pem' }),
    /^TENANT_CA_FILE names "missing\.pem", which does not exist/,
  ],
  [
    'a certificate file that is a folder',
    live({ TENANT_CA_FILE: tmpdir() }),
    /^TENANT_CA_FILE names ".*", which is a folder/,
  ],
  ['a proxy without a scheme', live({ TENANT_PROXY: 'proxy:8080' }), /^TENANT_PROXY is malformed; set it to .*http:/],
  ['a proxy that is not for HTTP', live({ TENANT_PROXY: `socks5://me:${SECRET}@proxy` }), /^TENANT_PROXY is malformed/],
  [
    'writes that are neither allowed nor denied',
    live({ TENANT_WRITES: 'yes' }),
    /^TENANT_WRITES is "yes"; set it to allow or deny\.$/,
  ],
  [
    'a seed that is no number',
    { CONFORMANCE_SEED: '4711x' },
    /^CONFORMANCE_SEED is "4711x"; set it to a whole number from 0 to 2147483647\.$/,
  ],
  ['a negative seed', { CONFORMANCE_SEED: '-1' }, /^CONFORMANCE_SEED is "-1"/],
  ['a seed with a fraction', { CONFORMANCE_SEED: '1.5' }, /^CONFORMANCE_SEED is "1\.5"/],
  ['a seed of more than 31 bits', { CONFORMANCE_SEED: '2147483648' }, /^CONFORMANCE_SEED is "2147483648"/],
  ['an unknown depth', { CONFORMANCE_DEPTH: 'abyss' }, /^CONFORMANCE_DEPTH is "abyss"; set it to default or deep\.$/],
  [
    'an unknown level to fail on',
    { CONFORMANCE_FAIL_ON: 'may' },
    /^CONFORMANCE_FAIL_ON holds "may"; set it to a comma-separated list of must, should or unverified, and of ids/,
  ],
  [
    'two levels to fail on',
    { CONFORMANCE_FAIL_ON: 'must,should' },
    /^CONFORMANCE_FAIL_ON holds must and should; keep one of them/,
  ],
  ['a switch that is neither on nor off', { CONFORMANCE_STRICT: 'maybe' }, /^CONFORMANCE_STRICT is "maybe"/],
  ['an id of another form', { CONFORMANCE_ONLY: 'CREATE-01,everything' }, /^CONFORMANCE_ONLY holds "everything"/],
  ['a list without content', { CONFORMANCE_ONLY: ',' }, /^CONFORMANCE_ONLY holds ","/],
  [
    'an unknown operation',
    { CONFORMANCE_OPERATION: 'create,patch' },
    /^CONFORMANCE_OPERATION holds "patch"; .*generateSecret/,
  ],
  ['an unknown level', { CONFORMANCE_LEVEL: 'musts' }, /^CONFORMANCE_LEVEL holds "musts"/],
  [
    'a consistency window that is no number',
    { CONFORMANCE_CONSISTENCY_MS: '5s' },
    /^CONFORMANCE_CONSISTENCY_MS is "5s"/,
  ],
  ['a time-out of nothing', { CONFORMANCE_TIMEOUT_MS: '0' }, /^CONFORMANCE_TIMEOUT_MS is "0"/],
  [
    'waivers that are missing',
    { CONFORMANCE_WAIVERS: 'missing.yaml' },
    /^CONFORMANCE_WAIVERS names "missing\.yaml", which does not exist/,
  ],
  [
    'a baseline that is missing',
    { CONFORMANCE_BASELINE: 'missing.json' },
    /^CONFORMANCE_BASELINE names "missing\.json"/,
  ],
];

test.describe('one sentence names the variable for', () => {
  for (const [what, env, sentence] of WRONG) {
    test(what, () => {
      expect(problemsOf(env)).toEqual([expect.stringMatching(sentence)]);
    });
  }

  test('all problems at once', () => {
    const problems = problemsOf({ TENANT_WRITES: 'perhaps', CONFORMANCE_SEED: 'x' });
    const names = problems.map((problem) => problem.split(' ', 1).join());
    expect(names.sort()).toEqual([
      'CONFORMANCE_SEED',
      'TENANT_CLIENT_ID',
      'TENANT_IDENTITY_URL',
      'TENANT_PARTITION_ID',
      'TENANT_WRITES',
    ]);
  });
});

test('secrets that look like placeholders, or are quoted, are taken as they are', () => {
  for (const secret of ['k{Word}x', 'k<Word>x', 'k%7BWord%7Dx', "'quoted'", '"quoted"'])
    expect(problemsOf(live({ TENANT_CLIENT_SECRET: secret })), secret).toEqual([]);
  expect(suspicionOf('TENANT_CLIENT_SECRET', 'k{Word}x')).toMatch(/looks like a placeholder/);
  expect(suspicionOf('TENANT_CLIENT_SECRET', "'quoted'")).toMatch(/quotation marks/);
  expect(suspicionOf('TENANT_CLIENT_SECRET', 'a plain one')).toBe('');
});

test.describe('a certificate file', () => {
  let folder = '';
  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const [what, text, fine] of [
    ['with one certificate is taken', rootCertificates[0] ?? '', true],
    ['with several is taken', rootCertificates.slice(0, 3).join('\n'), true],
    ['that is empty is refused', '', false],
    ['with a broken certificate is refused', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', false],
    [
      'with a broken one beside a good one is refused',
      `${rootCertificates[0]}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      false,
    ],
    ['with something else is refused', 'hello', false],
  ] as const) {
    test(what, () => {
      const file = join(folder, 'ca.pem');
      writeFileSync(file, text);
      const problems = problemsOf(live({ TENANT_CA_FILE: file }));
      expect(problems).toEqual(
        fine ? [] : [expect.stringMatching(/^TENANT_CA_FILE names .* holds no PEM certificate/)],
      );
    });
  }
});

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

/** A readable token that ends in so many seconds. */
function ending(seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1000) + seconds })}.x`;
}

/** Environments that cannot be used, and what the sentence about each begins with. */
const WRONG: readonly (readonly [Env, RegExp])[] = [
  [
    { TENANT_PARTITION_ID: PARTITION, TENANT_ACCESS_TOKEN: 'abc' },
    /^TENANT_IDENTITY_URL is not set; set it to .*https:/,
  ],
  [
    { TENANT_IDENTITY_URL: LIVE.TENANT_IDENTITY_URL, TENANT_ACCESS_TOKEN: 'abc' },
    /^TENANT_PARTITION_ID is not set; .*GUID/,
  ],
  [bare(), /^TENANT_CLIENT_ID is not set; .*TENANT_CLIENT_SECRET.*TENANT_ACCESS_TOKEN/],
  [bare({ TENANT_CLIENT_ID: 'a' }), /^TENANT_CLIENT_SECRET is not set/],
  [bare({ TENANT_CLIENT_SECRET: SECRET }), /^TENANT_CLIENT_ID is not set/],
  [
    live({ TENANT_ACCESS_TOKEN: SECRET }),
    /^TENANT_ACCESS_TOKEN is set together with TENANT_CLIENT_ID and TENANT_CLIENT_SECRET;/,
  ],
  [
    bare({ TENANT_CLIENT_SECRET: SECRET, TENANT_ACCESS_TOKEN: 'abc' }),
    /^TENANT_ACCESS_TOKEN is set together with TENANT_CLIENT_SECRET;/,
  ],
  [bare({ TENANT_ACCESS_TOKEN: `Bearer ${SECRET}` }), /^TENANT_ACCESS_TOKEN begins with the word Bearer/],
  [bare({ TENANT_ACCESS_TOKEN: `${SECRET}\nmore` }), /^TENANT_ACCESS_TOKEN holds characters/],
  [live({ TENANT_PARTITION_ID: 'contoso' }), /^TENANT_PARTITION_ID is "contoso"; set it to a GUID/],
  [live({ TENANT_EXPIRED_TOKEN: ending(3600) }), /^TENANT_EXPIRED_TOKEN has not expired; set it to a token/],
  [live({ TENANT_EXPIRED_TOKEN: ending(-60) }), /^TENANT_EXPIRED_TOKEN has expired only just now; set it/],
  [live({ TENANT_OTHER_PARTITION_ID: '{x' }), /^TENANT_OTHER_PARTITION_ID is "\{x"/],
  [
    live({ TENANT_OTHER_PARTITION_ID: PARTITION.toUpperCase() }),
    /^TENANT_OTHER_PARTITION_ID names the same organization/,
  ],
  [
    live({ TENANT_OTHER_PARTITION_ID: OTHER, TENANT_OTHER_CLIENT_ID: 'theirs' }),
    /^TENANT_OTHER_CLIENT_SECRET is not set; set it to the secret that belongs to TENANT_OTHER_CLIENT_ID/,
  ],
  [
    live({ TENANT_OTHER_CLIENT_ID: 'theirs', TENANT_OTHER_CLIENT_SECRET: 'of theirs' }),
    /^TENANT_OTHER_PARTITION_ID is not set; set it to the organization of the application/,
  ],
  [
    live({
      TENANT_OTHER_PARTITION_ID: OTHER,
      TENANT_OTHER_CLIENT_ID: 'an-application',
      TENANT_OTHER_CLIENT_SECRET: 'of theirs',
    }),
    /^TENANT_OTHER_CLIENT_ID is the same as TENANT_CLIENT_ID/,
  ],
  [
    live({ TENANT_IDENTITY_URL: 'https://{yourDomain}/org/identity_' }),
    /^TENANT_IDENTITY_URL still holds the placeholder \{yourDomain\}/,
  ],
  [
    live({ TENANT_IDENTITY_URL: 'https://host/%7BorganizationName%7D/identity_' }),
    /^TENANT_IDENTITY_URL still holds the placeholder/,
  ],
  [
    live({ TENANT_PARTITION_ID: '<organizationId>' }),
    /^TENANT_PARTITION_ID still holds the placeholder <organizationId>/,
  ],
  [live({ TENANT_IDENTITY_URL: 'host/organization' }), /^TENANT_IDENTITY_URL is not a URL/],
  [live({ TENANT_IDENTITY_URL: 'ftp://host/identity_' }), /^TENANT_IDENTITY_URL does not begin with https/],
  [
    live({ TENANT_IDENTITY_URL: `https://user:${SECRET}@host/identity_` }),
    /^TENANT_IDENTITY_URL holds a user name or password/,
  ],
  [live({ TENANT_IDENTITY_URL: 'https://host/identity_?a=b' }), /^TENANT_IDENTITY_URL has a query or a fragment/],
  [live({ TENANT_IDENTITY_URL: 'https://host/identity_?' }), /^TENANT_IDENTITY_URL has a query or a fragment/],
  [live({ TENANT_IDENTITY_URL: 'https://host/identity_#x' }), /^TENANT_IDENTITY_URL has a query or a fragment/],
  [
    live({ TENANT_IDENTITY_URL: `https://host/identity_/api/ExternalClient/${PARTITION}` }),
    /^TENANT_IDENTITY_URL ends in \/api\/ExternalClient/,
  ],
  [
    live({ TENANT_IDENTITY_URL: 'https://host/identity_/connect/token' }),
    /^TENANT_IDENTITY_URL ends in \/connect\/token/,
  ],
  [live({ TENANT_TOKEN_URL: '/connect/token' }), /^TENANT_TOKEN_URL is not a URL/],
  [live({ TENANT_CA_FILE: 'missing.pem' }), /^TENANT_CA_FILE names "missing\.pem", which does not exist/],
  [live({ TENANT_CA_FILE: tmpdir() }), /^TENANT_CA_FILE names ".*", which is a folder/],
  [live({ TENANT_PROXY: 'proxy:8080' }), /^TENANT_PROXY is malformed; set it to .*http:/],
  [live({ TENANT_PROXY: `socks5://me:${SECRET}@proxy` }), /^TENANT_PROXY is malformed/],
  [live({ TENANT_WRITES: 'yes' }), /^TENANT_WRITES is "yes"; set it to allow or deny\.$/],
  [{ CONFORMANCE_SEED: '4711x' }, /^CONFORMANCE_SEED is "4711x"; set it to a whole number from 0 to 2147483647\.$/],
  [{ CONFORMANCE_SEED: '-1' }, /^CONFORMANCE_SEED is "-1"/],
  [{ CONFORMANCE_SEED: '1.5' }, /^CONFORMANCE_SEED is "1\.5"/],
  [{ CONFORMANCE_SEED: '2147483648' }, /^CONFORMANCE_SEED is "2147483648"/],
  [{ CONFORMANCE_DEPTH: 'abyss' }, /^CONFORMANCE_DEPTH is "abyss"; set it to default or deep\.$/],
  [
    { CONFORMANCE_FAIL_ON: 'may' },
    /^CONFORMANCE_FAIL_ON holds "may"; set it to a comma-separated list of must, should or unverified, and of ids/,
  ],
  [{ CONFORMANCE_FAIL_ON: 'must,should' }, /^CONFORMANCE_FAIL_ON holds must and should; keep one of them/],
  [{ CONFORMANCE_STRICT: 'maybe' }, /^CONFORMANCE_STRICT is "maybe"/],
  [{ CONFORMANCE_ONLY: 'CREATE-01,everything' }, /^CONFORMANCE_ONLY holds "everything"/],
  [{ CONFORMANCE_ONLY: ',' }, /^CONFORMANCE_ONLY holds ","/],
  [{ CONFORMANCE_OPERATION: 'create,patch' }, /^CONFORMANCE_OPERATION holds "patch"; .*generateSecret/],
  [{ CONFORMANCE_LEVEL: 'musts' }, /^CONFORMANCE_LEVEL holds "musts"/],
  [{ CONFORMANCE_CONSISTENCY_MS: '5s' }, /^CONFORMANCE_CONSISTENCY_MS is "5s"/],
  [{ CONFORMANCE_TIMEOUT_MS: '0' }, /^CONFORMANCE_TIMEOUT_MS is "0"/],
  [{ CONFORMANCE_WAIVERS: 'missing.yaml' }, /^CONFORMANCE_WAIVERS names "missing\.yaml", which does not exist/],
  [{ CONFORMANCE_BASELINE: 'missing.json' }, /^CONFORMANCE_BASELINE names "missing\.json"/],
];

test('one sentence names the variable that is wrong', () => {
  for (const [env, sentence] of WRONG) expect.soft(problemsOf(env)).toEqual([expect.stringMatching(sentence)]);
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

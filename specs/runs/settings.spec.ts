import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { outFolder, readSettings } from '../../fixtures/preflight/settings.ts';
import { LIVE, PARTITION, SECRET, WITHOUT_CREDENTIALS } from './support/settings.ts';

test.describe('without settings', () => {
  test('the embedded mock tenant is judged, with defaults', () => {
    const { seed, ...settings } = readSettings({});
    expect(settings).toEqual({
      tenant: { kind: 'embedded' },
      out: 'reports/out',
      journal: 'reports/journal',
      strict: false,
      depth: 'default',
      failOn: 'must',
      failOnIds: [],
      only: [],
      operation: [],
      level: [],
      consistencyMs: 5000,
      requestTimeoutMs: 30_000,
      rate: { GET: 150, PUT: 80, DELETE: 80 },
    });
    expect(seed).toBeGreaterThanOrEqual(0);
    expect(seed).toBeLessThan(2 ** 31);
  });

  test('blank variables count as not set', () => {
    expect(
      readSettings({ TENANT_IDENTITY_URL: '', TENANT_CLIENT_ID: '  ', CONFORMANCE_SEED: '', CONFORMANCE_OUT: ' ' }),
    ).toMatchObject({
      tenant: { kind: 'embedded' },
      out: 'reports/out',
      journal: 'reports/journal',
    });
  });

  test('a seed is drawn anew each time', () => {
    expect(new Set([1, 2, 3, 4].map(() => readSettings({}).seed)).size).toBeGreaterThan(1);
  });
});

test.describe('a live tenant', () => {
  test('is reached with the credentials of an application', () => {
    expect(readSettings(LIVE).tenant).toEqual({
      kind: 'live',
      identityUrl: 'https://host/organization/identity_',
      partitionId: PARTITION,
      credentials: {
        kind: 'client',
        clientId: 'an-application',
        clientSecret: SECRET,
        tokenUrl: 'https://host/organization/identity_/connect/token',
      },
      writes: false,
    });
  });

  test('is reached with a ready token', () => {
    expect(readSettings({ ...WITHOUT_CREDENTIALS, TENANT_ACCESS_TOKEN: 'abc.def-_~+/==' }).tenant).toMatchObject({
      credentials: {
        kind: 'token',
        accessToken: 'abc.def-_~+/==',
        tokenUrl: 'https://host/organization/identity_/connect/token',
      },
    });
  });

  test('may have any of the documented addresses, with a trailing slash or without', () => {
    for (const url of [
      'https://host/organization/identity_/',
      'https://host/identity',
      'http://127.0.0.1:8085/a/identity_//',
      'https://host/a%20b/identity_',
    ]) {
      const { tenant } = readSettings({ ...LIVE, TENANT_IDENTITY_URL: url });
      expect(tenant).toMatchObject({ identityUrl: url.replace(/\/+$/, '') });
    }
  });

  test('takes everything else that can be set', () => {
    const env = {
      ...LIVE,
      TENANT_TOKEN_URL: 'https://other/connect/token',
      TENANT_OTHER_PARTITION_ID: PARTITION.replace('0', '1').toUpperCase(),
      TENANT_EXPIRED_TOKEN: 'an-opaque.token',
      TENANT_PROXY: 'http://user:password@proxy:8080',
      TENANT_WRITES: 'ALLOW',
      CONFORMANCE_OUT: 'somewhere/else',
      CONFORMANCE_SEED: '4711',
      CONFORMANCE_STRICT: '1',
      CONFORMANCE_DEPTH: 'deep',
      CONFORMANCE_FAIL_ON: 'should',
      CONFORMANCE_ONLY: 'create-01, LIST-A1,CREATE-01',
      CONFORMANCE_OPERATION: 'create,generateSecret',
      CONFORMANCE_LEVEL: 'must,should',
      CONFORMANCE_CONSISTENCY_MS: '0',
      CONFORMANCE_TIMEOUT_MS: '100',
    };
    expect(readSettings(env)).toMatchObject({
      tenant: {
        credentials: { tokenUrl: 'https://other/connect/token' },
        otherPartitionId: '11234567-89AB-CDEF-0123-456789ABCDEF',
        expiredToken: 'an-opaque.token',
        proxy: 'http://user:password@proxy:8080/',
        writes: true,
      },
      out: 'somewhere/else',
      seed: 4711,
      strict: true,
      depth: 'deep',
      failOn: 'should',
      only: ['CREATE-01', 'LIST-A1'],
      operation: ['create', 'generateSecret'],
      level: ['must', 'should'],
      consistencyMs: 0,
      requestTimeoutMs: 100,
    });
    expect(outFolder(env)).toBe('somewhere/else');
  });
});

test('variables that are set win over .env, which is read without a word', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    writeFileSync(join(folder, '.env'), 'CONFORMANCE_SEED=1\nCONFORMANCE_OUT=from-file\n');
    const script = `import { loadSettings, readSettings } from ${JSON.stringify(new URL('../../fixtures/preflight/settings.ts', import.meta.url).href)};
      loadSettings(); const { seed, out } = readSettings(process.env); console.log(JSON.stringify({ seed, out }));`;
    const said = execFileSync(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, CONFORMANCE_SEED: '2' },
        encoding: 'utf8',
      },
    );
    expect(said).toBe('{"seed":2,"out":"from-file"}\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

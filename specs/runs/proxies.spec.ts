import { expect, test } from '@playwright/test';
import { readSettings } from '../../fixtures/preflight/settings.ts';
import { LIVE, problemsOf } from './support/settings.ts';

/** The proxy to https://host, and what decided on it. */
function way(env: Record<string, string>) {
  const { tenant } = readSettings({ ...LIVE, ...env });
  return tenant.kind === 'live' ? [tenant.proxy, tenant.proxyVariable] : [];
}

const HTTPS_PROXY = 'http://me:pass-word@proxy:8080';

test('TENANT_PROXY counts, and without it the conventional variables do', () => {
  expect(way({})).toEqual([undefined, undefined]);
  expect(way({ HTTPS_PROXY })).toEqual([`${HTTPS_PROXY}/`, 'HTTPS_PROXY']);
  expect(way({ https_proxy: 'proxy:8080' })).toEqual(['http://proxy:8080/', 'https_proxy']);
  expect(way({ HTTPS_PROXY, TENANT_PROXY: 'http://other:1' })).toEqual(['http://other:1/', undefined]);
  expect(way({ HTTP_PROXY: HTTPS_PROXY })).toEqual([undefined, undefined]);
  expect(way({ HTTP_PROXY: HTTPS_PROXY, TENANT_IDENTITY_URL: 'http://host/identity_' })).toEqual([
    `${HTTPS_PROXY}/`,
    'HTTP_PROXY',
  ]);
});

test('NO_PROXY excepts hosts, what is below them, single ports, and everything', () => {
  const isStraight = (list: string, host = 'idp.example.com') => {
    const settings = { HTTPS_PROXY, NO_PROXY: list, TENANT_IDENTITY_URL: `https://${host}/identity_` };
    return way(settings)[0] === undefined;
  };
  for (const list of [
    'idp.example.com',
    'example.com',
    '.example.com',
    '*.example.com',
    'a, EXAMPLE.com',
    '*',
    'example.com:443',
  ])
    expect(isStraight(list), list).toBe(true);
  for (const list of ['', 'other.com', 'ple.com', 'example.com:8443', 'idp.example.com.org'])
    expect(isStraight(list), list).toBe(false);
  expect(isStraight('', '127.0.0.1:8085')).toBe(true);
});

test('one sentence for a proxy that is malformed, and for two ways', () => {
  expect(problemsOf({ ...LIVE, HTTPS_PROXY: 'socks5://proxy' })).toEqual([
    expect.stringMatching(/^HTTPS_PROXY is malformed;/),
  ]);
  expect(
    problemsOf({ ...LIVE, HTTPS_PROXY, NO_PROXY: 'login.example', TENANT_TOKEN_URL: 'https://login.example/token' }),
  ).toEqual([expect.stringMatching(/^TENANT_PROXY is not set, and .* lead to .* in different ways; set it/)]);
});

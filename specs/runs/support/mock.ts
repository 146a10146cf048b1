import { test as base } from '@playwright/test';
import { type RunningMock, type StartOptions, startMock } from '../../../bin/mock/start.ts';
import { type Answer, exchange, formType, type Init } from '../mock-session.ts';

/** A mock with its console, in this process. */
export interface MockSession {
  readonly mock: RunningMock;
  /** Without slash at its end. */
  readonly consoleUrl: string;
  /** Sends a request to a path below the console. */
  readonly console: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Lists the clients of the first organization with a token of its administrator. */
  readonly listClients: () => Promise<Answer>;
  readonly token: (scope?: string) => Promise<string>;
}

/** A test with a mock of its own, started with `options`. */
export const test = base.extend<{ options: StartOptions; session: MockSession }>({
  options: [{}, { option: true }],
  session: async ({ options }, use) => {
    const mock = await startMock(options);
    await use(sessionOf(mock));
    await mock.close();
  },
});

function sessionOf(mock: RunningMock): MockSession {
  const { tenant } = mock;
  const consoleUrl = mock.consoleUrl.slice(0, -1);
  const [own] = tenant.organizations;
  const token: MockSession['token'] = async (scope) => {
    const { clientId = '', clientSecret = '' } = own?.administrator ?? {};
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams({ ...form, ...(scope !== undefined && { scope }) }).toString();
    return String((await exchange(tenant.tokenUrl, { method: 'POST', headers: formType, body })).body.access_token);
  };
  return {
    mock,
    consoleUrl,
    token,
    console: (method, path, body, headers = {}) => {
      const init: Init = { method, headers };
      if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
      return exchange(`${consoleUrl}${path}`, init);
    },
    listClients: async () =>
      exchange(`${tenant.identityUrl}/api/ExternalClient/${own?.partitionId}`, {
        headers: { authorization: `Bearer ${await token()}` },
      }),
  };
}

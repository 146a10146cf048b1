import { test as base } from '@playwright/test';
import { createConsole } from '../../../bin/mock/console.ts';
import { CONSOLE_PATH, Mock, type MockOptions } from '../../../bin/mock/running.ts';
import { buildOpenApi } from '../../../schemas/openapi.ts';
import { type Answer, exchange, formType, type Init } from '../session.ts';

/** A mock with its console, in this process. */
export interface MockSession {
  readonly mock: Mock;
  readonly consoleUrl: string;
  /** Sends a request to a path below the console. */
  console(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Lists the clients of the first organization with a token of its administrator. */
  listClients(): Promise<Answer>;
  token(scope?: string): Promise<string>;
}

/** A test with a mock of its own, started with `options`. */
export const test = base.extend<{ options: Partial<MockOptions>; session: MockSession }>({
  options: [{}, { option: true }],
  session: async ({ options }, use) => {
    const plain = { personas: [], faults: [], latencyMs: 0 };
    const host = '127.0.0.1';
    const mock = await Mock.start({ port: 0, host, switches: plain, ...options });
    const openApi = async (identityUrl: string): Promise<object> => buildOpenApi({ identityUrl });
    mock.tenant.serveBeside(CONSOLE_PATH, createConsole({ mock, host, openApi }).fetch);
    await use(sessionOf(mock));
    await mock.tenant.close();
  },
});

function sessionOf(mock: Mock): MockSession {
  const { tenant } = mock;
  const consoleUrl = `${tenant.tenant.origin}${CONSOLE_PATH}`;
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

import { expect } from '@playwright/test';
import { readSettings, SettingsError } from '../../../fixtures/preflight/settings.ts';

export const SECRET = 'sEcr3t-V4lue';
export const PARTITION = '01234567-89ab-cdef-0123-456789abcdef';
export const WITHOUT_CREDENTIALS = {
  TENANT_IDENTITY_URL: 'https://host/organization/identity_',
  TENANT_PARTITION_ID: PARTITION,
};
export const LIVE = { ...WITHOUT_CREDENTIALS, TENANT_CLIENT_ID: 'an-application', TENANT_CLIENT_SECRET: SECRET };

/** The problems of an environment; empty when it is fine. No message may hold a secret. */
export function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    expect(error.message).not.toContain(SECRET);
    for (const problem of error.problems) expect(problem).toMatch(/^[A-Z_]+ .+\.$/);
    return error.problems;
  }
}

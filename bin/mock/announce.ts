import type { OrganizationAccess } from '../../fixtures/mock/index.ts';
import { CONSOLE_PATH, type Mock } from './running.ts';

/** More clients would push the settings off the screen; `--json` names all of them. */
const MOST_CLIENTS = 10;

/** How to reach a mock, with the credentials that it was started with; they are worth nothing elsewhere. */
export interface Announcement {
  readonly identityUrl: string;
  readonly tokenUrl: string;
  readonly consoleUrl: string;
  readonly openApiUrl: string;
  /** `TENANT_` variables that lead the suite to the mock. */
  readonly settings: Readonly<Record<string, string>>;
  readonly organizations: readonly (OrganizationAccess & { readonly identityUrl: string })[];
}

/** @throws Error for a mock without an organization, which there is none of */
export function announcementOf({ tenant, expiredToken }: Mock): Announcement {
  const { origin } = tenant.tenant;
  const [own, other] = tenant.organizations;
  if (own === undefined) throw new Error('The mock holds no organization.');
  return {
    identityUrl: tenant.identityUrl,
    tokenUrl: tenant.tokenUrl,
    consoleUrl: `${origin}${CONSOLE_PATH}/`,
    openApiUrl: `${origin}${CONSOLE_PATH}/openapi.json`,
    settings: {
      TENANT_IDENTITY_URL: tenant.identityUrl,
      TENANT_PARTITION_ID: own.partitionId,
      TENANT_CLIENT_ID: own.administrator.clientId,
      TENANT_CLIENT_SECRET: own.administrator.clientSecret,
      ...(other !== undefined && {
        TENANT_OTHER_PARTITION_ID: other.partitionId,
        TENANT_OTHER_CLIENT_ID: other.administrator.clientId,
        TENANT_OTHER_CLIENT_SECRET: other.administrator.clientSecret,
      }),
      TENANT_EXPIRED_TOKEN: expiredToken,
      TENANT_WRITES: 'allow',
    },
    organizations: tenant.organizations.map((one) => ({ ...one, identityUrl: `${origin}/${one.name}/identity_` })),
  };
}

/** The announcement alone, of something that holds more. */
export function announced(holder: Announcement): Announcement {
  const { identityUrl, tokenUrl, consoleUrl, openApiUrl, settings, organizations } = holder;
  return { identityUrl, tokenUrl, consoleUrl, openApiUrl, settings, organizations };
}

/**
 * What the mock prints: settings for `.env` or a shell, everything else as comments, and lines to be pasted into a shell.
 * @param altered the switches in words
 */
export function inWords(announcement: Announcement, altered: string): string {
  const { settings, consoleUrl, openApiUrl, tokenUrl, identityUrl, organizations } = announcement;
  const { TENANT_CLIENT_ID: id = '', TENANT_CLIENT_SECRET: secret = '', TENANT_PARTITION_ID: partition } = settings;
  const ask = `curl -s ${quoted(tokenUrl)} -d grant_type=client_credentials --data-urlencode ${quoted(`client_id=${id}`)} --data-urlencode ${quoted(`client_secret=${secret}`)}`;
  const token = `$(${ask} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  return [
    `# The mock tenant listens until Ctrl-C. ${altered}`,
    `#   console  ${consoleUrl}`,
    `#   OpenAPI  ${openApiUrl}`,
    '#',
    '# Settings, for .env or a shell (in another terminal, with this text in a file: npm run conformance -- --env-file FILE):',
    ...Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}`),
    '#',
    '# Credentials of other clients:',
    ...credentials(organizations),
    '#',
    '# A token, and a list of the clients:',
    ask,
    `curl -s -H "Authorization: Bearer ${token}" ${quoted(`${identityUrl}/api/ExternalClient/${partition}`)}`,
  ].join('\n');
}

function credentials(organizations: readonly OrganizationAccess[]): readonly string[] {
  const lines = organizations.flatMap(({ name, administrator, clients }, index) => {
    const all = clients.map((client) => line(name, client.name, client.clientId, client.clientSecret ?? 'no secret'));
    // The settings above name the first one.
    return index === 0
      ? all
      : [line(name, 'Administration', administrator.clientId, administrator.clientSecret), ...all];
  });
  const left = lines.length - MOST_CLIENTS;
  return [...lines.slice(0, MOST_CLIENTS), ...(left > 0 ? [`#   and ${left} more: --json names all of them`] : [])];
}

function line(...[organization, client, id, secret]: readonly [string, string, string, string]): string {
  // Names may hold anything, a line break included.
  return `#   ${organization} ${JSON.stringify(client)}  ${id}  ${secret}`;
}

/** A value as it stands in a shell or in `.env`. */
function quoted(value: string): string {
  return /^[\w.:/=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

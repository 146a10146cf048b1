/**
 * A page of documentation with the structure of the real one, its facts and its defects, in our own words: tests alter it
 * and look at what the parser and the comparison make of that.
 */
const HOST = 'https://{yourDomain}/{organizationName}/identity_/api/ExternalClient';
const AT = '2025-01-02T03:04:05.678Z';

interface Heading {
  readonly title: string;
  readonly says: string;
  readonly endpoint: string;
  readonly scopes: readonly string[];
  readonly bodySays: string;
  readonly body: string;
  readonly status: string;
  readonly outcome: string;
  readonly answer?: string;
}

const SCOPE = '{"name": "string", "displayName": "string", "description": "string", "type": "user"}';
const SECRET = `{"id": 0, "description": "string", "secret": "string", "creationTime": "${AT}", "expiryTime": "${AT}"}`;
const CLIENT = [
  '{',
  '  "name": "string",',
  '  "id": "string",',
  '  "secret": "string",',
  '  "isConfidential": true,',
  '  "redirectUri": "string",',
  `  "resources": [{"name": "string", "displayName": "string", "description": "string", "scopes": [${SCOPE}]}],`,
  `  "secrets": [${SECRET}]`,
  '}',
].join('\n');
const BLOCK = `"name": "string",\n  "redirectUri": "string",\n  "scopes": [${SCOPE}],\n  "clientCertificates": [{}]`;
const IDS = '{\n  "partitionGlobalId": "<organizationId>",\n  "clientId": "<clientId>"\n}';

const READ = ['PM.OAuthApp', 'PM.OAuthApp.Read'];
const WRITE = ['PM.OAuthApp', 'PM.OAuthApp.Write'];

const OPERATIONS: readonly Heading[] = [
  {
    title: 'List all external clients',
    says: 'Read every client.',
    endpoint: `GET ${HOST}/{partitionGlobalId}`,
    scopes: READ,
    bodySays: 'Name the organization.',
    body: '{\n  "partitionGlobalId": "<organizationId>"\n}',
    status: '200 Success',
    outcome: 'All were read.',
    answer: `[\n${CLIENT}\n]`,
  },
  {
    title: 'Get details for a specific external client',
    says: 'Read one client.',
    endpoint: `GET ${HOST}/{partitionGlobalId}`,
    scopes: READ,
    bodySays: 'Name organization, and client.',
    body: IDS.replace('>",', '>"'),
    status: '200 Success',
    outcome: 'It was read.',
    answer: CLIENT,
  },
  {
    title: 'Update an external client',
    says: 'Change one client.',
    endpoint: `PUT ${HOST}/{partitionGlobalId}/{clientId}`,
    scopes: WRITE,
    bodySays: 'Name organization, and client.',
    body: IDS,
    status: '200 Success',
    outcome: 'It was changed.',
    answer: `Example Value\nSchema\n{\n  ${BLOCK}\n}`,
  },
  {
    title: 'Delete external clients',
    says: 'Remove one client.',
    endpoint: `DELETE ${HOST}/{partitionGlobalId}/{clientId}`,
    scopes: WRITE,
    bodySays: 'Name organization, and client.',
    body: IDS,
    status: '204 No content',
    outcome: 'It was removed. Nothing follows.',
  },
  {
    title: 'Create a new external client',
    says: 'Make one client.',
    endpoint: `POST ${HOST}`,
    scopes: WRITE,
    bodySays: 'Describe the client.',
    body: `{\n  "partitionGlobalId": "orgId",\n  "isConfidential": true,\n  ${BLOCK}\n}`,
    status: '201 Created',
    outcome: 'It was made.',
    answer: CLIENT,
  },
  {
    title: 'Generate a new secret',
    says: 'Make one secret.',
    endpoint: `GET ${HOST}/{partitionGlobalId}/{clientId}`,
    scopes: [...WRITE, 'PM.OAuthSecret.Write'],
    bodySays: 'Name organization, and client.',
    body: IDS,
    status: '200 Success',
    outcome: 'It was made.',
    answer: '"string"',
  },
  {
    title: 'Generate a new external client',
    says: 'Make one client.',
    endpoint: `POST ${HOST}/GenerateSecret`,
    scopes: [...WRITE, 'PM.OAuthAppSecret.Write'],
    bodySays: 'Describe the secret,its client and its end.',
    body: `{\n  "clientId": "string",\n  "description": "string",\n  "partitionGlobalId": "orgId",\n  "expiryTime": "${AT}"\n}`,
    status: '200 Success',
    outcome: 'A secret was made.',
    answer: SECRET.slice(0, -1),
  },
  {
    title: 'Delete a client secret',
    says: 'Remove one secret.',
    endpoint: `DELETE ${HOST}/{partitionGlobalId}/secrets/{secretId}`,
    scopes: [...WRITE, 'PM.OAuthAppSecret.Write'],
    bodySays: 'Name organization, and secret.',
    body: '{\n  "partitionGlobalId": "<organizationId>",\n  "secretId": "<secretId>"\n}',
    status: '204 No content',
    outcome: 'It was removed. Nothing follows.',
  },
];

function section(heading: Heading): string {
  const fence = (text: string) => `\`\`\`\n${text}\n\`\`\``;
  return [
    `## ${heading.title}`,
    heading.says,
    heading.title === 'Generate a new external client' ? '### API Enpoint' : '### API Endpoint',
    `\`${heading.endpoint}\``,
    '### Scopes',
    'Needs one of these scopes:',
    heading.scopes.map((scope) => `* **${scope}**`).join('\n'),
    '### Request headers',
    fence("--header 'Authorization: Bearer {access_token}'\\\n--header 'Content-Type: application/json'"),
    ':::note\nGet the `{access_token}` as told in [Authentication](https://docs.example/auth#methods).\n:::',
    '### Request body',
    heading.bodySays,
    fence(heading.body),
    '### Responses',
    `#### ${heading.status}`,
    heading.outcome,
    ...(heading.answer === undefined ? [] : [fence(heading.answer)]),
  ].join('\n\n');
}

export const PAGE = `# External client\n\n> Read every client.\n\n${OPERATIONS.map(section).join('\n\n')}\n`;

import { writeFileSync } from 'node:fs';
import type { OpenAPIV3_1 } from 'openapi-types';
import { bundleSchemas, typeName } from '../bundle.ts';
import type { PayloadName } from '../payloads/index.ts';
import { OPERATIONS, type OperationEntry, PARAMETERS, SCOPES } from './operations.ts';

/** What a caller may fix in the document that is open in the page. */
export interface OpenApiOptions {
  /** Identity base of one tenant, without trailing slash; without it the servers are templates. */
  readonly identityUrl?: string;
}

const JSON_TYPE = 'application/json';
const SCHEMAS = '#/components/schemas';
const TEMPLATE = 'https://{yourDomain}/{organizationName}/identity_';

/**
 * Assembles the OpenAPI 3.1 document of the seven reconciled operations from the schema files of this folder.
 */
export function buildOpenApi(options: OpenApiOptions = {}): OpenAPIV3_1.Document {
  return {
    openapi: '3.1.0',
    info: {
      title: 'External Client API',
      version: '2.2510',
      summary: 'External clients of an organization and their secrets.',
      description: [
        'Reconciled from the published page on external clients (Private Test Cloud on Automation Suite 2.2510).',
        'The page has eight headings and describes seven operations: the heading "Generate a new secret" prints the method and',
        'path of the detail read, which is taken here for what it is; secrets are made by POST GenerateSecret, which the page',
        'prints under "Generate a new external client". The detail read itself is printed with the path of the list.',
        'The page prints bodies for GET and DELETE that repeat the path; they carry no meaning and are left out here.',
      ].join(' '),
    },
    servers: servers(options.identityUrl),
    tags: [{ name: 'External clients' }, { name: 'Secrets' }],
    paths: paths(),
    components: {
      schemas: bundleSchemas(SCHEMAS) as Record<string, OpenAPIV3_1.SchemaObject>,
      parameters: Object.fromEntries(
        Object.entries(PARAMETERS).map(([name, { description, schema }]) => [
          name,
          { name, in: 'path', required: true, description, schema: { ...schema } },
        ]),
      ),
      responses: {
        Error: {
          description:
            'The page documents no errors: any 4xx or 5xx, with a body of any form, problem details at best.',
          content: { 'application/problem+json': { schema: {} }, [JSON_TYPE]: { schema: {} } },
        },
      },
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          description: 'Access tokens of a confidential client; any one scope of an operation is enough for it.',
          flows: {
            clientCredentials: {
              tokenUrl: `${options.identityUrl ?? 'https://automation.example/organization/identity_'}/connect/token`,
              scopes: { ...SCOPES },
            },
          },
        },
      },
    },
  };
}

/**
 * Writes the OpenAPI document as JSON.
 * @param file path of the file to write; an existing one is replaced
 */
export function writeOpenApi(file: string, options: OpenApiOptions = {}): void {
  writeFileSync(file, `${JSON.stringify(buildOpenApi(options), null, 2)}\n`);
}

function servers(identityUrl: string | undefined): OpenAPIV3_1.ServerObject[] {
  if (identityUrl !== undefined) return [{ url: identityUrl }];
  const organizationName = {
    default: 'organization',
    description: 'Name of the organization as its addresses show it.',
  };
  return [
    {
      url: TEMPLATE,
      description: 'Automation Suite',
      variables: {
        yourDomain: { default: 'automation.example', description: 'Host of the installation.' },
        organizationName,
      },
    },
    {
      url: 'https://cloud.uipath.com/{organizationName}/identity_',
      description: 'Automation Cloud',
      variables: { organizationName },
    },
  ];
}

type PathItem = Partial<Record<OperationEntry['method'], OpenAPIV3_1.OperationObject>> & {
  parameters: OpenAPIV3_1.ReferenceObject[];
};

function paths(): OpenAPIV3_1.PathsObject {
  const items: Record<string, PathItem> = {};
  for (const entry of OPERATIONS) {
    const item = items[entry.path] ?? { parameters: pathParameters(entry.path) };
    item[entry.method] = operation(entry);
    items[entry.path] = item;
  }
  // The library's types know optional members only as possibly undefined ones, which strict settings tell apart.
  return items as OpenAPIV3_1.PathsObject;
}

function pathParameters(path: string): OpenAPIV3_1.ReferenceObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ $ref: `#/components/parameters/${name}` }));
}

function operation(entry: OperationEntry): OpenAPIV3_1.OperationObject {
  return {
    operationId: entry.id,
    summary: entry.summary,
    description: entry.description,
    tags: [entry.tag],
    security: entry.scopes.map((scope) => ({ oauth2: [scope] })),
    ...(entry.request !== undefined && { requestBody: { required: true, content: content(entry.request) } }),
    responses: {
      [entry.status]: {
        description: entry.outcome,
        ...(entry.response !== undefined && { content: content(entry.response) }),
        ...(entry.links !== undefined && { links: links(entry.links) }),
      },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function content(payload: PayloadName): Record<string, OpenAPIV3_1.MediaTypeObject> {
  return { [JSON_TYPE]: { schema: { $ref: `${SCHEMAS}/${typeName(payload)}` } } };
}

function links(entries: NonNullable<OperationEntry['links']>): Record<string, OpenAPIV3_1.LinkObject> {
  return Object.fromEntries(
    Object.entries(entries).map(([operationId, { parameters, requestBody }]) => [
      operationId,
      {
        operationId,
        ...(parameters !== undefined && { parameters: { ...parameters } }),
        ...(requestBody !== undefined && { requestBody: { ...requestBody } }),
      },
    ]),
  );
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { catalogue, type OrganizationSeed } from '../../fixtures/mock/index.ts';
import { readJsonFile, UnusableFile } from '../../reports/publish/stored.ts';
import { nearest } from '../../schemas/nearest.ts';

const SCHEMA = new URL('../../schemas/files/mock-seed.schema.json', import.meta.url);
// Loaded only where there is a file: the mock starts faster without it.
const require = createRequire(import.meta.url);

/**
 * Reads what the mock holds from the start.
 * @param path JSON file by `schemas/files/mock-seed.schema.json`
 * @throws UnusableFile with one sentence that names the file and the member that is wrong, but no secret
 */
export function readSeedFile(path: string): readonly OrganizationSeed[] {
  const value = readJsonFile(path, 'a file that holds { "organizations": [...] }');
  const refuse = (complaint: string | undefined): void => {
    if (complaint !== undefined) throw new UnusableFile(`${path} is not usable: ${complaint}.`);
  };
  refuse(departure(value));
  const organizations = (value as Seed).organizations.map(complete);
  refuse(contradiction({ organizations }));
  return organizations;
}

interface Seed {
  readonly organizations: readonly OrganizationSeed[];
}

/** The first departure from the schema, in words. */
function departure(value: unknown): string | undefined {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ verbose: true, allowUnionTypes: true });
  (require('ajv-formats') as typeof import('ajv-formats').default)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  const [error] = validate(value) ? [] : (validate.errors ?? []);
  return error === undefined ? undefined : inWords(error);
}

function inWords({ keyword, instancePath, params, parentSchema }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the content';
  if (keyword === 'required') return `${place} lacks ${params.missingProperty}; add it`;
  if (keyword === 'additionalProperties') {
    const known = Object.keys((parentSchema as { properties: object }).properties).filter((name) => name !== '$schema');
    const unknown = String(params.additionalProperty);
    const near = nearest(unknown, known);
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}`;
    return `${place} holds ${unknown}, which is not known; ${hint}`;
  }
  if (instancePath === '') return `${place} must be an object`;
  return `${place} must be ${(parentSchema as { description: string }).description}`;
}

/** What a schema cannot tell: scopes that do not exist, names and ids that stand twice. */
function contradiction({ organizations }: Seed): string | undefined {
  const scopes = catalogue.flatMap((resource) => resource.scopes.map(({ name }) => name));
  const clients = organizations.flatMap((one) => one.clients ?? []);
  for (const client of clients) {
    const unknown = client.scopes?.find((name) => !scopes.includes(name));
    if (unknown === undefined) continue;
    const near = nearest(unknown, scopes);
    const hint = near === undefined ? `known are ${scopes.join(', ')}` : `did you mean ${near}`;
    return `the client "${client.name}" holds the scope "${unknown}", which is not known; ${hint}`;
  }
  const secretive = clients.find((client) => client.isConfidential === false && (client.secrets?.length ?? 0) > 0);
  if (secretive !== undefined)
    return `the client "${secretive.name}" is public and has secrets; leave them out, or make it confidential`;
  const ids = [...organizations.map(({ administrator }) => administrator?.clientId), ...clients.map(({ id }) => id)];
  const twice =
    repeated(organizations.map(({ name }) => name)) ??
    repeated(organizations.map(({ partitionId }) => partitionId)) ??
    repeated(ids);
  return twice === undefined ? undefined : `"${twice}" stands for two things; give each one of its own`;
}

function repeated(values: readonly (string | undefined)[]): string | undefined {
  const lower = values.map((value) => value?.toLowerCase());
  return values.find((value, index) => value !== undefined && lower.indexOf(value.toLowerCase()) !== index);
}

/** Names every organization, so that none can get the name of another, and puts times in the form in which the mock keeps them. */
function complete(organization: OrganizationSeed, index: number): OrganizationSeed {
  const name = organization.name ?? `organization${index + 1}`;
  if (organization.clients === undefined) return { ...organization, name };
  const utc = (time: string | null | undefined): string | null =>
    typeof time === 'string' ? new Date(time).toISOString() : null;
  const clients = organization.clients.map((client) => ({
    ...client,
    ...(client.secrets && { secrets: client.secrets.map((one) => ({ ...one, expiryTime: utc(one.expiryTime) })) }),
  }));
  return { ...organization, name, clients };
}

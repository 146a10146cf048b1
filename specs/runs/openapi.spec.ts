import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenAPIV3_1 } from 'openapi-types';
import { loadInventory } from '../../schemas/document/inventory.ts';
import { buildOpenApi, writeOpenApi } from '../../schemas/openapi/openapi.ts';

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** Operations by id, with what the test looks at. */
function operations(document: OpenAPIV3_1.Document) {
  return Object.fromEntries(
    Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item?.[method];
        return operation === undefined ? [] : [[String(operation.operationId), { path, method, operation }] as const];
      }),
    ),
  );
}

test.describe('OpenAPI document', () => {
  test('is valid by the meta-schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(buildOpenApi()) as never)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('is noticed when it is not valid', async () => {
    const { info: _gone, ...rest } = buildOpenApi();
    expect(await new Validator().validate(structuredClone(rest) as never)).toMatchObject({ valid: false });
  });

  test('resolves every reference', async () => {
    const text = JSON.stringify(buildOpenApi());
    const refs = [...new Set([...text.matchAll(/"\$ref":"(.*?)"/g)].map(([, ref]) => ref ?? ''))];
    expect(refs.length).toBeGreaterThan(10);
    for (const ref of refs) {
      const target = ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], buildOpenApi());
      expect(target, ref).toBeDefined();
    }
  });

  test('holds payload schemas that a validator of its own can use', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(buildOpenApi() as never, 'openapi');
    const check = ajv.getSchema('openapi#/components/schemas/CreateResponse');
    expect(check?.({})).toBe(false);
    expect(check?.({ id: 'x', name: 'y', isConfidential: false, resources: [], secrets: [] })).toBe(true);
  });

  test('has the methods, paths, statuses and scopes that the page prints', () => {
    const described = operations(buildOpenApi());
    const { passages } = loadInventory();
    // The details are printed with the path of the list; their own path is printed under "Generate a new secret".
    const source = (id: string, kind: string) => (id === 'get' && kind === 'endpoint' ? 'newSecret' : id);
    for (const [id, { path, method, operation }] of Object.entries(described)) {
      const printed = (kind: string) =>
        passages.filter((passage) => passage.kind === kind && passage.id.startsWith(`${source(id, kind)}/`));
      expect(printed('endpoint').map(({ value }) => value)).toEqual([{ method: method.toUpperCase(), path }]);
      expect(Object.keys(operation.responses ?? {})).toEqual([
        ...printed('status').map(({ value }) => String((value as { status: number }).status)),
        'default',
      ]);
      expect(operation.security).toEqual(
        printed('scope').map(({ value }) => ({ oauth2: [(value as { scope: string }).scope] })),
      );
    }
    expect(Object.keys(described).sort()).toEqual([
      'create',
      'delete',
      'deleteSecret',
      'generateSecret',
      'get',
      'list',
      'update',
    ]);
  });

  test('links what is created to what can be done with it', () => {
    const described = operations(buildOpenApi());
    const links = (id: string, status: string) => {
      const response = described[id]?.operation.responses?.[status] as OpenAPIV3_1.ResponseObject | undefined;
      return Object.keys(response?.links ?? {});
    };
    expect(links('create', '201')).toEqual(['get', 'update', 'delete', 'generateSecret']);
    expect(links('generateSecret', '200')).toEqual(['deleteSecret']);
  });

  test('is written to a file, for one tenant when asked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
    const file = join(folder, 'openapi.json');
    writeOpenApi(file, { identityUrl: 'https://tenant.example/acme/identity_' });
    const written = JSON.parse(readFileSync(file, 'utf8')) as OpenAPIV3_1.Document;
    rmSync(folder, { recursive: true });
    expect(written.servers).toEqual([{ url: 'https://tenant.example/acme/identity_' }]);
    expect(JSON.stringify(written.components?.securitySchemes)).toContain(
      'https://tenant.example/acme/identity_/connect/token',
    );
  });
});

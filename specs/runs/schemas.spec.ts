import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PARTS, PAYLOADS, type PayloadName, readSchema, schemaFile } from '../../schemas/payloads/index.ts';
import { compileWith, validate } from '../../schemas/payloads/validate.ts';

test.describe('Payload schemas', () => {
  test('are the files of the folder, and valid by the meta-schema', () => {
    const files = readdirSync(new URL('../../schemas/payloads/', import.meta.url)).filter((file) =>
      file.endsWith('.schema.json'),
    );
    const known = [...PARTS, ...PAYLOADS].map(schemaFile);
    expect(files.sort()).toEqual([...known].sort());
    const ajv = new Ajv2020({ strict: false });
    for (const name of [...PARTS, ...PAYLOADS]) {
      expect(ajv.validateSchema(readSchema(name)), ajv.errorsText(ajv.errors)).toBe(true);
      expect(readSchema(name), name).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        examples: expect.any(Array),
        $id: expect.stringContaining(`/${schemaFile(name)}`),
      });
    }
  });

  for (const name of PAYLOADS) {
    test(`accept the examples of ${name}`, () => {
      for (const example of examples(name)) expect(validate(name, example)).toEqual([]);
    });
  }

  test('accept what the document leaves open', () => {
    const [detail] = examples('get') as [Record<string, unknown>];
    expect(validate('get', { ...detail, id: '{ABC}', unheardOf: { of: 1 }, secret: '********' })).toEqual([]);
    expect(validate('list', [{ id: 'x', name: '', isConfidential: true, resources: null, secrets: null }])).toEqual([]);
    for (const body of [null, '', 'done', 5, true, [], {}, { succeeded: true }])
      expect(validate('update', body)).toEqual([]);
  });

  test('reject what it does not', () => {
    const [detail] = examples('get') as [Record<string, unknown>];
    expect(validate('get', { ...detail, resources: null }).map(({ path }) => path)).toEqual(['/resources']);
    expect(validate('list', { items: [] }).map(({ path }) => path)).toEqual(['']);
    expect(validate('update', { id: 'x', secrets: [{ id: '17' }] }).map(({ path }) => path)).toEqual([
      '/secrets/0/creationTime',
      '/secrets/0/id',
    ]);
  });

  test('say each violation in one plain sentence', () => {
    const [violation] = validate('list', [{ id: 'x', name: 'y', isConfidential: 'yes' }]);
    expect(violation).toEqual({
      path: '/0/isConfidential',
      keyword: 'type',
      message: '/0/isConfidential must be a boolean but is the string "yes".',
      expected: 'a boolean',
      actual: 'the string "yes"',
    });
    expect(validate('get', {}).map(({ message }) => message)).toContain(
      '/isConfidential must be present but is absent.',
    );
  });

  test('never repeat a credential', () => {
    const canary = 'canary-4711';
    const bodies: readonly [PayloadName, unknown][] = [
      ['get', canary],
      ['list', [canary]],
      ['get', { secret: { value: canary }, secrets: canary }],
      ['create', { secret: [canary], secrets: [canary, { secret: [canary], id: 1 }] }],
    ];
    for (const [name, body] of bodies) {
      const violations = validate(name, body);
      expect(violations).not.toEqual([]);
      expect(JSON.stringify(violations)).not.toContain(canary);
    }
  });

  test('are refused when an altered one has no counterpart', () => {
    expect(() => compileWith({ 'clint.schema.json': {} })).toThrow('No schema file is called clint.schema.json');
  });

  test('are read by one ajv only', () => {
    const sources = readdirSync(new URL('../../schemas/payloads/', import.meta.url)).filter((file) =>
      file.endsWith('.ts'),
    );
    const users = sources.filter((file) =>
      /require\('ajv/.test(readFileSync(new URL(`../../schemas/payloads/${file}`, import.meta.url), 'utf8')),
    );
    expect(users).toEqual(['validate.ts']);
  });
});

function examples(name: PayloadName): readonly unknown[] {
  return readSchema(name).examples as readonly unknown[];
}

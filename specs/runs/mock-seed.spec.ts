import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readSeedFile } from '../../bin/mock/seed-file.ts';
import { startTenant } from '../../fixtures/mock/index.ts';

const GUID = '6f1c2f0a-4c0b-4a52-9d60-0d8c5f0a7b11';
const one = (client: object) => ({ organizations: [{ clients: [{ name: 'x', ...client }] }] });
const secret = (member: object) => one({ secrets: [member] });

const bad: readonly (readonly [what: string, content: unknown, sentence: RegExp])[] = [
  ['an array', [], /the content must be an object/],
  ['no organizations', {}, /the content lacks organizations; add it/],
  ['an empty list', { organizations: [] }, /organizations must be an array of at least one organization/],
  ['a misspelt member', { organizations: [{ nam: 'x' }] }, /organizations\.0 holds nam, .*did you mean name/],
  ['an unknown member', { organizations: [{ zzzzzzzz: 'x' }] }, /known are name, partitionId, administrator, clients/],
  ['a name with a slash', { organizations: [{ name: 'a/b' }] }, /organizations\.0\.name must be one path segment/],
  ['the name of the console', { organizations: [{ name: '_mock' }] }, /organizations\.0\.name must be/],
  ['a partition that is no GUID', { organizations: [{ partitionId: '7' }] }, /partitionId must be a GUID/],
  ['a client without name', { organizations: [{ clients: [{}] }] }, /organizations\.0\.clients\.0 lacks name/],
  ['a scope that does not exist', one({ scopes: ['OR.Job'] }), /the scope "OR\.Job", .* did you mean OR\.Jobs/],
  ['a scope type that does not exist', one({ scopeType: 'robot' }), /scopeType must be "user" or "application"/],
  ['a time without zone', secret({ expiryTime: '2030-01-31' }), /expiryTime must be a date-time with zone/],
  ['a short secret', secret({ value: 'hunter2' }), /value must be a text of 8 to 200/],
  ['secrets of a public client', one({ isConfidential: false, secrets: [{}] }), /is public and has secrets/],
  ['a name twice', { organizations: [{ name: 'a' }, { name: 'A' }] }, /"A" stands for two things/],
  ['a generated name twice', { organizations: [{}, { name: 'organization1' }] }, /"organization1" stands for two/],
  [
    'an id twice',
    { organizations: [{ administrator: { clientId: GUID }, clients: [{ name: 'x', id: GUID }] }] },
    /two/,
  ],
];

for (const [what, content, sentence] of bad) {
  test(`a seed file with ${what} is refused in one sentence that names the file and shows no value of a secret`, () => {
    const file = test.info().outputPath('seed.json');
    writeFileSync(file, JSON.stringify(content));
    let message = '';
    try {
      readSeedFile(file);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(sentence);
    expect(message).toContain(file);
    expect(message).not.toContain('hunter2');
    expect(message.split('\n')).toHaveLength(1);
  });
}

test('a seed file that is missing or no JSON is named', () => {
  const file = test.info().outputPath('seed.json');
  expect(() => readSeedFile(file)).toThrow(/seed\.json cannot be read \(ENOENT\)/);
  writeFileSync(file, '{');
  expect(() => readSeedFile(file)).toThrow(/seed\.json is not JSON/);
});

test('a seed file fills the tenant', async () => {
  const file = test.info().outputPath('seed.json');
  const administrator = { clientId: GUID, clientSecret: 'top secret' };
  const clients = [{ name: 'One', secrets: [{ value: 'known to all', expiryTime: '2099-01-01T01:00:00+01:00' }] }];
  writeFileSync(file, JSON.stringify({ organizations: [{ name: 'mine', administrator, clients }, {}] }));
  const running = await startTenant({ organizations: readSeedFile(file) });
  const [mine, other] = running.store.organizations;
  expect(running.organizations[0]).toMatchObject({
    name: 'mine',
    administrator,
    clients: [{ clientSecret: 'known to all' }],
  });
  expect(other?.name).toBe('organization2');
  expect(mine?.clients.map(({ name }) => name)).toEqual(['Administration', 'One']);
  expect(mine?.clients[1]?.secrets).toMatchObject([{ expiryTime: '2099-01-01T00:00:00.000Z' }]);
  await running.close();
});

test('the published schema of seed files is valid', () => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL('../../schemas/files/mock-seed.schema.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv2020();
  expect(ajv.validateSchema(schema as object), ajv.errorsText(ajv.errors)).toBe(true);
});

import { expect, test } from '@playwright/test';
import { buildInventory } from '../document/build.ts';
import { compare, type Drift, driftExitCode, formatDrift } from '../document/drift.ts';
import { PAGE } from './samples/page.ts';

const inventory = buildInventory(PAGE, 'Sample');

/** Replaces the nth occurrence; an alteration that alters nothing is a mistake of the test. */
function alter(from: string, to: string, occurrence = 1): string {
  const pieces = PAGE.split(from);
  if (pieces.length <= occurrence) throw new Error(`The sample page holds ${pieces.length - 1} of "${from}".`);
  return pieces.slice(0, occurrence).join(from) + to + pieces.slice(occurrence).join(from);
}

function alterAll(from: RegExp, to: string): string {
  const altered = PAGE.replaceAll(from, to);
  if (altered === PAGE) throw new Error(`The sample page holds nothing like ${from}.`);
  return altered;
}

const TABLE =
  '\n\nReplace `{accessURL}` by the base URL:\n\n| Platform | Access URL |\n|---|---|\n| Cloud | https://{name}.example/ |';
const OPERATION = (title: string, endpoint: string) =>
  `${PAGE}\n## ${title}\n\nNew.\n\n### API endpoint\n\n\`${endpoint}\`\n\n### Scopes\n\n* PM.OAuthApp\n`;
const BASE = 'https://{yourDomain}/{organizationName}/identity_/api/ExternalClient';

/** Altered pages with the change of contract that must be named: change, subject, id. */
const CONTRACT: Readonly<Record<string, readonly [page: string, ...expected: string[]]>> = {
  'a scope gone': [alter('* **PM.OAuthApp.Read**', ''), 'removed scope list/scope/PM.OAuthApp.Read'],
  'a scope more': [
    alter('**PM.OAuthApp.Read**', '**PM.OAuthApp.Read**\n* **PM.New**'),
    'added scope list/scope/PM.New',
  ],
  'a scope renamed': [
    alter('PM.OAuthSecret.Write', 'PM.Secret.Write'),
    'removed scope newSecret/scope/PM.OAuthSecret.Write',
    'added scope newSecret/scope/PM.Secret.Write',
  ],
  'all scopes instead of one': [alter('Needs one of', 'Needs all of'), 'changed sentence list/scope/rule'],
  'another method': [alter('`PUT', '`PATCH'), 'changed path update/endpoint'],
  'another path': [alter('/secrets/', '/{clientId}/secrets/'), 'changed path deleteSecret/endpoint'],
  'the path of the details mended': [
    alter('{partitionGlobalId}`', '{partitionGlobalId}/{clientId}`', 2),
    'changed path get/endpoint',
  ],
  'a query': [alter('{partitionGlobalId}`', '{partitionGlobalId}?top={n}`'), 'changed path list/endpoint'],
  'an endpoint gone': [alter(`\`PUT ${BASE}/{partitionGlobalId}/{clientId}\``, ''), 'removed path update/endpoint'],
  'another status': [alter('201 Created', '200 Success'), 'changed status create/response/201'],
  'a body instead of none': [alter('204 No content', '200 Success', 2), 'changed status deleteSecret/response/204'],
  'a status more': [alter('#### 201', '#### 409 Conflict\n\n#### 201'), 'added status create/response/409'],
  'a field gone': [alter('  "redirectUri": "string",\n', ''), 'removed field list/response/200/redirectUri'],
  'a field more': [
    alter('"name": "string",', '"name": "string", "owner": "string",'),
    'added field list/response/200/owner',
  ],
  'a field renamed': [
    alter('"isConfidential"', '"confidential"', 2),
    'removed field get/response/200/isConfidential',
    'added field get/response/200/confidential',
  ],
  'a field of another type': [alter('"id": 0', '"id": "string"'), 'changed field list/response/200/secrets/id'],
  'a time instead of text': [
    alter('"description": "string",\n  "part', '"description": 5,\n  "part'),
    'changed field generateSecret/request/description',
  ],
  'another value of an enumeration': [
    alter('"user"', '"application"'),
    'changed field list/response/200/resources/scopes/type',
  ],
  'an integer for a word': [alter('"user"', '0', 2), 'changed field get/response/200/resources/scopes/type'],
  'a request field gone': [
    alter('  "isConfidential": true,\n  "name"', '  "name"'),
    'removed field create/request/isConfidential',
  ],
  'a request field more': [
    alter('"secretId"', '"clientId": "string", "secretId"'),
    'added field deleteSecret/request/clientId',
  ],
  'an object instead of an array': [
    alter('[\n{', '{').replace('}\n]\n', '}\n'),
    'changed field list/response/200/body',
  ],
  'an object instead of a string': [
    alter('\n"string"\n', '\n{"secret": "string"}\n'),
    'changed field newSecret/response/200/body',
    'added field newSecret/response/200/secret',
  ],
  'a header gone': [
    alter("\\\n--header 'Content-Type: application/json'", '', 3),
    'removed header update/header/Content-Type',
  ],
  'a header more': [
    alter("application/json'", "application/json'\\\n--header 'X-Tenant: {t}'"),
    'added header list/header/X-Tenant',
  ],
  'another media type': [alter('application/json', 'application/xml', 5), 'changed header create/header/Content-Type'],
  'a sentence changed': [alter('Nothing follows', 'Something follows'), 'changed sentence delete/response/sentence/2'],
  'a sentence gone': [alter(' Nothing follows.', '', 2), 'removed sentence deleteSecret/response/sentence/2'],
  'a sentence more': [
    alter('It was changed.', 'It was changed. Others were not.'),
    'added sentence update/response/sentence/2',
  ],
  'a rule in a new part': [
    alter('### Scopes', '### Limits\n\nAsk rarely.\n\n### Scopes'),
    'added sentence list/limits/sentence/1',
  ],
  'a note with another text': [alter('Get the `{', 'Ask an owner for the `{', 4), 'changed sentence delete/note/1'],
  'a note more': [alter(':::note', ':::note\nAsk rarely.\n:::\n\n:::note'), 'added sentence list/note/1'],
  'a parameter in a table': [
    alter('### Scopes', '### Query parameters\n\n| Name | Use |\n|---|---|\n| top | Limit |\n\n### Scopes'),
    'added field list/query-parameters/top',
  ],
  'an introduction changed': [
    alter('> Read every client.', '> Read some clients.'),
    'changed sentence page/sentence/1',
  ],
  'an operation gone': [
    PAGE.slice(0, PAGE.indexOf('## Delete a client secret')),
    'removed operation deleteSecret/title',
  ],
  'an operation more': [
    OPERATION('Disable a client', `POST ${BASE}/{partitionGlobalId}/{clientId}/disable`),
    'added operation disable-a-client/title',
  ],
  'an operation renamed': [
    alter('## Generate a new external client', '## Generate a client secret'),
    'changed operation generateSecret/title',
  ],
};

/** Altered pages that say the same, and how their difference is classed. */
const PRESENTATION: Readonly<Record<string, readonly [page: string, as: Drift['class']]>> = {
  'spaces at line ends': [alterAll(/\.$/gm, '.  '), 'presentation'],
  'another host': [alterAll(/\{yourDomain\}/g, 'cloud.example'), 'edition'],
  'a placeholder for the address': [alterAll(/https:\/\/\{yourDomain\}/g, '{accessURL}'), 'edition'],
  'no organization in the address': [
    alterAll(/https:\/\/\{yourDomain\}\/\{organizationName\}/g, '{accessURL}'),
    'edition',
  ],
  'two slashes after the host': [alterAll(/\{yourDomain\}\//g, 'cloud.example//'), 'edition'],
  'a table of addresses': [alterAll(/(### API \w+)/g, `$1${TABLE}`), 'edition'],
  'a section on addresses': [alter('## List', `## Addresses${TABLE}\n\n## List`), 'edition'],
  'federated credentials': [
    OPERATION('List federated credentials', `GET ${BASE}/{partitionGlobalId}/{clientId}/FederatedCredentials`),
    'edition',
  ],
  'a link elsewhere': [alterAll(/docs\.example/g, 'other.example'), 'presentation'],
  'a link called otherwise': [alterAll(/in \[Authentication\]\(/g, '[here]('), 'presentation'],
  'a quoted note': [alterAll(/:::note\n(.*)\n:::/g, '> **Note:** $1'), 'presentation'],
  'an alert for a note': [alterAll(/:::note\n(.*)\n:::/g, '> [!NOTE]\n> $1'), 'presentation'],
  'a paragraph for a note': [alterAll(/:::note\n(.*)\n:::/g, '$1'), 'presentation'],
  'samples mended': [alter('Example Value\nSchema\n', ''), 'presentation'],
  'a heading spelt right': [alter('Enpoint', 'Endpoint'), 'presentation'],
  'headings in another case': [alterAll(/### API Endpoint/g, '### API endpoint'), 'presentation'],
  'headings a level deeper': [alterAll(/^#/gm, '##'), 'presentation'],
  'headings with anchors': [alterAll(/^(#+ .*)$/gm, '$1 {#there}'), 'presentation'],
  'statuses in bold': [alterAll(/^#### (.*)$/gm, '**$1**'), 'presentation'],
  'other reasons': [alterAll(/200 Success/g, '200 OK'), 'presentation'],
  'scopes as code': [alterAll(/\*\*(PM[\w.]+)\*\*/g, '`$1`'), 'presentation'],
  'scopes with dashes': [alterAll(/\* \*\*/g, '- **'), 'presentation'],
  'scopes in another order': [alterAll(/(\* .*)\n(\* .*)/g, '$2\n$1'), 'presentation'],
  'fences with a language': [alterAll(/```\n(?=[{["E])/g, '```json\n'), 'presentation'],
  'endpoints in fences': [alterAll(/^`([A-Z]+ .*)`$/gm, '```http\n$1\n```'), 'presentation'],
  'short options for headers': [alterAll(/--header/g, '-H'), 'presentation'],
  'another day in the samples': [alterAll(/2025-01-02/g, '2026-11-12'), 'presentation'],
  'other fillers': [alterAll(/"orgId"/g, '"<organizationId>"'), 'presentation'],
  'wider samples': [alterAll(/^ {2}"/gm, '        "'), 'presentation'],
  'fields in another order': [
    alterAll(/"name": "string",\n {2}"id": "string"/g, '"id": "string",\n  "name": "string"'),
    'presentation',
  ],
  'operations in another order': [
    PAGE.split(/^(?=## )/m)
      .toReversed()
      .join('\n'),
    'presentation',
  ],
  'spaces after commas': [alter('secret,its', 'secret, its'), 'presentation'],
  'wrapped lines': [alterAll(/Name organization, /g, 'Name organization,\n'), 'presentation'],
  'no introduction': [alter('> Read every client.\n\n', ''), 'presentation'],
  'another title of the page': [alter('# External client\n', '# External clients\n'), 'presentation'],
  'front matter': [`---\ntitle: Clients\n---\n${PAGE}`, 'presentation'],
  'a table of path parameters': [
    alterAll(
      /### Scopes/g,
      '### Path parameters\n\n| Name | Use |\n|---|---|\n| partitionGlobalId | Organization |\n\n### Scopes',
    ),
    'presentation',
  ],
  'a comment and an image': [alter('## List', '<!-- made -->\n\n![shot](a.png)\n\n## List'), 'presentation'],
};

test.describe('Drift of the document', () => {
  test('is none for the page itself, however its lines end', () => {
    for (const page of [PAGE, PAGE.replaceAll('\n', '\r\n'), `\uFEFF${PAGE}`, PAGE.trimEnd()]) {
      expect(compare(page, inventory)).toEqual([]);
    }
    expect(formatDrift([])).toContain('the one that this suite was built from');
  });

  for (const [name, [page, ...expected]] of Object.entries(CONTRACT)) {
    test(`names as a change of contract: ${name}`, () => {
      const drifts = compare(page, inventory);
      const contract = drifts.filter((drift) => drift.class === 'contract');
      expect(contract.map(({ change, subject, id }) => `${change} ${subject} ${id}`).sort()).toEqual(
        [...expected].sort(),
      );
      expect(driftExitCode(drifts)).toBe(1);
    });
  }

  for (const [name, [page, as]] of Object.entries(PRESENTATION)) {
    test(`takes for ${as}: ${name}`, () => {
      const drifts = compare(page, inventory);
      expect(formatDrift(drifts.filter((drift) => drift.class === 'contract'))).toBe(formatDrift([]));
      expect(drifts.map((drift) => drift.class)).toContain(as);
      expect(driftExitCode(drifts)).toBe(0);
    });
  }

  test('is told in sentences, contract first', () => {
    const text = formatDrift(
      compare(alter('201 Created', '200 OK').replaceAll('{yourDomain}', 'cloud.example'), inventory),
    );
    expect(text.split('\n')).toEqual([
      'Changes of the contract: 1',
      '  "Create a new external client" > Responses > 201: the status 201 Created is now 200 OK.  [create/response/201]',
      'Differences between editions: 1',
      '  Endpoints are printed below https://cloud.example/{organizationName}/identity_.  [page]',
      '',
    ]);
  });

  test('is refused for a file that is no such page', () => {
    for (const page of ['', '{"not": "a page"}', '<html><body>Sign in</body></html>', '# Title\n\nProse.\n']) {
      expect(() => compare(page, inventory)).toThrow('The page holds no operation');
    }
  });
});

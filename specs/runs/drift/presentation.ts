import type { Drift } from '../../../schemas/document/drift.ts';
import { type Alter, all, anywhere, inside, withOperation } from './alter.ts';

const BASE = 'https://{yourDomain}/{organizationName}/identity_/api/ExternalClient';
const TABLE =
  '\n\nReplace `{accessURL}` by the base URL:\n\n| Platform | Access URL |\n|---|---|\n| Cloud | https://{name}.example/ |\n';
const NOTE = /:::note\n(.*)\n:::/g;

const hosts = (host: string) => anywhere(/https:\/\/\{yourDomain\}\/\{organizationName\}/g, host);
const federated = withOperation(
  'List federated credentials',
  `GET ${BASE}/{partitionGlobalId}/{clientId}/FederatedCredentials`,
);
const otherLinks = anywhere(/\]\(https:\/\/[^)]*\)/g, '](https://other.example/auth)');
const otherDates = anywhere(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-11-12T01:02:03.004Z');
const mended = all(
  anywhere(/Example Value\nSchema\n/, ''),
  inside('get', /(Id>"),?\n(\s*"clientId")/, '$1,\n$2'),
  anywhere(/### API Enpoint/, '### API Endpoint'),
);

/** Alterations that leave the contract as it is, and how their difference is classed. */
export const PRESENTATIONS: Readonly<Record<string, readonly [alter: Alter, as: Drift['class']]>> = {
  // Editions
  'another host': [anywhere(/\{yourDomain\}/g, 'cloud.example'), 'edition'],
  'a placeholder for the address': [anywhere(/https:\/\/\{yourDomain\}/g, '{accessURL}'), 'edition'],
  'no organization in the address': [hosts('{accessURL}'), 'edition'],
  'the identity server of a standalone installation': [
    anywhere(/\/\{organizationName\}\/identity_/g, '/identity'),
    'edition',
  ],
  'a host of the customer': [hosts('https://{customURL}.dedicated.example/{organizationName}'), 'edition'],
  'two slashes after the host': [anywhere(/\{yourDomain\}\//g, 'cloud.example//'), 'edition'],
  'a table of addresses': [anywhere(/(### API \w+)/g, `$1${TABLE}`), 'edition'],
  'a section on addresses': [anywhere(/(?=## List)/, `## Addresses${TABLE}\n`), 'edition'],
  'federated credentials': [federated, 'edition'],
  'the edition of a cloud': [
    all(hosts('https://cloud.example/{organizationName}'), federated, otherLinks, otherDates, mended),
    'edition',
  ],
  'the edition with a table of addresses, from Windows': [
    all(hosts('{accessURL}'), anywhere(/(### API \w+)/g, `$1${TABLE}`), otherLinks, anywhere(/\n/g, '\r\n')),
    'edition',
  ],
  'one page of many': [
    (page) => page.slice(page.indexOf('## Delete a client secret')).replaceAll(/^##/gm, '#'),
    'edition',
  ],

  // Links, samples
  'a link elsewhere': [otherLinks, 'presentation'],
  'a link called otherwise': [anywhere(/(?:in )?\[[^\]]*\]\(/g, '[here]('), 'presentation'],
  'samples mended': [mended, 'presentation'],
  'another day in the samples': [otherDates, 'presentation'],
  'other fillers': [anywhere(/"orgId"/g, '"<organizationId>"'), 'presentation'],
  'an example for a filler': [inside('create', /"name": "string"/, '"name": "Robots"'), 'presentation'],
  'other numbers': [anywhere(/"id": 0/g, '"id": 17'), 'presentation'],
  'names of types for values': [anywhere(/"id": 0/g, '"id": integer'), 'presentation'],
  'wider samples': [anywhere(/^ {2}"/gm, '        "'), 'presentation'],
  'fields in another order': [anywhere(/("name": "string"),(\s*)("id": "string")/g, '$3,$2$1'), 'presentation'],
  'fences with a language': [anywhere(/```\n(?=[{["E])/g, '```json\n'), 'presentation'],
  'fences of another kind': [anywhere(/^```$/gm, '~~~'), 'presentation'],

  // Notes
  'a quoted note': [anywhere(NOTE, '> **Note:** $1'), 'presentation'],
  'a quoted note with its label above': [anywhere(NOTE, '> **Note**\n>\n> $1'), 'presentation'],
  'an alert for a note': [anywhere(NOTE, '> [!NOTE]\n> $1'), 'presentation'],
  'an important note': [anywhere(NOTE, ':::important\n$1\n:::'), 'presentation'],
  'a note with a title': [anywhere(NOTE, ':::info[Authentication]\n\n$1\n\n:::'), 'presentation'],
  'a note with exclamation marks': [anywhere(NOTE, '!!! note\n    $1'), 'presentation'],
  'a note as a component': [anywhere(NOTE, '<Note>\n$1\n</Note>'), 'presentation'],
  'a note as a hint': [anywhere(NOTE, '{% hint style="info" %}\n$1\n{% endhint %}'), 'presentation'],
  'a paragraph for a note': [anywhere(NOTE, '$1'), 'presentation'],

  // Headings and parts
  'a heading spelt right': [anywhere(/Enpoint/, 'Endpoint'), 'presentation'],
  'headings in another case': [anywhere(/### API Endpoint/g, '### API endpoint'), 'presentation'],
  'headings a level deeper': [anywhere(/^#/gm, '##'), 'presentation'],
  'headings of parts two levels deeper': [anywhere(/^###/gm, '#####'), 'presentation'],
  'headings with anchors': [anywhere(/^(#+ .*)$/gm, '$1 {#there}'), 'presentation'],
  'headings in HTML': [anywhere(/^## (.*)$/gm, '<h2 id="there">$1</h2>'), 'presentation'],
  'headings underlined': [anywhere(/^## (.*)$/gm, '$1\n---'), 'presentation'],
  'parts named otherwise': [
    all(anywhere(/### Responses/g, '### Response'), anywhere(/### Request headers/g, '### Headers')),
    'presentation',
  ],
  'parts in bold': [anywhere(/^### (.*)$/gm, '**$1**'), 'presentation'],
  'statuses in bold': [anywhere(/^#### (.*)$/gm, '**$1**'), 'presentation'],
  'other reasons': [anywhere(/200 Success/g, '200 OK'), 'presentation'],
  'no introduction': [anywhere(/^> .*\n\n/m, ''), 'presentation'],
  'another title of the page': [anywhere(/^# .*$/m, '# External clients'), 'presentation'],

  // Lists, code, order
  'scopes as code': [anywhere(/\*\*(PM[\w.]+)\*\*/g, '`$1`'), 'presentation'],
  'scopes with dashes': [anywhere(/\* \*\*/g, '- **'), 'presentation'],
  'scopes in another order': [anywhere(/(\* .*)\n(\* .*)/g, '$2\n$1'), 'presentation'],
  'scopes as links': [anywhere(/\*\*(PM[\w.]+)\*\*/g, '[$1](https://docs.example/scopes)'), 'presentation'],
  'endpoints in fences': [anywhere(/^`([A-Z]+ .*)`$/gm, '```http\n$1\n```'), 'presentation'],
  'short options for headers': [anywhere(/--header/g, '-H'), 'presentation'],
  'operations in another order': [
    (page) =>
      page
        .split(/^(?=## )/m)
        .toReversed()
        .join('\n'),
    'presentation',
  ],

  // Spacing and publishing
  'spaces at line ends': [anywhere(/\.$/gm, '.  '), 'presentation'],
  'spaces after commas': [anywhere(/,(?=[a-z])/g, ', '), 'presentation'],
  'wrapped lines': [anywhere(/^((?:\w+,? ){3})(?=\w)/gm, '$1\n'), 'presentation'],
  'words in italics': [anywhere(/^([A-Z]\w+ )(\w+)/gm, '$1*$2*'), 'presentation'],
  'Windows line ends with a table of contents': [
    all(anywhere(/(?=## List)/, '* [List](#list)\n* [Get](#get)\n  * [Scopes](#scopes)\n\n'), anywhere(/\n/g, '\r\n')),
    'presentation',
  ],
  'front matter': [(page) => `---\ntitle: Clients\ndescription: All of them\n---\n${page}`, 'presentation'],
  'front matter in TOML': [(page) => `+++\ntitle = "Clients"\n+++\n${page}`, 'presentation'],
  'the day of the last change': [(page) => `${page}\n*Last updated May 5, 2026*\n`, 'presentation'],
  'links to the pages around': [
    (page) => `${page}\n[Previous](https://docs.example/a) | [Next](https://docs.example/b)\n`,
    'presentation',
  ],
  'a pointer to an index': [
    (page) => `> The index of all pages: https://docs.example/llms.txt\n\n${page}`,
    'presentation',
  ],
  'a table of path parameters': [
    anywhere(
      /### Scopes/g,
      '### Path parameters\n\n| Name | Type | Required |\n|---|---|---|\n| partitionGlobalId | string (uuid) | Yes |\n\n### Scopes',
    ),
    'presentation',
  ],
  'a comment and an image': [anywhere(/(?=## List)/, '<!-- made -->\n\n![shot](a.png)\n\n'), 'presentation'],
};

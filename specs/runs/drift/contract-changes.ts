import { type Alter, all, anywhere, inside, withOperation, without } from './alter.ts';

const BASE = 'https://{yourDomain}/{organizationName}/identity_/api/ExternalClient';
const BEFORE_SCOPES = /### Scopes/;
const OUTCOME = /(#### \d{3} .*\n\n)(.*)/;

/** Alterations that change the contract, each with every difference that must be named: change, subject, id. */
export const CONTRACT_CHANGES: Readonly<Record<string, readonly [alter: Alter, ...expected: string[]]>> = {
  // Operations
  'an operation gone': [without('deleteSecret'), 'removed operation deleteSecret/title'],
  'an operation gone from the middle': [without('delete'), 'removed operation delete/title'],
  'an operation more': [
    withOperation('Disable a client', `POST ${BASE}/{partitionGlobalId}/{clientId}/disable`),
    'added operation disable-a-client/title',
  ],
  'another deed under the name of an extension': [
    withOperation('Federated credentials', `DELETE ${BASE}/{partitionGlobalId}`),
    'added operation federated-credentials/title',
  ],
  'an operation renamed': [
    anywhere(/## Generate a new external client/, '## Generate a client secret'),
    'changed operation generateSecret/title',
  ],
  'one of three operations at the same address renamed': [
    anywhere(/## Get details for a specific external client/, '## Read a client'),
    'changed operation get/title',
  ],

  // Methods and paths
  'another method': [inside('update', /`PUT/, '`PATCH'), 'changed path update/endpoint'],
  'a safe method instead of one that writes': [inside('create', /`POST/, '`GET'), 'changed path create/endpoint'],
  'another path': [inside('deleteSecret', /\/secrets\//, '/{clientId}/secrets/'), 'changed path deleteSecret/endpoint'],
  'the path of the details mended': [
    inside('get', /\{partitionGlobalId\}`/, '{partitionGlobalId}/{clientId}`'),
    'changed path get/endpoint',
  ],
  'another version in the path': [inside('list', /\/api\//, '/api/v2/'), 'changed path list/endpoint'],
  'another service': [inside('list', /identity_/, 'portal_'), 'changed path list/endpoint'],
  'another case in the path': [
    inside('generateSecret', /\/GenerateSecret`/, '/generateSecret`'),
    'changed path generateSecret/endpoint',
  ],
  'a query': [inside('list', /\{partitionGlobalId\}`/, '{partitionGlobalId}?top={n}`'), 'changed path list/endpoint'],
  'plain HTTP': [inside('create', /`POST https:/, '`POST http:'), 'changed path create/endpoint'],
  'an endpoint gone': [inside('update', /`PUT .*`/, ''), 'removed path update/endpoint'],
  'a second endpoint': [
    inside('delete', /(`DELETE .*`)/, `$1\n\n\`POST ${BASE}/{partitionGlobalId}/delete\``),
    'added path delete/endpoint/2',
  ],

  // Scopes
  'a scope gone': [inside('list', /\* \*\*PM\.OAuthApp\.Read\*\*\n/, ''), 'removed scope list/scope/PM.OAuthApp.Read'],
  'a scope more': [
    inside('list', /\*\*PM\.OAuthApp\.Read\*\*/, '**PM.OAuthApp.Read**\n* **PM.New**'),
    'added scope list/scope/PM.New',
  ],
  'a scope renamed': [
    inside('newSecret', /PM\.OAuthSecret\.Write/, 'PM.Secret.Write'),
    'removed scope newSecret/scope/PM.OAuthSecret.Write',
    'added scope newSecret/scope/PM.Secret.Write',
  ],
  'a scope in another case': [
    inside('create', /PM\.OAuthApp\.Write/, 'PM.OauthApp.Write'),
    'removed scope create/scope/PM.OAuthApp.Write',
    'added scope create/scope/PM.OauthApp.Write',
  ],
  'a scope struck out': [
    inside('get', /\* \*\*PM\.OAuthApp\.Read\*\*/, '* ~~PM.OAuthApp.Read~~'),
    'added sentence get/scope/sentence/1',
  ],
  'a scope that is said to end': [
    inside('get', /\*\*PM\.OAuthApp\.Read\*\*/, '**PM.OAuthApp.Read** (deprecated)'),
    'added sentence get/scope/sentence/1',
  ],
  'all scopes instead of one': [
    inside('list', /(### Scopes\n\n).*/, '$1All of these scopes are needed:'),
    'changed sentence list/scope/rule',
  ],

  // Statuses
  'another status': [inside('create', /201 Created/, '200 Success'), 'changed status create/response/201'],
  'a body instead of none': [
    inside('deleteSecret', /204 No content/, '200 Success'),
    'changed status deleteSecret/response/204',
  ],
  'a status more': [inside('create', /#### 201/, '#### 409 Conflict\n\n#### 201'), 'added status create/response/409'],
  'a status in a table': [
    inside('list', /### Responses\n/, '### Responses\n\n| Status | Meaning |\n|---|---|\n| 429 | Too many |\n'),
    'added status list/response/429',
  ],

  // Fields
  'a field gone': [inside('list', /"redirectUri": "string",/, ''), 'removed field list/response/200/redirectUri'],
  'a field more': [
    inside('list', /"isConfidential": true,/, '"isConfidential": true, "owner": "string",'),
    'added field list/response/200/owner',
  ],
  'a field renamed': [
    inside('get', /"isConfidential"/, '"confidential"'),
    'removed field get/response/200/isConfidential',
    'added field get/response/200/confidential',
  ],
  'a field in another case': [
    inside('get', /"redirectUri"/, '"redirectURI"'),
    'removed field get/response/200/redirectUri',
    'added field get/response/200/redirectURI',
  ],
  'a field of another type': [
    inside('list', /"id": 0/, '"id": "string"'),
    'changed field list/response/200/secrets/id',
  ],
  'a number with a fraction': [
    inside('create', /"id": 0/, '"id": 0.5'),
    'changed field create/response/201/secrets/id',
  ],
  'null for a value': [
    inside('get', /"redirectUri": "string"/, '"redirectUri": null'),
    'changed field get/response/200/redirectUri',
  ],
  'text for a truth value': [
    inside('create', /"isConfidential": true/, '"isConfidential": "true"'),
    'changed field create/request/isConfidential',
  ],
  'a number for a text': [
    inside('generateSecret', /"description": "string"/, '"description": 5'),
    'changed field generateSecret/request/description',
  ],
  'no time any more': [
    inside('generateSecret', /"expiryTime": "[^"]*"/, '"expiryTime": "string"'),
    'changed field generateSecret/request/expiryTime',
  ],
  'another value of an enumeration': [
    inside('list', /"user"/, '"application"'),
    'changed field list/response/200/resources/scopes/type',
  ],
  'an integer for a word': [inside('get', /"user"/, '0'), 'changed field get/response/200/resources/scopes/type'],
  'any text for a word': [inside('create', /"user"/, '"string"'), 'changed field create/request/scopes/type'],
  'a request field gone': [
    inside('create', /"isConfidential": true,\s*/, ''),
    'removed field create/request/isConfidential',
  ],
  'a request field more': [
    inside('deleteSecret', /"secretId"/, '"clientId": "string", "secretId"'),
    'added field deleteSecret/request/clientId',
  ],
  'a branch of fields renamed': [
    inside('get', /"resources"/, '"apis"'),
    'removed field get/response/200/resources',
    'added field get/response/200/apis',
  ],
  'a list instead of an object': [
    inside('update', /"clientCertificates": \[\s*\{\s*\}\s*\]/, '"clientCertificates": {}'),
    'changed field update/response/200/clientCertificates',
  ],
  'an object instead of an array': [
    all(inside('list', /```\n\[\n/, '```\n'), inside('list', /\n\]\n```/, '\n```')),
    'changed field list/response/200/body',
  ],
  'an object instead of a string': [
    inside('newSecret', /\n"string"\n/, '\n{"secret": "string"}\n'),
    'changed field newSecret/response/200/body',
    'added field newSecret/response/200/secret',
  ],
  'a parameter in a table': [
    inside('list', BEFORE_SCOPES, '### Query parameters\n\n| Name | Use |\n|---|---|\n| top | Limit |\n\n### Scopes'),
    'added field list/query-parameters/top',
  ],
  'a rule in a table of fields': [
    inside('create', /### Responses/, '| Name | Rule |\n|---|---|\n| name | at most 64 characters |\n\n### Responses'),
    'added sentence create/request/name/described',
  ],

  // Headers
  'a header gone': [
    inside('update', /\\\n--header 'Content-Type: application\/json'/, ''),
    'removed header update/header/Content-Type',
  ],
  'a header more': [
    inside('list', /application\/json'/, "application/json'\\\n--header 'X-Tenant: {t}'"),
    'added header list/header/X-Tenant',
  ],
  'another media type': [
    inside('create', /application\/json/, 'application/xml'),
    'changed header create/header/Content-Type',
  ],
  'another way to authenticate': [
    inside('list', /Bearer \{access_token\}/, 'Basic {credentials}'),
    'changed header list/header/Authorization',
  ],

  // Sentences
  'a sentence changed': [
    inside('delete', /(#### .*\n\n.*\. ).*/, '$1Something follows.'),
    'changed sentence delete/response/sentence/2',
  ],
  'a sentence gone': [
    inside('deleteSecret', /(#### .*\n\n[^.\n]*\.).*/, '$1'),
    'removed sentence deleteSecret/response/sentence/2',
  ],
  'a sentence more': [inside('update', OUTCOME, '$1$2 Others were not.'), 'added sentence update/response/sentence/2'],
  'the request told otherwise': [
    inside('create', /(### Request body\n\n).*/, '$1The body is empty.'),
    'changed sentence create/request/sentence/1',
  ],
  'what an operation does told otherwise': [
    inside('delete', /^(## .*\n\n).*/, '$1Hides one client.'),
    'changed sentence delete/sentence/1',
  ],
  'a rule in a new part': [
    inside('list', BEFORE_SCOPES, '### Limits\n\nAsk rarely.\n\n### Scopes'),
    'added sentence list/limits/sentence/1',
  ],
  'a rule in a new part at the start': [
    inside('list', /^(## .*\n)/, '$1\n### Limits\n\nAsk rarely.\n'),
    'added sentence list/limits/sentence/1',
  ],
  'a note with another text': [inside('delete', /:::note\n\S+/, ':::note\nNever'), 'changed sentence delete/note/1'],
  'a note more': [inside('list', /:::note/, ':::note\nAsk rarely.\n:::\n\n:::note'), 'added sentence list/note/1'],
  'an introduction changed': [anywhere(/^> .*$/m, '> Read some clients.'), 'changed sentence page/sentence/1'],
  'a rule before all operations': [
    anywhere(/^> .*$/m, '$&\n\nEvery request is counted.'),
    'added sentence page/sentence/2',
  ],
  'an example instead of a rule': [
    inside('delete', BEFORE_SCOPES, '```\nclients older than a day only\n```\n\n### Scopes'),
    'added sentence delete/sentence/2',
  ],
};

import type { Departure } from '../../../fixtures/api/requests.ts';
import { type JsonSchema, type PartName, type PayloadName, readSchema } from '../../../schemas/payloads/index.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import type { Depth, KnownIds, Variation } from './variation.ts';

type Body = Readonly<Record<string, unknown>>;
type In = Variation['in'];

/** Operations whose requests carry a body. Those with POST may be many on a cloud tenant, so every run sends most of them. */
const BODIES: In = { create: 'deep', update: 'deep', generateSecret: 'deep' };
const POSTS: In = { create: 'default', update: 'deep', generateSecret: 'default' };
const ALL_BODIES: In = { create: 'default', update: 'default', generateSecret: 'default' };
const CREATE: In = { create: 'default', update: 'deep' };
const CLIENT_BODIES: In = { create: 'default', update: 'default' };
const GENERATE: In = { generateSecret: 'default' };

// Bodies ------------------------------------------------------------------------------------------------------------------------

/** Levels of nesting that some readers (64 in .NET) refuse by a limit of theirs. CPython and others fail at a thousand, however careful the server. */
const DEEP = 500;
const MEGABYTE = 1024 * 1024;

const written = (kind: string, operations: In, rewrite: (json: string) => string, more: Partial<Variation> = {}) => ({
  kind,
  in: operations,
  rewrite,
  ...more,
});
const ARGUABLE = { arguable: true } as const;

/** Adds text behind the opening brace. */
const within = (text: string) => (json: string) => json.replace('{', () => `{${text}`);

/** Bodies that are no JSON, or JSON that is no object, or an object that readers understand in different ways. */
const TEXTS: readonly Variation[] = [
  written('truncated JSON', ALL_BODIES, (json) => json.slice(0, -7)),
  written('half of the JSON', BODIES, (json) => json.slice(0, json.length / 2)),
  written('JSON and more', BODIES, (json) => `${json} x`),
  written('two JSON objects', { ...BODIES, create: 'default' }, (json) => json + json),
  written('JSON in single quotes', BODIES, (json) => json.replaceAll('"', "'")),
  written('a comma too many', BODIES, (json) => json.replace(/\}$/, ',}'), ARGUABLE),
  written('a comment in JSON', BODIES, within('/* well */'), ARGUABLE),
  written('NaN in JSON', BODIES, within('"extra":NaN,'), ARGUABLE),
  written('a number beyond every range', BODIES, within('"extra":1e999999,'), ARGUABLE),
  written('a member given twice', BODIES, within('"name":"a","name":"b","clientId":"a",'), ARGUABLE),
  written('a member named __proto__', BODIES, within('"__proto__":{"isAdmin":true},'), ARGUABLE),
  written(
    'a type for a deserializer',
    BODIES,
    within('"$type":"System.IO.FileInfo, System.IO","@type":"x",'),
    ARGUABLE,
  ),
  written('members that nobody knows', BODIES, within('"id":"x","secret":"x","secrets":[{"id":1}],'), ARGUABLE),
  written('a byte order mark', BODIES, (json) => `\uFEFF${json}`, ARGUABLE),
  written('blanks around JSON', BODIES, (json) => `\r\n\t ${json} \r\n`, ARGUABLE),
  written('JSON in a text', BODIES, (json) => JSON.stringify(json)),
  written('JSON in an array', BODIES, (json) => `[${json}]`),
  written('an array for an object', ALL_BODIES, () => '[]'),
  written('null for an object', POSTS, () => 'null'),
  written('a text for an object', POSTS, () => '"x"'),
  written('a number for an object', POSTS, () => '1'),
  written('a flag for an object', BODIES, () => 'true'),
  written('an empty body', { create: 'default', generateSecret: 'default' }, () => ''),
  // Some readers, such as that of Express, take it for an empty object: to an update that may leave members out, a legal one.
  written('an empty body', { update: 'deep' }, () => '', ARGUABLE),
  written('blanks for an object', BODIES, () => '   '),
  written('NUL for an object', BODIES, () => '\u0000'),
  written('XML for an object', BODIES, () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
  written('five hundred arrays in each other', BODIES, () => '['.repeat(DEEP) + ']'.repeat(DEEP)),
  // To an update that may leave members out, this is an empty one.
  written('five hundred objects in each other', BODIES, () => `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, ARGUABLE),
  written(
    'five hundred arrays in a member',
    BODIES,
    within(`"extra":${'['.repeat(DEEP)}${']'.repeat(DEEP)},`),
    ARGUABLE,
  ),
  written('a body of 2 MB', POSTS, within(`"extra":"${'x'.repeat(2 * MEGABYTE)}",`), {
    arguable: true,
    mayClose: true,
  }),
];

/** A body whose media type is not the printed one. Which of them a server reads all the same is its own choice (RFC 9110, 15.5.16). */
const labelled = (contentType: string | null, operations = BODIES): Variation => ({
  kind: contentType === null ? 'a body without a media type' : `a body declared as ${contentType || 'nothing'}`,
  in: operations,
  departure: { contentType },
  arguable: true,
});

const MEDIA_TYPES: readonly Variation[] = [
  labelled(null),
  labelled(''),
  labelled('text/plain', { ...BODIES, create: 'default' }),
  labelled('application/xml', { ...BODIES, generateSecret: 'default' }),
  labelled('application/x-www-form-urlencoded', { ...BODIES, create: 'default' }),
  labelled('multipart/form-data; boundary=x', POSTS),
  labelled('application/octet-stream'),
  labelled('application/jsonp'),
  labelled('application/json; charset=utf-16'),
  labelled('application/json; charset=nonsense'),
  labelled('application/vnd.api+json'),
  labelled('json'),
  labelled('*/*'),
  {
    kind: 'a body declared as compressed',
    in: BODIES,
    departure: { headers: { 'content-encoding': 'gzip' } },
    arguable: true,
  },
];

// Members -----------------------------------------------------------------------------------------------------------------------

const value = (name: string, kind: string, bad: unknown, operations: In, arguable = false): Variation => ({
  kind: `${kind} as ${name}`,
  in: operations,
  alter: (ordinary) => ({ ...ordinary, [name]: bad }),
  arguable,
});

type JsonType = 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** Values of each type, none of which means anything to anybody. */
const SAMPLES: readonly (readonly [type: JsonType, name: string, value: unknown])[] = [
  ['string', 'a text', 'perhaps'],
  ['integer', 'a number', 4711],
  ['boolean', 'a flag', true],
  ['array', 'an array', []],
  ['array', 'five hundred arrays in each other', nested(DEEP)],
  ['object', 'an object', { a: 1 }],
];

/** Scalars that some readers turn into the type that they expect; whether they should, no standard says. */
function isCoerced(types: readonly JsonType[], sample: JsonType, member: string): boolean {
  const isScalar = sample === 'integer' || sample === 'boolean';
  return isScalar && ((types.includes('string') && TEXT_MEMBERS.has(member)) || types.includes('boolean'));
}

/** Members without which every run sends a request. */
const NEEDED = /^(?:name|scopes|clientId|partitionGlobalId)$/;
const TEXT_MEMBERS = new Set(['name', 'description', 'redirectUri']);

/** Wrong types that every run sends; the others are for deep runs. */
const EVERY_RUN: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  create: {
    partitionGlobalId: /number|hundred/,
    name: /number|flag|object|hundred|null/,
    isConfidential: /text|number|an object/,
    redirectUri: /number|flag|object|hundred/,
    scopes: /text|number|object|hundred/,
  },
  update: { name: /null/, redirectUri: /number/, scopes: /null/ },
  generateSecret: {
    clientId: /number|flag|hundred|null/,
    partitionGlobalId: /number|hundred/,
    description: /number|flag|object|hundred/,
    expiryTime: /number|flag|object|hundred/,
  },
};

/** Follows a reference to where it leads, in whichever file. */
function resolve(schema: JsonSchema): JsonSchema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const [file = '', pointer = ''] = $ref.split('#');
  const target = readSchema(file.replace('.schema.json', '') as PayloadName | PartName);
  const steps = pointer.split('/').filter((step) => step !== '');
  return resolve(steps.reduce((at, step) => at[step] as JsonSchema, target));
}

function typesOf(schema: JsonSchema): readonly JsonType[] {
  const { type } = resolve(schema);
  return (Array.isArray(type) ? type : [type]) as JsonType[];
}

/** Each member of a request left out, null, and of each wrong type, by the schema of its body. */
function membersOf(operation: 'create' | 'update' | 'generateSecret'): readonly Variation[] {
  const { properties = {}, required = [] } = readSchema(`${operation}.request`) as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  const members = Object.entries(properties).filter(
    // The ids of an update stand in its path as well; what its body says of them a tenant need not read (readings K6, K11).
    ([name]) => operation !== 'update' || (name !== 'partitionGlobalId' && name !== 'clientId'),
  );
  return members.flatMap(([name, schema]): readonly Variation[] => {
    const types = typesOf(schema);
    // What tenants fill in themselves may be missing, and an update may leave members out.
    const isOptional = operation === 'update' || !['name', 'clientId', 'partitionGlobalId'].includes(name);
    const depth = (kind: string): In => ({
      [operation]: EVERY_RUN[operation]?.[name]?.test(kind) === true ? 'default' : 'deep',
    });
    const missing: readonly Variation[] = required.includes(name)
      ? [
          {
            kind: `no member ${name}`,
            in: { [operation]: operation !== 'update' && NEEDED.test(name) ? 'default' : 'deep' },
            alter: (ordinary) => ({ ...ordinary, [name]: undefined }),
            arguable: isOptional,
          },
        ]
      : [];
    const nothing = types.includes('null') ? [] : [value(name, 'null', null, depth('null'), isOptional)];
    const wrong = SAMPLES.filter(([type]) => !types.includes(type)).map(([type, kind, bad]) =>
      value(name, kind, bad, depth(kind), name === 'clientCertificates' || isCoerced(types, type, name)),
    );
    return [...missing, ...nothing, ...wrong];
  });
}

/** Texts that a server may choke on; made from the good text, so that names keep the tag by which they are found again. */
const ODD: readonly (readonly [kind: string, odd: (good: string) => string, arguable: boolean])[] = [
  ['of five thousand characters', (good) => good + 'd'.repeat(5000), true],
  ['of 64 kB', (good) => good + 'd'.repeat(65_536), true],
  ['with a control character', (good) => `${good}\u0007x`, false],
  ['with NUL', (good) => `${good}\u0000x`, false],
  ['with line breaks', (good) => `${good}\r\nX-Injected: yes`, true],
  ['with bidirectional marks', (good) => `${good}\u202Etxt.exe\u2066`, true],
  ['with a lone surrogate', (good) => `${good}\uD800x`, true],
  ['beyond the basic plane', (good) => `${good} \u{1F511}\u{10FFFD}`, true],
  ['in combining forms', (good) => `${good} e\u0301${'\u0301'.repeat(200)}`, true],
  ['with markup', (good) => `${good}<script>alert(1)</script>{{7*7}}\${7*7}`, true],
  ['with a quote', (good) => `${good}'";--`, true],
  ['with a format directive', (good) => `${good}%s%n{0}`, true],
];

/** Odd texts of a member. @param every those that every run sends, and where */
const oddTexts = (name: string, operations: In, every: Readonly<Record<string, In>> = {}): readonly Variation[] =>
  ODD.map(([kind, odd, arguable]) => ({
    kind: `${name} ${kind}`,
    in: { ...operations, ...every[kind] },
    alter: (ordinary) => ({
      ...ordinary,
      [name]: odd(typeof ordinary[name] === 'string' ? ordinary[name] : 'https://odd.example.com/'),
    }),
    arguable: arguable || name !== 'name',
  }));

const DEEP_CLIENT: In = { create: 'deep', update: 'deep' };
const DEEP_GENERATE: In = { generateSecret: 'deep' };

const NAMES: readonly Variation[] = [
  value('name', 'an empty text', '', CREATE),
  value('name', 'a blank', '   ', CREATE),
  ...oddTexts('name', DEEP_CLIENT, { 'of five thousand characters': CLIENT_BODIES, 'with NUL': CREATE }),
];

const REDIRECT_URIS: readonly Variation[] = [
  value('redirectUri', 'a text that is no URI', 'not a URI', CREATE),
  value('redirectUri', 'a relative path', '/callback', CREATE),
  value('redirectUri', 'a URI with a fragment', 'https://odd.example.com/callback#part', CREATE),
  value('redirectUri', 'a host without scheme', '//odd.example.com/callback', DEEP_CLIENT, true),
  value('redirectUri', 'a scheme without host', 'https://', DEEP_CLIENT, true),
  value('redirectUri', 'a broken IPv6 address', 'http://[::1', DEEP_CLIENT, true),
  value('redirectUri', 'a blank', '   ', DEEP_CLIENT, true),
  value('redirectUri', 'two URIs with one that is none', 'https://odd.example.com/callback,not a URI', DEEP_CLIENT),
  value(
    'redirectUri',
    'a thousand URIs',
    Array.from({ length: 1000 }, (_, at) => `https://odd${at}.example.com/`).join(','),
    DEEP_CLIENT,
    true,
  ),
  ...oddTexts('redirectUri', DEEP_CLIENT, { 'with NUL': CREATE }),
];

const INSTANTS: readonly Variation[] = [
  value('expiryTime', 'words', 'next summer', GENERATE),
  value('expiryTime', 'the 30th of February', '2090-02-30T00:00:00.000Z', DEEP_GENERATE),
  value('expiryTime', 'the 13th month', '2090-13-01T00:00:00.000Z', GENERATE),
  value('expiryTime', 'the 25th hour', '2090-01-01T25:00:00.000Z', DEEP_GENERATE),
  value('expiryTime', 'an empty text', '', DEEP_GENERATE, true),
  value('expiryTime', 'a date alone', '2090-01-01', DEEP_GENERATE, true),
  value('expiryTime', 'the year 1', '0001-01-01T00:00:00.000Z', DEEP_GENERATE, true),
  value('expiryTime', 'the last instant of .NET', '9999-12-31T23:59:59.9999999Z', GENERATE, true),
  value('expiryTime', 'a time with an offset of a day', '2090-01-01T00:00:00+24:00', DEEP_GENERATE, true),
  value('expiryTime', 'a huge number in a text', '9'.repeat(400), GENERATE),
];

const NO_GUID = 'not-a-guid';
const BODY_IDS = (name: string, operations: In, deep: In): readonly Variation[] => [
  value(name, 'an empty text', '', operations),
  value(name, 'a text that is no GUID', NO_GUID, operations),
  value(name, 'a text of 64 kB', 'a'.repeat(65_536), deep),
  value(name, 'a GUID with a letter too many', '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6bb', deep),
  value(name, 'a path', '../../etc/passwd', deep),
  value(name, 'a quote', "'", deep),
];

/** The first scope of the ordinary body, altered. */
const scope = (kind: string, alter: (good: Body) => unknown, operations: In, arguable = false): Variation => ({
  kind: `a scope ${kind}`,
  in: operations,
  alter: (ordinary) => {
    const [first, ...rest] = ordinary.scopes as readonly Body[];
    return { ...ordinary, scopes: [alter(first ?? {}), ...rest] };
  },
  arguable,
});

const has = (name: string, bad: unknown) => (good: Body) => ({ ...good, [name]: bad });

const SCOPES: readonly Variation[] = [
  value('scopes', 'texts and numbers in a list', [1, 'a', null], CLIENT_BODIES),
  scope('that does not exist', has('name', 'No.Such.Scope'), CLIENT_BODIES),
  scope('without name', has('name', undefined), DEEP_CLIENT),
  ...[null, true, [], {}, ''].map((bad) => scope(`named ${JSON.stringify(bad)}`, has('name', bad), DEEP_CLIENT)),
  scope('named 4711', has('name', 4711), CREATE),
  ...[true, [], 99, -1].map((bad) => scope(`of type ${JSON.stringify(bad)}`, has('type', bad), DEEP_CLIENT)),
  ...['nobody', {}].map((bad) => scope(`of type ${JSON.stringify(bad)}`, has('type', bad), CREATE)),
  ...[4711, [], {}].flatMap((bad) => [
    scope(`described as ${JSON.stringify(bad)}`, has('description', bad), DEEP_CLIENT, bad === 4711),
    scope(`displayed as ${JSON.stringify(bad)}`, has('displayName', bad), DEEP_CLIENT, bad === 4711),
  ]),
  scope('named by a wildcard', has('name', 'PM.*'), CREATE),
  scope('with NUL in its name', ({ name, ...rest }) => ({ ...rest, name: `${String(name)}\u0000` }), DEEP_CLIENT),
  scope(
    'with blanks around its name',
    ({ name, ...rest }) => ({ ...rest, name: ` ${String(name)} ` }),
    DEEP_CLIENT,
    true,
  ),
  scope('of 64 kB', has('name', 'S'.repeat(65_536)), DEEP_CLIENT),
  scope('that is an array', () => [[]], CREATE),
  scope('that is a flag', () => false, DEEP_CLIENT),
  {
    kind: 'the same scope twice',
    in: { create: 'default', update: 'deep' },
    alter: (ordinary) => ({
      ...ordinary,
      scopes: [...(ordinary.scopes as unknown[]), (ordinary.scopes as unknown[])[0]],
    }),
    arguable: true,
  },
  {
    kind: 'the same scope five hundred times',
    in: DEEP_CLIENT,
    alter: (ordinary) => ({
      ...ordinary,
      scopes: Array.from({ length: 500 }, () => (ordinary.scopes as unknown[])[0]),
    }),
    arguable: true,
  },
];

// Ids ---------------------------------------------------------------------------------------------------------------------------

type Form = (own: string, known: KnownIds) => string | undefined;

/** Ids in a path. DELETE is never sent to an address that could stand for many, or for something that the run did not make. */
const ID_IN_PATH: In = { get: 'deep', update: 'deep', delete: 'deep' };
const EVERY_ID: In = { ...ID_IN_PATH, generateSecret: 'deep' };

/** A client id in another form, in the path or, where the body names the client, there. */
function clientId(kind: string, form: Form, operations: In, more: Partial<Variation> = {}): readonly Variation[] {
  const { generateSecret, ...inPath } = operations;
  const all = { kind: `a client id ${kind}`, ...more };
  const path: Variation = { ...all, in: inPath, id: form };
  const body: Variation = {
    ...all,
    in: generateSecret === undefined ? {} : { generateSecret },
    alter: (ordinary, known) => {
      const altered = form(String(ordinary.clientId), known);
      return { ...ordinary, clientId: altered === undefined ? altered : decodeURIComponent(altered) };
    },
  };
  return generateSecret === undefined ? [path] : [path, body];
}

const NEVER = { meansOwn: 'never' } as const;
const HARDLY = { meansOwn: 'hardly' } as const;

/** What is cut off stands for whatever begins so, which must be the subject alone. */
const cut =
  (shorten: (own: string) => string): Form =>
  (own, { isTaken }) => {
    const short = shorten(own);
    return short.length < 2 || short === own || isTaken(short) ? undefined : short;
  };

/**
 * The id of the secret in the place of that of its client, or the other way round, where one is a number and the other is none. What
 * begins with a digit a careless reader takes for a number, which may be the id of somebody else's secret: it is not sent.
 */
const byKin: Form = (own, { kin }) => {
  if (kin === undefined || isWhole(kin) === isWhole(own)) return undefined;
  return isWhole(own) && /^\d/.test(kin) ? undefined : kin;
};

const cutOff = cut((own) => own.slice(0, -1));

/** Behind an id of digits one more digit may make the id of something else; a letter makes none of them. */
const withOneMore: Form = (own) => `${own}${isWhole(own) ? 'x' : '0'}`;

const otherEnd: Form = (own, { isTaken }) => {
  const end = own.endsWith('0') ? '1' : '0';
  const altered = own.slice(0, -1) + end;
  return isTaken(altered) ? undefined : altered;
};

const CLIENT_IDS: readonly Variation[] = [
  // As malformed as any text that is no GUID, and some client goes by it where ids are looked up among names as well.
  {
    kind: 'a malformed client id',
    in: { get: 'default', update: 'deep', delete: 'deep' },
    id: (own, { nameOf }) => encoded(nameOf(own)) ?? NO_GUID,
  },
  ...clientId(
    'that is cut off',
    cutOff,
    { get: 'deep', update: 'default', delete: 'default', generateSecret: 'default' },
    NEVER,
  ),
  // What goes by one kind of id must not be found by the other; a number that may be the id of another client is never sent.
  ...clientId(
    'that is the id of its secret',
    byKin,
    { delete: 'default', update: 'deep', generateSecret: 'default' },
    NEVER,
  ),
  ...clientId(
    'of eight characters',
    cut((own) => own.slice(0, 8)),
    EVERY_ID,
    NEVER,
  ),
  ...clientId(
    'that is cut in half',
    cut((own) => own.slice(0, own.length / 2)),
    EVERY_ID,
    NEVER,
  ),
  ...clientId(
    'without its beginning',
    cut((own) => own.slice(1)),
    EVERY_ID,
    NEVER,
  ),
  ...clientId('with another end', otherEnd, EVERY_ID, NEVER),
  ...clientId(
    'with a letter too many',
    withOneMore,
    { ...ID_IN_PATH, update: 'default', delete: 'default', generateSecret: 'default' },
    NEVER,
  ),
  ...clientId('with a wildcard', (own) => `${own.slice(0, -6)}%25`, EVERY_ID, NEVER),
  ...clientId('with an asterisk', (own) => `${own.slice(0, -6)}*`, EVERY_ID, NEVER),
  ...clientId('with a quote', (own) => `${own}%27`, EVERY_ID, NEVER),
  ...clientId('with NUL', (own) => `${own}%00`, EVERY_ID, NEVER),
  ...clientId('with a line break', (own) => `${own}%0d%0aX-Injected:%20yes`, EVERY_ID, NEVER),
  ...clientId('twice in a row', (own) => own + own, EVERY_ID, NEVER),
  ...clientId('with another one behind a comma', (own) => `${own},${own}`, EVERY_ID, HARDLY),
  ...clientId('in broken UTF-8', (own) => `${own}%ff%fe`, ID_IN_PATH, HARDLY),
  ...clientId('with a broken escape', (own) => `${own}%zz`, ID_IN_PATH, { ...ARGUABLE, ...HARDLY }),
  ...clientId('with a parameter behind a semicolon', (own) => `${own};a=b`, ID_IN_PATH, { ...ARGUABLE, ...HARDLY }),
  ...clientId('with a suffix of files', (own) => `${own}.json`, ID_IN_PATH, { ...ARGUABLE, ...HARDLY }),
  ...clientId('with a full stop', (own) => `${own}.`, ID_IN_PATH, { ...ARGUABLE, ...HARDLY }),
  ...clientId('behind an encoded slash', (own) => `x%2f${own}`, ID_IN_PATH, HARDLY),
  ...clientId('behind dots', (own) => `..%2f${own}`, ID_IN_PATH, HARDLY),
  ...clientId('that is a file', () => '..%2f..%2f..%2fetc%2fpasswd', ID_IN_PATH),
  ...clientId('of zeros', () => NIL_GUID, { get: 'deep', update: 'deep', generateSecret: 'deep' }),
  ...clientId('that is the word null', () => 'null', EVERY_ID),
  ...clientId('that is the name of another route', () => 'GenerateSecret', ID_IN_PATH),
  ...clientId('of 300 letters', () => 'a'.repeat(300), ID_IN_PATH),
  ...clientId('of 8 kB', () => 'a'.repeat(8000), ID_IN_PATH),
  // Spellings of a GUID that some readers take for the same.
  ...clientId('in upper case', (own) => own.toUpperCase(), { get: 'deep' }, ARGUABLE),
  ...clientId('in braces', (own) => `%7B${own}%7D`, { get: 'deep' }, ARGUABLE),
  ...clientId('without hyphens', (own) => own.replaceAll('-', ''), { get: 'deep' }, ARGUABLE),
  ...clientId('between blanks', (own) => `%20${own}%20`, { get: 'deep' }, ARGUABLE),
  // It can match no client but the right one, whoever takes it for a query.
  {
    kind: 'a query as client id',
    in: GENERATE,
    alter: (good) => ({ ...good, clientId: { $in: [good.clientId] } }),
    ...NEVER,
  },
  {
    kind: 'a list as client id',
    in: DEEP_GENERATE,
    alter: (good) => ({ ...good, clientId: [good.clientId] }),
    ...HARDLY,
  },
];

export const NIL_GUID = '00000000-0000-0000-0000-000000000000';
const UNKNOWN_GUID = '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6b';

const isWhole = (text: string): boolean => /^\d+$/.test(text);

const secretId = (kind: string, form: Form, depth: Depth = 'deep', more: Partial<Variation> = {}): Variation => ({
  kind: `a secret id ${kind}`,
  in: { deleteSecret: depth },
  id: form,
  ...more,
});

function encoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : encodeURIComponent(text);
}

const longer: Form = (own, { isTaken }) => [`${own}0`, `${own}00000`].find((id) => !isTaken(id));

/** Where ids are numbers, these are of secrets that are not there: a tenant may answer that they are gone. */
const UNKNOWN = { ...NEVER, ...ARGUABLE } as const;

const SECRET_IDS: readonly Variation[] = [
  secretId('with letters behind it', (own) => `${own}abc`, 'default', NEVER),
  secretId('with a sign', (own) => `-${own}`, 'default', NEVER),
  // The same number again for whoever cuts it to 32 or 64 bits.
  secretId('beyond 64 bits', (own) => beyond(own, 64), 'default', NEVER),
  secretId('beyond 32 bits', (own) => beyond(own, 32), 'default', UNKNOWN),
  // One digit less where that can be nobody else's; else one more.
  secretId(
    'of another length',
    (own, known) => cut((id) => id.slice(0, -1))(own, known) ?? longer(own, known),
    'default',
    UNKNOWN,
  ),
  secretId('that is the id of its client', byKin, 'default', NEVER),
  secretId('with a digit too many', longer, 'deep', UNKNOWN),
  secretId(
    'without its first digit',
    cut((own) => own.slice(1)),
    'deep',
    NEVER,
  ),
  secretId('with a quote', (own) => `${own}%27`, 'deep', NEVER),
  secretId('with NUL', (own) => `${own}%00`, 'deep', NEVER),
  secretId('with another one behind a comma', (own) => `${own},${own}`, 'deep', HARDLY),
  secretId('with a half', (own) => `${own}.5`, 'deep', HARDLY),
  secretId('with an exponent', (own) => `${own}e1`, 'deep', NEVER),
  secretId('in hexadecimal digits', (own) => (isWhole(own) ? `0x${BigInt(own).toString(16)}` : undefined), 'deep', {
    ...HARDLY,
  }),
  secretId('with zeros before it', (own) => (isWhole(own) ? `000${own}` : undefined), 'deep', ARGUABLE),
  secretId('with a parameter behind a semicolon', (own) => `${own};a=b`, 'deep', { ...ARGUABLE, ...HARDLY }),
  secretId('between blanks', (own) => `%20${own}%20`, 'deep', { ...ARGUABLE, ...HARDLY }),
  secretId('behind dots', (own) => `..%2fsecrets%2f${own}x`, 'deep', HARDLY),
  secretId('of letters', () => 'abc'),
  secretId('that is the word null', () => 'null'),
  secretId('that is the word NaN', () => 'NaN'),
  secretId('that is infinite', () => '1e400'),
  secretId('of four hundred digits', () => '9'.repeat(400)),
  secretId('that is a GUID', () => UNKNOWN_GUID),
];

function beyond(own: string, bits: number): string {
  return isWhole(own) ? String(BigInt(own) + 2n ** BigInt(bits)) : `${own}0`;
}

const partition = (kind: string, partitionId: string, depth: Depth = 'deep', arguable = false): Variation => ({
  kind: `${kind} as organization id`,
  in: { list: depth, get: 'deep' },
  departure: { partitionId },
  arguable,
});

const PARTITIONS: readonly Variation[] = [
  partition('a malformed text', NO_GUID),
  {
    kind: 'the beginning of the own id as organization id',
    in: { list: 'default', get: 'deep' },
    partition: (own) => own.slice(0, 8),
  },
  partition('the GUID of nobody', NIL_GUID, 'default'),
  partition('a quote', '%27'),
  partition('NUL', '%00'),
  partition('broken UTF-8', '%ff%fe'),
  partition('dots', '..%2f..'),
  partition('the word null', 'null'),
  partition('a number', '1'),
  partition('a text of 8 kB', 'a'.repeat(8000)),
  partition('the name of another route', 'secrets'),
];

// Around the body ---------------------------------------------------------------------------------------------------------------

const sent = (kind: string, operations: In, departure: Departure, arguable = false): Variation => ({
  kind,
  in: operations,
  departure,
  arguable,
});

const READS: In = { list: 'deep', get: 'deep' };
const JSON_TYPE = { contentType: 'application/json' };

/** The page prints a body for reads as well. Tenants may ignore it, whatever it holds. */
const READ_BODIES: readonly Variation[] = [
  sent('a printed body that is cut off', READS, { rawBody: '{"partitionGlobalId": "', ...JSON_TYPE }, true),
  sent('a printed body that is an array', READS, { rawBody: '[]', ...JSON_TYPE }, true),
  sent('a printed body for nobody', READS, { rawBody: `{"partitionGlobalId":"${UNKNOWN_GUID}"}`, ...JSON_TYPE }, true),
  sent('a printed body declared as XML', READS, { rawBody: '<a/>', contentType: 'application/xml' }, true),
];

const ALMOST_ALL: In = { ...READS, generateSecret: 'deep' };

const HEADERS: readonly Variation[] = [
  sent('parameters that nobody knows', ALMOST_ALL, { query: '?%24filter=a&page=-1&limit=x&%24top=%27' }, true),
  sent(
    'parameters given twice',
    ALMOST_ALL,
    { query: `?partitionGlobalId=a&partitionGlobalId=b&clientId=a&clientId=b` },
    true,
  ),
  sent('a query that is broken', ALMOST_ALL, { query: '?%zz=%ff&&=&a[]=b' }, true),
  sent('a media type that nobody has', ALMOST_ALL, { headers: { accept: 'application/x-nothing' } }, true),
  sent(
    'languages and encodings that nobody has',
    ALMOST_ALL,
    {
      headers: { 'accept-language': 'x'.repeat(300), 'accept-encoding': 'nothing;q=0', 'accept-charset': 'none' },
    },
    true,
  ),
  sent('a header of 6 kB', ALMOST_ALL, { headers: { 'x-long': 'h'.repeat(6000) } }, true),
];

/** Methods that a path does not have. None of them could do more than what is documented for the subject. */
const method = (name: string, operations: In, rawBody?: string): Variation => ({
  kind: `the method ${name}`,
  in: operations,
  // Gateways end the connection of whoever comes with a method that they do not let through.
  mayClose: true,
  departure: { method: name, ...(rawBody !== undefined && { rawBody }) },
});

/** Paths with a segment too many. */
const longerPath = (operations: In): Variation => ({
  kind: 'a segment too many in the path',
  in: operations,
  departure: { spelling: (path) => `${path}/x` },
});

const METHODS: readonly Variation[] = [
  method('PATCH', { create: 'default', generateSecret: 'default', update: 'deep' }),
  method('PATCH', READS, '{}'),
  method('POST', READS, '{}'),
  method('POST', { update: 'deep' }),
  method('PUT', { generateSecret: 'deep' }),
  { kind: 'an update without an id', in: { create: 'deep' }, departure: { method: 'PUT' } },
  longerPath({ create: 'deep', update: 'deep', generateSecret: 'deep', get: 'deep' }),
];

/**
 * Every variation that the suite knows. What is wrong in one of them may be tried wherever it fits: a new kind is one row here, and
 * the operations for which it stands.
 */
const VARIATIONS: readonly Variation[] = [
  ...TEXTS,
  ...MEDIA_TYPES,
  ...membersOf('create'),
  ...membersOf('update'),
  ...membersOf('generateSecret'),
  ...NAMES,
  ...REDIRECT_URIS,
  ...oddTexts('description', DEEP_GENERATE, { 'of 64 kB': GENERATE, 'with NUL': GENERATE }),
  ...INSTANTS,
  ...BODY_IDS(
    'partitionGlobalId',
    { create: 'default', generateSecret: 'default' },
    { create: 'deep', generateSecret: 'deep' },
  ),
  ...BODY_IDS('clientId', GENERATE, DEEP_GENERATE),
  ...SCOPES,
  ...CLIENT_IDS,
  ...SECRET_IDS,
  ...PARTITIONS,
  ...READ_BODIES,
  ...HEADERS,
  ...METHODS,
];

/** The variations of an operation that runs of one depth send; deep runs send those of every run as well. */
export function variationsOf(operation: DocumentedOperation, depth: Depth): readonly Variation[] {
  return VARIATIONS.filter((one) => one.in[operation] === depth);
}

import { invocation } from '../../reports/terminal/invocation.ts';
import { type Making, type Piece, UNKNOWN_MAKING } from './credentials.ts';
import type { Plan, Step } from './plan.ts';
import type { Text } from './values.ts';

/** Version 2.1 of the format, which Postman, Newman, Bruno and others read. */
const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
/** Settings that are credentials: who opens the collection gives them. */
const CREDENTIAL = /SECRET$|TOKEN$/;
/** A client that there is none of: nothing was created. */
const NONE = 'none';

/** A collection for Postman that sends the requests of a plan, one after the other, and removes what they create. It holds no credential. */
export function collectionOf(plan: Plan): string {
  const { id, statement, found, given, steps } = plan;
  const items = [...steps.map((step, index) => itemOf(step, index === 0)), ...removing(plan)];
  const text = JSON.stringify(items);
  const used = given.filter(({ name }) => text.includes(`{{${name}}}`) || text.includes(`'${name}'`));
  const secrets = used.filter(({ name }) => CREDENTIAL.test(name)).map(({ name }) => name);
  const collection = {
    info: {
      name: `${id}: ${statement}`,
      description: [
        // Descriptions are Markdown.
        ...(found === '' ? [] : [`\`\`\`\n${found}\n\`\`\``]),
        `Set ${secrets.join(', ') || 'nothing'} as for the suite, and send the requests in their order, or run the collection. What they create is removed by the last ones.`,
      ].join('\n\n'),
      schema: SCHEMA,
    },
    item: items,
    variable: [
      ...used.map(({ name, literal }) => ({
        key: name,
        value: CREDENTIAL.test(name) ? '' : literal,
        type: 'string',
        ...(CREDENTIAL.test(name) && { description: 'A credential: set it as for the suite, and do not share it.' }),
      })),
      ...created(steps).map(({ number }) => ({ key: madeBy(number), value: NONE, type: 'string' })),
    ],
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function itemOf(step: Step, isFirst: boolean) {
  const { number, purpose, isShown, creates, before, made, taken } = step;
  const { status, body } = before.response;
  const first = [
    ...(isFirst ? [setting('RUN', 'Math.random().toString(16).slice(2, 10)')] : []),
    ...made.flatMap(([{ name }, making]) => makingLines(name, making)),
  ];
  const after = [
    `pm.test('status ${status}, as before', () => pm.response.to.have.status(${status}));`,
    ...(creates === undefined ? [] : taking(madeBy(number), 'id')),
    ...taken.flatMap(([{ name }, place]) => taking(name, place)),
  ];
  const request = {
    ...requestOf(step),
    ...(isShown && { description: 'The answer to this request shows what was found.' }),
  };
  return {
    name: `${number}. ${purpose}`,
    event: [...(first.length > 0 ? [script('prerequest', first)] : []), script('test', after)],
    request,
    response: [{ name: 'as before', originalRequest: request, code: status, header: [], body }],
    protocolProfileBehavior: {
      followRedirects: false,
      disableBodyPruning: true,
      ...(step.body !== undefined &&
        !step.headers.some(([name]) => name === 'content-type') && { disabledSystemHeaders: { 'content-type': true } }),
    },
  };
}

function requestOf({ method, url, headers, basic, form, body }: Step) {
  const pair = ([name, text]: readonly [string, Text], colon: string) => ({
    key: name,
    value: template(text).slice(name.length + colon.length),
  });
  const [user = '', ...password] = basic === undefined ? [] : template(basic).split(':');
  return {
    method,
    url: template(url),
    header: headers.map((one) => pair(one, ': ')),
    ...(basic !== undefined && {
      auth: {
        type: 'basic',
        basic: [
          { key: 'username', value: user, type: 'string' },
          { key: 'password', value: password.join(':'), type: 'string' },
        ],
      },
    }),
    ...(form !== undefined && { body: { mode: 'urlencoded', urlencoded: form.map((one) => pair(one, '=')) } }),
    ...(body !== undefined && { body: { mode: 'raw', raw: template(body) } }),
  };
}

/** Requests that remove what was created, whoever has deleted it since. */
function removing({ steps, tenant, scopes }: Plan) {
  const made = created(steps);
  if (made.length === 0) return [];
  const { credentials, identityUrl } = tenant;
  const isOwn = credentials.kind === 'client';
  const token = {
    name: 'Asks for a token that may remove clients',
    event: [script('test', taking('REMOVER', 'access_token'))],
    request: {
      method: 'POST',
      url: isOwn ? credentials.tokenUrl.replace(identityUrl, '{{TENANT_IDENTITY_URL}}') : '',
      header: [],
      body: {
        mode: 'urlencoded',
        urlencoded: [
          { key: 'grant_type', value: 'client_credentials' },
          { key: 'client_id', value: '{{TENANT_CLIENT_ID}}' },
          { key: 'client_secret', value: '{{TENANT_CLIENT_SECRET}}' },
          ...(scopes.length === 0 ? [] : [{ key: 'scope', value: scopes.join(' ') }]),
        ],
      },
    },
  };
  const deletions = made.map(({ number, creates, headers }) => {
    const by = headers.find(([name]) => name === 'authorization')?.[1] ?? [];
    const own = isOwn ? 'Bearer {{REMOVER}}' : 'Bearer {{TENANT_ACCESS_TOKEN}}';
    const place =
      creates?.elsewhere === undefined
        ? '{{TENANT_IDENTITY_URL}}/api/ExternalClient/{{TENANT_PARTITION_ID}}'
        : template(creates.elsewhere);
    return {
      name: `Removes what ${number} created`,
      request: {
        method: 'DELETE',
        url: `${place}/{{${madeBy(number)}}}`,
        header: [
          {
            key: 'authorization',
            // What was created elsewhere is removed by who made it.
            value: creates?.elsewhere === undefined ? own : template(by).slice('authorization: '.length),
          },
        ],
      },
    };
  });
  return [...(isOwn ? [token] : []), ...deletions];
}

function created(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ creates }) => creates !== undefined);
}

function madeBy(number: number): string {
  return `MADE_${number}`;
}

/** A text with variables as Postman writes them. */
function template(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : `{{${part.name}}}`)).join('');
}

function script(listen: 'prerequest' | 'test', exec: readonly string[]) {
  return { listen, script: { type: 'text/javascript', exec } };
}

function setting(name: string, value: string): string {
  return `pm.collectionVariables.set('${name}', ${value});`;
}

/** Lines that keep a member of the answer, where there is one. Long integers keep their digits. */
function taking(name: string, place: string): readonly string[] {
  const path = JSON.stringify(place.split('/'));
  return [
    'try {',
    `  const answer = JSON.parse(pm.response.text().replace(/([:\\[,]\\s*)(\\d{16,})/g, '$1"$2"'));`,
    `  const member = ${path}.reduce((value, name) => value[name], answer);`,
    `  if (member !== undefined) ${setting(name, 'String(member)')}`,
    '} catch (error) {',
    `  console.log('This answer has no ${place}.');`,
    '}',
  ];
}

/** Lines that make a credential before it is sent. */
function makingLines(name: string, making: Making): readonly string[] {
  if (making.kind === 'pieces') return [setting(name, making.pieces.map(piece).join(' + '))];
  const how =
    making.kind === 'unknown'
      ? UNKNOWN_MAKING
      : `Set ${name} to what this makes of ${making.of}: ${invocation('token', `--forge "${making.forgery}"`)}`;
  return [`if (!pm.variables.get('${name}')) throw new Error(${JSON.stringify(how)});`];
}

function piece(one: Piece): string {
  if (typeof one === 'string') return JSON.stringify(one);
  const { name, from, to, letters } = one;
  const value = `pm.variables.get('${name}')`;
  if (letters !== undefined) return `${value}.${letters === 'upper' ? 'toUpperCase' : 'toLowerCase'}()`;
  return from === undefined && to === undefined
    ? value
    : `${value}.slice(${from ?? 0}${to === undefined ? '' : `, ${to}`})`;
}

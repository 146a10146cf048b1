import { FORGERIES, forge, pemOf } from '../../../fixtures/api/forgery.ts';
import type { OperationName } from '../../../fixtures/mock/index.ts';
import { type Seen, type Step, scopes, type Walker } from './walker.ts';

const OPERATIONS: readonly OperationName[] = [
  'list',
  'get',
  'create',
  'update',
  'delete',
  'generateSecret',
  'deleteSecret',
];
const UNKNOWN = '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6b';

/** What an operation is tried on. */
interface Subject {
  readonly partition: string;
  readonly client: string;
  readonly secret: string | number;
}

function attempt(walk: Walker, label: string, operation: OperationName, on: Subject, step: Step = {}): Promise<Seen> {
  const { partition, client, secret } = on;
  const named = `${operation} ${label}`;
  switch (operation) {
    case 'list':
      return walk.send(named, 'GET', `/${partition}`, step);
    case 'get':
      return walk.send(named, 'GET', `/${partition}/${client}`, step);
    case 'create':
      return walk.send(named, 'POST', '', {
        body: walk.client({ partitionGlobalId: partition, name: `By ${label}` }),
        ...step,
      });
    case 'update': {
      const body = { name: `By ${label}`, redirectUri: 'https://by.example/', scopes: scopes('OR.Jobs') };
      return walk.send(named, 'PUT', `/${partition}/${client}`, { body, ...step });
    }
    case 'delete':
      return walk.send(named, 'DELETE', `/${partition}/${client}`, step);
    case 'generateSecret': {
      const body = { clientId: client, partitionGlobalId: partition, description: `By ${label}`, expiryTime: null };
      return walk.send(named, 'POST', '/GenerateSecret', { body, ...step });
    }
    case 'deleteSecret':
      return walk.send(named, 'DELETE', `/${partition}/secrets/${secret}`, step);
  }
}

async function subject(walk: Walker): Promise<Subject> {
  const { id } = await walk.create('subject');
  const secret = await walk.generate('of the subject', id);
  return { partition: walk.own, client: id, secret: secret.id };
}

/** Every operation with something else than a valid token. */
export async function authentication(walk: Walker): Promise<void> {
  const valid = await walk.full();
  const key = pemOf((await walk.keys()).json, valid);
  const presented: Readonly<Record<string, string | null>> = {
    nothing: null,
    'a made-up token': `Bearer ${UNKNOWN}`,
    'the scheme Basic': `Basic ${valid}`,
    'no scheme': valid,
    'a made-up scheme': `Ticket ${valid}`,
    'an empty token': 'Bearer ',
    'a token and more': `Bearer ${valid} more`,
    'a truncated token': `Bearer ${valid.slice(0, -4)}`,
    ...Object.fromEntries(FORGERIES.map((kind) => [kind, `Bearer ${forge(valid, kind, key) ?? 'none'}`])),
  };
  for (const operation of OPERATIONS) {
    const on = await subject(walk);
    for (const [what, authorization] of Object.entries(presented))
      await attempt(walk, what, operation, on, { authorization });
    const inQuery = { ...on, partition: `${on.partition}?access_token=${valid}` };
    if (operation === 'list') await attempt(walk, 'a token in the query', operation, inQuery, { authorization: null });
    else if (operation === 'get' || operation === 'update' || operation === 'delete')
      await attempt(
        walk,
        'a token in the query',
        operation,
        { ...on, client: `${on.client}?access_token=${valid}` },
        { authorization: null },
      );
    else if (operation === 'deleteSecret')
      await attempt(
        walk,
        'a token in the query',
        operation,
        { ...on, secret: `${on.secret}?access_token=${valid}` },
        { authorization: null },
      );
    else {
      const path = operation === 'create' ? `?access_token=${valid}` : `/GenerateSecret?access_token=${valid}`;
      await walk.send(`${operation} a token in the query`, 'POST', path, { body: walk.client(), authorization: null });
    }
    for (const collection of ['/API/externalclient', '/api/ExternalClient/', '/api//ExternalClient'])
      if (operation === 'create')
        await attempt(walk, `nothing, at ${collection}`, operation, on, { authorization: null, collection });
    const printed = { partitionGlobalId: on.partition, clientId: on.client };
    if (operation === 'delete')
      await attempt(walk, 'nothing, with a body', operation, on, { authorization: null, body: printed });
    await walk.look(`${operation} after refusals`, on.client);
  }
}

/** Every operation with every scope alone. */
export async function authorization(walk: Walker): Promise<void> {
  const { id, secret } = walk.administrator;
  const tokens = new Map<string, string | undefined>();
  for (const scope of [
    'PM.OAuthApp',
    'PM.OAuthApp.Read',
    'PM.OAuthApp.Write',
    'PM.OAuthSecret.Write',
    'PM.OAuthAppSecret.Write',
    'pm.oauthapp',
  ])
    tokens.set(scope, await walk.token(scope, { client_id: id, client_secret: secret, scope }));
  const weak = 'PM.OAuthApp.Read PM.OAuthAppSecret.Write';
  tokens.set(weak, await walk.token(weak, { client_id: id, client_secret: secret, scope: weak }));
  for (const scope of ['OR.Jobs', 'PM.User', 'PM.Group.Read']) {
    const client = await walk.create(`with ${scope}`, { scopes: scopes(scope) });
    tokens.set(scope, await walk.token(scope, { client_id: client.id, client_secret: client.secret, scope }));
  }
  const none = await walk.create('with no scope', { scopes: [] });
  tokens.set('no scope', await walk.token('no scope', { client_id: none.id, client_secret: none.secret }));
  // A token without any scope cannot be had here, but a tenant with a fault may issue or take one.
  const bare = await emptyToken(walk);
  if (bare !== undefined) tokens.set('an empty scope', bare);
  await onItself(walk);
  for (const operation of OPERATIONS) {
    for (const [scope, token] of tokens) {
      const on = await subject(walk);
      await attempt(walk, `with ${scope}`, operation, on, { authorization: `Bearer ${token ?? 'none'}` });
      await walk.look(`${operation} with ${scope}`, on.client);
    }
  }
}

/** A client that does to itself what its token has no scope for. */
async function onItself(walk: Walker): Promise<void> {
  for (const operation of ['update', 'generateSecret', 'delete'] as const) {
    const scope = 'PM.OAuthApp.Read';
    const client = await walk.create(`to ${operation} itself`, { scopes: scopes(scope) });
    const token = await walk.token('to read', { client_id: client.id, client_secret: client.secret, scope });
    const on = { partition: walk.own, client: client.id, secret: 0 };
    await attempt(walk, 'on itself', operation, on, { authorization: `Bearer ${token ?? 'none'}` });
    await walk.look(`${operation} on itself`, client.id);
  }
}

/** A token of the tenant itself that holds no scope. */
async function emptyToken(walk: Walker): Promise<string | undefined> {
  const { tenant, store } = walk.tenant;
  const [organization] = store.organizations;
  const [client] = organization?.clients ?? [];
  if (organization === undefined || client === undefined) return undefined;
  const call = { base: `/${organization.name}/identity_`, tenant, notes: new Map() } as never;
  return tenant.points.issueToken(tenant.points.buildClaims(organization, client, [], call));
}

/** Every operation for organizations that the caller does not belong to, and with ids of such. */
export async function organizations(walk: Walker): Promise<void> {
  const foreign = walk.tenant.store.organizations[1]?.clients.find(({ secrets }) => secrets.length > 1);
  const { id, secret } = walk.administrator;
  const scope = 'PM.OAuthApp.Read';
  const narrow = await walk.token('to read', { client_id: id, client_secret: secret, scope });
  await walk.send('foreign list with one scope', 'GET', `/${walk.foreign}`, {
    authorization: `Bearer ${narrow ?? 'none'}`,
  });
  for (const operation of OPERATIONS) {
    const on = await subject(walk);
    const places: Readonly<Record<string, Subject>> = {
      'in an unknown organization': { ...on, partition: UNKNOWN },
      'in a foreign organization': { ...on, partition: walk.foreign },
      'in capitals': { ...on, partition: walk.foreign.toUpperCase() },
      'on foreign ids': { ...on, client: foreign?.id ?? '', secret: foreign?.secrets[0]?.id ?? 0 },
      'on foreign ids at home': {
        partition: walk.foreign,
        client: foreign?.id ?? '',
        secret: foreign?.secrets[0]?.id ?? 0,
      },
    };
    for (const [label, place] of Object.entries(places)) await attempt(walk, label, operation, place);
    const body = {
      partitionGlobalId: on.partition,
      name: 'By path alone',
      redirectUri: null,
      scopes: scopes('OR.Jobs'),
    };
    if (operation === 'update')
      await attempt(walk, 'in the path alone', operation, { ...on, partition: UNKNOWN }, { body });
    await walk.look(`${operation} after`, on.client);
    await look(walk, `${operation} after`);
  }
}

/** What the other organization's own administrator sees. */
async function look(walk: Walker, label: string): Promise<void> {
  const { clientId, clientSecret } = walk.tenant.organizations[1]?.administrator ?? {};
  const token = await walk.token('of the other organization', { client_id: clientId, client_secret: clientSecret });
  await walk.send(`${label}, foreign list`, 'GET', `/${walk.foreign}`, { authorization: `Bearer ${token ?? 'none'}` });
}

/** Requests that are wrong in one respect. */
export async function mistakes(walk: Walker): Promise<void> {
  const on = await subject(walk);
  const wrong: readonly Readonly<Record<string, unknown>>[] = [
    { name: 4711 },
    { name: { a: 1 } },
    { name: null },
    { name: undefined },
    { name: '' },
    { redirectUri: 4711 },
    { redirectUri: 'javascript:alert(1)' },
    { scopes: 'PM.OAuthApp.Read' },
    { scopes: [1, 'a', null] },
    { scopes: scopes('No.Such.Scope') },
    { scopes: scopes('OR.Jobs', 'No.Such.Scope') },
    { isConfidential: 'perhaps' },
    { clientCertificates: 'none' },
    { partitionGlobalId: 'not-a-guid' },
    { clientId: UNKNOWN },
    { clientId: 'not-a-guid' },
    { clientId: undefined },
    { expiryTime: 'next summer' },
    { expiryTime: 4711 },
    { description: { a: 1 } },
    { description: 4711 },
  ];
  const bodies = {
    create: walk.client({ name: 'By mistake' }),
    update: { name: 'By mistake', redirectUri: 'https://by.example/', scopes: scopes('OR.Jobs') },
    generateSecret: { clientId: on.client, partitionGlobalId: walk.own, description: 'By mistake', expiryTime: null },
  };
  for (const [operation, usual] of Object.entries(bodies)) {
    const [method, path] =
      operation === 'update'
        ? ['PUT', `/${walk.own}/${on.client}`]
        : ['POST', operation === 'create' ? '' : '/GenerateSecret'];
    for (const body of ['{"name": "x", ', '[]', 'null', '"text"', ''])
      await walk.send(`${operation} ${body}`, method, path, {
        body,
        headers: { 'content-type': 'application/json' },
      });
    for (const [index, change] of wrong.entries()) {
      // A name of its own for each, so that an effect of any one shows.
      const body = { ...usual, ...('name' in usual && { name: `By mistake ${index}` }), ...change };
      await walk.send(`${operation} ${JSON.stringify(change)}`, method, path, { body });
      await walk.look(`${operation} after ${JSON.stringify(change)}`, on.client);
    }
    await walk.send(`${operation} as a form`, method, path, { body: 'a=b', headers: { 'content-type': 'text/plain' } });
    await walk.look(`${operation} after mistakes`, on.client);
  }
  for (const id of ['not-a-guid', 'a'.repeat(300), '%00', '..%2f..'])
    for (const method of ['GET', 'DELETE']) await walk.send(`client ${id}`, method, `/${walk.own}/${id}`);
  for (const rest of ['0', '%27']) await walk.send(`id and ${rest}`, 'GET', `/${walk.own}/${on.client}${rest}`);
  for (const id of ['abc', '-1', '0', '1.5', '99999999999999999999999'])
    await walk.send(`secret ${id}`, 'DELETE', `/${walk.own}/secrets/${id}`);
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
    await walk.send('malformed organization', method, '/not-a-guid');
  await walk.send('malformed organization', 'GET', `/not-a-guid/${on.client}`);
  await walk.send('malformed organization', 'DELETE', `/not-a-guid/secrets/${on.secret}`);
  await walk.look('after mistakes', on.client);
}

/** Tokens that are past their end. */
export async function expiry(walk: Walker): Promise<void> {
  const old = await walk.full();
  const subjects = [];
  for (const operation of OPERATIONS) subjects.push({ operation, on: await subject(walk) });
  walk.clock.pass(3 * 3600);
  for (const { operation, on } of subjects)
    await attempt(walk, 'with an expired token', operation, on, { authorization: `Bearer ${old}` });
}

import { type Pair, scopes, type Walker } from './walker.ts';

/** What requests that name two things would show, and what was used before it ended or was taken away. */
export async function mixed(walk: Walker): Promise<void> {
  const client = await walk.create('to be named');
  const other = await walk.create('to be named as well');
  const certified = await walk.create('with an empty certificate', { clientCertificates: [{}] });
  await walk.use('with a wrong secret', { ...certified, secret: 'wrong' });
  await namingBoth(walk, client, other);
  await ended(walk, client);
  await updated(walk, other);
  await presented(walk);
  await inHeader(walk);
  await unlike(walk);
}

/** Secrets that are good no more, shown in the header. */
async function inHeader(walk: Walker): Promise<void> {
  const client = await walk.create('to prove itself in the header');
  const passing = await walk.generate('that passes', client.id, { expiryTime: walk.clock.in(60) });
  const doomed = await walk.generate('to be deleted', client.id);
  const namesake = await walk.generate('of the same description', client.id);
  await walk.send('delete', 'DELETE', `/${walk.own}/secrets/${doomed.id}`);
  walk.clock.pass(120);
  for (const [label, { secret }] of Object.entries({ passing, doomed, namesake }))
    await basic(walk, label, client.id, secret);
  await walk.send('delete', 'DELETE', `/${walk.own}/${client.id}`);
  await basic(walk, 'of the dead', client.id, client.secret);
}

async function basic(walk: Walker, label: string, id: string, secret: string): Promise<void> {
  await walk.token(label, {}, `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`);
}

/** Values that careless stores keep otherwise, and changes that careless comparison takes for none. */
async function unlike(walk: Walker): Promise<void> {
  const long = Array.from({ length: 20 }, (_, at) => `https://long${at}.example:8443/callback`).join(',');
  const { id } = await walk.create('with a long list', { redirectUri: long });
  const mixed = await walk.create('of two products', { scopes: scopes('OR.Jobs', 'PM.OAuthApp.Read', 'OR.Jobs.Read') });
  for (const one of [id, mixed.id]) await walk.look('as they are kept', one);
  const [scope] = scopes('OR.Jobs');
  const body = { name: 'Cased', redirectUri: null, scopes: [{ ...scope, type: 'application' }] };
  await walk.send('name it', 'PUT', `/${walk.own}/${mixed.id}`, { body });
  const again = { ...body, name: 'CASED', scopes: [{ ...scope, type: 'user' }] };
  await walk.send('in capitals', 'PUT', `/${walk.own}/${mixed.id}`, { body: again });
  await walk.look('after that', mixed.id);
  for (const at of ['', `/${id}`]) await walk.send('head', 'HEAD', `/${walk.own}${at}`, { authorization: null });
  const query = {
    response_type: 'code',
    client_id: id,
    redirect_uri: 'https://long0.example:8443/callback',
    state: 'a&b',
  };
  await walk.authorize('with a state', query);
}

/** Requests whose bodies name somebody else than their paths, or two at once. */
async function namingBoth(walk: Walker, { id }: Pair, other: Pair): Promise<void> {
  const body = { partitionGlobalId: walk.own, clientId: other.id };
  await walk.send('naming another', 'GET', `/${walk.own}/${id}`, { body });
  await walk.send('naming others', 'GET', `/${walk.own}`, { body: { partitionGlobalId: walk.foreign } });
  const taken = await walk.create('that names an id', { id: other.id });
  await walk.look('that is named', other.id);
  const two = JSON.stringify(walk.client({ name: 'Of two', partitionGlobalId: walk.foreign }));
  await walk.send('of two organizations', 'POST', '', {
    body: two.replace('{', `{"partitionGlobalId":"${walk.own}",`),
  });
  await walk.send('of two organizations, the own one last', 'POST', '', {
    body: JSON.stringify(walk.client({ name: 'Of both' })).replace('{', `{"partitionGlobalId":"${walk.foreign}",`),
  });
  const victim = await walk.create('to outlive another');
  await walk.send('naming another', 'DELETE', `/${walk.own}/${taken.id}`, {
    body: { partitionGlobalId: walk.own, clientId: victim.id },
  });
  await walk.look('that was named', victim.id);
}

/** A secret that is used before it ends and after it, and scopes that are taken away. */
async function ended(walk: Walker, { id, secret }: Pair): Promise<void> {
  const passing = await walk.generate('that passes', id, { expiryTime: walk.clock.in(60) });
  await walk.use('before its end', { id, secret: passing.secret });
  walk.clock.pass(120);
  await walk.use('after its end', { id, secret: passing.secret });
  const body = { name: 'Bare', redirectUri: null, scopes: [] };
  await walk.send('take its scopes', 'PUT', `/${walk.own}/${id}`, { body });
  await walk.token('of what was taken', { client_id: id, client_secret: secret, scope: 'OR.Jobs' });
}

async function updated(walk: Walker, { id }: Pair): Promise<void> {
  const at = `/${walk.own}/${id}`;
  const body = { name: 'Refused', redirectUri: 4711, scopes: scopes('OR.Jobs') };
  await walk.send('in part', 'PUT', at, { body });
  await walk.send('as text/json', 'PUT', at, {
    body: { ...body, redirectUri: null },
    headers: { 'content-type': 'text/json' },
  });
  await walk.look('after that', id);
}

async function presented(walk: Walker): Promise<void> {
  const { id } = await walk.create('to be asked for', { redirectUri: 'https://asked.example/cb' });
  const query = { response_type: 'none', client_id: id, redirect_uri: 'https://stranger.example/cb' };
  await walk.authorize('wrongly, by a stranger', query);
}

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

import { scopes, type Walker } from './walker.ts';

/** What careless comparison, marks that do not change, and what is kept of the dead would show. */
export async function careless(walk: Walker): Promise<void> {
  const client = await walk.create('to be compared');
  await walk.send('one digit off', 'GET', `/${walk.own}/${client.id.slice(0, -3)}x${client.id.slice(-2)}`);
  await marked(walk, client.id);
  await twiceGone(walk);
  await alike(walk);
  await walk.token('behind a comma', {
    client_id: client.id,
    client_secret: client.secret,
    scope: 'OR.Jobs,PM.OAuthApp',
  });
  const { id: client_id, secret: client_secret } = client;
  await walk.token('with a scope twice', { client_id, client_secret, scope: ['OR.Jobs', 'OR.Jobs'] });
  await walk.send('behind the own', 'GET', `/${walk.own}%2F..%2F${walk.foreign}`);
  const [, payload] = (await walk.full()).split('.');
  const head = Buffer.from('{"alg":"RS256","kid":"nobody-has-this"}').toString('base64url');
  await walk.send('with a key of nobody', 'POST', '', {
    body: walk.client({ name: 'Of nobody' }),
    authorization: `Bearer ${head}.${payload}.c2lnbmVk`,
  });
  await walk.send('declared as XML', 'POST', '/GenerateSecret', {
    body: { clientId: client.id, partitionGlobalId: walk.own, description: 'as XML', expiryTime: null },
    headers: { 'content-type': 'application/xml' },
  });
  await walk.look('after all that', client.id);
}

/** Reads that ask for what is new, with marks as they may have been given. */
async function marked(walk: Walker, id: string): Promise<void> {
  const { json } = await walk.send('how many there are', 'GET', `/${walk.own}`);
  const count = Array.isArray(json) ? json.length : 0;
  const body = { name: 'Renamed', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('rename it', 'PUT', `/${walk.own}/${id}`, { body });
  await walk.send('list unless the same', 'GET', `/${walk.own}`, { headers: { 'if-none-match': `"${count}"` } });
  await walk.send('detail unless the same', 'GET', `/${walk.own}/${id}`, { headers: { 'if-none-match': `"${id}"` } });
}

/** Deletions of what is gone. */
async function twiceGone(walk: Walker): Promise<void> {
  const client = await walk.create('to be deleted twice');
  const secret = await walk.generate('to be deleted twice', client.id);
  for (const label of ['delete', 'delete again']) {
    await walk.send(`${label}, secret`, 'DELETE', `/${walk.own}/secrets/${secret.id}`);
  }
  for (const label of ['delete', 'delete again']) await walk.send(label, 'DELETE', `/${walk.own}/${client.id}`);
}

/** Clients that have something in common. */
async function alike(walk: Walker): Promise<void> {
  const doomed = await walk.create('to be followed', { name: 'Successor' });
  await walk.send('delete it', 'DELETE', `/${walk.own}/${doomed.id}`);
  const heir = await walk.create('that follows', { name: 'Successor', scopes: [] });
  const bare = await walk.create('without scopes', { scopes: [] });
  const body = { name: 'Given', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('give it one', 'PUT', `/${walk.own}/${bare.id}`, { body });
  await walk.token('of the heir', { client_id: heir.id, client_secret: heir.secret, scope: 'OR.Jobs' });
  const uri = 'https://same.example/callback';
  const first = await walk.create('with a redirect URI', { redirectUri: `${uri},${uri.toUpperCase()}` });
  await walk.look('as it was', first.id);
  const one = await walk.create('with one', { redirectUri: uri });
  await walk.create('with the same', { redirectUri: uri });
  await walk.look('still there', one.id);
  await walk.send('take it away', 'PUT', `/${walk.own}/${one.id}`, { body: { ...body, name: 'Without' } });
  await walk.look('without one', one.id);
}

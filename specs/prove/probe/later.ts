import { scopes, type Walker } from './walker.ts';

/** What is looked at again when others have come, and unusual ways to sign in. */
export async function later(walk: Walker): Promise<void> {
  await amongMany(walk);
  await unusualProofs(walk);
  await clothed(walk);
  await thereAndBack(walk);
  await ofOneApplication(walk);
  await onceAccepted(walk);
  await printed(walk);
  await walk.send('list of nobody', 'GET', '/00000000-0000-0000-0000-000000000000');
}

/** A client that was deleted and one that was not, when many others have been created. */
async function amongMany(walk: Walker): Promise<void> {
  const client = await walk.create('to be gone');
  const kept = await walk.create('to be kept');
  await walk.send('delete the client', 'DELETE', `/${walk.own}/${client.id}`);
  for (let made = 1; made <= 20; made += 1) await walk.create(`after that, ${made}`);
  await walk.look('gone for long', client.id);
  await walk.look('there for long', kept.id);
}

/** Clients that show something else than their secret, or ask for more than one thing at once. */
async function unusualProofs(walk: Walker): Promise<void> {
  const client = await walk.create('proving');
  const other = await walk.create('named');
  const bare = await walk.create('without scopes', { scopes: [] });
  const header = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  await walk.token('with an assertion', {
    client_id: client.id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'a.b.',
  });
  await walk.token('of one that is named', { client_id: other.id }, header);
  await walk.token('with another secret', {}, `Basic ${Buffer.from(`${client.id}:wrong`).toString('base64')}`);
  const scope = ['OR.Jobs', 'OR.Robots'];
  await walk.token('with no secret', {}, `Basic ${Buffer.from(`${client.id}:`).toString('base64')}`);
  const several = { client_id: client.id, client_secret: client.secret, scope: 'OR.Jobs OR.Robots' };
  await walk.token('for two scopes at once', several);
  await walk.token('for two scopes apart', { client_id: client.id, client_secret: client.secret, scope });
  await walk.token('without any', { client_id: bare.id, client_secret: bare.secret, scope: 'OR.Jobs' });
}

/** A client without scopes that is given one. */
async function clothed(walk: Walker): Promise<void> {
  const client = await walk.create('without scopes yet', { scopes: [] });
  const body = { name: 'Clothed', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('give it a scope', 'PUT', `/${walk.own}/${client.id}`, { body });
  await walk.use('with a scope', client);
}

/** Two clients with one redirect URI, one of which goes. */
async function ofOneApplication(walk: Walker): Promise<void> {
  const redirectUri = 'https://one.example/cb';
  const kept = await walk.create('of one application', { redirectUri });
  await walk.generate('of the one that stays', kept.id, { expiryTime: '2031-05-06T07:08:00Z' });
  const gone = await walk.create('of the same application', { redirectUri });
  await walk.send('delete one of them', 'DELETE', `/${walk.own}/${gone.id}`);
  await walk.look('of the other one', kept.id);
}

/** Tokens that were good for something, used for something else. */
async function onceAccepted(walk: Walker): Promise<void> {
  const scope = ['PM.OAuthApp.Read', 'PM.OAuthApp.Write', 'PM.OAuthAppSecret.Write'];
  const client = await walk.create('with rights', { scopes: scopes(...scope) });
  const pair = { client_id: client.id, client_secret: client.secret };
  const [reading, writing] = [
    await walk.token('to read', { ...pair, scope: 'PM.OAuthApp.Read' }),
    await walk.token('to make secrets', { ...pair, scope: 'PM.OAuthAppSecret.Write' }),
  ];
  await walk.send('elsewhere', 'GET', `/${walk.foreign}`, { authorization: `Bearer ${reading ?? 'none'}` });
  const authorization = `Bearer ${writing ?? 'none'}`;
  const body = { partitionGlobalId: walk.own, clientId: client.id, description: 'made', expiryTime: null };
  const changing = await walk.token('to write', { ...pair, scope: 'PM.OAuthApp.Write' });
  const there = {
    authorization: `Bearer ${changing ?? 'none'}`,
    body: walk.client({ partitionGlobalId: walk.foreign }),
  };
  await walk.send('create elsewhere', 'POST', '', there);
  const [, claims] = (writing ?? 'none').split('.');
  const unsigned = `${Buffer.from('{"alg":"nOnE","typ":"JWT"}').toString('base64url')}.${claims}.`;
  const forged = { authorization: `Bearer ${unsigned}`, body: walk.client({ name: 'Forged' }) };
  await walk.send('create unsigned', 'POST', '', forged);
  await walk.send('generate with it', 'POST', '/GenerateSecret', { authorization, body });
  await walk.send('create with it', 'POST', '', { authorization, body: walk.client({ name: 'Made so' }) });
}

/** An update with an empty certificate, and one whose media type names its charset. */
async function printed(walk: Walker): Promise<void> {
  const client = await walk.create('as printed');
  const at = `/${walk.own}/${client.id}`;
  const change = { name: 'Å', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('update with a certificate', 'PUT', at, { body: { ...change, clientCertificates: [{}] } });
  await walk.look('with a certificate', client.id);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  await walk.send('update with a charset', 'PUT', at, { body: change, headers });
  await walk.look('with a charset', client.id);
}

/** Names and descriptions that could be taken for something else, and an update back to what a client was made with. */
async function thereAndBack(walk: Walker): Promise<void> {
  const made = walk.client({ name: 'Back {0}' });
  const client = await walk.create('to come back', made);
  await walk.generate('like a date', client.id, { description: '2031-05-06T07:08:09.100Z' });
  for (const name of ['Away', 'Back {0}', 'Back {0}']) {
    const body = { name, redirectUri: `https://${name.length}.example/`, scopes: scopes('OR.Jobs') };
    await walk.send(`update to ${name}`, 'PUT', `/${walk.own}/${client.id}`, { body });
  }
  await walk.look('back again', client.id);
}

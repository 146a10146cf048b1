import { ofBothTypes, scopes, type Walker } from './walker.ts';

const UNKNOWN = '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6b';

/** Updates of all kinds, and what they leave alone. */
export async function updating(walk: Walker): Promise<void> {
  const before = await walk.create('before');
  const client = await walk.create('to be updated');
  const expiryTime = walk.clock.in(86_400);
  const later = { ...(await walk.generate('of the client', client.id, { expiryTime })), id: client.id };
  const after = await walk.create('after');
  const open = await walk.create('public', { isConfidential: false });
  walk.clock.pass(60);
  const put = async (label: string, id: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    await walk.send(label, 'PUT', `/${walk.own}/${id}`, { body });
    for (const one of [id, before.id, after.id]) await walk.look(label, one);
    for (const pair of [client, later, before, after]) await walk.use(label, pair);
  };
  const first = {
    partitionGlobalId: walk.own,
    clientId: client.id,
    name: 'Another name',
    redirectUri: 'https://other.example/cb',
    scopes: scopes('PM.OAuthApp.Write', 'OR.Jobs'),
    clientCertificates: [],
  };
  await put('everything', client.id, first);
  await put('the same again', client.id, first);
  await walk.token('for an added scope', {
    client_id: client.id,
    client_secret: client.secret,
    scope: 'PM.OAuthApp.Write',
  });
  await walk.token('for a dropped scope', {
    client_id: client.id,
    client_secret: client.secret,
    scope: 'PM.OAuthApp.Read',
  });
  await put('second time', client.id, { ...first, name: 'A third name', redirectUri: 'https://third.example/' });
  await put('no redirect URI', client.id, {
    ...first,
    redirectUri: null,
    scopes: scopes('OR.Jobs.Read'),
  });
  await put('two redirect URIs', client.id, { ...first, redirectUri: 'https://a.example/x,https://b.example/y' });
  await put('one scope', client.id, { ...first, scopes: scopes('OR.Folders.Read') });
  await put('in Unicode', client.id, { ...first, name: 'Ωμέγα 日本語 \u{1F511} e\u0301' });
  await put('with markup', client.id, { ...first, name: '<b>"it\'s" & 100%</b> \\ /' });
  await put('with an encoded letter', client.id, { ...first, name: 'A %41' });
  await put('scopes of both types', client.id, { ...first, scopes: ofBothTypes });
  await put('a long name', client.id, { ...first, name: `A ${'long '.repeat(24)}name` });
  await put('other confidentiality', client.id, { ...first, isConfidential: false });
  await put('name alone', client.id, { name: 'Only the name' });
  const { partitionGlobalId: _, clientId: __, ...plain } = first;
  await put('without ids', client.id, plain);
  await put('a script to go to', client.id, { ...first, redirectUri: 'javascript:alert(1)' });
  await put('content to go to', client.id, { ...first, redirectUri: 'data:text/html,hello' });
  await put('public', open.id, { ...first, clientId: open.id });
  await put('public again', open.id, { ...first, clientId: open.id, name: 'Public, again' });
  const bare = await walk.create('without redirect URI', { redirectUri: null });
  await put('without redirect URI before', bare.id, { ...first, clientId: bare.id, name: 'It has one now' });
  await put('unknown', UNKNOWN, { ...first, clientId: UNKNOWN, name: 'Made by an update' });
}

/** Deletes of all kinds, and what they leave alone. */
export async function deleting(walk: Walker): Promise<void> {
  const before = await walk.create('before');
  const client = await walk.create('to be deleted');
  const later = { ...(await walk.generate('of the client', client.id)), id: client.id };
  const kept = { ...(await walk.generate('of the neighbour', before.id)), id: before.id };
  const after = await walk.create('after');
  const own = await walk.token('of the client itself', { client_id: client.id, client_secret: client.secret });
  const at = `/${walk.own}/${client.id}`;
  for (const label of ['delete', 'delete again']) {
    await walk.send(label, 'DELETE', at);
    for (const { id } of [client, before, after]) await walk.look(label, id);
    for (const pair of [client, later, before, kept, after]) await walk.use(label, pair);
  }
  await walk.send('list with its token', 'GET', `/${walk.own}`, { authorization: `Bearer ${own ?? 'none'}` });
  const body = { name: 'Risen', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('update after', 'PUT', at, { body });
  await walk.generate('after', client.id);
  await walk.send('delete of its secret', 'DELETE', `/${walk.own}/secrets/${later.id}`);
  await walk.look('after all', client.id);
  const namesake = await walk.create('of the name of a deleted one');
  for (const { secret } of [client, later]) await walk.use('for its namesake', { id: namesake.id, secret });
  await walk.send('unknown', 'DELETE', `/${walk.own}/${UNKNOWN}`);
  await walk.send('list', 'GET', `/${walk.own}`);
  const printed = await walk.create('to be deleted with body');
  await walk.send('with body', 'DELETE', `/${walk.own}/${printed.id}`, {
    body: { partitionGlobalId: walk.own, clientId: printed.id },
  });
  await walk.look('with body', printed.id);
  await walk.use('never used before', printed);
  const labelled = await walk.create('to be deleted with label');
  await walk.send('with label', 'DELETE', `/${walk.own}/${labelled.id}`, {
    headers: { 'content-type': 'application/json' },
  });
  const many = await walk.create('with two redirect URIs', {
    redirectUri: 'https://a.example/x,https://b.example/y',
  });
  await walk.send('with two redirect URIs', 'DELETE', `/${walk.own}/${many.id}`);
  await walk.look('with two redirect URIs', many.id);
  const open = await walk.create('public', { isConfidential: false });
  await walk.send('public', 'DELETE', `/${walk.own}/${open.id}`);
  await walk.look('public', open.id);
  await walk.create('alike, without scopes', { scopes: [] });
  for (const [label, given] of [
    ['with scopes of both types', ofBothTypes],
    ['without scopes', []],
  ] as const) {
    const { id } = await walk.create(label, { scopes: given });
    await walk.send(label, 'DELETE', `/${walk.own}/${id}`);
    await walk.look(label, id);
  }
}

/** What an earlier operation does to a later one. */
export async function sequences(walk: Walker): Promise<void> {
  for (const isConfidential of [true, false]) {
    const client = await walk.create('new', { isConfidential });
    const early = await walk.generate('early', client.id);
    const body = { name: 'Renamed', redirectUri: 'https://renamed.example/', scopes: scopes('OR.Folders') };
    await walk.send('update', 'PUT', `/${walk.own}/${client.id}`, { body });
    const late = await walk.generate('late', client.id);
    const check = async (when: string): Promise<void> => {
      for (const { secret } of [client, early, late]) await walk.use(when, { id: client.id, secret });
      await walk.look(when, client.id);
    };
    await check('after update and secret');
    await walk.send('second update', 'PUT', `/${walk.own}/${client.id}`, {
      body: { ...body, name: 'Renamed twice', scopes: scopes('OR.Jobs.Read') },
    });
    await check('after the second update');
    await walk.send('delete secret', 'DELETE', `/${walk.own}/secrets/${early.id}`);
    await check('after its secret is deleted');
    await walk.send('delete', 'DELETE', `/${walk.own}/${client.id}`);
    await check('after it is deleted');
  }
}

/** An organization with many clients. */
export async function crowd(walk: Walker): Promise<void> {
  const organization = walk.tenant.store.organizations[0];
  const [, model] = organization?.clients ?? [];
  if (organization === undefined || model === undefined) return;
  for (let index = 1; index <= 150; index += 1) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    organization.clients.push({ ...model, id, name: `One of many ${index}`, secrets: [] });
  }
  await walk.send('list of many', 'GET', `/${walk.own}`);
  const client = await walk.create('one more');
  await walk.look('one more', client.id);
}

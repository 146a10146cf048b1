import { ofBothTypes, scopes, type Walker } from './walker.ts';

const UNKNOWN = '5f0a6a3e-7d3b-4c9e-9a51-0c2f3d4e5a6b';

/** Lists and details, with and without the printed bodies. */
export async function reading(walk: Walker): Promise<void> {
  const ids = walk.seeded();
  await walk.send('list', 'GET', `/${walk.own}`);
  for (const id of ids) await walk.send('detail', 'GET', `/${walk.own}/${id}`);
  await walk.send('list with body', 'GET', `/${walk.own}`, { body: { partitionGlobalId: walk.own } });
  await walk.send('detail with body', 'GET', `/${walk.own}/${ids[1]}`, {
    body: { partitionGlobalId: walk.own, clientId: ids[1] },
  });
  const label = { 'content-type': 'application/json' };
  await walk.send('list with label', 'GET', `/${walk.own}`, { headers: label });
  await walk.send('detail with label', 'GET', `/${walk.own}/${ids[1]}`, { headers: label });
  await walk.send('unknown', 'GET', `/${walk.own}/${UNKNOWN}`);
  const client = await walk.create('to be read');
  const expiryTime = walk.clock.in(86_400);
  const later = await walk.generate('to be read', client.id, { description: 'the second one', expiryTime });
  for (const round of ['once', 'twice']) await walk.look(`read ${round}`, client.id);
  await walk.send('read with body', 'GET', `/${walk.own}/${client.id}`, {
    body: { partitionGlobalId: walk.own, clientId: client.id },
  });
  await walk.send('read after that', 'GET', `/${walk.own}/${client.id}`);
  await walk.use('first after reads', client);
  await walk.use('second after reads', { ...later, id: client.id });
  walk.clock.pass(2 * 86_400);
  await walk.use('second after its end', { ...later, id: client.id });
  await walk.look('after its end', client.id);
}

/** Clients of all kinds. */
export async function creating(walk: Walker): Promise<void> {
  const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    ordinary: {},
    'with one scope': { scopes: scopes('OR.Folders') },
    'with three scopes': { scopes: scopes('PM.OAuthApp.Read', 'PM.OAuthApp.Write', 'OR.Jobs.Read') },
    'with no scope': { scopes: [] },
    'without redirect URI': { redirectUri: null },
    'with two redirect URIs': { redirectUri: 'https://a.example/x,https://b.example/y/' },
    public: { isConfidential: false },
    'public with two redirect URIs': { isConfidential: false, redirectUri: 'https://a.example/x,https://b.example/y' },
    'with a Unicode name': { name: 'Ωμέγα 日本語 \u{1F511} e\u0301' },
    'with markup': { name: '<b>"it\'s" & 100%</b> \\ /' },
    'with a long name': { name: `A ${'long '.repeat(24)}name` },
    'with blanks': { name: '  Between  blanks ' },
    'with encoded letters': { name: 'A+B 100%25', redirectUri: 'https://a.example/x%20y/%C3%A9+z?q=a+b' },
    'of the same name again': {},
    'with two blanks between': { name: 'A  B' },
    'with an encoded letter': { name: 'A %41' },
    'with scopes of both types': { scopes: ofBothTypes },
    'with application scopes': { scopes: [{ name: 'OR.Jobs', type: 'application' }] },
    'with members that nobody knows': { colour: 'blue' },
    'with a script to go to': { redirectUri: 'javascript:alert(1)' },
    'with content to go to': { redirectUri: 'data:text/html,hello' },
  };
  for (const [kind, change] of Object.entries(kinds)) {
    const client = await walk.create(kind, change);
    await walk.look(kind, client.id);
    await walk.use(kind, client);
  }
}

/** Values at the token endpoint that are and are not the client's secret. */
export async function signingIn(walk: Walker): Promise<void> {
  const { id, secret } = await walk.create('to sign in');
  const other = await walk.create('another');
  const open = await walk.create('public', { isConfidential: false });
  const record = walk.tenant.store.organizations[0]?.clients.find((client) => client.id === id)?.secrets[0];
  const tries: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
    right: { client_secret: secret },
    'right again': { client_secret: secret },
    wrong: { client_secret: `${secret.slice(0, -1)}~` },
    truncated: { client_secret: secret.slice(0, -1) },
    'half of it': { client_secret: secret.slice(0, secret.length / 2) },
    longer: { client_secret: `${secret}x` },
    'in upper case': { client_secret: secret.toUpperCase() },
    'in lower case': { client_secret: secret.toLowerCase() },
    'with blanks': { client_secret: ` ${secret} ` },
    empty: { client_secret: '' },
    none: { client_secret: undefined },
    'its digest': { client_secret: record?.hash },
    'the id': { client_secret: id },
    foreign: { client_secret: other.secret },
    'of the administrator': { client_secret: walk.administrator.secret },
    'registered scope': { client_secret: secret, scope: 'PM.OAuthApp.Read' },
    'other registered scope': { client_secret: secret, scope: 'OR.Jobs' },
    'both scopes': { client_secret: secret, scope: 'PM.OAuthApp.Read OR.Jobs' },
    'unregistered scope': { client_secret: secret, scope: 'PM.OAuthApp.Write' },
    'unregistered scope for secrets': { client_secret: secret, scope: 'PM.OAuthAppSecret.Write' },
    'broader scope': { client_secret: secret, scope: 'PM.OAuthApp' },
    'narrower scope': { client_secret: secret, scope: 'OR.Jobs.Read' },
    'scope in lower case': { client_secret: secret, scope: 'pm.oauthapp.read' },
    'good and bad scope': { client_secret: secret, scope: 'PM.OAuthApp.Read PM.OAuthApp.Write' },
    'unknown scope': { client_secret: secret, scope: 'No.Such.Scope' },
    'other grant': { client_secret: secret, grant_type: 'password' },
    'public with none': { client_id: open.id, client_secret: undefined },
    'public with empty': { client_id: open.id, client_secret: '' },
    'public with made up': { client_id: open.id, client_secret: 'made-up' },
    'unknown client': { client_id: UNKNOWN, client_secret: secret },
    'client in upper case': { client_id: id.toUpperCase(), client_secret: secret },
  };
  for (const [what, form] of Object.entries(tries)) await walk.token(what, { client_id: id, ...form });
  walk.note('values that begin alike', secret.slice(0, 8) === other.secret.slice(0, 8));
  await narrowed(walk);
}

/** A client that may write, with a token that it asked for to read alone. */
async function narrowed(walk: Walker): Promise<void> {
  const { id, secret } = await walk.create('manager', { scopes: scopes('PM.OAuthApp.Read', 'PM.OAuthApp.Write') });
  const form = { client_id: id, client_secret: secret, scope: 'PM.OAuthApp.Read' };
  const authorization = `Bearer ${(await walk.token('to read alone', form)) ?? 'none'}`;
  await walk.send('create with it', 'POST', '', { body: walk.client(), authorization });
  const body = { clientId: id, partitionGlobalId: walk.own, description: 'narrowed', expiryTime: null };
  await walk.send('generate with it', 'POST', '/GenerateSecret', { body, authorization });
}

/** Secrets: made, used, deleted, at the end of their time. */
export async function secrets(walk: Walker): Promise<void> {
  const before = await walk.create('before');
  const client = await walk.create('with secrets');
  const after = await walk.create('after');
  const neighbour = { ...(await walk.generate('of the neighbour', before.id)), id: before.id };
  const made = [
    await walk.generate('with expiry', client.id, { expiryTime: walk.clock.in(3600) }),
    await walk.generate('without expiry', client.id, { description: 'endless' }),
    await walk.generate('with absent members', client.id, { description: undefined, expiryTime: undefined }),
    await walk.generate('with null for its description', client.id, { description: null }),
    await walk.generate('in Unicode', client.id, { description: 'Ωμέγα 日本語 \u{1F511} e\u0301' }),
    await walk.generate('long', client.id, { description: 'so long '.repeat(40) }),
    await walk.generate('with markup', client.id, { description: '<b>"it\'s" & 100%</b> \\ /' }),
    await walk.generate('for long', client.id, { expiryTime: '2099-12-31T23:59:59.000Z' }),
    await walk.generate('expired', client.id, { expiryTime: walk.clock.in(-86_400) }),
  ];
  const useAll = async (when: string): Promise<void> => {
    await walk.use(`first ${when}`, client);
    for (const one of made) await walk.use(`later ${when}`, { id: client.id, secret: one.secret });
    for (const one of [before, neighbour, after]) await walk.use(`neighbour ${when}`, one);
    for (const { id } of [client, before, after]) await walk.look(when, id);
  };
  await useAll('when all are made');
  await walk.generate('for nobody', UNKNOWN);
  const open = await walk.create('public', { isConfidential: false });
  await walk.generate('for a public client', open.id);
  await walk.look('public', open.id);
  for (const one of [made[1], made[1], made[0]]) {
    await walk.send('delete secret', 'DELETE', `/${walk.own}/secrets/${one?.id}`);
    await useAll('after one is deleted');
  }
  await walk.send('delete unknown secret', 'DELETE', `/${walk.own}/secrets/${Number.MAX_SAFE_INTEGER}`);
  const wrapped = BigInt(made[2]?.id ?? 0) + 2n ** 64n;
  await walk.send('delete secret beyond 64 bits', 'DELETE', `/${walk.own}/secrets/${wrapped}`);
  await walk.send('delete secret with body', 'DELETE', `/${walk.own}/secrets/${made[2]?.id}`, {
    body: { partitionGlobalId: walk.own, secretId: made[2]?.id },
  });
  await walk.send('delete secret with label', 'DELETE', `/${walk.own}/secrets/${made[4]?.id}`, {
    headers: { 'content-type': 'application/json' },
  });
  const stored = walk.tenant.store.organizations[0]?.clients.find((one) => one.id === client.id);
  await walk.send('delete first secret', 'DELETE', `/${walk.own}/secrets/${stored?.secrets[0]?.id ?? 0}`);
  await useAll('after the first is deleted');
  const body = { name: 'With an expired secret', redirectUri: null, scopes: scopes('OR.Jobs') };
  await walk.send('update with an expired secret', 'PUT', `/${walk.own}/${client.id}`, { body });
  await walk.send('delete expired secret', 'DELETE', `/${walk.own}/secrets/${made[7]?.id}`);
  walk.clock.pass(7200);
  await useAll('two hours later');
  await walk.send('delete expired secret', 'DELETE', `/${walk.own}/secrets/${made[8]?.id}`);
  await useAll('after an expired one is deleted');
  const empty = await walk.create('to lose its secret');
  const found = walk.tenant.store.organizations[0]?.clients.find((one) => one.id === empty.id);
  await walk.send('delete only secret', 'DELETE', `/${walk.own}/secrets/${found?.secrets[0]?.id ?? 0}`);
  await walk.look('without secrets', empty.id);
  await walk.send('delete without secrets', 'DELETE', `/${walk.own}/${empty.id}`);
}

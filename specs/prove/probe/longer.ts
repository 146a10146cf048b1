import { type Pair, scopes, type Walker } from './walker.ts';

/** Lives that take more steps than the ordinary ones: clients that lose all secrets, and many changes in a row. */
export async function longer(walk: Walker): Promise<void> {
  await emptied(walk);
  await changed(walk);
  await withoutFirst(walk);
}

function firstIdOf(walk: Walker, id: string): number {
  const stored = walk.tenant.store.organizations[0]?.clients.find((one) => one.id === id);
  return stored?.secrets[0]?.id ?? 0;
}

/** A client that loses its only secret, and is given a new one. */
async function emptied(walk: Walker): Promise<void> {
  const client = await walk.create('to be emptied');
  await walk.send('delete the only secret', 'DELETE', `/${walk.own}/secrets/${firstIdOf(walk, client.id)}`);
  await walk.look('without secrets', client.id);
  await walk.use('deleted', client);
  for (const [label, secret] of [
    ['no secret', undefined],
    ['an empty one', ''],
    ['a made-up one', 'made-up'],
  ] as const)
    await walk.token(`without secrets, ${label}`, { client_id: client.id, client_secret: secret });
  await walk.send('update without secrets', 'PUT', `/${walk.own}/${client.id}`, {
    body: { name: 'Emptied', redirectUri: null, scopes: scopes('OR.Jobs') },
  });
  const again = await walk.generate('after none', client.id);
  await walk.use('after none', { ...again, id: client.id });
  await walk.look('after none', client.id);
}

/** A client that loses its first secret and keeps another. */
async function withoutFirst(walk: Walker): Promise<void> {
  const client = await walk.create('to lose its first secret');
  const later = await walk.generate('to be kept', client.id);
  await walk.send('delete the first of two', 'DELETE', `/${walk.own}/secrets/${firstIdOf(walk, client.id)}`);
  for (const { secret } of [client, later]) await walk.use('without the first', { id: client.id, secret });
  await walk.look('without the first', client.id);
}

/** A client with several secrets that is updated more than once, beside another one. */
async function changed(walk: Walker): Promise<void> {
  const other = await walk.create('beside it');
  const client = await walk.create('to be changed often');
  const at = `/${walk.own}/${client.id}`;
  const pairs: { readonly label: string; readonly pair: Pair }[] = [{ label: 'first', pair: client }];
  const check = async (when: string): Promise<void> => {
    for (const round of ['once', 'twice']) await walk.look(`${when}, ${round}`, client.id);
    for (const { label, pair } of pairs) await walk.use(`${label} ${when}`, pair);
    await walk.use(`other ${when}`, other);
  };
  const generate = async (label: string): Promise<string> => {
    const made = await walk.generate(label, client.id);
    pairs.push({ label, pair: { id: client.id, secret: made.secret } });
    return made.id;
  };
  const update = async (name: string): Promise<void> => {
    const body = { name, redirectUri: `https://${name}.example/`, scopes: scopes('OR.Jobs') };
    await walk.send(`update ${name}`, 'PUT', at, { body });
  };
  const one = await generate('second');
  const two = await generate('third');
  await generate('fourth');
  await update('changed');
  await check('with four secrets');
  await walk.send('delete the second', 'DELETE', `/${walk.own}/secrets/${one}`);
  await walk.send('delete the third', 'DELETE', `/${walk.own}/secrets/${two}`);
  await check('with two of them deleted');
  await update('changed-again');
  await check('updated after that');
  await generate('fifth');
  await check('with a new one');
  const later = await walk.create('created afterwards');
  await check('after a create');
  await walk.send('update of the other', 'PUT', `/${walk.own}/${other.id}`, {
    body: { name: 'other', redirectUri: null, scopes: scopes('OR.Jobs') },
  });
  await walk.send('delete', 'DELETE', at);
  await check('deleted');
  const last = await walk.create('created after a delete');
  await walk.look('created after a delete', last.id);
  await walk.use('created afterwards', later);
}

import { isObject } from '../../../fixtures/mock/index.ts';
import { type Pair, type Seen, scopes, type Walker } from './walker.ts';

/** Requests that meet each other. What is noted holds whatever the order in which they are served. */
export async function races(walk: Walker): Promise<void> {
  const names = ['One', 'Another'];
  const made = await walk.together(
    'creates',
    names.map((name) => ['POST', '', walk.client({ name })] as const),
  );
  const clients = made.map(pairOf);
  walk.note('ids that differ', new Set(clients.map(({ id }) => id)).size);
  walk.note('first values that differ', new Set(clients.map(({ secret }) => secret)).size);
  walk.note(
    'names',
    made.map(({ json }) => isObject(json) && json.name),
  );
  for (const client of clients) await walk.use('of a create', client);
  const [first = { id: 'none', secret: 'none' }] = clients;
  const asked = clients.flatMap(({ id }) => [id, id, id]);
  const secrets = (
    await walk.together(
      'secrets',
      asked.map((clientId) => ['POST', '/GenerateSecret', secretFor(walk, clientId)] as const),
    )
  ).map((seen, index) => ({ clientId: asked[index] ?? '', ...pairOf(seen) }));
  walk.note('secret ids that differ', new Set(secrets.map(({ id }) => id)).size);
  walk.note('values that differ', new Set(secrets.map(({ secret }) => secret)).size);
  for (const { clientId, secret } of secrets) await walk.use('of a race', { id: clientId, secret });
  for (const { id } of clients) walk.note('records', (await recordsOf(walk, id)).length);
  await updates(walk, first);
  await deletions(walk, clients, secrets);
}

async function updates(walk: Walker, { id }: Pair): Promise<void> {
  const change = (name: string) => ({ name, redirectUri: `https://${name}.example/`, scopes: scopes('OR.Jobs') });
  const at = `/${walk.own}/${id}`;
  const [generated] = await walk.together('updates', [
    ['POST', '/GenerateSecret', secretFor(walk, id)],
    ['PUT', at, change('one')],
    ['PUT', at, change('two')],
    ['PUT', at, change('three')],
    ['POST', '/GenerateSecret', secretFor(walk, id)],
  ]);
  const { json } = await walk.quietly('GET', at);
  const { name, redirectUri } = isObject(json) ? json : {};
  walk.note(
    'whole',
    redirectUri === `https://${String(name)}.example/` && ['one', 'two', 'three'].includes(String(name)),
  );
  walk.note('records after updates', (await recordsOf(walk, id)).length);
  const other = await walk.create('beside');
  await walk.together('updates of two', [
    ['PUT', at, change('four')],
    ['PUT', `/${walk.own}/${other.id}`, change('five')],
  ]);
  const { json: fourth } = await walk.quietly('GET', at);
  walk.note('of two', isObject(fourth) && fourth.name);
  await walk.use('of updates', { id, secret: generated === undefined ? 'none' : pairOf(generated).secret });
}

async function deletions(walk: Walker, clients: readonly Pair[], secrets: readonly Pair[]): Promise<void> {
  const [first, second] = clients;
  const at = `/${walk.own}/${first?.id}`;
  await walk.together('deletes', [
    ['DELETE', at],
    ['DELETE', at],
  ]);
  walk.note('deleted', (await walk.quietly('GET', at)).status);
  for (const client of clients) await walk.use('after deletes', client);
  const records = await recordsOf(walk, second?.id ?? '');
  await walk.together(
    'secrets deleted',
    records.slice(1, 4).map((secretId) => ['DELETE', `/${walk.own}/secrets/${secretId}`] as const),
  );
  walk.note('records left', (await recordsOf(walk, second?.id ?? '')).length);
  for (const client of clients) await walk.use('after secrets were deleted', client);
  for (const { secret } of secrets.filter(({ id }) => records.slice(1, 4).includes(id)))
    await walk.use('deleted with others', { id: second?.id ?? '', secret });
  const other = `/${walk.own}/${second?.id}`;
  await walk.together('reads and updates', [
    ['GET', other],
    ['PUT', other, { name: 'Read', redirectUri: null, scopes: [] }],
    ['GET', other],
    ['GET', `/${walk.own}`],
    ['POST', '', walk.client({ name: 'Third' })],
  ]);
  const [, late] = await walk.together('delete and secret', [
    ['DELETE', other],
    ['POST', '/GenerateSecret', secretFor(walk, second?.id ?? '')],
  ]);
  walk.note('deleted for good', (await walk.quietly('GET', other)).status);
  await walk.use('late', { id: second?.id ?? '', secret: late === undefined ? 'none' : pairOf(late).secret });
}

async function recordsOf(walk: Walker, id: string): Promise<readonly string[]> {
  const { json } = await walk.quietly('GET', `/${walk.own}/${id}`);
  const { secrets } = isObject(json) ? json : {};
  return Array.isArray(secrets) ? secrets.map((one: { id?: unknown }) => String(one.id)) : [];
}

function secretFor(walk: Walker, clientId: string): Readonly<Record<string, unknown>> {
  return { clientId, partitionGlobalId: walk.own, description: 'racing', expiryTime: null };
}

function pairOf({ json }: Seen): Pair {
  const { id, secret } = isObject(json) ? json : {};
  return { id: String(id), secret: String(secret) };
}

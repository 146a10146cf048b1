import { isObject } from '../../../fixtures/mock/index.ts';
import { type Pair, type Seen, scopes, type Walker } from './walker.ts';

/** Reads among writes, and removals. What is noted holds whatever the order in which requests are served. */
export async function meetings(walk: Walker): Promise<void> {
  await readsDuringUpdate(walk);
  await listsDuringCreates(walk);
  await updateDuringDelete(walk);
  for (const label of ['first time', 'second time', 'third time']) await secretDuringDelete(walk, label);
}

async function updateDuringDelete(walk: Walker): Promise<void> {
  const { id } = await walk.create('deleted while it is updated');
  const body = { name: 'late', redirectUri: null, scopes: scopes('OR.Jobs') };
  const [update] = await Promise.all([
    walk.quietly('PUT', `/${walk.own}/${id}`, body),
    walk.quietly('DELETE', `/${walk.own}/${id}`),
  ]);
  walk.note('fails, updated', update.status >= 500);
  walk.note('gone, updated', (await walk.quietly('GET', `/${walk.own}/${id}`)).status);
}

async function readsDuringUpdate(walk: Walker): Promise<void> {
  const { id } = await walk.create('read while it is updated');
  const at = `/${walk.own}/${id}`;
  let done = false;
  const update = walk
    .quietly('PUT', at, { name: 'whole', redirectUri: 'https://whole.example/', scopes: scopes('OR.Jobs') })
    .finally(() => {
      done = true;
    });
  const reads: Seen[] = [];
  while (!done) reads.push(...(await Promise.all([at, at, at].map((path) => walk.quietly('GET', path)))));
  await update;
  const shown = reads.map(({ json }) => (isObject(json) ? json : {}));
  walk.note(
    'halves',
    shown.filter(({ name, redirectUri }) => (name === 'whole') !== (redirectUri === 'https://whole.example/')).length,
  );
  walk.note('without scopes', shown.filter((one) => Array.isArray(one.resources) && one.resources.length === 0).length);
}

async function listsDuringCreates(walk: Walker): Promise<void> {
  const seen = await Promise.all(
    ['one', 'two', 'three'].flatMap((name) => [
      walk.quietly('POST', '', walk.client({ name })),
      walk.quietly('GET', `/${walk.own}`),
    ]),
  );
  const lists = seen.flatMap(({ json }) => (Array.isArray(json) ? [json as readonly { readonly id?: unknown }[]] : []));
  walk.note('lists', lists.length);
  walk.note('repeated', lists.filter((list) => new Set(list.map(({ id }) => id)).size < list.length).length);
}

async function secretDuringDelete(walk: Walker, label: string): Promise<void> {
  const { id } = await walk.create(`deleted while it is given a secret, ${label}`);
  const body = { clientId: id, partitionGlobalId: walk.own, description: 'late', expiryTime: null };
  const [late] = await Promise.all([
    walk.quietly('POST', '/GenerateSecret', body),
    walk.quietly('DELETE', `/${walk.own}/${id}`),
  ]);
  walk.note(`fails, ${label}`, late.status >= 500);
  walk.note(`gone, ${label}`, (await walk.quietly('GET', `/${walk.own}/${id}`)).status);
  const list = await walk.quietly('GET', `/${walk.own}`);
  walk.note(`listed, ${label}`, list.text.includes(id));
  const { secret } = isObject(late.json) ? late.json : {};
  const pair: Pair = { id, secret: typeof secret === 'string' ? secret : 'none' };
  await walk.use(`late, ${label}`, pair);
}

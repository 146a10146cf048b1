import { scopes, type Walker } from './walker.ts';

/** Redirect URIs that are and are not registered, presented to the authorization endpoint. */
export async function authorizing(walk: Walker): Promise<void> {
  const uri = 'https://walk.example/cb';
  const { id } = await walk.create('to be authorized', { redirectUri: `${uri},https://other.example/cb` });
  const gone = await walk.create('to be deleted', { redirectUri: 'https://gone.example/cb' });
  await walk.create('another', { redirectUri: 'https://another.example/cb' });
  await walk.send('delete', 'DELETE', `/${walk.own}/${gone.id}`);
  const presented = [
    uri,
    'https://unknown.example/cb',
    'http://walk.example/cb',
    'https://127.0.0.1/cb',
    'com.example.app:/cb',
    `${uri}/more`,
    `${uri}/`,
    `${uri}?a=b`,
    `${uri}#part`,
    'https://walk.example/CB',
    'https://walk.example/%63b',
    'https://walk.example/other',
    'https://walk.example:8443/cb',
    'https://more.walk.example/cb',
    'https://walk.example.org/cb',
    'https://walkxexample/cb',
    'https://walk.example@else.example/cb',
    'https://another.example/cb',
    'https://gone.example/cb',
  ];
  for (const redirect_uri of presented)
    await walk.authorize(redirect_uri, { response_type: 'code', client_id: id, redirect_uri, state: 'x' });
  await walk.authorize('for a deleted client', {
    response_type: 'code',
    client_id: gone.id,
    redirect_uri: 'https://gone.example/cb',
  });
  const moved = await walk.create('to be moved', { redirectUri: 'https://moved.example/cb' });
  const body = { name: 'Moved', redirectUri: 'https://new.example/cb', scopes: scopes('OR.Jobs') };
  await walk.send('update', 'PUT', `/${walk.own}/${moved.id}`, { body });
  await walk.authorize('where it was', {
    response_type: 'code',
    client_id: moved.id,
    redirect_uri: 'https://moved.example/cb',
  });
  await walk.authorize('without asking', { response_type: 'code', client_id: id, redirect_uri: uri, prompt: 'none' });
}

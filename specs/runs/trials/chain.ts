/** One request with its answer, as far as the order of requests goes. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly answer: string;
}

const GUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Length of the longest chain of requests that must come one after the other. Requests must keep their order when they are about
 * the same client and one of them writes; a create begins a client, and its id is in the answer. A list looks at all clients that
 * are written meanwhile. Tokens are left out: they can be had beforehand. The chain is thus at most as long as really needed.
 * @param sent requests in the order in which they were sent
 * @param partitions organizations: their ids are no clients
 */
export function longestChain(sent: readonly Sent[], partitions: readonly string[]): number {
  /** By client: the longest chain up to its last write, and up to any request about it. */
  const written = new Map<string, number>();
  const touched = new Map<string, number>();
  const noClients = new Set(partitions.map((one) => one.toLowerCase()));
  const clientsIn = (text: string): readonly string[] =>
    [...new Set(text.match(GUIDS)?.map((id) => id.toLowerCase()) ?? [])].filter((id) => !noClients.has(id));
  let longest = 0;
  for (const { method, url, body, answer } of sent) {
    const { pathname } = new URL(url);
    if (!pathname.includes('/api/')) continue;
    const isWrite = method !== 'GET';
    const isCreate = method === 'POST' && pathname.endsWith('/ExternalClient');
    const named = clientsIn(pathname + body);
    const isList = !isWrite && named.length === 0;
    const before = isList ? [...written.values()] : named.map((id) => (isWrite ? touched : written).get(id) ?? 0);
    const length = 1 + Math.max(0, ...before);
    for (const id of isCreate ? clientsIn(answer).slice(0, 1) : named) {
      touched.set(id, Math.max(touched.get(id) ?? 0, length));
      if (isWrite) written.set(id, length);
    }
    longest = Math.max(longest, length);
  }
  return longest;
}

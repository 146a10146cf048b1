/** What stands between a client and a tenant in real networks: TLS with a private authority, and a forward proxy. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';

/** A private certificate authority, and certificates for this machine that it signed. */
export interface Authority {
  readonly caFile: string;
  readonly good: { readonly key: string; readonly cert: string };
  readonly expired: { readonly key: string; readonly cert: string };
}

/** Makes an authority in a folder, with openssl. */
export function makeAuthority(folder: string): Authority {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Private CA');
  openssl('req', ...key, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=localhost');
  const sign = (days: string, out: string): void =>
    openssl(
      ...`x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days ${days} -extfile names -out ${out}`.split(
        ' ',
      ),
    );
  sign('30', 'good.pem');
  sign('-1', 'expired.pem');
  const pair = (name: string) => ({
    key: readFileSync(file('leaf.key'), 'utf8'),
    cert: readFileSync(file(name), 'utf8'),
  });
  return { caFile: file('ca.pem'), good: pair('good.pem'), expired: pair('expired.pem') };
}

/** Something that listens, with its origin and a count of what passed. */
export interface Front {
  readonly origin: string;
  readonly count: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Passes requests on to a tenant; with a certificate over TLS.
 * @param host address to listen on
 * @param lacks whether the tenant is to look as if it did not have what a request asks for
 */
export function front(
  target: string,
  tls?: { key: string; cert: string },
  host = '127.0.0.1',
  lacks: (method: string, path: string) => boolean = () => false,
): Promise<Front> {
  let count = 0;
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    count += 1;
    if (lacks(incoming.method ?? '', incoming.url ?? '')) {
      incoming.resume();
      outgoing.writeHead(404, { 'content-length': '0' }).end();
      return;
    }
    const url = new URL(incoming.url ?? '/', target);
    const passed = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  };
  const server = tls === undefined ? createServer(pass) : createSecureServer(tls, pass);
  return listening(server, tls === undefined ? 'http' : 'https', () => count, host);
}

/** A server that gives the same answer to everything. */
export function answering(status: number, headers: Record<string, string>, body: string): Promise<Front> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    incoming.resume();
    outgoing.writeHead(status, headers).end(body);
  });
  return listening(server, 'http', () => count);
}

/**
 * A forward proxy that opens tunnels.
 * @param refusal the status with which it refuses them all
 * @param user `user:password` that it asks for
 */
export function proxy({ refusal, user }: { refusal?: number; user?: string } = {}): Promise<Front> {
  let count = 0;
  const server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(refusal ?? 405).end();
  });
  server.on('connect', (incoming, socket) => {
    socket.on('error', () => {});
    const given = incoming.headers['proxy-authorization'];
    const wanted = user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
    const status = refusal ?? (wanted !== undefined && given !== wanted ? 407 : undefined);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    count += 1;
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  return listening(server, 'http', () => count);
}

function listening(server: Server, scheme: string, count: () => number, host = '127.0.0.1'): Promise<Front> {
  return new Promise((done) => {
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      done({
        origin: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
        count,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Wire } from './wire.ts';

/** One answered call, for tests that look for leaked tokens. */
export interface Exchange {
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly requestHeaders: Headers;
  readonly requestBody: string;
  /** 0 where the connection broke. */
  readonly status: number;
  readonly responseBody: string;
}

export interface NetworkOptions {
  /** By host name. Read at every call: a wire that needs the network's own fetch is added afterwards. */
  readonly wires: ReadonlyMap<string, Wire>;
  readonly observe?: (exchange: Exchange) => void;
}

export interface Network {
  readonly port: number;
  /** As the global fetch, but every host is a wire behind a real socket on loopback. Any other host is refused. */
  readonly fetch: typeof fetch;
  /** How many calls reached the wire of this host. */
  requestsTo(host: string): number;
  /** Ends calls that still hang. */
  close(): Promise<void>;
}

/** Puts all wires behind one HTTP server on 127.0.0.1: `https://<host>/x` becomes `http://127.0.0.1:<port>/<host>/x`. */
export async function startNetwork({ wires, observe }: NetworkOptions): Promise<Network> {
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, wires, counts, observe).catch((error: unknown) => {
      if (incoming.socket.destroyed) return;
      console.error('a wire of the sandbox failed', error);
      outgoing.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the network has no port');
  const { port } = address;
  return {
    port,
    fetch: fetchInto(port, (host) => wires.has(host)),
    requestsTo: (host) => counts.get(host) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The fetch of whoever lives in the network behind this port, also of another process. */
export const fetchInto =
  (port: number, isKnown: (host: string) => boolean): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.protocol !== 'https:' || !isKnown(url.host))
      throw new TypeError(`fetch failed: the sandbox has no host ${url.protocol}//${url.host}`);
    const body = request.body === null ? {} : { body: await request.arrayBuffer() };
    return fetch(`http://127.0.0.1:${port}/${url.host}${url.pathname}${url.search}`, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      // A redirect would lead out of the sandbox.
      redirect: request.redirect === 'error' ? 'error' : 'manual',
      ...body,
    });
  };

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  wires: ReadonlyMap<string, Wire>,
  counts: Map<string, number>,
  observe: NetworkOptions['observe'],
): Promise<void> {
  const [, host = '', path = '/'] = /^\/([^/?]+)(.*)$/s.exec(incoming.url ?? '') ?? [];
  const wire = wires.get(host);
  if (wire === undefined) {
    outgoing.writeHead(421);
    outgoing.end();
    return;
  }
  counts.set(host, (counts.get(host) ?? 0) + 1);
  const clientGone = new AbortController();
  outgoing.once('close', () => {
    clientGone.abort();
  });
  const requestBody = await buffer(incoming);
  const method = incoming.method ?? 'GET';
  const requestHeaders = new Headers(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]),
  );
  const response = await wire(
    new Request(`https://${host}${path}`, {
      method,
      headers: requestHeaders,
      signal: clientGone.signal,
      ...(requestBody.length > 0 && { body: requestBody }),
    }),
  );
  const responseBody = Buffer.from(await response.arrayBuffer());
  if (response.type === 'error') outgoing.destroy();
  else {
    // Two calls: restify, in the same process, replaces writeHead by one that gives nothing back.
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(responseBody);
  }
  observe?.({
    host,
    method,
    path,
    requestHeaders,
    requestBody: requestBody.toString(),
    status: response.status,
    responseBody: responseBody.toString(),
  });
}

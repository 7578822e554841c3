import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fetchInto } from '../../sandbox/network.ts';

export interface Heard {
  readonly method: string;
  /** `/<host>/<path>`, with the query. */
  readonly path: string;
}

/** Who says when it is over: a test, for one. */
export interface Ends {
  after(end: () => void): void;
}

/** Any host behind one real socket on loopback. `answer` writes the answer, or leaves the caller waiting. */
export async function loopback(
  t: Ends,
  answer: (call: number, outgoing: ServerResponse, incoming: IncomingMessage) => void,
) {
  const heard: Heard[] = [];
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    heard.push({ method: incoming.method ?? '', path: incoming.url ?? '' });
    answer(heard.length, outgoing, incoming);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, fetch: fetchInto(address.port, () => true) };
}

export const json = (outgoing: ServerResponse, status: number, body: unknown, headers = {}): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(body));
};

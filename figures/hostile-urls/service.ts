import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { clouds } from '../../src/cloud.ts';
import { makeCertificate } from '../../test/certificate.ts';
import type { Cleanup } from '../../test/scenarios/chat.ts';
import { watchSockets } from './sockets.ts';

export type Answer = (outgoing: ServerResponse, incoming: IncomingMessage) => void;

/** Behind every host, on one port of this machine: answers as it is told, and knows what was asked and opened. */
export interface Service {
  readonly asked: readonly string[];
  readonly opened: readonly string[];
  answer: Answer;
}

export async function startService(t: Cleanup): Promise<Service> {
  const names = [
    clouds.Public.graph,
    clouds.Public.login,
    clouds.Public.botLogin,
    ...clouds.Public.connectors,
  ];
  // Evil has a certificate of its own, so that whoever goes there is heard there.
  const { certificate, key } = makeCertificate({ names: [...names, 'evil.example', '*.evil.example'] });
  const asked: string[] = [];
  const server = createServer({ cert: certificate, key }, (incoming, outgoing) => {
    asked.push(`${incoming.method ?? ''} ${incoming.headers.host ?? ''}${incoming.url ?? ''}`);
    incoming.resume();
    service.answer(outgoing, incoming);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  const sockets = watchSockets(address.port, certificate);
  t.after(() => {
    sockets.restore();
    server.closeAllConnections();
    server.close();
  });
  const service: Service = {
    asked,
    opened: sockets.opened,
    answer: (outgoing) => {
      sayNothing(outgoing);
    },
  };
  return service;
}

export function sayNothing(outgoing: ServerResponse): void {
  outgoing.writeHead(404, { connection: 'close' });
  outgoing.end();
}

export const sayJson = (outgoing: ServerResponse, body: unknown, status = 200): void => {
  outgoing.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  outgoing.end(JSON.stringify(body));
};

/** What HTTP lets stand in a header; a redirect says the rest in escapes. */
export const redirect = (outgoing: ServerResponse, status: number, to: string): void => {
  outgoing.writeHead(status, {
    location: to.trim().replace(/[^!-~]/gu, encodeURIComponent),
    connection: 'close',
  });
  outgoing.end();
};

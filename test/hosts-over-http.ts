import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { MadeCertificate } from './certificate.ts';

/** Gets a request as its caller addressed it, always as https. Undefined: there is no such host. */
export type AnswerAsHost = (request: Request) => Promise<Response | undefined>;

export interface HostsOverHttp {
  readonly port: number;
  close(): void;
}

/** Plays hosts on a port of this machine: over TLS with that certificate, or without one in clear. */
export async function serveHosts(
  answer: AnswerAsHost,
  proof?: Pick<MadeCertificate, 'certificate' | 'key'>,
): Promise<HostsOverHttp> {
  const listener: RequestListener = (incoming, outgoing) => {
    requestOf(incoming)
      .then(answer)
      .then(async (response) => {
        outgoing.writeHead(response?.status ?? 421, [...(response?.headers ?? [])].flat());
        outgoing.end(Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
      })
      .catch(() => outgoing.destroy());
  };
  const server: Server =
    proof === undefined
      ? createServer(listener)
      : createTlsServer({ cert: proof.certificate, key: proof.key }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the hosts have no port');
  return {
    port: address.port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { url = '/', method = 'GET' } = incoming;
  const body = await buffer(incoming);
  return new Request(`https://${incoming.headers.host ?? ''}${url}`, {
    method,
    headers: headersOf(incoming),
    ...(body.length > 0 && { body }),
  });
}

export const headersOf = ({ headers }: IncomingMessage): Headers =>
  new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));

import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createServer as createRestify, type Next, type Request, type Response, type Server } from 'restify';
import { failed, ok, type Result } from '../domain/result.ts';

/** What the messages route answers: an HTTP status, and a JSON body where there is one. */
export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** Why there is no body. */
export type Unread = 'too-large' | 'cut-off';

/** Reads the body of one request as text. Never throws. */
export type ReadBody = () => Promise<Result<string, Unread>>;

export interface ServerOptions {
  /** Gets the one Authorization header, if there is one, and what reads the body of one activity. Never throws. */
  readonly onActivity: (authorization: string | undefined, readBody: ReadBody) => Promise<HttpAnswer>;
}

/** Bytes. Teams' activities are far smaller. */
const largestBody = 256 * 1024;
const slowestRequest = 10_000;

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `POST /api/messages` and `GET /healthz`, nothing else. Listens on `host`; port 0 takes a free one. */
export async function startServer(
  options: ServerOptions,
  port: number,
  host?: string,
): Promise<RunningServer> {
  const server = createRestify({ name: 'scimitar', handleUncaughtExceptions: false });
  server.server.requestTimeout = slowestRequest;
  server.server.headersTimeout = slowestRequest;
  // restify would say its name and the way it failed; a stranger learns nothing.
  server.pre((_request: Request, response: Response, next: Next) => {
    response.removeHeader('Server');
    next();
  });
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.json(200, { status: 'ok' });
    return Promise.resolve();
  });
  server.post('/api/messages', async (request: Request, response: Response) => {
    const answered = await options.onActivity(authorizationOf(request), () => readBody(request));
    // What was not wanted is not waited for either.
    if (!request.complete) response.setHeader('Connection', 'close');
    answer(response, answered);
  });
  cutOffPipelining(server.server);
  server.server.on('clientError', (_error, socket) => {
    turnAway(socket);
  });
  await listen(server, port, host);
  const address = server.address();
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.server.closeAllConnections();
      }),
  };
}

function answer(response: Response, { status, body }: HttpAnswer): void {
  if (body === undefined) {
    response.status(status);
    response.end();
  } else response.json(status, body);
}

/** Of two headers Node.js would take the first, and whoever stands before the bot perhaps the other. */
function authorizationOf({ headersDistinct }: Request): string | undefined {
  const [authorization, ...others] = headersDistinct['authorization'] ?? [];
  return others.length === 0 ? authorization : undefined;
}

/**
 * Nobody whom the bot works with sends a request before the one before it on the same connection is answered. Whoever does
 * can have thousands in one packet, and people would wait behind all of them: the connection is closed instead.
 */
function cutOffPipelining(server: HttpServer): void {
  const handlers = server.listeners('request') as ((...of: [IncomingMessage, ServerResponse]) => void)[];
  server.removeAllListeners('request');
  const answering = new WeakSet<Duplex>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (socket.destroyed) return;
    if (answering.has(socket)) {
      socket.destroy();
      return;
    }
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
    for (const handle of handlers) handle(request, response);
  });
}

const bareRefusal = 'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Whoever sends what is no HTTP, or headers without end, learns no more than any other stranger. */
function turnAway(socket: Duplex): void {
  if (socket.writable && 'bytesWritten' in socket && socket.bytesWritten === 0)
    socket.end(bareRefusal, () => socket.destroy());
  else socket.destroy();
}

/** It is read here, since restify's parser keeps a copy of it; as it comes, and never unpacked. */
async function readBody(request: Request): Promise<Result<string, Unread>> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return failed('too-large');
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > largestBody) return failed('too-large');
      chunks.push(chunk);
    }
  } catch {
    return failed('cut-off');
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const done = () => {
      server.removeListener('error', reject);
      resolve();
    };
    if (host === undefined) server.listen(port, done);
    else server.listen(port, host, done);
  });
}

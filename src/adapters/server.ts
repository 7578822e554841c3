import { createServer as createRestify, type Next, type Request, type Response, type Server } from 'restify';

/** What the messages route answers: an HTTP status, and a JSON body where there is one. */
export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface ServerOptions {
  /** Gets the Authorization header and the raw body of one activity. Never throws. */
  readonly onActivity: (authorization: string | undefined, body: string) => Promise<HttpAnswer>;
}

/** Teams' activities are far smaller. */
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
    const body = await readBody(request);
    answer(
      response,
      typeof body === 'number'
        ? { status: body }
        : await options.onActivity(request.headers.authorization, body),
    );
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

/** The body as text, or the HTTP status of a refusal. It is read here, since restify's parser keeps a copy of it. */
async function readBody(request: Request): Promise<string | 400 | 413> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > largestBody) return 413;
      chunks.push(chunk);
    }
  } catch {
    return 400;
  }
  return Buffer.concat(chunks).toString('utf8');
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

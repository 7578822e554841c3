import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { StartBot } from '../../figures/restartable.ts';
import { signingKey } from '../../sandbox/entra/signing-keys.ts';
import { bot, serviceUrl, tenant } from '../../sandbox/seed.ts';
import { startApp } from '../../src/app.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Received {
  readonly token: string;
  readonly body: string;
}

/** Gives a request that is right in one respect, whatever it was. Throws where there is nothing to be made right. */
type Skip = (received: Received) => Promise<Received>;

const sign = async (claims: JWTPayload): Promise<string> => (await signingKey('channel')).sign(claims);

async function verified(token: string): Promise<JWTPayload> {
  const { publicKey, kid } = await signingKey('channel');
  if (decodeProtectedHeader(token).kid !== kid) throw new Error('another key');
  return (await jwtVerify(token, publicKey, { currentDate: new Date(0), clockTolerance: 1e12 })).payload;
}

const changed = (body: string, change: (activity: Fields) => Fields): string => {
  const activity = JSON.parse(body) as Fields;
  return JSON.stringify({ ...activity, ...change(activity) });
};

/** The checks that a front door may leave out. */
export const skips = {
  nothing: (received) => Promise.resolve(received),
  signature: async ({ token, body }) => ({ token: await sign(decodeJwt(token)), body }),
  audience: async ({ token, body }) => ({
    token: await sign({ ...(await verified(token)), aud: bot.appId }),
    body,
  }),
  'service URL': async ({ token, body }) => ({
    token: await sign({ ...(await verified(token)), serviceurl: serviceUrl }),
    body: changed(body, () => ({ serviceUrl })),
  }),
  tenant: ({ token, body }) =>
    Promise.resolve({
      token,
      body: changed(body, ({ conversation, channelData }) => ({
        conversation: { ...(conversation as Fields), tenantId: tenant.id },
        channelData: { ...(channelData as Fields | undefined), tenant: { id: tenant.id } },
      })),
    }),
} as const satisfies Readonly<Record<string, Skip>>;

/** The product behind a door that does not look at one thing. */
export const withLaxDoor =
  (skip: Skip): StartBot =>
  async (settings, world) => {
    const app = await startApp(settings, world);
    const door = createServer((request, response) => {
      void pass(request, skip, app.port).then(async (answer) => {
        const words = await answer.text();
        response.writeHead(answer.status, { 'content-length': Buffer.byteLength(words) });
        response.end(words);
      });
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    return {
      port: (door.address() as AddressInfo).port,
      tick: () => app.tick(),
      upcoming: () => app.upcoming(),
      drain: () => app.drain(),
      async close() {
        door.close();
        door.closeAllConnections();
        await app.close();
      },
    };
  };

async function pass(request: IncomingMessage, skip: Skip, port: number): Promise<Response> {
  const received = {
    token: (request.headers.authorization ?? '').slice('Bearer '.length),
    body: await text(request),
  };
  const { token, body } = await skip(received).catch(() => received);
  return fetch(`http://127.0.0.1:${port}${request.url ?? ''}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body,
  });
}

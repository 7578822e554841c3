import { getRequestListener } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { WorldClock } from './clock.ts';
import type { AppleView, EntraView, Faults, MoveClock, PageState, TeamChange } from './page-api.ts';
import { buildAssets } from './page/assets.ts';
import { tellRevisions, watchViews } from './page/events.ts';
import { ownHostOnly, ownPageOnly, securityHeaders } from './page/guard.ts';
import {
  BadRequest,
  parseAct,
  parseDialogSubmit,
  parseFaults,
  parseMoveClock,
  parseProduct,
  parseSaveToken,
  parseSay,
  parseTeamChange,
  parseTokenId,
} from './page/requests.ts';
import { TeamsClientError, type TeamsClient } from './teams/client.ts';
import { isJsonObject, parseJson, type JsonObject } from './teams/json-object.ts';
import { chatView, teamsView } from './teams/page-view.ts';
import type { TeamsState } from './teams/state.ts';

type Awaitable<T> = T | Promise<T>;

/** What the visitor may do to the world. A thrown Error's message is shown to the visitor. */
export interface PageControl {
  readonly moveClock: (to: MoveClock['to']) => Awaitable<void>;
  readonly setFaults: (faults: Faults) => Awaitable<void>;
  readonly faults: () => Faults;
  /** Gives back the token's value, which is shown this once. */
  readonly generateToken: (product: AppleView['product']) => Awaitable<string>;
  readonly revokeToken: (tokenId: string) => Awaitable<void>;
  /** Saves a new token in Entra's portal, as this person. */
  readonly saveToken: (me: string, connection: string) => Awaitable<void>;
  readonly reset: () => Awaitable<void>;
}

export interface PageServerOptions {
  readonly teams: TeamsState;
  readonly client: TeamsClient;
  readonly clock: WorldClock;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly holds: string;
    readonly userType: 'Member' | 'Guest';
  }[];
  readonly view: { readonly entra: () => EntraView; readonly apple: () => readonly AppleView[] };
  readonly control: PageControl;
  readonly commands: PageState['commands'];
  /** Default 3979; a free one when it is taken. */
  readonly port?: number;
}

export interface PageServer {
  /** For a browser on this machine, without a slash at the end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What the world did not let the visitor do. */
class RefusedByWorld extends Error {}

/** Serves the page and `page-api.ts` on 127.0.0.1. Throws when the page cannot be bundled. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const assets = await buildAssets();
  let port = 0;
  const app = new Hono();
  app.use(
    securityHeaders,
    ownHostOnly(() => port),
    ownPageOnly,
    // The rest of the body stays unread, so the connection is of no further use.
    bodyLimit({
      maxSize: 256 * 1024,
      onError: (c) => c.json({ error: 'This is too much at once.' }, 413, { connection: 'close' }),
    }),
  );
  for (const [path, { type, body }] of assets)
    app.get(path, (c) => c.body(body, 200, { 'content-type': type }));
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.route('/api', pageApi(options));
  app.notFound((c) => c.json({ error: 'There is no such page.' }, 404));
  app.onError((error, c) => {
    if (error instanceof BadRequest || error instanceof TeamsClientError)
      return c.json({ error: error.message }, 400);
    if (error instanceof RefusedByWorld) return c.json({ error: error.message }, 409);
    console.error('the page server failed', error);
    return c.json({ error: 'The sandbox failed; its console says how.' }, 500);
  });

  // The bot runs in the same process: its Request and Response stay Node's own.
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  port = await listen(server, options.port ?? 3979);
  const { view, control, teams } = options;
  const stop = watchViews(() => [view.entra(), view.apple(), control.faults()], teams);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pageApi(options: PageServerOptions): Hono {
  const { teams, client, control } = options;
  const api = new Hono();
  api.get('/state', (c) => c.json(stateFor(c.req.query('me') ?? '', options)));
  api.get('/events', (c) => streamSSE(c, (stream) => tellRevisions(stream, teams)));
  api.post('/say', async (c) => {
    await client.say(parseSay(await bodyOf(c)));
    return c.json({});
  });
  api.post('/act', async (c) => c.json(await client.act(parseAct(await bodyOf(c)))));
  api.post('/dialog/open', async (c) => c.json(await client.openDialog(parseAct(await bodyOf(c)))));
  api.post('/dialog/submit', async (c) =>
    c.json(await client.submitDialog(parseDialogSubmit(await bodyOf(c)))),
  );
  api.post('/team', async (c) => {
    await changeTeam(client, parseTeamChange(await bodyOf(c)));
    return c.json({});
  });
  const change = (path: string, act: (body: JsonObject) => Awaitable<object>) =>
    api.post(path, async (c) => {
      const body = await bodyOf(c);
      try {
        return c.json(await act(body));
      } catch (error) {
        if (error instanceof BadRequest || !(error instanceof Error)) throw error;
        throw new RefusedByWorld(error.message);
      } finally {
        teams.touch();
      }
    });
  change('/clock', async (body) => {
    await control.moveClock(parseMoveClock(body).to);
    return {};
  });
  change('/faults', async (body) => {
    await control.setFaults(parseFaults(body));
    return {};
  });
  change('/apple/generate', async (body) => ({ token: await control.generateToken(parseProduct(body)) }));
  change('/apple/revoke', async (body) => {
    await control.revokeToken(parseTokenId(body));
    return {};
  });
  change('/entra/save-token', async (body) => {
    const { me, connection } = parseSaveToken(body);
    await control.saveToken(me, connection);
    return {};
  });
  change('/reset', async () => {
    await control.reset();
    return {};
  });
  return api;
}

function changeTeam(client: TeamsClient, wanted: TeamChange): Promise<void> {
  switch (wanted.change) {
    case 'add bot':
      return client.addToTeam(wanted.me);
    case 'remove bot':
      return client.removeFromTeam(wanted.me);
    case 'rename team':
      return client.renameTeam(wanted.me, wanted.name);
    case 'rename channel':
      return client.renameChannel(wanted.me, wanted.channelId, wanted.name);
    case 'delete channel':
      return client.deleteChannel(wanted.me, wanted.channelId);
    case 'restore channel':
      return client.restoreChannel(wanted.me, wanted.channelId);
  }
}

function stateFor(
  me: string,
  { teams, clock, people, view, control, commands }: PageServerOptions,
): PageState {
  const person = teams.findPerson(me);
  if (person === undefined) throw new BadRequest('There is no such person.');
  return {
    revision: teams.revision,
    now: new Date(clock.now()).toISOString(),
    tenantName: teams.tenant.name,
    people: people.map(({ id, name, holds, userType }) => ({ id, name, holds, guest: userType === 'Guest' })),
    teams: teamsView(teams),
    chat: chatView(teams, person),
    commands,
    entra: view.entra(),
    apple: view.apple(),
    faults: control.faults(),
  };
}

async function bodyOf(c: Context): Promise<JsonObject> {
  const body = parseJson(await c.req.text());
  if (!isJsonObject(body)) throw new BadRequest('The body must be a JSON object.');
  return body;
}

/** Gives back the port: the wanted one, or a free one when somebody has it. */
async function listen(server: Server, wanted: number): Promise<number> {
  server.listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page server has no port');
  return address.port;
}

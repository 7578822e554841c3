import { once } from 'node:events';
import { createServer } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { WorldClock } from '../../sandbox/clock.ts';
import { people, serviceUrl, team } from '../../sandbox/seed.ts';
import { connectorWire, type ConnectorOptions } from '../../sandbox/teams.ts';
import { TeamsClient, type TeamsClientOptions } from '../../sandbox/teams/client.ts';
import { isJsonObject, type JsonObject } from '../../sandbox/teams/json-object.ts';
import { TeamsState } from '../../sandbox/teams/state.ts';

export const [maya, , , guest] = people;
export const botToken = 'the-bot-s-own-bearer';
export const noon = Date.parse('2026-11-23T12:00:00Z');

export interface BotAnswer {
  readonly status?: number;
  /** Sent as JSON; `undefined` is no body. */
  readonly body?: unknown;
  /** Milliseconds before the answer. */
  readonly after?: number;
}

export interface Heard {
  readonly activity: JsonObject;
  readonly authorization: string | undefined;
}

/** A bot of one function behind a real socket. */
export async function startTinyBot(answer: (activity: JsonObject) => BotAnswer = () => ({})) {
  const heard: Heard[] = [];
  const server = createServer((incoming, outgoing) => {
    void readJson(incoming).then((activity) => {
      if (!isJsonObject(activity)) throw new Error('the bot got something else than an activity');
      heard.push({ activity, authorization: incoming.headers.authorization });
      const { status = 200, body, after = 0 } = answer(activity);
      setTimeout(() => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      }, after);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bot has no port');
  return {
    heard,
    activities: () => heard.map(({ activity }) => activity),
    endpoint: `http://127.0.0.1:${address.port}/api/messages`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type TinyBot = Awaited<ReturnType<typeof startTinyBot>>;

/** Teams at noon of a day that stands still, with the bot in the team. */
export function stageTeams(): TeamsState {
  const teams = new TeamsState({ clock: new WorldClock(noon) });
  teams.setBotInTeam(true);
  return teams;
}

export const clientOf = (teams: TeamsState, bot: TinyBot, options: Partial<TeamsClientOptions> = {}) =>
  new TeamsClient({
    teams,
    botEndpoint: bot.endpoint,
    signToken: (claimed) => Promise.resolve(`signed for ${claimed}`),
    ...options,
  });

/** Calls the connector as the bot; gives back status, JSON and Retry-After. */
export function callerOf(teams: TeamsState, options: Partial<ConnectorOptions> = {}) {
  const wire = connectorWire({ teams, verify: (token) => token === botToken, ...options });
  return async (method: string, path: string, body?: unknown, token: string = botToken) => {
    const response = await wire(
      new Request(`${serviceUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: answer, retryAfter: response.headers.get('retry-after') };
  };
}

export const inPath = (conversationId: string): string =>
  `v3/conversations/${encodeURIComponent(conversationId)}`;

export const general = team.id;
export const text = (words: string) => ({ type: 'message', text: words });

export const card = (fields: JsonObject = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'The token ends in 30 days.' }],
  ...fields,
});

export const withCard = (content: unknown, fields: JsonObject = {}) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  ...fields,
});
